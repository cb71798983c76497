"""One run: load the configuration, run the rules, leave out what comments and the baseline accept, report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from hcl_lint import engine
from hcl_lint.diagnostic import Diagnostic, at_least
from hcl_lint.evaluate.inputs import Assignment
from hcl_lint.evaluate.load import Options, load
from hcl_lint.evaluate.model import Configuration
from hcl_lint.report import Report
from hcl_lint.session import baseline, coverage, expectations, ignore_comments, not_judged
from hcl_lint.session.ignore_comments import Suppressed
from hcl_lint.session.request import Request, SessionError
from hcl_lint.session.rule_set import RuleSet
from hcl_lint.settings.config import FailOn

#: About ignore comments themselves: known only once these were applied.
_ABOUT_COMMENTS: Final = frozenset({"ALI008", "ALI009"})


def run(request: Request) -> Report:
    """Judge what the request names.

    Raises:
        SessionError: the run cannot be made.
    """
    rules = RuleSet.load(request.config, request.rule_folders)
    configuration = load_configuration(request, any_resource=rules.has_foreign)
    _check_variables(request, configuration)
    after_comments = _apply_comments(request, rules, configuration, _judge(request, rules, configuration))
    diagnostics, accepted = _apply_baseline(request, after_comments.diagnostics)
    if request.changed_since:
        diagnostics = _only_changed(diagnostics, request.changed_since)
    return Report(
        diagnostics=tuple(not_judged.merge(diagnostics)),
        files=len(configuration.sources),
        silenced=after_comments.silenced,
        accepted=accepted,
        rules=rules.rules,
        hints=configuration.hints,
        nothing_judged=coverage.nothing_judged(configuration),
    )


def load_configuration(request: Request, *, any_resource: bool = False) -> Configuration:
    """Read and evaluate the files, and join the plan if there is one.

    Args:
        request: what to read.
        any_resource: evaluate ``terraform_data`` even where nothing of the provider's is.

    Raises:
        SessionError: the plan cannot be read.
    """
    if request.plan is None:
        return load(request.paths, _options(request, (), any_resource))
    from hcl_lint.plan import resources as plan

    try:
        variables = plan.variables(request.plan)
        return plan.join(request.plan, load(request.paths, _options(request, variables, any_resource)))
    except plan.PlanError as error:
        raise SessionError(str(error)) from error
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise SessionError(f"{request.plan} is not a plan that can be read: {type(error).__name__}") from error


def _options(request: Request, plan_variables: tuple[tuple[str, str], ...], any_resource: bool) -> Options:
    config = request.config
    if plan_variables:  # the plan holds the values that variable files gave
        flags = (assignment for assignment in request.variables if isinstance(assignment, tuple))
        variables: tuple[Assignment, ...] = (*plan_variables, *flags)
    else:
        variables = (*config.var_files, *request.variables)
    return Options(
        variables=variables,
        environment=request.environment,
        workspace=request.workspace,
        any_resource=any_resource,
        strict_syntax=request.strict_syntax,
        cache_directory=request.cache_directory,
        standard_input=request.overlay.get("-", request.standard_input),
        overlay=request.overlay,
        progress=request.progress,
        exclude=config.exclude,
        applied=lambda directory: bool(request.plan or request.expected or config.expectations_for(directory)),
    )


def _check_variables(request: Request, configuration: Configuration) -> None:
    """Terraform refuses a ``-var`` that the root module does not declare; of several roots, one may.

    Raises:
        SessionError: none declares it.
    """
    roots = configuration.roots
    for assignment in request.variables:
        if not isinstance(assignment, tuple) or not roots:
            continue
        name = assignment[0]
        if all(name in root.undeclared and not root.named for root in roots):
            where = f" in {roots[0].directory}" if len(roots) == 1 else ""
            raise SessionError(f"--var {name}: no variable of this name is declared{where}; Terraform would refuse it")


def _judge(request: Request, rules: RuleSet, configuration: Configuration) -> list[Diagnostic]:
    """All diagnostics of the selected rules, whatever is set for their paths."""
    try:
        resolved = expectations.assign(configuration.roots, request.expected, request.config)
    except expectations.ExpectationError as error:
        raise SessionError(str(error)) from error
    return engine.judge(configuration, rules.selected(), request.progress, resolved)


def _apply_comments(
    request: Request, rules: RuleSet, configuration: Configuration, diagnostics: Sequence[Diagnostic]
) -> Suppressed:
    """What the settings select and no comment silences, with the diagnostics about the comments."""
    after = ignore_comments.apply(
        rules.apply_settings(diagnostics),
        configuration.comments,
        known_codes=rules.known_codes,
        checked=rules.codes_selected_everywhere(),
        fully_judged=_fully_judged(request, configuration, diagnostics),
    )
    is_hidden = engine.hidden_files(configuration)
    remaining = [diagnostic for diagnostic in after.diagnostics if diagnostic.code not in _ABOUT_COMMENTS]
    about_comments = (d for d in after.diagnostics if d.code in _ABOUT_COMMENTS and not is_hidden(d.path))
    remaining += rules.apply_settings(about_comments)
    return Suppressed(sorted(remaining, key=lambda diagnostic: diagnostic.sort_key), after.silenced)


def _fully_judged(
    request: Request, configuration: Configuration, diagnostics: Iterable[Diagnostic]
) -> Callable[[str], bool]:
    """Whether all that could have been found in a file was looked for, so that an ignore in it can be called unused."""
    was_cut_off = any(d.code == "ALI007" or (d.code == "ALI006" and d.span is None) for d in diagnostics)
    if request.plan is not None or was_cut_off:
        return lambda path: False  # a plan may hold a part only; a rule that failed or stopped knows nothing
    return coverage.fully_judged(configuration, request.paths)


def _apply_baseline(request: Request, diagnostics: list[Diagnostic]) -> tuple[list[Diagnostic], int]:
    """The diagnostics that the baseline does not hold, and how many it holds; all, where it is written."""
    if request.write_baseline:
        baseline.write(request.write_baseline, diagnostics)
        return [], len(diagnostics)
    if request.config.baseline is None:
        return diagnostics, 0
    try:
        return baseline.apply(diagnostics, baseline.read(request.config.baseline))
    except baseline.BaselineError as error:
        raise SessionError(str(error)) from error


def _only_changed(diagnostics: Iterable[Diagnostic], revision: str) -> list[Diagnostic]:
    """Those that name a file which differs from a revision, at their own place or in a note."""
    from hcl_lint.session.changed_files import GitError, changed_files

    try:
        changed = changed_files(revision)
    except GitError as error:
        raise SessionError(str(error)) from error

    def names_changed_file(diagnostic: Diagnostic) -> bool:
        paths = (diagnostic.path, *(note.span.path for note in diagnostic.notes))
        return any(Path(path).resolve() in changed for path in paths)

    return [diagnostic for diagnostic in diagnostics if names_changed_file(diagnostic)]


def has_failed(report: Report, fail_on: FailOn) -> bool:
    """Whether a run with this report ends with exit code 1."""
    return fail_on != "never" and any(at_least(diagnostic.severity, fail_on) for diagnostic in report.diagnostics)
