"""What several commands share: how paths and codes are given and completed. Only click is imported at start."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from hcl_lint.rule import LintRule

CONTEXT_SETTINGS: Final[Mapping[str, object]] = MappingProxyType(
    {"help_option_names": ["-h", "--help"], "max_content_width": 110}
)

#: Completed as files; whether they exist, and of what kind they are, is checked where they are read.
PATH: Final = click.Path(readable=False)

#: Where ``check`` leaves the values of repeatable options in the order of the command line, in ``Context.meta``.
ORDERED: Final = "hcl_lint.ordered_options"

rule_folders_option = click.option(
    "--rules", "folders", type=PATH, multiple=True, metavar="DIR", help="Also the rules in this folder."
)


def complete_codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of rules that begin with what is typed, each with its name."""
    from click.shell_completion import CompletionItem

    from hcl_lint import catalog

    names = catalog.names(catalog.load())
    start = incomplete.upper()
    return [CompletionItem(code, help=name) for code, name in sorted(names.items()) if code.startswith(start)]


def load_rules(folders: tuple[str, ...]) -> dict[str, LintRule]:
    """Every rule by code, those of ``folders`` included.

    Raises:
        CommandError: a rule cannot be loaded.
    """
    from pathlib import Path

    from hcl_lint import catalog
    from hcl_lint.cli.errors import CommandError

    try:
        return catalog.load([Path(folder) for folder in folders])
    except catalog.CatalogError as error:
        raise CommandError(str(error)) from error
