"""Long lists of plain values, as variable files have them: read in linear time, where the grammar takes its square."""

from __future__ import annotations

import re

from hcl_lint.syntax.simple import SIMPLE, simple
from hcl_lint.syntax.tree import Expression, TupleCons

_GAP = re.compile(r"(?:[ \t\r\n]+|(?P<comment>(?:#|//)[^\r\n]*))*")
_COMMENT = re.compile(r"(?:#|//)[^\r\n]*")
_ENDS = re.compile(r"[ \t]*(?:\r?\n|#|//|\Z)")


def flat_list(text: str, start: int, comments: list[tuple[int, int]]) -> TupleCons | None:
    """The list at ``start`` that ends its line; None where that is none, or one of other things than plain values.

    Comments in it are added to ``comments``.
    """
    if not text.startswith("[", start):
        return None
    items: list[Expression] = []
    gaps: list[tuple[int, int]] = []

    def after_gap(at: int) -> int:
        found = _GAP.match(text, at)
        end = found.end() if found else at
        if found and found["comment"]:
            gaps.extend(one.span() for one in _COMMENT.finditer(text, at, end))
        return end

    at = after_gap(start + 1)
    while not text.startswith("]", at):
        found = SIMPLE.match(text, at)
        if found is None:
            return None
        items.append(simple(text, at, found.end(), found.lastindex or 0))
        at = after_gap(found.end())
        if text.startswith(",", at):
            at = after_gap(at + 1)
        elif not text.startswith("]", at):
            return None
    if _ENDS.match(text, at + 1) is None:
        return None
    comments += gaps
    return TupleCons(start, at + 1, tuple(items))
