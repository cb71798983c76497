"""Options of several commands; settings validate their values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from tfmock.cli.parameters import INTEGER
from tfmock.settings_values import FAULT_PROFILES

_Command = TypeVar("_Command", bound=Callable[..., object])


def options(*decorators: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one decorator, in the order in which help shows them."""

    def decorate(command: _Command) -> _Command:
        for option in reversed(decorators):
            command = option(command)
        return command

    return decorate


PATH: Final = click.Path(path_type=Path)
config_option = click.option(
    "--config", type=PATH, metavar="FILE", help="Settings file. Default: ./tfmock.toml, if any."
)
server_config_option = click.option("--config", type=PATH, metavar="FILE", help="Settings file of the server.")
server_option = click.option(
    "--server",
    metavar="HOST:PORT",
    help="Where tfmock listens. Default: TFMOCK_SERVER ('tfmock env' and 'tfmock exec' set it), else as settings say.",
)
host_option = click.option("--host", metavar="ADDRESS", help="Address to listen on. Default: 127.0.0.1.")
server_host_option = click.option("--host", metavar="ADDRESS", help="Where tfmock listens. Default: 127.0.0.1.")
server_port_option = click.option("--port", type=INTEGER, help="Its port of plain HTTP. Default: 4180.")
server_gateway_option = click.option(
    "--gateway-port", type=INTEGER, help="Its port of HTTPS and of the proxy. Default: 4181."
)
port_option = click.option("--port", type=INTEGER, help="Port of plain HTTP. Default: 4180. 0 takes a free one.")
gateway_option = click.option(
    "--gateway-port", type=INTEGER, help="Port of HTTPS and of the proxy. Default: 4181. 0 takes a free one."
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


def _parse_transitions(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> dict[str, str] | None:
    """``VpcPeer.Creating=8`` -> a table; settings validate its names and values."""
    parts = [text.partition("=") for text in texts]
    wrong = next((text for text, (_, equals, _) in zip(texts, parts, strict=True) if not equals), None)
    if wrong is not None:
        raise click.BadParameter(f"{wrong!r}: write it as VpcPeer.Creating=8.")
    return {name: seconds for name, _, seconds in parts} or None


#: Options for the behaviour of worlds.
behaviour_options: Final = (
    click.option(
        "--transition",
        "transitions",
        multiple=True,
        callback=_parse_transitions,
        metavar="KIND.STATE=SECONDS",
        help="How long one state lasts, over the profile: VpcPeer.Creating=8. May be repeated.",
    ),
    click.option(
        "--fault-profile",
        type=click.Choice(FAULT_PROFILES),
        help="Fault rules that every world begins with (docs/faults.md).",
    ),
    click.option(
        "--tier",
        type=click.Choice(["all", "emulated"]),
        help="Which calls to answer: all, or those of emulated resources alone (docs/crud.md). Default: all.",
    ),
    click.option(
        "--default-vpc",
        is_flag=True,
        default=None,
        help="Begin with a default VPC in every region, with a vSwitch in each zone, as new accounts do.",
    ),
)
#: Options for access.
access_options: Final = (
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
