"""Why a text is refused as HCL: the exception, the limits, and what each message says was expected."""

from __future__ import annotations

from typing import Final

#: Brackets, strings and interpolations inside each other. Deeper ones are refused, so that no recursion overflows.
MAX_DEPTH: Final = 200
#: Characters of one expression. python-hcl2 takes quadratic time for very long lists and objects.
MAX_EXPRESSION: Final = 200_000
#: The one message that is not about a fault of the text.
TOO_LONG: Final = (
    f"not judged: an expression of more than {MAX_EXPRESSION:,} characters, nor what follows it in its block"
)

#: What closes each kind of frame of the lexer.
_CLOSING: Final = {
    "(": "a closing parenthesis )",
    "[": "a closing bracket ]",
    "{": "a closing brace }",
    "$": "a closing brace } of the interpolation",
    "%": "a closing brace } of the template directive",
    '"': 'a closing quote "',
    "<": "the end marker of the heredoc, alone on a line that ends,",
}


class HclSyntaxError(Exception):
    """The text cannot be HCL from ``start`` on; ``message`` says what was expected."""

    def __init__(self, start: int, end: int, message: str) -> None:
        super().__init__(message)
        self.start, self.end, self.message = start, end, message


def nested_too_deeply(at: int) -> HclSyntaxError:
    """For an opening bracket, quote or brace that exceeds MAX_DEPTH."""
    message = f"expected at most {MAX_DEPTH} brackets, strings and blocks inside each other"
    return HclSyntaxError(at, at + 1, message)


def unclosed(kind: str, at: int) -> HclSyntaxError:
    """For a bracket, string or heredoc that opens at ``at`` and is never closed."""
    return HclSyntaxError(at, at + 1, f"expected {_CLOSING[kind]} for what opens here")


def mismatched(kind: str, token: str, start: int, end: int) -> HclSyntaxError:
    """For a closing ``token`` while a frame of another ``kind`` (empty: none) is open."""
    if kind == "":
        return HclSyntaxError(start, end, f"expected no {token}: nothing is open here that it could close")
    return HclSyntaxError(start, end, f"expected {_CLOSING[kind]} before this {token}")


def not_an_item(text: str, at: int) -> HclSyntaxError:
    """For what stands where an argument or a block begins."""
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>"), at):
        message = "expected an argument or a block, found a merge conflict marker"
    elif text[at] == '"':
        message = "expected an argument or a block: names are not quoted"
    else:
        message = f"expected an argument or a block, found {text[at]!r}"
    return HclSyntaxError(at, at + 1, message)


def no_opening_brace(text: str, at: int, kind: str, labelled: bool) -> HclSyntaxError:
    """For what stands in the header of a block of type ``kind`` instead of a label or ``{``."""
    if at >= len(text) or text[at] in "\r\n#" or text.startswith("//", at):
        message = (
            f"expected {{ on this line, after the header of {kind}" if labelled else f"expected = or {{ after {kind}"
        )
    elif text[at] == "=":
        message = (
            "expected { without =: a block is not assigned" if labelled else f"expected = and a value after {kind}"
        )
    elif text[at] == "'":
        message = "expected a double quote: labels are written with \", not with '"
    else:
        message = f"expected {'{ or a label' if labelled else '=, { or a label'} after {kind}, found {text[at]!r}"
    return HclSyntaxError(at, at + 1, message)


def bad_label(text: str, at: int) -> HclSyntaxError:
    """For a quoted label that is a template, or is not closed on its line."""
    end = text.find("\n", at)
    line = text[at : len(text) if end < 0 else end]
    for mark in ("${", "%{"):
        if mark in line:
            start = at + line.index(mark)
            return HclSyntaxError(start, start + 2, f"expected a plain string: {mark} is not allowed in a block label")
    return HclSyntaxError(at, at + len(line.rstrip()), 'expected a closing quote " on the same line')


def bad_character(text: str, at: int) -> HclSyntaxError:
    """For a character that no token of an expression begins with."""
    character = text[at]
    if character == "'":
        message = "expected a double quote: strings are written with \", not with '"
    elif text.startswith("<<<<<<<", at):
        message = "expected no merge conflict marker"
    elif text.startswith((">>>>>>>", "<<"), at):
        message = "expected a heredoc marker, then a line end"
    elif character in "&|":
        message = f"expected {character * 2}: HCL has no operator {character}"
    elif character == "`":
        message = 'expected a double quote: strings are written with "'
    elif character == ";":
        message = "expected a new line instead of a semicolon"
    else:
        message = f"expected no character {character!r} here"
    return HclSyntaxError(at, at + 1, message)
