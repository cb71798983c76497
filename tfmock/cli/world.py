"""``tfmock world``: which worlds there are."""

from __future__ import annotations

from urllib.parse import quote

import click

from tfmock.cli.client import Client, connected
from tfmock.cli.output import json_option, say, say_json
from tfmock.variables import WORLD_VARIABLE

_name = click.argument("name", envvar=WORLD_VARIABLE, default="default")


@click.group()
def world() -> None:
    """List, reset and delete worlds.

    An access key <world>.<account uid> leads to the world of that name, which is made when it is first used. Worlds
    do not see each other, so that many jobs can share one tfmock.

    \b
    Example:
      tfmock world list
      tfmock world reset job-42
      tfmock world delete job-42
    """


@world.command("list")
@json_option
@connected
def show(client: Client, as_json: bool) -> None:
    """Print every world: how many resources it holds, all its rows, and how long it has not been called.

    Resources are what somebody made and has not deleted. Rows are all that tfmock keeps of the world: also what comes
    along with a VPC, tokens, tags, and the histories of connections and alarms.
    """
    answer = client.json("GET", "/worlds")
    if as_json:
        say_json(answer)
        return
    found = answer["worlds"]
    assert isinstance(found, list)
    width = max((len(each["name"]) for each in found), default=0)
    for each in found:
        if each.get("problem"):
            say(f"{each['name']:<{width}}  cannot be looked at: {each['problem']}")
            continue
        counts = f"{each['resources']:5} resources  {sum(each['rows'].values()):6} rows"
        say(f"{each['name']:<{width}}  {counts}  idle {each['idle']:.0f} s  {each['now']}")


@world.command()
@_name
@json_option
@connected
def reset(client: Client, name: str, as_json: bool) -> None:
    """Make world NAME as it was in the beginning: seeds, real time, ids from the start, no faults, no record.

    NAME is that of the environment (TFMOCK_WORLD) where it is left out, else default.
    """
    answer = client.json("POST", f"/worlds/{quote(name, safe='')}/reset")
    if as_json:
        say_json(answer)
        return
    say(f"world {name} is as it was in the beginning")


@world.command()
@click.argument("name")
@json_option
@connected
def delete(client: Client, name: str, as_json: bool) -> None:
    """Forget world NAME and its snapshots. Its next call makes it anew."""
    answer = client.json("DELETE", f"/worlds/{quote(name, safe='')}")
    if as_json:
        say_json(answer)
        return
    say(f"world {name} is gone")
