"""``requests``, and the copy of it that the older SDK (aliyun-python-sdk-core) brings along."""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import io
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit

from tfmock.testing.intercept.registry import InterceptorRegistry, judge, replaced
from tfmock.testing.intercept.wsgi import Broken, ask

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from requests.adapters import HTTPAdapter

_PACKAGES: Final = ("requests", "aliyunsdkcore.vendored.requests")


def patches(board: InterceptorRegistry) -> Iterator[contextlib.AbstractContextManager[None]]:
    """One for each copy that is installed."""
    for package in _PACKAGES:
        if importlib.util.find_spec(package.partition(".")[0]) is not None:
            adapters = importlib.import_module(f"{package}.adapters")
            yield replaced(adapters.HTTPAdapter, "send", functools.partial(_sending, board, adapters))


def _sending(board: InterceptorRegistry, adapters: ModuleType, original: object) -> object:
    call = cast("Callable[..., Response]", original)

    # Below sessions, so that their hooks, cookies and redirects work as ever; above pools, TLS and proxies.
    @functools.wraps(call)
    def send(self: HTTPAdapter, request: PreparedRequest, *rest: object, **named: object) -> Response:
        url = request.url or ""
        verdict = judge(board, urlsplit(url).hostname or "")
        if verdict.refusal:
            raise adapters.ConnectionError(verdict.refusal, request=request)
        if verdict.answered_by is None:
            return call(self, request, *rest, **named)
        headers = [(str(name), str(value)) for name, value in request.headers.items()]
        try:
            answer = ask(verdict.answered_by.application, request.method or "GET", url, headers, _body(request))
        except Broken as broken:
            kind = adapters.ReadTimeout if broken.timeout else adapters.ConnectionError
            raise kind(str(broken), request=request) from None
        from urllib3.response import HTTPResponse

        raw = HTTPResponse(
            body=io.BytesIO(answer.body),
            headers=dict(answer.headers),
            status=answer.status,
            reason=answer.reason,
            version=11,
            preload_content=False,
            decode_content=False,
            request_method=request.method,  # the answer to a HEAD has the length of a body, and none
        )
        return self.build_response(request, raw)

    return send


def _body(request: PreparedRequest) -> bytes:
    body: object = request.body
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray)):
        return bytes(body)
    if hasattr(body, "read"):
        return _bytes(body.read())
    return b"".join(_bytes(part) for part in cast("Iterator[object]", body))


def _bytes(part: object) -> bytes:
    return part.encode() if isinstance(part, str) else bytes(cast("bytes", part))
