"""One line per diagnostic, as compilers write it and editors read it."""

from __future__ import annotations

from hcl_lint.report import Report
from tfmock.text.printable import printable


def render(report: Report, *, colour: bool = False) -> str:
    """``path:line:column: severity [code] message``."""
    lines = (
        printable(f"{d.path}:{d.line}:{d.column}: {d.severity} [{d.code}] {' '.join(d.message.split())}") + "\n"
        for d in report.diagnostics
    )
    return "".join(lines)
