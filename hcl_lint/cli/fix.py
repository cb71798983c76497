"""``hcl-lint check --fix`` and ``--diff``: what they change, and what they say about what they leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hcl_lint.cli.streams import print_error
from hcl_lint.fixing import planner
from hcl_lint.report import Report
from hcl_lint.session.request import Request
from hcl_lint.session.run import run


def fix_files(request: Request, *, unsafe: bool) -> tuple[Report, bool]:
    """Fix the files of a request: the report on what is left, and whether every file could be written."""
    outcome = planner.fix(_linter(request), unsafe=unsafe)
    _print_stopped(outcome.stopped)
    for path, reason in outcome.unwritten.items():
        print_error(f"{path} is left as it is: {reason}")
    return replace(outcome.report, fixed=outcome.fixed), not outcome.unwritten


def diff_files(request: Request, *, unsafe: bool) -> tuple[Report, str]:
    """The report on the files as they are, and what fixing would change, as a unified diff."""
    changes, plan = planner.diff(_linter(request), unsafe=unsafe)
    _print_stopped(plan.stopped)
    return plan.first, changes


def _linter(request: Request) -> planner.Lint:
    def lint(files: Mapping[str, bytes]) -> Report:
        return run(replace(request, overlay=files))

    return lint


def _print_stopped(reason: str) -> None:
    if reason:
        print_error(reason)
