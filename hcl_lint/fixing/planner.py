"""Fixes of a run: select edits that go together, judge the result in memory, leave out what does not help, write."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.fixing.file_writer import UnwritableError, encode, find_writable, remove_leftovers, replace
from hcl_lint.report import Report
from hcl_lint.source.text import Source
from hcl_lint.syntax.edits import Edit, apply, compatible
from tfmock.text.printable import printable

_MAX_ROUNDS: Final = 10
#: What a fix may not bring: a configuration that Terraform refuses.
_REFUSED_BY_TERRAFORM: Final = ("ALI001", "ALI002", "ALI003", "ALI004")

#: Judges the tree as it would be with these files in it.
Lint = Callable[[Mapping[str, bytes]], Report]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of fixing.

    Attributes:
        report: on the files as they are now.
        fixed: how many diagnostics are gone.
        stopped: which fix would not have helped, or why fixing ended early; empty where neither is so.
        unwritten: files that were left as they were, with the reason.
    """

    report: Report
    fixed: int
    stopped: str = ""
    unwritten: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Plan:
    """What fixing comes to, before anything is written.

    Attributes:
        first: the report on the files as they are.
        report: the report on what they would become.
        originals: the files that change, by path.
        texts: their new texts.
        unwritten: files that cannot be written, with the reason.
        harmful: fingerprints of diagnostics whose fixes would do harm.
        stopped: the first of these, or why planning ended early.
    """

    first: Report
    report: Report
    originals: dict[str, Source] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    unwritten: dict[str, str] = field(default_factory=dict)
    harmful: set[str] = field(default_factory=set)
    stopped: str = ""

    def overlay(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        """The files that change, and ``texts``, as bytes."""
        return {path: encode(self.originals[path], text) for path, text in {**self.texts, **texts}.items()}


def select_fixes(
    diagnostics: Iterable[Diagnostic], *, unsafe: bool, unwritten: Container[str] = (), harmful: Container[str] = ()
) -> list[Diagnostic]:
    """Diagnostics whose fixes can be made together; of two that change the same characters the first.

    None touches an ``unwritten`` file, or is of a diagnostic in ``harmful``.
    """
    selected: list[Diagnostic] = []
    edits: list[Edit] = []
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or not (fix.safe or unsafe) or diagnostic.fingerprint in harmful:
            continue
        if any(edit.span.path in unwritten for edit in fix.edits) or all(edit in edits for edit in fix.edits):
            continue
        if compatible([*edits, *fix.edits]):
            selected.append(diagnostic)
            edits += fix.edits
    return selected


def _fixed_sources(diagnostics: Iterable[Diagnostic]) -> dict[Source, str]:
    """The new text of every file that the fixes of these diagnostics change."""
    edits = [edit for diagnostic in diagnostics if diagnostic.fix for edit in diagnostic.fix.edits]
    sources = {edit.span.source for edit in edits}
    return {source: apply(source, edits) for source in sorted(sources, key=lambda source: source.path)}


def _fixed_texts(diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """The same by path."""
    return {source.path: text for source, text in _fixed_sources(diagnostics).items()}


def make_plan(lint: Lint, *, unsafe: bool, writes: bool) -> Plan:
    """Fix in memory, in rounds, until nothing can be fixed. ``writes``: leave files out that cannot be written."""
    first = lint({})
    plan = Plan(first=first, report=first)
    for _ in range(_MAX_ROUNDS):
        selected = _select_next(plan, unsafe, writes)
        helpful, after = _helpful(lint, plan, selected)
        while selected and not helpful:
            selected = _select_next(plan, unsafe, writes)  # without those that would do harm
            helpful, after = _helpful(lint, plan, selected)
        if not selected:
            return plan
        plan.texts.update(_fixed_texts(helpful))
        plan.report = after
    plan.stopped = plan.stopped or f"fixing did not end after {_MAX_ROUNDS} rounds"
    return plan


def _select_next(plan: Plan, unsafe: bool, writes: bool) -> list[Diagnostic]:
    """What to fix next; files that cannot be written go into ``plan.unwritten``."""
    while True:
        selected = select_fixes(plan.report.diagnostics, unsafe=unsafe, unwritten=plan.unwritten, harmful=plan.harmful)
        new = [source for source in _fixed_sources(selected) if source.path not in plan.originals]
        unwritable = {source.path: reason for source in new if writes and (reason := _why_unwritable(source))}
        plan.unwritten.update(unwritable)
        if not unwritable:
            plan.originals.update((source.path, source) for source in new)
            return selected


def _helpful(lint: Lint, plan: Plan, selected: Sequence[Diagnostic]) -> tuple[list[Diagnostic], Report]:
    """Those whose fixes lessen the diagnostics together, and the report on the files with these fixes.

    One that does harm alone is noted in ``plan.harmful``.
    """
    if not selected:
        return [], plan.report
    after = lint(plan.overlay(_fixed_texts(selected)))
    harm = _harm(plan.report, after)
    if not harm:
        return list(selected), after
    if len(selected) == 1:
        diagnostic = selected[0]
        plan.harmful.add(diagnostic.fingerprint)
        plan.stopped = plan.stopped or f"{diagnostic.path}:{diagnostic.line}: the fix of {diagnostic.code} {harm}"
        return [], plan.report
    half = len(selected) // 2
    first, second = _helpful(lint, plan, selected[:half]), _helpful(lint, plan, selected[half:])
    if not first[0] or not second[0]:
        return first if first[0] else second
    both = [*first[0], *second[0]]
    together = lint(plan.overlay(_fixed_texts(both)))
    return first if _harm(plan.report, together) else (both, together)


def _harm(before: Report, after: Report) -> str:
    """What fixes would make worse; empty where they only help."""
    known = {(diagnostic.code, diagnostic.path, diagnostic.message) for diagnostic in before.diagnostics}
    for diagnostic in after.diagnostics:
        key = (diagnostic.code, diagnostic.path, diagnostic.message)
        if diagnostic.code in _REFUSED_BY_TERRAFORM and key not in known:
            return f"would break {diagnostic.path} ({diagnostic.message}); it was left out, please report it"
    if len(after.diagnostics) >= len(before.diagnostics):
        return "would not lessen the findings; it was left out, please report it"
    return ""


def diff(lint: Lint, *, unsafe: bool) -> tuple[str, Plan]:
    """What fixing would change, as a unified diff that ``patch -p1`` and ``git apply`` take."""
    plan = make_plan(lint, unsafe=unsafe, writes=False)
    parts: list[str] = []
    for path in sorted(plan.texts):
        name = printable(path.removeprefix("./").lstrip("/"))
        old, new = _lines(plan.originals[path].text), _lines(plan.texts[path])
        parts += difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    text = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in parts)
    return text, plan


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one, as for patch."""
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def fix(lint: Lint, *, unsafe: bool) -> Outcome:
    """Plan the fixes, then write each file that they change once."""
    plan = make_plan(lint, unsafe=unsafe, writes=True)
    remove_leftovers(dict.fromkeys(os.path.dirname(diagnostic.path) for diagnostic in plan.first.diagnostics))
    for path in sorted(plan.texts):
        _write(plan.originals[path], plan.texts[path], plan.unwritten)
    report = lint({}) if any(path in plan.unwritten for path in plan.texts) else plan.report
    fixed = max(len(plan.first.diagnostics) - len(report.diagnostics), 0)
    return Outcome(report, fixed, plan.stopped, plan.unwritten)


def _why_unwritable(source: Source) -> str:
    try:
        find_writable(source.path, encode(source, source.text))
    except (UnwritableError, OSError) as error:
        return str(error)
    return ""


def _write(source: Source, text: str, unwritten: dict[str, str]) -> None:
    try:
        replace(source.path, encode(source, source.text), encode(source, text))
    except (UnwritableError, OSError) as error:
        unwritten[source.path] = str(error)
