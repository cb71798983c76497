"""The ``tfmock`` command. Imports are made inside the commands: ``tfmock --version`` needs none of them."""

from __future__ import annotations

from pathlib import Path

import click

from tfmock.cli.calls import calls, replay
from tfmock.cli.client import reports_errors
from tfmock.cli.clock import clock
from tfmock.cli.coverage import coverage
from tfmock.cli.env import backend, env, override
from tfmock.cli.exec import execute
from tfmock.cli.faults import fault
from tfmock.cli.options import config_option
from tfmock.cli.output import json_option, print_json
from tfmock.cli.quota import quota
from tfmock.cli.reach import reach
from tfmock.cli.serve import serve
from tfmock.cli.snapshot import snapshot
from tfmock.cli.traffic import bill, traffic
from tfmock.cli.world import world
from tfmock.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tfmock")
def main() -> None:
    """Alibaba Cloud on your machine, for Terraform.

    tfmock answers the unmodified alicloud provider: VPCs, peering connections and routes are emulated, with the
    cloud's own rules and errors; nearly every other type is CRUD: only stored and returned ('tfmock coverage' says
    which). Nothing reaches the real cloud.

    \b
    The quickest way:   tfmock exec -- terraform apply
    To keep it running: tfmock serve      and, in another shell:
                        eval "$(tfmock env)" && terraform apply
    """


@main.command()
@json_option
@reports_errors
def actions(as_json: bool) -> None:
    """List the actions that tfmock emulates.

    Those that are only stored and returned (CRUD) are not in it: 'tfmock coverage' counts them by product, and
    'tfmock coverage ACTION' says of any action whether it is emulated, CRUD or none.

    \b
    Example:
      tfmock actions | grep Peer
    """
    from tfmock.services.registry import all_operations

    rows = [(operation.product, operation.version, operation.action) for operation in all_operations()]
    if as_json:
        print_json([dict(zip(("product", "version", "action"), row, strict=True)) for row in rows])
        return
    for row in rows:
        click.echo(" ".join(row))


@main.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@reports_errors
def completion(shell: str) -> None:
    """Print a completion script for a shell.

    \b
    Example:
      eval "$(tfmock completion bash)"              # in ~/.bashrc; zsh likewise
      tfmock completion fish > ~/.config/fish/completions/tfmock.fish
    """
    from click.shell_completion import get_completion_class

    completion_class = get_completion_class(shell)
    assert completion_class is not None  # click knows all three
    click.echo(completion_class(main, {}, "tfmock", "_TFMOCK_COMPLETE").source())


@main.command()
@config_option
@reports_errors
def ca(config: Path | None) -> None:
    """Print the path of tfmock's CA certificate, to be trusted where SSL_CERT_FILE is ignored.

    \b
    Example (macOS):
      security add-trusted-cert -k ~/Library/Keychains/login.keychain-db "$(tfmock ca)"
    """
    from tfmock import settings
    from tfmock.server import server
    from tfmock.server.ca_store import CA_FILE

    click.echo(server.stored_bundle(settings.load(config)).with_name(CA_FILE))


main.add_command(serve)
main.add_command(execute)
main.add_command(env)
main.add_command(override)
main.add_command(backend)
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
main.add_command(coverage)

if __name__ == "__main__":
    main()
