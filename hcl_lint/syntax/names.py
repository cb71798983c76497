"""Names of arguments, blocks and all that expressions refer to: Unicode's identifiers, with ``-``."""

from __future__ import annotations

from typing import Final

from hcl_lint.syntax.nesting import HclSyntaxError

#: At least a name: ``\w`` has no combining marks. ``check_name`` decides.
NAME: Final = r"[^\W\d](?:[\w-]|[^\x00-\x7f])*"


def check_name(name: str, start: int) -> str:
    """The name that begins at ``start``.

    Raises:
        SyntaxProblem: a character in it cannot be part of a name.
    """
    plain = name.replace("-", "_")
    if not name.isascii() and not plain.isidentifier():
        at = next(end for end in range(len(name)) if not plain[: end + 1].isidentifier())
        raise HclSyntaxError(start + at, start + at + 1, f"expected no character {name[at]!r} here")
    return name
