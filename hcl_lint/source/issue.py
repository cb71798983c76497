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
ALI006    not judged: something is left out (module not installed, a limit of the evaluator)
========  ==================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from hcl_lint.source.text import Span

SYNTAX: Final = "ALI001"
UNREADABLE: Final = "ALI002"
STRUCTURE: Final = "ALI003"
EVALUATION: Final = "ALI004"
INPUTS: Final = "ALI005"
NOT_JUDGED: Final = "ALI006"
Severity: TypeAlias = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True, kw_only=True)
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


def issue_at(code: str, message: str, span: Span, severity: Severity = "error") -> SourceIssue:
    """An issue at a place in a file."""
    return SourceIssue(code=code, message=message, path=span.path, span=span, severity=severity)


def unreadable(path: str, message: str) -> SourceIssue:
    """A file or directory that cannot be read."""
    return SourceIssue(code=UNREADABLE, message=message, path=path)


def not_installed(name: str, span: Span) -> SourceIssue:
    """A module from elsewhere is not there; reports join all of these."""
    message = f"not judged, since not installed (terraform init): module {name}"
    return SourceIssue(
        code=NOT_JUDGED, message=message, path=span.path, span=span, severity="notice", left_out=f"module {name}"
    )


def terragrunt_unit(path: str) -> SourceIssue:
    """A Terragrunt unit is not read; reports join all of these."""
    message = f"not judged: {path} is for Terragrunt, which makes a configuration of it"
    return SourceIssue(code=NOT_JUDGED, message=message, path=path, span=None, severity="notice", left_out=path)
