"""Buckets and objects."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, Row, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketRow(ResourceRow):
    """A bucket; ``id`` is its name, which is unique in a world.

    Attributes:
        region_id: empty for a bucket that answers at every region's endpoint (one from a seed that names none).
        sse_algorithm: the algorithm that objects are encrypted with by default, ``AES256`` or ``KMS``; empty for none.
    """

    table = "oss_buckets"
    resource: ClassVar[Resource] = Resource(
        kind="oss_bucket",
        product="Oss",
    )
    former_fields: ClassVar[Mapping[str, str]] = {
        "region": "region_id",
        "created": "creation_date",
        "sse": "sse_algorithm",
    }

    account: str
    region_id: str
    acl: str = "private"
    storage_class: str = "Standard"
    sse_algorithm: str = ""
    creation_date: float = 0.0

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.id,
            detail=f"{len(transaction.find(ObjectRow, 'bucket', self.id))} objects",
        )

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRow(Row):
    """An object; ``id`` is ``bucket/key``.

    Attributes:
        content: as text where it is UTF-8, so that a snapshot shows a state as it is; else base64.
        size: bytes of the content.
        etag: MD5 of the content, upper-case hexadecimal.
        crc64: CRC-64/XZ of the content, decimal; empty where this Python cannot compute it.
        headers: headers of the upload that describe the content, by lower-case name: content-type,
            cache-control, x-oss-meta-...
        server_side_encryption: as x-oss-server-side-encryption says; nothing is really encrypted.
    """

    table = "oss_objects"
    former_fields: ClassVar[Mapping[str, str]] = {
        "bucket": "bucket_name",
        "modified": "last_modified",
        "sse": "server_side_encryption",
    }
    confidential: ClassVar[frozenset[str]] = frozenset({"content"})

    bucket_name: str
    key: str
    content: str
    encoding: Literal["utf-8", "base64"]
    size: int
    etag: str
    crc64: str
    last_modified: float
    headers: tuple[tuple[str, str], ...] = ()
    acl: str = "default"
    server_side_encryption: str = ""
    storage_class: str = "Standard"

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "bucket", self.bucket_name

    @property
    def data(self) -> bytes:
        """The content."""
        return base64.b64decode(self.content) if self.encoding == "base64" else self.content.encode()


def object_id(bucket: str, key: str) -> str:
    """The id of an object's row."""
    return f"{bucket}/{key}"


def encode_content(data: bytes) -> tuple[str, Literal["utf-8", "base64"]]:
    """Content and encoding of an :class:`ObjectRow`."""
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        return base64.b64encode(data).decode(), "base64"
