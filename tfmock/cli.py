"""The ``tfmock`` command. Imports are made inside the commands: ``tfmock --version`` needs none of them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

import click

from tfmock import __version__
from tfmock.commands.calls import calls, replay
from tfmock.commands.clock import clock
from tfmock.commands.faults import fault
from tfmock.commands.options import access, behaviour
from tfmock.commands.quota import quota
from tfmock.commands.reach import reach
from tfmock.commands.snapshot import snapshot
from tfmock.commands.traffic import bill, traffic
from tfmock.commands.world import world

if TYPE_CHECKING:
    from tfmock.settings import Settings

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Command = TypeVar("_Command", bound=Callable[..., object])

EXIT_USAGE = 2


def _guarded(command: Callable[_P, _T]) -> Callable[_P, _T]:
    """What the user must mend is one message and exit code 2, never a traceback."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        from tfmock.settings import SettingsError

        try:
            return command(*args, **kwargs)
        except SettingsError as problem:
            _fail(str(problem))

    return run


def _fail(message: str) -> NoReturn:
    for line in message.splitlines():
        click.echo(f"tfmock: {line}", err=True)
    sys.exit(EXIT_USAGE)


def _options(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_PATH = click.Path(path_type=Path)
_config = click.option("--config", type=_PATH, metavar="FILE", help="Settings file. Default: ./tfmock.toml, if any.")
_host = click.option("--host", metavar="ADDRESS", help="Address to listen on. Default: 127.0.0.1.")
_port = click.option("--port", type=int, help="Port of plain HTTP. Default: 4180. 0 takes a free one.")
_gateway = click.option(
    "--gateway-port", type=int, help="Port of HTTPS and of the proxy. Default: 4181. 0 takes a free one."
)
_seed = click.option(
    "--seed",
    type=_PATH,
    multiple=True,
    metavar="FILE",
    help="What exists before the first call. May be repeated.",
)
_record = click.option("--record", type=_PATH, metavar="FILE", help="Write every call to FILE, one JSON line each.")
_profile = click.option(
    "--profile",
    type=click.Choice(["instant", "realistic"]),
    help="How long things take: instant (default), or as long as in the cloud.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tfmock")
def main() -> None:
    """Alibaba Cloud on your machine, for Terraform.

    tfmock answers the unmodified alicloud provider: VPCs, peering connections and routes, with the cloud's own
    rules and errors. Nothing reaches the real cloud.

    \b
    The quickest way:   tfmock exec -- terraform apply
    To keep it running: tfmock serve      and, in another shell:
                        eval "$(tfmock env)" && terraform apply
    """


@main.command()
@_options(_host, _port, _gateway, _config, _seed, _record, _profile, *behaviour, *access)
@click.option(
    "--task-conflict",
    is_flag=True,
    default=None,
    help="Refuse parallel changes to one VPC, as the cloud may.",
)
@click.option("--world-seed", metavar="TEXT", help="Same text, same calls: same resource ids.")
@click.option("--world-ttl", type=float, metavar="SECONDS", help="Forget worlds that were not called for so long.")
@click.option("--state", type=_PATH, metavar="FILE", help="Keep all worlds in a SQLite file. Survives kill -9.")
@click.option("--store", metavar="URL", help="Keep all worlds in Redis (redis://...), for several tfmock at once.")
@click.option("--workers", type=int, metavar="N", help="Processes that answer, with --store. Default: 1.")
@_guarded
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

    flags = _port_flags(settings)
    gateway = f"{reach(settings.host)}:{settings.gateway_port}"
    bold = functools.partial(click.style, bold=True)
    console = bold(f"{url}/_tfmock/")
    evaluate = bold(f'eval "$(tfmock env{flags})"')
    click.echo(f"{bold('tfmock')} {__version__}  API and console {console}  HTTPS and proxy {gateway}")
    click.echo(f"  point a shell at it  {evaluate}  then run terraform as usual")
    click.echo("  or for one command   tfmock exec -- terraform apply   (its own tfmock, gone afterwards)")
    click.echo(
        f"  or without a proxy   tfmock override{_port_flags(settings, but='port')}   (writes a provider override file)"
    )
    click.echo("  stop with Ctrl-C     no call reaches the real cloud; access keys are never checked against it")
    if not is_loopback(settings.host):
        click.echo(
            f"tfmock: warning: {settings.host} is not loopback: whoever reaches these ports can change the "
            "world and use the proxy.",
            err=True,
        )
    sys.stdout.flush()


def _port_flags(settings: Settings, *, but: str = "") -> str:
    """The flags that lead another command to this server; ``but`` is one that it does not have."""
    fields = type(settings).model_fields
    return "".join(
        f" --{name.replace('_', '-')} {getattr(settings, name)}"
        for name in ("host", "port", "gateway_port")
        if name != but and getattr(settings, name) != fields[name].default
    )


@main.command("exec", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@_options(_config, _seed, _record, _profile, *behaviour)
@click.option("-q", "--quiet", is_flag=True, help="No report at the end.")
@click.option(
    "--expect-reach",
    "expected",
    multiple=True,
    metavar="A:B[:PORT]",
    help="Fail unless A reaches B afterwards, by id or by name. !A:B: unless it does not. May be repeated.",
)
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@_guarded
def execute(
    config: Path | None,
    seed: tuple[Path, ...],
    record: Path | None,
    profile: str | None,
    quiet: bool,
    expected: tuple[str, ...],
    command: tuple[str, ...],
    **more: object,
) -> None:
    """Run one command against a tfmock of its own.

    Starts a private tfmock on free ports, runs COMMAND so that everything it sends to Alibaba Cloud arrives
    there, reports what was called and what is left, and removes all traces. The exit code is the command's.

    \b
    Example:
      tfmock exec -- terraform apply -auto-approve
      tfmock exec --expect-reach web:db:3306 -- terraform apply -auto-approve
      tfmock exec --seed network.json -- sh -c 'terraform apply -auto-approve && terraform plan'
    """
    from tfmock import settings
    from tfmock.doors import run

    chosen = settings.load(config, seed=seed or None, record=record, profile=profile, **more)
    sys.exit(run.execute(chosen, command, quiet=quiet, expected=expected))


@main.command()
@_options(_host, _port, _gateway, _config)
@click.option(
    "--format",
    "form",
    type=click.Choice(["shell", "github", "dotenv", "json"]),
    default="shell",
    show_default=True,
    help="github appends to $GITHUB_ENV where that is set.",
)
@click.option("--world", default="default", metavar="NAME", help="World of the access key. Default: default.")
@click.option("--wait", type=float, metavar="SECONDS", help="Wait for tfmock to be ready; fail if it is not by then.")
@click.option("--unset", is_flag=True, help="Print what removes the variables again.")
@_guarded
def env(
    host: str | None,
    port: int | None,
    gateway_port: int | None,
    config: Path | None,
    form: str,
    world: str,
    wait: float | None,
    unset: bool,
) -> None:
    """Print the environment that leads Terraform to a running tfmock.

    \b
    Example:
      eval "$(tfmock env)"              this shell talks to tfmock
      eval "$(tfmock env --unset)"      and no longer
      tfmock env --format github        a GitHub Actions job talks to tfmock
      tfmock env --world job-17         in a world of its own
    """
    import os

    from tfmock import settings
    from tfmock.core import accounts
    from tfmock.doors import control, server
    from tfmock.doors import env as exports

    chosen = settings.load(config, host=host, port=port, gateway_port=gateway_port)
    if not accounts.is_world(world):
        _fail(f"--world {world}: use up to 63 lower-case letters, digits and hyphens, not a hyphen first.")
    ready = control.wait_ready(server.reach(chosen.host), chosen.port, wait or 0.0)
    if wait is not None and not ready:
        _fail(f"nothing is ready on {chosen.host}:{chosen.port} after {wait:g} s. Is `tfmock serve` running?")
    made = exports.environment(chosen, bundle=server.bundle_for(chosen), world=world)
    text = exports.render(exports.undone(made) if unset else made, exports.Format(form))
    target = os.environ.get("GITHUB_ENV") if form == "github" else None
    if target:
        try:
            with Path(target).open("a", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            _fail(f"GITHUB_ENV {target}: cannot be written: {error.strerror}.")
    else:
        click.echo(text, nl=False)
    if not unset and not ready:
        click.echo(
            f"tfmock: note: nothing answers on {chosen.host}:{chosen.port} yet. Start it with: tfmock serve",
            err=True,
        )
    if not unset and ready and not control.listens(server.reach(chosen.host), chosen.gateway_port):
        click.echo(
            f"tfmock: note: nothing answers on the gateway's port {chosen.gateway_port}. Take the --gateway-port that "
            "`tfmock serve` was started with.",
            err=True,
        )


@main.command()
@_options(_host, _gateway, _config)
@click.option("--chdir", type=_PATH, default=Path(), metavar="DIR", help="Folder of the configuration. Default: here.")
@click.option("--remove", is_flag=True, help="Delete the file again.")
@click.option("--json", "as_json", is_flag=True, help="Write tfmock_override.tf.json instead of HCL.")
@_guarded
def override(
    host: str | None, gateway_port: int | None, config: Path | None, chdir: Path, remove: bool, as_json: bool
) -> None:
    """Write a provider override file: tfmock without a proxy.

    For systems where Terraform ignores SSL_CERT_FILE (macOS), and for those who prefer to see endpoints.

    \b
    Example:
      tfmock override --chdir environments/test
      tfmock override --chdir environments/test --remove
    """
    from tfmock import settings
    from tfmock.doors import override as files

    if remove:
        removed = files.remove(chdir)
        click.echo("\n".join(f"removed {path}" for path in removed) or f"nothing to remove in {chdir}")
        return
    chosen = settings.load(config, host=host, gateway_port=gateway_port)
    written = files.write(chdir, chosen, as_json=as_json)
    names = ", ".join(
        f"{each.local_name}.{each.alias}" if each.alias else each.local_name for each in written.providers
    )
    where = "" if chdir == Path() else f" --chdir {chdir}"
    click.echo(f"wrote {written.path} for {names}")
    click.echo(f"remove it with: tfmock override{where} --remove")


@main.command()
@_guarded
def actions() -> None:
    """List the operations that tfmock answers.

    \b
    Example:
      tfmock actions | grep Peer
    """
    from tfmock.core.operation import all_operations

    for each in sorted(all_operations(), key=lambda each: (each.product, each.version, each.action)):
        click.echo(f"{each.product} {each.version} {each.action}")


@main.command()
@_options(_config)
@_guarded
def ca(config: Path | None) -> None:
    """Print the path of tfmock's CA certificate, to be trusted where SSL_CERT_FILE is not honoured.

    \b
    Example (macOS):
      security add-trusted-cert -k ~/Library/Keychains/login.keychain-db "$(tfmock ca)"
    """
    from tfmock import settings
    from tfmock.doors import server
    from tfmock.doors.kept import CA_FILE

    chosen = settings.load(config)
    click.echo(server.persistent_bundle(chosen).with_name(CA_FILE))


main.add_command(calls)
main.add_command(clock)
main.add_command(snapshot)
main.add_command(world)
main.add_command(fault)
main.add_command(reach)
main.add_command(traffic)
main.add_command(bill)
main.add_command(quota)
main.add_command(replay)

if __name__ == "__main__":
    main()
