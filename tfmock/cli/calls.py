"""``tfmock calls`` and ``tfmock replay``: recorded calls, and making them again."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tfmock.cli.client import CommandClient, CommandError, create_client, missing_world, reports_errors, with_client
from tfmock.cli.options import config_option, options, server_host_option, server_option, server_port_option
from tfmock.cli.output import print_line
from tfmock.cli.parameters import IntegerType
from tfmock.control_api.client import NoAnswerError, RequestRefusedError
from tfmock.text.printable import printable
from tfmock.text.shortened import shortened
from tfmock.variables import WORLD_VARIABLE
from tfmock.version import __version__

if TYPE_CHECKING:
    from tfmock.recording.record import Record

_POLL_SECONDS = 0.3
_PATH = click.Path(path_type=Path)


@click.command()
@click.option(
    "--world",
    metavar="NAME",
    help="Only of this world. Default: that of the environment (TFMOCK_WORLD) where it has one of its own, else all.",
)
@click.option("--all-worlds", is_flag=True, help="Of all worlds, whatever the environment says.")
@click.option("--product", default="", metavar="PATTERN", help="Vpc, VpcPeer...")
@click.option("--action", default="", metavar="PATTERN", help="'Create*,Delete*'")
@click.option("--errors", is_flag=True, help="Only what was answered with an error.")
@click.option("-n", "--last", type=IntegerType(0), default=0, metavar="N", help="Only the last N.")
@click.option("-f", "--follow", is_flag=True, help="Go on with calls as they come. Ctrl-C ends it.")
@click.option("--from", "file", type=_PATH, metavar="FILE", help="A recording (serve --record) instead of a server.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl", "har", "pytest"]),
    default="text",
    show_default=True,
    help="pytest: a test file that makes the calls again and compares.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format jsonl.")
@with_client
def calls(
    *, client: CommandClient, world: str | None, all_worlds: bool, product: str, action: str, errors: bool, last: int,
    follow: bool, file: Path | None, form: str, as_json: bool,
) -> None:  # fmt: skip
    """Show what was called: request, reply, and the rows it changed.

    \b
    Example:
      tfmock calls --errors
      tfmock calls --follow --world default
      tfmock calls --format pytest > test_recorded.py
      tfmock calls --from calls.jsonl --format har > calls.har
    """
    form = _check_format(form, as_json=as_json, follow=follow, from_file=file is not None)
    if world is not None and all_worlds:
        raise CommandError("--world and --all-worlds exclude each other.")
    if file is not None:
        from tfmock.recording.filters import Filter

        select = Filter(world or "", product, action, errors)
        records = [record for record in _read(file) if select.matches(record)]
        _print(records[-last:] if last else records, form)
        if not records and (world or product or action or errors):
            _note(f"{file}: none of its calls fits.")
        return
    from tfmock.recording.record import RecordingError, Records, parse_answer

    shown = "" if all_worlds else _environment_world() if world is None else world

    def fetch(after: int, limit: int) -> Records:
        query = {"world": shown, "product": product, "action": action}
        try:
            content = client.request("GET", "/calls", **query, errors=errors, after=after, limit=limit)
        except RequestRefusedError as refused:
            if not follow or not missing_world(refused):
                raise
            return Records(last=after, calls=[])  # its first call creates it
        try:
            return parse_answer(content)
        except RecordingError as problem:
            raise CommandError(f"/calls: {client.where}: {problem}. Is it a tfmock of this version?") from None

    answer = fetch(0, last)
    _print(answer["calls"], form)
    if answer.get("note"):
        _note(str(answer["note"]))
    if follow and shown and not answer["calls"]:
        click.echo(printable(f"tfmock: waiting for calls of world {shown} on {client.where}"), err=True)
    while follow:
        sys.stdout.flush()
        time.sleep(_POLL_SECONDS)
        answer = fetch(answer["last"], 0)
        _print(answer["calls"], form)


def _check_format(form: str, *, as_json: bool, follow: bool, from_file: bool) -> str:
    """The format to print in.

    Raises:
        CommandError: options exclude each other.
    """
    if as_json and form not in ("text", "jsonl"):
        raise CommandError(f"--json is --format jsonl, and --format says {form}; give one of them.")
    if follow and (from_file or form in ("har", "pytest")):
        raise CommandError("--follow goes with a running server and --format text or jsonl.")
    return "jsonl" if as_json else form


def _note(text: str) -> None:
    click.echo(printable(f"tfmock: note: {text}"), err=True)


def _environment_world() -> str:
    """The environment's own world. ``default`` is everybody's: calls that reached no world are shown along with it."""
    named = os.environ.get(WORLD_VARIABLE, "")
    return "" if named == "default" else named


def _read(file: Path) -> list[Record]:
    from tfmock.recording.record import RecordingError, parse

    try:
        return parse(file.read_text(encoding="utf-8").split("\n"))  # texts may hold other line separators
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}. Name a file that 'tfmock serve --record' wrote.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file}: is not text. Name a file that 'tfmock serve --record' wrote.") from None
    except RecordingError as problem:
        raise CommandError(f"{file}: {problem}. Name a file that 'tfmock serve --record' wrote.") from None


def _print(records: Sequence[Record], form: str) -> None:
    if form == "har":
        from tfmock.recording.har import archive

        click.echo(json.dumps(archive(records), indent=2))
    elif form == "pytest":
        from tfmock.recording.as_test import source

        click.echo(source(records, __version__), nl=False)
    else:
        for record in records:
            click.echo(json.dumps(record) if form == "jsonl" else "\n".join(_text(record)))


def _text(record: Record) -> Iterator[str]:
    who = ".".join(filter(None, (record["world"], record["account"]))) or "?"
    code = printable(f"{record['status']} {record.get('error', '')}".strip())
    result = click.style(code, fg="red" if "error" in record else None)
    fault = record.get("fault")
    why = f"  [fault {fault['rule']}{', after the call' if fault['after'] else ''}]" if fault else ""
    name = f"{record['product'] or '?'} {record['action'] or '?'}"
    start = printable(f"{record['n']:>5} {record['at']} {name:<42} {who:<26} {record['ms']:8.1f} ms")
    yield f"{start}  {result}{printable(why)}"
    if record.get("reason"):
        yield printable(f"        {record['reason']}")
    for change in record["changes"]:
        yield printable(f"        {_change(change)}")


def _change(change: Any) -> str:
    name = f"{change['table']} {change['id']}"
    if change["old"] is None:
        return f"+ {name}"
    if change["new"] is None:
        return f"- {name}"
    fields = ", ".join(
        f"{field}: {_in_short(change['old'][field])} -> {_in_short(new)}" for field, new in change["new"].items()
    )
    return f"~ {name}  {fields}"


def _in_short(value: object) -> str:
    return shortened(json.dumps(value, ensure_ascii=False), 60)


@click.command()
@click.argument("file", type=_PATH)
@click.option("--verify", is_flag=True, help="Exit 1 when an answer differs from the recorded one.")
@click.option("--live", is_flag=True, help="Against the running tfmock; default: a fresh one in this process.")
@click.option("--seed", type=_PATH, multiple=True, metavar="FILE", help="What existed before the first call.")
@options(server_option, server_host_option, server_port_option, config_option)
@reports_errors
def replay(
    *,
    file: Path,
    verify: bool,
    live: bool,
    seed: tuple[Path, ...],
    server: str | None,
    host: str | None,
    port: int | None,
    config: Path | None,
) -> None:
    """Make the calls of a recording again and compare the answers.

    --server, --host and --port are for --live: they say where tfmock listens.

    \b
    Example:
      tfmock serve --record calls.jsonl
      tfmock replay calls.jsonl --verify
      tfmock replay calls.jsonl --live --server 127.0.0.1:4180
    """
    from tfmock import settings
    from tfmock.testing.replay import differences, in_process, over_http

    records = _read(file)
    if not records:
        raise CommandError(f"{file}: holds no call. Name a file that 'tfmock serve --record' wrote.")
    if not live and (server, host, port) != (None, None, None):
        raise CommandError("--server, --host and --port say where a running tfmock listens: they go with --live.")
    client = create_client(config, host, port, server) if live else None
    if client is not None:
        client.print_note()
        send = over_http(*client.address, client.token)
    else:
        send = in_process(settings.load(config, seed=seed or None))
    count = 0
    try:
        for difference in differences(records, send):
            print_line(difference)
            count += 1
    except OSError as error:
        if client is None:
            raise CommandError(str(error)) from None
        raise CommandError(client.no_answer_message(NoAnswerError(client.where, error))) from None
    verdict = "every answer is the same" if not count else f"{count} difference{'s' if count > 1 else ''}"
    click.echo(f"{len(records)} calls, {verdict}")
    if verify and count:
        sys.exit(1)
