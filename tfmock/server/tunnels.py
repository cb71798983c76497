"""Limits on the gateway's connections that do not end at tfmock, and which of them is closed above the limit."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final

from tfmock.server.descriptors import share

_UNDECIDED: Final = 256
_TUNNELS: Final = 512


def undecided_limit() -> int:
    """Most connections whose destination is not known yet; each takes a descriptor. See ``tunnel_limit``."""
    return share(_UNDECIDED, least=4, parts=12)


def tunnel_limit() -> int:
    """Most tunnels to foreign hosts that this process can have; each takes two descriptors.

    Three quarters of the descriptors are for connections that end at tfmock (``http_server.Limits``), the rest is for
    as many tunnels as undecided connections.
    """
    return share(_TUNNELS, least=4, parts=12)


class Tunnels:
    """Connections to foreign hosts, also those being opened. Used by the gateway's loop only."""

    def __init__(self, limit: int | None = None) -> None:
        """No tunnels yet.

        Args:
            limit: most at once; default what the descriptors allow. Above it the longest idle one is closed.
        """
        self._limit = limit or tunnel_limit()
        self._last_active: dict[asyncio.Task[None], float] = {}

    @contextlib.contextmanager
    def register(self) -> Iterator[Callable[[], None]]:
        """Within the block the current task is a tunnel. Yields a function to be called whenever bytes pass."""
        task = asyncio.current_task()
        assert task is not None
        if len(self._last_active) >= self._limit:
            self.close_idlest()
        last_active, clock = self._last_active, time.monotonic

        def on_data() -> None:
            if task in last_active:  # not one that is being closed
                last_active[task] = clock()

        last_active[task] = clock()
        try:
            yield on_data
        finally:
            last_active.pop(task, None)

    def close_idlest(self) -> bool:
        """Close the tunnel on which nothing has passed for longest; whether there was one."""
        if not self._last_active:
            return False
        idlest = min(self._last_active, key=self._last_active.__getitem__)
        del self._last_active[idlest]
        idlest.cancel()
        return True
