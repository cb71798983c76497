"""``hcl-lint completion``."""

from __future__ import annotations

import click

from hcl_lint.cli.errors import CommandError
from hcl_lint.cli.options import CONTEXT_SETTINGS


@click.command(context_settings=dict(CONTEXT_SETTINGS))
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a completion script: eval "$(hcl-lint completion bash)"."""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is None:  # click knows all three
        raise CommandError(f"no completion for {shell}")
    click.echo(script(context.find_root().command, {}, "hcl-lint", "_HCL_LINT_COMPLETE").source())
