"""``tfmock quota``: limits of a world."""

from __future__ import annotations

import click

from tfmock.cli.client import CommandClient, with_client, world_option
from tfmock.cli.output import json_option, print_json, print_line
from tfmock.cli.parameters import IntegerType, NumericArgumentsCommand


@click.group()
def quota() -> None:
    """Show and change the quotas of a world.

    \b
    Example:
      tfmock quota set vpc_quota_intra_region_peer_num_per_vpc 50
    """


@quota.command("list")
@json_option
@world_option
@with_client
def list_quotas(client: CommandClient, world: str, as_json: bool) -> None:
    """Every quota and its limit."""
    from tfmock.control_api.models import QuotaReport

    report = client.fetch(QuotaReport, "GET", "/quotas", world=world)
    if as_json:
        print_json(report)
        return
    for name, value in report.quotas.items():
        print_line(f"{name:<44} {value}")


@quota.command("set", cls=NumericArgumentsCommand)
@click.argument("name")
@click.argument("value", type=IntegerType(0))
@json_option
@world_option
@with_client
def set_quota(client: CommandClient, name: str, value: int, world: str, as_json: bool) -> None:
    """Raise or lower a quota, until the world is reset."""
    from tfmock.control_api.models import QuotaReport

    report = client.fetch(QuotaReport, "PUT", "/quotas", {"name": name, "value": value}, world=world)
    if as_json:
        print_json(report)
        return
    print_line(f"{name} {value}")
