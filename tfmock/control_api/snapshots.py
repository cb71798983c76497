"""``/_tfmock/snapshots``: keep a world as it is now, and go back to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final

from flask import Blueprint, Response
from pydantic import AfterValidator, Field

from tfmock.control_api.endpoints import ControlRequestError, Endpoints, InWorld, Model, check_name, look_at_world
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


def snapshots_blueprint(universe: Universe) -> Blueprint:
    """Save, list, show, load, rewind and forget snapshots."""
    endpoints = Endpoints("snapshots")

    @endpoints.get("/snapshot")
    def show_now(query: InWorld) -> Response:
        """A world as it is now, as a document."""
        return _document(snapshot_of(universe, query.world))

    @endpoints.put("/snapshot")
    def load_document(query: InWorld, body: Document) -> Loaded:
        """Make a world what a document describes; whole or not at all."""
        return _load(universe, query.world, body)

    @endpoints.get("/snapshots")
    def snapshots(query: InWorld) -> Snapshots:
        """Names of a world's snapshots."""
        return Snapshots(world=query.world, snapshots=list(_snapshots(universe, query.world)))

    @endpoints.post("/snapshots")
    def save(query: InWorld, body: Save) -> Snapshots:
        """Keep a world as it is now; a snapshot of the same name is replaced."""
        with look_at_world(universe, query) as world:
            _require_room(universe.list_snapshots(world.id), body.name)
            universe.save_snapshot(world.id, body.name, world.snapshot())
            return snapshots(query)

    @endpoints.get("/snapshots/<name>")
    def show(query: InWorld, name: str) -> Response:
        """A snapshot as a document."""
        return _document(snapshot_of(universe, query.world, name))

    @endpoints.post("/snapshots/<name>/load")
    def load_named(query: InWorld, name: str) -> Loaded:
        """Make a world what it was; whole or not at all."""
        with look_at_world(universe, query):
            return _load(universe, query.world, parse(snapshot_of(universe, query.world, name)), name)

    @endpoints.post("/rewind")
    def rewind(query: InWorld) -> Loaded:
        """Go back to the newest snapshot."""
        with look_at_world(universe, query) as world:
            names = list(universe.list_snapshots(world.id))
            if not names:
                raise ControlRequestError(
                    f"world {query.world!r} has no snapshot to go back to. Make one: tfmock snapshot save"
                )
            return load_named(query, names[-1])

    @endpoints.delete("/snapshots/<name>")
    def forget(query: InWorld, name: str) -> Snapshots:
        """Forget a snapshot."""
        with look_at_world(universe, query):
            snapshot_of(universe, query.world, name)
            universe.delete_snapshot(query.world, name)
            return snapshots(query)

    return endpoints.blueprint


def _require_room(snapshots: Mapping[str, bytes], name: str) -> None:
    """A world can have one more snapshot, or has one of this name, which is replaced.

    Raises:
        ControlRequestError: it has as many as it can have.
    """
    if len(snapshots) >= _MAX_SNAPSHOTS and name not in snapshots:
        raise ControlRequestError(f"a world keeps at most {_MAX_SNAPSHOTS} snapshots. Forget one, or replace one.")


def _load(universe: Universe, world_name: str, document: Document, snapshot: str = "") -> Loaded:
    """Make a world what a document describes.

    Raises:
        ControlRequestError: no world can have this name, or be what the document describes.
    """
    check_name(world_name)
    try:
        check_values(document, lifecycles())
        world = universe.load(world_name, document)
    except SnapshotError as error:
        raise ControlRequestError(f"the snapshot cannot be loaded, and nothing was changed: {error}.") from None
    return Loaded(world=world.id, snapshot=snapshot, rows=world.store.size())


def snapshot_of(universe: Universe, world: str, name: str = "") -> bytes:
    """A world as it is now, or one of its snapshots, as text.

    Raises:
        ControlRequestError: there is no such world or snapshot.
    """
    if name:
        snapshots = _snapshots(universe, world)
        if name not in snapshots:
            hint = did_you_mean(name, snapshots) or f"It has: {', '.join(snapshots) or 'none'}."
            raise ControlRequestError(f"world {world!r} has no snapshot {name!r}. {hint}", 404)
        return snapshots[name]
    with look_at_world(universe, InWorld(world=world)) as inspected:
        return inspected.snapshot().text().encode()


def _snapshots(universe: Universe, world: str) -> Mapping[str, bytes]:
    """The snapshots of a world.

    Raises:
        ControlRequestError: there is no such world.
    """
    with look_at_world(universe, InWorld(world=world)) as inspected:
        return universe.list_snapshots(inspected.id)


def _document(text: bytes) -> Response:
    return Response(text, content_type="application/json")
