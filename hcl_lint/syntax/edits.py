"""Fixes as edits of the text: what is not edited stays as it was, to the last blank and comment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hcl_lint.source.text import Source, Span
from hcl_lint.syntax.tree import Attribute


@dataclass(frozen=True, slots=True)
class Edit:
    """Put ``replacement`` in the place of ``span`` (empty span: insert, empty replacement: delete)."""

    span: Span
    replacement: str


class OverlappingEditsError(ValueError):
    """Two edits want the same characters."""


def apply(source: Source, edits: Iterable[Edit]) -> str:
    """The text of ``source`` with its edits made (those of other sources are ignored, equal ones made once).

    Raises:
        OverlappingEditsError: if two different edits overlap, or insert at the same offset.
    """
    own_edits = {(edit.span.start, edit.span.end, edit.replacement) for edit in edits if edit.span.source is source}
    pieces: list[str] = []
    at, last_insert = 0, -1
    for start, end, replacement in sorted(own_edits):
        if start < at or (start == end == last_insert):
            raise OverlappingEditsError(f"{source.path}: edits overlap at offset {start}")
        pieces += [source.text[at:start], replacement]
        at = end
        last_insert = start if start == end else -1
    pieces.append(source.text[at:])
    return "".join(pieces)


def compatible(edits: Iterable[Edit]) -> bool:
    """True if the edits can be applied together."""
    listed = list(edits)
    try:
        for source in {id(edit.span.source): edit.span.source for edit in listed}.values():
            apply(source, listed)
    except OverlappingEditsError:
        return False
    return True


def delete_lines(source: Source, start: int, end: int) -> Edit:
    """Delete ``start``..``end``; with it the whole lines if nothing else but blanks stands on them.

    A comment on the same line is kept: then only the span itself goes.
    """
    text = source.text
    line_start = source.line_start(start)
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end + 1
    if text[line_start:start].strip() or text[end:line_end].strip():
        return Edit(Span(source, start, end), "")
    return Edit(Span(source, line_start, line_end), "")


def delete_attribute(source: Source, attribute: Attribute) -> Edit:
    """Remove an attribute and its line."""
    return delete_lines(source, attribute.start, attribute.end)


def insert_line_after(source: Source, offset: int, line: str) -> Edit:
    """A new line ``line`` below the line of ``offset``, indented like that line."""
    text = source.text
    start = source.line_start(offset)
    indent = text[start : start + len(text[start:]) - len(text[start:].lstrip(" \t"))]
    end = text.find("\n", offset)
    if end < 0:
        return Edit(Span(source, len(text), len(text)), f"{source.newline}{indent}{line}{source.newline}")
    return Edit(Span(source, end + 1, end + 1), f"{indent}{line}{source.newline}")
