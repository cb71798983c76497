"""Making fixes: choose edits that go together, judge the result in memory, leave out what does not help, write."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.fixing.file_writer import LeftError, check, clear, encoded, replace
from hcl_lint.report import Report
from hcl_lint.source.text import Source
from hcl_lint.syntax.edits import Edit, apply, compatible
from tfmock.text.printable import printable

_ROUNDS: Final = 10
#: What a fix may not bring: a configuration that Terraform refuses.
_BREAKS: Final = ("ALI001", "ALI002", "ALI003", "ALI004")

#: Judges the tree as it would be with these files in it.
Look = Callable[[Mapping[str, bytes]], Report]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left after fixing, how many diagnostics are gone, which fixes would not have helped (or nothing), and
    which files were left as they are, with the reason."""

    report: Report
    fixed: int
    stopped: str = ""
    left: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """What fixing comes to, before anything is written.

    Attributes:
        first: the report on the files as they are.
        report: the report on what they would become.
        originals: the files that change, by path.
        texts: their new texts.
        left: files that cannot be written, with the reason.
        refused: fingerprints of diagnostics whose fixes would do harm.
        stopped: the first of these, or why planning ended early.
    """

    first: Report
    report: Report
    originals: dict[str, Source] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    stopped: str = ""

    def overlay(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        """The files that change, and ``texts``, as bytes."""
        every = {**self.texts, **texts}
        return {path: encoded(self.originals[path], text) for path, text in every.items()}


def choose(
    diagnostics: Iterable[Diagnostic], *, unsafe: bool, left: Container[str] = (), refused: Container[str] = ()
) -> list[Diagnostic]:
    """Diagnostics whose fixes can be made together; of two that want the same characters the first.

    None touches a ``left`` file, or is of a diagnostic in ``refused``.
    """
    chosen: list[Diagnostic] = []
    edits: list[Edit] = []
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or not (fix.safe or unsafe) or diagnostic.fingerprint in refused:
            continue
        if any(edit.span.path in left for edit in fix.edits) or all(edit in edits for edit in fix.edits):
            continue
        if compatible([*edits, *fix.edits]):
            chosen.append(diagnostic)
            edits += fix.edits
    return chosen


def _fixed(diagnostics: Iterable[Diagnostic]) -> dict[Source, str]:
    """The new text of every file that the fixes of these diagnostics change."""
    edits = [edit for one in diagnostics if one.fix for edit in one.fix.edits]
    sources = {edit.span.source for edit in edits}
    return {source: apply(source, edits) for source in sorted(sources, key=lambda one: one.path)}


def _texts(diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """The same by path."""
    return {source.path: text for source, text in _fixed(diagnostics).items()}


def plan(look: Look, *, unsafe: bool, writes: bool) -> Plan:
    """Fix in memory, in rounds, until nothing can be fixed. ``writes``: leave files out that cannot be written."""
    first = look({})
    made = Plan(first, first)
    for _ in range(_ROUNDS):
        chosen = _choice(made, unsafe, writes)
        helpful, after = _helpful(look, made, chosen)
        while chosen and not helpful:
            chosen = _choice(made, unsafe, writes)  # without those that were refused
            helpful, after = _helpful(look, made, chosen)
        if not chosen:
            return made
        made.texts.update(_texts(helpful))
        made.report = after
    made.stopped = made.stopped or f"fixing did not end after {_ROUNDS} rounds"
    return made


def _choice(made: Plan, unsafe: bool, writes: bool) -> list[Diagnostic]:
    """What to fix next; files that cannot be written go into ``made.left``."""
    while True:
        chosen = choose(made.report.diagnostics, unsafe=unsafe, left=made.left, refused=made.refused)
        new = [source for source in _fixed(chosen) if source.path not in made.originals]
        refused = {source.path: why for source in new if writes and (why := _unwritable(source))}
        made.left.update(refused)
        if not refused:
            made.originals.update((source.path, source) for source in new)
            return chosen


def _helpful(look: Look, made: Plan, chosen: Sequence[Diagnostic]) -> tuple[list[Diagnostic], Report]:
    """Those of ``chosen`` whose fixes lessen the diagnostics together, and the report on the files with these fixes.

    One that does harm alone is refused.
    """
    if not chosen:
        return [], made.report
    after = look(made.overlay(_texts(chosen)))
    why = _worse(made.report, after)
    if not why:
        return list(chosen), after
    if len(chosen) == 1:
        made.refused.add(chosen[0].fingerprint)
        made.stopped = made.stopped or f"{chosen[0].path}:{chosen[0].line}: the fix of {chosen[0].code} {why}"
        return [], made.report
    half = len(chosen) // 2
    first, second = _helpful(look, made, chosen[:half]), _helpful(look, made, chosen[half:])
    if not first[0] or not second[0]:
        return first if first[0] else second
    both = [*first[0], *second[0]]
    together = look(made.overlay(_texts(both)))
    return first if _worse(made.report, together) else (both, together)


def _worse(before: Report, after: Report) -> str:
    known = {(one.code, one.path, one.message) for one in before.diagnostics}
    for one in after.diagnostics:
        if one.code in _BREAKS and (one.code, one.path, one.message) not in known:
            return f"would break {one.path} ({one.message}); it was left out, please report it"
    if len(after.diagnostics) >= len(before.diagnostics):
        return "would not lessen the findings; it was left out, please report it"
    return ""


def diff(look: Look, *, unsafe: bool) -> tuple[str, Plan]:
    """What fixing would change, as a unified diff that ``patch -p1`` and ``git apply`` take."""
    made = plan(look, unsafe=unsafe, writes=False)
    parts: list[str] = []
    for path in sorted(made.texts):
        name = printable(path.removeprefix("./").lstrip("/"))
        old, new = (_lines(one) for one in (made.originals[path].text, made.texts[path]))
        parts += difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    text = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in parts)
    return text, made


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one, as for patch."""
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def fix(look: Look, *, unsafe: bool) -> Outcome:
    """Plan the fixes, then write each file that they change once."""
    made = plan(look, unsafe=unsafe, writes=True)
    clear(dict.fromkeys(os.path.dirname(one.path) for one in made.first.diagnostics))
    for path in sorted(made.texts):
        _write(made.originals[path], made.texts[path], made.left)
    report = look({}) if any(path in made.left for path in made.texts) else made.report
    return Outcome(report, max(len(made.first.diagnostics) - len(report.diagnostics), 0), made.stopped, made.left)


def _unwritable(source: Source) -> str:
    try:
        check(source.path, encoded(source, source.text))
    except (LeftError, OSError) as error:
        return str(error)
    return ""


def _write(source: Source, new: str, left: dict[str, str]) -> None:
    try:
        replace(source.path, encoded(source, source.text), encoded(source, new))
    except (LeftError, OSError) as error:
        left[source.path] = str(error)
