"""A world's time, and how long states last in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from flask import Blueprint
from pydantic import AfterValidator, BeforeValidator, Field

from tfmock.control_api.endpoints import ControlRequestError, Endpoints, InWorld, Model, look_at_world, use_world
from tfmock.control_api.models import ClockReport
from tfmock.core.clock import LATEST, MAX_SPEED, Clock, parse_duration, parse_moment, timestamp
from tfmock.core.lifecycle import Profile, ProfileName
from tfmock.core.transitions import check_transitions, durations
from tfmock.core.universe import Universe
from tfmock.core.world import World
from tfmock.services.registry import lifecycles


def _checked(custom: dict[str, float]) -> dict[str, float]:
    check_transitions(custom, lifecycles())
    return custom


def _as_seconds(value: object) -> object:
    return parse_duration(value) if isinstance(value, str) else value


def _as_moment(value: object) -> object:
    return parse_moment(value) if isinstance(value, str) else value


class Freeze(Model):
    at: Annotated[float | None, BeforeValidator(_as_moment)] = Field(
        None, ge=0, le=LATEST, description="2026-01-01T00:00:00Z or seconds since 1970; default: now."
    )


class Advance(Model):
    by: Annotated[float, BeforeValidator(_as_seconds)] = Field(gt=0, description="7d, 1h30m, 8s or seconds.")


class Scale(Model):
    speed: float = Field(ge=0, le=MAX_SPEED, description="World seconds per real second; 1 is real time.")


class Transitions(Model):
    profile: ProfileName = "instant"
    transitions: Annotated[dict[str, float], AfterValidator(_checked)] = Field(
        default_factory=dict, description='Seconds of single states: {"VpcPeer.Creating": 8}.'
    )


def clock_blueprint(universe: Universe) -> Blueprint:
    """Show and move the time of a world."""
    endpoints = Endpoints("clock")

    def change(named: InWorld, move: Callable[[Clock], Clock]) -> ClockReport:
        def checked(clock: Clock) -> Clock:
            try:
                return move(clock)
            except ValueError as problem:
                raise ControlRequestError(f"{problem}.", field="by") from None

        with use_world(universe, named) as world:
            world.change_clock(checked)
            return _report(world)

    @endpoints.get("/clock")
    def show(query: InWorld) -> ClockReport:
        """The time of a world."""
        with look_at_world(universe, query) as world:
            return _report(world)

    @endpoints.post("/clock/freeze")
    def freeze(query: InWorld, body: Freeze) -> ClockReport:
        """Stop the time of a world, now or at a moment."""
        return change(query, lambda clock: clock.frozen(body.at))

    @endpoints.post("/clock/advance")
    def advance(query: InWorld, body: Advance) -> ClockReport:
        """Put the time of a world forward."""
        return change(query, lambda clock: clock.advanced(body.by))

    @endpoints.post("/clock/scale")
    def scale(query: InWorld, body: Scale) -> ClockReport:
        """Let the time of a world run at another speed from now on."""
        return change(query, lambda clock: clock.at_speed(body.speed))

    @endpoints.delete("/clock")
    def reset(query: InWorld) -> ClockReport:
        """Back to real time."""
        return change(query, lambda clock: Clock(clock.real))

    @endpoints.put("/clock/profile")
    def profile(query: InWorld, body: Transitions) -> ClockReport:
        """How long states last in a world from now on."""
        with use_world(universe, query) as world:
            world.change_settings(lambda settings: replace(settings, profile=Profile(body.profile, body.transitions)))
            return _report(world)

    return endpoints.blueprint


def _report(world: World) -> ClockReport:
    now = world.clock.now()
    return ClockReport(
        world=world.id,
        now=timestamp(now),
        seconds=now,
        speed=world.clock.speed,
        frozen=world.clock.speed == 0,
        ahead=round(now - world.clock.real(), 3),
        profile=world.settings.profile.name,
        durations=durations(world.settings.profile, lifecycles()),
    )
