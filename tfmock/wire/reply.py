"""An answer, encoded: JSON or XML, success or the cloud's error envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from tfmock.wire.faults import ApiError

_JSON: Final = "application/json;charset=utf-8"
_XML: Final = "text/xml;charset=utf-8"

_REASONS: Final = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Payload Too Large",
}


@dataclass(frozen=True, slots=True)
class HttpReply:
    """Bytes ready to send."""

    status: int
    content_type: str
    body: bytes

    @property
    def status_line(self) -> str:
        return f"{self.status} {_REASONS.get(self.status, 'Error')}"


def success(action: str, request_id: str, body: bytes, *, xml: bool) -> HttpReply:
    """A 200 answer. ``body`` is the reply as a JSON object, without RequestId."""
    spliced = b'{"RequestId":"%b"%b' % (request_id.encode(), b"}" if body == b"{}" else b"," + body[1:])
    if not xml:
        return HttpReply(200, _JSON, spliced)
    return HttpReply(200, _XML, _document(f"{action}Response", json.loads(spliced)))


def failure(error: ApiError, request_id: str, host: str, product: str, *, xml: bool) -> HttpReply:
    """The error envelope. All five fields are strings: the older SDK panics on anything else (contract 0.4)."""
    if error.code.startswith("Tfmock."):  # the cloud's help knows nothing of these
        recommend = "tfmock actions"
    else:
        # The cloud adds the request's id. Ours says nothing to Alibaba, so the link leads to the code alone.
        recommend = f"https://api.aliyun.com/troubleshoot?q={quote(error.code)}&product={quote(product)}"
    envelope = {
        "RequestId": request_id,
        "HostId": host or "tfmock",
        "Code": error.code,
        "Message": error.message,
        "Recommend": recommend,
    }
    if xml:
        return HttpReply(error.status, _XML, _document("Error", envelope))
    return HttpReply(error.status, _JSON, json.dumps(envelope, ensure_ascii=False).encode())


def _document(root: str, content: object) -> bytes:
    inner = "".join(_elements(root, content))
    return f"<?xml version='1.0' encoding='UTF-8'?>{inner}".encode()


def _elements(name: str, value: object) -> Iterator[str]:
    """A list becomes its element repeated, as in ``<Vpcs><Vpc/><Vpc/></Vpcs>`` (DescribeVpcs sample)."""
    if isinstance(value, list):
        for member in value:
            yield from _elements(name, member)
    elif isinstance(value, dict):
        yield f"<{name}>"
        for key, member in value.items():
            yield from _elements(key, member)
        yield f"</{name}>"
    elif value is None:
        yield f"<{name}/>"
    else:
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        yield f"<{name}>{escape(_printable(text))}</{name}>"


def _printable(text: str) -> str:
    """XML 1.0 has no control characters but tab and line ends."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")
