"""Quoted strings and heredocs: their escapes, and from the pieces of a template to one expression."""

from __future__ import annotations

import re
from typing import Final, NamedTuple, TypeAlias

from hcl_lint.syntax.errors import HclSyntaxError
from hcl_lint.syntax.tree import Expression, Literal, Template, TemplateFor, TemplateIf, TemplateWrap

_ESCAPE: Final = re.compile(r"\\(?:([nrt\"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|\$\$\{|%%\{")
_SIMPLE: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_DOUBLED: Final = re.compile(r"\$\$\{|%%\{")
_BACKSLASH: Final = re.compile(r"\\(?:[nrt\"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(?P<bad>(?s:.)))")


class Interpolation(NamedTuple):
    """``${inner}``; the tildes say whether the literal before or after loses its blanks."""

    start: int
    end: int
    inner: Expression
    trim_before: bool
    trim_after: bool


class Directive(NamedTuple):
    """``%{ if inner }``, ``%{ for key, value in inner }`` or one of else, endif, endfor."""

    start: int
    end: int
    keyword: str
    inner: Expression | None
    key_name: str | None
    value_name: str
    trim_before: bool
    trim_after: bool


Piece: TypeAlias = Literal | Interpolation | Directive


def unescape(raw: str, start: int, quoted: bool) -> str:
    """The characters that ``raw`` stands for; backslash escapes only where ``quoted``."""
    if not quoted or "\\" not in raw:
        return _DOUBLED.sub(lambda match: match.group()[1:], raw) if "{" in raw else raw

    def replace(match: re.Match[str]) -> str:
        simple, short, long = match.groups()
        if simple:
            return _SIMPLE[simple]
        if short or long:
            code = int(short or long, 16)
            if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
                at = start + match.start()
                raise HclSyntaxError(at, at + len(match.group()), "expected a character that Unicode has")
            return chr(code)
        return match.group()[1:]

    return _ESCAPE.sub(replace, raw)


def check_escapes(raw: str, start: int) -> None:
    """Check the backslash escapes of a quoted string.

    Raises:
        HclSyntaxError: HCL does not have one of them.
    """
    for match in _BACKSLASH.finditer(raw):
        if match.group("bad"):
            at = start + match.start()
            message = f'expected one of \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN, found {match.group()}'
            raise HclSyntaxError(at, at + 2, message)


def assemble(start: int, end: int, pieces: list[Piece], indented: bool = False) -> Expression:
    """One expression from the pieces between the quotes (or markers) at ``start`` and ``end``.

    Raises:
        HclSyntaxError: if the directives are not balanced.
    """
    if len(pieces) == 1:
        only = pieces[0]
        if isinstance(only, Literal) and not indented:
            return Literal(start, end, only.value)
        if isinstance(only, Interpolation):
            return TemplateWrap(start, end, only.inner)
    pieces = _trimmed(pieces)
    if indented:
        pieces = _unindented(pieces)
    pieces = _joined(pieces)
    if not pieces:
        return Literal(start, end, "")
    if len(pieces) == 1 and isinstance(pieces[0], Literal):
        return Literal(start, end, pieces[0].value)
    parts, at = _parts(pieces, 0, None)
    if at < len(pieces):
        stray = pieces[at]
        raise HclSyntaxError(
            stray.start, stray.end, f"expected no {_keyword(stray)} here: nothing is open that it belongs to"
        )
    return Template(start, end, parts)


def lines_of(text: str) -> list[str]:
    """The text in lines with their ends; only line feeds end a line."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _keyword(piece: Piece) -> str:
    return piece.keyword if isinstance(piece, Directive) else "text"


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """``~`` removes blanks of the literal next to it (of one line of it in a heredoc, as in Terraform)."""
    trimmed: list[Piece] = []
    after = False
    for piece in pieces:
        if isinstance(piece, Literal):
            trimmed.append(piece._replace(value=str(piece.value).lstrip()) if after else piece)
            after = False
            continue
        if piece.trim_before and trimmed and isinstance(previous := trimmed[-1], Literal):
            trimmed[-1] = previous._replace(value=str(previous.value).rstrip())
        trimmed.append(piece)
        after = piece.trim_after
    return trimmed


def _unindented(pieces: list[Piece]) -> list[Piece]:
    """``<<-``: take the smallest indent of a line from every line."""
    indents: dict[int, int] = {}
    at_line_start = True
    for index, piece in enumerate(pieces):
        text = str(piece.value) if isinstance(piece, Literal) else ""
        if at_line_start and not (text.endswith("\n") and text.isspace()):  # a blank line has no indent
            indents[index] = len(text) - len(text.lstrip())
        at_line_start = text.endswith("\n")
    least = min(indents.values(), default=0)
    unindented = list(pieces)
    for index in indents if least else ():
        piece = unindented[index]
        if isinstance(piece, Literal):
            unindented[index] = piece._replace(value=str(piece.value)[least:])
    return unindented


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring literals as one; empty ones dropped."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Literal):
            if piece.value == "":
                continue
            if joined and isinstance(previous := joined[-1], Literal):
                joined[-1] = Literal(previous.start, piece.end, str(previous.value) + str(piece.value))
                continue
        joined.append(piece)
    return joined


def _parts(pieces: list[Piece], at: int, opened: Directive | None) -> tuple[tuple[Expression, ...], int]:
    """Expressions from ``at`` up to a directive that does not open anything, and where that is."""
    parts: list[Expression] = []
    while at < len(pieces):
        piece = pieces[at]
        if isinstance(piece, Literal):
            parts.append(piece)
        elif isinstance(piece, Interpolation):
            parts.append(piece.inner)
        elif piece.inner is None:
            return tuple(parts), at
        elif piece.keyword == "if":
            then, at = _parts(pieces, at + 1, piece)
            otherwise: tuple[Expression, ...] = ()
            if at < len(pieces) and _keyword(pieces[at]) == "else":
                otherwise, at = _parts(pieces, at + 1, piece)
            close = _closing(pieces, at, piece, "endif")
            parts.append(TemplateIf(piece.start, close.end, piece.inner, then, otherwise))
        else:
            body, at = _parts(pieces, at + 1, piece)
            close = _closing(pieces, at, piece, "endfor")
            parts.append(TemplateFor(piece.start, close.end, piece.key_name, piece.value_name, piece.inner, body))
        at += 1
    return tuple(parts), at


def _closing(pieces: list[Piece], at: int, opened: Directive, keyword: str) -> Piece:
    if at >= len(pieces):
        raise HclSyntaxError(opened.start, opened.end, f"expected %{{ {keyword} }} for this %{{ {opened.keyword} }}")
    piece = pieces[at]
    if _keyword(piece) != keyword:
        raise HclSyntaxError(piece.start, piece.end, f"expected %{{ {keyword} }} before this %{{ {_keyword(piece)} }}")
    return piece


def _is_text(part: Expression) -> bool:
    """Not an interpolation, which alone keeps its type: ``${true}`` is a bool."""
    return isinstance(part, (TemplateIf, TemplateFor)) or (isinstance(part, Literal) and isinstance(part.value, str))


def without_last_line_end(node: Expression) -> Expression:
    """A heredoc that was wrapped around a text, without the line end that the wrapping added."""
    if isinstance(node, Literal):
        return node._replace(value=str(node.value).removesuffix("\n"))
    if not isinstance(node, Template):
        return node
    last = node.parts[-1]
    if isinstance(last, Literal) and isinstance(last.value, str):
        text = str(last.value).removesuffix("\n")
        parts = (*node.parts[:-1], last._replace(value=text)) if text else node.parts[:-1]
        if len(parts) == 1 and not _is_text(parts[0]):
            return TemplateWrap(node.start, node.end, parts[0])
        return node._replace(parts=parts)
    return node
