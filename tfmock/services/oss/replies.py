"""How answers of OSS look: XML documents, and headers."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.reply import HttpReply, document

_XML: Final = "application/xml"


def xml(root: str, content: object) -> HttpReply:
    """A document."""
    return HttpReply(200, _XML, document(root, content))


def done(*headers: tuple[str, str]) -> HttpReply:
    """Nothing but headers."""
    return HttpReply(200, _XML, b"", headers)


def deleted() -> HttpReply:
    """What a DELETE answers, whether or not there was an object."""
    return HttpReply(204, _XML, b"")


def owner(account: str) -> dict[str, str]:
    """An owner; the cloud's display name is the id as well."""
    return {"ID": account, "DisplayName": account}
