"""Rules and their violations: the types that every constraint of the rulebook is written in.

The mock raises the first violation whose rule has an ``api_error``; the linter looks up where ``Violation.subject``
stands in the configuration and reports ``Violation.message`` there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, TypeVar

T = TypeVar("T")

Severity = Literal["error", "warning", "notice"]


class Unknown(Enum):
    """The type of :data:`UNKNOWN`: a fact that a configuration does not say before apply."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN

#: A fact that may not be known. A constraint over an unknown fact is not violated.
Maybe: TypeAlias = T | Unknown


@dataclass(frozen=True, slots=True)
class ApiErrorTemplate:
    """How the cloud refuses: HTTP status, and code and message as templates over the facts of the refusal."""

    status: int
    code: str
    message: str

    def fill(self, facts: Mapping[str, object]) -> ApiErrorTemplate:
        """The error with ``facts`` in the blanks of code and message."""
        return ApiErrorTemplate(self.status, self.code.format_map(facts), self.message.format_map(facts))

    def variants(self) -> Iterator[ApiErrorTemplate]:
        """The errors that this template can become: one for each value of the blank in its code."""
        blank = next((name for name in _BLANKS_OF_CODES if f"{{{name}}}" in self.code), None)
        if blank is None:
            yield self
        for text in _BLANKS_OF_CODES[blank] if blank else ():
            code, message = (template.replace(f"{{{blank}}}", text) for template in (self.code, self.message))
            yield ApiErrorTemplate(self.status, code, message)


#: What a blank in a code can hold; a blank that occurs only in messages can hold anything.
_BLANKS_OF_CODES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "side": ("Source", "Dest"),
        "block": ("SourceCidrIp", "DestinationCidrIp"),
        "parameter": ("Policy", "Protocol", "Port", "SourceCidrIp", "DestinationCidrIp"),
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint of the cloud, written once.

    Attributes:
        id: stable code, e.g. ``ALI101``.
        name: a few words joined by dashes, e.g. ``bandwidth-within-region``.
        severity: error = the cloud refuses; warning = applies and works badly; notice = worth knowing.
        api_error: what the API answers; None where the cloud accepts and packets suffer.
        message: the sentence for people, a template over the violation's facts.
        source: where the fact was learnt.
    """

    id: str
    name: str
    severity: Severity
    api_error: ApiErrorTemplate | None
    message: str
    source: str

    def violation(self, subject: str, **facts: object) -> Violation:
        """A violation of this rule by the attribute ``subject``; ``facts`` fill the templates."""
        return Violation(self, subject, facts)

    #: The former name, which rules outside of this repository call.
    broken = violation


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that given facts violate. ``subject`` names the attribute at fault."""

    rule: Rule
    subject: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence for people."""
        return self.rule.message.format_map(self.facts)

    @property
    def api_error(self) -> ApiErrorTemplate | None:
        """The cloud's refusal, filled in; None where the API does not enforce the rule."""
        return None if self.rule.api_error is None else self.rule.api_error.fill(self.facts)


Violations: TypeAlias = Iterator[Violation]
