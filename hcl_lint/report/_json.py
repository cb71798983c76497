"""JSON that is also harmless where it is printed: in a terminal, or in the log of a CI runner."""

from __future__ import annotations

import json
import re
from typing import Final

#: What JSON lets stand in a string although a terminal obeys it, and what makes a runner read a command.
_UNSAFE: Final = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|(?<=#)#(?=\[|vso\[)")


def dumps(content: object) -> str:
    """Indented, with a line end; the unsafe characters stand as escapes, so that the content is the same."""
    text = json.dumps(content, indent=2, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
