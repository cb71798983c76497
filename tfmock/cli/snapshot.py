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

from tfmock.cli.client import Client, Failed, connected, world_option
from tfmock.cli.output import json_option, say, say_json
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
@connected
def save(client: Client, name: str, world: str, as_json: bool) -> None:
    """Keep a world as it is now. '-' writes to the standard output."""
    if not _is_file(name):
        kept = client.json("POST", "/snapshots", {"name": name}, world=world)
        _answer(kept, f"world {world} is kept as {name}", as_json)
        return
    content = client.ask("GET", "/snapshot", world=world)
    if name == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        _write(Path(name), content)
    except OSError as error:
        raise Failed(f"{name}: cannot be written: {error.strerror}.") from None
    _answer({"world": world, "file": name}, f"world {world} is kept in {name}", as_json)


def _write(path: Path, content: bytes) -> None:
    """A whole file or nothing. A new one is for its owner's eyes: it holds temporary keys. One that is there keeps its
    mode, and a link still leads to it."""
    from tfmock.files.whole_file import write

    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        real.write_bytes(content)  # a pipe, or /dev/stdout
        return
    write(real, content, mode=stat.S_IMODE(real.stat().st_mode) if real.exists() else 0o600)


@snapshot.command("list")
@json_option
@world_option
@connected
def show(client: Client, world: str, as_json: bool) -> None:
    """Print the names of a world's snapshots, oldest first."""
    answer = client.json("GET", "/snapshots", world=world)
    if as_json:
        say_json(answer)
        return
    found = answer["snapshots"]
    assert isinstance(found, list)
    for name in found:
        say(name)


@snapshot.command()
@click.argument("source", metavar="NAME|FILE")
@json_option
@world_option
@connected
def load(client: Client, source: str, world: str, as_json: bool) -> None:
    """Make a world what the snapshot says; whole or not at all."""
    if _is_file(source):
        done = client.json("PUT", "/snapshot", _read(source).model_dump(), world=world)
    else:
        done = client.json("POST", f"/snapshots/{quote(source, safe='')}/load", world=world)
    _answer(done, f"world {world} is what {source} says: {done['rows']} rows", as_json)


@snapshot.command()
@json_option
@world_option
@connected
def rewind(client: Client, world: str, as_json: bool) -> None:
    """Go back to the newest snapshot."""
    done = client.json("POST", "/rewind", world=world)
    _answer(done, f"world {world} is back at {done['snapshot']}: {done['rows']} rows", as_json)


@snapshot.command()
@click.argument("name")
@json_option
@world_option
@connected
def delete(client: Client, name: str, world: str, as_json: bool) -> None:
    """Forget a snapshot."""
    rest = client.json("DELETE", f"/snapshots/{quote(name, safe='')}", world=world)
    _answer(rest, f"snapshot {name} is gone", as_json)


@snapshot.command()
@click.argument("name")
@click.argument("to")
@click.option("--snapshot", metavar="NAME", help="Begin with this snapshot. Default: as it is now.")
@json_option
@connected
def fork(client: Client, name: str, to: str, snapshot: str | None, as_json: bool) -> None:
    """Make a new world TO that begins as world NAME is, or was."""
    if snapshot == "":
        raise Failed("--snapshot '': names no snapshot. Leave it out for the world as it is now.")
    made = client.json("POST", f"/worlds/{quote(name, safe='')}/fork", {"to": to, "snapshot": snapshot or ""})
    _answer(made, f"world {to} begins as {name} {'was at ' + snapshot if snapshot else 'is'}", as_json)


@snapshot.command()
@click.argument("old", metavar="NAME|FILE")
@click.argument("new", metavar="[NAME|FILE]", required=False)
@json_option
@world_option
@connected
def diff(client: Client, old: str, new: str | None, world: str, as_json: bool) -> None:
    """Print what changed from one snapshot to another, or to the world as it is now. Exit code 1 if anything did."""
    from tfmock.core.snapshot import Codec
    from tfmock.core.snapshot_diff import differences
    from tfmock.services.registry import row_types

    if "" in (old, new):
        raise Failed("'' names no snapshot. Leave the second one out for the world as it is now.")
    codec = Codec(row_types())  # one of the two may be of an earlier version
    before, after = (codec.with_present_names(_document(client, source, world)) for source in (old, new))
    found = list(differences(before, after))
    if as_json:
        say_json({"differences": [asdict(difference) for difference in found]})
    for difference in () if as_json else found:
        row = f"{difference.table} {difference.id}"
        if difference.kind == "changed":
            old, new = (shortened(str(value), 80) for value in (difference.old, difference.new))
            say(f"~ {row}  {difference.field}: {old} -> {new}")
        else:
            say(f"{'+' if difference.kind == 'added' else '-'} {row}")
    sys.exit(1 if found else 0)


def _answer(answer: object, line: str, as_json: bool) -> None:
    if as_json:
        say_json(answer)
    else:
        say(line)


def _document(client: Client, source: str | None, world: str) -> Document:
    from tfmock.core.snapshot import parse

    if source is not None and _is_file(source):
        return _read(source)
    return parse(client.ask("GET", f"/snapshots/{quote(source, safe='')}" if source else "/snapshot", world=world))


def _read(path: str) -> Document:
    from tfmock.core.snapshot import SnapshotError, parse

    try:
        return parse(sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes())
    except OSError as error:
        raise Failed(f"{path}: cannot be read: {error.strerror}.") from None
    except SnapshotError as error:
        raise Failed(f"{path}: {error}.") from None


def _is_file(text: str) -> bool:
    return text == "-" or text.endswith(".json") or os.sep in text
