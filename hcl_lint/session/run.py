"""One run: read, judge, silence, compare with the baseline."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hcl_lint import catalog, engine
from hcl_lint.codes import check_codes
from hcl_lint.common.progress import Progress
from hcl_lint.diagnostic import Diagnostic, at_least
from hcl_lint.evaluate.inputs import Assignment
from hcl_lint.evaluate.load import Options, load
from hcl_lint.evaluate.model import Configuration
from hcl_lint.network.build import RESOURCE_TYPES
from hcl_lint.report import Report
from hcl_lint.rule import LintRule
from hcl_lint.session import baseline, coverage, expectations, ignore_comments, not_judged
from hcl_lint.settings.config import Config, ConfigError, FailOn
from tfmock.rulebook.expectation import Expectation

#: An ignore of these cannot be called unused: whether they are found depends on more than the configuration.
_NEVER_IDLE: Final = frozenset({"ALI006", "ALI007", "ALI367"})

#: Whoever says what must be reached wants to hear of it, whatever else is selected.
_ASKED_FOR: Final = "ALI367"

#: What only reading the ignore comments finds; all others are chosen before.
_OF_COMMENTS: Final = frozenset({"ALI008", "ALI009"})


class SessionError(Exception):
    """A run that cannot be made; the message tells why and what to do."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for, settings and flags joined."""

    paths: tuple[str, ...]
    config: Config
    expected: tuple[Expectation, ...] = ()
    variables: tuple[Assignment, ...] = ()
    workspace: str | None = None
    strict_syntax: bool = False
    cache_directory: str | None = None
    standard_input: bytes | None = None
    plan: Path | None = None
    changed_since: str | None = None
    rule_folders: tuple[Path, ...] = ()
    write_baseline: Path | None = None
    progress: Progress | None = None
    overlay: Mapping[str, bytes] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


def rules_for(request: Request) -> dict[str, LintRule]:
    """Every rule that exists for this run.

    Raises:
        SessionError: a rule cannot be loaded, or the settings name a code that nothing has.
    """
    try:
        rules = catalog.load((*request.config.rules, *request.rule_folders))
    except catalog.CatalogError as error:
        raise SessionError(str(error)) from error
    try:
        check_codes(request.config, catalog.names(rules))
    except ConfigError as error:
        raise SessionError(str(error)) from error
    return rules


def run(request: Request) -> Report:
    """Judge what the request names.

    Raises:
        SessionError: the run cannot be made.
    """
    rules = rules_for(request)
    config = request.config
    wanted = {code: one for code, one in rules.items() if code == _ASKED_FOR or config.wants(code, one.default)}
    configuration = read(request, own_rules=len(rules) > len(_builtin(rules)))
    _check_variables(request, configuration)
    try:
        asked = expectations.assign(configuration.roots, request.expected, config)
    except expectations.ExpectationError as error:
        raise SessionError(str(error)) from error
    found = engine.judge(configuration, wanted.values(), request.progress, asked)
    chosen = [kept for kept in (_in_force(one, request.config, rules) for one in found) if kept]
    ran = {
        *(code for code, one in wanted.items() if config.everywhere(code, one.default)),
        *(code for code in catalog.META if config.everywhere(code, True, reading=True)),
    } - _NEVER_IDLE
    known = {*rules, *catalog.META}
    after = ignore_comments.apply(
        chosen, configuration.comments, known, ran, _fully_judged(request, configuration, found)
    )
    hidden = engine.unasked(configuration)
    diagnostics = [one for one in after.diagnostics if one.code not in _OF_COMMENTS]
    of_comments = (one for one in after.diagnostics if one.code in _OF_COMMENTS and not hidden(one.path))
    diagnostics += [kept for kept in (_in_force(one, request.config, rules) for one in of_comments) if kept]
    diagnostics.sort(key=lambda one: one.sort_key)
    accepted = 0
    if request.write_baseline:
        baseline.write(request.write_baseline, diagnostics)
        diagnostics, accepted = [], len(diagnostics)
    elif request.config.baseline:
        try:
            diagnostics, accepted = baseline.apply(diagnostics, baseline.read(request.config.baseline))
        except baseline.BaselineError as error:
            raise SessionError(str(error)) from error
    if request.changed_since:
        diagnostics = list(_touched(diagnostics, request.changed_since))
    return Report(
        tuple(not_judged.joined(diagnostics)), len(configuration.sources), after.silenced, accepted, rules=rules,
        hints=configuration.hints, nothing_judged=coverage.nothing_judged(configuration),
    )  # fmt: skip


def _check_variables(request: Request, configuration: Configuration) -> None:
    """Terraform refuses a ``-var`` that the root module does not declare; of several roots, one may.

    Raises:
        SessionError: none declares it.
    """
    roots = configuration.roots
    for one in request.variables:
        if isinstance(one, tuple) and roots and all(one[0] in root.undeclared and not root.named for root in roots):
            where = f" in {roots[0].directory}" if len(roots) == 1 else ""
            raise SessionError(
                f"--var {one[0]}: no variable of this name is declared{where}; Terraform would refuse it"
            )


def _fully_judged(request: Request, configuration: Configuration, found: Iterable[Diagnostic]) -> Callable[[str], bool]:
    """Whether all that could have been found in a file was looked for, so that an ignore in it can be called idle."""
    cut_off = any(one.code == "ALI007" or (one.code == "ALI006" and one.span is None) for one in found)
    if request.plan is not None or cut_off:
        return lambda path: False  # a plan may hold a part only; a rule that failed or stopped knows nothing
    return coverage.fully_judged(configuration, request.paths)


def _builtin(rules: Mapping[str, LintRule]) -> list[LintRule]:
    return [rule for rule in rules.values() if rule.check.__module__.startswith("hcl_lint.rules.")]


def read(request: Request, *, own_rules: bool = False) -> Configuration:
    """Read and evaluate; rules of others may want any resource, ours only the network.

    Raises:
        SessionError: the plan cannot be read.
    """
    if request.plan is None:
        return load(request.paths, _options(request, (), own_rules))
    from hcl_lint.plan import resources

    try:
        planned = resources.variables(request.plan)
        return resources.join(request.plan, load(request.paths, _options(request, planned, own_rules)))
    except resources.PlanError as error:
        raise SessionError(str(error)) from error
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise SessionError(f"{request.plan} is not a plan that can be read: {type(error).__name__}") from error


def _options(request: Request, planned: tuple[tuple[str, str], ...], own_rules: bool) -> Options:
    return Options(
        # a plan knows the values that its files gave
        variables=(*planned, *(one for one in request.variables if isinstance(one, tuple)))
        if planned
        else (*request.config.var_files, *request.variables),
        environment=request.environment,
        workspace=request.workspace,
        resource_types=None if own_rules else RESOURCE_TYPES,
        strict_syntax=request.strict_syntax,
        cache_directory=request.cache_directory,
        standard_input=request.overlay.get("-", request.standard_input),
        overlay=request.overlay,
        progress=request.progress,
        exclude=request.config.exclude,
        applied=lambda directory: bool(request.plan or request.expected or request.config.expected(directory)),
    )


def _in_force(diagnostic: Diagnostic, config: Config, rules: Mapping[str, LintRule]) -> Diagnostic | None:
    """With the severity in force; reading errors count whatever is selected, unless ignored by name."""
    if diagnostic.code in catalog.META or diagnostic.code == _ASKED_FOR:
        return config.judge(diagnostic, True, reading=True)
    return config.judge(diagnostic, rules[diagnostic.code].default)


def _touched(diagnostics: Iterable[Diagnostic], revision: str) -> Iterable[Diagnostic]:
    from hcl_lint.session.changed_files import GitError, changed_files

    try:
        changed = changed_files(revision)
    except GitError as error:
        raise SessionError(str(error)) from error
    for diagnostic in diagnostics:
        paths = [diagnostic.path, *(note.span.path for note in diagnostic.notes)]
        if any(Path(path).resolve() in changed for path in paths):
            yield diagnostic


def failed(diagnostics: Sequence[Diagnostic], fail_on: FailOn) -> bool:
    """Whether a run with these diagnostics ends with exit code 1."""
    return fail_on != "never" and any(at_least(diagnostic.severity, fail_on) for diagnostic in diagnostics)
