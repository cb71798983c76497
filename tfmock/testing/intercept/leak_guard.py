"""Refuses requests to Alibaba Cloud over transports that no layer answers.

``http.client`` carries urllib, urllib3 and what is built on them, also over proxies; a client that uses any other
library of Python has to look up the host's name first. (C libraries with resolvers of their own, as gRPC's, are not
covered; the official Python SDKs use none.)
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
from tfmock.testing.intercept.registry import InterceptorRegistry, patched_attribute, route_request


class RequestRefusedError(ConnectionRefusedError):
    """A request that must not leave the process, over a transport that cannot be answered."""


def patches(registry: InterceptorRegistry) -> Iterator[contextlib.AbstractContextManager[None]]:
    """The patches that refuse."""
    yield patched_attribute(socket, "getaddrinfo", functools.partial(_make_getaddrinfo, registry))
    connection = http.client.HTTPConnection
    yield patched_attribute(connection, "set_tunnel", functools.partial(_make_set_tunnel, registry))
    yield patched_attribute(connection, "putrequest", functools.partial(_make_putrequest, registry))


def _make_getaddrinfo(registry: InterceptorRegistry, original: object) -> object:
    call = cast("Callable[..., object]", original)

    @functools.wraps(call)
    def getaddrinfo(host: object, *rest: object, **named: object) -> object:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
        if hosts.route(name) is not hosts.Route.TUNNELLED:  # another name may be a database's, not HTTP at all
            _check_may_leave(registry, name)
        return call(host, *rest, **named)

    return getaddrinfo


def _make_set_tunnel(registry: InterceptorRegistry, original: object) -> object:
    call = cast("Callable[..., None]", original)

    @functools.wraps(call)
    def set_tunnel(self: http.client.HTTPConnection, host: str, *rest: object, **named: object) -> None:
        _check_may_leave(registry, urlsplit(f"//{host}").hostname or host)
        call(self, host, *rest, **named)

    return set_tunnel


def _make_putrequest(registry: InterceptorRegistry, original: object) -> object:
    call = cast("Callable[..., None]", original)

    @functools.wraps(call)
    def putrequest(self: http.client.HTTPConnection, method: str, url: str, *rest: object, **named: object) -> None:
        _check_may_leave(registry, _destination(self, url))
        call(self, method, url, *rest, **named)

    return putrequest


def _check_may_leave(registry: InterceptorRegistry, host: str) -> None:
    """
    Raises:
        RequestRefusedError: a request to this host must not leave the process.
    """
    decision = route_request(registry, host)
    if decision.answered_by is not None:
        raise RequestRefusedError(
            f"tfmock.mock_alicloud refuses {host}: it answers requests and aiohttp, and this came another way. "
            "Nothing was sent. Use the tfmock fixture or `tfmock serve` for such a client."
        )
    if decision.refusal:
        raise RequestRefusedError(decision.refusal)


def _destination(connection: http.client.HTTPConnection, url: str) -> str:
    """The host that a request is for; a request to a proxy names it in an absolute URL."""
    tunnelled: str | None = getattr(connection, "_tunnel_host", None)
    absolute = urlsplit(url).hostname if "://" in url[:8] else None
    return absolute or tunnelled or connection.host
