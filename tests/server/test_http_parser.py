from __future__ import annotations

import pytest

from tfmock.server import http_parser
from tfmock.server.http_parser import MalformedRequestError, RequestParser

SIMPLE = b"POST /a%20b?x=1 HTTP/1.1\r\nHost: h\r\nX-Acs-Action: DescribeVpcs\r\nContent-Length: 3\r\n\r\nabc"
CHUNKED = (
    b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3;name=value\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
)


def test_a_request_becomes_an_environ() -> None:
    parser = RequestParser()
    parser.feed(SIMPLE)
    request = parser.next()
    assert request is not None
    environ = request.environ
    assert {
        name: environ[name]
        for name in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "HTTP_X_ACS_ACTION", "CONTENT_LENGTH")
    } == {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/a b", "QUERY_STRING": "x=1", "HTTP_HOST": "h",
        "HTTP_X_ACS_ACTION": "DescribeVpcs", "CONTENT_LENGTH": "3",
    }  # fmt: skip
    assert (environ["wsgi.input"].read(), request.keep_alive, parser.unfinished) == (b"abc", True, False)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_requests_in_pieces_are_parsed_the_same(size: int) -> None:
    """Three requests in a row, cut anywhere."""
    parser, bodies = RequestParser(), []
    stream = SIMPLE + CHUNKED + SIMPLE
    for start in range(0, len(stream), size):
        parser.feed(stream[start : start + size])
        while (request := parser.next()) is not None:
            bodies.append(request.environ["wsgi.input"].read())
    assert bodies == [b"abc", b"abc0123456789", b"abc"]
    assert not parser.unfinished


@pytest.mark.parametrize(
    ("line", "keeps"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\n\r\n", False),
        (b"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", True),
    ],
)
def test_whether_the_connection_is_kept(line: bytes, keeps: bool) -> None:
    parser = RequestParser()
    parser.feed(line)
    request = parser.next()
    assert request is not None
    assert request.keep_alive is keeps


@pytest.mark.parametrize(
    ("raw", "name", "value"),
    [
        (b"GET http://vpc.aliyuncs.com/x?y HTTP/1.1\r\nHost: other\r\n\r\n", "HTTP_HOST", "vpc.aliyuncs.com"),
        (b"GET http://vpc.aliyuncs.com?y HTTP/1.1\r\nHost: other\r\n\r\n", "PATH_INFO", "/"),
        (b"GET / HTTP/1.1\r\nX-A: 1\r\nX-A: 2\r\n\r\n", "HTTP_X_A", "1,2"),
        (b"GET / HTTP/1.1\r\nX_A: 1\r\n\r\n", "HTTP_X_A", None),  # else an unsigned X_A would pass for X-A
        (b"\r\n\r\nGET /a HTTP/1.1\r\n\r\n", "PATH_INFO", "/a"),
    ],
)
def test_readings(raw: bytes, name: str, value: str | None) -> None:
    parser = RequestParser()
    parser.feed(raw)
    request = parser.next()
    assert request is not None
    assert request.environ.get(name) == value


BAD = {
    "no request": b"hello\r\n\r\n",
    "two blanks": b"GET  / HTTP/1.1\r\n\r\n",
    "another version": b"GET / HTTP/2.0\r\n\r\n",
    "bare LF": b"GET / HTTP/1.1\nHost: x\r\n\r\n",
    "NUL": b"GET / HTTP/1.1\r\nHost: \0\r\n\r\n",
    "no colon": b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    "blank before the colon": b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    "folded line": b"GET / HTTP/1.1\r\nX-A: 1\r\n 2\r\n\r\n",
    "length and chunks": b"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
    "two hosts": b"POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "a signed length": b"POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\n",
    "a length in Arabic digits": "POST / HTTP/1.1\r\nContent-Length: ٣\r\n\r\n".encode(),
    "a length of 5000 digits": b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "not a chunk": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "a negative chunk": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
    "a chunk too long": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
    "a chunk line without end": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 5000,
    "another coding": b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    "another white space before a coding": b"POST / HTTP/1.1\r\nTransfer-Encoding: \x0bchunked\r\n\r\n",
    "another white space after a coding": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\xa0\r\n\r\n",
    "a coding in HTTP/1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bare LF in a chunk's extension": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0;a\nb\r\n\r\n",
    "bare CR in a chunk's extension": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0;a\rb\r\n\r\n",
    "bare LF after the body": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\nC: d\r\n\r\n",
    "bare CR after the body": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\rC: d\r\n\r\n",
    "a head of bare LFs": b"GET / HTTP/1.1\nHost: x\n\n",
    "too many lines": b"GET / HTTP/1.1\r\n" + b"A: 1\r\n" * (http_parser.HEAD_LINES + 1) + b"\r\n",
    "a long head": b"GET / HTTP/1.1\r\nX: " + b"a" * http_parser.HEAD_BYTES + b"\r\n\r\n",
    "a long body": b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (http_parser.BODY_BYTES + 1),
    "a long chunk": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n",
}


@pytest.mark.parametrize("raw", BAD.values(), ids=list(BAD))
def test_ambiguous_requests_are_refused(raw: bytes) -> None:
    parser = RequestParser()
    parser.feed(raw)
    with pytest.raises(MalformedRequestError):
        parser.next()


def test_as_many_lines_as_may_be_are_joined() -> None:
    parser = RequestParser()
    parser.feed(b"GET / HTTP/1.1\r\n" + b"A: 1\r\n" * http_parser.HEAD_LINES + b"\r\n")
    request = parser.next()
    assert request is not None
    assert request.environ["HTTP_A"].count("1") == http_parser.HEAD_LINES
