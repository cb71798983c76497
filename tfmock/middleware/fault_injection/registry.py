"""The fault rules of all worlds, and what they have done so far."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Final

from tfmock.middleware.fault_injection import catalogue
from tfmock.middleware.fault_injection.rule import ActiveFault, CallFacts, FaultRule
from tfmock.rulebook.rule import ApiErrorTemplate

_MAX_RULES: Final = 200


class FaultRegistry:
    """Rules by world; a world whose rules were never changed has those of the start profile."""

    def __init__(self, start: Iterable[FaultRule] = ()) -> None:
        self._start = tuple(start)
        self._worlds: dict[str, list[ActiveFault]] = {}
        self._lock = threading.Lock()
        self._known: Mapping[str, ApiErrorTemplate] | None = None
        self._serial = 0
        #: Whether there may be rules in any world; if not, calls skip the look-up.
        self.armed = bool(self._start)

    def add(self, world: str, rules: Iterable[FaultRule]) -> list[ActiveFault]:
        """Activate rules, all or none.

        Raises:
            ValueError: an error code that is unknown and comes without a status; too many rules.
        """
        added = [self._arm("", rule) for rule in rules]  # refused here, before anything is kept
        with self._lock:
            rules_of_world = self._of(world)
            if len(rules_of_world) + len(added) > _MAX_RULES:
                raise ValueError(f"a world has at most {_MAX_RULES} fault rules")
            for armed in added:
                self._serial += 1
                armed.id = f"f{self._serial}"
            rules_of_world.extend(added)
            self.armed = True
        return added

    def rules(self, world: str) -> list[ActiveFault]:
        """The rules of a world, in the order in which they are tried."""
        with self._lock:
            return list(self._of(world))

    def remove(self, world: str, id: str = "") -> int:
        """Remove a rule, or with no id all; how many were removed."""
        with self._lock:
            rules = self._of(world)
            left = [armed for armed in rules if id and armed.id != id]
            self._worlds[world] = left
            self.armed = bool(self._start) or any(self._worlds.values())
            return len(rules) - len(left)

    def drop(self, world: str) -> None:
        """The world starts again with the start profile."""
        with self._lock:
            self._worlds.pop(world, None)
            self.armed = bool(self._start) or any(self._worlds.values())

    def next_fault(self, world: str, facts: CallFacts, *, after: bool) -> tuple[float, ActiveFault | None]:
        """Seconds of latency, and the rule that ends the call, if one does. Counts."""
        latency = 0.0
        with self._lock:
            for armed in self._of(world):
                if armed.rule.after is not after or not armed.matches(facts) or not armed.is_due(facts.action):
                    continue
                latency += armed.rule.latency
                if armed.rule.ends_the_call:
                    return latency, armed
        return latency, None

    def fired(self) -> dict[tuple[str, str], int]:
        """How often rules applied, by world and rule id."""
        with self._lock:
            return {(world, armed.id): armed.fired for world, rules in self._worlds.items() for armed in rules}

    def _of(self, world: str) -> list[ActiveFault]:
        rules = self._worlds.get(world)
        if rules is None:
            rules = [self._arm(f"p{number}", rule) for number, rule in enumerate(self._start, 1)]
            self._worlds[world] = rules
        return rules

    def _arm(self, id: str, rule: FaultRule) -> ActiveFault:
        if not rule.error:
            return ActiveFault(id=id, rule=rule, code="", status=0, message="")
        if self._known is None:
            self._known = catalogue.catalogue()
        known = self._known.get(rule.error)
        if known is None and rule.status is None:
            raise catalogue.UnknownCodeError(catalogue.unknown(self._known, rule.error))
        message = rule.message or (catalogue.text(known) if known else rule.error)
        status = rule.status or (known.status if known else 400)
        return ActiveFault(id=id, rule=rule, code=rule.error, status=status, message=message)
