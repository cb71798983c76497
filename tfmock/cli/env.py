"""``tfmock env``, ``tfmock override`` and ``tfmock backend``: what leads Terraform to a running tfmock, and away from
a real state."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfmock.cli.client import Failed, guarded
from tfmock.cli.options import PATH, config_option, options, their_gateway_option, their_host_option, their_port_option
from tfmock.cli.parameters import NUMBER
from tfmock.protocol.peers import connect_host
from tfmock.text.printable import printable
from tfmock.variables import SERVER_VARIABLE

if TYPE_CHECKING:
    from tfmock.settings import Settings

#: The environment is printed, and nothing answers where it leads.
EXIT_SILENT = 1


@click.command()
@options(their_host_option, their_port_option, their_gateway_option, config_option)
@click.option(
    "--format",
    "form",
    type=click.Choice(["shell", "github", "dotenv", "json"]),
    default="shell",
    show_default=True,
    help="github appends to $GITHUB_ENV where that is set.",
)
@click.option("--world", default="default", metavar="NAME", help="World of the access key and of tfmock's commands.")
@click.option("--wait", type=NUMBER, metavar="SECONDS", help="Wait for tfmock to be ready; fail if it is not by then.")
@click.option("--unset", is_flag=True, help="Print what removes the variables again.")
@guarded
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

    Terraform, SDKs and tfmock's own commands (TFMOCK_SERVER, TFMOCK_WORLD) talk to it from then on. The exit code is
    1 where nothing answers there yet; the environment is printed all the same. A server that answers says itself where
    its gateway is.

    \b
    Example:
      eval "$(tfmock env)"              this shell talks to tfmock
      eval "$(tfmock env --unset)"      and no longer
      tfmock env --format github        a GitHub Actions job talks to tfmock
      tfmock env --world job-17         in a world of its own
    """
    import os
    import sys

    from tfmock import settings
    from tfmock.cli import control_client
    from tfmock.core import accounts
    from tfmock.server import client_environment, server

    chosen = settings.load(config, host=host, port=port, gateway_port=gateway_port)
    if not accounts.is_world(world):
        raise Failed(f"--world {world}: use up to 63 lower-case letters, digits and hyphens, not a hyphen first.")
    ready = control_client.wait_ready(connect_host(chosen.host), chosen.port, wait or 0.0)
    if wait is not None and not ready:
        raise Failed(f"nothing is ready on {chosen.host}:{chosen.port} after {wait:g} s. Is `tfmock serve` running?")
    silent = "" if unset else _nobody(chosen)
    if ready and not unset:
        chosen = _with_its_gateway(chosen)
        silent = _silent_gateway(chosen)
        if silent and wait is not None:
            raise Failed(silent)
    made = client_environment.environment(chosen, bundle=server.bundle_for(chosen), world=world)
    text = client_environment.render(
        client_environment.unset_environment(made) if unset else made, client_environment.Format(form)
    )
    target = os.environ.get("GITHUB_ENV") if form == "github" else None
    if target:
        try:
            with Path(target).open("a", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise Failed(f"GITHUB_ENV {target}: cannot be written: {error.strerror}.") from None
    else:
        click.echo(text, nl=False)
    if not unset:
        _warn(chosen, silent)
        _warn_of_backend({**os.environ, **made.exports})
        sys.exit(EXIT_SILENT if silent else 0)


def _with_its_gateway(chosen: Settings) -> Settings:
    """Settings with the gateway's port that the server itself names, where nothing else does.

    Raises:
        Failed: a gateway's port was given, and another tfmock answers there.
    """
    from tfmock.cli import control_client

    host = connect_host(chosen.host)
    here = control_client.ports(host, chosen.port)
    if here is None or not here.gateway_port:  # an older tfmock
        return chosen
    # A container's published ports are not those that the server inside knows.
    known = here.gateway_port if here.port == chosen.port else None
    if known is not None and "gateway_port" not in chosen.model_fields_set:
        return chosen.model_copy(update={"gateway_port": known})
    there = control_client.ports(host, chosen.gateway_port)
    if there is not None and there.gateway_port and there != here:
        raise Failed(
            f"--gateway-port {chosen.gateway_port}: another tfmock answers there than on port {chosen.port}"
            + (f", whose gateway's port is {known}. Leave --gateway-port out." if known else ".")
        )
    return chosen


def _nobody(chosen: Settings) -> str:
    return (
        f"nothing answers on {connect_host(chosen.host)}:{chosen.port} yet, and Terraform waits minutes for it without "
        "a word. Start it with: tfmock serve"
    )


def _silent_gateway(chosen: Settings) -> str:
    """What to say where no tfmock answers on the gateway's port; empty where one does."""
    from tfmock.cli import control_client

    if control_client.ports(connect_host(chosen.host), chosen.gateway_port) is not None:
        return ""
    return (
        f"no tfmock answers on the gateway's port {chosen.gateway_port}. Take the --gateway-port that `tfmock serve` "
        "was started with."
    )


def _warn(chosen: Settings, silent: str) -> None:
    """What would go wrong in the environment, on stderr: ``eval`` loses exit codes."""
    import os

    here = f"{connect_host(chosen.host)}:{chosen.port}"
    named = os.environ.get(SERVER_VARIABLE)
    if named and named != here:
        click.echo(f"tfmock: note: this leads to {here}, and out of the environment of {printable(named)}.", err=True)
    if silent:
        click.echo(f"tfmock: note: {silent}", err=True)


def _warn_of_backend(environ: Mapping[str, str]) -> None:
    """A Terraform in this shell would write what tfmock made into the state of the real things."""
    from tfmock.terraform.roots import backend_of

    backend = backend_of(Path())
    if backend and backend.remote and not backend.leads_into_tfmock(environ):
        click.echo(
            f"tfmock: warning: {printable(str(backend.path))}:{backend.line}: {printable(backend.name)}: an apply in "
            "this shell would write tfmock's ids into that state. First, here: tfmock backend",
            err=True,
        )


@click.command()
@click.option("--chdir", type=PATH, default=Path(), metavar="DIR", help="Folder of the configuration. Default: here.")
@click.option("--state", type=PATH, metavar="FILE", help="The state file. Default: DIR/.tfmock/terraform.tfstate.")
@click.option("--remove", is_flag=True, help="Delete the override again, also one that a killed exec left.")
@guarded
def backend(chdir: Path, state: Path | None, remove: bool) -> None:
    """Write an override file that replaces a remote backend by a local state.

    For shells in which `tfmock env` was evaluated; `tfmock exec` needs none. Your state and your .terraform folder are
    left alone.

    \b
    Example:
      tfmock backend --chdir environments/test
      tfmock backend --chdir environments/test --remove
    """
    import os
    import shlex

    from tfmock.terraform import backend_override, by_hand
    from tfmock.terraform.problems import TerraformProblem

    where = "" if chdir == Path() else f" --chdir {shlex.quote(str(chdir))}"
    try:
        if remove:
            removed = backend_override.remove(chdir)
            told = "\n".join(f"removed {printable(str(path))}" for path in removed)
            click.echo(told or f"nothing to remove in {printable(str(chdir))}")
            return
        written = by_hand.write(chdir, state, os.environ)
    except TerraformProblem as problem:
        raise Failed(str(problem)) from None
    click.echo(f"wrote {printable(str(written.override))}: the state is in {printable(str(written.state))}")
    if written.replaced:
        there = f"{printable(str(written.replaced.path))}:{written.replaced.line}"
        click.echo(f"it replaces {printable(written.replaced.name)} ({there})")
    click.echo("next, in this shell:")
    click.echo(printable(f"  export TF_DATA_DIR={shlex.quote(str(written.data_dir))}"))
    click.echo("  terraform init")
    click.echo("and to go back:")
    click.echo("  unset TF_DATA_DIR")
    click.echo(printable(f"  tfmock backend{where} --remove"))


@click.command()
@options(their_host_option, their_gateway_option, config_option)
@click.option("--chdir", type=PATH, default=Path(), metavar="DIR", help="Folder of the configuration. Default: here.")
@click.option("--remove", is_flag=True, help="Delete the file again.")
@click.option("--json", "as_json", is_flag=True, help="Write tfmock_override.tf.json instead of HCL.")
@guarded
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
    from tfmock.cli import provider_override as files

    if remove:
        removed = files.remove(chdir)
        for path in removed:
            click.echo(f"removed {printable(str(path))}")
        if not removed:
            click.echo(f"nothing to remove in {printable(str(chdir))}")
        return
    chosen = settings.load(config, host=host, gateway_port=gateway_port)
    written = files.write(chdir, chosen, as_json=as_json)
    names = ", ".join(
        f"{each.local_name}.{each.alias}" if each.alias else each.local_name for each in written.providers
    )
    where = "" if chdir == Path() else f" --chdir {printable(str(chdir))}"
    click.echo(printable(f"wrote {written.path} for {names}"))
    click.echo(f"remove it with: tfmock override{where} --remove")
