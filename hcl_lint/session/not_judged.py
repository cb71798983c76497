"""One diagnostic for all that a run does not judge, instead of one for each module call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, Literal

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.source.issue import NOT_JUDGED

_MODULE: Final = "module "
_MAX_NAMES: Final = 10
_REASONS: Final = {
    "module": "not installed (terraform init): module",
    "unit": "Terragrunt makes configurations of them:",
}


def merge(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics, in order, with one for all modules that are not installed and one for all Terragrunt units.

    It stands where the first one stood. Ignore comments and the baseline see each by itself, before.
    """
    listed = list(diagnostics)
    names: dict[str, dict[str, None]] = {"module": {}, "unit": {}}
    for diagnostic in listed:
        kind = _kind(diagnostic)
        if kind is not None:
            names[kind][diagnostic.subject.removeprefix(_MODULE)] = None
    reported: set[str] = set()
    for diagnostic in listed:
        kind = _kind(diagnostic)
        if kind is None:
            yield diagnostic
        elif kind not in reported:
            reported.add(kind)
            yield replace(diagnostic, message=f"not judged, since {_REASONS[kind]} {_join(list(names[kind]))}")


def _kind(diagnostic: Diagnostic) -> Literal["module", "unit"] | None:
    """What was not judged: a module that is not installed, or a Terragrunt unit; None for anything else."""
    if diagnostic.code != NOT_JUDGED or not diagnostic.subject:
        return None
    return "module" if diagnostic.subject.startswith(_MODULE) else "unit"


def _join(names: list[str]) -> str:
    more = len(names) - _MAX_NAMES
    return ", ".join(names[:_MAX_NAMES]) + (f" and {more} more" if more > 0 else "")
