"""``tfmock traffic`` and ``tfmock bill``: send simulated bytes, and see what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import click

from tfmock.cli.client import Client, connected, connected_by_server, world_option
from tfmock.cli.output import json_option, say, say_json
from tfmock.cli.parameters import PORT

Json = Mapping[str, object]


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("--rate", required=True, metavar="RATE", help="200Mbps, 1.5Gbps.")
@click.option("--for", "seconds", required=True, metavar="DURATION", help="How long: 10m, 1h30m.")
@click.option("--advance", is_flag=True, help="Put the world's clock forward to the end of it.")
@click.option("--protocol", type=click.Choice(["tcp", "udp", "icmp"]), default="tcp", show_default=True)
@click.option("--port", type=PORT, help="Destination port of the packets, for access rules.")
@json_option
@world_option
@connected_by_server
def traffic(
    client: Client,
    source: str,
    target: str,
    rate: str,
    seconds: str,
    advance: bool,
    protocol: str,
    port: int | None,
    as_json: bool,
    world: str,
) -> None:
    """Send a constant stream from SOURCE to TARGET, from now on, on the world's clock.

    It goes along the real path, at each moment the one that 'tfmock reach' would tell of: where there is none, its
    bytes are lost. The connection's bandwidth limits it. CloudMonitor shows it where the connection joins two
    regions, alarm rules see it, and 'tfmock bill' adds it up.

    \b
    Example:
      tfmock traffic web db --rate 200Mbps --for 10m --advance
      tfmock traffic web db --port 3306 --rate 8Mbps --for 2h
    """
    body = {
        "source": source, "target": target, "rate": rate, "seconds": seconds, "advance": advance,
        "protocol": protocol, "port": port,
    }  # fmt: skip
    flow = client.json("POST", "/traffic", body, world=world)
    if as_json:
        say_json(flow)
        return
    passed, dropped, lost = (cast(float, flow[name]) / 1e6 for name in ("passed", "dropped", "lost"))
    way = f"through {flow['connection']}: " if flow["connection"] else "within the VPC: " if passed else ""
    without = f", {lost:g} MB lost without a path" if lost else ""
    amounts = f"{passed:g} MB pass, {dropped:g} MB dropped{without}"
    say(f"{flow['id']}  {flow['start']} to {flow['end']}  {way}{amounts}")
    if flow["why"]:
        say(f"  no path now: {flow['why']}")
    if flow["connection"] and not flow["metered"]:
        click.echo("  not in CloudMonitor and not billed: the connection lies within one region")


@click.command()
@json_option
@world_option
@connected
def bill(client: Client, as_json: bool, world: str) -> None:
    """What traffic between regions has cost so far: by the hour, to the account of the side that sent it.

    Only two prices are published; give others as 'prices' in tfmock.toml.

    \b
    Example:
      tfmock bill --json
    """
    found = client.json("GET", "/bill", world=world)
    if as_json:
        say_json(found)
        return
    for line in cast("list[Json]", found["lines"]):
        amount = f"{line['amount']} USD" if "amount" in line else "no price known"
        say(
            f"{line['hour']}  {line['account']}  {line['connection']}  {line['region']} -> {line['far_region']}  "
            f"{line['link_type']}  {line['gigabytes']} GB  {amount}"
        )
    for account, total in cast(Json, found["totals"]).items():
        say(f"total  {account}  {total} USD")
    counts = cast("Mapping[str, int]", found["unpriced_lines"])
    for account, known in cast("Mapping[str, float]", found["at_least"]).items():
        amount = f"at least {known} USD, " if known else "unknown: "
        items = f"{counts[account]} item{'' if counts[account] == 1 else 's'}"
        say(f"total  {account}  {amount}{items} without a known price")
    if not found["lines"]:
        click.echo("nothing was sent between regions")
