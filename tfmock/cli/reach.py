"""``tfmock reach``: whether one end reaches another; for people, and for a CI job by its exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from tfmock.cli.client import CommandClient, with_client_of_server_option, world_option
from tfmock.cli.output import json_option, print_json, print_line
from tfmock.cli.parameters import PORT
from tfmock.text.printable import printable

if TYPE_CHECKING:
    from tfmock.control_api.models import EndReport, ReachReport, WayReport

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
@with_client_of_server_option
def reach(
    client: CommandClient, source: str, target: str, *, as_json: bool, world: str, **query: str | int | bool | None
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
    set_flags = {name: value for name, value in query.items() if value is not False}
    report = client.reach(source, target, world=world, **set_flags)
    if as_json:
        print_json(report)
    else:
        _print(report)
    sys.exit(0 if report.reachable else EXIT_UNREACHABLE)


def _print(report: ReachReport) -> None:
    word = click.style("reaches", fg="green") if report.reachable else click.style("does not reach", fg="red")
    click.echo(f"{_end(report.source)} {word} {_end(report.target)} ({printable(report.packet)})")
    _print_direction("there", report.there, report.names)
    if report.back is not None:
        _print_direction("back", report.back, report.names)


def _end(end: EndReport) -> str:
    """``vsw-a2 web (10.0.1.1)``: id, name where it has one, address."""
    label = f"{end.node} {end.name}" if end.name else end.node
    return printable(label if end.node == end.address else f"{label} ({end.address})")


def _print_direction(label: str, path: WayReport, names: Mapping[str, str]) -> None:
    def with_name(id: str) -> str:
        return f"{id} {names[id]}" if names.get(id) else id

    for hop in path.hops:
        next_hop = f"{hop.next_hop_type} {with_name(hop.next_hop)}"
        print_line(f"  {label:<5}  {with_name(hop.vpc)}  {with_name(hop.route_table)}  {hop.destination} -> {next_hop}")
    mark = "ok" if path.reachable else path.cause
    print_line(f"  {label:<5}  {mark}: {path.why}")
