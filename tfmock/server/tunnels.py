"""How many connections the gateway may have that do not end at tfmock, and which one goes when there are more."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final

from tfmock.server.descriptors import share

_UNDECIDED: Final = 256
_TUNNELS: Final = 512


def most_undecided() -> int:
    """Connections that have not said yet where they lead; each takes a descriptor. See ``most_tunnels``."""
    return share(_UNDECIDED, least=4, parts=12)


def most_tunnels() -> int:
    """Tunnels to foreign hosts that this process can have; each takes two descriptors.

    Three quarters of the descriptors are for connections that end at tfmock (``http_server.Limits``), the rest is for
    as many tunnels as undecided connections.
    """
    return share(_TUNNELS, least=4, parts=12)


class Tunnels:
    """Connections to foreign hosts, those that are being made included. Used by the gateway's loop only."""

    def __init__(self, most: int | None = None) -> None:
        """Args:
        most: at once; default what the descriptors allow. Above it the one that is idle for longest is closed.
        """
        self._most = most or most_tunnels()
        self._last: dict[asyncio.Task[None], float] = {}

    @contextlib.contextmanager
    def counted(self) -> Iterator[Callable[[], None]]:
        """While this lasts, the current task is a tunnel. Gives what is to be called whenever bytes pass."""
        task = asyncio.current_task()
        assert task is not None
        if len(self._last) >= self._most:
            self.close_idlest()
        last, clock = self._last, time.monotonic

        def active() -> None:
            if task in last:  # not one that is being closed
                last[task] = clock()

        last[task] = clock()
        try:
            yield active
        finally:
            last.pop(task, None)

    def close_idlest(self) -> bool:
        """Close the tunnel on which nothing has passed for longest; whether there was one."""
        if not self._last:
            return False
        idlest = min(self._last, key=self._last.__getitem__)
        del self._last[idlest]
        idlest.cancel()
        return True
