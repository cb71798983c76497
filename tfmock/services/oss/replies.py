"""Replies of OSS: XML documents, and headers."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.reply import HttpReply, document

_XML: Final = "application/xml"


def xml(root: str, content: object) -> HttpReply:
    """A reply with an XML document."""
    return HttpReply(200, _XML, document(root, content))


def empty(*headers: tuple[str, str]) -> HttpReply:
    """A reply of headers alone."""
    return HttpReply(200, _XML, b"", headers)


def deleted() -> HttpReply:
    """The reply to DELETE, whether or not there was an object."""
    return HttpReply(204, _XML, b"")


def owner(account: str) -> dict[str, str]:
    """An owner. The display name is the id, as in the cloud."""
    return {"ID": account, "DisplayName": account}
