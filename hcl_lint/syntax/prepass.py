"""The length-preserving pre-pass: from an HCL expression to a text that python-hcl2's grammar takes.

python-hcl2 8 refuses 17 % of fuzzed valid inputs (``5-33``, comments or line ends inside brackets,
``!!x``, ``${~``...), and accepts invalid ones (operators on the next line, missing separators). Both go
away when the grammar only ever sees a canonical text: same length and same token borders, but without
comments and line ends, with ``x`` for the characters of strings, ``u`` for names that are also keywords,
``!`` and ``+`` for unary and binary minus, a quoted string for a heredoc. Names, numbers, strings and
operators are then read from the original text by offset.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hcl_lint.syntax.names import NAME, check_name
from hcl_lint.syntax.nesting import CLOSERS, MAX_EXPRESSION, Frame, HclSyntaxError, mismatch, push, unclosed
from hcl_lint.syntax.refusals import bad_character
from hcl_lint.syntax.strings import mask_string

COMMENT = r"(?:(?:\#|//)[^\n]*|/\*(?s:.*?)\*/)"
GAP = r"(?:[ \t]|/\*(?:[^*]|\*(?!/))*\*/)*"
_CODE = re.compile(
    rf"""
   (?P<blank>[ \t]+)
 | (?P<name>{NAME}(?:{GAP}::{GAP}{NAME})*)
 | (?P<number>\d(?:(?:[\d.]|[eE][+-]?\d)*(?:\d|[eE][+-]?\d))?)
 | (?P<newline>\r?\n)
 | (?P<comment>{COMMENT})
 | (?P<heredoc><<-?(?P<marker>{NAME})\r?\n)
 | (?P<operator>==|!=|<=|>=|&&|\|\||=>|\.\.\.|[=<>+*/%?:,.])
 | (?P<unary>[-!])
 | (?P<quote>")
 | (?P<open>[(\[{{])
 | (?P<close>~?\}}|[)\]])
 | (?P<bad>(?s:.))
""",
    re.VERBOSE,
)
_NAMES = re.compile(NAME)
_CALLED = re.compile(rf"{GAP}\(")
_LITERALS = frozenset(["null", "true", "false"])
_DIRECTIVES = frozenset(["if", "else", "endif", "for", "endfor"])


class Masked(NamedTuple):
    """A masked expression: ``text`` has the length ``end`` - start; comments are absolute spans."""

    end: int
    text: str
    comments: list[tuple[int, int]]


def mask(text: str, start: int, stop: int) -> Masked:
    """Mask the expression at ``start`` up to the line end, comment or closing bracket that ends it, or to ``stop``.

    Raises:
        SyntaxProblem: for what no later pass could describe as well: unclosed or mismatched
            brackets, strings and heredocs, bad escapes, characters that HCL does not have.
    """
    out: list[str] = []
    put = out.append
    comments: list[tuple[int, int]] = []
    stack = [Frame("", start, newlines=True)]
    top = stack[0]
    code = _CODE.match
    at, size = start, stop
    operand = False  # the last token ends an operand
    last = ""  # the last token that is not blank, by kind or, of operators, by text
    dot = -1  # where in `out` the last dot is

    while at < size:
        kind = top.kind
        if kind == '"' or kind == "<":
            at, top = mask_string(text, at, stack, put)
            operand = top.kind not in ("$", "%")
            last = "operand" if operand else top.kind + "{"
            continue
        found = code(text, at)
        if found is None:  # pragma: no cover - the last alternative takes any character
            raise HclSyntaxError(at, at + 1, "unexpected character")
        token, what, end = found.group(), found.lastgroup, found.end()
        if what == "blank":
            put(" " * len(token))
        elif what == "name":
            if not token.isascii():
                _check_names(token, at)
            if last == "%{":
                if token not in _DIRECTIVES:
                    raise HclSyntaxError(at, end, f"expected if, else, endif, for or endfor, found {token}")
                put(token)
                top.loop = 1 if token == "for" else 0
                operand = False
            elif top.loop == 1 and token == "in" and operand:
                put(token)
                top.loop, operand = 2, False
            elif top.loop == 3 and token == "if" and (operand or last == "..."):
                put(token)
                top.loop, operand = 4, False
            elif token == "for" and (last == "[" or last == "{"):
                put(token)
                top.loop, top.newlines, operand = 1, False, False
            else:
                put(_name(text, token, at, last))
                operand = True
            last = "operand" if operand else "keyword"
            top.separator = False
        elif what == "number":
            if last == "." and "." in token:
                raise HclSyntaxError(at, end, f"expected one index after the dot: write [{token.replace('.', '][')}]")
            if token.count(".") > 1 or not _is_number(token):
                raise HclSyntaxError(at, end, f"expected a number, found {token}")
            put("1" * len(token))
            operand, last, top.separator = True, "operand", False
        elif what == "newline":
            if kind == "" and top.newlines:
                break
            if top.newlines and not top.separator:
                put("," + " " * (len(token) - 1))
                operand, last, top.separator = False, ",", True
            else:
                put(" " * len(token))
        elif what == "comment":
            if kind == "" and not token.startswith("/*"):
                break
            if text.endswith("\r", at, end) and token[1] != "*":
                token, end = token[:-1], end - 1
            comments.append((at, end))
            put(" " * len(token))
        elif what == "operator":
            if token == ".":
                dot = len(out)
            elif token == "/" and text.startswith("*", end):
                raise HclSyntaxError(at, end + 1, "expected */ to end this comment")
            elif token == "*" and last == "." and dot >= 0:
                if len(out) > dot + 1:  # `a . *`: the grammar has one terminal `.*`
                    out[dot] = " "
                    out[-1] = out[-1][:-1] + "."
            elif token == ":" and top.loop == 2:
                if top.colons:
                    top.colons -= 1
                else:
                    top.loop = 3
            elif token == "?" and top.loop == 2:
                top.colons += 1
            if token == "," and kind == "{":
                top.separator = True
            else:
                top.separator = False
            operand = token == "*" and last == "."
            last = "operand" if operand else token
            put(token)
        elif what == "quote" or what == "heredoc":
            if what == "heredoc":
                push(stack, "<", at).marker = found.group("marker")
                put('"' + "x" * (len(token) - 1))
            else:
                push(stack, '"', at)
                put('"')
            top.separator = False
            top = stack[-1]
        elif what == "unary":
            if operand:
                if token == "!":
                    raise HclSyntaxError(at, end, "expected an operator or the end of the expression, found !")
                put("+")
                operand, last = False, "-"
            else:
                put(" " if last == "unary" else "!")
                last = "unary"
            top.separator = False
        elif what == "open":
            top.separator = False
            if token == "[" and operand and (splat := _splat(text, end, top.newlines)):
                put(" " * (splat - at - 3) + "[*]")
                at, last = splat, "operand"
                continue
            push(stack, token, at, newlines=token == "{")
            top = stack[-1]
            operand, last = False, token
            put(token)
        elif what == "close":
            if kind == "" and token == "}":
                break
            if kind == "" or kind not in CLOSERS[token]:
                raise mismatch(top, token, at, end)
            stack.pop()
            top = stack[-1]
            put(" }" if token == "~}" else token)
            operand, last = True, "operand"
        else:
            raise HclSyntaxError(at, at + 1, bad_character(text, at))
        at = end

    if len(stack) > 1 and (at < size or size - start <= MAX_EXPRESSION):
        opened = stack[-1]
        raise HclSyntaxError(opened.start, opened.start + 1, unclosed(opened))
    return Masked(at, "".join(out), comments)


_SKIP = re.compile(r"[ \t\r\n]+|(?:#|//)[^\n]*")
_SKIP_ON_LINE = re.compile(r"[ \t]+")


def _splat(text: str, at: int, on_line: bool) -> int:
    """Offset after ``*]`` if that follows ``[``, blanks and comments between; 0 if not."""
    skip = (_SKIP_ON_LINE if on_line else _SKIP).match
    for wanted in "*]":
        while not text.startswith(wanted, at):
            if text.startswith("/*", at):
                at = text.find("*/", at + 2) + 2
                if at < 2:
                    return 0
            elif skipped := skip(text, at):
                at = skipped.end()
            else:
                return 0
        at += 1
    return at


def _name(text: str, token: str, at: int, last: str) -> str:
    """A name that the grammar cannot take for a keyword (``ifx`` starts like one)."""
    if "::" in token or token in _LITERALS:
        end = at + len(token)
        called = _CALLED.match(text, end) is not None
        if "::" in token and (last == "." or not called):
            raise HclSyntaxError(end, end + 1, "expected ( and arguments after the name of a function")
        if last != "." and not called and "::" not in token:
            return token
    return "u" * len(token)


def _check_names(token: str, at: int) -> None:
    for part in _NAMES.finditer(token):
        check_name(part.group(), at + part.start())


def _is_number(token: str) -> bool:
    try:
        float(token)
    except ValueError:
        return False
    return True
