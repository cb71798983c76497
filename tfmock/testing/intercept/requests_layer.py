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

from tfmock.testing.intercept.registry import InterceptorRegistry, patched_attribute, route_request
from tfmock.testing.wsgi import ConnectionBrokenError, handle_request

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from requests.adapters import HTTPAdapter

_PACKAGES: Final = ("requests", "aliyunsdkcore.vendored.requests")


def patches(registry: InterceptorRegistry) -> Iterator[contextlib.AbstractContextManager[None]]:
    """A patch for each copy that is installed."""
    for package in _PACKAGES:
        if importlib.util.find_spec(package.partition(".")[0]) is not None:
            adapters = importlib.import_module(f"{package}.adapters")
            yield patched_attribute(adapters.HTTPAdapter, "send", functools.partial(_make_send, registry, adapters))


def _make_send(registry: InterceptorRegistry, adapters: ModuleType, original: object) -> object:
    call = cast("Callable[..., Response]", original)

    # Below sessions, so that their hooks, cookies and redirects work; above pools, TLS and proxies.
    @functools.wraps(call)
    def send(self: HTTPAdapter, request: PreparedRequest, *rest: object, **named: object) -> Response:
        url = request.url or ""
        decision = route_request(registry, urlsplit(url).hostname or "")
        if decision.refusal:
            raise adapters.ConnectionError(decision.refusal, request=request)
        if decision.answered_by is None:
            return call(self, request, *rest, **named)
        headers = [(str(name), str(value)) for name, value in request.headers.items()]
        try:
            application = decision.answered_by.application
            response = handle_request(application, request.method or "GET", url, headers, _body(request))
        except ConnectionBrokenError as broken:
            kind = adapters.ReadTimeout if broken.timeout else adapters.ConnectionError
            raise kind(str(broken), request=request) from None
        from urllib3.response import HTTPResponse

        raw = HTTPResponse(
            body=io.BytesIO(response.body),
            headers=dict(response.headers),
            status=response.status,
            reason=response.reason,
            version=11,
            preload_content=False,
            decode_content=False,
            request_method=request.method,  # the response to a HEAD has a body's length and no body
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
