"""``tfmock exec``: one command against a tfmock of its own."""

from __future__ import annotations

from pathlib import Path

import click

from tfmock.cli.client import reports_errors
from tfmock.cli.options import (
    PATH,
    behaviour_options,
    config_option,
    options,
    profile_option,
    record_option,
    seed_option,
)
from tfmock.cli.seed_pipes import buffered_pipes


@click.command("exec", context_settings={"allow_interspersed_args": False})
@options(config_option, seed_option, record_option, profile_option, *behaviour_options)
@click.option("-q", "--quiet", is_flag=True, help="No report at the end.")
@click.option(
    "--expect-reach",
    "expected",
    multiple=True,
    metavar="A:B[:PORT]",
    help="Fail unless A reaches B afterwards, by id or by name. !A:B: unless it does not. May be repeated.",
)
@click.option(
    "--backend",
    type=click.Choice(["private", "keep"]),
    default="private",
    show_default=True,
    help="Terraform's state: private to this run, whatever backend the configuration names; or kept as it is written, "
    "and a remote backend is refused.",
)
@click.option(
    "--keep-state", type=PATH, metavar="FILE", help="Copy Terraform's private state to FILE at the end. Default: gone."
)
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@reports_errors
def execute(
    *,
    config: Path | None,
    seed: tuple[Path, ...],
    record: Path | None,
    profile: str | None,
    quiet: bool,
    expected: tuple[str, ...],
    backend: str,
    keep_state: Path | None,
    command: tuple[str, ...],
    **settings_flags: object,
) -> None:
    """Run one command against a tfmock of its own.

    Starts a private tfmock on free ports, runs COMMAND so that everything it sends to Alibaba Cloud arrives
    there, reports what was called and what is left, and removes all traces. The exit code is the command's.
    Every terraform and tofu in it gets a state of its own: yours, local or remote, is neither read nor written.

    \b
    Example:
      tfmock exec -- terraform apply -auto-approve
      tfmock exec --expect-reach web:db:3306 -- terraform apply -auto-approve
      tfmock exec --seed network.json -- sh -c 'terraform apply -auto-approve && terraform plan'
    """
    from tfmock import settings
    from tfmock.cli import exec_runner
    from tfmock.server.process_exit import exit_process

    flags = {"seed": seed or None, "record": record, "profile": profile, **settings_flags}
    loaded = settings.load(config, port=0, gateway_port=0, **flags)
    with buffered_pipes(loaded.seed) as seeds:
        loaded = loaded.model_copy(update={"seed": seeds})
        code = exec_runner.execute(
            loaded, command, quiet=quiet, expected=expected, backend=backend, keep_state=keep_state
        )
    exit_process(code)  # calls of a command that was killed may still be under way
