"""``hcl-lint explain``."""

from __future__ import annotations

import click

from hcl_lint.cli.errors import CommandError
from hcl_lint.cli.options import CONTEXT_SETTINGS, complete_codes, load_rules, rule_folders_option


@click.command(context_settings=dict(CONTEXT_SETTINGS))
@click.argument("code", shell_complete=complete_codes)
@rule_folders_option
def explain(code: str, folders: tuple[str, ...]) -> None:
    """Show the manual page of a rule: what it finds, why it matters, bad, good, source."""
    from hcl_lint import catalog, manual
    from hcl_lint.common import suggestions

    rules = load_rules(folders)
    text = manual.explain(code, rules)
    if text is None:
        raise CommandError(f"no rule is called {code}; {suggestions.suggest_rule(code, catalog.names(rules))}")
    click.echo(text, nl=False)
