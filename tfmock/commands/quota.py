"""``tfmock quota``: limits of a world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import click

from tfmock.commands.client import Client, connected, world_option


@click.group()
def quota() -> None:
    """Show and change the quotas of a world.

    \b
    Example:
      tfmock quota set vpc_quota_intra_region_peer_num_per_vpc 50
    """


@quota.command("list")
@world_option
@connected
def list_(client: Client, world: str) -> None:
    """Every quota and its limit."""
    _print(client, world)


@quota.command("set")
@click.argument("name")
@click.argument("value", type=click.IntRange(0))
@world_option
@connected
def set_(client: Client, name: str, value: int, world: str) -> None:
    """Raise or lower one, until the world is reset."""
    client.json("PUT", "/quotas", {"name": name, "value": value}, world=world)
    click.echo(f"{name} {value}")


def _print(client: Client, world: str) -> None:
    for name, value in cast(Mapping[str, int], client.json("GET", "/quotas", world=world)["quotas"]).items():
        click.echo(f"{name:<44} {value}")
