"""Requests to a WSGI application in this process arrive as a server would pass them on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

import tfmock.testing
from tfmock.protocol.broken_connection import ON_BREAK
from tfmock.testing.wsgi import ConnectionBrokenError, handle_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "CONTENT_TYPE", "CONTENT_LENGTH")
    seen = [str(environ.get(name, "-")) for name in names]
    start_response("207 Several", [("X-Seen", "yes"), ("Content-Length", "0")])
    return ["|".join(seen).encode("latin-1"), b"|", environ["wsgi.input"].read()]


@pytest.mark.parametrize(
    ("url", "headers", "seen"),
    [
        ("http://h/a?b=c%2Fd", (), "POST|/a|b=c%2Fd|h|-|2|hi"),
        ("http://h/a%3Fb", (), "POST|/a?b||h|-|2|hi"),
        ("http://h//a", (), "POST|//a||h|-|2|hi"),
        ("https://h:444", (("Host", "other"),), "POST|/||other|-|2|hi"),
        (
            "http://h/",
            (("content-type", "multipart/form-data"), ("Content-Length", "9")),
            "POST|/||h|multipart/form-data|2|hi",
        ),
        ("http://h/", (("Transfer-Encoding", "chunked"),), "POST|/||h|-|2|hi"),
    ],
)
def test_a_request_arrives_as_it_was_sent(url: str, headers: tuple[tuple[str, str], ...], seen: str) -> None:
    response = handle_request(echo, "POST", url, headers, b"hi")
    assert (response.status, response.reason, response.body.decode()) == (207, "Several", seen)
    assert ("X-Seen", "yes") in response.headers


@pytest.mark.parametrize("seconds", [0.0, 3.0])
def test_a_broken_connection_is_an_error(seconds: float) -> None:
    def breaking(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[ON_BREAK](seconds)
        start_response("502 Bad Gateway", [])
        return []

    with pytest.raises(ConnectionBrokenError) as broken:
        handle_request(breaking, "GET", "http://h/", (), b"")
    assert broken.value.timeout is (seconds > 0)


def test_a_reply_that_only_mentions_a_broken_connection_is_a_reply() -> None:
    def mentioning(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("502 Bad Gateway", [])
        return [b"Tfmock.ConnectionLost"]

    assert handle_request(mentioning, "GET", "http://h/", (), b"").status == 502


@pytest.mark.parametrize("name", tfmock.testing.__all__)
def test_public_names_exist(name: str) -> None:
    assert getattr(tfmock.testing, name).__module__.startswith("tfmock.testing.")
