"""A world's clock: real time, shifted, frozen, or running at another speed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone


@dataclass(frozen=True, slots=True)
class Clock:
    """Immutable: changing the time makes a new clock, so a snapshot of a world keeps its own.

    Attributes:
        real: the underlying clock, seconds since 1970.
        base_real, base_world: a moment on both clocks.
        speed: world seconds per real second; 0 is frozen.
    """

    real: Callable[[], float] = field(default=time.time, repr=False)
    base_real: float = 0.0
    base_world: float = 0.0
    speed: float = 1.0

    def now(self) -> float:
        """The world's time, in seconds since 1970 UTC."""
        return self.base_world + (self.real() - self.base_real) * self.speed

    def advanced(self, seconds: float) -> Clock:
        """This clock, put forward."""
        return replace(self, base_world=self.base_world + seconds)

    def at_speed(self, speed: float) -> Clock:
        """This clock, running at ``speed`` from its present moment on."""
        return replace(self, base_world=self.now(), base_real=self.real(), speed=speed)

    def frozen(self, at: float | None = None) -> Clock:
        """This clock, stopped: at its present moment, or at ``at`` (seconds since 1970)."""
        stopped = self.at_speed(0.0)
        return stopped if at is None else replace(stopped, base_world=at)


def timestamp(moment: float) -> str:
    """``2026-11-22T20:34:22Z``, the cloud's way to write a time."""
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
