"""One HTTP exchange with a WSGI application, without a server."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment


#: How the application says, where there is no connection to break, that a fault rule broke it (wire.broken).
_BROKEN: Final = b"Tfmock.ConnectionLost"
_HANGS: Final = 504


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Broken(Exception):
    """A fault rule lets the connection break instead of an answer; ``timeout``: after a silence."""

    def __init__(self, timeout: bool) -> None:
        super().__init__("a fault rule of tfmock broke this connection")
        self.timeout = timeout


def ask(application: WSGIApplication, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes) -> Answer:
    """The application's answer to one request.

    Raises:
        Broken: there is none.
    """
    seen: list[tuple[str, list[tuple[str, str]]]] = []
    written = io.BytesIO()

    def start_response(
        status: str, headers: list[tuple[str, str]], _exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        seen.append((status, headers))
        return written.write

    parts = application(_environ(method, url, headers, body), start_response)
    try:
        for part in parts:
            written.write(part)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    status, given = seen[-1]
    code, _, reason = status.partition(" ")
    content = written.getvalue()
    if int(code) >= 500 and _BROKEN in content:
        raise Broken(timeout=int(code) == _HANGS)
    return Answer(int(code), reason, tuple(given), content)


def _environ(method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes) -> WSGIEnvironment:
    parts = urlsplit(url)
    named: Mapping[str, str] = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers}
    return {
        **named,
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(parts.path or "/", "latin-1"),
        "QUERY_STRING": parts.query,
        "CONTENT_TYPE": named.get("HTTP_CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": named.get("HTTP_HOST") or parts.netloc,
        "HTTP_TRANSFER_ENCODING": "",
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
