"""The length-preserving pre-pass: from an HCL expression to a text that python-hcl2's grammar takes.

python-hcl2 8 refuses 17 % of fuzzed valid inputs (``5-33``, comments or line ends inside brackets,
``!!x``, ``${~``...), and accepts invalid ones (operators on the next line, missing separators). Both go
away when the grammar only ever sees a canonical text: same length and same token borders, but without
comments and line ends, with ``x`` for the characters of strings, ``u`` for names that are also keywords,
``!`` and ``+`` for unary and binary minus, a quoted string for a heredoc. Names, numbers, strings and
operators are then read from the original text by offset.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

MAX_DEPTH = 200
"""Brackets, strings and interpolations inside each other: deeper ones are refused, not crashed on."""

COMMENT = r"(?:(?:\#|//)[^\n]*|/\*(?s:.*?)\*/)"
GAP = r"(?:[ \t]|/\*(?:[^*]|\*(?!/))*\*/)*"
_CODE = re.compile(
    rf"""
   (?P<blank>[ \t]+)
 | (?P<name>[^\W\d][\w-]*(?:{GAP}::{GAP}[^\W\d][\w-]*)*)
 | (?P<number>\d(?:(?:[\d.]|[eE][+-]?\d)*(?:\d|[eE][+-]?\d))?)
 | (?P<newline>\r?\n)
 | (?P<comment>{COMMENT})
 | (?P<heredoc><<-?(?P<marker>[^\W\d][\w-]*)\r?\n)
 | (?P<operator>==|!=|<=|>=|&&|\|\||=>|\.\.\.|[=<>+*/%?:,.])
 | (?P<unary>[-!])
 | (?P<quote>")
 | (?P<open>[(\[{{])
 | (?P<close>~?\}}|[)\]])
 | (?P<bad>(?s:.))
""",
    re.VERBOSE,
)
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
_CALLED = re.compile(rf"{GAP}\(")
_LITERALS = frozenset(["null", "true", "false"])
_DIRECTIVES = frozenset(["if", "else", "endif", "for", "endfor"])
_NAMES_OF = {
    "(": "a closing parenthesis )",
    "[": "a closing bracket ]",
    "{": "a closing brace }",
    "$": "a closing brace } of the interpolation",
    "%": "a closing brace } of the template directive",
    '"': 'a closing quote "',
    "<": "the end marker of the heredoc, alone on a line that ends,",
}
_CLOSERS = {")": "(", "]": "[", "}": "{$%", "~}": "$%"}


class SyntaxProblem(Exception):
    """The text can not be HCL from ``start`` on; ``message`` says what was expected."""

    def __init__(self, start: int, end: int, message: str) -> None:
        super().__init__(message)
        self.start, self.end, self.message = start, end, message


class Masked(NamedTuple):
    """A masked expression: ``text`` has the length ``end`` - start; comments are absolute spans."""

    end: int
    text: str
    comments: list[tuple[int, int]]


class _Frame:
    """One open bracket, string, heredoc or interpolation, or the expression itself (kind empty)."""

    __slots__ = ("colons", "kind", "loop", "marker", "newlines", "separator", "start")

    def __init__(self, kind: str, start: int, newlines: bool = False) -> None:
        self.kind = kind
        self.start = start
        self.newlines = newlines  # a line end means something here
        self.loop = 0  # of a for expression: 1 before `in`, 2 before `:`, 3 before `if`, 4 after it
        self.colons = 0  # question marks of the loop's collection that still want their colon
        self.separator = True  # of an object: nothing since `{` or the last comma
        self.marker = ""


def mask(text: str, start: int) -> Masked:
    """Mask the expression at ``start`` up to the line end, comment or closing bracket that ends it.

    Raises:
        SyntaxProblem: for what no later pass could describe as well: unclosed or mismatched
            brackets, strings and heredocs, bad escapes, characters that HCL does not have.
    """
    out: list[str] = []
    put = out.append
    comments: list[tuple[int, int]] = []
    stack = [_Frame("", start, newlines=True)]
    top = stack[0]
    code = _CODE.match
    at, size = start, len(text)
    operand = False  # the last token ends an operand
    last = ""  # the last token that is not blank, by kind or, of operators, by text
    dot = -1  # where in `out` the last dot is

    while at < size:
        kind = top.kind
        if kind == '"' or kind == "<":
            at, top = _template(text, at, stack, put)
            operand = top.kind not in ("$", "%")
            last = "operand" if operand else top.kind + "{"
            continue
        found = code(text, at)
        if found is None:  # pragma: no cover - the last alternative takes any character
            raise SyntaxProblem(at, at + 1, "unexpected character")
        token, what, end = found.group(), found.lastgroup, found.end()
        if what == "blank":
            put(" " * len(token))
        elif what == "name":
            if last == "%{":
                if token not in _DIRECTIVES:
                    raise SyntaxProblem(at, end, f"expected if, else, endif, for or endfor, found {token}")
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
            if last == "." and not token.isdigit():
                raise SyntaxProblem(at, end, f"expected one index after the dot: write [{token.replace('.', '][')}]")
            if token.count(".") > 1 or not _is_number(token):
                raise SyntaxProblem(at, end, f"expected a number, found {token}")
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
                raise SyntaxProblem(at, end + 1, "expected */ to end this comment")
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
                _push(stack, "<", at).marker = found.group("marker")
                put('"' + "x" * (len(token) - 1))
            else:
                _push(stack, '"', at)
                put('"')
            top.separator = False
            top = stack[-1]
        elif what == "unary":
            if operand:
                if token == "!":
                    raise SyntaxProblem(at, end, "expected an operator or the end of the expression, found !")
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
            _push(stack, token, at, newlines=token == "{")
            top = stack[-1]
            operand, last = False, token
            put(token)
        elif what == "close":
            if kind == "" and token == "}":
                break
            if kind == "" or kind not in _CLOSERS[token]:
                raise _mismatch(top, token, at, end)
            stack.pop()
            top = stack[-1]
            put(" }" if token == "~}" else token)
            operand, last = True, "operand"
        else:
            raise SyntaxProblem(at, at + 1, _bad_character(text, at))
        at = end

    if len(stack) > 1:
        opened = stack[-1]
        raise SyntaxProblem(opened.start, opened.start + 1, _unclosed(opened))
    return Masked(at, "".join(out), comments)


def _unclosed(frame: _Frame) -> str:
    return f"expected {_NAMES_OF[frame.kind]} for what opens here"


def _push(stack: list[_Frame], kind: str, start: int, newlines: bool = False) -> _Frame:
    if len(stack) > MAX_DEPTH:
        raise SyntaxProblem(
            start, start + 1, f"expected at most {MAX_DEPTH} brackets, strings and blocks inside each other"
        )
    frame = _Frame(kind, start, newlines)
    stack.append(frame)
    return frame


def _template(text: str, at: int, stack: list[_Frame], put: Callable[[str], None]) -> tuple[int, _Frame]:
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
                    raise SyntaxProblem(at, at + len(line), f"expected a line end after the end marker {frame.marker}")
                head = len(line.rstrip())
                put("x" * (head - 1) + '"' + " " * (len(line.rstrip("\r")) - head))
                stack.pop()
                return at + len(line.rstrip("\r")), stack[-1]
        found = piece(text, at)
        if found is None:
            raise SyntaxProblem(frame.start, frame.start + 1, _unclosed(frame))
        token, what, end = found.group(), found.lastgroup, found.end()
        if what == "text":
            if quoted and "\\" in token:
                check_escapes(token, at)
            put("x" * len(token))
        elif what == "open":
            put(token[:2] + " " * (len(token) - 2))
            return end, _push(stack, token[0], at)
        elif what == "quote":
            put(token)
            stack.pop()
            return end, stack[-1]
        elif token == "\\":
            raise SyntaxProblem(at, end, "expected a character after the backslash")
        elif quoted:
            raise SyntaxProblem(frame.start, at, 'expected a closing quote " on the same line')
        else:
            raise SyntaxProblem(at, end, "expected no carriage return without a line feed")
        at = end


def check_escapes(token: str, start: int) -> None:
    """Raises SyntaxProblem for a backslash escape that HCL does not have."""
    for found in _ESCAPE.finditer(token):
        if found.group("bad"):
            place = start + found.start()
            raise SyntaxProblem(
                place, place + 2, f'expected one of \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN, found {found.group()}'
            )


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
    """A name that the grammar can not take for a keyword (``ifx`` starts like one)."""
    if "::" in token or token in _LITERALS:
        end = at + len(token)
        called = _CALLED.match(text, end) is not None
        if "::" in token and (last == "." or not called):
            raise SyntaxProblem(end, end + 1, "expected ( and arguments after the name of a function")
        if last != "." and not called and "::" not in token:
            return token
    return "u" * len(token)


def _is_number(token: str) -> bool:
    try:
        float(token)
    except ValueError:
        return False
    return True


def _mismatch(top: _Frame, token: str, at: int, end: int) -> SyntaxProblem:
    if top.kind == "":
        return SyntaxProblem(at, end, f"expected no {token}: nothing is open here that it could close")
    return SyntaxProblem(at, end, f"expected {_NAMES_OF[top.kind]} before this {token}")


def _bad_character(text: str, at: int) -> str:
    character = text[at]
    if character == "'":
        return "expected a double quote: strings are written with \", not with '"
    if text.startswith(("<<<<<<<", ">>>>>>>", "<<"), at):
        return (
            "expected no merge conflict marker"
            if text.startswith("<<<<<<<", at)
            else "expected a heredoc marker, then a line end"
        )
    if character in "&|":
        return f"expected {character * 2}: HCL has no operator {character}"
    if character == "`":
        return 'expected a double quote: strings are written with "'
    if character == ";":
        return "expected a new line instead of a semicolon"
    return f"expected no character {character!r} here"
