"""``tfmock reach``: whether one end reaches another; for people, and for a CI job by its exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import cast

import click

from tfmock.cli.client import Client, connected_by_server, world_option
from tfmock.cli.output import json_option, say, say_json
from tfmock.cli.parameters import PORT
from tfmock.text.printable import printable

Json = Mapping[str, object]

EXIT_UNREACHABLE = 1


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("--protocol", type=click.Choice(["tcp", "udp", "icmp"]), help="Default: tcp with --port, else icmp.")
@click.option("--port", type=PORT, help="Destination port of the packet.")
@click.option("--source-port", type=PORT, help="Port it comes from. Default: any a client may get.")
@click.option("--reverse", is_flag=True, help="Ask from TARGET to SOURCE.")
@click.option("--one-way", is_flag=True, help="The packet there only: whether the answer comes back does not matter.")
@click.option("--ipv6", is_flag=True, help="Between the IPv6 addresses of the two.")
@json_option
@world_option
@connected_by_server
def reach(
    client: Client,
    source: str,
    target: str,
    protocol: str | None,
    port: int | None,
    source_port: int | None,
    reverse: bool,
    one_way: bool,
    ipv6: bool,
    as_json: bool,
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
    answer = client.json(
        "GET", "/reach", source=source, target=target, protocol=protocol, port=port, source_port=source_port,
        reverse=reverse or None, one_way=one_way or None, ipv6=ipv6 or None, world=world,
    )  # fmt: skip
    if as_json:
        say_json(answer)
    else:
        _print(answer)
    sys.exit(0 if answer["reachable"] else EXIT_UNREACHABLE)


def _print(answer: Json) -> None:
    source, target = (_end(cast(Json, answer[side])) for side in ("source", "target"))
    word = click.style("reaches", fg="green") if answer["reachable"] else click.style("does not reach", fg="red")
    click.echo(f"{source} {word} {target} ({printable(str(answer['packet']))})")
    names = cast("Mapping[str, str]", answer.get("names") or {})
    _way("there", cast(Json, answer["there"]), names)
    if answer.get("back"):
        _way("back", cast(Json, answer["back"]), names)


def _end(end: Json) -> str:
    """``vsw-a2 web (10.0.1.1)``: id, name where it has one, address."""
    node, address, name = end["node"], end["address"], end.get("name")
    named = f"{node} {name}" if name else f"{node}"
    return printable(named if node == address else f"{named} ({address})")


def _way(name: str, way: Json, names: Mapping[str, str]) -> None:
    def named(id: object) -> str:
        return f"{id} {names[str(id)]}" if names.get(str(id)) else f"{id}"

    for hop in cast("list[Json]", way["hops"]):
        next_hop = f"{hop['next_hop_type']} {named(hop['next_hop'])}"
        say(f"  {name:<5}  {named(hop['vpc'])}  {named(hop['route_table'])}  {hop['destination']} -> {next_hop}")
    mark = "ok" if way["reachable"] else str(way["cause"])
    say(f"  {name:<5}  {mark}: {way['why']}")
