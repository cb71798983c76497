"""Message Service (MNS): REST paths with XML, and how its client is led to tfmock.

Source: aliyun-mns-go-sdk of 2021-03-05 (client.go, message.go), which the provider's ``alicloud_mns_*`` are made with.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from tfmock.protocol import common_errors
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply, document, identified

if TYPE_CHECKING:
    from pydantic import JsonValue

#: Headers that say what a list is to hold.
PREFIX_HEADER: Final = "x-mns-prefix"
#: Collection in a path -> root element of one member's document.
_MEMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {"queues": "Queue", "topics": "Topic", "subscriptions": "Subscription"}
)
#: ``<account>.mns.<region>.<world>.tfmock``: the user name of :func:`endpoint`.
_USER: Final = re.compile(r"(?P<account>\d+)\.mns\.[a-z0-9-]+\.(?P<world>[^.]+)\.tfmock")


def endpoint(port: int, region: str, world: str) -> str:
    """The ``MNS_ENDPOINT`` with which the provider's client reaches tfmock on this machine.

    The client knows no proxy. The provider prepends ``https://<account>.mns.``, and the client panics where the result
    has not exactly five labels, which no address of tfmock has: so the labels are the user name of a URL.
    """
    return f"{region}.{world}.tfmock@localhost:{port}"


def access_key(authorization: str) -> str:
    """The key that the user name of such a URL stands for: it comes instead of a signature. Empty for others."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme != "Basic":
        return ""
    try:
        user = base64.b64decode(encoded, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
    match = _USER.fullmatch(user)
    return f"{match['world']}.{match['account']}" if match else ""


def parse(body: bytes) -> dict[str, JsonValue]:
    """The texts of a request's document by their elements.

    Raises:
        ApiError: it is no XML, or has a document type, which could expand without end.
    """
    try:
        if b"<!DOCTYPE" in body:
            raise ElementTree.ParseError("a document type")
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as problem:
        raise common_errors.BODY_UNREADABLE(why=f"it is not the XML of MNS: {problem}") from None
    return {child.tag.rpartition("}")[2]: child.text or "" for child in root}


def success(method: str, path: str, prefix: str, body: bytes, request_id: str) -> HttpReply:
    """The reply to a request.

    Args:
        prefix: of the names that a list is to hold.
        body: the reply as a JSON object.
    """
    shown = b""
    if method == "GET":
        collections = [segment for segment in path.strip("/").split("/")[::2] if segment in _MEMBERS]
        member = _MEMBERS[collections[-1]] if collections else "Reply"
        is_list = path.strip("/").count("/") % 2 == 0
        content: dict[str, JsonValue] = json.loads(body)
        members = content.get(member)
        if is_list and isinstance(members, list):
            name = f"{member}Name"
            content[member] = [
                item for item in members if isinstance(item, dict) and str(item.get(name, "")).startswith(prefix)
            ]  # fmt: skip
        shown = document(f"{member}s" if is_list else member, content)
    reply = HttpReply(status=200 if shown else 201, content_type="text/xml;charset=utf-8", body=shown)
    return identified(reply, Protocol.MNS, request_id)
