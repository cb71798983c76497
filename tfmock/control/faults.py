"""Fault rules: list, add, remove."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint
from pydantic import Field

from tfmock.control.endpoints import ControlRefusal, Endpoints, InWorld, Model, the_world, there_is
from tfmock.core.universe import Universe
from tfmock.middleware.faults.board import FaultBoard
from tfmock.middleware.faults.profiles import PROFILES
from tfmock.middleware.faults.rule import Armed, FaultRule


class FaultReport(Model):
    """A rule and what it did."""

    id: str
    rule: FaultRule = Field(description="As it was given.")
    matched: int = Field(description="Calls that it is about.")
    fired: int = Field(description="Calls that it let fail.")


class FaultList(Model):
    """The rules of a world, in the order in which they are tried."""

    world: str
    faults: list[FaultReport]


class OneFault(InWorld):
    id: str = Field("", description="Only this rule.")


class ProfileBody(Model):
    profile: Literal["throttled", "flaky", "task-conflict", "slow"]


class Removed(Model):
    removed: int


def faults_area(universe: Universe, board: FaultBoard) -> Blueprint:
    """The rules of each world."""
    area = Endpoints("faults")

    def listed(world: str, rules: list[Armed]) -> FaultList:
        found = [FaultReport(id=each.id, rule=each.rule, matched=each.matched, fired=each.fired) for each in rules]
        return FaultList(world=world, faults=found)

    def add(query: InWorld, rules: tuple[FaultRule, ...]) -> FaultList:
        world = the_world(universe, query).id
        try:
            return listed(world, board.add(world, rules))
        except ValueError as problem:
            raise ControlRefusal(f"{problem}.") from None

    @area.get("/faults")
    def show(query: InWorld) -> FaultList:
        """The fault rules of a world, and how often each struck."""
        world = there_is(universe, query).id
        return listed(world, board.rules(world))

    @area.post("/faults")
    def add_rule(query: InWorld, body: FaultRule) -> FaultList:
        """Add a fault rule; the answer has its id."""
        return add(query, (body,))

    @area.post("/faults/profile")
    def add_profile(query: InWorld, body: ProfileBody) -> FaultList:
        """Add the rules of a fault profile."""
        return add(query, PROFILES[body.profile])

    @area.delete("/faults")
    def clear(query: OneFault) -> Removed:
        """Remove all fault rules of a world, or one."""
        world = there_is(universe, query).id
        removed = board.remove(world, query.id)
        if query.id and not removed:
            raise ControlRefusal(f"id: world {world} has no fault rule {query.id!r}.", 404)
        return Removed(removed=removed)

    return area.blueprint
