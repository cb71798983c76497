"""What is said of a text that is no HCL, by the place where that shows."""

from __future__ import annotations

from hcl_lint.syntax.nesting import HclSyntaxError


def not_an_item(text: str, at: int) -> str:
    """Where an argument or a block begins."""
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>"), at):
        return "expected an argument or a block, found a merge conflict marker"
    if text[at] == '"':
        return "expected an argument or a block: names are not quoted"
    return f"expected an argument or a block, found {text[at]!r}"


def no_brace(text: str, at: int, kind: str, labelled: bool) -> str:
    """In the header of a block."""
    if at >= len(text) or text[at] in "\r\n#" or text.startswith("//", at):
        return f"expected {{ on this line, after the header of {kind}" if labelled else f"expected = or {{ after {kind}"
    if text[at] == "=":
        return "expected { without =: a block is not assigned" if labelled else f"expected = and a value after {kind}"
    if text[at] == "'":
        return "expected a double quote: labels are written with \", not with '"
    return f"expected {'{ or a label' if labelled else '=, { or a label'} after {kind}, found {text[at]!r}"


def bad_label(text: str, at: int) -> HclSyntaxError:
    """In a quoted label."""
    end = text.find("\n", at)
    line = text[at : len(text) if end < 0 else end]
    for mark in ("${", "%{"):
        if mark in line:
            place = at + line.index(mark)
            return HclSyntaxError(place, place + 2, f"expected a plain string: {mark} is not allowed in a block label")
    return HclSyntaxError(at, at + len(line.rstrip()), 'expected a closing quote " on the same line')


def bad_character(text: str, at: int) -> str:
    """Where an expression goes on."""
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
