"""``tfmock reach``: whether one end reaches another; for people, and for a CI job by its exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import cast

import click

from tfmock.commands.client import Client, Failed, guarded, world_option

Json = Mapping[str, object]

EXIT_UNREACHABLE = 1


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("--protocol", type=click.Choice(["tcp", "udp", "icmp"]), help="Default: tcp with --port, else icmp.")
@click.option("--port", type=click.IntRange(1, 65535), help="Destination port of the packet.")
@click.option("--source-port", type=click.IntRange(1, 65535), help="Port it comes from. Default: any a client may get.")
@click.option("--reverse", is_flag=True, help="Ask from TARGET to SOURCE.")
@click.option("--one-way", is_flag=True, help="The packet there only: whether the answer comes back does not matter.")
@click.option("--ipv6", is_flag=True, help="Between the IPv6 addresses of the two.")
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")
@click.option("--server", metavar="ADDRESS:PORT", help="Where tfmock listens. Default: as 'tfmock serve' would.")
@world_option
@guarded
def reach(
    source: str,
    target: str,
    protocol: str | None,
    port: int | None,
    source_port: int | None,
    reverse: bool,
    one_way: bool,
    ipv6: bool,
    as_json: bool,
    server: str | None,
    world: str,
) -> None:
    """Does a packet from SOURCE reach TARGET, and does the answer come back?

    An end is the id or the name of an instance, a network interface, a vSwitch or a VPC; an address; or
    vsw-1=10.0.0.5 for an address in a vSwitch. Exit code 0: yes. 1: no, and what decided is named. 2: the question
    cannot be asked.

    \b
    Example:
      tfmock reach web db --port 3306
      tfmock reach vsw-bp1... 192.168.0.10 --reverse
    """
    answer = client_of(server).json(
        "GET", "/reach", source=source, target=target, protocol=protocol, port=port, source_port=source_port,
        reverse=reverse or None, one_way=one_way or None, ipv6=ipv6 or None, world=world,
    )  # fmt: skip
    if as_json:
        import json

        click.echo(json.dumps(answer, indent=2))
    else:
        _print(answer)
    sys.exit(0 if answer["reachable"] else EXIT_UNREACHABLE)


def client_of(server: str | None) -> Client:
    """The tfmock that ``--server`` names, else the one that the settings do: ``--port`` is the packet's here."""
    from tfmock import settings
    from tfmock.doors.server import reach as reachable

    host, _, port = (server or "").rpartition(":")
    if server and not (host and port.isdigit()):
        raise Failed(f"--server {server}: write it as 127.0.0.1:4180.")
    chosen = settings.load(None, host=host or None, port=int(port) if port else None)
    token = chosen.control_token.get_secret_value() if chosen.control_token else ""
    return Client(reachable(chosen.host), chosen.port, token)


def _print(answer: Json) -> None:
    source, target = (_end(cast(Json, answer[side])) for side in ("source", "target"))
    word = click.style("reaches", fg="green") if answer["reachable"] else click.style("does not reach", fg="red")
    click.echo(f"{source} {word} {target} ({answer['packet']})")
    _way("there", cast(Json, answer["there"]))
    if answer.get("back"):
        _way("back", cast(Json, answer["back"]))


def _end(end: Json) -> str:
    node, address = end["node"], end["address"]
    return f"{node}" if node == address else f"{node} ({address})"


def _way(name: str, way: Json) -> None:
    for hop in cast("list[Json]", way["hops"]):
        click.echo(f"  {name:<5}  {hop['vpc']}  {hop['route_table']}  {hop['destination']} -> {_next(hop)}")
    mark = "ok" if way["reachable"] else str(way["cause"])
    click.echo(f"  {name:<5}  {mark}: {way['why']}")


def _next(hop: Json) -> str:
    return f"{hop['next_hop_type']} {hop['next_hop']}"
