"""``hcl-lint rules``."""

from __future__ import annotations

import click

from hcl_lint.cli.options import CONTEXT_SETTINGS, load_rules, rule_folders_option


@click.command("rules", context_settings=dict(CONTEXT_SETTINGS))
@click.option("-f", "--format", "format", type=click.Choice(("text", "json", "markdown")), default="text")
@rule_folders_option
def list_rules(format: str, folders: tuple[str, ...]) -> None:
    """List the rules."""
    from hcl_lint import manual

    write = {"text": manual.table, "json": manual.as_json, "markdown": manual.markdown}[format]
    click.echo(write(load_rules(folders).values()), nl=False)
