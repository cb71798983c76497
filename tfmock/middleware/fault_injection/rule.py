"""A fault rule: which calls, which of them, and what happens to them."""

from __future__ import annotations

import fnmatch
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tfmock.text.wording import UNIT

#: Longer than any client waits: the provider's read timeout is 60 s (provider-contract: Retries).
MAX_SECONDS: Final = 600.0


class FaultRule(BaseModel):
    """What a user writes. Patterns are comma-separated lists with ``*`` and ``?``: ``Create*,Delete*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    product: str = Field("*", min_length=1, max_length=500, description="Vpc, VpcPeer, Sts, ...")
    action: str = Field("*", min_length=1, max_length=500, description="CreateVpc, Describe*, ...")
    region: str = Field("*", min_length=1, max_length=500)
    account: str = Field("*", min_length=1, max_length=500, description="Account uid of the caller.")
    resource: str = Field(
        "*", min_length=1, max_length=500, description="Any parameter's value, or with after: any changed row's id."
    )
    nth: int = Field(1, ge=1, description="The first of the matching calls that fails.")
    every: int = Field(1, ge=1, description="After that, every Nth call.")
    count: int | None = Field(None, ge=1, description="How often in all; absent: for ever.")
    per: Literal["rule", "action"] = Field("rule", description="Count calls together, or for each action.")
    probability: float = Field(1.0, gt=0, le=1, description="Of those, the share that fails.")
    seed: int = Field(0, description="Of the probability: same seed and calls, same failures.")
    after: bool = Field(False, description="Do the call first: it takes effect, and the client hears otherwise.")
    latency: float = Field(
        0.0,
        ge=0,
        le=MAX_SECONDS,
        description="Seconds that the answer comes late.",
        json_schema_extra={UNIT: "seconds"},
    )
    error: str = Field("", max_length=200, description="Error code to answer.")
    status: int | None = Field(None, ge=400, le=599, description="HTTP status; default: the code's own.")
    message: str = Field("", max_length=2000, description="Error message; default: the code's own.")
    reset: bool = Field(False, description="Break the connection instead of an answer.")
    hang: float | None = Field(
        None,
        gt=0,
        le=MAX_SECONDS,
        description="Say nothing for so many seconds, then break the connection.",
        json_schema_extra={UNIT: "seconds"},
    )

    @model_validator(mode="after")
    def _one_effect(self) -> FaultRule:
        ends = [name for name, on in (("error", self.error), ("reset", self.reset), ("hang", self.hang)) if on]
        if len(ends) > 1:
            raise ValueError(f"{' and '.join(ends)} exclude each other; make two rules")
        if not ends and not self.latency:
            raise ValueError("nothing would happen; give error, reset, hang or latency")
        if not self.error and (self.status or self.message):
            raise ValueError("status and message belong to an error; give error, too")
        return self

    @property
    def ends_the_call(self) -> bool:
        """Whether the client gets something else than the reply; latency alone lets it through."""
        return bool(self.error or self.reset or self.hang)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What a rule matches against."""

    product: str
    action: str
    region: str
    account: str
    values: Iterable[str]


@dataclass(kw_only=True)
class ActiveFault:
    """A rule that is active in one world. Not thread-safe: its registry takes the lock."""

    id: str
    rule: FaultRule
    code: str
    status: int
    message: str
    matched: int = 0
    fired: int = 0
    _seen: Counter[str] = field(default_factory=Counter)
    _fired: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random = random.Random(f"{self.rule.seed}:{self.id}")

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        rule = self.rule
        return tuple(_pattern(text) for text in (rule.product, rule.action, rule.region, rule.account))

    @cached_property
    def _resource(self) -> re.Pattern[str] | None:
        return None if self.rule.resource == "*" else _pattern(self.rule.resource)

    def matches(self, facts: CallFacts) -> bool:
        """Whether a call is one of those that the rule is about."""
        product, action, region, account = self._patterns
        return bool(
            action.fullmatch(facts.action)
            and product.fullmatch(facts.product)
            and region.fullmatch(facts.region)
            and account.fullmatch(facts.account)
            and (self._resource is None or any(map(self._resource.fullmatch, facts.values)))
        )

    def is_due(self, action: str) -> bool:
        """Count one matching call; whether it is one that fails."""
        key = action if self.rule.per == "action" else ""
        self.matched += 1
        self._seen[key] += 1
        seen, rule = self._seen[key], self.rule
        due = seen >= rule.nth and (seen - rule.nth) % rule.every == 0
        if not due or (rule.count is not None and self._fired[key] >= rule.count):
            return False
        if rule.probability < 1 and self._random.random() >= rule.probability:
            return False
        self._fired[key] += 1
        self.fired += 1
        return True


def _pattern(text: str) -> re.Pattern[str]:
    parts = (fnmatch.translate(part.strip()) for part in text.split(",") if part.strip())
    return re.compile("|".join(parts), re.IGNORECASE)
