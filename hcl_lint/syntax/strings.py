"""The pre-pass inside strings and heredocs."""

from __future__ import annotations

import re
from collections.abc import Callable

from hcl_lint.syntax.nesting import Frame, HclSyntaxError, push, unclosed

_QUOTED = re.compile(
    r"""
   (?P<text>(?:[^"\\$%\r\n]+|\\[^\r\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))+)
 | (?P<open>[$%]\{~?)
 | (?P<quote>")
 | (?P<bad>(?s:.))
""",
    re.VERBOSE,
)
_HEREDOC = re.compile(
    r"""
   (?P<text>[^$%\r\n]*\r?\n|[^$%\r\n]+|\$\$\{|%%\{|[$%](?!\{))
 | (?P<open>[$%]\{~?)
 | (?P<bad>(?s:.))
""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:[nrt\"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(?P<bad>(?s:.)))")


def mask_string(text: str, at: int, stack: list[Frame], put: Callable[[str], None]) -> tuple[int, Frame]:
    """Mask a string or heredoc from ``at`` to its end or to the next ``${`` or ``%{``."""
    frame = stack[-1]
    quoted = frame.kind == '"'
    piece = (_QUOTED if quoted else _HEREDOC).match
    while True:
        if not quoted and text[at - 1] == "\n":
            line_end = text.find("\n", at)
            line = text[at:] if line_end < 0 else text[at:line_end]
            if line.strip() == frame.marker:
                if line_end < 0:
                    raise HclSyntaxError(at, at + len(line), f"expected a line end after the end marker {frame.marker}")
                head = len(line.rstrip())
                put("x" * (head - 1) + '"' + " " * (len(line.rstrip("\r")) - head))
                stack.pop()
                return at + len(line.rstrip("\r")), stack[-1]
        found = piece(text, at)
        if found is None:
            raise HclSyntaxError(frame.start, frame.start + 1, unclosed(frame))
        token, what, end = found.group(), found.lastgroup, found.end()
        if what == "text":
            if quoted and "\\" in token:
                check_escapes(token, at)
            put("x" * len(token))
        elif what == "open":
            put(token[:2] + " " * (len(token) - 2))
            return end, push(stack, token[0], at)
        elif what == "quote":
            put(token)
            stack.pop()
            return end, stack[-1]
        elif token == "\\":
            raise HclSyntaxError(at, end, "expected a character after the backslash")
        elif quoted:
            raise HclSyntaxError(frame.start, at, 'expected a closing quote " on the same line')
        else:
            raise HclSyntaxError(at, end, "expected no carriage return without a line feed")
        at = end


def check_escapes(token: str, start: int) -> None:
    """Raises SyntaxProblem for a backslash escape that HCL does not have."""
    for found in _ESCAPE.finditer(token):
        if found.group("bad"):
            place = start + found.start()
            raise HclSyntaxError(
                place, place + 2, f'expected one of \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN, found {found.group()}'
            )
