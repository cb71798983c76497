"""``hcl-lint check``: from flags to a report and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO, TypedDict, cast

from hcl_lint.catalog import META
from hcl_lint.cli.check_inputs import check_values, check_var_file, judged_paths, prepare_streams, standard_input
from hcl_lint.cli.errors import CommandError
from hcl_lint.common.cache import prune
from hcl_lint.common.progress import bar
from hcl_lint.diagnostic import SEVERITIES
from hcl_lint.evaluate.inputs import Assignment
from hcl_lint.report import Report, renderer
from hcl_lint.report.text import summary
from hcl_lint.session.run import Request, SessionError, failed
from hcl_lint.session.run import run as judge
from hcl_lint.settings import config
from hcl_lint.settings.config import Choice, Config, ConfigError, FailOn
from tfmock.rulebook import expectation
from tfmock.rulebook.expectation import Expectation
from tfmock.rulebook.rule import Severity
from tfmock.text.printable import printable

#: Repeatable options in the order of the command line: name and value.
Order = Sequence[tuple[str, str]]


class _Given(TypedDict):
    """The flags as click hands them over; names as in ``cli.check``."""

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
    statistics: bool
    quiet: bool
    color: str
    allow_empty: bool


@dataclass(frozen=True, slots=True)
class Flags:
    """The command line of ``check``."""

    given: _Given
    order: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, given: Mapping[str, object], order: Order) -> Flags:
        """From what click parsed."""
        return cls(cast(_Given, dict(given)), tuple(order))

    @property
    def outputs(self) -> tuple[tuple[str, str | None], ...]:
        """Formats, each with its file; None is standard output."""
        return tuple(outputs(self.order)) or (("text", None),)

    @property
    def variables(self) -> Iterator[Assignment]:
        """``--var`` and ``--var-file``, the winning ones last."""
        for name, value in self.order:
            if name == "variables":
                yield _pair(value, "--var")
            elif name == "var_files":
                yield value

    @property
    def paths(self) -> tuple[str, ...]:
        return self.given["paths"] or (".",)


def outputs(order: Order) -> list[tuple[str, str | None]]:
    """Pairs of format and file (None: standard output); the format is empty where a file has none before it."""
    found: list[tuple[str, str | None]] = []
    for name, value in order:
        if name == "formats":
            found.append((value, None))
        elif name == "files" and found and found[-1][1] is None:
            found[-1] = (found[-1][0], value)
        elif name == "files":
            found.append(("", value))
    return found


def run(flags: Flags) -> int:
    """Judge, fix, report; the exit code.

    Raises:
        CommandError: a run cannot be made.
    """
    try:
        prepare_streams()
        gc.set_threshold(200_000)  # a short run makes little garbage: the collector would walk over live trees
        code = _run(flags)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever read the report has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (ConfigError, SessionError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{error.filename or 'input or output'}: {error.strerror}") from error


def _run(flags: Flags) -> int:
    given = flags.given
    request = _request(flags)
    left: Mapping[str, str] = {}
    changes = ""
    if given["fix"] or given["diff"]:
        from hcl_lint.fixing import planner as fix  # difflib and tempfile, which other runs do not need
    if given["fix"]:
        outcome = fix.fix(lambda files: judge(replace(request, overlay=files)), unsafe=given["unsafe_fixes"])
        report = replace(outcome.report, fixed=outcome.fixed)
        left = outcome.left
        if outcome.stopped:
            _say(outcome.stopped)
        for path, why in left.items():
            _say(f"{path} is left as it is: {why}")
    elif given["diff"]:
        changes, planned = fix.diff(lambda files: judge(replace(request, overlay=files)), unsafe=given["unsafe_fixes"])
        report = planned.first
        if planned.stopped:
            _say(planned.stopped)
    else:
        report = judge(request)
    for hint in () if given["quiet"] else report.hints:
        _say(f"hint: {hint}")
    if given["diff"]:
        sys.stdout.write(changes)
    else:
        _report(flags, report)
    if given["statistics"]:
        _statistics(report, sys.stderr if given["diff"] or flags.outputs[0][0] != "text" else sys.stdout)
    if request.cache_directory:
        sys.stdout.flush()  # nobody waits for the cache
        prune(request.cache_directory)
    if failed(report.diagnostics, request.config.fail_on) or left:
        return 1
    if report.nothing_judged and not given["allow_empty"] and _whole(flags):
        _say(f"{report.nothing_judged}; --allow-empty accepts that")
        return 2
    return 0


def _say(message: str) -> None:
    sys.stdout.flush()  # in the order in which it happened
    print(f"hcl-lint: {printable(message)}", file=sys.stderr)


def _whole(flags: Flags) -> bool:
    """Whether a directory or plan was given: of single files it is known that they may hold anything."""
    return flags.given["plan"] is not None or any(os.path.isdir(path) for path in flags.paths)


def _request(flags: Flags) -> Request:
    given = flags.given
    check_values(given)
    paths = judged_paths(flags.paths)
    if not paths and not given["allow_empty"]:
        raise SessionError(
            "nothing was judged: there are no *.tf or *.tofu files beside the variable files; "
            "--allow-empty accepts that"
        )
    if given["fix"] and "-" in flags.paths:
        raise SessionError("--fix cannot change standard input; --diff shows what it would change")
    if given["fix"] and given["diff"]:
        raise SessionError("--fix changes files and --diff shows what it would change; give one of them")
    if given["unsafe_fixes"] and not (given["fix"] or given["diff"]):
        raise SessionError("--unsafe-fixes goes with --fix or --diff")
    if any(not format for format, _ in flags.outputs):
        raise SessionError("--output belongs to the --format before it, such as --format sarif --output lint.sarif")
    settings = _override(config.choose(given["config_file"], given["no_config"], flags.paths[0]), given)
    for name, value in flags.order:
        if name == "var_files":
            check_var_file(value, "--var-file")
    for value in settings.var_files:
        check_var_file(value, f"{settings.path}: var-files")
    return Request(
        paths=paths,
        config=settings,
        expected=tuple(_expectation(text) for text in given["expected"]),
        variables=tuple(flags.variables),
        workspace=given["workspace"],
        strict_syntax=given["strict_syntax"],
        cache_directory=None if given["no_cache"] else given["cache_dir"] or _cache_directory(),
        standard_input=standard_input() if "-" in flags.paths else None,
        plan=Path(given["plan"]) if given["plan"] else None,
        changed_since=given["changed_since"],
        rule_folders=tuple(Path(folder) for folder in given["folders"]),
        write_baseline=Path(given["write_baseline"]) if given["write_baseline"] else None,
        progress=None if given["quiet"] else bar(sys.stderr),
    )


def _override(config: Config, given: _Given) -> Config:
    """Flags win over settings."""
    choice = config.choice
    severities: dict[str, Severity] = dict(choice.severity)
    for text in given["severity"]:
        code, level = _pair(text, "--severity")
        if level not in SEVERITIES:
            raise SessionError(f"--severity {text}: {level} is none of {', '.join(SEVERITIES)}")
        severities[code] = level
    codes = [[code.strip() for text in given[key] for code in text.split(",")] for key in ("select", "ignore")]
    return replace(
        config,
        choice=Choice(tuple(codes[0]) or choice.select, (*choice.ignore, *codes[1]), severities, choice.expected),
        exclude=(*config.exclude, *given["exclude"]),
        baseline=Path(given["baseline"]) if given["baseline"] else config.baseline,
        fail_on=given["fail_on"] or config.fail_on,
    )


def _pair(text: str, flag: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise SessionError(f"{flag} {text}: write it as NAME=VALUE")
    return name.strip(), value


def _expectation(text: str) -> Expectation:
    try:
        return expectation.parse_expectation(text)
    except ValueError as error:
        raise SessionError(f"--expect-reach {text}: {error}") from None


def _cache_directory() -> str | None:
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(home, "hcl-lint") if os.path.isabs(home) else None


def _report(flags: Flags, report: Report) -> None:
    for format, file in flags.outputs:
        render = renderer(format)
        if file:
            Path(file).write_text(render(report), encoding="utf-8", errors="backslashreplace")
            continue
        text = render(report, colour=_colour(flags.given["color"]))
        if flags.given["quiet"] and format == "text":
            text = text.removesuffix(summary(report, colour=_colour(flags.given["color"])))
        sys.stdout.write(text)
    if all(file for _, file in flags.outputs) and not flags.given["quiet"]:
        sys.stderr.write(summary(report))


def _colour(wish: str) -> bool:
    if wish == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wish == "always"


def _statistics(report: Report, stream: TextIO) -> None:
    """How often each rule was broken, the most frequent first."""
    counts = Counter(diagnostic.code for diagnostic in report.diagnostics)
    fixable = Counter(diagnostic.code for diagnostic in report.diagnostics if diagnostic.fix)
    for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        name = report.rules[code].name if code in report.rules else META[code].name if code in META else code
        mark = f"  ({fixable[code]} fixable)" if fixable[code] else ""
        print(f"{count:6}  {code}  {name}{mark}", file=stream)
