"""``tfmock world``: which worlds there are."""

from __future__ import annotations

from urllib.parse import quote

import click

from tfmock.commands.client import Client, connected

_name = click.argument("name", default="default")


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
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@connected
def show(client: Client, as_json: bool) -> None:
    """Print every world, how many rows it has, and how long it has not been called."""
    if as_json:
        click.echo(client.ask("GET", "/worlds"), nl=False)
        return
    found = client.json("GET", "/worlds")["worlds"]
    assert isinstance(found, list)
    width = max((len(each["name"]) for each in found), default=0)
    for each in found:
        rows = sum(each["rows"].values())
        click.echo(f"{each['name']:<{width}}  {rows:6} rows  idle {each['idle']:.0f} s  {each['now']}")


@world.command()
@_name
@connected
def reset(client: Client, name: str) -> None:
    """Make world NAME as it was in the beginning: seeds, real time, ids from the start, no faults, no record."""
    client.json("POST", f"/worlds/{quote(name)}/reset")
    click.echo(f"world {name} is as it was in the beginning")


@world.command()
@click.argument("name")
@connected
def delete(client: Client, name: str) -> None:
    """Forget world NAME and its snapshots. Its next call makes it anew."""
    client.json("DELETE", f"/worlds/{quote(name)}")
    click.echo(f"world {name} is gone")
