"""What reading, parsing or evaluating could not accept (codes ALI0xx).

========  ==================================================================================
code      meaning
========  ==================================================================================
ALI001    syntax: Terraform's parser would refuse the file
ALI002    unreadable: missing, no permission, not UTF-8, too large, nested too deeply
ALI003    structure: a block or argument that Terraform's loader would refuse (duplicate
          resource, unknown module argument, missing module directory, bad override, ...)
ALI004    evaluation: an expression that Terraform would refuse whatever the unknown values are
ALI005    inputs: a variable file or ``--var`` that cannot be used
ALI006    not looked at: something is left out of the judgement (module not installed, loop limit)
========  ==================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from hcl_lint.source.text import Span

SYNTAX = "ALI001"
Severity: TypeAlias = Literal["error", "warning", "notice"]
UNREADABLE = "ALI002"
STRUCTURE = "ALI003"
EVALUATION = "ALI004"
INPUTS = "ALI005"
NOT_JUDGED = "ALI006"


@dataclass(frozen=True, slots=True)
class SourceIssue:
    """A diagnostic of the reading layers. ``span`` is None only where no text exists (``path`` says where)."""

    code: str
    message: str
    path: str
    span: Span | None = None
    severity: Severity = "error"
    #: Further places of the same, in order.
    others: tuple[Span, ...] = ()
    #: What is not judged, where a report joins all of a kind: ``module NAME``, or the path of a Terragrunt unit.
    left_out: str = ""


def not_installed(name: str, span: Span) -> SourceIssue:
    """That a module from elsewhere is not there; reports join all of these."""
    message = f"not judged, since not installed (terraform init): module {name}"
    return SourceIssue(NOT_JUDGED, message, span.path, span, "notice", left_out=f"module {name}")


def terragrunt_unit(path: str) -> SourceIssue:
    """That a Terragrunt unit is not read; reports join all of these."""
    message = f"not judged: {path} is for Terragrunt, which makes a configuration of it"
    return SourceIssue(NOT_JUDGED, message, path, None, "notice", left_out=path)
