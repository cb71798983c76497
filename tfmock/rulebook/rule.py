"""What a constraint of the cloud is: a rule, the facts it judges, and what it says when they break it.

Both judges use these types. The mock raises the first violation whose rule has an ``api`` fault; the linter
attaches source spans to ``Violation.subject`` and shows ``Violation.message``.
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
    """The type of :data:`UNKNOWN`: a fact that configuration does not tell before apply."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN

#: A fact that may not be known. Every constraint is silent on an unknown, never wrong.
Maybe: TypeAlias = T | Unknown


@dataclass(frozen=True, slots=True)
class ApiFault:
    """The cloud's own refusal: HTTP status, and templates of code and message filled from the violation's facts."""

    status: int
    code: str
    message: str

    def each(self) -> Iterator[ApiFault]:
        """Every fault that this is: one for each way in which the blank of the code can be filled."""
        blank = next((name for name in _FILLS if f"{{{name}}}" in self.code), None)
        if blank is None:
            yield self
        for text in _FILLS[blank] if blank else ():
            code, message = (template.replace(f"{{{blank}}}", text) for template in (self.code, self.message))
            yield ApiFault(self.status, code, message)


#: What can fill a blank in a code; blanks of messages alone can hold anything.
_FILLS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
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
        api: what the API answers; None where the cloud accepts and packets suffer.
        explain: the message for people; a template over the violation's facts.
        source: where the fact was learnt.
    """

    id: str
    name: str
    severity: Severity
    api: ApiFault | None
    explain: str
    source: str

    def broken(self, subject: str, **facts: object) -> Violation:
        """A violation of this rule by the attribute ``subject``, told with ``facts``."""
        return Violation(self, subject, facts)


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule broken by given facts. ``subject`` is the attribute at fault, in the field's own terms."""

    rule: Rule
    subject: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence for people."""
        return self.rule.explain.format_map(self.facts)

    @property
    def fault(self) -> ApiFault | None:
        """The cloud's refusal, filled in; None where the API does not enforce the rule."""
        api = self.rule.api
        if api is None:
            return None
        return ApiFault(api.status, api.code.format_map(self.facts), api.message.format_map(self.facts))


Violations: TypeAlias = Iterator[Violation]
