"""Values that need no grammar: a plain string, number, word or reference, as most arguments are, and lists of these."""

from __future__ import annotations

import re
from typing import Final

from hcl_lint.syntax.tree import Expression, GetAttr, Index, Literal, Number, TupleCons, Variable

_STRING: Final = r'"[^"\\$%\r\n]*"'
_REFERENCE: Final = rf"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[(?:\d+|{_STRING})\])*"
#: A string (group 1), number (2) or reference (3).
VALUE: Final = rf"(?:({_STRING})|(\d+(?:\.\d+)?)|({_REFERENCE}))"
PLAIN_VALUE: Final = re.compile(rf"{VALUE}(?=[ \t]*(?:[\r\n#,\]}}]|//|\Z))", re.ASCII)
_HEAD: Final = re.compile(r"[\w-]+")
_STEP: Final = re.compile(rf"\.([\w-]+)|\[(?:(\d+)|({_STRING}))\]")
_WORDS: Final = {"true": True, "false": False, "null": None}
_GAP: Final = re.compile(r"(?:[ \t\r\n]+|(?P<comment>(?:#|//)[^\r\n]*))*")
_COMMENT: Final = re.compile(r"(?:#|//)[^\r\n]*")
_LINE_END: Final = re.compile(r"[ \t]*(?:\r?\n|#|//|\Z)")


def plain_value(text: str, start: int, end: int, group: int) -> Expression:
    """The expression where ``group`` of ``VALUE`` matched, from ``start`` to ``end``."""
    if group == 1:
        return Literal(start, end, text[start + 1 : end - 1])
    if group == 2:
        return Number(start, end, text[start:end])
    return _reference(text, start, end)


def _reference(text: str, start: int, end: int) -> Expression:
    written = text[start:end]
    if written in _WORDS:
        return Literal(start, end, _WORDS[written])
    if "[" not in written:
        name, *steps = written.split(".")
        at = start + len(name)
        expression = _root(start, at, name)
        for step in steps:
            at += len(step) + 1
            expression = GetAttr(start, at, expression, step)
        return expression
    head = _HEAD.match(text, start)
    at = head.end() if head else end
    expression = _root(start, at, text[start:at])
    while at < end and (match := _STEP.match(text, at)):
        at, (name, number, string) = match.end(), match.groups()
        if name:
            expression = GetAttr(start, at, expression, name)
        elif number:
            expression = Index(start, at, expression, Number(at - 1 - len(number), at - 1, number))
        else:
            expression = Index(start, at, expression, Literal(at - 1 - len(string), at - 1, string[1:-1]))
    return expression


def _root(start: int, end: int, name: str) -> Expression:
    return Literal(start, end, _WORDS[name]) if name in _WORDS else Variable(start, end, name)


def plain_list(text: str, start: int, comments: list[tuple[int, int]]) -> TupleCons | None:
    """The list at ``start`` that ends its line, as variable files have them: python-hcl2 takes quadratic time for it.

    Comments in it are added to ``comments``.

    Returns:
        None where there is no list, or one with other elements than plain values.
    """
    if not text.startswith("[", start):
        return None
    items: list[Expression] = []
    gaps: list[tuple[int, int]] = []

    def after_gap(at: int) -> int:
        match = _GAP.match(text, at)
        end = match.end() if match else at
        if match and match["comment"]:
            gaps.extend(comment.span() for comment in _COMMENT.finditer(text, at, end))
        return end

    at = after_gap(start + 1)
    while not text.startswith("]", at):
        match = PLAIN_VALUE.match(text, at)
        if match is None:
            return None
        items.append(plain_value(text, at, match.end(), match.lastindex or 0))
        at = after_gap(match.end())
        if text.startswith(",", at):
            at = after_gap(at + 1)
        elif not text.startswith("]", at):
            return None
    if _LINE_END.match(text, at + 1) is None:
        return None
    comments += gaps
    return TupleCons(start, at + 1, tuple(items))
