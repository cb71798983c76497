"""``tfmock quota``: limits of a world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import click

from tfmock.cli.client import Client, connected, world_option
from tfmock.cli.output import json_option, say, say_json
from tfmock.cli.parameters import TakesNumbers, Whole


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
@connected
def list_(client: Client, world: str, as_json: bool) -> None:
    """Every quota and its limit."""
    found = client.json("GET", "/quotas", world=world)
    if as_json:
        say_json(found)
        return
    for name, value in cast(Mapping[str, int], found["quotas"]).items():
        say(f"{name:<44} {value}")


@quota.command("set", cls=TakesNumbers)
@click.argument("name")
@click.argument("value", type=Whole(0))
@json_option
@world_option
@connected
def set_(client: Client, name: str, value: int, world: str, as_json: bool) -> None:
    """Raise or lower one, until the world is reset."""
    found = client.json("PUT", "/quotas", {"name": name, "value": value}, world=world)
    if as_json:
        say_json(found)
        return
    say(f"{name} {value}")
