"""``tfmock calls`` and ``tfmock replay``: what happened, and whether it would happen again."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tfmock import __version__
from tfmock.commands.client import Client, Failed, connected, guarded

if TYPE_CHECKING:
    from tfmock.recording.record import Record

_POLL_SECONDS = 0.3
_PATH = click.Path(path_type=Path)


@click.command()
@click.option("--world", default="", metavar="NAME", help="Only of this world.")
@click.option("--product", default="", metavar="PATTERN", help="Vpc, VpcPeer...")
@click.option("--action", default="", metavar="PATTERN", help="'Create*,Delete*'")
@click.option("--errors", is_flag=True, help="Only what was answered with an error.")
@click.option("-n", "--last", type=click.IntRange(0), default=0, metavar="N", help="Only the last N.")
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
@connected
def calls(
    client: Client, world: str, product: str, action: str, errors: bool, last: int, follow: bool, file: Path | None,
    form: str,
) -> None:  # fmt: skip
    """Show what was called: request, reply, and the rows it changed.

    \b
    Example:
      tfmock calls --errors
      tfmock calls --follow --world default
      tfmock calls --format pytest > test_recorded.py
      tfmock calls --from calls.jsonl --format har > calls.har
    """
    if follow and (file is not None or form in ("har", "pytest")):
        raise Failed("--follow goes with a running server and --format text or jsonl.")
    if file is not None:
        from tfmock.recording.filters import Filter

        select = Filter(world, product, action, errors)
        found = [record for record in _read(file) if select.takes(record)]
        _print(found[-last:] if last else found, form)
        return
    from tfmock.recording.record import NotARecording, Records, parse_answer

    def fetch(after: int, limit: int) -> Records:
        query = {"world": world, "product": product, "action": action}
        content = client.ask("GET", "/calls", **query, errors=errors, after=after, limit=limit)
        try:
            return parse_answer(content)
        except NotARecording as problem:
            raise Failed(f"/calls: {client.where}: {problem}. Is it a tfmock of this version?") from None

    answer = fetch(0, last)
    _print(answer["calls"], form)
    while follow:
        sys.stdout.flush()
        time.sleep(_POLL_SECONDS)
        answer = fetch(answer["last"], 0)
        _print(answer["calls"], form)


def _read(file: Path) -> list[Record]:
    from tfmock.recording.record import NotARecording, parse

    try:
        return parse(file.read_text(encoding="utf-8").splitlines())
    except OSError as error:
        raise Failed(f"{file}: {error.strerror}. Name a file that 'tfmock serve --record' wrote.") from None
    except UnicodeDecodeError:
        raise Failed(f"{file}: is not text. Name a file that 'tfmock serve --record' wrote.") from None
    except NotARecording as problem:
        raise Failed(f"{file}: {problem}. Name a file that 'tfmock serve --record' wrote.") from None


def _print(records: Sequence[Record], form: str) -> None:
    if form == "har":
        from tfmock.recording.har import archive

        click.echo(json.dumps(archive(records), indent=2, ensure_ascii=False))
    elif form == "pytest":
        from tfmock.recording.as_test import source

        click.echo(source(records, __version__), nl=False)
    else:
        for record in records:
            click.echo(json.dumps(record, ensure_ascii=False) if form == "jsonl" else "\n".join(_text(record)))


def _text(record: Record) -> Iterator[str]:
    who = f"{record['world']}.{record['account']}" if record["world"] else "?"
    result = click.style(
        f"{record['status']} {record.get('error', '')}".strip(), fg="red" if "error" in record else None
    )
    fault = record.get("fault")
    why = f"  [fault {fault['rule']}{', after the call' if fault['after'] else ''}]" if fault else ""
    name = f"{record['product'] or '?'} {record['action'] or '?'}"
    yield f"{record['n']:>5} {record['at']} {name:<42} {who:<26} {record['ms']:8.1f} ms  {result}{why}"
    for change in record["changes"]:
        yield f"        {_change(change)}"


def _change(change: Any) -> str:
    name = f"{change['table']} {change['id']}"
    if change["old"] is None:
        return f"+ {name}"
    if change["new"] is None:
        return f"- {name}"
    fields = ", ".join(
        f"{field}: {_short(change['old'][field])} -> {_short(new)}" for field, new in change["new"].items()
    )
    return f"~ {name}  {fields}"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


@click.command()
@click.argument("file", type=_PATH)
@click.option("--verify", is_flag=True, help="Exit 1 when an answer differs from the recorded one.")
@click.option("--live", is_flag=True, help="Against the running tfmock; default: a fresh one in this process.")
@click.option("--seed", type=_PATH, multiple=True, metavar="FILE", help="What existed before the first call.")
@click.option("--host", metavar="ADDRESS", help="With --live: where tfmock listens.")
@click.option("--port", type=int, help="With --live: its port of plain HTTP.")
@click.option("--config", type=_PATH, metavar="FILE", help="Settings file. Default: ./tfmock.toml, if any.")
@guarded
def replay(
    file: Path,
    verify: bool,
    live: bool,
    seed: tuple[Path, ...],
    host: str | None,
    port: int | None,
    config: Path | None,
) -> None:
    """Make the calls of a recording again and compare the answers.

    \b
    Example:
      tfmock serve --record calls.jsonl
      tfmock replay calls.jsonl --verify
      tfmock replay calls.jsonl --live --port 4180
    """
    from tfmock import settings
    from tfmock.doors.server import reach
    from tfmock.testing.replay import differences, in_process, over_http

    records = _read(file)
    if not records:
        raise Failed(f"{file}: holds no call. Name a file that 'tfmock serve --record' wrote.")
    chosen = settings.load(config, host=host, port=port, gateway_port=0, seed=seed or None)
    send = over_http(reach(chosen.host).strip("[]"), chosen.port) if live else in_process(chosen)
    count = 0
    try:
        for difference in differences(records, send):
            click.echo(difference)
            count += 1
    except OSError as error:
        raise Failed(f"nothing answers on {chosen.host}:{chosen.port} ({error}). Start it with: tfmock serve") from None
    verdict = "every answer is the same" if not count else f"{count} difference{'s' if count > 1 else ''}"
    click.echo(f"{len(records)} calls, {verdict}")
    if verify and count:
        sys.exit(1)
