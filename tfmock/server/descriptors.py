"""How many connections of each kind the file descriptors of this process allow."""

from __future__ import annotations

import resource
from typing import Final

#: Reserved for listeners, files, name lookups and other uses.
_RESERVED: Final = 64


def share(most: int, *, least: int, parts: int) -> int:
    """A limit that takes one of ``parts`` equal parts of the descriptors.

    Args:
        most: the limit if descriptors are plenty.
        least: the limit in any case.
        parts: how many parts the descriptors that are not reserved are divided into.
    """
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return most
    return max(least, min(most, (soft - _RESERVED) // parts))
