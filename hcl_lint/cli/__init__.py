"""The command line: one module a command. Only click is imported at start; a command imports what it needs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from hcl_lint import __version__
from hcl_lint.cli.check import check
from hcl_lint.cli.completion import completion
from hcl_lint.cli.errors import CommandError
from hcl_lint.cli.explain import explain
from hcl_lint.cli.options import CONTEXT_SETTINGS
from hcl_lint.cli.rules import list_rules

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class MainGroup(click.Group):
    """A group whose command ``check`` need not be named: ``hcl-lint ./infra``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own_options = {"-h", "--help", "-V", "--version"}
        if not args and ctx.resilient_parsing:  # a first word is completed: it can become a command
            return super().parse_args(ctx, args)
        if not args or (args[0] not in self.commands and args[0] not in own_options):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an exception that no command expects ends with 2, since 1 means findings."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("HCL_LINT_DEBUG"):
                import traceback

                traceback.print_exc()
            message = " ".join(str(error).split())[:200]
            raise CommandError(
                f"internal error: {type(error).__name__}{': ' * bool(message)}{message}; nothing is known about this "
                "configuration; please report it with what HCL_LINT_DEBUG=1 shows"
            ) from error

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and what ``check`` completes, since it need not be named."""
        check_context = click.Context(check, info_name="check", parent=ctx)
        items = [*super().shell_complete(ctx, incomplete), *check.shell_complete(check_context, incomplete)]
        if incomplete.startswith("-"):
            return items
        return [*items, *check.params[0].shell_complete(check_context, incomplete)]


@click.group(cls=MainGroup, context_settings=dict(CONTEXT_SETTINGS), invoke_without_command=True)
@click.version_option(__version__, "-V", "--version", prog_name="hcl-lint", message="%(prog)s %(version)s")
def main() -> None:
    """Find in Terraform configuration what Alibaba Cloud would refuse, or would silently not route.

    \b
    hcl-lint                      judge the current directory
    hcl-lint ./infra --fix        ... and mend what can be mended safely
    hcl-lint ./infra --coverage   say which types tfmock emulates, only stores, or lacks
    hcl-lint check --help         all flags
    hcl-lint rules                list the rules
    hcl-lint explain ALI101       the manual page of one
    """


for command in (check, list_rules, explain, completion):
    main.add_command(command)
