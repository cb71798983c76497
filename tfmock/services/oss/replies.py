"""Replies of OSS: XML documents, and headers."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.reply import HttpReply, document

_XML: Final = "application/xml"


def xml(root: str, content: object) -> HttpReply:
    """A reply with an XML document."""
    return HttpReply(status=200, content_type=_XML, body=document(root, content))


def empty(*headers: tuple[str, str]) -> HttpReply:
    """A reply of headers alone."""
    return HttpReply(status=200, content_type=_XML, body=b"", headers=headers)


def deleted() -> HttpReply:
    """The reply to DELETE, whether or not there was an object."""
    return HttpReply(status=204, content_type=_XML, body=b"")


def owner(account: str) -> dict[str, str]:
    """An owner. The display name is the id, as in the cloud."""
    return {"ID": account, "DisplayName": account}
