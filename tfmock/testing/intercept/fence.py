"""What stops requests that take a way which no layer answers.

``http.client`` carries urllib, urllib3 and all that stands on them, over proxies too; and who opens a connection by
any other library of Python has to look up the host's name first. (C libraries with resolvers of their own, gRPC say,
are out of reach; the official Python SDKs use none.)
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import socket
from collections.abc import Callable, Iterator
from typing import cast
from urllib.parse import urlsplit

from tfmock.server import hosts
from tfmock.testing.intercept.registry import InterceptorRegistry, judge, replaced


class Refused(ConnectionRefusedError):
    """A request that must not leave, made in a way that cannot be answered."""


def patches(board: InterceptorRegistry) -> Iterator[contextlib.AbstractContextManager[None]]:
    """Each as a context."""

    def refuse(host: str) -> None:
        verdict = judge(board, host)
        if verdict.answered_by is not None:
            raise Refused(
                f"tfmock.mock_alicloud refuses {host}: it answers requests and aiohttp, and this came another way. "
                "Nothing was sent. Use the tfmock fixture or `tfmock serve` for such a client."
            )
        if verdict.refusal:
            raise Refused(verdict.refusal)

    def looking_up(original: object) -> object:
        call = cast("Callable[..., object]", original)

        @functools.wraps(call)
        def getaddrinfo(host: object, *rest: object, **named: object) -> object:
            name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
            if hosts.route(name) is not hosts.Route.TUNNELLED:  # another name may be a database's, not HTTP at all
                refuse(name)
            return call(host, *rest, **named)

        return getaddrinfo

    def tunnelling(original: object) -> object:
        call = cast("Callable[..., None]", original)

        @functools.wraps(call)
        def set_tunnel(self: http.client.HTTPConnection, host: str, *rest: object, **named: object) -> None:
            refuse(urlsplit(f"//{host}").hostname or host)
            call(self, host, *rest, **named)

        return set_tunnel

    def requesting(original: object) -> object:
        call = cast("Callable[..., None]", original)

        @functools.wraps(call)
        def putrequest(self: http.client.HTTPConnection, method: str, url: str, *rest: object, **named: object) -> None:
            refuse(_destination(self, url))
            call(self, method, url, *rest, **named)

        return putrequest

    yield replaced(socket, "getaddrinfo", looking_up)
    yield replaced(http.client.HTTPConnection, "set_tunnel", tunnelling)
    yield replaced(http.client.HTTPConnection, "putrequest", requesting)


def _destination(connection: http.client.HTTPConnection, url: str) -> str:
    """Whom a request is for: an absolute URL is sent to a proxy and names somebody else."""
    tunnelled: str | None = getattr(connection, "_tunnel_host", None)
    absolute = urlsplit(url).hostname if "://" in url[:8] else None
    return absolute or tunnelled or connection.host
