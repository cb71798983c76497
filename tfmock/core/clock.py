"""A world's clock: real time, shifted, frozen, or running at another speed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Final

MAX_SPEED: Final = 1e6
#: 9999-01-01: later moments cannot be written as a time of day.
LATEST: Final = 253370764800.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Immutable: changing the time makes a new clock, so a snapshot of a world keeps its own.

    A world's time never leaves the calendar: a clock that runs fast stands still at :data:`LATEST`.

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
        return _within_calendar(self.base_world + (self.real() - self.base_real) * self.speed)

    def advanced(self, seconds: float) -> Clock:
        """This clock, put forward.

        Raises:
            ValueError: that is beyond the end of the calendar.
        """
        if not self.now() + seconds <= LATEST:
            raise ValueError(f"no world goes beyond {timestamp(LATEST)}")
        return replace(self, base_world=self.base_world + seconds)

    def at_speed(self, speed: float) -> Clock:
        """This clock, running at ``speed`` from its present moment on."""
        return replace(self, base_world=self.now(), base_real=self.real(), speed=speed)

    def frozen(self, at: float | None = None) -> Clock:
        """This clock, stopped: at its present moment, or at ``at`` (seconds since 1970)."""
        stopped = self.at_speed(0.0)
        return stopped if at is None else replace(stopped, base_world=at)


def _within_calendar(moment: float) -> float:
    if 0.0 <= moment <= LATEST:
        return moment
    return LATEST if moment > LATEST else 0.0  # nan, too: a state file of an older tfmock may hold one


def timestamp(moment: float) -> str:
    """``2026-11-22T20:34:22Z``, the cloud's way to write a time; its end for what is outside of the calendar."""
    return datetime.fromtimestamp(_within_calendar(moment), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_PART: Final = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,18})?)(ms|[smhdw])")
_NUMBER: Final = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})?")


def parse_duration(text: str) -> float:
    """Seconds of ``90``, ``8s``, ``1h30m``, ``7d``.

    Raises:
        ValueError: it is no duration; the message says what one looks like.
    """
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError(f"{text[:40]!r} is no duration; write 90, 8s, 1h30m or 7d")
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


def parse_moment(text: str) -> float:
    """Seconds since 1970 of ``2026-01-01T00:00:00Z``, ``2026-01-01`` (UTC), or of seconds themselves.

    Raises:
        ValueError: it is no moment that a world can have.
    """
    try:
        if _NUMBER.fullmatch(text):
            moment = float(text)
        else:
            read = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
            moment = (read if read.tzinfo else read.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:40]!r} is no time; write 2026-01-01T00:00:00Z") from None
    if not 0 <= moment <= LATEST:
        raise ValueError(f"{text!r} is outside of 1970 to 9998")
    return moment
