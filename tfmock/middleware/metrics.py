"""Counts of what was called: by action, with error codes, durations and parameters that the action does not know."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tfmock.middleware import Answer
from tfmock.protocol.request import ApiRequest
from tfmock.recording import redact
from tfmock.recording.crud_types import created_types
from tfmock.services.outcome import Outcome, RequestContext

#: Upper bounds of the histogram, in seconds. tfmock answers within the first; faults and bugs need the others.
BUCKETS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1, 1.0, 10.0)
#: Clients choose the names: beyond so many, the rest is counted together, and long names are cut.
_MAX_ACTIONS: Final = 2000
_MAX_PARAMETERS: Final = 1000
_MAX_CODES: Final = 1000
_MAX_LENGTH: Final = 100
OTHERS: Final = "(other)"

#: How a call without an action is listed.
NO_ACTION: Final = "(no action)"


@dataclass(slots=True, kw_only=True)
class ActionCounts:
    """One action's numbers since tfmock started."""

    count: int = 0
    seconds: float = 0.0
    #: ``emulated`` or ``crud``, as the last call that was answered had it; empty while neither has the action.
    tier: str = ""
    errors: Counter[str] = field(default_factory=Counter)
    #: By error code, the rule that was broken, as the rulebook said it last.
    reasons: dict[str, str] = field(default_factory=dict)
    unknown_parameters: Counter[str] = field(default_factory=Counter)
    #: How many calls fell between each bound and the one before; the last has no bound.
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))


class Metrics:
    """A middleware that counts calls, and passes each one with its duration to a listener."""

    def __init__(self, listener: Callable[[ApiRequest, Outcome, float], None] | None = None) -> None:
        self._listener = listener
        self._counts: dict[tuple[str, str], ActionCounts] = {}
        #: Types of the CRUD tier -> how many calls made an object of them.
        self._created: Counter[tuple[str, ...]] = Counter()
        self._parameters = self._codes = 0  # different names counted so far, of all actions together
        self._lock = threading.Lock()

    def __call__(self, context: RequestContext, next: Answer) -> Outcome:
        started = time.perf_counter()
        answered = next(context)
        seconds = time.perf_counter() - started
        request = context.request
        outcome = redact.outcome(request, answered)
        with self._lock:
            counts = self._counts.get((outcome.product, outcome.action)) or self._new(outcome.product, outcome.action)
            counts.count += 1
            counts.seconds += seconds
            counts.tier = outcome.tier or counts.tier
            if outcome.tier == "crud" and (types := created_types(outcome.changes)):
                self._created[types] += 1
            counts.buckets[bisect_left(BUCKETS, seconds)] += 1
            if outcome.error is not None:
                self._codes += _count(counts.errors, outcome.error.code, self._codes < _MAX_CODES)
                if outcome.error.reason and outcome.error.code in counts.errors:
                    counts.reasons[outcome.error.code] = outcome.error.reason
            for name in outcome.unknown:
                self._parameters += _count(counts.unknown_parameters, name, self._parameters < _MAX_PARAMETERS)
        if self._listener is not None:
            self._listener(request, outcome, seconds)
        return answered

    def counts(self) -> dict[tuple[str, str], ActionCounts]:
        """By product and action, each call with a name; a copy of the mapping, sorted."""
        with self._lock:
            named = {(product, action or NO_ACTION): counts for (product, action), counts in self._counts.items()}
        return dict(sorted(named.items()))

    def created(self) -> dict[tuple[str, ...], int]:
        """How many calls made objects of the CRUD tier, by type: several where they are one thing of the cloud."""
        with self._lock:
            return dict(sorted(self._created.items()))

    def _new(self, product: str, action: str) -> ActionCounts:
        key = (product, shortened(action)) if len(self._counts) < _MAX_ACTIONS else ("", OTHERS)
        return self._counts.setdefault(key, ActionCounts())


def _count(counter: Counter[str], name: str, room: bool) -> bool:
    """Count a name; whether it is new. Without room for new names it counts as one of the others."""
    name = shortened(name)
    new = name not in counter and room
    counter[name if new or name in counter else OTHERS] += 1
    return new


def shortened(name: str) -> str:
    """A name from outside, cut to a bounded length."""
    return name if len(name) <= _MAX_LENGTH else f"{name[:_MAX_LENGTH]}..."
