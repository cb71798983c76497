"""``tfmock snapshot``: keep a world as it is now, and go back to it."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from tfmock.cli.client import CommandClient, CommandError, with_client, world_option
from tfmock.cli.output import json_option, print_json, print_line
from tfmock.text.shortened import shortened

if TYPE_CHECKING:
    from tfmock.core.snapshot import Document


@click.group()
def snapshot() -> None:
    """Keep a world as it is now, and go back to it.

    A snapshot has a NAME, and the server keeps it; or it is a FILE (whatever ends in .json or has a slash): one
    readable JSON document, to be shared, compared and kept in git.

    \b
    Example:
      tfmock snapshot save before && terraform apply
      tfmock snapshot diff before         what did that change?
      tfmock snapshot load before         undo it
      tfmock snapshot save base.json      for the repository
      tfmock serve --seed base.json       every world begins with it
    """


@snapshot.command()
@click.argument("name", metavar="NAME|FILE")
@json_option
@world_option
@with_client
def save(client: CommandClient, name: str, world: str, as_json: bool) -> None:
    """Keep a world as it is now. '-' writes to the standard output."""
    if not _is_file(name):
        from tfmock.control_api.models import Snapshots

        saved = client.fetch(Snapshots, "POST", "/snapshots", {"name": name}, world=world)
        _print_reply(saved, f"world {world} is kept as {name}", as_json)
        return
    content = client.request("GET", "/snapshot", world=world)
    if name == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        _write_file(Path(name), content)
    except OSError as error:
        raise CommandError(f"{name}: cannot be written: {error.strerror}.") from None
    _print_reply({"world": world, "file": name}, f"world {world} is kept in {name}", as_json)


def _write_file(path: Path, content: bytes) -> None:
    """Write the whole file or nothing. Only the owner can read a new one, which holds temporary keys. An existing file
    keeps its mode, and a link its target."""
    from tfmock.files.whole_file import write

    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        target.write_bytes(content)  # a pipe, or /dev/stdout
        return
    write(target, content, mode=stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600)


@snapshot.command("list")
@json_option
@world_option
@with_client
def show(client: CommandClient, world: str, as_json: bool) -> None:
    """Print the names of a world's snapshots, oldest first."""
    from tfmock.control_api.models import Snapshots

    reply = client.fetch(Snapshots, "GET", "/snapshots", world=world)
    if as_json:
        print_json(reply)
        return
    for name in reply.snapshots:
        print_line(name)


@snapshot.command()
@click.argument("source", metavar="NAME|FILE")
@json_option
@world_option
@with_client
def load(client: CommandClient, source: str, world: str, as_json: bool) -> None:
    """Make a world what the snapshot says, completely or not at all."""
    from tfmock.control_api.models import Loaded

    if _is_file(source):
        loaded = client.fetch(Loaded, "PUT", "/snapshot", _read_file(source).model_dump(), world=world)
    else:
        loaded = client.fetch(Loaded, "POST", f"/snapshots/{quote(source, safe='')}/load", world=world)
    _print_reply(loaded, f"world {world} is what {source} says: {loaded.rows} rows", as_json)


@snapshot.command()
@json_option
@world_option
@with_client
def rewind(client: CommandClient, world: str, as_json: bool) -> None:
    """Go back to the newest snapshot."""
    from tfmock.control_api.models import Loaded

    loaded = client.fetch(Loaded, "POST", "/rewind", world=world)
    _print_reply(loaded, f"world {world} is back at {loaded.snapshot}: {loaded.rows} rows", as_json)


@snapshot.command()
@click.argument("name")
@json_option
@world_option
@with_client
def delete(client: CommandClient, name: str, world: str, as_json: bool) -> None:
    """Delete a snapshot."""
    from tfmock.control_api.models import Snapshots

    remaining = client.fetch(Snapshots, "DELETE", f"/snapshots/{quote(name, safe='')}", world=world)
    _print_reply(remaining, f"snapshot {name} is gone", as_json)


@snapshot.command()
@click.argument("name")
@click.argument("to")
@click.option("--snapshot", metavar="NAME", help="Begin with this snapshot. Default: as it is now.")
@json_option
@with_client
def fork(client: CommandClient, name: str, to: str, snapshot: str | None, as_json: bool) -> None:
    """Create a world TO that begins as world NAME is, or was."""
    if snapshot == "":
        raise CommandError("--snapshot '': names no snapshot. Leave it out for the world as it is now.")
    from tfmock.control_api.models import WorldReport

    body = {"to": to, "snapshot": snapshot or ""}
    forked = client.fetch(WorldReport, "POST", f"/worlds/{quote(name, safe='')}/fork", body)
    _print_reply(forked, f"world {to} begins as {name} {'was at ' + snapshot if snapshot else 'is'}", as_json)


@snapshot.command()
@click.argument("old", metavar="NAME|FILE")
@click.argument("new", metavar="[NAME|FILE]", required=False)
@json_option
@world_option
@with_client
def diff(client: CommandClient, old: str, new: str | None, world: str, as_json: bool) -> None:
    """Print what changed from one snapshot to another, or to the world as it is now. Exit code 1 if anything did."""
    from tfmock.core.snapshot import Codec
    from tfmock.core.snapshot_diff import differences
    from tfmock.services.registry import row_types

    if "" in (old, new):
        raise CommandError("'' names no snapshot. Leave the second one out for the world as it is now.")
    codec = Codec(row_types())  # one of the two may be of an earlier version
    before, after = (codec.with_present_names(_get_document(client, source, world)) for source in (old, new))
    changes = list(differences(before, after))
    if as_json:
        print_json({"differences": [asdict(difference) for difference in changes]})
    for difference in () if as_json else changes:
        row = f"{difference.table} {difference.id}"
        if difference.kind == "changed":
            old, new = (shortened(str(value), 80) for value in (difference.old, difference.new))
            print_line(f"~ {row}  {difference.field}: {old} -> {new}")
        else:
            print_line(f"{'+' if difference.kind == 'added' else '-'} {row}")
    sys.exit(1 if changes else 0)


def _print_reply(reply: object, line: str, as_json: bool) -> None:
    if as_json:
        print_json(reply)
    else:
        print_line(line)


def _get_document(client: CommandClient, source: str | None, world: str) -> Document:
    from tfmock.core.snapshot import parse

    if source is not None and _is_file(source):
        return _read_file(source)
    return parse(client.request("GET", f"/snapshots/{quote(source, safe='')}" if source else "/snapshot", world=world))


def _read_file(path: str) -> Document:
    from tfmock.core.snapshot import SnapshotError, parse

    try:
        return parse(sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}.") from None
    except SnapshotError as error:
        raise CommandError(f"{path}: {error}.") from None


def _is_file(text: str) -> bool:
    return text == "-" or text.endswith(".json") or os.sep in text
