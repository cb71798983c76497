"""What is open at a place: brackets, strings, heredocs and interpolations inside each other."""

from __future__ import annotations

#: Brackets, strings and interpolations inside each other: deeper ones are refused, not crashed on.
MAX_DEPTH = 200

#: Characters. python-hcl2 takes quadratic time for very long lists and objects.
MAX_EXPRESSION = 200_000
#: The one problem that is no fault of the text.
TOO_LONG = f"not judged: an expression of more than {MAX_EXPRESSION:,} characters, nor what follows it in its block"

_NAMES_OF = {
    "(": "a closing parenthesis )",
    "[": "a closing bracket ]",
    "{": "a closing brace }",
    "$": "a closing brace } of the interpolation",
    "%": "a closing brace } of the template directive",
    '"': 'a closing quote "',
    "<": "the end marker of the heredoc, alone on a line that ends,",
}
CLOSERS = {")": "(", "]": "[", "}": "{$%", "~}": "$%"}


class HclSyntaxError(Exception):
    """The text cannot be HCL from ``start`` on; ``message`` says what was expected."""

    def __init__(self, start: int, end: int, message: str) -> None:
        super().__init__(message)
        self.start, self.end, self.message = start, end, message


class Frame:
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


def unclosed(frame: Frame) -> str:
    return f"expected {_NAMES_OF[frame.kind]} for what opens here"


def push(stack: list[Frame], kind: str, start: int, newlines: bool = False) -> Frame:
    if len(stack) > MAX_DEPTH:
        raise HclSyntaxError(
            start, start + 1, f"expected at most {MAX_DEPTH} brackets, strings and blocks inside each other"
        )
    frame = Frame(kind, start, newlines)
    stack.append(frame)
    return frame


def mismatch(top: Frame, token: str, at: int, end: int) -> HclSyntaxError:
    if top.kind == "":
        return HclSyntaxError(at, end, f"expected no {token}: nothing is open here that it could close")
    return HclSyntaxError(at, end, f"expected {_NAMES_OF[top.kind]} before this {token}")
