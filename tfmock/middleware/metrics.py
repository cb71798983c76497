"""Counts of what was called: by action, with error codes and parameters that the action does not know."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field

from tfmock.core.dispatch import Outcome
from tfmock.middleware import Answer
from tfmock.wire.request import ApiRequest


@dataclass(slots=True)
class ActionCounts:
    """One action's numbers since tfmock started."""

    count: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    unknown_parameters: Counter[str] = field(default_factory=Counter)


class Metrics:
    """A middleware that counts."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], ActionCounts] = {}
        self._lock = threading.Lock()

    def __call__(self, request: ApiRequest, next: Answer) -> Outcome:
        outcome = next(request)
        with self._lock:
            counts = self._counts.setdefault((outcome.product, outcome.action), ActionCounts())
            counts.count += 1
            if outcome.error is not None:
                counts.errors[outcome.error.code] += 1
            counts.unknown_parameters.update(outcome.unknown)
        return outcome

    def counts(self) -> dict[tuple[str, str], ActionCounts]:
        """By product and action; a copy of the mapping, sorted."""
        with self._lock:
            return dict(sorted(self._counts.items()))
