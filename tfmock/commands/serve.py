"""``tfmock serve``."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfmock import __version__
from tfmock.commands.client import guarded
from tfmock.commands.options import (
    PATH,
    access,
    behaviour,
    config_option,
    gateway_option,
    host_option,
    options,
    port_option,
    profile_option,
    record_option,
    seed_option,
)

if TYPE_CHECKING:
    from tfmock.settings import Settings


@click.command()
@options(
    host_option,
    port_option,
    gateway_option,
    config_option,
    seed_option,
    record_option,
    profile_option,
    *behaviour,
    *access,
)
@click.option(
    "--task-conflict",
    is_flag=True,
    default=None,
    help="Refuse parallel changes to one VPC, as the cloud may.",
)
@click.option("--world-seed", metavar="TEXT", help="Same text, same calls: same resource ids.")
@click.option("--world-ttl", type=float, metavar="SECONDS", help="Forget worlds that were not called for so long.")
@click.option("--state", type=PATH, metavar="FILE", help="Keep all worlds in a SQLite file. Survives kill -9.")
@click.option("--store", metavar="URL", help="Keep all worlds in Redis (redis://...), for several tfmock at once.")
@click.option("--workers", type=int, metavar="N", help="Processes that answer, with --store. Default: 1.")
@guarded
def serve(
    host: str | None,
    port: int | None,
    gateway_port: int | None,
    config: Path | None,
    seed: tuple[Path, ...],
    record: Path | None,
    profile: str | None,
    task_conflict: bool | None,
    world_seed: str | None,
    world_ttl: float | None,
    state: Path | None,
    store: str | None,
    workers: int | None,
    **more: object,
) -> None:
    """Run tfmock until Ctrl-C.

    \b
    Example:
      tfmock serve
      tfmock serve --port 8080 --gateway-port 8443 --seed network.json
      tfmock serve --state worlds.db
      tfmock serve --store redis://127.0.0.1:6379/0 --workers 2 --world-ttl 3600
    """
    import signal

    from tfmock import settings
    from tfmock.doors import server
    from tfmock.doors.signals import Signals

    chosen = settings.load(
        config,
        host=host,
        port=port,
        gateway_port=gateway_port,
        seed=seed or None,
        record=record,
        profile=profile,
        task_conflict=task_conflict,
        world_seed=world_seed,
        world_ttl=world_ttl,
        state=state,
        store=store,
        workers=workers,
        **more,
    )
    with Signals(signal.SIGINT, signal.SIGTERM) as signals:  # an early Ctrl-C is an orderly stop, too
        running = server.start_persistent(chosen)
        try:
            _banner(running.settings, running.url)
            signals.wait()
        finally:
            running.stop()


def _banner(settings: Settings, url: str) -> None:
    """Five lines that say how to go on. Colour only on a terminal (click sees to it)."""
    from tfmock.doors.server import is_loopback, reach
    from tfmock.settings import server_flags

    flags = server_flags(settings)
    gateway = f"{reach(settings.host)}:{settings.gateway_port}"
    bold = functools.partial(click.style, bold=True)
    console = bold(f"{url}/_tfmock/")
    evaluate = bold(f'eval "$(tfmock env{flags})"')
    click.echo(f"{bold('tfmock')} {__version__}  API and console {console}  HTTPS and proxy {gateway}")
    click.echo(f"  point a shell at it  {evaluate}  then run terraform as usual")
    click.echo("  or for one command   tfmock exec -- terraform apply   (its own tfmock, gone afterwards)")
    override = f"tfmock override{server_flags(settings, but='port')}"
    click.echo(f"  or without a proxy   {override}   (writes a provider override file)")
    click.echo("  stop with Ctrl-C     no call reaches the real cloud; access keys are never checked against it")
    if not is_loopback(settings.host):
        click.echo(
            f"tfmock: warning: {settings.host} is not loopback: whoever reaches these ports can change the "
            "world and use the proxy.",
            err=True,
        )
    sys.stdout.flush()
