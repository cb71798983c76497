"""Checkstyle XML, which many review tools read."""

from __future__ import annotations

from itertools import groupby
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from hcl_lint.report import Report
from hcl_lint.report._xml import attributes, serialize

_SEVERITIES: Final = MappingProxyType({"error": "error", "warning": "warning", "notice": "info"})


def render(report: Report, *, colour: bool = False) -> str:
    """One ``file`` element per file with diagnostics."""
    root = Element("checkstyle", version="4.3")
    for path, diagnostics in groupby(report.diagnostics, key=lambda diagnostic: diagnostic.path):
        file = SubElement(root, "file", attributes(name=path))
        for diagnostic in diagnostics:
            SubElement(
                file,
                "error",
                attributes(
                    line=diagnostic.line,
                    column=diagnostic.column,
                    severity=_SEVERITIES[diagnostic.severity],
                    message=diagnostic.message,
                    source=f"hcl-lint.{diagnostic.code}",
                ),
            )
    return serialize(root)
