"""Addresses of names, looked up without letting a slow DNS server stop anybody else.

asyncio's own ``getaddrinfo`` shares a handful of threads (six on two cores) and has no bound on time: as many names
that no server answers for would stop every connection that needs one of those threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, Union

from tfmock.server.addresses import literal
from tfmock.server.proxy import Target

#: As ``socket.connect`` takes it: address, port, and for IPv6 flow and scope.
SocketAddress: TypeAlias = Union["tuple[str, int]", "tuple[str, int, int, int]"]
#: Host and port to addresses; blocks. Raises OSError where there is none.
Lookup: TypeAlias = Callable[[str, int], Sequence[SocketAddress]]

_THREADS: Final = 64
_SECONDS: Final = 10.0


class Unreachable(Exception):
    """The host, or the proxy before it, did not let us through; the message says which and why."""


class TimedOut(Unreachable):
    """Nobody said in time where the host is."""


class NameResolver:
    """Used by one event loop. Lookups run in daemon threads: one that hangs keeps no process from ending."""

    def __init__(self, lookup: Lookup | None = None, *, threads: int = _THREADS, seconds: float = _SECONDS) -> None:
        """Args:
        lookup: asks the system; tests pass their own.
        threads: lookups at the same time; others wait for one of them.
        seconds: how long an answer may take, waiting included.
        """
        self._lookup = lookup or system_lookup
        self._seconds = seconds
        self._free = asyncio.Semaphore(threads)

    async def __call__(self, target: Target) -> Sequence[SocketAddress]:
        """The addresses of a host, in the order in which they are to be tried; those of a literal without asking.

        Raises:
            Unreachable: it has none.
            TimedOut: no answer in time.
        """
        address = literal(target.host)
        if address is not None:
            return [(str(address), target.port)]
        try:
            return await asyncio.wait_for(self._found(target), self._seconds)
        except asyncio.TimeoutError:
            raise TimedOut(f"{target.host}: no answer from DNS within {self._seconds:g} s") from None
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"{target.host}: {error}") from None

    async def _found(self, target: Target) -> Sequence[SocketAddress]:
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Sequence[SocketAddress]] = loop.create_future()

        def finish(found: Sequence[SocketAddress] | Exception) -> None:
            self._free.release()
            if future.done():
                return  # nobody waits any more
            if isinstance(found, Exception):
                future.set_exception(found)
            else:
                future.set_result(found)

        def look() -> None:
            found: Sequence[SocketAddress] | Exception
            try:
                found = self._lookup(target.host, target.port)
            except Exception as error:
                found = error
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(finish, found)

        try:
            threading.Thread(target=look, name="tfmock name lookup", daemon=True).start()
        except RuntimeError as error:
            self._free.release()
            raise OSError(str(error)) from None
        return await future


def system_lookup(host: str, port: int) -> list[SocketAddress]:
    """What this machine resolves a name to.

    Raises:
        OSError, UnicodeError: to nothing.
    """
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    families = (socket.AF_INET, socket.AF_INET6)
    return [address for family, _, _, _, address in infos if family in families]  # type: ignore[misc]
