"""``hcl-lint check``: judge, fix, report; the exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TextIO

from hcl_lint.catalog import META
from hcl_lint.cli.check_options import CheckOptions, make_request
from hcl_lint.cli.errors import CommandError
from hcl_lint.cli.streams import prepare_streams, print_error
from hcl_lint.common.cache import prune
from hcl_lint.report import Report, renderer
from hcl_lint.report.text import summary
from hcl_lint.session.request import Request, SessionError
from hcl_lint.session.run import has_failed, run
from hcl_lint.settings.config import ConfigError


def run_check(options: CheckOptions) -> int:
    """Judge, fix, report; the exit code.

    Raises:
        CommandError: a run cannot be made.
    """
    try:
        prepare_streams()
        gc.set_threshold(200_000)  # a short run makes little garbage: the collector would walk over live trees
        code = _cover(options) if options.coverage else _run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader of the report closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (ConfigError, SessionError) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{error.filename or 'input or output'}: {error.strerror}") from error


def _cover(options: CheckOptions) -> int:
    from hcl_lint.cli.coverage import run_coverage  # other runs need no list of types

    return run_coverage(options)


def _run(options: CheckOptions) -> int:
    request = make_request(options)
    report, changes, all_written = _judge(options, request)
    for hint in () if options.quiet else report.hints:
        print_error(f"hint: {hint}")
    if options.diff:
        sys.stdout.write(changes)
    else:
        _write_reports(options, report)
    if options.statistics:
        _write_statistics(report, sys.stderr if options.diff or options.outputs[0][0] != "text" else sys.stdout)
    if request.cache_directory:
        sys.stdout.flush()  # the report need not wait for the cache
        prune(request.cache_directory)
    if has_failed(report, request.config.fail_on) or not all_written:
        return 1
    if report.nothing_judged and not options.may_judge_nothing:
        print_error(f"{report.nothing_judged}; --allow-empty accepts that")
        return 2
    return 0


def _judge(options: CheckOptions, request: Request) -> tuple[Report, str, bool]:
    """The report, the diff (``--diff``), and whether every fix could be written (``--fix``)."""
    if not (options.fix or options.diff):
        return run(request), "", True
    from hcl_lint.cli.fix import diff_files, fix_files  # difflib and tempfile, which other runs do not need

    if options.diff:
        report, changes = diff_files(request, unsafe=options.unsafe_fixes)
        return report, changes, True
    report, all_written = fix_files(request, unsafe=options.unsafe_fixes)
    return report, "", all_written


def _write_reports(options: CheckOptions, report: Report) -> None:
    colour = _use_colour(options.color)
    for format, file in options.outputs:
        render = renderer(format)
        if file:
            Path(file).write_text(render(report), encoding="utf-8", errors="backslashreplace")
            continue
        text = render(report, colour=colour)
        if options.quiet and format == "text":
            text = text.removesuffix(summary(report, colour=colour))
        sys.stdout.write(text)
    if all(file for _, file in options.outputs) and not options.quiet:
        sys.stderr.write(summary(report))


def _use_colour(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"


def _write_statistics(report: Report, stream: TextIO) -> None:
    """How often each rule was broken, the most frequent first."""
    counts = Counter(diagnostic.code for diagnostic in report.diagnostics)
    fixable = Counter(diagnostic.code for diagnostic in report.diagnostics if diagnostic.fix)
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        name = report.rules[code].name if code in report.rules else META[code].name if code in META else code
        mark = f"  ({fixable[code]} fixable)" if fixable[code] else ""
        print(f"{count:6}  {code}  {name}{mark}", file=stream)
