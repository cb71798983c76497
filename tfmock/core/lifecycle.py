"""Status over time, without threads or sleeps: what a reader sees is a pure function of the clock.

A row keeps a :class:`Status`: the state it was put in, when, and the state it will reach by itself. How long that
takes is the world's *profile*: ``instant`` (done by the first read after it) or ``realistic``, or custom seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Final, Literal, TypeAlias

ProfileName: TypeAlias = Literal["instant", "realistic"]

#: The goal of a row that will vanish.
GONE: Final = "(gone)"


@dataclass(frozen=True, slots=True)
class Status:
    """A state, since when (seconds since 1970), and where it leads by itself; no goal means it stays."""

    state: str
    since: float
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The moving states of one kind of resource.

    Attributes:
        kind: name in custom profiles, e.g. ``VpcPeer``.
        seconds: how long each transient state lasts under the ``realistic`` profile. guess, all of them: the
            documentation gives none; the provider polls every 5 s.
        fixed: states whose duration no profile changes.
        then: where a state that was reached by itself goes on to.
    """

    kind: str
    seconds: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    then: Mapping[str, str] = field(default_factory=dict)

    def start(self, state: str, *, at: float, then: str = "") -> Status:
        """The status of something that enters ``state``; ``then`` defaults to where that state leads by itself."""
        return Status(state, at, then or self.then.get(state, ""))

    def status_at(self, now: float, status: Status, profile: Profile) -> Status:
        """What a status has become by ``now``. A result whose state is :data:`GONE` means the row exists no more.

        The clock may have gone back since a state began: the host's was set, or the world's own was. Nothing waits for
        it to come that far again: a state that began later than it lasts is over. Only what the cloud itself counts in
        days (``fixed``) goes by the calendar.
        """
        while status.goal:
            duration = profile.duration(self, status.state)
            over = status.since + duration
            earliest = -inf if status.state in self.fixed else status.since - duration
            if earliest < now < over:
                break
            status = self.start(status.goal, at=over)
        return status


@dataclass(frozen=True, slots=True)
class Profile:
    """How fast things move. ``custom`` overrides single states: ``{"VpcPeer.Creating": 8.0}`` (seconds)."""

    name: str = "instant"
    custom: Mapping[str, float] = field(default_factory=dict)

    def duration(self, lifecycle: Lifecycle, state: str) -> float:
        """Seconds that ``state`` lasts."""
        if state in lifecycle.fixed:
            return lifecycle.fixed[state]
        override = self.custom.get(f"{lifecycle.kind}.{state}")
        if override is not None:
            return override
        return lifecycle.seconds.get(state, 0.0) if self.name == "realistic" else 0.0
