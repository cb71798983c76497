"""``/_tfmock/worlds``: which worlds there are; reset, delete and fork them."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from tfmock.control.endpoints import ControlRefusal, Endpoints, InWorld, Model, no_such_world, the_world, there_is
from tfmock.control.report import resources
from tfmock.control.snapshots import snapshot_of
from tfmock.core.clock import timestamp
from tfmock.core.snapshot import parse
from tfmock.core.universe import Universe
from tfmock.core.world import World


class WorldReport(Model):
    """One world."""

    name: str
    now: str = Field(description="Its time.")
    idle: float = Field(description="Seconds since this tfmock last got a call for it.")
    resources: int = Field(description="How many things somebody made and has not deleted: as many as a report lists.")
    rows: dict[str, int] = Field(
        description="How many rows each table has: also what comes along with resources, tokens, tags and histories."
    )
    snapshots: list[str] = Field(description="Names of its snapshots, oldest first.")


class Worlds(Model):
    worlds: list[WorldReport]


class Deleted(Model):
    deleted: str


class Fork(Model):
    to: str = Field(description="Name of the new world; it must not exist yet.")
    snapshot: str = Field("", description="Begin with this snapshot; default: the world as it is now.")


def worlds_area(universe: Universe) -> Blueprint:
    """List, reset, delete and fork worlds."""
    area = Endpoints("worlds")

    @area.get("/worlds")
    def worlds() -> Worlds:
        """Every world."""
        return Worlds(worlds=[_report(universe, world) for world in universe.worlds()])

    @area.post("/worlds/<name>/reset")
    def reset(name: str) -> WorldReport:
        """Make a world as it was in the beginning: seeds, real time, ids from the start, no faults, no record."""
        return _report(universe, universe.reset(there_is(universe, InWorld(world=name)).id))

    @area.put("/worlds/<name>")
    def make(name: str) -> WorldReport:
        """Make a world, as its first call would; one that exists stays as it is."""
        return _report(universe, the_world(universe, InWorld(world=name)))

    @area.delete("/worlds/<name>")
    def delete(name: str) -> Deleted:
        """Forget a world and its snapshots."""
        if not universe.delete(name):
            raise no_such_world(universe, name)
        return Deleted(deleted=name)

    @area.post("/worlds/<name>/fork")
    def fork(name: str, body: Fork) -> WorldReport:
        """Make a new world that begins as another one is, or was."""
        document = snapshot_of(universe, name, body.snapshot)
        if universe.find(body.to) is not None:
            raise ControlRefusal(f"to: there is a world {body.to!r} already. Delete it first, or choose another name.")
        return _report(universe, universe.load(the_world(universe, InWorld(world=body.to)).id, parse(document)))

    return area.blueprint


def _report(universe: Universe, world: World) -> WorldReport:
    with world.lock:
        count = len(resources(world, world.reading()))
        rows = {kind.table: len(table) for kind, table in world.store.tables().items() if len(table)}
        now = world.clock.now()
    return WorldReport(
        name=world.id,
        now=timestamp(now),
        idle=round(universe.idle(world), 1),
        resources=count,
        rows=dict(sorted(rows.items())),
        snapshots=list(universe.shelf(world.id)),
    )
