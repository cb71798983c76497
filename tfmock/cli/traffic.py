"""``tfmock traffic`` and ``tfmock bill``: send simulated bytes, and see what they cost."""

from __future__ import annotations

import click

from tfmock.cli.client import CommandClient, with_client, with_client_of_server_option, world_option
from tfmock.cli.output import json_option, print_json, print_line
from tfmock.cli.parameters import PORT


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
@with_client_of_server_option
def traffic(
    *,
    client: CommandClient,
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

    It takes the path that 'tfmock reach' shows at each moment; where there is none, its bytes are lost. The
    connection's bandwidth limits it. CloudMonitor shows it where the connection joins two regions, alarm rules see it,
    and 'tfmock bill' adds it up.

    \b
    Example:
      tfmock traffic web db --rate 200Mbps --for 10m --advance
      tfmock traffic web db --port 3306 --rate 8Mbps --for 2h
    """
    body = {
        "source": source, "target": target, "rate": rate, "seconds": seconds, "advance": advance,
        "protocol": protocol, "port": port,
    }  # fmt: skip
    from tfmock.control_api.models import FlowReport

    flow = client.fetch(FlowReport, "POST", "/traffic", body, world=world)
    if as_json:
        print_json(flow)
        return
    passed, dropped, lost = (amount / 1e6 for amount in (flow.passed, flow.dropped, flow.lost))
    path = "within the VPC: " if passed else ""
    if flow.connection:
        path = f"through {flow.connection}: "
    without_path = f", {lost:g} MB lost without a path" if lost else ""
    amounts = f"{passed:g} MB pass, {dropped:g} MB dropped{without_path}"
    print_line(f"{flow.id}  {flow.start} to {flow.end}  {path}{amounts}")
    if flow.why:
        print_line(f"  no path now: {flow.why}")
    if flow.connection and not flow.metered:
        click.echo("  not in CloudMonitor and not billed: the connection lies within one region")


@click.command()
@json_option
@world_option
@with_client
def bill(client: CommandClient, as_json: bool, world: str) -> None:
    """What traffic between regions has cost so far: by the hour, to the account of the side that sent it.

    Only two prices are published; give others as 'prices' in tfmock.toml.

    \b
    Example:
      tfmock bill --json
    """
    from tfmock.control_api.models import BillReport

    report = client.fetch(BillReport, "GET", "/bill", world=world)
    if as_json:
        print_json(report)
        return
    for line in report.lines:
        amount = f"{line.amount} USD" if line.amount is not None else "no price known"
        print_line(
            f"{line.hour}  {line.account}  {line.connection}  {line.region} -> {line.far_region}  "
            f"{line.link_type}  {line.gigabytes} GB  {amount}"
        )
    for account, total in report.totals.items():
        print_line(f"total  {account}  {total} USD")
    counts = report.unpriced_lines
    for account, known in report.at_least.items():
        amount = f"at least {known} USD, " if known else "unknown: "
        items = f"{counts[account]} item{'' if counts[account] == 1 else 's'}"
        print_line(f"total  {account}  {amount}{items} without a known price")
    if not report.lines:
        click.echo("nothing was sent between regions")
