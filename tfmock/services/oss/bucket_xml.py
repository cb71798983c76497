"""XML of bucket operations that the data of the CRUD tier describes: to arguments and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from tfmock.protocol.reply import HttpReply, document
from tfmock.protocol.request import ApiRequest
from tfmock.services.oss import errors

if TYPE_CHECKING:
    from pydantic import JsonValue

#: Subresources whose operations the engine answers by the data.
SUBRESOURCES: Final = frozenset({"cname", "metaQuery"})


def is_described(request: ApiRequest) -> bool:
    """Whether a request is such an operation; a token of a domain is none that the engine can make."""
    params = request.params
    if "Bucket" not in params or "Key" in params or params.get("comp") == "token":
        return False
    return not SUBRESOURCES.isdisjoint(params)


def arguments(request: ApiRequest) -> dict[str, JsonValue]:
    """Query, headers and body; the bucket as the data calls it.

    Raises:
        ApiError: the body is no XML, or has a document type, which could expand without end.
    """
    values: dict[str, JsonValue] = {**request.params, "bucket": request.params["Bucket"]}
    if request.body:
        try:
            if b"<!DOCTYPE" in request.body:
                raise ElementTree.ParseError("a document type")
            root = ElementTree.fromstring(request.body)
        except ElementTree.ParseError:
            raise errors.MALFORMED_XML() from None
        values[_name(root)] = _value(root)
    return values


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(element: ElementTree.Element) -> JsonValue:
    if not len(element):
        return element.text or ""
    members: dict[str, JsonValue] = {}
    for child in element:
        name, value = _name(child), _value(child)
        if name not in members:
            members[name] = value
            continue
        present = members[name]
        members[name] = [*present, value] if isinstance(present, list) else [present, value]
    return members


def reply(content: dict[str, JsonValue]) -> HttpReply:
    """The reply with a described content: the document, and ``headers``."""
    described = content.get("headers")
    headers = tuple((name, str(value)) for name, value in described.items()) if isinstance(described, dict) else ()
    roots = {name: value for name, value in content.items() if isinstance(value, dict) and name != "headers"}
    body = b"".join(document(name, value) for name, value in list(roots.items())[:1])
    return HttpReply(status=200, content_type="application/xml", body=body, headers=headers)
