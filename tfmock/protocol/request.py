"""An HTTP request, decoded: which action, with which parameters, signed by whom.

The provider mixes four clients in one apply (provider-contract: Client stacks): parameters come in the query, in the
form, or in both; the action comes in the query or in ``x-acs-action``; the key in ``AccessKeyId`` or in
``Authorization``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final, TypeAlias, Union, cast
from urllib.parse import unquote_plus

from tfmock.protocol import common_errors
from tfmock.protocol.protocol import Protocol, product_of_host
from tfmock.protocol.signature import SignedV3

#: A parameter with its nesting restored: ``Tag.1.Key=a`` -> ``{"Tag": [{"Key": "a"}]}``.
Nested: TypeAlias = Union[str, "list[Nested]", "dict[str, Nested]"]

#: Bytes of body accepted; the cloud's own requests are a few kilobytes.
MAX_BODY: Final = 1 << 20

_MAX_FIELDS: Final = 2000
_MAX_DEPTH: Final = 6

#: Parameters of the protocol itself (RPC signature page); everything else is the action's.
COMMON: Final = frozenset(
    {
        "Action", "Version", "Format", "AccessKeyId", "Signature", "SignatureMethod", "SignatureVersion",
        "SignatureNonce", "SignatureType", "Timestamp", "SecurityToken", "BearerToken", "SourceIp",
        "OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount",
    }
)  # fmt: skip

_CREDENTIAL: Final = re.compile(r"Credential=([^,\s]+)")


@dataclass(frozen=True, slots=True)
class Signed:
    """What the signatures of OSS and OTS cover, as it came in. ``headers`` by lower-case name."""

    path: str
    query: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """One call as it came in, whatever its protocol.

    Attributes:
        action: the operation's name; of REST paths, method and path: ``GET /clusters/{id}``.
        version: the API version, empty where the protocol has none.
        params: query and form merged, flat, as sent. Of OSS and OTS also what headers and body say about the
            operation: bucket, key, conditions, table. No proof of identity is among those.
        product: as far as host and protocol tell; a version may tell better.
        body: bytes of a request; empty for RPC, whose bodies are parameters.
    """

    method: str
    host: str
    action: str
    version: str
    params: Mapping[str, str]
    access_key_id: str
    security_token: str
    wants_xml: bool
    #: What a V3 signature covers, where the request has one.
    v3: SignedV3 | None = None
    protocol: Protocol = Protocol.RPC
    product: str = ""
    body: bytes = field(default=b"", repr=False)
    #: What a signature of the protocol's own covers: OSS and OTS.
    signed: Signed | None = None
    #: Names that are said more than once, and not the same.
    conflicts: tuple[str, ...] = ()

    def arguments(self) -> Mapping[str, Nested | bytes]:
        """The action's own parameters, nesting restored. OSS and OTS have no nesting, but a ``Body``."""
        if self.protocol is not Protocol.RPC:
            return {**self.params, "Body": self.body}
        parameters = {name: value for name, value in self.params.items() if name not in COMMON}
        nested = nest(parameters) if any("." in name for name in parameters) else parameters
        return cast("Mapping[str, Nested | bytes]", nested)


def decode(environ: Mapping[str, object]) -> ApiRequest:
    """Read a WSGI request in the RPC protocol.

    Raises:
        ApiError: method other than GET or POST, body too large or unreadable.
    """
    method = str(environ["REQUEST_METHOD"])
    if method not in ("GET", "POST"):
        raise common_errors.HTTP_METHOD()
    query = str(environ.get("QUERY_STRING", ""))
    params = fields(query)
    body = read_body(environ) if method == "POST" else b""
    form = body.decode("utf-8", errors="replace")
    if form:
        params.update(fields(form))
    v3 = v3_of(environ, method, body) if "HTTP_AUTHORIZATION" in environ else None
    key, token = _signer(environ, params, v3)
    # The documented default is XML, but only for requests that say nothing at all: every SDK names JSON, and V3
    # requests, which carry no Format, are answered in JSON (RPC page; observed SDK behaviour).
    signed_v3 = "HTTP_X_ACS_ACTION" in environ and "Format" not in params
    wants_xml = not signed_v3 and params.get("Format", "XML").upper() != "JSON"
    host = str(environ.get("HTTP_HOST", ""))
    return ApiRequest(
        method=method,
        host=host,
        action=_named("Action", environ, params, v3),
        version=_named("Version", environ, params, v3),
        params=params,
        access_key_id=key,
        security_token=token,
        wants_xml=wants_xml,
        v3=v3,
        product=product_of_host(host),
        conflicts=_conflicts(environ, params, query, form),
    )


#: What may be said in a header as well as in a parameter.
_HEADERS: Final = {
    "Action": "HTTP_X_ACS_ACTION", "Version": "HTTP_X_ACS_VERSION", "SecurityToken": "HTTP_X_ACS_SECURITY_TOKEN",
}  # fmt: skip


def _named(name: str, environ: Mapping[str, object], params: Mapping[str, str], v3: SignedV3 | None) -> str:
    """Action, version or token, first from where the request's signature covers it: V3 signs headers, V1 parameters."""
    header, param = str(environ.get(_HEADERS[name], "")), params.get(name, "")
    return (header or param) if v3 is not None else (param or header)


def _conflicts(environ: Mapping[str, object], params: Mapping[str, str], *texts: str) -> tuple[str, ...]:
    """Names that are said twice and not the same, in query, form and headers."""
    conflicts = set()
    if sum(text.count("&") + 1 for text in texts if text) != len(params):  # so most requests cost nothing
        for text in texts:
            for pair in text.split("&"):
                name, _, value = pair.partition("=")
                if name and params[_unquote(name)] != _unquote(value):
                    conflicts.add(_unquote(name))
    for name, header in _HEADERS.items():
        in_header = environ.get(header)
        if in_header and name in params and params[name] != in_header:
            conflicts.add(name)
    return tuple(sorted(conflicts))


def fields(text: str) -> dict[str, str]:
    """Decode ``a=1&b=2``; the last of a name given twice counts. A third of the time of ``urllib.parse.parse_qsl``."""
    if not text:
        return {}
    pairs = text.split("&")
    if len(pairs) > _MAX_FIELDS:
        raise common_errors.BODY_UNREADABLE(why=f"more than {_MAX_FIELDS} parameters")
    values = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name:
            values[_unquote(name)] = _unquote(value)
    return values


def _unquote(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text


def read_body(environ: Mapping[str, object], limit: int = MAX_BODY) -> bytes:
    """The whole body.

    Raises:
        ApiError: it is longer than ``limit`` bytes, or its length is no number.
    """
    try:
        length = int(str(environ.get("CONTENT_LENGTH") or 0))
    except ValueError:
        raise common_errors.BODY_UNREADABLE(why="Content-Length is not a number") from None
    chunked = "chunked" in str(environ.get("HTTP_TRANSFER_ENCODING", "")).lower()
    if length > limit:
        raise common_errors.BODY_TOO_LARGE(limit=limit)
    if length <= 0 and not chunked:
        return b""
    data = cast(BinaryIO, environ["wsgi.input"]).read(limit + 1 if chunked else length)
    if len(data) > limit:
        raise common_errors.BODY_TOO_LARGE(limit=limit)
    return data


def headers_of(environ: Mapping[str, object]) -> dict[str, str]:
    """The request's headers by lower-case name."""
    headers = {
        name[5:].replace("_", "-").lower(): str(value) for name, value in environ.items() if name.startswith("HTTP_")
    }
    headers["content-type"] = str(environ.get("CONTENT_TYPE", ""))
    return headers


def v3_of(environ: Mapping[str, object], method: str, body: bytes) -> SignedV3 | None:
    """What an ACS3 signature covers; None where the request has none."""
    authorization = str(environ["HTTP_AUTHORIZATION"])
    if not authorization.startswith("ACS3-"):
        return None
    headers = headers_of(environ)
    path = str(environ.get("PATH_INFO") or "/")
    query = str(environ.get("QUERY_STRING", ""))
    return SignedV3(method=method, path=path, query=query, headers=headers, body=body, authorization=authorization)


def _signer(environ: Mapping[str, object], params: Mapping[str, str], v3: SignedV3 | None) -> tuple[str, str]:
    match = _CREDENTIAL.search(v3.authorization) if v3 is not None else None
    key = match.group(1) if match else params.get("AccessKeyId", "")
    return key, _named("SecurityToken", environ, params, v3)


def nest(params: Mapping[str, str]) -> dict[str, Nested]:
    """Restore nesting: ``Tag.1.Key`` -> a list of objects, ``Escalations.Critical.Times`` -> objects.

    Indexes only order the members: ``Tag.1, Tag.7`` is a list of two, as the cloud's gateway reads it (guess).
    """
    root: dict[str, Nested] = {}
    for name, value in params.items():
        parts = name.split(".", _MAX_DEPTH)
        node = root
        for part in parts[:-1]:
            child = node.get(part)
            if not isinstance(child, dict):
                child = node[part] = {}
            node = child
        if not isinstance(node.get(parts[-1]), dict):
            node[parts[-1]] = value
    return {name: _listed(value) for name, value in root.items()}


def _listed(node: Nested) -> Nested:
    if not isinstance(node, dict):
        return node
    members = {name: _listed(value) for name, value in node.items()}
    if members and all(name.isascii() and name.isdigit() and len(name) < 10 for name in members):
        return [members[name] for name in sorted(members, key=int)]
    return members
