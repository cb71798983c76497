"""``hcl-lint check``: its flags. What they do is in ``check_options`` and ``check_run``, imported when it runs."""

from __future__ import annotations

import sys

import click

from hcl_lint.cli.options import CONTEXT_SETTINGS, ORDERED, PATH, complete_codes
from hcl_lint.report import FORMATS


class CheckCommand(click.Command):
    """Keeps the order of repeatable options among each other.

    ``--output`` belongs to the ``--format`` before it, and of ``--var`` and ``--var-file`` the later wins. click calls
    an option's callback once with all of its values, so only its parser knows how two options alternate.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        values, _, order = self.make_parser(ctx).parse_args(list(args))
        remaining = {name: iter(value) for name, value in values.items() if isinstance(value, list)}
        ctx.meta[ORDERED] = tuple((p.name, next(remaining[p.name])) for p in order if p.name in remaining)
        return super().parse_args(ctx, args)


@click.command(cls=CheckCommand, context_settings=dict(CONTEXT_SETTINGS))
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=PATH)
@click.option("-f", "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Report format; repeatable.")
@click.option(
    "-o", "--output", "files", type=PATH, multiple=True, metavar="FILE", help="File for the --format before it."
)
@click.option(
    "--select",
    multiple=True,
    shell_complete=complete_codes,
    metavar="CODE",
    help="Run only these; ALI3 means all that begin so. Repeatable.",
)
@click.option(
    "--ignore", multiple=True, shell_complete=complete_codes, metavar="CODE", help="Leave these out. Repeatable."
)
@click.option("--severity", multiple=True, metavar="CODE=LEVEL", help="Make a rule error, warning or notice.")
@click.option(
    "--fail-on", type=click.Choice(("error", "warning", "notice", "never")), help="Exit 1 from this severity on."
)
@click.option(
    "--expect-reach",
    "expected",
    multiple=True,
    metavar="A:B[:PORT]",
    help="Fail unless A reaches B, by resource address. !A:B: unless it does not. Repeatable.",
)
@click.option("--var", "variables", multiple=True, metavar="NAME=VALUE", help="Set an input variable, as in Terraform.")
@click.option(
    "--var-file",
    "var_files",
    type=PATH,
    multiple=True,
    metavar="FILE",
    help="Read variables from a file, as in Terraform.",
)
@click.option("--workspace", metavar="NAME", help="Value of terraform.workspace.")
@click.option("--plan", type=PATH, metavar="FILE", help="Judge a plan, from terraform show -json, with lines of PATH.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what should be looked at afterwards.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option("--baseline", type=PATH, metavar="FILE", help="Leave out the findings that FILE holds.")
@click.option("--write-baseline", type=PATH, metavar="FILE", help="Write today's findings to FILE and end with 0.")
@click.option("--changed-since", metavar="REV", help="Only findings in files that differ from a git revision.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Do not read these paths. Repeatable.")
@click.option(
    "--rules",
    "folders",
    type=PATH,
    multiple=True,
    metavar="DIR",
    help="Also run the rules in this folder's Python files.",
)
@click.option(
    "--config",
    "config_file",
    type=PATH,
    metavar="FILE",
    help="Settings; else .hcl-lint.toml or pyproject.toml upwards.",
)
@click.option("--no-config", is_flag=True, help="Read no settings.")
@click.option("--strict-syntax", is_flag=True, help="Parse every block, also those that no rule looks at.")
@click.option("--no-cache", is_flag=True, help="Parse anew, keep nothing.")
@click.option("--cache-dir", type=PATH, metavar="DIR", envvar="HCL_LINT_CACHE_DIR", help="Where to keep parsed files.")
@click.option("--allow-empty", is_flag=True, help="End with 0 where nothing was judged; else that is exit code 2.")
@click.option("--coverage", is_flag=True, help="Judge nothing: say how far tfmock plays the types that are used.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule.")
@click.option("-q", "--quiet", is_flag=True, help="No summary and no progress.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour the text report.")
@click.pass_context
def check(context: click.Context, /, **flags: object) -> None:
    """Judge directories, files, or standard input (-). Without PATH: the current directory.

    Exit code 0: nothing at or above --fail-on; 1: findings; 2: could not run, or nothing was judged.
    """
    from hcl_lint.cli.check_options import CheckOptions
    from hcl_lint.cli.check_run import run_check

    del flags  # read from the context, together with how each was given
    sys.exit(run_check(CheckOptions.from_context(context)))
