"""The command line. Only click is imported at start; a command imports what it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from hcl_lint import __version__
from hcl_lint.cli.errors import CommandError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


_FORMATS = ("text", "compact", "json", "sarif", "junit", "github", "gitlab", "checkstyle")
_CONTEXT: Mapping[str, object] = MappingProxyType({"help_option_names": ["-h", "--help"], "max_content_width": 110})


#: Completed as files; whether they are there, and of what kind, is seen where they are read.
_PATH = click.Path(readable=False)


def _codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes of rules that begin so, each with its name."""
    from click.shell_completion import CompletionItem

    from hcl_lint import catalog

    names = catalog.names(catalog.load())
    wanted = incomplete.upper()
    return [CompletionItem(code, help=name) for code, name in sorted(names.items()) if code.startswith(wanted)]


class _Main(click.Group):
    """A group whose command ``check`` need not be named: ``hcl-lint ./infra``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"-h", "--help", "-V", "--version"}
        if not args and ctx.resilient_parsing:  # a first word is completed: it can become a command
            return super().parse_args(ctx, args)
        if not args or (args[0] not in self.commands and args[0] not in own):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what nobody thought of ends with 2, since 1 means diagnostics."""
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
            said = " ".join(str(error).split())[:200]
            raise CommandError(
                f"internal error: {type(error).__name__}{': ' * bool(said)}{said}; nothing is known about this "
                "configuration; please report it with what HCL_LINT_DEBUG=1 shows"
            ) from error

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        check = self.commands["check"]
        inner = click.Context(check, info_name="check", parent=ctx)
        found = [*super().shell_complete(ctx, incomplete), *check.shell_complete(inner, incomplete)]
        return found if incomplete.startswith("-") else [*found, *check.params[0].shell_complete(inner, incomplete)]


class _Check(click.Command):
    """Remembers the order of its options: ``--output`` belongs to the ``--format`` before it, and of ``--var`` and
    ``--var-file`` the later wins."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        values, _, order = self.make_parser(ctx).parse_args(list(args))
        left = {name: iter(given) for name, given in values.items() if isinstance(given, list)}
        ctx.meta["hcl_lint.order"] = [(one.name, next(left[one.name])) for one in order if one.name in left]
        return super().parse_args(ctx, args)


@click.group(cls=_Main, context_settings=dict(_CONTEXT), invoke_without_command=True)
@click.version_option(__version__, "-V", "--version", prog_name="hcl-lint", message="%(prog)s %(version)s")
def main() -> None:
    """Find in Terraform configuration what Alibaba Cloud would refuse, or would silently not route.

    \b
    hcl-lint                      judge the current directory
    hcl-lint ./infra --fix        ... and mend what can be mended safely
    hcl-lint check --help         all flags
    hcl-lint rules                list the rules
    hcl-lint explain ALI101       the manual page of one
    """


@main.command(cls=_Check, context_settings=dict(_CONTEXT))
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=_PATH)
@click.option(
    "-f", "--format", "formats", multiple=True, type=click.Choice(_FORMATS), help="Report format; repeatable."
)
@click.option(
    "-o", "--output", "files", type=_PATH, multiple=True, metavar="FILE", help="File for the --format before it."
)
@click.option(
    "--select",
    multiple=True,
    shell_complete=_codes,
    metavar="CODE",
    help="Run only these; ALI3 means all that begin so. Repeatable.",
)
@click.option("--ignore", multiple=True, shell_complete=_codes, metavar="CODE", help="Leave these out. Repeatable.")
@click.option("--severity", multiple=True, metavar="CODE=LEVEL", help="Make a rule error, warning or notice.")
@click.option(
    "--fail-on", type=click.Choice(("error", "warning", "notice", "never")), help="Exit 1 from this severity on."
)
@click.option(
    "--expect-reach", "expected", multiple=True, metavar="A:B[:PORT]",
    help="Fail unless A reaches B, by resource address. !A:B: unless it does not. Repeatable.",
)  # fmt: skip
@click.option("--var", "variables", multiple=True, metavar="NAME=VALUE", help="Set an input variable, as in Terraform.")
@click.option(
    "--var-file",
    "var_files",
    type=_PATH,
    multiple=True,
    metavar="FILE",
    help="Read variables from a file, as in Terraform.",
)
@click.option("--workspace", metavar="NAME", help="Value of terraform.workspace.")
@click.option("--plan", type=_PATH, metavar="FILE", help="Judge a plan, from terraform show -json, with lines of PATH.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what should be looked at afterwards.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option("--baseline", type=_PATH, metavar="FILE", help="Leave out the findings that FILE holds.")
@click.option("--write-baseline", type=_PATH, metavar="FILE", help="Write today's findings to FILE and end with 0.")
@click.option("--changed-since", metavar="REV", help="Only findings in files that differ from a git revision.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Do not read these paths. Repeatable.")
@click.option(
    "--rules",
    "folders",
    type=_PATH,
    multiple=True,
    metavar="DIR",
    help="Also run the rules in this folder's Python files.",
)
@click.option(
    "--config",
    "config_file",
    type=_PATH,
    metavar="FILE",
    help="Settings; else .hcl-lint.toml or pyproject.toml upwards.",
)
@click.option("--no-config", is_flag=True, help="Read no settings.")
@click.option("--strict-syntax", is_flag=True, help="Parse every block, also those that no rule looks at.")
@click.option("--no-cache", is_flag=True, help="Parse anew, keep nothing.")
@click.option("--cache-dir", type=_PATH, metavar="DIR", envvar="HCL_LINT_CACHE_DIR", help="Where to keep parsed files.")
@click.option("--allow-empty", is_flag=True, help="End with 0 where nothing was judged; else that is exit code 2.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule.")
@click.option("-q", "--quiet", is_flag=True, help="No summary and no progress.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour the text report.")
@click.pass_context
def check(context: click.Context, /, **flags: object) -> None:
    """Judge directories, files, or standard input (-). Without PATH: the current directory.

    Exit code 0: nothing at or above --fail-on; 1: diagnostics; 2: could not run, or nothing was judged.
    """
    from hcl_lint.cli.check_run import Flags, run

    typed = Flags.of(flags, context.meta["hcl_lint.order"])
    sys.exit(run(typed))


@main.command("rules", context_settings=dict(_CONTEXT))
@click.option("-f", "--format", "format", type=click.Choice(("text", "json", "markdown")), default="text")
@click.option("--rules", "folders", type=_PATH, multiple=True, metavar="DIR", help="Also the rules in this folder.")
def list_rules(format: str, folders: tuple[str, ...]) -> None:
    """List the rules."""
    from hcl_lint import catalog, manual

    try:
        rules = catalog.load([Path(folder) for folder in folders])
    except catalog.CatalogError as error:
        raise CommandError(str(error)) from error
    write = {"text": manual.table, "json": manual.as_json, "markdown": manual.markdown}[format]
    click.echo(write(rules.values()), nl=False)


@main.command(context_settings=dict(_CONTEXT))
@click.argument("code", shell_complete=_codes)
@click.option("--rules", "folders", type=_PATH, multiple=True, metavar="DIR", help="Also the rules in this folder.")
def explain(code: str, folders: tuple[str, ...]) -> None:
    """Show the manual page of a rule: what it finds, why it matters, bad, good, source."""
    from hcl_lint import catalog, manual
    from hcl_lint.common import suggestions

    try:
        rules = catalog.load([Path(folder) for folder in folders])
    except catalog.CatalogError as error:
        raise CommandError(str(error)) from error
    text = manual.explain(code, rules)
    if text is None:
        raise CommandError(f"no rule is called {code}; {suggestions.of_rule(code, catalog.names(rules))}")
    click.echo(text, nl=False)


@main.command(context_settings=dict(_CONTEXT))
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print a completion script: eval "$(hcl-lint completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:  # click knows all three
        raise CommandError(f"no completion for {shell}")
    click.echo(kind(main, {}, "hcl-lint", "_HCL_LINT_COMPLETE").source())
