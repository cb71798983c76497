"""GitLab code quality: the part of the Code Climate format that GitLab reads."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from hcl_lint.report import Report
from hcl_lint.report._json import dumps

_SEVERITIES: Final = MappingProxyType({"error": "critical", "warning": "minor", "notice": "info"})


def render(report: Report, *, colour: bool = False) -> str:
    """A list; fingerprints are unique, as GitLab asks, also for equal diagnostics of one file."""
    seen: Counter[str] = Counter()
    rows = []
    for diagnostic in report.diagnostics:
        seen[diagnostic.fingerprint] += 1
        count = seen[diagnostic.fingerprint]
        fingerprint = diagnostic.fingerprint
        if count > 1:
            fingerprint = sha256(f"{fingerprint}{count}".encode()).hexdigest()[:32]
        span = diagnostic.span
        rows.append(
            {
                "description": diagnostic.message,
                "check_name": f"{diagnostic.code} {diagnostic.name}",
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[diagnostic.severity],
                "location": {
                    "path": PurePath(diagnostic.path).as_posix(),
                    "lines": {"begin": diagnostic.line, "end": span.end_line if span else diagnostic.line},
                },
            }
        )
    return dumps(rows)
