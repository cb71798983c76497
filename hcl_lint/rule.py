"""What a lint rule is: a rule of the cloud, its documentation, and the check that finds its violations.

Documented rules stand in a module of ``hcl_lint/rules/<topic>`` (or in a folder given with ``--rules``) beside the
check that yields them::

    TEAM_PREFIX = documented(
        Rule("ORG001", "team-prefix", "warning", None, "{name} does not begin with a team", "our naming guide"),
        '''
        A connection whose name does not begin with its team.

        Why: ...

        Bad::

            resource ...

        Good::

            resource ...

        Fix: one imperative sentence.
        ''',
    )


    @check(TEAM_PREFIX)
    def check_names(topology: Topology) -> Iterator[Diagnostic]:
        for connection in topology.connections:
            ...
                yield connection.diagnostic(TEAM_PREFIX.violation("peer_connection_name", name=name))
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from hcl_lint.diagnostic import Diagnostic, Note, diagnostic_at, locate
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance
from hcl_lint.network.entities import Entity
from hcl_lint.network.topology import Topology
from tfmock.rulebook.rule import Rule, Severity, Violation

CheckFunction = Callable[[Topology], Iterable[Diagnostic]]

_SECTION: Final = re.compile(r"^(Why|Bad|Good|Fix)(::|:)[ \n]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """The documentation of a rule, by section."""

    what: str
    why: str
    bad: str
    good: str
    fix: str


@dataclass(frozen=True, kw_only=True)
class DocumentedRule:
    """A rule with its documentation.

    Attributes:
        documentation: the sections of a :class:`Manual` as text.
        severity: the linter's, which may be milder or graver than the rulebook's.
        default: False for a rule that must be selected by its code.
        fixable: whether diagnostics of it may offer a fix.
    """

    rule: Rule
    documentation: str
    severity: Severity
    default: bool = True
    fixable: bool = False

    @property
    def code(self) -> str:
        return self.rule.id

    @property
    def name(self) -> str:
        return self.rule.name

    @cached_property
    def manual(self) -> Manual:
        """The documentation by section.

        Raises:
            ValueError: a section is missing.
        """
        return read_manual(self.documentation, self.code)

    def violation(self, subject: str = "", **facts: object) -> Violation:
        """A violation of this rule by the argument ``subject``; ``facts`` fill the message."""
        return self.rule.violation(subject, **facts)


@dataclass(frozen=True, kw_only=True)
class LintRule(DocumentedRule):
    """A documented rule with the check that finds its violations; several rules may share one check."""

    check: CheckFunction

    def complete(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic with what the documentation says: what to do, and the linter's severity."""
        severity = diagnostic.severity if diagnostic.own_severity else self.severity
        return replace(diagnostic, code=self.code, name=self.name, severity=severity, help=self.manual.fix)


class Check:
    """A function over a topology, and the rules whose violations it finds."""

    def __init__(self, function: CheckFunction, rules: Iterable[DocumentedRule]) -> None:
        self._function: Final = function
        self.rules: Final = tuple(
            LintRule(
                rule=rule.rule, documentation=rule.documentation, severity=rule.severity, default=rule.default,
                fixable=rule.fixable, check=function,
            )
            for rule in rules
        )  # fmt: skip

    def __call__(self, topology: Topology) -> Iterable[Diagnostic]:
        return self._function(topology)


def documented(
    rule: Rule, documentation: str, *, severity: Severity | None = None, default: bool = True, fixable: bool = False
) -> DocumentedRule:
    """A rule with its documentation; :class:`DocumentedRule` says what the arguments are."""
    return DocumentedRule(
        rule=rule, documentation=documentation, severity=severity or rule.severity, default=default, fixable=fixable
    )


def check(*rules: DocumentedRule) -> Callable[[CheckFunction], Check]:
    """Declare which rules a function checks.

    The function runs once if any of the rules is selected. What it yields of other rules is dropped: a constraint of
    the rulebook may find violations of several rules, some of which another check reports better.
    """
    return lambda function: Check(function, rules)


def read_manual(documentation: str, code: str) -> Manual:
    """Split the documentation of a rule into its sections.

    Raises:
        ValueError: a section is missing.
    """
    what, *pieces = _SECTION.split(inspect.cleandoc(documentation))
    sections = dict(zip(pieces[::3], pieces[2::3], strict=True))
    missing = [name for name in ("Why", "Bad", "Good", "Fix") if not sections.get(name, "").strip()]
    if missing or not what.strip():
        raise ValueError(f"{code}: the manual page lacks {', '.join(missing) or 'its first sentence'}")
    what, why, fix = (" ".join(text.split()) for text in (what, sections["Why"], sections["Fix"]))
    return Manual(what=what, why=why, bad=_example(sections["Bad"]), good=_example(sections["Good"]), fix=fix)


def _example(section: str) -> str:
    """An example without the indentation that it has in the documentation."""
    return inspect.cleandoc("\n" + section).strip("\n")


# The former spelling, in which a module holds one rule and its docstring is the documentation. Rules of users and of
# installed packages are written so; nothing here uses it.


#: Checks yielded problems before there was one class from the check to the report.
Problem = Diagnostic


def lint_rule(
    rule: Rule, *, severity: Severity | None = None, default: bool = True, fixable: bool = False
) -> Callable[[CheckFunction], Check]:
    """Make a function the check of the one rule that its module's docstring documents.

    Raises:
        ValueError: the docstring lacks a section of the manual page.
    """

    def decorate(function: CheckFunction) -> Check:
        text = sys.modules[function.__module__].__doc__ or ""
        page = documented(rule, text, severity=severity, default=default, fixable=fixable)
        read_manual(text, rule.id)
        return check(page)(function)

    return decorate


def at(entity: Entity, *names: str, message: str, notes: tuple[Note, ...] = (), used: bool = False) -> Diagnostic:
    """A diagnostic of the module's one rule at an argument of an entity, at its header where none is written."""
    return locate(entity.resource, message, names, notes=notes, used=used)


def at_resource(
    resource: ResourceInstance,
    *names: str,
    message: str,
    notes: tuple[Note, ...] = (),
    used: bool = False,
    block: NestedBlock | None = None,
) -> Diagnostic:
    """A diagnostic of the module's one rule at an argument of a resource."""
    return locate(resource, message, names, notes=notes, used=used, block=block)


def told(rule: Rule, violations: Iterable[Violation], entity: Entity, *names: str) -> Iterator[Diagnostic]:
    """The diagnostics that violations of ``rule`` make at an entity's argument, by default the violation's subject."""
    for violation in violations:
        if violation.rule is rule:
            yield diagnostic_at(entity.resource, violation, names or None)
