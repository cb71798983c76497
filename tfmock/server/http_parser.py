"""HTTP/1.1 requests out of bytes that come in any pieces: a WSGI environ for each, once its body is whole.

Reads no socket and never blocks. Strict where requests could be read in two ways (RFC 9112): lines end in CRLF, a
length and chunks exclude each other.
"""

from __future__ import annotations

import functools
import io
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

#: The old Go SDK puts every parameter into the URL (provider-contract: Client stacks), so heads can be long.
HEAD_BYTES: Final = 256 * 1024
#: Lines of one name are joined, which takes time with the square of their number.
HEAD_LINES: Final = 1000
#: Snapshots and Terraform states are the largest bodies that anybody sends; the API itself takes 1 MB.
BODY_BYTES: Final = 64 * 1024 * 1024

_TOKEN: Final = re.compile(r"[!#$%&'*+.^`|~0-9A-Za-z_-]+")
_LENGTH: Final = re.compile(r"[0-9]{1,15}")
_CHUNK_SIZE: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n\0]*)?")
_BARE_LINE_END: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n|\0")
_CHUNK_LINE_BYTES: Final = 1024
_TOO_LARGE_HEAD: Final = "431 Request Header Fields Too Large"
_ABSOLUTE: Final = re.compile(r"https?://([^/?#]*)([^#]*)", re.IGNORECASE)
_BASE: Final = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "tfmock",
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": False,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.url_scheme": "http",
    "wsgi.version": (1, 0),
}


class MalformedRequestError(Exception):
    """What came is no HTTP request that can be answered.

    Attributes:
        status: status line of the answer, as ``400 Bad Request``.
    """

    def __init__(self, why: str, status: str = "400 Bad Request") -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request. ``keep_alive``: the client may send another one on this connection."""

    environ: WSGIEnvironment
    keep_alive: bool


class RequestParser:
    """One connection's requests, in order."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0  # no end of head before this offset: a head that drips in is not searched again and again
        self._environ: WSGIEnvironment | None = None  # a head that was read, its body outstanding
        self._body_start = 0
        self._length = 0
        self._chunks: bytearray | None = None  # the body so far, where it comes in chunks
        self._continue = False

    @property
    def unfinished(self) -> bool:
        """Whether a part of a request has come."""
        return bool(self._buffer)

    @property
    def in_body(self) -> bool:
        """Whether a head was read and its body is outstanding."""
        return self._environ is not None

    @property
    def held(self) -> int:
        """Bytes held in memory."""
        return len(self._buffer) + (len(self._chunks) if self._chunks is not None else 0)

    def take_continue(self) -> bool:
        """Whether the client waits for ``100 Continue`` before it sends the body; true once a request."""
        waits, self._continue = self._continue and self.in_body, False
        return waits

    def feed(self, data: bytes) -> None:
        """Bytes as they came."""
        self._buffer += data

    def next(self) -> Request | None:
        """The next whole request, or None until more was fed.

        Raises:
            MalformedRequestError: it cannot be read; nothing after it can either.
        """
        if self._environ is None and not self._read_head():
            return None
        environ = self._environ
        assert environ is not None
        body = self._whole_body() if self._chunks is None else self._whole_chunks(self._chunks)
        if body is None:
            return None
        self._environ, self._chunks, self._searched, self._body_start = None, None, 0, 0
        environ["wsgi.input"] = io.BytesIO(body)
        connection = str(environ.get("HTTP_CONNECTION", "")).lower()
        if environ["SERVER_PROTOCOL"] == "HTTP/1.0":
            return Request(environ, "keep-alive" in connection)
        return Request(environ, "close" not in connection)

    def _read_head(self) -> bool:
        buffer = self._buffer
        while buffer[:2] == b"\r\n":  # RFC 9112 2.2: an empty line before a request is ignored
            del buffer[:2]
        end = buffer.find(b"\r\n\r\n", self._searched)
        if end > HEAD_BYTES or (end < 0 and len(buffer) > HEAD_BYTES):
            raise MalformedRequestError(f"the head is longer than {HEAD_BYTES} bytes", _TOO_LARGE_HEAD)
        if end < 0:
            if buffer.find(b"\n\n", self._searched) >= 0:  # it would never end
                raise MalformedRequestError("a line does not end in CR LF")
            self._searched = max(0, len(buffer) - 3)
            return False
        if buffer.count(b"\n", 0, end) > HEAD_LINES:
            raise MalformedRequestError(f"the head has more than {HEAD_LINES} lines", _TOO_LARGE_HEAD)
        environ = _environ(buffer[:end].decode("latin-1"))
        self._environ, self._body_start = environ, end + 4
        self._continue = environ.get("HTTP_EXPECT", "").lower() == "100-continue"
        self._frame(environ)
        return True

    def _frame(self, environ: WSGIEnvironment) -> None:
        """How long the body is, or that it comes in chunks."""
        length, coding = environ.get("CONTENT_LENGTH"), environ.get("HTTP_TRANSFER_ENCODING")
        self._length = 0
        if coding is not None:
            if length is not None:
                raise MalformedRequestError("both a Content-Length and a Transfer-Encoding")
            if environ["SERVER_PROTOCOL"] == "HTTP/1.0":  # RFC 9112 6.1: its framing is faulty
                raise MalformedRequestError("a Transfer-Encoding in HTTP/1.0")
            if coding.lower() != "chunked":
                raise MalformedRequestError("a Transfer-Encoding other than chunked", "501 Not Implemented")
            self._chunks = bytearray()
            del self._buffer[: self._body_start]
        elif length is not None:
            if _LENGTH.fullmatch(length) is None:
                raise MalformedRequestError("Content-Length is not a number")
            self._length = int(length)
            if self._length > BODY_BYTES:
                raise _too_large()

    def _whole_body(self) -> bytes | None:
        end = self._body_start + self._length
        if len(self._buffer) < end:
            return None
        body = bytes(self._buffer[self._body_start : end])
        del self._buffer[:end]
        return body

    def _whole_chunks(self, body: bytearray) -> bytes | None:
        """Takes every chunk that is whole out of the buffer; the body after the last one."""
        buffer, at = self._buffer, 0
        try:
            while True:
                line_end = buffer.find(b"\r\n", at, at + _CHUNK_LINE_BYTES)
                if line_end < 0:
                    if len(buffer) - at >= _CHUNK_LINE_BYTES:
                        raise MalformedRequestError("the line before a chunk is too long")
                    return None
                size = _CHUNK_SIZE.fullmatch(buffer, at, line_end)
                if size is None:
                    raise MalformedRequestError("not a chunk's size")
                length, start = int(size.group(1), 16), line_end + 2
                if len(body) + length > BODY_BYTES:
                    raise _too_large()
                if length == 0:
                    end = self._trailer_end(line_end)
                    if end is None:
                        return None
                    at = end
                    return bytes(body)
                if len(buffer) < start + length + 2:
                    return None
                if buffer[start + length : start + length + 2] != b"\r\n":
                    raise MalformedRequestError("a chunk is longer than it says")
                body += buffer[start : start + length]
                at = start + length + 2
        finally:
            del buffer[:at]

    def _trailer_end(self, line_end: int) -> int | None:
        """Where the request ends whose last chunk's line ends here; fields after the body are dropped."""
        blank_line = self._buffer.find(b"\r\n\r\n", line_end)
        if blank_line < 0 and len(self._buffer) - line_end > HEAD_BYTES:
            raise MalformedRequestError("the fields after the body are too long")
        if blank_line < 0:
            return None
        if _BARE_LINE_END.search(self._buffer, line_end, blank_line) is not None:
            raise MalformedRequestError("a line after the body does not end in CR LF")
        return blank_line + 4


def _too_large() -> MalformedRequestError:
    return MalformedRequestError(f"the body is larger than {BODY_BYTES} bytes", "413 Payload Too Large")


def _environ(head: str) -> WSGIEnvironment:
    lines = head.split("\r\n")
    if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1 or "\0" in head:
        raise MalformedRequestError("a line does not end in CR LF")
    method, _, rest = lines[0].partition(" ")
    target, _, version = rest.partition(" ")
    if version not in ("HTTP/1.1", "HTTP/1.0"):
        raise MalformedRequestError("not an HTTP/1.1 request line")
    if not target or _TOKEN.fullmatch(method) is None:
        raise MalformedRequestError("not an HTTP request line")
    environ: WSGIEnvironment = {
        **_BASE, "REQUEST_METHOD": method, "SERVER_PROTOCOL": version, "wsgi.errors": sys.stderr,
    }  # fmt: skip
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        key = _environ_key(name) if colon else None
        if key is None:
            raise MalformedRequestError("not a header field")
        if not key:
            continue
        value = value.strip(" \t")
        if key in environ:
            if key in ("CONTENT_LENGTH", "HTTP_HOST") and environ[key] != value:
                raise MalformedRequestError("a header field is given twice with two values")
            if key not in ("CONTENT_LENGTH", "HTTP_HOST"):
                value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    absolute = None if target[0] == "/" else _ABSOLUTE.fullmatch(target)
    if absolute is not None:
        environ["HTTP_HOST"], target = absolute.group(1), absolute.group(2)  # RFC 9112 3.2.2: it replaces Host
    path, _, environ["QUERY_STRING"] = target.partition("?")
    environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1") if "%" in path else path or "/"
    return environ


@functools.lru_cache(maxsize=256)
def _environ_key(name: str) -> str | None:
    """``HTTP_X_NAME``; None for what is no header's name, empty for one that is left out: in an environ ``X_Name``
    and ``X-Name`` are the same, and nothing that signs or judges a request may take one for the other."""
    if _TOKEN.fullmatch(name) is None:
        return None
    if "_" in name:
        return ""
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}"
