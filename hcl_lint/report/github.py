"""Workflow commands of GitHub Actions: annotations on the lines of a pull request."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.report import Report
from tfmock.text.printable import printable, printable_lines

_COMMANDS: Final = MappingProxyType({"error": "error", "warning": "warning", "notice": "notice"})


def render(report: Report, *, colour: bool = False) -> str:
    """``::error file=...,line=...,col=...,title=...::message`` per diagnostic."""
    return "".join(_line(diagnostic) for diagnostic in report.diagnostics)


def _line(diagnostic: Diagnostic) -> str:
    properties = {
        "file": diagnostic.path,
        "line": str(diagnostic.line),
        "col": str(diagnostic.column),
        "endLine": str(diagnostic.span.end_line if diagnostic.span else diagnostic.line),
        "title": f"{diagnostic.code} {diagnostic.name}",
    }
    if diagnostic.span and diagnostic.span.end_line == diagnostic.line:
        properties["endColumn"] = str(diagnostic.span.end_column)
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = printable_lines(f"{diagnostic.message}. {diagnostic.help}" if diagnostic.help else diagnostic.message)
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A name may have line ends, for which GitHub has escapes, and other control characters, for which it has none."""
    lines = "\n".join("\r".join(map(printable, line.split("\r"))) for line in text.split("\n"))
    return _data(lines).replace(":", "%3A").replace(",", "%2C")
