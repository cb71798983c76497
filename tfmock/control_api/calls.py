"""The calls in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint
from pydantic import Field

from tfmock.control_api.endpoints import Endpoints, InWorld, Model, look_at_world
from tfmock.control_api.patterns import matching_names, split_patterns, unmatched_patterns
from tfmock.core.operation import Operation
from tfmock.core.universe import Universe
from tfmock.recording.filters import Filter
from tfmock.recording.recorder import Recorder
from tfmock.text.suggest import VERY_CLOSE, did_you_mean


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
    note: str | None = Field(None, description="Why there are none, where a pattern is about nothing.")


class ForgetCallsQuery(Model):
    world: str = Field(description="The world whose calls are forgotten.")


class ForgottenCalls(Model):
    world: str


def calls_blueprint(universe: Universe, recorder: Recorder, operations: Sequence[Operation]) -> Blueprint:
    """What was called; ``operations`` are all that there are."""
    endpoints = Endpoints("calls")

    @endpoints.get("/calls")
    def show(query: CallQuery) -> CallList:
        """The last calls: requests, replies and the rows that changed."""
        if query.world:
            with look_at_world(universe, InWorld(world=query.world)):
                pass
        select = Filter(query.world, query.product, query.action, query.errors)
        records, last = recorder.calls(select, after=query.after, limit=query.limit)
        note = "" if records else _note(query, operations)
        return CallList(last=last, calls=json.loads(json.dumps(records)), note=note or None)

    @endpoints.delete("/calls")
    def forget(query: ForgetCallsQuery) -> ForgottenCalls:
        """Forget the calls of a world."""
        with look_at_world(universe, InWorld(world=query.world)):
            recorder.drop(query.world)
        return ForgottenCalls(world=query.world)

    return endpoints.blueprint


#: Recorded along with calls of the API: ``DELETE /clock``.
_CONTROL: Final = ("GET /", "POST /", "PUT /", "DELETE /")


def _note(query: CallQuery, operations: Sequence[Operation]) -> str:
    """What to say of patterns that no call can fit but one that tfmock refuses."""
    products = {op.product for op in operations}
    for pattern in unmatched_patterns(query.product, products):
        return f"tfmock serves no product {pattern!r}. {did_you_mean(pattern, products)}".rstrip()
    named = {name for pattern in split_patterns(query.product or "*") for name in matching_names(pattern, products)}
    actions = {op.action for op in operations if op.product in named}
    for pattern in unmatched_patterns(query.action, actions):
        if pattern.upper().startswith(_CONTROL):
            continue
        return f"tfmock has no action {pattern!r}. {did_you_mean(pattern, actions, cutoff=VERY_CLOSE)}".rstrip()
    return ""
