"""For people: message, place, the source line with a caret, further places, what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import click

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.report import Report, number
from hcl_lint.source.text import Span
from tfmock.text.printable import printable, printable_lines

#: What of a report has which style; severities by their name.
_STYLES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "error": {"fg": "red"},
        "warning": {"fg": "yellow"},
        "notice": {"fg": "cyan"},
        "help": {"fg": "green"},
        "bold": {"bold": True},
        "dim": {"dim": True},
    }
)
_WIDEST: Final = 160


def render(report: Report, *, colour: bool = False) -> str:
    """The diagnostics one by one, then a summary."""
    paint = _painter(colour)
    parts = [_diagnostic(diagnostic, paint) for diagnostic in report.diagnostics]
    return "".join(part + "\n" for part in parts) + summary(report, colour=colour)


#: A text in the named styles, which are joined.
_Paint = Callable[..., str]


def _painter(colour: bool) -> _Paint:
    def paint(text: str, *names: str) -> str:
        if not colour or not text:
            return text
        return click.style(text, **{key: value for name in names for key, value in _STYLES[name].items()})

    return paint


def _diagnostic(diagnostic: Diagnostic, paint: _Paint) -> str:
    return "".join(line + "\n" for line in _lines(diagnostic, paint))


def _lines(diagnostic: Diagnostic, paint: _Paint) -> Iterator[str]:
    label = f"{diagnostic.severity}[{diagnostic.code}]"
    yield f"{paint(label, diagnostic.severity, 'bold')} {paint(printable(diagnostic.message), 'bold')}"
    spans = (diagnostic.span, *(note.span for note in diagnostic.notes))
    width = max((len(str(span.line)) for span in spans if span), default=1)
    if diagnostic.span:
        yield from _snippet(diagnostic.span, diagnostic, width, paint)
    else:
        yield f"{' ' * width}{paint('-->', 'dim')} {printable(diagnostic.path)}"
    if diagnostic.address:
        yield f"{' ' * width} {paint('= in:', 'dim')} {printable(diagnostic.address)}"
    for note in diagnostic.notes:
        yield f"{' ' * width} {paint('= note:', 'dim')} {printable(f'{note.message}: {note.span}')}"
    help = diagnostic.help
    if diagnostic.fix:
        how = "--fix" if diagnostic.fix.safe else "--fix --unsafe-fixes"
        help = f"{help} [{how}: {diagnostic.fix.title}]".strip()
    if help:
        yield f"{' ' * width} {paint('= help:', 'help')} {printable(help)}"


def _snippet(span: Span, diagnostic: Diagnostic, width: int, paint: _Paint) -> Iterator[str]:
    bar = paint("|", "dim")
    line = span.source.line(span.line)
    yield f"{' ' * width}{paint('-->', 'dim')} {printable(str(span))}"
    if len(line) > _WIDEST:
        return
    end = span.end_column if span.end_line == span.line else len(line) + 1
    if diagnostic.secret:
        line = line[: span.column - 1] + "*" * (end - span.column) + line[end - 1 :]
    before = "".join(
        char if char == "\t" else " " * _columns(char) for char in printable_lines(line[: span.column - 1])
    )
    marked = sum(_columns(char) for char in printable_lines(line[span.column - 1 : end - 1]))
    yield f"{' ' * width} {bar}"
    yield f"{span.line:>{width}} {bar} {printable_lines(line)}"
    yield f"{' ' * width} {bar} {before}{paint('^' * max(marked, 1), diagnostic.severity)}"


def _columns(char: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def summary(report: Report, *, colour: bool = False) -> str:
    """One or two lines: how many of what, what can be fixed, what was held back."""
    paint = _painter(colour)
    counts = report.count()
    files = number(report.files, "file")
    kinds = [number(counts[kind], kind) for kind in ("error", "warning", "notice") if counts[kind]]
    if kinds:
        worst = next(kind for kind in ("error", "warning", "notice") if counts[kind])
        text = paint(f"Found {', '.join(kinds)}", worst, "bold") + f" in {files}.\n"
    else:
        text = paint("No findings", "help", "bold") + f" in {files}.\n"
    fixes = [diagnostic.fix for diagnostic in report.diagnostics if diagnostic.fix]
    safe = sum(fix.safe for fix in fixes)
    notes = []
    if report.fixed:
        notes.append(f"{report.fixed} fixed")
    if safe:
        notes.append(f"{safe} fixable with --fix")
    if len(fixes) > safe:
        notes.append(f"{len(fixes) - safe} with --fix --unsafe-fixes")
    if report.silenced:
        notes.append(f"{report.silenced} silenced by comments")
    if report.accepted:
        notes.append(f"{report.accepted} accepted by the baseline")
    return text + (f"{'; '.join(notes)}.\n" if notes else "")
