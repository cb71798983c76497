"""HTTP exchanges with a WSGI application in this process, without a server."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tfmock.protocol.broken_connection import ON_BREAK

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_FRAMING: Final = frozenset({"content-length", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What an application replied."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class ConnectionBrokenError(Exception):
    """A fault rule breaks the connection instead of a reply; ``timeout``: after a silence."""

    def __init__(self, timeout: bool) -> None:
        super().__init__("a fault rule of tfmock broke this connection")
        self.timeout = timeout


def handle_request(
    application: WSGIApplication, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes
) -> HttpResponse:
    """The application's reply to one request.

    Args:
        url: absolute; its host is the request's, unless ``headers`` name another one.

    Raises:
        ConnectionBrokenError: there is no reply.
    """
    silences: list[float] = []
    parts = urlsplit(url)
    # However the body was sent, it is whole now, and its length is known.
    other_headers = Headers([(name, value) for name, value in headers if name.lower() not in _FRAMING])
    builder = EnvironBuilder(
        base_url=f"{parts.scheme}://{parts.netloc}/",
        query_string=parts.query,
        method=method,
        headers=other_headers,
        input_stream=io.BytesIO(body),
        environ_overrides={
            # EnvironBuilder would take an escaped "?" or "//" of a path for the URL's own.
            "PATH_INFO": unquote(parts.path or "/", "latin-1"),
            "REMOTE_ADDR": "127.0.0.1",
            ON_BREAK: silences.append,
        },
    )
    chunks, status, reply_headers = run_wsgi_app(application, builder.get_environ(), buffered=True)
    if silences:
        raise ConnectionBrokenError(timeout=silences[0] > 0)
    code, _, reason = status.partition(" ")
    return HttpResponse(int(code), reason, tuple(reply_headers), b"".join(chunks))
