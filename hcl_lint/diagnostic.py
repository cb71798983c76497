"""What the linter says: diagnostics, the places they name, and the fixes they offer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from hcl_lint.source.text import Span
from hcl_lint.syntax.edits import Edit
from tfmock.rulebook.rule import Severity

#: From the mildest to the gravest.
SEVERITIES: Final[tuple[Severity, ...]] = ("notice", "warning", "error")


def at_least(severity: Severity, threshold: Severity) -> bool:
    """Whether ``severity`` is as grave as ``threshold`` or graver."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(threshold)


@dataclass(frozen=True, slots=True)
class Note:
    """A further place that belongs to a diagnostic: the other VPC, the module call, the provider."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that cure a diagnostic. ``safe`` ones cannot change what a correct configuration does."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong: which rule, how grave, what, where, and what to do.

    Attributes:
        span: None only where no text exists (an unreadable file); ``path`` says where then.
        address: the resource at fault, as Terraform writes it; empty outside resources.
        scopes: further places where an ignore comment covers this diagnostic (the block, the use of a value).
        secret: the text at ``span`` must not be printed.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    span: Span | None = None
    address: str = ""
    subject: str = ""
    help: str = ""
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    scopes: tuple[Span, ...] = field(default=(), compare=False)
    secret: bool = False

    @property
    def line(self) -> int:
        return self.span.line if self.span else 1

    @property
    def column(self) -> int:
        return self.span.column if self.span else 1

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """A total order, so that reports do not depend on how the work was done."""
        start, end = (self.span.start, -self.span.end) if self.span else (0, 0)
        return (self.path, start, end, self.code, self.message)

    @property
    def fingerprint(self) -> str:
        """What stays the same when lines move: rule, file, resource, attribute and message."""
        import hashlib  # 3 ms that most runs need not spend

        parts = (self.code, self.path, self.address, self.subject, self.message)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
