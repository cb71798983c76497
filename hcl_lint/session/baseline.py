"""A baseline: diagnostics that are known and accepted for now, so that only new ones fail a run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.source.files import read_bytes
from hcl_lint.source.issue import SourceIssue

_VERSION: Final = 1
_MAX_BYTES: Final = 100_000_000


class BaselineError(Exception):
    """A baseline file that cannot be read; the message says which and why."""


def write(path: Path, diagnostics: Iterable[Diagnostic]) -> None:
    """Record diagnostics by fingerprint, so that moved lines do not matter; the rest of an entry is for its readers."""
    rows = [
        {
            "fingerprint": diagnostic.fingerprint,
            "code": diagnostic.code,
            "path": diagnostic.path,
            "address": diagnostic.address,
            "message": diagnostic.message,
        }
        for diagnostic in diagnostics
    ]
    rows.sort(key=lambda row: (row["path"], row["code"], row["fingerprint"]))
    path.write_text(json.dumps({"version": _VERSION, "findings": rows}, indent=2) + "\n", encoding="ascii")


def read(path: Path) -> Counter[str]:
    """How often each fingerprint is accepted.

    Raises:
        BaselineError: the file is missing or is no baseline.
    """
    data = read_bytes(str(path), limit=_MAX_BYTES)
    if isinstance(data, SourceIssue):
        raise BaselineError(f"the baseline {path} cannot be read: {data.message}")
    try:
        content = json.loads(data)
        return Counter(str(row["fingerprint"]) for row in content["findings"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BaselineError(f"{path} is not a baseline; make one with --write-baseline {path}") from error


def apply(diagnostics: Sequence[Diagnostic], accepted: Counter[str]) -> tuple[list[Diagnostic], int]:
    """The diagnostics that a baseline does not hold, and how many it held."""
    left = Counter(accepted)
    new = []
    for diagnostic in diagnostics:
        if left[diagnostic.fingerprint] > 0:
            left[diagnostic.fingerprint] -= 1
        else:
            new.append(diagnostic)
    return new, len(diagnostics) - len(new)
