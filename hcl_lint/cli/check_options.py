"""From the flags of ``hcl-lint check`` to the request of a session; what cannot be judged is said before it begins."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from hcl_lint.cli.errors import CommandError
from hcl_lint.cli.options import ORDERED
from hcl_lint.cli.streams import read_standard_input
from hcl_lint.common.cache import default_directory
from hcl_lint.common.globs import compile_globs
from hcl_lint.common.progress import bar
from hcl_lint.diagnostic import SEVERITIES
from hcl_lint.evaluate.inputs import Assignment
from hcl_lint.session.request import Request
from hcl_lint.settings import config as settings
from hcl_lint.settings.config import Config, FailOn, Selection
from hcl_lint.source.boundary import is_inside
from hcl_lint.source.files import CONFIGURATION, is_variables, list_directory
from tfmock.rulebook.expectation import Expectation, parse_expectation
from tfmock.rulebook.rule import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The command line of ``check``; fields are named as the parameters of the command.

    Attributes:
        ordered: repeatable options in the order of the command line: parameter and value.
        commands: the commands that exist, for whom a misspelt one became a path.
    """

    paths: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: tuple[str, ...]
    fail_on: FailOn | None
    expected: tuple[str, ...]
    workspace: str | None
    plan: str | None
    fix: bool
    unsafe_fixes: bool
    diff: bool
    baseline: str | None
    write_baseline: str | None
    changed_since: str | None
    exclude: tuple[str, ...]
    folders: tuple[str, ...]
    config_file: str | None
    no_config: bool
    strict_syntax: bool
    no_cache: bool
    cache_dir: str | None
    allow_empty: bool
    coverage: bool
    statistics: bool
    quiet: bool
    color: str
    ordered: tuple[tuple[str, str], ...]
    commands: tuple[str, ...] = ()

    @classmethod
    def from_context(cls, context: click.Context) -> CheckOptions:
        """What click parsed.

        Raises:
            CommandError: a value is empty.
        """
        _check_no_value_is_empty(context)
        group = context.find_root().command
        values = {name: value for name, value in context.params.items() if name in cls.__dataclass_fields__}
        return cls(
            **{**values, "paths": values["paths"] or (".",)},
            ordered=context.meta[ORDERED],
            commands=tuple(group.commands) if isinstance(group, click.Group) else (),
        )

    @property
    def outputs(self) -> tuple[tuple[str, str | None], ...]:
        """Formats, each with its file; None is standard output."""
        return tuple(pair_outputs(self.ordered)) or (("text", None),)

    @property
    def assignments(self) -> Iterator[Assignment]:
        """``--var`` and ``--var-file``, the winning ones last."""
        for name, value in self.ordered:
            if name == "variables":
                yield _split_pair(value, "--var")
            elif name == "var_files":
                yield value

    @property
    def may_judge_nothing(self) -> bool:
        """Single files may hold anything, or nothing that a rule looks at; a directory or a plan may not."""
        return self.allow_empty or (self.plan is None and not any(os.path.isdir(path) for path in self.paths))


def _check_no_value_is_empty(context: click.Context) -> None:
    """An empty value, as from a variable of a script that is not set, must not turn a gate off."""
    for parameter in context.command.params:
        name = parameter.name or ""
        value = context.params.get(name)
        values = value if isinstance(value, tuple) else (value,)
        if name in ("select", "ignore"):
            values = tuple(code.strip() for text in values for code in str(text).split(","))
        if "" in values:
            flag = parameter.opts[-1] if isinstance(parameter, click.Option) else "PATH"
            raise CommandError(f"{flag} is empty; leave it out or name one")


def pair_outputs(ordered: Sequence[tuple[str, str]]) -> list[tuple[str, str | None]]:
    """Pairs of format and file (None: standard output); the format is empty where a file has none before it."""
    pairs: list[tuple[str, str | None]] = []
    for name, value in ordered:
        if name == "formats":
            pairs.append((value, None))
        elif name == "files" and pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], value)
        elif name == "files":
            pairs.append(("", value))
    return pairs


def make_request(options: CheckOptions) -> Request:
    """What the session has to do.

    Raises:
        CommandError: the flags contradict each other, or name what is not there.
        ConfigError: the settings cannot be used.
    """
    paths = judged_paths(options.paths, options.commands)
    if not paths and not options.allow_empty:
        raise CommandError(
            "nothing was judged: there are no *.tf or *.tofu files beside the variable files; "
            "--allow-empty accepts that"
        )
    _check_flags_agree(options)
    config = _override(settings.load_settings(options.config_file, options.no_config, options.paths[0]), options)
    for name, value in options.ordered:
        if name == "var_files":
            check_var_file(value, "--var-file")
    for value in config.var_files:
        check_var_file(value, f"{config.path}: var-files")
    return Request(
        paths=paths,
        config=config,
        expected=tuple(_parse_expectation(text) for text in options.expected),
        variables=tuple(options.assignments),
        workspace=options.workspace,
        strict_syntax=options.strict_syntax,
        cache_directory=None if options.no_cache else options.cache_dir or default_directory(),
        standard_input=read_standard_input() if "-" in options.paths else None,
        plan=Path(options.plan) if options.plan else None,
        changed_since=options.changed_since,
        rule_folders=tuple(Path(folder) for folder in options.folders),
        write_baseline=Path(options.write_baseline) if options.write_baseline else None,
        progress=None if options.quiet else bar(sys.stderr),
    )


def _check_flags_agree(options: CheckOptions) -> None:
    if options.fix and "-" in options.paths:
        raise CommandError("--fix cannot change standard input; --diff shows what it would change")
    if options.fix and options.diff:
        raise CommandError("--fix changes files and --diff shows what it would change; give one of them")
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise CommandError("--unsafe-fixes goes with --fix or --diff")
    if any(not format for format, _ in options.outputs):
        raise CommandError("--output belongs to the --format before it, such as --format sarif --output lint.sarif")


def _override(config: Config, options: CheckOptions) -> Config:
    """The settings with the flags, which win."""
    selection = config.selection
    severities: dict[str, Severity] = dict(selection.severity)
    for text in options.severity:
        code, level = _split_pair(text, "--severity")
        if level not in SEVERITIES:
            raise CommandError(f"--severity {text}: {level} is none of {', '.join(SEVERITIES)}")
        severities[code] = level
    select, ignore = (
        tuple(code.strip() for text in texts for code in text.split(",")) for texts in (options.select, options.ignore)
    )
    return replace(
        config,
        selection=Selection(
            select=select or selection.select,
            ignore=(*selection.ignore, *ignore),
            severity=severities,
            expectations=selection.expectations,
        ),
        exclude=(*config.exclude, *_check_globs(options.exclude)),
        baseline=Path(options.baseline) if options.baseline else config.baseline,
        fail_on=options.fail_on or config.fail_on,
    )


def _check_globs(patterns: tuple[str, ...]) -> tuple[str, ...]:
    try:
        compile_globs(patterns)
    except ValueError as error:
        raise CommandError(f"--exclude: {error}") from None
    return patterns


def _split_pair(text: str, flag: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise CommandError(f"{flag} {text}: write it as NAME=VALUE")
    return name.strip(), value


def _parse_expectation(text: str) -> Expectation:
    try:
        return parse_expectation(text)
    except ValueError as error:
        raise CommandError(f"--expect-reach {text}: {error}") from None


def judged_paths(paths: Sequence[str], commands: Sequence[str]) -> tuple[str, ...]:
    """The paths to judge: in the place of a variable file, the directory whose values it may give.

    A hook names all changed files, and values do not stand alone. A variable file without configuration beside it is
    left out.

    Raises:
        CommandError: a path does not exist, or is neither directory, configuration nor variable file.
    """
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise CommandError(_no_such_path(path, commands))
        if os.path.isfile(path) and not (path.endswith(CONFIGURATION) or is_variables(path)):
            raise CommandError(f"{path}: this is no configuration; name a directory or a *.tf or *.tofu file")
    directories = [os.path.realpath(path) for path in paths if os.path.isdir(path)]
    result: list[str] = []
    for path in paths:
        if is_variables(path) and not os.path.isdir(path):
            path = os.path.dirname(path) or "."
            real = os.path.realpath(path)
            if any(is_inside(real, directory) for directory in directories) or not list_directory(path).configuration:
                continue
        result.append(path)
    return tuple(dict.fromkeys(result))


def _no_such_path(path: str, commands: Sequence[str]) -> str:
    """What is wrong with a path that does not exist: it may be a command that is misspelt."""
    import difflib

    near = difflib.get_close_matches(path, commands, 1, 0.7)
    hint = f"; did you mean the command {near[0]}?" if near else ""
    return f"{path}: there is no such file or directory{hint}"


def check_var_file(path: str, named_by: str) -> None:
    """Without the requested values a run would judge another configuration.

    Raises:
        CommandError: the file is not there, is no regular file, or cannot be read.
    """
    try:
        status = os.stat(path)
    except OSError as error:
        raise CommandError(f"{named_by} {path}: {error.strerror}") from None
    if not stat.S_ISREG(status.st_mode):
        raise CommandError(f"{named_by} {path}: this is no regular file")
    if not os.access(path, os.R_OK):
        raise CommandError(f"{named_by} {path}: it cannot be read")
