"""Name lookups that do not let a slow DNS server stop other connections.

asyncio's own ``getaddrinfo`` shares a few threads (six on two cores) and has no time limit: a few names that no DNS
server answers for would stop every connection that needs one of those threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, Union

from tfmock.server.addresses import parse_address
from tfmock.server.proxy import Target

#: As ``socket.connect`` takes it: address, port, and for IPv6 flow and scope.
SocketAddress: TypeAlias = Union["tuple[str, int]", "tuple[str, int, int, int]"]
#: Host and port to addresses; blocks. Raises OSError where there is none.
Lookup: TypeAlias = Callable[[str, int], Sequence[SocketAddress]]

_THREADS: Final = 64
_SECONDS: Final = 10.0


class UnreachableHostError(Exception):
    """No connection to the host, or to the proxy before it; the message says which and why."""


class ResolverTimeoutError(UnreachableHostError):
    """DNS did not answer in time."""


class NameResolver:
    """Used by one event loop. Lookups run in daemon threads, so that one that hangs does not keep the process alive."""

    def __init__(self, lookup: Lookup | None = None, *, threads: int = _THREADS, seconds: float = _SECONDS) -> None:
        """A resolver.

        Args:
            lookup: asks the system; tests pass their own.
            threads: lookups at the same time; further ones wait.
            seconds: how long an answer may take, waiting included.
        """
        self._lookup = lookup or system_lookup
        self._seconds = seconds
        self._free = asyncio.Semaphore(threads)

    async def __call__(self, target: Target) -> Sequence[SocketAddress]:
        """The addresses of a host, in the order in which they are to be tried; those of a literal without asking.

        Raises:
            UnreachableHostError: it has none.
            ResolverTimeoutError: no answer in time.
        """
        address = parse_address(target.host)
        if address is not None:
            return [(str(address), target.port)]
        try:
            return await asyncio.wait_for(self._look_up(target), self._seconds)
        except asyncio.TimeoutError:
            raise ResolverTimeoutError(f"{target.host}: no answer from DNS within {self._seconds:g} s") from None
        except (OSError, UnicodeError) as error:
            raise UnreachableHostError(f"{target.host}: {error}") from None

    async def _look_up(self, target: Target) -> Sequence[SocketAddress]:
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Sequence[SocketAddress]] = loop.create_future()

        def finish(result: Sequence[SocketAddress] | Exception) -> None:
            self._free.release()
            if future.done():
                return  # cancelled meanwhile
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)

        def look() -> None:
            result: Sequence[SocketAddress] | Exception
            try:
                result = self._lookup(target.host, target.port)
            except Exception as error:
                result = error
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(finish, result)

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
