"""``tfmock world``: which worlds there are."""

from __future__ import annotations

from urllib.parse import quote

import click

from tfmock.cli.client import CommandClient, with_client
from tfmock.cli.output import json_option, print_json, print_line
from tfmock.variables import WORLD_VARIABLE

_name = click.argument("name", envvar=WORLD_VARIABLE, default="default")


@click.group()
def world() -> None:
    """List, reset and delete worlds.

    An access key <world>.<account uid> leads to the world of that name, which is created when it is first used. Worlds
    are separate, so that many jobs can share one tfmock.

    \b
    Example:
      tfmock world list
      tfmock world reset job-42
      tfmock world delete job-42
    """


@world.command("list")
@json_option
@with_client
def show(client: CommandClient, as_json: bool) -> None:
    """Print every world: how many resources it holds, all its rows, and how long it has not been called.

    Resources are those that were created and not deleted. Rows are all that tfmock stores of the world: also what
    comes with a VPC, tokens, tags, and the histories of connections and alarms.
    """
    from tfmock.control_api.models import Worlds

    reply = client.fetch(Worlds, "GET", "/worlds")
    if as_json:
        print_json(reply)
        return
    width = max((len(world.name) for world in reply.worlds), default=0)
    for world in reply.worlds:
        if world.problem:
            print_line(f"{world.name:<{width}}  cannot be read: {world.problem}")
            continue
        counts = f"{world.resources:5} resources  {sum(world.rows.values()):6} rows"
        print_line(f"{world.name:<{width}}  {counts}  idle {world.idle:.0f} s  {world.now}")


@world.command()
@_name
@json_option
@with_client
def reset(client: CommandClient, name: str, as_json: bool) -> None:
    """Make world NAME as it was in the beginning: seeds, real time, ids from the start, no faults, no record.

    NAME is that of the environment (TFMOCK_WORLD) where it is left out, else default.
    """
    from tfmock.control_api.models import WorldReport

    reply = client.fetch(WorldReport, "POST", f"/worlds/{quote(name, safe='')}/reset")
    if as_json:
        print_json(reply)
        return
    print_line(f"world {name} is as it was in the beginning")


@world.command()
@click.argument("name")
@json_option
@with_client
def delete(client: CommandClient, name: str, as_json: bool) -> None:
    """Delete world NAME and its snapshots. Its next call creates it again."""
    from tfmock.control_api.models import Deleted

    reply = client.fetch(Deleted, "DELETE", f"/worlds/{quote(name, safe='')}")
    if as_json:
        print_json(reply)
        return
    print_line(f"world {name} is gone")
