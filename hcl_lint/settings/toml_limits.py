"""What ``tomllib`` reads in little time and memory: both grow with the square of a dotted key."""

from __future__ import annotations

import re
from typing import Final

_MAX_BYTES: Final = 256 << 10
_MAX_DOTS: Final = 64
_QUOTED: Final = re.compile(rb"\"[^\"]*\"|'[^']*'")
#: A key with more than ``_MAX_DOTS`` dots.
_DOTTED: Final = re.compile(rb"(?:\.[ \t]*[\w\"-][\w \t\"-]*){%d}" % (_MAX_DOTS + 1))


def check_limits(content: bytes) -> bytes:
    """The content, if it can be read.

    Raises:
        ValueError: it is too long, or has a key with too many dots.
    """
    if len(content) > _MAX_BYTES:
        raise ValueError(f"settings have at most {_MAX_BYTES} bytes, found {len(content)}")
    for number, line in enumerate(content.splitlines(), 1):
        if line.count(b".") > _MAX_DOTS and _DOTTED.search(_QUOTED.sub(b'""', line).partition(b"#")[0]):
            raise ValueError(f"line {number}: a key has at most {_MAX_DOTS} dots")
    return content
