"""Blocks of a Terraform file: types, labels, lines, and attributes that are literal strings.

python-hcl2 would need 150 ms to be imported, refuses files that Terraform accepts, and this runs before every
`terraform` of `tfmock exec`. Block headers are simple; expressions are only skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Block(NamedTuple):
    """One block. ``attributes`` holds those whose value is a plain string; ``line`` counts from 1."""

    type: str
    labels: tuple[str, ...]
    line: int
    attributes: dict[str, str]
    blocks: list[Block]

    def of_type(self, type: str) -> Iterator[Block]:
        """The nested blocks of one type."""
        return (block for block in self.blocks if block.type == type)


_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<heredoc><<-?[ \t]*(?P<word>[^\W\d][\w-]*)[ \t]*\r?\n)
    |(?P<name>[^\W\d][\w-]*)
    |(?P<quote>")
    |(?P<newline>\n)
    |(?P<mark>[{}()\[\]=])""",
    re.VERBOSE | re.DOTALL,
)
_LITERAL: Final = re.compile(r'[ \t]*"(?P<text>[^"\\$%\n]*)"[ \t\r]*(?=\n|\#|//|\}|\Z)')


def parse(text: str) -> Block:
    """The file as one block without a type. What is not understood is skipped: Terraform will report it."""
    file = Block("", (), 0, {}, [])
    opened: list[Block | None] = [file]  # None: a bracket of an expression
    header: list[str] = []
    value = False  # within the expression of an attribute
    at, lines = 0, _Lines(text)
    while token := _TOKEN.search(text, at):
        at = token.end()
        kind = token.lastgroup
        block = opened[-1]
        if kind == "quote":
            at = _string_end(text, token.start())
            if block is not None and not value:
                header.append(text[token.end() : at - 1])
        elif kind == "word" or kind == "heredoc":
            at = _heredoc_end(text, at, token["word"])
            header, value = [], value and block is None
        elif kind == "newline":
            if block is not None:
                header, value = [], False
        elif kind == "name":
            if block is not None and not value:
                header.append(token[0])
        elif kind == "mark":
            at, header, value = _mark(text, token, opened, header, value, lines)
    return file


def _mark(
    text: str, token: re.Match[str], opened: list[Block | None], header: list[str], value: bool, lines: _Lines
) -> tuple[int, list[str], bool]:
    """Read a bracket or an equals sign: the offset behind it, and header and expression from there on."""
    mark, block, at = token[0], opened[-1], token.end()
    if mark == "=":
        if block is not None and not value and len(header) == 1:
            literal = _LITERAL.match(text, at)
            block.attributes[header[0]] = literal["text"] if literal else ""
        return at, [], value or block is not None
    if mark == "{" and block is not None and not value and header:
        inner = Block(header[0], tuple(header[1:]), lines.at(token.start()), {}, [])
        block.blocks.append(inner)
        opened.append(inner)
        return at, [], False
    if mark in "{([":
        opened.append(None)
    elif len(opened) > 1:
        closed = opened.pop()
        return at, [], value and closed is None
    return at, header, value


class _Lines:
    """Line numbers of rising offsets."""

    def __init__(self, text: str) -> None:
        self._text, self._offset, self._line = text, 0, 1

    def at(self, offset: int) -> int:
        self._line += self._text.count("\n", self._offset, offset)
        self._offset = offset
        return self._line


class SyntaxFault(NamedTuple):
    """Why Terraform would refuse a text, and in which line."""

    line: int
    message: str


_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}


def find_fault(text: str) -> SyntaxFault | None:
    """The first bracket, string, heredoc or comment that is not closed, or bracket that closes nothing: from there on
    :func:`parse` takes blocks for others or for none. What else may be wrong with a text it does not tell."""
    opened: list[tuple[str, int]] = []
    at = 0
    while token := _TOKEN.search(text, at):
        start, at, mark = token.start(), token.end(), token[0]
        if token.lastgroup == "quote":
            at, is_closed = _read_string(text, start)
            if not is_closed:
                return _fault(text, start, "a string is not closed")
        elif token["heredoc"]:
            end = _find_heredoc_end(text, at, token["word"])
            if end is None:
                return _fault(text, start, f"the heredoc {token['word']} is not closed")
            at = end
        elif mark.startswith("/*") and not (mark.endswith("*/") and len(mark) > 3):
            return _fault(text, start, "a comment is not closed")
        elif token.lastgroup == "mark" and mark in _CLOSING:
            opened.append((mark, start))
        elif token.lastgroup == "mark" and mark != "=":
            if not opened or _CLOSING[opened[-1][0]] != mark:
                return _fault(text, start, f"'{mark}' closes nothing that is open")
            opened.pop()
    return _fault(text, opened[-1][1], f"'{opened[-1][0]}' is not closed") if opened else None


def _fault(text: str, offset: int, message: str) -> SyntaxFault:
    return SyntaxFault(text.count("\n", 0, offset) + 1, message)


def _heredoc_end(text: str, start: int, word: str) -> int:
    end = _find_heredoc_end(text, start, word)
    return len(text) if end is None else end


def _find_heredoc_end(text: str, start: int, word: str) -> int | None:
    end = re.compile(rf"^[ \t]*{re.escape(word)}[ \t]*\r?$", re.MULTILINE).search(text, start)
    return end.end() if end else None


_TEMPLATE: Final = re.compile(r'\\.|\$\$\{|%%\{|[$%]\{|["{}\n]', re.DOTALL)


def _string_end(text: str, start: int) -> int:
    return _read_string(text, start)[0]


def _read_string(text: str, start: int) -> tuple[int, bool]:
    """The offset after a quoted string that starts here, and whether it is closed; templates in it may hold strings of
    their own."""
    within: list[str] = ['"']
    at = start + 1
    while within and (match := _TEMPLATE.search(text, at)):
        at, mark = match.end(), match[0]
        quoted = within[-1] == '"'
        if mark == '"':
            if quoted:
                within.pop()
            else:
                within.append(mark)
        elif quoted:
            if mark == "\n":  # not closed: Terraform will say so
                return match.start(), False
            if mark in ("${", "%{"):
                within.append("{")
        elif mark in ("{", "${", "%{"):
            within.append("{")
        elif mark == "}":
            within.pop()
    return (len(text), False) if within else (at, True)
