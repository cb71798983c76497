"""Expressions that need no grammar: most arguments are a plain string, number, word or reference."""

from __future__ import annotations

import re

from hcl_lint.syntax.tree import Expression, GetAttr, Index, Literal, Number, Variable

_STRING = r'"[^"\\$%\r\n]*"'
_REFERENCE = rf"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[(?:\d+|{_STRING})\])*"
SIMPLE = re.compile(rf"(?:({_STRING})|(\d+(?:\.\d+)?)|({_REFERENCE}))(?=[ \t]*(?:[\r\n#,\]}}]|//|\Z))", re.ASCII)
_STEP = re.compile(rf"\.([\w-]+)|\[(?:(\d+)|({_STRING}))\]")
_WORDS = {"true": True, "false": False, "null": None}


def simple(text: str, at: int, end: int, which: int) -> Expression:
    """The expression of a match of ``SIMPLE``: ``which`` group matched, from ``at`` to ``end``."""
    if which == 1:
        return Literal(at, end, text[at + 1 : end - 1])
    if which == 2:
        return Number(at, end, text[at:end])
    return _reference(text, at, end)


def _reference(text: str, at: int, end: int) -> Expression:
    written = text[at:end]
    if written in _WORDS:
        return Literal(at, end, _WORDS[written])
    if "[" not in written:
        name, *rest = written.split(".")
        here = at + len(name)
        expression: Expression = Literal(at, here, _WORDS[name]) if name in _WORDS else Variable(at, here, name)
        for step in rest:
            here += len(step) + 1
            expression = GetAttr(at, here, expression, step)
        return expression
    head = re.compile(r"[\w-]+").match(text, at)
    here = head.end() if head else end
    name = text[at:here]
    expression = Literal(at, here, _WORDS[name]) if name in _WORDS else Variable(at, here, name)
    while here < end and (step_found := _STEP.match(text, here)):
        here, (name, number, string) = step_found.end(), step_found.groups()
        if name:
            expression = GetAttr(at, here, expression, name)
        elif number:
            key: Expression = Number(here - 1 - len(number), here - 1, number)
            expression = Index(at, here, expression, key)
        else:
            key = Literal(here - 1 - len(string), here - 1, string[1:-1])
            expression = Index(at, here, expression, key)
    return expression
