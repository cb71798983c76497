"""Counts of what was called: by action, with error codes, durations and parameters that the action does not know."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tfmock.core.dispatch import Outcome
from tfmock.middleware import Answer
from tfmock.wire.request import ApiRequest

#: Upper bounds of the histogram, in seconds. tfmock answers within the first; faults and bugs need the others.
BUCKETS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1, 1.0, 10.0)
#: Names are the caller's to choose: beyond so many, actions are counted together.
_MAX_ACTIONS: Final = 2000
_OTHER: Final = ("", "(other)")


@dataclass(slots=True)
class ActionCounts:
    """One action's numbers since tfmock started."""

    count: int = 0
    seconds: float = 0.0
    errors: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)
    """By error code the rule that was broken, as the rulebook told of it last."""
    unknown_parameters: Counter[str] = field(default_factory=Counter)
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    """How many calls fell between each bound and the one before; the last has no bound."""


class Metrics:
    """A middleware that counts, and tells whoever listens about each call and how long it took."""

    def __init__(self, listener: Callable[[ApiRequest, Outcome, float], None] | None = None) -> None:
        self._listener = listener
        self._counts: dict[tuple[str, str], ActionCounts] = {}
        self._lock = threading.Lock()

    def __call__(self, request: ApiRequest, next: Answer) -> Outcome:
        started = time.perf_counter()
        outcome = next(request)
        seconds = time.perf_counter() - started
        with self._lock:
            counts = self._counts.get((outcome.product, outcome.action)) or self._new(outcome)
            counts.count += 1
            counts.seconds += seconds
            counts.buckets[bisect_left(BUCKETS, seconds)] += 1
            if outcome.error is not None:
                counts.errors[outcome.error.code] += 1
                if outcome.error.reason:
                    counts.reasons[outcome.error.code] = outcome.error.reason
            if outcome.unknown:
                counts.unknown_parameters.update(outcome.unknown)
        if self._listener is not None:
            self._listener(request, outcome, seconds)
        return outcome

    def counts(self) -> dict[tuple[str, str], ActionCounts]:
        """By product and action; a copy of the mapping, sorted."""
        with self._lock:
            return dict(sorted(self._counts.items()))

    def _new(self, outcome: Outcome) -> ActionCounts:
        key = (outcome.product, outcome.action) if len(self._counts) < _MAX_ACTIONS else _OTHER
        return self._counts.setdefault(key, ActionCounts())
