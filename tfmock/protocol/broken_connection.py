"""A connection that breaks instead of an answer, as far as a WSGI application can make it.

Where the server says which connection a request came on (``tfmock.link``, from the gateway), it is reset: a TCP RST.
Elsewhere an answer is begun and never finished, upon which the server closes the connection: the client sees it end
before the answer did. Without a server (in process) the caller gets the error that stands in the outcome.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

LINK: Final = "tfmock.link"
#: Of connections that have no link: see :class:`Left`.
LEFT: Final = "tfmock.left"


@runtime_checkable
class Left(Protocol):
    """Whether a client has sent its last byte or is gone."""

    def wait(self, timeout: float, /) -> bool:
        """Until it has, and at most so many seconds; whether it has."""


@runtime_checkable
class Link(Protocol):
    """The connection that a request came on."""

    #: Set when the client has sent its last byte or is gone.
    left: threading.Event

    def reset(self) -> None:
        """Break it, at once and impolitely."""


def broken(environ: Mapping[str, object], start_response: StartResponse, hang: float) -> Iterable[bytes] | None:
    """Be silent for ``hang`` seconds or until the client leaves, then break the connection.

    Returns:
        the body of a WSGI answer, or None where there is no connection to break.
    """
    if environ.get("SERVER_SOFTWARE") != "tfmock":
        return None
    link = environ.get(LINK)
    if hang:
        left = link.left if isinstance(link, Link) else environ.get(LEFT)
        (left if isinstance(left, Left) else threading.Event()).wait(hang)
    if isinstance(link, Link):
        link.reset()
    start_response("200 OK", [("Content-Type", "application/json;charset=utf-8"), ("Content-Length", "1000")])
    return _Unfinished()


class _Unfinished:
    """One byte of the thousand promised."""

    def __iter__(self) -> Iterator[bytes]:
        return iter((b"{",))

    def close(self) -> None:
        """WSGI's duty of what is no list."""
