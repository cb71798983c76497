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
    return "".join(_line(one) for one in report.diagnostics)


def _line(one: Diagnostic) -> str:
    properties = {
        "file": one.path,
        "line": str(one.line),
        "col": str(one.column),
        "endLine": str(one.span.end_line if one.span else one.line),
        "title": f"{one.code} {one.name}",
    }
    if one.span and one.span.end_line == one.line:
        properties["endColumn"] = str(one.span.end_column)
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = printable_lines(f"{one.message}. {one.help}" if one.help else one.message)
    return f"::{_COMMANDS[one.severity]} {told}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A name may have line ends, which GitHub's escapes keep, and other control characters, which nothing does."""
    lines = "\n".join("\r".join(map(printable, line.split("\r"))) for line in text.split("\n"))
    return _data(lines).replace(":", "%3A").replace(",", "%2C")
