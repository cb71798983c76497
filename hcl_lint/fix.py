"""Making fixes: choose edits that go together, write, look again, and take back what did not help."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hcl_lint.catalog import META
from hcl_lint.finding import Finding, Fix
from hcl_lint.report import Report
from hcl_lint.source.text import Source
from hcl_lint.syntax.edits import Edit, apply, compatible

_ROUNDS: Final = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left after fixing, how many findings are gone, and why fixing stopped early (or nothing)."""

    report: Report
    fixed: int
    stopped: str = ""


def choose(findings: Iterable[Finding], *, unsafe: bool) -> list[Fix]:
    """Fixes that can be made together; of two that want the same characters the first."""
    chosen: list[Fix] = []
    edits: list[Edit] = []
    for finding in findings:
        fix = finding.fix
        if fix is None or not (fix.safe or unsafe) or any(edit.span.path == "-" for edit in fix.edits):
            continue
        if all(edit in edits for edit in fix.edits):
            continue
        if compatible([*edits, *fix.edits]):
            chosen.append(fix)
            edits += fix.edits
    return chosen


def fixed_texts(fixes: Iterable[Fix]) -> dict[Source, str]:
    """The new text of every file that the fixes change."""
    edits = [edit for fix in fixes for edit in fix.edits]
    sources = {edit.span.source for edit in edits}
    return {source: apply(source, edits) for source in sorted(sources, key=lambda one: one.path)}


def diff(findings: Sequence[Finding], *, unsafe: bool) -> str:
    """What fixing would change, as a unified diff that ``patch -p1`` and ``git apply`` take."""
    parts: list[str] = []
    for source, text in fixed_texts(choose(findings, unsafe=unsafe)).items():
        name = source.path.removeprefix("./").lstrip("/")
        old, new = (_lines(one) for one in (source.text, text))
        parts += difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in parts)


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one, as for patch."""
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def fix(look: Callable[[], Report], *, unsafe: bool) -> Outcome:
    """Fix in rounds until nothing can be fixed; a round that does not help is taken back."""
    first = report = look()
    for _ in range(_ROUNDS):
        texts = fixed_texts(choose(report.findings, unsafe=unsafe))
        if not texts:
            return Outcome(report, len(first.findings) - len(report.findings))
        for source, text in texts.items():
            _write(source, text)
        after = look()
        why = _worse(report, after)
        if why:
            for source in texts:
                _write(source, source.text)
            return Outcome(report, len(first.findings) - len(report.findings), why)
        report = after
    return Outcome(report, len(first.findings) - len(report.findings), f"fixing did not end after {_ROUNDS} rounds")


def _worse(before: Report, after: Report) -> str:
    broken = [one for one in after.findings if one.code in META and one not in before.findings]
    if any(one.code in ("ALI001", "ALI002", "ALI003", "ALI004") for one in broken):
        return f"a fix would break {broken[0].path} ({broken[0].message}); it was taken back, please report it"
    if len(after.findings) >= len(before.findings):
        return "a fix did not lessen the findings; it was taken back, please report it"
    return ""


def _write(source: Source, text: str) -> None:
    """Replace a file in one step, with its permissions, so that no reader meets half of it."""
    path = Path(os.path.realpath(source.path))
    content = ("\ufeff" if source.byte_order_mark else "") + text
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8"))
        os.chmod(name, path.stat().st_mode & 0o7777)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
