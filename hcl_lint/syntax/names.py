"""Names of arguments, blocks and all that expressions refer to: Unicode's identifiers, with ``-``."""

from __future__ import annotations

import re
from typing import Final

from hcl_lint.syntax.errors import HclSyntaxError

#: Matches every name and a little more, since ``\w`` has no combining marks. ``check_name`` decides.
NAME: Final = r"[^\W\d](?:[\w-]|[^\x00-\x7f])*"
_NAME: Final = re.compile(NAME)


def is_name(text: str) -> bool:
    """Whether the whole text is a name."""
    return _NAME.fullmatch(text) is not None and (text.isascii() or text.replace("-", "_").isidentifier())


def check_name(name: str, start: int) -> str:
    """The name that begins at ``start``, where ``NAME`` matched.

    Raises:
        HclSyntaxError: a character in it cannot be part of a name.
    """
    plain = name.replace("-", "_")
    if not name.isascii() and not plain.isidentifier():
        at = next(end for end in range(len(name)) if not plain[: end + 1].isidentifier())
        raise HclSyntaxError(start + at, start + at + 1, f"expected no character {name[at]!r} here")
    return name
