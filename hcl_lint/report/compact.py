"""One line per diagnostic, as compilers write it and editors read it."""

from __future__ import annotations

from hcl_lint.report import Report
from tfmock.text.printable import printable


def render(report: Report, *, colour: bool = False) -> str:
    """``path:line:column: severity [code] message``."""
    lines = (
        printable(f"{one.path}:{one.line}:{one.column}: {one.severity} [{one.code}] {' '.join(one.message.split())}")
        + "\n"
        for one in report.diagnostics
    )
    return "".join(lines)
