"""The lexer: from an HCL expression to a text of the same length that python-hcl2's grammar takes.

python-hcl2 8 refuses 17 % of fuzzed valid inputs (``5-33``, comments or line ends inside brackets,
``!!x``, ``${~``...), and accepts invalid ones (operators on the next line, missing separators). Both go
away when the grammar only ever sees a canonical text: same length and same token borders, but without
comments and line ends, with ``x`` for the characters of strings, ``u`` for names that are also keywords,
``!`` and ``+`` for unary and binary minus, a quoted string for a heredoc. Names, numbers, strings and
operators are then read from the original text by offset.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from hcl_lint.syntax.errors import (
    MAX_DEPTH,
    MAX_EXPRESSION,
    HclSyntaxError,
    bad_character,
    mismatched,
    nested_too_deeply,
    unclosed,
)
from hcl_lint.syntax.names import NAME, check_name
from hcl_lint.syntax.templates import check_escapes

COMMENT: Final = r"(?:(?:\#|//)[^\n]*|/\*(?s:.*?)\*/)"
#: What may stand between the parts of a function's name with a namespace.
GAP: Final = r"(?:[ \t]|/\*(?:[^*]|\*(?!/))*\*/)*"
_CODE: Final = re.compile(
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
_QUOTED: Final = re.compile(
    r"""
   (?P<text>(?:[^"\\$%\r\n]+|\\[^\r\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))+)
 | (?P<open>[$%]\{~?)
 | (?P<quote>")
 | (?P<bad>(?s:.))
""",
    re.VERBOSE,
)
_HEREDOC: Final = re.compile(
    r"""
   (?P<text>[^$%\r\n]*\r?\n|[^$%\r\n]+|\$\$\{|%%\{|[$%](?!\{))
 | (?P<open>[$%]\{~?)
 | (?P<bad>(?s:.))
""",
    re.VERBOSE,
)
_NAMES: Final = re.compile(NAME)
_CALLED: Final = re.compile(rf"{GAP}\(")
_SKIP: Final = re.compile(r"[ \t\r\n]+|(?:#|//)[^\n]*")
_SKIP_ON_LINE: Final = re.compile(r"[ \t]+")
_LITERALS: Final = frozenset(["null", "true", "false"])
_DIRECTIVES: Final = frozenset(["if", "else", "endif", "for", "endfor"])
#: The kinds of frame that each closing token may end.
_CLOSERS: Final = {")": "(", "]": "[", "}": "{$%", "~}": "$%"}

# How far a `for` expression, or a `for` directive, was read.
_NO_FOR, _FOR_NAMES, _FOR_COLLECTION, _FOR_VALUE, _FOR_CONDITION = range(5)


class Masked(NamedTuple):
    """A masked expression: ``text`` has the length ``end`` - start; comments are absolute spans."""

    end: int
    text: str
    comments: list[tuple[int, int]]


def mask(text: str, start: int, stop: int) -> Masked:
    """Mask the expression at ``start`` up to the line end, comment or closing bracket that ends it, or to ``stop``.

    Raises:
        HclSyntaxError: for what no later pass could describe as well: unclosed or mismatched
            brackets, strings and heredocs, bad escapes, characters that HCL does not have.
    """
    return _Lexer(text, start, stop).run()


class _Frame:
    """One open bracket (``kind`` is its character), string (``"``), heredoc (``<``), interpolation (``$``) or
    directive (``%``), or the expression itself (empty)."""

    __slots__ = ("for_state", "kind", "marker", "newlines", "open_conditionals", "separated", "start")

    def __init__(self, kind: str, start: int, newlines: bool = False) -> None:
        self.kind = kind
        self.start = start
        #: A line end means something here: it ends an argument, or separates elements of an object.
        self.newlines = newlines
        self.for_state = _NO_FOR
        #: Question marks in the collection of a `for` whose colon was not read yet.
        self.open_conditionals = 0
        #: Of an object: no element was read since ``{`` or the last separator.
        self.separated = True
        #: Of a heredoc: the word that ends it.
        self.marker = ""


class _Lexer:
    """Reads one token after the other. Each handler appends to ``_out`` as many characters as it consumes."""

    __slots__ = ("_at", "_comments", "_dot", "_last", "_operand", "_out", "_put", "_stack", "_start", "_stop", "_text",
                 "_top")  # fmt: skip

    def __init__(self, text: str, start: int, stop: int) -> None:
        self._text, self._start, self._stop = text, start, stop
        self._at = start
        self._out: list[str] = []
        self._put = self._out.append
        self._comments: list[tuple[int, int]] = []
        self._top = _Frame("", start, newlines=True)
        self._stack = [self._top]
        #: The last token ends an operand, so that what follows is a binary operator.
        self._operand = False
        #: The last token that is not blank: ``operand``, ``keyword``, ``unary``, or the text of an operator.
        self._last = ""
        #: Where in ``_out`` the last dot is.
        self._dot = -1

    def run(self) -> Masked:
        text, stop, code, handlers = self._text, self._stop, _CODE.match, _HANDLERS
        while self._at < stop:
            if self._top.kind in ('"', "<"):
                self._string()
                continue
            match = code(text, self._at)
            assert match is not None  # the last alternative takes any character
            if not handlers[match.lastgroup or ""](self, match):
                break
        # A text that was cut off at MAX_EXPRESSION is refused as too long, not as unclosed.
        if len(self._stack) > 1 and (self._at < stop or stop - self._start <= MAX_EXPRESSION):
            raise unclosed(self._top.kind, self._top.start)
        return Masked(self._at, "".join(self._out), self._comments)

    def _push(self, kind: str, newlines: bool = False) -> _Frame:
        if len(self._stack) > MAX_DEPTH:
            raise nested_too_deeply(self._at)
        self._top = _Frame(kind, self._at, newlines)
        self._stack.append(self._top)
        return self._top

    def _pop(self) -> None:
        self._stack.pop()
        self._top = self._stack[-1]

    # --- tokens outside of strings; each returns whether the expression goes on

    def _blank(self, match: re.Match[str]) -> bool:
        self._put(" " * (match.end() - self._at))
        self._at = match.end()
        return True

    def _name(self, match: re.Match[str]) -> bool:
        token = match.group()
        if not token.isascii():
            for part in _NAMES.finditer(token):
                check_name(part.group(), self._at + part.start())
        if self._is_keyword(token, match.end()):
            self._put(token)
            self._operand, self._last = False, "keyword"
        else:
            self._put(self._masked_name(token, match.end()))
            self._operand, self._last = True, "operand"
        self._top.separated = False
        self._at = match.end()
        return True

    def _is_keyword(self, token: str, end: int) -> bool:
        """Whether a name means ``for``, ``in``, ``if`` or a directive here; notes how far a ``for`` was read."""
        top, last = self._top, self._last
        if last == "%{":
            if token not in _DIRECTIVES:
                raise HclSyntaxError(self._at, end, f"expected if, else, endif, for or endfor, found {token}")
            top.for_state = _FOR_NAMES if token == "for" else _NO_FOR
        elif token == "in" and top.for_state == _FOR_NAMES and self._operand:
            top.for_state = _FOR_COLLECTION
        elif token == "if" and top.for_state == _FOR_VALUE and (self._operand or last == "..."):
            top.for_state = _FOR_CONDITION
        elif token == "for" and last in ("[", "{"):
            top.for_state, top.newlines = _FOR_NAMES, False
        else:
            return False
        return True

    def _masked_name(self, token: str, end: int) -> str:
        """A name that the grammar cannot take for a keyword (``ifx`` starts like one)."""
        namespaced = "::" in token
        if namespaced or token in _LITERALS:
            called = _CALLED.match(self._text, end) is not None
            if namespaced and (self._last == "." or not called):
                raise HclSyntaxError(end, end + 1, "expected ( and arguments after the name of a function")
            if self._last != "." and not called and not namespaced:
                return token
        return "u" * len(token)

    def _number(self, match: re.Match[str]) -> bool:
        token, end = match.group(), match.end()
        if self._last == "." and "." in token:
            message = f"expected one index after the dot: write [{token.replace('.', '][')}]"
            raise HclSyntaxError(self._at, end, message)
        if token.count(".") > 1 or not _is_number(token):
            raise HclSyntaxError(self._at, end, f"expected a number, found {token}")
        self._put("1" * len(token))
        self._operand, self._last, self._top.separated = True, "operand", False
        self._at = end
        return True

    def _newline(self, match: re.Match[str]) -> bool:
        top, size = self._top, match.end() - self._at
        if top.kind == "" and top.newlines:
            return False
        if top.newlines and not top.separated:
            self._put("," + " " * (size - 1))
            self._operand, self._last, top.separated = False, ",", True
        else:
            self._put(" " * size)
        self._at = match.end()
        return True

    def _comment(self, match: re.Match[str]) -> bool:
        token, end = match.group(), match.end()
        inline = token.startswith("/*")
        if self._top.kind == "" and not inline:
            return False
        if not inline and token.endswith("\r"):
            end -= 1
        self._comments.append((self._at, end))
        self._put(" " * (end - self._at))
        self._at = end
        return True

    def _operator(self, match: re.Match[str]) -> bool:
        token, top, end = match.group(), self._top, match.end()
        splat = token == "*" and self._last == "."
        if token == ".":
            self._dot = len(self._out)
        elif token == "/" and self._text.startswith("*", end):
            raise HclSyntaxError(self._at, end + 1, "expected */ to end this comment")
        elif splat:
            self._join_splat()
        elif top.for_state == _FOR_COLLECTION:
            self._in_collection(token)
        top.separated = token == "," and top.kind == "{"
        self._operand = splat
        self._last = "operand" if splat else token
        self._put(token)
        self._at = end
        return True

    def _join_splat(self) -> None:
        """Of ``a . *``, moves the dot next to the star: the grammar has one terminal ``.*``."""
        if len(self._out) > self._dot + 1:
            self._out[self._dot] = " "
            self._out[-1] = self._out[-1][:-1] + "."

    def _in_collection(self, token: str) -> None:
        """Finds the colon after the collection of a ``for``, which may have conditionals with colons of their own."""
        top = self._top
        if token == "?":
            top.open_conditionals += 1
        elif token == ":":
            if top.open_conditionals:
                top.open_conditionals -= 1
            else:
                top.for_state = _FOR_VALUE

    def _quote(self, match: re.Match[str]) -> bool:
        self._top.separated = False
        self._push('"')
        self._put('"')
        self._at = match.end()
        return True

    def _heredoc(self, match: re.Match[str]) -> bool:
        self._top.separated = False
        self._push("<").marker = match.group("marker")
        self._put('"' + "x" * (match.end() - self._at - 1))
        self._at = match.end()
        return True

    def _unary(self, match: re.Match[str]) -> bool:
        if not self._operand:
            self._put(" " if self._last == "unary" else "!")  # `!!x`: the grammar takes one, the builder reads all
            self._last = "unary"
        elif match.group() == "!":
            message = "expected an operator or the end of the expression, found !"
            raise HclSyntaxError(self._at, match.end(), message)
        else:
            self._put("+")
            self._operand, self._last = False, "-"
        self._top.separated = False
        self._at = match.end()
        return True

    def _open(self, match: re.Match[str]) -> bool:
        token, top, end = match.group(), self._top, match.end()
        top.separated = False
        if token == "[" and self._operand and (splat := _splat_end(self._text, end, top.newlines)):
            self._put(" " * (splat - self._at - 3) + "[*]")
            self._at, self._last = splat, "operand"
            return True
        self._push(token, newlines=token == "{")
        self._operand, self._last = False, token
        self._put(token)
        self._at = end
        return True

    def _close(self, match: re.Match[str]) -> bool:
        token, kind = match.group(), self._top.kind
        if kind == "" and token == "}":
            return False
        if kind == "" or kind not in _CLOSERS[token]:
            raise mismatched(kind, token, self._at, match.end())
        self._pop()
        self._put(" }" if token == "~}" else token)
        self._operand, self._last = True, "operand"
        self._at = match.end()
        return True

    def _bad(self, match: re.Match[str]) -> bool:
        raise bad_character(self._text, self._at)

    # --- inside strings and heredocs

    def _string(self) -> None:
        """Mask a string or heredoc from here to its end or to the next ``${`` or ``%{``."""
        frame, text = self._top, self._text
        quoted = frame.kind == '"'
        pattern = (_QUOTED if quoted else _HEREDOC).match
        while True:
            if not quoted and text[self._at - 1] == "\n" and self._heredoc_end(frame):
                break
            match = pattern(text, self._at)
            if match is None:
                raise unclosed(frame.kind, frame.start)
            token, kind = match.group(), match.lastgroup
            if kind == "open":
                self._put(token[:2] + " " * (len(token) - 2))
                self._push(token[0])
                self._at = match.end()
                self._operand, self._last = False, token[0] + "{"
                return
            if kind == "quote":
                self._put(token)
                self._at = match.end()
                self._pop()
                break
            if kind == "bad":
                raise self._bad_in_string(token)
            if quoted and "\\" in token:
                check_escapes(token, self._at)
            self._put("x" * len(token))
            self._at = match.end()
        self._operand, self._last = True, "operand"

    def _heredoc_end(self, frame: _Frame) -> bool:
        """Whether the line that begins here ends the heredoc; then it is consumed."""
        text, at = self._text, self._at
        line_end = text.find("\n", at)
        line = text[at:] if line_end < 0 else text[at:line_end]
        if line.strip() != frame.marker:
            return False
        if line_end < 0:
            message = f"expected a line end after the end marker {frame.marker}"
            raise HclSyntaxError(at, at + len(line), message)
        head, size = len(line.rstrip()), len(line.rstrip("\r"))
        self._put("x" * (head - 1) + '"' + " " * (size - head))
        self._at = at + size
        self._pop()
        return True

    def _bad_in_string(self, token: str) -> HclSyntaxError:
        end = self._at + 1
        if token == "\\":
            return HclSyntaxError(self._at, end, "expected a character after the backslash")
        if self._top.kind == '"':
            return HclSyntaxError(self._top.start, self._at, 'expected a closing quote " on the same line')
        return HclSyntaxError(self._at, end, "expected no carriage return without a line feed")


_HANDLERS: Final[Mapping[str, Callable[[_Lexer, re.Match[str]], bool]]] = {
    "blank": _Lexer._blank,
    "name": _Lexer._name,
    "number": _Lexer._number,
    "newline": _Lexer._newline,
    "comment": _Lexer._comment,
    "heredoc": _Lexer._heredoc,
    "operator": _Lexer._operator,
    "unary": _Lexer._unary,
    "quote": _Lexer._quote,
    "open": _Lexer._open,
    "close": _Lexer._close,
    "bad": _Lexer._bad,
}


def _splat_end(text: str, at: int, on_line: bool) -> int:
    """Offset after ``*]`` if that follows ``[``, blanks and comments between; 0 if not."""
    skip = (_SKIP_ON_LINE if on_line else _SKIP).match
    for expected in "*]":
        while not text.startswith(expected, at):
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


def _is_number(token: str) -> bool:
    try:
        float(token)
    except ValueError:
        return False
    return True
