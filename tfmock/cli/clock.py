"""``tfmock clock``: a world's time."""

from __future__ import annotations

import math

import click

from tfmock.cli.client import Client, Failed, connected, world_option
from tfmock.cli.output import json_option, say, say_json
from tfmock.cli.parameters import NUMBER, TakesNumbers


@click.group()
def clock() -> None:
    """Show and move a world's time.

    \b
    Example:
      tfmock clock advance 7d                   a pending peering request expires
      tfmock clock freeze --at 2026-01-01       the same timestamps in every run
      tfmock clock scale 60                     a minute passes in a second
      tfmock clock profile --set VpcPeer.Creating=8
    """


@clock.command()
@json_option
@world_option
@connected
def show(client: Client, world: str, as_json: bool) -> None:
    """Print the time, its speed, and how long states last."""
    report = client.json("GET", "/clock", world=world)
    _print(report, as_json)
    durations = report["durations"]
    assert isinstance(durations, dict)
    for state, seconds in () if as_json else durations.items():
        say(f"  {state:<28} {_seconds(seconds)}")


@clock.command()
@click.option("--at", metavar="TIME", help="2026-01-01T00:00:00Z. Default: now.")
@json_option
@world_option
@connected
def freeze(client: Client, at: str | None, world: str, as_json: bool) -> None:
    """Stop the time. 'tfmock clock scale 1' lets it run again."""
    _print(client.json("POST", "/clock/freeze", {"at": at} if at is not None else {}, world=world), as_json)


@clock.command(cls=TakesNumbers)
@click.argument("by", metavar="DURATION")
@json_option
@world_option
@connected
def advance(client: Client, by: str, world: str, as_json: bool) -> None:
    """Put the time forward by DURATION: 7d, 1h30m, 8s."""
    _print(client.json("POST", "/clock/advance", {"by": by}, world=world), as_json)


@clock.command(cls=TakesNumbers)
@click.argument("speed", type=NUMBER)
@json_option
@world_option
@connected
def scale(client: Client, speed: float, world: str, as_json: bool) -> None:
    """Let the time run SPEED times as fast as real time, from now on."""
    _print(client.json("POST", "/clock/scale", {"speed": speed}, world=world), as_json)


@clock.command()
@json_option
@world_option
@connected
def reset(client: Client, world: str, as_json: bool) -> None:
    """Back to real time."""
    _print(client.json("DELETE", "/clock", world=world), as_json)


@clock.command()
@click.argument(
    "profile", metavar="[instant|realistic]", type=click.Choice(["instant", "realistic"]), default="instant"
)
@click.option(
    "--set", "transitions", multiple=True, metavar="KIND.STATE=SECONDS", help="Single states. May be repeated."
)
@json_option
@world_option
@connected
def profile(client: Client, profile: str, transitions: tuple[str, ...], world: str, as_json: bool) -> None:
    """How long states last: instant (default) or realistic, and single ones as you like."""
    body = {"profile": profile, "transitions": dict(map(_transition, transitions))}
    _print(client.json("PUT", "/clock/profile", body, world=world), as_json)


def _transition(text: str) -> tuple[str, float]:
    name, _, seconds = text.partition("=")
    try:
        given = float(seconds)
    except ValueError:
        given = math.nan
    if not math.isfinite(given):
        raise Failed(f"--set {text}: write it as VpcPeer.Creating=8.")
    return name, given


def _print(report: dict[str, object], as_json: bool) -> None:
    if as_json:
        say_json(report)
        return
    speed = "frozen" if report["frozen"] else f"speed {report['speed']:g}"
    say(f"{report['now']}  world {report['world']}  {speed}  profile {report['profile']}")


def _seconds(value: float) -> str:
    return f"{value / 86400:g} d" if value >= 86400 else f"{value:g} s"
