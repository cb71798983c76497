"""``/_tfmock/worlds``: which worlds there are; reset, delete and fork them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from flask import Blueprint
from pydantic import Field

from tfmock.control_api.endpoints import (
    ControlRequestError,
    Endpoints,
    InWorld,
    Model,
    check_name,
    look_at_world,
    no_such_world,
    use_world,
)
from tfmock.control_api.models import Deleted, WorldReport, Worlds
from tfmock.control_api.report import resources
from tfmock.control_api.snapshots import snapshot_of
from tfmock.core.clock import timestamp
from tfmock.core.errors import NoSuchWorldError, WorldExistsError
from tfmock.core.snapshot import SnapshotError, parse
from tfmock.core.universe import Universe
from tfmock.core.world import World
from tfmock.protocol.errors import ApiError

log = logging.getLogger("tfmock")


class Fork(Model):
    to: str = Field(description="Name of the new world; it must not exist yet.")
    snapshot: str = Field("", description="Begin with this snapshot; default: the world as it is now.")


def worlds_blueprint(universe: Universe) -> Blueprint:
    """List, reset, delete and fork worlds."""
    endpoints = Endpoints("worlds")

    @endpoints.get("/worlds")
    def worlds() -> Worlds:
        """Every world."""
        return Worlds(worlds=list(_reports(universe)))

    @endpoints.post("/worlds/<name>/reset")
    def reset(name: str) -> WorldReport:
        """Make a world as it was in the beginning: seeds, real time, ids from the start, no faults, no record."""
        with look_at_world(universe, InWorld(world=name)) as world:
            universe.reset(name)
            return _report(universe, world)

    @endpoints.put("/worlds/<name>")
    def make(name: str) -> WorldReport:
        """Make a world, as its first call would; one that exists stays as it is."""
        with use_world(universe, InWorld(world=name)) as world:
            return _report(universe, world)

    @endpoints.delete("/worlds/<name>")
    def delete(name: str) -> Deleted:
        """Forget a world and its snapshots."""
        if not universe.delete(name):
            raise no_such_world(universe, name)
        return Deleted(deleted=name)

    @endpoints.post("/worlds/<name>/fork")
    def fork(name: str, body: Fork) -> WorldReport:
        """Make a new world that begins as another one is, or was."""
        document = parse(snapshot_of(universe, name, body.snapshot))
        check_name(body.to, "to")
        try:
            return _report(universe, universe.create(body.to, document))
        except WorldExistsError:
            raise ControlRequestError(
                f"there is a world {body.to!r} already. Delete it first, or choose another name.", field="to"
            ) from None
        except SnapshotError as error:
            raise ControlRequestError(f"the snapshot cannot be loaded, and no world was made: {error}.") from None

    return endpoints.blueprint


def _reports(universe: Universe) -> Iterator[WorldReport]:
    """Every world. One that cannot be read, or whose time cannot be written, does not hide the others."""
    for name in universe.names():
        try:
            with universe.inspect(name) as world:
                report = _report(universe, world)
        except NoSuchWorldError:
            continue  # deleted meanwhile
        except Exception as error:  # whatever is wrong with this one
            log.exception("world %s cannot be looked at", name)
            problem = error.message if isinstance(error, ApiError) else str(error)
            report = WorldReport(name=name, now="", idle=0.0, resources=0, rows={}, snapshots=[], problem=problem)
        yield report


def _report(universe: Universe, world: World) -> WorldReport:
    with world.reading() as tx:
        count = len(resources(world, tx))
        rows = {kind.table: len(table) for kind, table in world.store.tables().items() if len(table)}
        now = world.clock.now()
    return WorldReport(
        name=world.id,
        now=timestamp(now),
        idle=round(universe.idle(world), 1),
        resources=count,
        rows=dict(sorted(rows.items())),
        snapshots=list(universe.list_snapshots(world.id)),
    )
