"""A connection that breaks instead of a reply, as far as a WSGI application can make it.

If the server says which connection a request came on (:data:`CONNECTION`, set by the gateway), that one is reset: a TCP
RST. Elsewhere a reply is begun and never finished, upon which the server closes the connection: the client sees it end
before the reply did. A caller in this process has no connection: :data:`ON_BREAK` is called for it, or it gets the
error reply that stands in the outcome.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, cast, runtime_checkable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

#: Key of a WSGI environ: the gateway's connection, see :class:`ClientConnection`.
CONNECTION: Final = "tfmock.connection"
#: Key of a WSGI environ, for other connections: see :class:`ClientLeft`.
CLIENT_LEFT: Final = "tfmock.client_left"
#: Key of a WSGI environ of a caller in this process: an :data:`OnBreak`.
ON_BREAK: Final = "tfmock.on_break"

#: Called with the seconds of silence before the break; 0 for one at once.
OnBreak: TypeAlias = "Callable[[float], object]"


@runtime_checkable
class ClientLeft(Protocol):
    """Whether a client has sent its last byte or is gone."""

    def wait(self, timeout: float, /) -> bool:
        """Wait for that, at most ``timeout`` seconds; whether it has happened."""


@runtime_checkable
class ClientConnection(Protocol):
    """The connection that a request came on."""

    #: Set when the client has sent its last byte or is gone.
    client_left: threading.Event

    def reset(self) -> None:
        """Break it at once."""


def broken(environ: Mapping[str, object], start_response: StartResponse, hang: float) -> Iterable[bytes] | None:
    """Be silent for ``hang`` seconds or until the client leaves, then break the connection.

    Returns:
        the body of a WSGI reply, or None if there is no connection to break.
    """
    on_break = environ.get(ON_BREAK)
    if callable(on_break):
        cast("OnBreak", on_break)(hang)
    if environ.get("SERVER_SOFTWARE") != "tfmock":
        return None
    connection = environ.get(CONNECTION)
    if hang:
        left = connection.client_left if isinstance(connection, ClientConnection) else environ.get(CLIENT_LEFT)
        (left if isinstance(left, ClientLeft) else threading.Event()).wait(hang)
    if isinstance(connection, ClientConnection):
        connection.reset()
    start_response("200 OK", [("Content-Type", "application/json;charset=utf-8"), ("Content-Length", "1000")])
    return _Unfinished()


class _Unfinished:
    """One byte of the thousand promised."""

    def __iter__(self) -> Iterator[bytes]:
        return iter((b"{",))

    def close(self) -> None:
        """As WSGI demands of an iterable that is not a list."""
