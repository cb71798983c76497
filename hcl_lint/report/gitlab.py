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
    for one in report.diagnostics:
        seen[one.fingerprint] += 1
        again = seen[one.fingerprint]
        fingerprint = one.fingerprint if again == 1 else sha256(f"{one.fingerprint}{again}".encode()).hexdigest()[:32]
        rows.append(
            {
                "description": one.message,
                "check_name": f"{one.code} {one.name}",
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[one.severity],
                "location": {
                    "path": PurePath(one.path).as_posix(),
                    "lines": {"begin": one.line, "end": one.span.end_line if one.span else one.line},
                },
            }
        )
    return dumps(rows)
