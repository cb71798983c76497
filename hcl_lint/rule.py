"""What a lint rule is: a fact of the cloud, its manual page, and a check of a topology.

A rule is one module in ``hcl_lint/rules`` (or in a folder given with ``--rules``). Its docstring is the manual
page; the function decorated with :func:`lint_rule` is the check::

    '''A route of its own.

    Why: ...

    Bad::

        resource ...

    Good::

        resource ...

    Fix: one imperative sentence.
    '''
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from hcl_lint.diagnostic import Diagnostic, Fix, Note
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance
from hcl_lint.network.broken import Broken
from hcl_lint.network.entities import Entity
from hcl_lint.network.topology import Topology
from hcl_lint.schema.checks import ViolationKind
from hcl_lint.source.files import CONFIGURATION
from hcl_lint.source.text import Span
from tfmock.rulebook.rule import Rule, Severity, Violation

#: Where a value can be shown; one from ``--var`` or the environment is shown where it is used.
_FILES = (*CONFIGURATION, ".tfvars", ".tfvars.json", "-")

_SECTION = re.compile(r"^(Why|Bad|Good|Fix)(::|:)[ \n]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check yields: the message, where, and whose attribute (rest as in :class:`Diagnostic`)."""

    message: str
    span: Span
    address: str = ""
    subject: str = ""
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    scopes: tuple[Span, ...] = ()
    secret: bool = False
    #: Where this one is milder or graver than the rule; None for the rule's own.
    severity: Severity | None = None

    def with_fix(self, fix: Fix | None) -> Problem:
        return replace(self, fix=fix)

    def with_severity(self, severity: Severity) -> Problem:
        return replace(self, severity=severity)

    def with_notes(self, *notes: Note) -> Problem:
        return replace(self, notes=(*self.notes, *notes))


Check = Callable[[Topology], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Manual:
    """The manual page of a rule, from the docstring of its module."""

    what: str
    why: str
    bad: str
    good: str
    fix: str


@dataclass(frozen=True, slots=True)
class LintRule:
    """A rule that the linter runs. ``default`` is False for rules that must be selected by name."""

    rule: Rule
    severity: Severity
    check: Check
    manual: Manual
    default: bool = True
    fixable: bool = False

    @property
    def code(self) -> str:
        return self.rule.id

    @property
    def name(self) -> str:
        return self.rule.name

    def diagnostic(self, problem: Problem) -> Diagnostic:
        """The diagnostic that a problem of this rule becomes."""
        return Diagnostic(
            self.code, self.name, problem.severity or self.severity, problem.message, problem.span.path, problem.span,
            problem.address, problem.subject, self.manual.fix, problem.notes, problem.fix, problem.scopes,
            problem.secret,
        )  # fmt: skip


def lint_rule(
    rule: Rule, *, severity: Severity | None = None, default: bool = True, fixable: bool = False
) -> Callable[[Check], LintRule]:
    """Make a check a rule; ``severity`` where the linter sees it milder or graver than the rulebook.

    Raises:
        ValueError: the module's docstring lacks a section of the manual page.
    """

    def decorate(check: Check) -> LintRule:
        doc = sys.modules[check.__module__].__doc__ or ""
        return LintRule(rule, severity or rule.severity, check, read_manual(doc, rule.id), default, fixable)

    return decorate


def read_manual(doc: str, code: str) -> Manual:
    """Split a docstring into the sections of a manual page.

    Raises:
        ValueError: a section is missing.
    """
    text = inspect.cleandoc(doc)
    pieces = _SECTION.split(text)
    sections = {pieces[i]: inspect.cleandoc(pieces[i + 2]).strip("\n") for i in range(1, len(pieces) - 2, 3)}
    missing = [name for name in ("Why", "Bad", "Good", "Fix") if not sections.get(name)]
    if missing or not pieces[0].strip():
        raise ValueError(f"{code}: the manual page lacks {', '.join(missing) or 'its first sentence'}")
    why, fix = (" ".join(sections[name].split()) for name in ("Why", "Fix"))
    return Manual(" ".join(pieces[0].split()), why, _dedent(sections["Bad"]), _dedent(sections["Good"]), fix)


def _dedent(example: str) -> str:
    lines = example.strip("\n").split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    first = len(lines[0]) - len(lines[0].lstrip())
    margin = min(margin, first) if first else margin
    return "\n".join([lines[0].lstrip() if first <= margin or not first else lines[0][margin:]]
                     + [line[margin:] for line in lines[1:]])  # fmt: skip


def of(rule: Rule, violations: Iterable[Violation]) -> Iterator[Violation]:
    """Those violations that are of ``rule``: a constraint's function may tell of several."""
    return (violation for violation in violations if violation.rule is rule)


def at(entity: Entity, *names: str, message: str, notes: tuple[Note, ...] = (), used: bool = False) -> Problem:
    """A problem of an entity's argument; at its header where none of ``names`` is written.

    ``used``: shown where the value is used even if it is written elsewhere, since the value itself is not at fault.
    """
    return at_resource(entity.resource, *names, message=message, notes=notes, used=used)


def told(rule: Rule, violations: Iterable[Violation], entity: Entity, *names: str) -> Iterator[Problem]:
    """The problems that violations of ``rule`` make of an entity's argument (by default the subject's own)."""
    for violation in of(rule, violations):
        yield at(entity, *(names or (violation.subject,)), message=violation.message)


def judged(topology: Topology, rule: Rule, fix: Callable[[Broken], Fix | None] | None = None) -> Iterator[Problem]:
    """The problems of what breaks ``rule`` in :attr:`Topology.broken`."""
    for one in topology.broken.get(rule.id, ()):
        notes = tuple(Note(message, resource.span) for message, resource in one.others)
        problem = at_resource(
            one.resource, *one.names, message=one.violation.message, notes=notes, used=one.used, block=one.block
        )
        yield problem.with_fix(fix(one) if fix else None)


def unfit(topology: Topology, rule: Rule, kind: ViolationKind) -> Iterator[Problem]:
    """The problems of what the provider's schema refuses."""
    for one in topology.schema_violations.get(kind, ()):
        message = rule.broken("", what=one.message).message
        problem = at_resource(one.resource, *one.names, message=message, block=one.block, used=True)
        found = ((one.block or one.resource).arguments.get(name) for name in one.names)
        argument = next((argument for argument in found if argument is not None), None)
        if argument is not None and not one.at_name:
            problem = at_resource(one.resource, *one.names, message=message, block=one.block)
        elif argument is not None:
            problem = replace(problem, span=argument.name_span)
        yield problem


def at_resource(
    resource: ResourceInstance, *names: str, message: str, notes: tuple[Note, ...] = (), used: bool = False,
    block: NestedBlock | None = None,
) -> Problem:  # fmt: skip
    """A problem of a resource's argument, shown where a literal value is written, with the way it came.

    What refers to another resource is shown where it is used: the other resource is not at fault. ``block`` is the one
    in the resource that has the argument.
    """
    found = ((block or resource).arguments.get(name) for name in names)
    argument = next((one for one in found if one is not None), None)
    span, way = block.span if block else resource.span, []
    scopes = [resource.block_span, *resource.callers]
    if argument is not None:
        here = argument.expression_span
        literal = (
            not used
            and argument.value.known
            and (argument.value.reference is None or argument.value.reference.mode == "variable")
        )
        written = argument.value.span
        span = written if literal and written is not None and written.path.endswith(_FILES) else here
        scopes.append(here)
        if span.source is not here.source or not here.start <= span.start <= here.end:
            way.append(Note(f"used by {resource.address} here", argument.span))
    way += [Note("in the module called here", caller) for caller in resource.callers]
    subject = argument.name if argument else block.type if block else (names[0] if names else "")
    return Problem(message, span, resource.address, subject, (*notes, *way), None, tuple(scopes))
