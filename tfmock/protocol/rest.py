"""Requests of the REST protocols: ROA (CS, SAE, ...), SLS, MNS, FC, DataHub.

Which product, which version, which operation, whose key; and what query and body say, for those that are served.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

from tfmock.protocol import common_errors, mns
from tfmock.protocol.protocol import OWN_PRODUCT, Protocol, product_of_host
from tfmock.protocol.request import MAX_BODY, ApiRequest, fields, headers_of, nest, read_body, v3_of

if TYPE_CHECKING:
    from pydantic import JsonValue

#: Headers with an API version, by protocol; FC has it in its path: ``/2016-08-15/services``.
_VERSION: Final = ("x-acs-version", "x-log-apiversion", "x-mns-version")
_VERSION_SEGMENT: Final = re.compile(r"\d{4}-\d\d-\d\d")
_CREDENTIAL: Final = re.compile(r"Credential=([^,/\s]+)")

#: Bytes of a request to Function Compute, whose functions are sent with their code. The cloud takes 50 MB of it.
_MAX_CODE: Final = 16 << 20

#: A collection's name: what follows it in a path is one of its members.
_COLLECTION: Final = re.compile(r"[a-z][A-Za-z-]{3,}s")
_ID: Final = re.compile(r"(?=.*\d)[A-Za-z0-9.:-]{8,}")
_MAX_SEGMENTS: Final = 12


def decode(environ: Mapping[str, object], protocol: Protocol) -> ApiRequest:
    """Read a request of one of these protocols.

    Raises:
        ApiError: the body is too large or unreadable.
    """
    method = str(environ["REQUEST_METHOD"])
    body = read_body(environ, _MAX_CODE if protocol is Protocol.FC else MAX_BODY)
    headers = headers_of(environ)
    host = headers.get("host", "")
    path = str(environ.get("PATH_INFO") or "/")
    first = path.strip("/").partition("/")[0]
    version = next((headers[name] for name in _VERSION if headers.get(name)), "")
    params = {**fields(str(environ.get("QUERY_STRING", ""))), "Path": path}
    if protocol is Protocol.MNS and headers.get(mns.PREFIX_HEADER):
        params[mns.PREFIX_HEADER] = headers[mns.PREFIX_HEADER]
    return ApiRequest(
        method=method,
        host=host,
        action=f"{method} {template(path)}",
        version=version or (first if _VERSION_SEGMENT.fullmatch(first) else ""),
        params=params,
        access_key_id=_key(headers.get("authorization", "")),
        security_token=headers.get("x-acs-security-token", ""),
        wants_xml=protocol is Protocol.MNS,
        v3=v3_of(environ, method, body) if "HTTP_AUTHORIZATION" in environ else None,
        protocol=protocol,
        product=OWN_PRODUCT.get(protocol) or product_of_host(host),
        body=body,
    )


def arguments(request: ApiRequest) -> dict[str, JsonValue]:
    """The parameters of query and body, nesting restored; those of the body count. SLS names its project in the host.

    Raises:
        ApiError: the body is JSON of too many levels.
    """
    query = {name: value for name, value in request.params.items() if name != "Path"}
    values = cast("dict[str, JsonValue]", nest(query))
    project = _PROJECT.match(request.host) if request.protocol is Protocol.SLS else None
    if project is not None:
        values["project"] = project[1]
    if request.body and request.protocol is Protocol.MNS:
        values.update(mns.parse(request.body))
    elif request.body:
        body = _body(request.body.decode("utf-8", errors="replace"))
        values.update(body if isinstance(body, dict) else {"body": body})
    return values


def _body(text: str) -> JsonValue:
    try:
        parsed: JsonValue = json.loads(text)
    except ValueError:
        return cast("dict[str, JsonValue]", nest(fields(text)))
    except RecursionError:
        raise common_errors.BODY_UNREADABLE(why="its JSON has too many levels") from None
    return parsed


#: ``my-project.cn-hangzhou.log.aliyuncs.com``, also with ``-intranet`` and the like behind the region; and
#: ``my-project.sls.cn-hangzhou.aliyuncs.com``, as the provider calls it by the endpoint that Location answers here.
_PROJECT: Final = re.compile(
    r"([a-z0-9][a-z0-9-]*)\.(?:[a-z]{2}-[a-z0-9-]+\.(?:log|sls)|sls\.[a-z]{2}-[a-z0-9-]+)\.aliyuncs\.com"
)


def template(path: str) -> str:
    """A path with its ids replaced, so that calls of one operation have one name.

    >>> template("/clusters/c8f1d2ab/nodepools/np1")
    '/clusters/{id}/nodepools/{id}'

    Without the product's own list of paths this is a guess, used for names in reports only: what follows a plural is
    one of many, and what is long and has digits is an id.
    """
    parts: list[str] = []
    for segment in path.strip("/").split("/")[:_MAX_SEGMENTS]:
        member = bool(parts) and _COLLECTION.fullmatch(parts[-1]) is not None
        is_id = member or (_ID.fullmatch(segment) is not None and not _VERSION_SEGMENT.fullmatch(segment))
        parts.append("{id}" if is_id else segment)
    return "/" + "/".join(parts)


def _key(authorization: str) -> str:
    """The access key: ``acs KEY:signature`` and kin, or ``...-HMAC-SHA256 Credential=KEY...``."""
    match = _CREDENTIAL.search(authorization)
    if match:
        return match.group(1)
    if authorization.startswith("Basic "):
        return mns.access_key(authorization)
    return authorization.partition(" ")[2].partition(":")[0].strip()
