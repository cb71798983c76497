"""Which calls one wants to see."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass

from tfmock.recording.record import Kept, Record


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty is everything. Product and action are comma-separated patterns with ``*`` and ``?``."""

    world: str = ""
    product: str = ""
    action: str = ""
    errors: bool = False

    def takes_kept(self, kept: Kept) -> bool:
        """Whether a call in memory is wanted."""
        outcome = kept.outcome
        return self._takes(outcome.world, outcome.product, outcome.action, outcome.error is not None)

    def takes(self, record: Record) -> bool:
        """Whether a recorded call is wanted."""
        return self._takes(record["world"], record["product"], record["action"], record["status"] >= 400)

    def _takes(self, world: str, product: str, action: str, failed: bool) -> bool:
        return (
            (not self.world or world == self.world)
            and (failed or not self.errors)
            and (not self.product or _matches(self.product, product))
            and (not self.action or _matches(self.action, action, exactly="/" in action))
        )


def _matches(patterns: str, text: str, *, exactly: bool = False) -> bool:
    """Letter case does not matter but in ``DELETE /clock``, a method and a path: ``Delete*`` means DeleteVpc."""
    parts = [pattern.strip() for pattern in patterns.split(",")]
    if exactly:
        return any(fnmatch.fnmatchcase(text, part) for part in parts)
    return any(fnmatch.fnmatchcase(text.lower(), part.lower()) for part in parts)
