"""``/_tfmock/snapshots``: keep a world as it is now, and go back to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final

from flask import Blueprint, Response
from pydantic import AfterValidator, Field

from tfmock.control_api.endpoints import ControlRefusal, Endpoints, InWorld, Model, check_name, look_at_world
from tfmock.control_api.models import Loaded, Snapshots
from tfmock.core.snapshot import Document, SnapshotError, parse
from tfmock.core.snapshot_check import check_values
from tfmock.core.universe import Universe
from tfmock.services.registry import lifecycles
from tfmock.text.suggest import did_you_mean

#: Of one world; each is a whole world in memory.
_MAX_SNAPSHOTS: Final = 100
_NAME: Final = re.compile(r"^[a-z0-9][a-z0-9._-]{0,62}$")


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} is no snapshot's name; use up to 63 lower-case letters, digits, dots, hyphens and underscores"
        )
    return name


class Save(Model):
    name: Annotated[str, AfterValidator(_named)] = Field(
        description="Lower-case letters, digits, dots, hyphens, underscores.",
        json_schema_extra={"pattern": _NAME.pattern},
    )


def snapshots_area(universe: Universe) -> Blueprint:
    """Save, list, show, load, rewind and forget snapshots."""
    area = Endpoints("snapshots")

    @area.get("/snapshot")
    def show_now(query: InWorld) -> Response:
        """A world as it is now, as a document."""
        return _document(snapshot_of(universe, query.world))

    @area.put("/snapshot")
    def load_document(query: InWorld, body: Document) -> Loaded:
        """Make a world what a document describes; whole or not at all."""
        return load(query, body, "")

    @area.get("/snapshots")
    def snapshots(query: InWorld) -> Snapshots:
        """Names of a world's snapshots."""
        return Snapshots(world=query.world, snapshots=list(_shelf(universe, query.world)))

    @area.post("/snapshots")
    def save(query: InWorld, body: Save) -> Snapshots:
        """Keep a world as it is now; a snapshot of the same name is replaced."""
        with look_at_world(universe, query) as world:
            kept = universe.list_snapshots(world.id)
            if len(kept) >= _MAX_SNAPSHOTS and body.name not in kept:
                raise ControlRefusal(f"a world keeps at most {_MAX_SNAPSHOTS} snapshots. Forget one, or replace one.")
            universe.save_snapshot(world.id, body.name, world.snapshot())
            return snapshots(query)

    @area.get("/snapshots/<name>")
    def show(query: InWorld, name: str) -> Response:
        """A snapshot as a document."""
        return _document(snapshot_of(universe, query.world, name))

    @area.post("/snapshots/<name>/load")
    def load_named(query: InWorld, name: str) -> Loaded:
        """Make a world what it was; whole or not at all."""
        with look_at_world(universe, query):
            return load(query, parse(snapshot_of(universe, query.world, name)), name)

    @area.post("/rewind")
    def rewind(query: InWorld) -> Loaded:
        """Go back to the newest snapshot."""
        with look_at_world(universe, query) as world:
            names = list(universe.list_snapshots(world.id))
            if not names:
                raise ControlRefusal(
                    f"world {query.world!r} has no snapshot to go back to. Make one: tfmock snapshot save"
                )
            return load_named(query, names[-1])

    @area.delete("/snapshots/<name>")
    def forget(query: InWorld, name: str) -> Snapshots:
        """Forget a snapshot."""
        with look_at_world(universe, query):
            snapshot_of(universe, query.world, name)
            universe.delete_snapshot(query.world, name)
            return snapshots(query)

    def load(query: InWorld, document: Document, name: str) -> Loaded:
        check_name(query.world)
        try:
            check_values(document, lifecycles())
            world = universe.load(query.world, document)
        except SnapshotError as error:
            raise ControlRefusal(f"the snapshot cannot be loaded, and nothing was changed: {error}.") from None
        return Loaded(world=world.id, snapshot=name, rows=world.store.size())

    return area.blueprint


def snapshot_of(universe: Universe, world: str, name: str = "") -> bytes:
    """A world as it is now, or one of its snapshots, as text.

    Raises:
        ControlRefusal: there is no such world or snapshot.
    """
    if name:
        shelf = _shelf(universe, world)
        if name not in shelf:
            hint = did_you_mean(name, shelf) or f"It has: {', '.join(shelf) or 'none'}."
            raise ControlRefusal(f"world {world!r} has no snapshot {name!r}. {hint}", 404)
        return shelf[name]
    with look_at_world(universe, InWorld(world=world)) as found:
        return found.snapshot().text().encode()


def _shelf(universe: Universe, world: str) -> Mapping[str, bytes]:
    """The snapshots of a world.

    Raises:
        ControlRefusal: there is no such world.
    """
    with look_at_world(universe, InWorld(world=world)) as found:
        return universe.list_snapshots(found.id)


def _document(text: bytes) -> Response:
    return Response(text, content_type="application/json")
