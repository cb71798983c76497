"""``tfmock env``, ``tfmock override`` and ``tfmock backend``: what leads Terraform to a running tfmock, and away from
a real state."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tfmock.cli.client import CommandError, reports_errors
from tfmock.cli.options import (
    PATH,
    config_option,
    options,
    server_gateway_option,
    server_host_option,
    server_port_option,
)
from tfmock.cli.parameters import FINITE_NUMBER
from tfmock.protocol.peers import connect_host
from tfmock.text.printable import printable
from tfmock.variables import SERVER_VARIABLE

if TYPE_CHECKING:
    from tfmock.settings import Settings

#: The environment is printed, but nothing answers where it leads.
EXIT_NO_ANSWER = 1


@click.command()
@options(server_host_option, server_port_option, server_gateway_option, config_option)
@click.option(
    "--format",
    "form",
    type=click.Choice(["shell", "github", "dotenv", "json"]),
    default="shell",
    show_default=True,
    help="github appends to $GITHUB_ENV where that is set.",
)
@click.option("--world", default="default", metavar="NAME", help="World of the access key and of tfmock's commands.")
@click.option(
    "--wait", type=FINITE_NUMBER, metavar="SECONDS", help="Wait for tfmock to be ready; fail if it is not by then."
)
@click.option("--unset", is_flag=True, help="Print what removes the variables again.")
@reports_errors
def env(
    *,
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
    1 if nothing answers there yet; the environment is printed all the same. A server that answers reports where its
    gateway is.

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
    from tfmock.control_api.client import ControlClient
    from tfmock.core import accounts
    from tfmock.server import client_environment, server

    loaded = settings.load(config, host=host, port=port, gateway_port=gateway_port)
    if not accounts.is_world(world):
        raise CommandError(f"--world {world}: use up to 63 lower-case letters, digits and hyphens, not a hyphen first.")
    ready = ControlClient(connect_host(loaded.host), loaded.port).wait_until_ready(wait or 0.0)
    if wait is not None and not ready:
        raise CommandError(
            f"nothing is ready on {loaded.host}:{loaded.port} after {wait:g} s. Is `tfmock serve` running?"
        )
    problem = "" if unset else _no_answer_message(loaded)
    if ready and not unset:
        loaded = _with_gateway_of_server(loaded)
        problem = _gateway_problem(loaded)
        if problem and wait is not None:
            raise CommandError(problem)
    environment = client_environment.environment(loaded, bundle=server.bundle_for(loaded), world=world)
    shown = client_environment.unset_environment(environment) if unset else environment
    text = client_environment.render(shown, client_environment.Format(form))
    target = os.environ.get("GITHUB_ENV") if form == "github" else None
    if target:
        try:
            with Path(target).open("a", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise CommandError(f"GITHUB_ENV {target}: cannot be written: {error.strerror}.") from None
    else:
        click.echo(text, nl=False)
    if not unset:
        _print_notes(loaded, problem)
        _warn_of_backend({**os.environ, **environment.exports})
        sys.exit(EXIT_NO_ANSWER if problem else 0)


def _with_gateway_of_server(loaded: Settings) -> Settings:
    """Settings with the gateway's port that the server reports, unless it is set.

    Raises:
        CommandError: a gateway's port is set, and another tfmock answers there.
    """

    from tfmock.control_api.client import ControlClient

    host = connect_host(loaded.host)
    server = ControlClient(host, loaded.port).ready()
    if server is None or not server.gateway_port:  # an older tfmock
        return loaded
    # A container's published ports are not those that the server inside knows.
    known = server.gateway_port if server.port == loaded.port else None
    if known is not None and "gateway_port" not in loaded.model_fields_set:
        return loaded.model_copy(update={"gateway_port": known})
    behind_gateway = ControlClient(host, loaded.gateway_port).ready()
    if behind_gateway is not None and behind_gateway.gateway_port and behind_gateway != server:
        raise CommandError(
            f"--gateway-port {loaded.gateway_port}: another tfmock answers there than on port {loaded.port}"
            + (f", whose gateway's port is {known}. Leave --gateway-port out." if known else ".")
        )
    return loaded


def _no_answer_message(loaded: Settings) -> str:
    return (
        f"nothing answers on {connect_host(loaded.host)}:{loaded.port} yet, and Terraform waits minutes for it "
        "silently. Start it with: tfmock serve"
    )


def _gateway_problem(loaded: Settings) -> str:
    """What is wrong with the gateway's port; empty if a tfmock answers there."""
    from tfmock.control_api.client import ControlClient

    if ControlClient(connect_host(loaded.host), loaded.gateway_port).ready() is not None:
        return ""
    return (
        f"no tfmock answers on the gateway's port {loaded.gateway_port}. Use the --gateway-port that `tfmock serve` "
        "was started with."
    )


def _print_notes(loaded: Settings, problem: str) -> None:
    """Print on stderr what would go wrong in the environment: ``eval`` loses exit codes."""
    import os

    address = f"{connect_host(loaded.host)}:{loaded.port}"
    current = os.environ.get(SERVER_VARIABLE)
    if current and current != address:
        click.echo(
            f"tfmock: note: this leads to {address}, and out of the environment of {printable(current)}.", err=True
        )
    if problem:
        click.echo(f"tfmock: note: {problem}", err=True)


def _warn_of_backend(environ: Mapping[str, str]) -> None:
    """Warn if a Terraform in this shell would write tfmock's resources into the state of real ones."""
    from tfmock.terraform.root_module import find_backend

    backend = find_backend(Path())
    if backend and backend.remote and not backend.is_in_tfmock(environ):
        click.echo(
            f"tfmock: warning: {printable(str(backend.path))}:{backend.line}: {printable(backend.name)}: an apply in "
            "this shell would write tfmock's ids into that state. First, here: tfmock backend",
            err=True,
        )


@click.command()
@click.option("--chdir", type=PATH, default=Path(), metavar="DIR", help="Folder of the configuration. Default: here.")
@click.option("--state", type=PATH, metavar="FILE", help="The state file. Default: DIR/.tfmock/terraform.tfstate.")
@click.option("--remove", is_flag=True, help="Delete the override again, also one that a killed exec left.")
@reports_errors
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

    from tfmock.terraform import backend_override, manual_backend
    from tfmock.terraform.errors import TerraformError

    where = "" if chdir == Path() else f" --chdir {shlex.quote(str(chdir))}"
    try:
        if remove:
            removed = backend_override.remove(chdir)
            lines = "\n".join(f"removed {printable(str(path))}" for path in removed)
            click.echo(lines or f"nothing to remove in {printable(str(chdir))}")
            return
        written = manual_backend.write_backend(chdir, state, os.environ)
    except TerraformError as problem:
        raise CommandError(str(problem)) from None
    click.echo(f"wrote {printable(str(written.override))}: the state is in {printable(str(written.state))}")
    if written.replaced:
        location = f"{printable(str(written.replaced.path))}:{written.replaced.line}"
        click.echo(f"it replaces {printable(written.replaced.name)} ({location})")
    click.echo("next, in this shell:")
    click.echo(printable(f"  export TF_DATA_DIR={shlex.quote(str(written.data_dir))}"))
    click.echo("  terraform init")
    click.echo("and to go back:")
    click.echo("  unset TF_DATA_DIR")
    click.echo(printable(f"  tfmock backend{where} --remove"))


@click.command()
@options(server_host_option, server_gateway_option, config_option)
@click.option("--chdir", type=PATH, default=Path(), metavar="DIR", help="Folder of the configuration. Default: here.")
@click.option("--remove", is_flag=True, help="Delete the file again.")
@click.option("--json", "as_json", is_flag=True, help="Write tfmock_override.tf.json instead of HCL.")
@reports_errors
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
    loaded = settings.load(config, host=host, gateway_port=gateway_port)
    written = files.write(chdir, loaded, as_json=as_json)
    names = ", ".join(
        f"{provider.local_name}.{provider.alias}" if provider.alias else provider.local_name
        for provider in written.providers
    )
    where = "" if chdir == Path() else f" --chdir {printable(str(chdir))}"
    click.echo(printable(f"wrote {written.path} for {names}"))
    click.echo(f"remove it with: tfmock override{where} --remove")
