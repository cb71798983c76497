"""Which of the recorded calls to show."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass

from tfmock.recording.record import Record, RecordedCall


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty is everything. Product and action are comma-separated patterns with ``*`` and ``?``."""

    world: str = ""
    product: str = ""
    action: str = ""
    errors: bool = False

    def matches_call(self, call: RecordedCall) -> bool:
        """Whether it selects a call in memory."""
        outcome = call.outcome
        return self._matches(outcome.world, outcome.product, outcome.action, outcome.error is not None)

    def matches(self, record: Record) -> bool:
        """Whether it selects a call that was written out."""
        return self._matches(record["world"], record["product"], record["action"], record["status"] >= 400)

    def _matches(self, world: str, product: str, action: str, failed: bool) -> bool:
        return (
            (not self.world or world == self.world)
            and (failed or not self.errors)
            and (not self.product or _fits(self.product, product))
            and (not self.action or _fits(self.action, action, exactly="/" in action))
        )


def _fits(patterns: str, text: str, *, exactly: bool = False) -> bool:
    """Letter case does not matter but in ``DELETE /clock``, a method and a path: ``Delete*`` means DeleteVpc."""
    parts = [pattern.strip() for pattern in patterns.split(",")]
    if exactly:
        return any(fnmatch.fnmatchcase(text, part) for part in parts)
    return any(fnmatch.fnmatchcase(text.lower(), part.lower()) for part in parts)
