"""``tfmock clock``: a world's time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

from tfmock.cli.client import CommandClient, CommandError, with_client, world_option
from tfmock.cli.output import json_option, print_json, print_line
from tfmock.cli.parameters import FINITE_NUMBER, NumericArgumentsCommand

if TYPE_CHECKING:
    from tfmock.control_api.models import ClockReport


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
@with_client
def show(client: CommandClient, world: str, as_json: bool) -> None:
    """Print the time, its speed, and how long states last."""
    report = _change(client, "GET", "/clock", world, as_json)
    for state, seconds in () if as_json else report.durations.items():
        print_line(f"  {state:<28} {_duration(seconds)}")


@clock.command()
@click.option("--at", metavar="TIME", help="2026-01-01T00:00:00Z. Default: now.")
@json_option
@world_option
@with_client
def freeze(client: CommandClient, at: str | None, world: str, as_json: bool) -> None:
    """Stop the time. 'tfmock clock scale 1' lets it run again."""
    _change(client, "POST", "/clock/freeze", world, as_json, body={"at": at} if at is not None else {})


@clock.command(cls=NumericArgumentsCommand)
@click.argument("by", metavar="DURATION")
@json_option
@world_option
@with_client
def advance(client: CommandClient, by: str, world: str, as_json: bool) -> None:
    """Put the time forward by DURATION: 7d, 1h30m, 8s."""
    _change(client, "POST", "/clock/advance", world, as_json, body={"by": by})


@clock.command(cls=NumericArgumentsCommand)
@click.argument("speed", type=FINITE_NUMBER)
@json_option
@world_option
@with_client
def scale(client: CommandClient, speed: float, world: str, as_json: bool) -> None:
    """Let the time run SPEED times as fast as real time, from now on."""
    _change(client, "POST", "/clock/scale", world, as_json, body={"speed": speed})


@clock.command()
@json_option
@world_option
@with_client
def reset(client: CommandClient, world: str, as_json: bool) -> None:
    """Back to real time."""
    _change(client, "DELETE", "/clock", world, as_json)


@clock.command()
@click.argument(
    "profile", metavar="[instant|realistic]", type=click.Choice(["instant", "realistic"]), default="instant"
)
@click.option(
    "--set", "transitions", multiple=True, metavar="KIND.STATE=SECONDS", help="Single states. May be repeated."
)
@json_option
@world_option
@with_client
def profile(client: CommandClient, profile: str, transitions: tuple[str, ...], world: str, as_json: bool) -> None:
    """How long states last: instant (default) or realistic, and single ones as you like."""
    body = {"profile": profile, "transitions": dict(map(_parse_transition, transitions))}
    _change(client, "PUT", "/clock/profile", world, as_json, body=body)


def _parse_transition(text: str) -> tuple[str, float]:
    name, _, seconds = text.partition("=")
    try:
        duration = float(seconds)
    except ValueError:
        duration = math.nan
    if not math.isfinite(duration):
        raise CommandError(f"--set {text}: write it as VpcPeer.Creating=8.")
    return name, duration


def _change(
    client: CommandClient, method: str, path: str, world: str, as_json: bool, *, body: object = None
) -> ClockReport:
    """Send a request about the clock and print the clock as it is afterwards."""
    from tfmock.control_api.models import ClockReport

    report = client.fetch(ClockReport, method, path, body, world=world)
    if as_json:
        print_json(report)
    else:
        speed = "frozen" if report.frozen else f"speed {report.speed:g}"
        print_line(f"{report.now}  world {report.world}  {speed}  profile {report.profile}")
    return report


def _duration(value: float) -> str:
    return f"{value / 86400:g} d" if value >= 86400 else f"{value:g} s"
