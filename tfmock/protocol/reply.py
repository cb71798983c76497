"""An answer, encoded: JSON or XML, success or the cloud's error envelope."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from tfmock.protocol import protobuf
from tfmock.protocol.errors import ApiError
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.request import ApiRequest

_JSON: Final = "application/json;charset=utf-8"
_XML: Final = "text/xml;charset=utf-8"
#: XML 1.0, production Char: tab and line ends of the control characters, no surrogates, not U+FFFE and U+FFFF.
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_REASONS: Final = {
    200: "OK",
    204: "No Content",
    206: "Partial Content",
    304: "Not Modified",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Payload Too Large",
    416: "Range Not Satisfiable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpReply:
    """Bytes ready to send.

    Attributes:
        headers: besides Content-Type and Content-Length.
        length: Content-Length where it is not the body's: the answer to a HEAD.
        opaque: the body is a user's own data (an object, a row), which recordings do not keep.
    """

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    opaque: bool = False

    @property
    def status_line(self) -> str:
        return f"{self.status} {_REASONS.get(self.status, 'Error')}"


def success(action: str, request_id: str, body: bytes, *, xml: bool) -> HttpReply:
    """A 200 answer. ``body`` is the reply as a JSON object, without RequestId."""
    spliced = b'{"RequestId":"%b"%b' % (request_id.encode(), b"}" if body == b"{}" else b"," + body[1:])
    if not xml:
        return HttpReply(status=200, content_type=_JSON, body=spliced)
    return HttpReply(status=200, content_type=_XML, body=document(f"{action}Response", json.loads(spliced)))


def rest_success(request_id: str, body: bytes, protocol: Protocol) -> HttpReply:
    """A 200 answer of a REST protocol. ``body`` is the reply as a JSON object; products name the request's id in
    either way, and clients read either."""
    names = b'{"RequestId":"%b","requestId":"%b"%b' % (
        request_id.encode(), request_id.encode(), b"}" if body == b"{}" else b"," + body[1:],
    )  # fmt: skip
    return identified(HttpReply(status=200, content_type=_JSON, body=names), protocol, request_id)


def refusal(request: ApiRequest, error: ApiError, request_id: str, product: str) -> HttpReply:
    """An error in the form that the clients of the request's protocol read."""
    protocol = request.protocol
    if protocol is Protocol.RPC:
        return failure(error, request_id, request.host, product, xml=request.wants_xml)
    if protocol is Protocol.OTS:
        body = protobuf.write((1, error.code), (2, error.message))  # message Error of table_store.proto
        answer = HttpReply(status=error.status, content_type="application/x.pb2", body=body, opaque=True)
    elif protocol is Protocol.OSS:
        answer = _storage_error(request, error, request_id)
    elif protocol is Protocol.MNS:
        answer = HttpReply(
            status=error.status,
            content_type=_XML,
            body=document("Error", _envelope(error, request_id, request.host, product)),
        )
    else:
        answer = HttpReply(
            status=error.status,
            content_type=_JSON,
            body=json.dumps(_fields(request, error, request_id, product)).encode(),
        )
    return identified(answer, protocol, request_id)


def identified(answer: HttpReply, protocol: Protocol, request_id: str) -> HttpReply:
    """A reply with the header in which its protocol names the request."""
    name = _REQUEST_ID.get(protocol)
    return answer if name is None else replace(answer, headers=((name, request_id), *answer.headers))


_REQUEST_ID: Final[Mapping[Protocol, str]] = MappingProxyType(
    {
        Protocol.ROA: "x-acs-request-id",
        Protocol.OSS: "x-oss-request-id",
        Protocol.OTS: "x-ots-requestid",
        Protocol.SLS: "x-log-requestid",
        Protocol.MNS: "x-mns-request-id",
        Protocol.FC: "x-fc-request-id",
        Protocol.DATAHUB: "x-datahub-request-id",
    }
)


def _fields(request: ApiRequest, error: ApiError, request_id: str, product: str) -> dict[str, str]:
    """The members of a JSON error, as the SDK of each protocol names them."""
    protocol = request.protocol
    if protocol is Protocol.SLS:  # aliyun-log-go-sdk, errors.go
        return {"errorCode": error.code, "errorMessage": error.message}
    if protocol in (Protocol.FC, Protocol.DATAHUB):  # fc-go-sdk, error.go; aliyun-datahub-sdk-go, error.go
        return {"RequestId": request_id, "ErrorCode": error.code, "ErrorMessage": error.message}
    # Some ROA products write these in capitals, CS in small letters; clients read either
    envelope = _envelope(error, request_id, request.host, product)
    return envelope | {"requestId": request_id, "code": error.code, "message": error.message}


def _storage_error(request: ApiRequest, error: ApiError, request_id: str) -> HttpReply:
    """OSS tells which bucket or object it means. The answer to a HEAD has it in a header: it has no body."""
    envelope = {
        "Code": error.code,
        "Message": error.message,
        "RequestId": request_id,
        "HostId": request.host or "tfmock",
    }
    if "Bucket" in request.params:
        envelope["BucketName"] = request.params["Bucket"]
    if "Key" in request.params:
        envelope["Key"] = request.params["Key"]
    body = b"" if error.status == 304 else document("Error", envelope)
    if request.method != "HEAD" or not body:
        return HttpReply(status=error.status, content_type="application/xml", body=body)
    encoded = base64.b64encode(body).decode()
    return HttpReply(
        status=error.status,
        content_type="application/xml",
        body=b"",
        headers=(("x-oss-err", encoded),),
        length=len(body),
    )


def failure(error: ApiError, request_id: str, host: str, product: str, *, xml: bool) -> HttpReply:
    """The error envelope of the RPC protocol. All five fields are strings: the older SDK panics on anything else
    (provider-contract: Errors)."""
    envelope = _envelope(error, request_id, host, product)
    if xml:
        return HttpReply(status=error.status, content_type=_XML, body=document("Error", envelope))
    return HttpReply(status=error.status, content_type=_JSON, body=json.dumps(envelope, ensure_ascii=False).encode())


def _envelope(error: ApiError, request_id: str, host: str, product: str) -> dict[str, str]:
    return {
        "RequestId": request_id,
        "HostId": host or "tfmock",
        "Code": error.code,
        "Message": error.message,
        "Recommend": _recommend(error, request_id, product),
    }


def _recommend(error: ApiError, request_id: str, product: str) -> str:
    """The link to the cloud's help, in the cloud's form; clients print it whole. Its page is about the code: the id of
    the request says nothing to Alibaba, but is what a reader compares with the log."""
    if error.code.startswith("Tfmock."):  # the cloud's help knows nothing of these
        return "tfmock actions"
    parameters = {"q": error.code, "product": product, "requestId": request_id}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items() if value)
    return f"https://api.aliyun.com/troubleshoot?{query}"


def document(root: str, content: object) -> bytes:
    """An XML document of mappings, lists and plain values."""
    inner = "".join(elements(root, content))
    return f"<?xml version='1.0' encoding='UTF-8'?>{inner}".encode()


def elements(name: str, value: object) -> Iterator[str]:
    """A list becomes its element repeated, as in ``<Vpcs><Vpc/><Vpc/></Vpcs>`` (DescribeVpcs sample)."""
    if isinstance(value, list):
        for member in value:
            yield from elements(name, member)
    elif isinstance(value, dict):
        yield f"<{name}>"
        for key, member in value.items():
            yield from elements(key, member)
        yield f"</{name}>"
    elif value is None:
        yield f"<{name}/>"
    else:
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        yield f"<{name}>{escape(_printable(text))}</{name}>"


def _printable(text: str) -> str:
    return _NOT_XML.sub("", text)
