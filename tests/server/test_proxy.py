from __future__ import annotations

import pytest

from tfmock.server.proxy import BadProxyRequestError, Target, parse_request, reply


@pytest.mark.parametrize(
    ("head", "target", "origin"),
    [
        ("CONNECT vpc.aliyuncs.com:443 HTTP/1.1", Target("vpc.aliyuncs.com", 443), None),
        ("CONNECT vpc.aliyuncs.com HTTP/1.1", Target("vpc.aliyuncs.com", 443), None),
        ("CONNECT [::1]:8443 HTTP/1.1", Target("::1", 8443), None),
        ("POST http://vpc.aliyuncs.com/?a=b HTTP/1.1", Target("vpc.aliyuncs.com", 80), "POST /?a=b HTTP/1.1"),
        ("GET http://h:8080 HTTP/1.1", Target("h", 8080), "GET / HTTP/1.1"),
        ("GET HTTP://h?x=http://y/z HTTP/1.1", Target("h", 80), "GET /?x=http://y/z HTTP/1.1"),
    ],
)
def test_parses_proxy_requests(head: str, target: Target, origin: str | None) -> None:
    request = parse_request(head.encode() + b"\r\nHost: h\r\nProxy-Connection: keep-alive\r\nX-Mine: 1\r\n\r\n")
    assert request.target == target
    if origin is None:
        assert request.origin_head is None
    else:
        # One request for each connection, and nothing of the proxy's own is passed on.
        assert request.origin_head == origin.encode() + b"\r\nHost: h\r\nX-Mine: 1\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "line",
    [
        "GET ftp://h/ HTTP/1.1",
        "GET x HTTP/1.1",
        "CONNECT h:99999 HTTP/1.1",
        "CONNECT :443 HTTP/1.1",
        "HELLO",
        "CONNECT h\x1b[2J:443 HTTP/1.1",
        "GET http://a\\b/ HTTP/1.1",
        "GET http://%61liyun.com<x>/ HTTP/1.1",
        f"CONNECT {'h' * 300}:443 HTTP/1.1",
    ],
)
def test_refuses_what_is_no_proxy_request(line: str) -> None:
    with pytest.raises(BadProxyRequestError):
        parse_request(line.encode() + b"\r\n\r\n")


def test_a_reason_cannot_smuggle_headers() -> None:
    assert b"\r\nX: y" not in reply(403, "no\r\nX: y", code="C").split(b"\r\n\r\n")[0]
