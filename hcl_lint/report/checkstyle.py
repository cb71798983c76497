"""Checkstyle XML, which many review tools read."""

from __future__ import annotations

from itertools import groupby
from types import MappingProxyType
from typing import Final

from hcl_lint.report import Report
from hcl_lint.report._xml import attributes

_SEVERITIES: Final = MappingProxyType({"error": "error", "warning": "warning", "notice": "info"})


def render(report: Report, *, colour: bool = False) -> str:
    """One ``file`` element per file with diagnostics."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n']
    for path, diagnostics in groupby(report.diagnostics, key=lambda one: one.path):
        parts.append(f"  <file {attributes(name=path)}>\n")
        for one in diagnostics:
            told = attributes(
                line=one.line,
                column=one.column,
                severity=_SEVERITIES[one.severity],
                message=one.message,
                source=f"hcl-lint.{one.code}",
            )
            parts.append(f"    <error {told}/>\n")
        parts.append("  </file>\n")
    parts.append("</checkstyle>\n")
    return "".join(parts)
