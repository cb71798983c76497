"""Making fixes: choose edits that go together, write, look again, and take back what did not help."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hcl_lint.catalog import META
from hcl_lint.finding import Finding, Fix
from hcl_lint.report import Report
from hcl_lint.rewrite import LeftError, check, clear, encoded, replace
from hcl_lint.source.text import Source
from hcl_lint.syntax.edits import Edit, apply, compatible
from tfmock.printable import printable

_ROUNDS: Final = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left after fixing, how many findings are gone, why fixing stopped early (or nothing), and which files
    were left as they are, with the reason."""

    report: Report
    fixed: int
    stopped: str = ""
    left: Mapping[str, str] = field(default_factory=dict)


def choose(findings: Iterable[Finding], *, unsafe: bool, left: Container[str] = ()) -> list[Fix]:
    """Fixes that can be made together; of two that want the same characters the first. None touches a ``left`` file."""
    chosen: list[Fix] = []
    edits: list[Edit] = []
    for finding in findings:
        fix = finding.fix
        if fix is None or not (fix.safe or unsafe):
            continue
        if any(edit.span.path == "-" or edit.span.path in left for edit in fix.edits):
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
        name = printable(source.path.removeprefix("./").lstrip("/"))
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
    clear(dict.fromkeys(os.path.dirname(one.path) for one in report.findings))
    left: dict[str, str] = {}
    stopped = f"fixing did not end after {_ROUNDS} rounds"
    for _ in range(_ROUNDS):
        texts = _writable(report, unsafe, left)
        if not texts:
            stopped = ""
            break
        written = [source for source, text in texts.items() if _write(source, source.text, text, left)]
        after = look()
        why = _worse(report, after) if written else ""
        if why:
            for source in written:
                _write(source, texts[source], source.text, left)
            stopped = why
            break
        report = after
    return Outcome(report, max(len(first.findings) - len(report.findings), 0), stopped, left)


def _writable(report: Report, unsafe: bool, left: dict[str, str]) -> dict[Source, str]:
    """The new texts of files that can be written; why others cannot goes into ``left``."""
    while True:
        texts = fixed_texts(choose(report.findings, unsafe=unsafe, left=left))
        refused = {source.path: why for source in texts if (why := _refused(source))}
        if not refused:
            return texts
        left.update(refused)


def _refused(source: Source) -> str:
    try:
        check(source.path, encoded(source, source.text))
    except (LeftError, OSError) as error:
        return str(error)
    return ""


def _write(source: Source, old: str, new: str, left: dict[str, str]) -> bool:
    try:
        replace(source.path, encoded(source, old), encoded(source, new))
    except (LeftError, OSError) as error:
        left[source.path] = str(error)
        return False
    return True


def _worse(before: Report, after: Report) -> str:
    broken = [one for one in after.findings if one.code in META and one not in before.findings]
    if any(one.code in ("ALI001", "ALI002", "ALI003", "ALI004") for one in broken):
        return f"a fix would break {broken[0].path} ({broken[0].message}); it was taken back, please report it"
    if len(after.findings) >= len(before.findings):
        return "a fix did not lessen the findings; it was taken back, please report it"
    return ""
