"""YAML as go-cty-yaml writes it: strings in double quotes or as literal blocks, all else plain."""

from __future__ import annotations

import re
from typing import Final

from hcl_lint.evaluate.numbers import Float, number_text
from hcl_lint.evaluate.value import Value

_WIDTH: Final = 80
#: Bytes; a longer key is written behind a question mark.
_LONGEST_KEY: Final = 128
_SPECIAL: Final = re.compile('[^\t\n -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\x85\u2028\u2029"\\\\\t\n\r]')
_NO_BLOCK: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[ ][\n\r\x85\u2028\u2029]| \\Z")
_ESCAPES: Final = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e",
    '"': '"', "\\": "\\", "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P",
}  # fmt: skip


def to_yaml(value: Value) -> str:
    """A known value as a document."""
    writer = _Writer()
    writer.node(value, 0, 0)
    if writer.plain:
        return "".join(writer.out) + "\n...\n"
    text = "".join(writer.out)
    return text if text.endswith("\n") else text + "\n"


class _Writer:
    """Appends to ``out``; ``plain``: the last thing written was a scalar without quotes at the top."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.plain = False

    def node(self, value: Value, indent: int, column: int) -> None:
        """``value`` at ``column``; lines that follow are indented by ``indent``."""
        data = value.data
        if isinstance(data, tuple) and data:
            for index, item in enumerate(data):
                self.out.append(("\n" + " " * indent if index else "") + "- ")
                self.node(item, indent + 2, indent + 2)
        elif isinstance(data, dict) and data:
            for index, key in enumerate(sorted(data)):
                self.out.append("\n" + " " * indent if index else "")
                self._entry(key, data[key], indent)
        elif isinstance(data, (tuple, dict)):
            self.out.append("[]" if isinstance(data, tuple) else "{}")
        elif isinstance(data, str):
            literal = "\n" in data and _NO_BLOCK.search(data) is None
            self.out.append(_literal(data, indent or 2) if literal else _quoted(data, indent or 2, column))
        else:
            self.plain = indent == 0 and not self.out
            self.out.append(_plain(data))

    def _entry(self, key: str, value: Value, indent: int) -> None:
        simple = "\n" not in key and len(key.encode()) <= _LONGEST_KEY
        if not simple:
            raise ValueError("such keys are written in another way")
        written = _quoted(key, indent, None)
        self.out.append(written + ":")
        nested = isinstance(value.data, (tuple, dict)) and value.data
        inner = indent if isinstance(value.data, tuple) else indent + 2
        self.out.append("\n" + " " * inner if nested else " ")
        self.node(value, inner if nested else indent + 2, inner if nested else indent + len(written) + 2)


def _plain(data: object) -> str:
    if data is None:
        return "null"
    if isinstance(data, bool):
        return "true" if data else "false"
    return number_text(data) if isinstance(data, (int, Float)) else ""


def _quoted(text: str, indent: int, column: int | None) -> str:
    """In double quotes, broken at single spaces behind the width (not where ``column`` is None)."""
    pieces, spaces = ['"'], False
    at = None if column is None else column + 1
    for index, character in enumerate(text):
        piece = character
        if _SPECIAL.match(character):
            piece = _escaped(character)
        elif character == " " and at is not None and not spaces and at > _WIDTH and 0 < index < len(text) - 1:
            piece = "\n" + " " * indent + ("\\" if text[index + 1] == " " else "")
            at = indent - len(piece) + (1 if piece[-1] == "\\" else 0)
        pieces.append(piece)
        spaces = character == " "
        at = None if at is None else at + len(piece)
    return "".join(pieces) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return "\\" + _ESCAPES[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _literal(text: str, indent: int) -> str:
    """A block scalar; its lines are ``indent`` deep."""
    hint = "2" if text[0] in " \n" else ""
    keeps = text.endswith("\n\n") or text == "\n"
    chomping = "" if text[-1] == "\n" else "-"
    lines = "\n".join(" " * indent + line if line else "" for line in text.removesuffix("\n").split("\n"))
    return f"|{hint}+\n{lines}\n" if keeps else f"|{hint}{chomping}\n{lines}"
