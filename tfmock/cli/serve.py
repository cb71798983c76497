"""``tfmock serve``."""

from __future__ import annotations

import functools
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfmock.cli.client import reports_errors
from tfmock.cli.options import (
    PATH,
    access_options,
    behaviour_options,
    config_option,
    gateway_option,
    host_option,
    options,
    port_option,
    profile_option,
    record_option,
    seed_option,
)
from tfmock.cli.parameters import FINITE_NUMBER, INTEGER
from tfmock.cli.seed_pipes import buffered_pipes
from tfmock.version import __version__

if TYPE_CHECKING:
    from tfmock.settings import Settings

_PATIENCE_SECONDS = 0.5
_STOPPING_NOTE = "tfmock: calls are under way; they have 5 seconds to end. Ctrl-C or SIGTERM again ends tfmock at once."


@click.command()
@options(
    host_option,
    port_option,
    gateway_option,
    config_option,
    seed_option,
    record_option,
    profile_option,
    *behaviour_options,
    *access_options,
)
@click.option(
    "--task-conflict",
    is_flag=True,
    default=None,
    help="Refuse parallel changes to one VPC, as the cloud may.",
)
@click.option("--world-seed", metavar="TEXT", help="Same text, same calls: same resource ids.")
@click.option(
    "--world-ttl", type=FINITE_NUMBER, metavar="SECONDS", help="Forget worlds that were not called for so long."
)
@click.option("--state", type=PATH, metavar="FILE", help="Keep all worlds in a SQLite file. Survives kill -9.")
@click.option("--store", metavar="URL", help="Keep all worlds in Redis (redis://...), for several tfmock at once.")
@click.option("--workers", type=INTEGER, metavar="N", help="Processes that answer, with --store. Default: 1.")
@reports_errors
def serve(*, config: Path | None, seed: tuple[Path, ...], **settings_flags: object) -> None:
    """Run tfmock until Ctrl-C.

    Ctrl-C and SIGTERM let calls under way end, for 5 seconds at most, and the exit code is 0. A second one ends it at
    once.

    \b
    Example:
      tfmock serve
      tfmock serve --port 8080 --gateway-port 8443 --seed network.json
      tfmock serve --state worlds.db
      tfmock serve --store redis://127.0.0.1:6379/0 --workers 2 --world-ttl 3600
    """
    import signal

    from tfmock import settings
    from tfmock.server import server
    from tfmock.server.process_exit import exit_at_next_signal, exit_now
    from tfmock.server.signals import Signals

    loaded = settings.load(config, seed=seed or None, **settings_flags)
    with (
        buffered_pipes(loaded.seed) as seeds,
        Signals(signal.SIGINT, signal.SIGTERM) as signals,  # an early Ctrl-C is an orderly stop, too
    ):
        running = server.start_with_stored_ca(loaded.model_copy(update={"seed": seeds}))
        note = threading.Timer(_PATIENCE_SECONDS, click.echo, (_STOPPING_NOTE,), {"err": True})
        note.daemon = True
        try:
            _print_banner(running.settings, running.url)
            signals.wait()
            exit_at_next_signal(signals)
            note.start()
        finally:
            ended = running.stop()
            note.cancel()
        if not ended:
            click.echo("tfmock: calls that did not end within 5 seconds were cut off.", err=True)
        exit_now(0)


def _print_banner(settings: Settings, url: str) -> None:
    """Print five lines on how to use the server. Click removes the style where output is not a terminal."""
    from tfmock.control_api.paths import PREFIX
    from tfmock.protocol.peers import connect_host, is_loopback_host
    from tfmock.settings import server_flags

    flags = server_flags(settings)
    gateway = f"{connect_host(settings.host)}:{settings.gateway_port}"
    bold = functools.partial(click.style, bold=True)
    console = bold(f"{url}{PREFIX}/")
    evaluate = bold(f'eval "$(tfmock env{flags})"')
    click.echo(f"{bold('tfmock')} {__version__}  API and console {console}  HTTPS and proxy {gateway}")
    click.echo(f"  point a shell at it  {evaluate}  then run terraform as usual")
    click.echo("  or for one command   tfmock exec -- terraform apply   (its own tfmock, gone afterwards)")
    override = f"tfmock override{server_flags(settings, but='port')}"
    click.echo(f"  or without a proxy   {override}   (writes a provider override file)")
    click.echo("  stop with Ctrl-C     no call reaches the real cloud; access keys are never checked against it")
    if not is_loopback_host(settings.host):
        click.echo(
            f"tfmock: warning: {settings.host} is not loopback: every client that reaches these ports can change the "
            "worlds and use the proxy.",
            err=True,
        )
    sys.stdout.flush()
