"""The calls kept in memory."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint
from pydantic import Field

from tfmock.control.endpoints import Endpoints, InWorld, Model, look_at_world
from tfmock.core.universe import Universe
from tfmock.middleware.recorder import Recorder
from tfmock.recording.filters import Filter


class CallQuery(Model):
    """Which calls; all where nothing is said."""

    world: str = ""
    product: str = Field("", description="Comma-separated patterns: Vpc, Vpc*.")
    action: str = Field("", description="Comma-separated patterns: Create*,Delete*.")
    errors: bool = Field(False, description="Only those answered with an error.")
    after: int = Field(0, ge=0, description="Only those with a higher number.")
    limit: int = Field(0, ge=0, description="Only so many of the last; 0 for all.")


class CallList(Model):
    """Calls as recorded (docs/control.md), and the number of the last call that was made."""

    last: int
    calls: list[dict[str, Any]]


class Forget(Model):
    world: str = Field(description="Whose calls to forget.")


class Forgotten(Model):
    world: str


def calls_area(universe: Universe, recorder: Recorder) -> Blueprint:
    """What was called."""
    area = Endpoints("calls")

    @area.get("/calls")
    def show(query: CallQuery) -> CallList:
        """The last calls: what was asked, what was answered, which rows changed."""
        if query.world:
            with look_at_world(universe, InWorld(world=query.world)):
                pass
        select = Filter(query.world, query.product, query.action, query.errors)
        records, last = recorder.calls(select, after=query.after, limit=query.limit)
        return CallList(last=last, calls=json.loads(json.dumps(records)))

    @area.delete("/calls")
    def forget(query: Forget) -> Forgotten:
        """Forget the calls of a world."""
        with look_at_world(universe, InWorld(world=query.world)):
            recorder.forget(query.world)
        return Forgotten(world=query.world)

    return area.blueprint
