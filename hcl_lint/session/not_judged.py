"""One line for all that a run leaves out of the judgement, instead of one for each module call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.source.issue import NOT_JUDGED

_MODULE: Final = "module "
_MAX_NAMES: Final = 10


def joined(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics, in order, with one for all modules that are not installed and one for all Terragrunt units.

    It stands where the first one stood. Ignore comments and the baseline see each by itself, before.
    """
    every = list(diagnostics)
    modules = [one.subject.removeprefix(_MODULE) for one in every if _is_left_out(one, module=True)]
    units = [one.subject for one in every if _is_left_out(one, module=False)]
    told: set[bool] = set()
    for one in every:
        is_module = _is_left_out(one, module=True)
        if not is_module and not _is_left_out(one, module=False):
            yield one
        elif is_module not in told:
            told.add(is_module)
            names = _listed(dict.fromkeys(modules) if is_module else units)
            why = "not installed (terraform init): module" if is_module else "Terragrunt makes configurations of them:"
            yield replace(one, message=f"not judged, since {why} {names}")


def _is_left_out(diagnostic: Diagnostic, *, module: bool) -> bool:
    subject = diagnostic.subject
    return diagnostic.code == NOT_JUDGED and bool(subject) and subject.startswith(_MODULE) is module


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - _MAX_NAMES
    return ", ".join(every[:_MAX_NAMES]) + (f" and {more} more" if more > 0 else "")
