"""How the descriptors that this process may have are shared among its connections."""

from __future__ import annotations

import resource
from typing import Final

#: For listeners, files, lookups of names, and what else a process has.
_OTHERS: Final = 64


def share(most: int, *, least: int, parts: int) -> int:
    """How many there may be of something that gets one of so many equal parts of the descriptors.

    Args:
        most: as many as there may be where descriptors are plenty.
        least: as many as there may be in any case.
        parts: of the descriptors that are not kept for other uses.
    """
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return most
    return max(least, min(most, (soft - _OTHERS) // parts))
