"""Options that several commands have; settings read them as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from tfmock.cli.parameters import WHOLE

_Command = TypeVar("_Command", bound=Callable[..., object])


def options(*wanted: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one decorator, in the order in which help shows them."""

    def decorate(command: _Command) -> _Command:
        for option in reversed(wanted):
            command = option(command)
        return command

    return decorate


PATH: Final = click.Path(path_type=Path)
config_option = click.option(
    "--config", type=PATH, metavar="FILE", help="Settings file. Default: ./tfmock.toml, if any."
)
their_config_option = click.option("--config", type=PATH, metavar="FILE", help="Settings file of the server.")
server_option = click.option(
    "--server",
    metavar="HOST:PORT",
    help="Where tfmock listens. Default: TFMOCK_SERVER ('tfmock env' and 'tfmock exec' set it), else as settings say.",
)
host_option = click.option("--host", metavar="ADDRESS", help="Address to listen on. Default: 127.0.0.1.")
their_host_option = click.option("--host", metavar="ADDRESS", help="Where tfmock listens. Default: 127.0.0.1.")
their_port_option = click.option("--port", type=WHOLE, help="Its port of plain HTTP. Default: 4180.")
their_gateway_option = click.option(
    "--gateway-port", type=WHOLE, help="Its port of HTTPS and of the proxy. Default: 4181."
)
port_option = click.option("--port", type=WHOLE, help="Port of plain HTTP. Default: 4180. 0 takes a free one.")
gateway_option = click.option(
    "--gateway-port", type=WHOLE, help="Port of HTTPS and of the proxy. Default: 4181. 0 takes a free one."
)
seed_option = click.option(
    "--seed",
    type=PATH,
    multiple=True,
    metavar="FILE",
    help="What exists before the first call. May be repeated.",
)
record_option = click.option(
    "--record", type=PATH, metavar="FILE", help="Write every call to FILE, one JSON line each."
)
profile_option = click.option(
    "--profile",
    type=click.Choice(["instant", "realistic"]),
    help="How long things take: instant (default), or as long as in the cloud.",
)


def _transitions(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str] | None:
    """``VpcPeer.Creating=8`` -> a table; what it says is settings' to judge."""
    parts = [text.partition("=") for text in given]
    wrong = next((text for text, (_, equals, _) in zip(given, parts, strict=True) if not equals), None)
    if wrong is not None:
        raise click.BadParameter(f"{wrong!r}: write it as VpcPeer.Creating=8.")
    return {name: seconds for name, _, seconds in parts} or None


#: How the world behaves.
behaviour: Final = (
    click.option(
        "--transition",
        "transitions",
        multiple=True,
        callback=_transitions,
        metavar="KIND.STATE=SECONDS",
        help="How long one state lasts, over the profile: VpcPeer.Creating=8. May be repeated.",
    ),
    click.option(
        "--fault-profile",
        type=click.Choice(["throttled", "flaky", "task-conflict", "slow"]),
        help="A bad day in the cloud, for every world (docs/faults.md).",
    ),
    click.option(
        "--default-vpc",
        is_flag=True,
        default=None,
        help="Begin with a default VPC in every region, with a vSwitch in each zone, as new accounts do.",
    ),
)
#: Who may do what.
access: Final = (
    click.option(
        "--auth",
        type=click.Choice(["off", "warn", "strict"]),
        help="Check signatures against the secrets in [accounts]. Default: off.",
    ),
    click.option(
        "--control-token",
        metavar="TOKEN",
        help="Open /_tfmock/ to other machines, for those who send TOKEN. Better: TFMOCK_CONTROL_TOKEN.",
    ),
    click.option(
        "--proxy-allow",
        metavar="NETWORKS",
        help="Private networks that other machines may reach through the proxy: 10.0.0.0/8,fd00::/8.",
    ),
)
