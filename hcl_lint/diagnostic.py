"""What the linter reports: diagnostics, the places they name, and the fixes they offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hcl_lint.evaluate.model import Argument, NestedBlock, ResourceInstance
from hcl_lint.source.files import CONFIGURATION
from hcl_lint.source.text import Span
from hcl_lint.syntax.edits import Edit
from tfmock.rulebook.rule import Severity, Violation

#: From the mildest to the gravest.
SEVERITIES: Final[tuple[Severity, ...]] = ("notice", "warning", "error")

#: Files in which a value can be shown; one from ``--var`` or the environment is shown where it is used.
_SHOWABLE: Final = (*CONFIGURATION, ".tfvars", ".tfvars.json", "-")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One thing that is wrong: which rule, how grave, what, where, and what to do.

    A check makes it with :meth:`Entity.diagnostic <hcl_lint.network.entities.Entity.diagnostic>`,
    :func:`diagnostic_at` or :meth:`of`; the engine adds what the rule's documentation says.

    Attributes:
        code: of the rule; empty where the check has one rule only.
        span: None only where no text exists (an unreadable file); ``path`` says where then.
        address: the resource at fault, as Terraform writes it; empty outside resources.
        scopes: further places where an ignore comment covers this diagnostic (the block, the use of a value).
        secret: the text at ``span`` must not be printed.
        own_severity: ``severity`` was chosen for this one; it is not the rule's.
        violation: what the rulebook says, where it was asked.
        argument: the argument at fault, where one is.
    """

    code: str = ""
    name: str = ""
    severity: Severity = "error"
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
    own_severity: bool = field(default=False, compare=False, repr=False)
    violation: Violation | None = field(default=None, compare=False, repr=False)
    argument: Argument | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(
        cls, violation: Violation, span: Span, *, address: str = "", notes: tuple[Note, ...] = (),
        scopes: tuple[Span, ...] = (), secret: bool = False,
    ) -> Diagnostic:  # fmt: skip
        """That a rule is violated at a place that is no argument of a resource."""
        return cls(
            code=violation.rule.id, name=violation.rule.name, severity=violation.rule.severity,
            message=violation.message, path=span.path, span=span, address=address, subject=violation.subject,
            notes=notes, scopes=scopes, secret=secret, violation=violation,
        )  # fmt: skip

    def with_fix(self, fix: Fix | None) -> Diagnostic:
        return replace(self, fix=fix)

    def with_severity(self, severity: Severity) -> Diagnostic:
        """Milder or graver than the rule."""
        return replace(self, severity=severity, own_severity=True)

    def with_notes(self, *notes: Note) -> Diagnostic:
        return replace(self, notes=(*self.notes, *notes))

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


def diagnostic_at(
    resource: ResourceInstance,
    violation: Violation,
    names: Sequence[str] | None = None,
    *,
    block: NestedBlock | None = None,
    notes: tuple[Note, ...] = (),
    others: Iterable[tuple[str, ResourceInstance]] = (),
    used: bool = False,
) -> Diagnostic:
    """That a rule is violated by an argument of a resource, with how its value came there.

    The place is the literal value, wherever that is written. A value that refers to another resource is shown where
    it is used, since the other resource is not at fault.

    Args:
        resource: the resource at fault.
        violation: what it violates.
        names: the arguments at fault, by default the violation's subject. The first that is written is shown, and the
            header of the block where none is.
        block: the block in the resource that has the argument.
        notes: further places.
        others: further resources that belong to it, each with what it is.
        used: show the value where it is used even if it is written elsewhere: it is not at fault in itself.
    """
    if names is None:
        names = (violation.subject,) if violation.subject else ()
    notes = (*notes, *(Note(what, other.span) for what, other in others))
    diagnostic = locate(resource, violation.message, names, block=block, notes=notes, used=used)
    rule = violation.rule
    return replace(diagnostic, code=rule.id, name=rule.name, severity=rule.severity, violation=violation)


def locate(
    resource: ResourceInstance,
    message: str,
    names: Sequence[str],
    *,
    block: NestedBlock | None = None,
    notes: tuple[Note, ...] = (),
    used: bool = False,
) -> Diagnostic:
    """A diagnostic without a rule at an argument of a resource; :func:`diagnostic_at` says what is shown."""
    written = ((block or resource).arguments.get(name) for name in names)
    argument = next((argument for argument in written if argument is not None), None)
    callers = tuple(Note("in the module called here", caller) for caller in resource.callers)
    scopes = (resource.block_span, *resource.callers)
    if argument is None:
        span = (block or resource).span
        subject = block.type if block else (names[0] if names else "")
        return Diagnostic(
            message=message, path=span.path, span=span, address=resource.address, subject=subject,
            notes=(*notes, *callers), scopes=scopes,
        )  # fmt: skip
    span, use = _place(argument, used=used), argument.expression_span
    elsewhere = span.source is not use.source or not use.start <= span.start <= use.end
    used_by = (Note(f"used by {resource.address} here", argument.span),) if elsewhere else ()
    return Diagnostic(
        message=message, path=span.path, span=span, address=resource.address, subject=argument.name,
        notes=(*notes, *used_by, *callers), scopes=(*scopes, use), argument=argument,
    )  # fmt: skip


def _place(argument: Argument, *, used: bool) -> Span:
    """Where a value is shown: where it is written if it is a literal or a variable's, else where it is used."""
    value = argument.value
    literal = not used and value.known and (value.reference is None or value.reference.mode == "variable")
    if literal and value.span is not None and value.span.path.endswith(_SHOWABLE):
        return value.span
    return argument.expression_span
