"""Running the rules over a configuration."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from hcl_lint.catalog import META
from hcl_lint.common.progress import Progress
from hcl_lint.common.work import RULE_STEPS, RUN_STEPS, STEPS_PER_BYTE, Work, WorkExceededError
from hcl_lint.diagnostic import Diagnostic, Fix, Note
from hcl_lint.evaluate.model import Configuration, RootModule
from hcl_lint.network.build import build
from hcl_lint.network.expectations import ResolvedExpectation
from hcl_lint.network.size import largest
from hcl_lint.network.topology import Topology
from hcl_lint.rule import CheckFunction, LintRule
from hcl_lint.source.files import is_configuration
from hcl_lint.source.issue import SourceIssue
from hcl_lint.source.text import Source, shortened

#: Diagnostics of one rule in one root module: more are not read, and pairs of resources would give millions.
MAX_DIAGNOSTICS: Final = 2_000


def judge(
    configuration: Configuration,
    rules: Iterable[LintRule],
    progress: Progress | None = None,
    expectations: Sequence[tuple[ResolvedExpectation, ...]] = (),
) -> list[Diagnostic]:
    """Every diagnostic of the given rules, and every issue of reading, in the order of reports.

    ``expectations``: what the user expects of each root, parallel to the roots.
    """
    selected = list(rules)
    is_hidden = hidden_files(configuration)
    shown_issues = (_shown(issue, is_hidden) for issue in configuration.all_issues())
    diagnostics = (_from_issue(issue) for issue in shown_issues if issue)
    diagnostics_by_key = {_key(diagnostic): diagnostic for diagnostic in diagnostics}
    of_roots = expectations or [()] * len(configuration.roots)
    work = Work(RUN_STEPS + STEPS_PER_BYTE * sum(len(source.text) for source in configuration.sources.values()))
    for number, (root, of_root) in enumerate(zip(configuration.roots, of_roots, strict=True)):
        if progress:
            progress("judging modules", number, len(configuration.roots))
        for diagnostic in _judge_root(root, selected, of_root, work):
            shown = _at_named(diagnostic, root.named) if root.named else diagnostic
            if shown:
                diagnostics_by_key.setdefault(_key(shown), shown)
    if progress:
        progress("judging modules", len(configuration.roots), len(configuration.roots))
    return sorted(diagnostics_by_key.values(), key=lambda diagnostic: diagnostic.sort_key)


def hidden_files(configuration: Configuration) -> Callable[[str], bool]:
    """Whether a file was only read because files that the user named needed it: nothing is reported of it."""
    named = {path for root in configuration.roots for path in root.named}
    beside = {os.path.dirname(path) for path in named}
    only_named = bool(named) and all(root.named for root in configuration.roots)

    def hidden(path: str) -> bool:
        if path in named or not is_configuration(os.path.basename(path)):
            return False
        return only_named or os.path.dirname(path) in beside

    return hidden


def _at_named(diagnostic: Diagnostic, named: tuple[str, ...]) -> Diagnostic | None:
    """The diagnostic as the named files have it: where they use what is wrong elsewhere; None if they do not."""
    if diagnostic.path in named or (
        diagnostic.span is None and not is_configuration(os.path.basename(diagnostic.path))
    ):
        return diagnostic
    use = next((span for span in reversed(diagnostic.scopes) if span.path in named), None)
    if use is None:
        return None
    notes, scopes = diagnostic.notes, diagnostic.scopes
    if diagnostic.span is not None:
        scopes = (*scopes, diagnostic.span)
        if not diagnostic.secret:
            notes = (Note("written here", diagnostic.span), *notes)
    fix = diagnostic.fix if diagnostic.fix and all(edit.span.path in named for edit in diagnostic.fix.edits) else None
    return replace(diagnostic, path=use.path, span=use, notes=notes, fix=fix, scopes=scopes)


def _key(diagnostic: Diagnostic) -> tuple[object, ...]:
    """A directory that two roots call is judged twice; the same words at the same place are reported once."""
    return (*diagnostic.sort_key, diagnostic.address)


def _shown(issue: SourceIssue, hidden: Callable[[str], bool]) -> SourceIssue | None:
    """The issue at the first of its places that is not hidden; None if all are."""
    if not hidden(issue.path):
        return issue
    places = [span for span in issue.others if not hidden(span.path)]
    return replace(issue, path=places[0].path, span=places[0], others=tuple(places[1:])) if places else None


def _from_issue(issue: SourceIssue) -> Diagnostic:
    name = META[issue.code][0] if issue.code in META else "reading"
    other_files = {span.path: span for span in reversed(issue.others) if span.path != issue.path}
    notes = tuple(Note("the same here", other_files[path]) for path in sorted(other_files))
    return Diagnostic(
        code=issue.code,
        name=name,
        severity=issue.severity,
        message=issue.message,
        path=issue.path,
        span=issue.span,
        subject=issue.left_out,
        notes=notes,
    )


def _judge_root(
    root: RootModule, rules: Sequence[LintRule], expectations: tuple[ResolvedExpectation, ...], work: Work
) -> Iterator[Diagnostic]:
    if not root.resources and not any(module.providers for module in root.modules):
        return
    try:
        with work.part(RULE_STEPS) as part:
            topology = build(root, expectations)
    except WorkExceededError:
        yield _not_judged(root, "no rule has judged this configuration", part)
        return
    instances = Counter((resource.block_span.source, resource.block_span.start) for resource in root.resources)
    unjudged: list[str] = []
    for check, selected in _by_check(rules).items():
        try:
            with work.part(RULE_STEPS) as part:
                diagnostics = _run(check, selected, topology)
        except WorkExceededError:
            if part.allowed == RULE_STEPS:
                for rule in selected:
                    what = f"rule {rule.code} ({rule.name}) has not judged this configuration"
                    yield _not_judged(root, what, part)
            else:
                unjudged += [rule.code for rule in selected]
            continue
        except Exception as error:  # the rule of another author must not end the run
            yield _crashed(selected, root, error)
            continue
        for rule in selected:
            yield from _of_rule(rule, diagnostics[rule.code], instances, root)
    if unjudged:
        what = f"rules {', '.join(unjudged)} have not judged this configuration"
        yield _not_judged(root, what, Work(work.allowed))


def _by_check(rules: Iterable[LintRule]) -> dict[CheckFunction, list[LintRule]]:
    """The selected rules by the check that finds their violations, in the order of the first of each."""
    checks: dict[CheckFunction, list[LintRule]] = {}
    for rule in rules:
        checks.setdefault(rule.check, []).append(rule)
    return checks


def _run(check: CheckFunction, rules: Sequence[LintRule], topology: Topology) -> dict[str, list[Diagnostic]]:
    """What a check finds of the selected rules, by code: of each one more than is listed, at most."""
    diagnostics: dict[str, list[Diagnostic]] = {rule.code: [] for rule in rules}
    full = 0
    for diagnostic in check(topology):
        of_rule = diagnostics.get(diagnostic.code or rules[0].code)
        if of_rule is None or len(of_rule) > MAX_DIAGNOSTICS:
            continue
        of_rule.append(_short(diagnostic))
        full += len(of_rule) > MAX_DIAGNOSTICS
        if full == len(diagnostics):
            break
    return diagnostics


def _of_rule(
    rule: LintRule, diagnostics: list[Diagnostic], instances: Counter[tuple[Source, int]], root: RootModule
) -> Iterator[Diagnostic]:
    if len(diagnostics) > MAX_DIAGNOSTICS:
        diagnostics = diagnostics[:MAX_DIAGNOSTICS]
        message = f"rule {rule.code} found more than {MAX_DIAGNOSTICS} places here; further ones are not listed"
        yield _of_engine("ALI006", message, root)
    for diagnostic, count in _merge(diagnostics, instances):
        more = f" (and {count - 1} more like it)" if count > 1 else ""
        yield rule.complete(replace(diagnostic, message=diagnostic.message + more))


def _short(diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic without the middle of a long message: a rule quotes values, which may be a megabyte each."""
    message = shortened(diagnostic.message)
    return diagnostic if message == diagnostic.message else replace(diagnostic, message=message)


def _merge(
    diagnostics: Iterable[Diagnostic], instances: Counter[tuple[Source, int]]
) -> Iterator[tuple[Diagnostic, int]]:
    """Report the same words about one place once, however many instances the block has.

    A fix of a block stays safe only if it cures every instance of that block.
    """
    groups: dict[tuple[object, ...], list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        span = diagnostic.span
        place = (span.source, span.start, span.end) if span else ()
        groups[diagnostic.path, place, diagnostic.subject, diagnostic.message].append(diagnostic)
    for group in groups.values():
        first = group[0]
        if first.fix and first.fix.safe and first.scopes:
            block = first.scopes[0]
            if len({diagnostic.address for diagnostic in group}) < instances[(block.source, block.start)]:
                first = replace(first, fix=Fix(first.fix.title, first.fix.edits, safe=False))
        yield first, len({diagnostic.address for diagnostic in group})


def _not_judged(root: RootModule, what: str, work: Work) -> Diagnostic:
    """An error, as all that a limit stops: what was not judged is not clean."""
    message = f"not judged: {what}: it takes more than {work.allowed:,} steps here ({largest(root)})"
    return _of_engine("ALI006", message, root)


def _crashed(rules: Sequence[LintRule], root: RootModule, error: Exception) -> Diagnostic:
    codes = ", ".join(rule.code for rule in rules)
    which, what = (f"rule {codes}", "it checks") if len(rules) == 1 else (f"the check of {codes}", "they check")
    message = f"{which} failed with {type(error).__name__}: {error}; nothing is known about what {what} here"
    return _of_engine("ALI007", message, root)


def _of_engine(code: str, message: str, root: RootModule) -> Diagnostic:
    """An error of the engine's own about a root module."""
    return Diagnostic(code=code, name=META[code].name, message=message, path=root.directory)
