"""Mutated HCL: tokens of valid text inserted, deleted, replaced, doubled and swapped."""

from __future__ import annotations

import random
import re
from pathlib import Path

_TOKEN = re.compile(r"[\w-]+|\"|\$\{|%\{|~\}|\.\.\.|=>|[=!<>]=|&&|\|\||::|\n|[ \t]+|.", re.DOTALL)
_BLANKS = [" ", "\n", "# c\n", "/* c */", "\t", "// x\n", "\r\n"]
_TOKENS = [
    *_BLANKS, ",", '"', "{", "}", "(", ")", "[", "]", "=", "-", "!", ".", "a", "1", "*", "?", ":", "${", "%{ if x }",
    "%{ endif }", "~", "$", "%", "\\", "<<E\n", "E\n", "...", "=>", "&&", "for", "in", "if", "null", "é", "==", "+",
    "::", '"${', '}"', "<<-E\nx\nE\n", "%{ for x in y }", "%{ endfor }", ".*", "[*]", "\r", "'", "||", "1.5", "0",
]  # fmt: skip


def seeds() -> list[str]:
    """Valid texts: the blocks of ``seeds.hcl``, split at lines of hashes."""
    text = Path(__file__).with_name("seeds.hcl").read_text("utf-8")
    return [part for part in re.split(r"(?m)^####\n", text) if part.strip()]


def mutated(text: str, chance: random.Random) -> str:
    """``text`` with one to three changes."""
    tokens: list[str] = _TOKEN.findall(text)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at, action = chance.randrange(len(tokens) + 1), chance.random()
        if action < 0.45:
            tokens.insert(at, chance.choice(_BLANKS if chance.random() < 0.5 else _TOKENS))
        elif at >= len(tokens):
            continue
        elif action < 0.65:
            del tokens[at]
        elif action < 0.8:
            tokens[at] = chance.choice(_TOKENS)
        elif action < 0.9:
            tokens.insert(at, chance.choice(tokens))
        elif at + 1 < len(tokens):
            tokens[at], tokens[at + 1] = tokens[at + 1], tokens[at]
    return "".join(tokens)
