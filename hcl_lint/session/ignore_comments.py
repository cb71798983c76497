"""``# hcl-lint: ignore[ALI101] reason``: comments that silence diagnostics, and the report of those that do not.

A comment on a line of its own covers the line below it; if a block begins there, the whole block. A comment
behind something covers that line, and the block if the line is its header. ``ignore-file[...]`` covers the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hcl_lint.catalog import META
from hcl_lint.diagnostic import Diagnostic, Fix
from hcl_lint.source.files import HCL
from hcl_lint.source.text import Span
from hcl_lint.syntax.edits import delete_lines

_MARK: Final = re.compile(r"hcl-lint:\s*(?P<kind>ignore-file|ignore)(?P<codes>\[[^\]\n]*\])?(?P<rest>[^\n]*)")
_ANY: Final = re.compile(r"^(?:#|//|/\*)\s*hcl-lint:")
_UNUSED_HELP: Final = (
    "Remove it if no other run needs it: with other variable files, workspaces or callers. --fix removes it only with "
    "--unsafe-fixes."
)
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One ignore comment: the codes it names, the line it covers (0: the file), and its reason."""

    span: Span
    codes: tuple[str, ...]
    line: int
    reason: str


def _places(diagnostic: Diagnostic) -> Iterator[tuple[str, int]]:
    """Paths and lines at which an ignore silences a diagnostic; line 0 is the file's own."""
    yield diagnostic.path, 0
    if diagnostic.span:
        yield diagnostic.span.path, diagnostic.span.line
    for span in diagnostic.scopes:
        yield span.path, span.line


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What is left after the ignores, and how many diagnostics they silenced."""

    diagnostics: list[Diagnostic]
    silenced: int


def apply(
    diagnostics: Sequence[Diagnostic],
    comments: Mapping[str, Sequence[Span]],
    known_codes: Collection[str],
    checked: Collection[str],
    fully_judged: Callable[[str], bool] = lambda path: True,
) -> Suppressed:
    """Silence what comments cover; report ignores that silence nothing or cannot be understood.

    Args:
        diagnostics: all diagnostics of the run.
        comments: the comments of every file that was read.
        known_codes: the codes that exist.
        checked: the codes that could have been found in this run: an ignore of another is not called unused.
        fully_judged: whether all of a file's diagnostics were looked for: only there an ignore is called unused.
    """
    ignores, unclear = _read(comments, known_codes)
    at: dict[tuple[str, str, int], list[Ignore]] = {}
    for ignore in ignores:
        for code in ignore.codes:
            at.setdefault((code, ignore.span.path, ignore.line), []).append(ignore)
    left: list[Diagnostic] = []
    used: set[tuple[int, str]] = set()
    for diagnostic in diagnostics:
        places = _places(diagnostic)
        covering = [ignore for path, line in places for ignore in at.get((diagnostic.code, path, line), ())]
        used.update((id(ignore), diagnostic.code) for ignore in covering)
        if not covering:
            left.append(diagnostic)
    silenced = len(diagnostics) - len(left)
    for ignore in ignores:
        unused = [code for code in ignore.codes if (id(ignore), code) not in used and code in checked]
        if unused and fully_judged(ignore.span.path):
            left.append(_unused(ignore, unused))
    return Suppressed(sorted([*left, *unclear], key=lambda diagnostic: diagnostic.sort_key), silenced)


def _read(comments: Mapping[str, Sequence[Span]], known: Collection[str]) -> tuple[list[Ignore], list[Diagnostic]]:
    ignores: list[Ignore] = []
    unclear: list[Diagnostic] = []
    for spans in comments.values():
        below: dict[int, int] = {}
        for span in reversed(spans):
            text = span.text
            if "hcl-lint" not in text or not _ANY.match(text):
                continue
            ignore = _parse(span, text, below)
            if isinstance(ignore, str):
                unclear.append(_diagnostic("ALI009", span, ignore))
                continue
            unknown = [code for code in ignore.codes if code not in known]
            if unknown:
                unclear.append(_diagnostic("ALI009", span, f"no rule has the code {', '.join(unknown)}"))
            ignores.append(ignore)
    return ignores, unclear


def _parse(span: Span, text: str, below: dict[int, int]) -> Ignore | str:
    """The ignore in a comment, or what is wrong with it; ``below`` as in :func:`_covered_line`."""
    mark = _MARK.search(text)
    if mark is None:
        return "write hcl-lint: ignore[ALI101] and a reason; this comment is not understood"
    codes = tuple(dict.fromkeys(_CODE.findall(mark["codes"] or "")))
    if not codes:
        return "name what to ignore, such as ignore[ALI101]; an ignore of everything hides what you do not know yet"
    reason = mark["rest"].removesuffix("*/").strip(" -:")
    if mark["kind"] == "ignore-file":
        return Ignore(span, codes, 0, reason)
    return Ignore(span, codes, _covered_line(span, below), reason)


def _covered_line(span: Span, below: dict[int, int]) -> int:
    """The comment's own line if something stands before it, else the next line that is neither blank nor comment.

    ``below`` holds what is known of lines further down, so that the time grows with the number of comments only.
    """
    source = span.source
    if source.text[source.line_start(span.start) : span.start].strip():
        return span.line
    first = number = span.end_line + 1
    last = source.position(len(source.text))[0]
    while number <= last and number not in below:
        line = source.line(number).strip()
        if line and not line.startswith(("#", "//", "/*")):
            break
        number += 1
    covered = below.get(number, number)
    below[first] = covered
    return covered if covered <= last else span.line


def _unused(ignore: Ignore, codes: Iterable[str]) -> Diagnostic:
    unused = list(codes)
    message = f"this ignore silences nothing: there is no {' or '.join(unused)} here"
    span = ignore.span
    fix = None
    if len(unused) == len(ignore.codes) and span.path.endswith(HCL):
        edit = delete_lines(span.source, span.start, span.end)
        fix = Fix("Remove the comment", (edit,), safe=False)  # another run may need it
    return replace(_diagnostic("ALI008", span, message, fix), help=_UNUSED_HELP)


def _diagnostic(code: str, span: Span, message: str, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(
        code=code, name=META[code][0], severity="warning", message=message, path=span.path, span=span, fix=fix
    )
