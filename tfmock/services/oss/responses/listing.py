"""Lists of objects, version 1 and 2."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import operation
from tfmock.protocol.oss import VERSION
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply
from tfmock.services.oss import content, errors, find, replies
from tfmock.services.oss.models import BucketRow, ObjectRow
from tfmock.services.oss.requests import PRODUCT, BucketRequest


class _List(BucketRequest):
    prefix: str = Field("", alias="prefix")
    delimiter: str = Field("", alias="delimiter")
    max_keys: int = Field(100, alias="max-keys", ge=1, le=1000)
    encoding_type: str = Field("", alias="encoding-type")

    def text(self, value: str) -> str:
        """A key as the caller wants it written."""
        return quote(value, safe="") if self.encoding_type == "url" else value


class ListObjects(_List):
    marker: str = Field("", alias="marker")


class ListObjectsV2(_List):
    list_type: str = Field("", alias="list-type")
    start_after: str = Field("", alias="start-after")
    continuation_token: str = Field("", alias="continuation-token")
    fetch_owner: bool = Field(False, alias="fetch-owner")


@dataclass(frozen=True, slots=True)
class _Page:
    """Part of a list; ``last`` is the key or the prefix that the next page begins after, empty at the end."""

    objects: list[ObjectRow]
    prefixes: list[str]
    last: str


@operation(PRODUCT, VERSION, "ListObjects", protocol=Protocol.OSS)
def list_objects(call: Call, request: ListObjects) -> HttpReply:
    """Objects in the order of their keys. Keys with the delimiter after the prefix are grouped by their beginning."""
    bucket, page = _page(call, request, request.marker)
    reply = _head(request, bucket) | {"Marker": request.text(request.marker), "IsTruncated": bool(page.last)}
    if page.last:
        reply["NextMarker"] = request.text(page.last)
    reply |= _body(request, bucket, page, owners=True)
    return replies.xml("ListBucketResult", reply)


@operation(PRODUCT, VERSION, "ListObjectsV2", protocol=Protocol.OSS)
def list_objects_v2(call: Call, request: ListObjectsV2) -> HttpReply:
    """The same, with tokens for pages."""
    after = _parse_token(request.continuation_token) if request.continuation_token else request.start_after
    bucket, page = _page(call, request, after)
    reply = _head(request, bucket) | {
        "StartAfter": request.text(request.start_after),
        "IsTruncated": bool(page.last),
        "KeyCount": len(page.objects) + len(page.prefixes),
    }
    if request.continuation_token:
        reply["ContinuationToken"] = request.continuation_token
    if page.last:
        reply["NextContinuationToken"] = base64.urlsafe_b64encode(page.last.encode()).decode()
    reply |= _body(request, bucket, page, owners=request.fetch_owner)
    return replies.xml("ListBucketResult", reply)


def _page(call: Call, request: _List, after: str) -> tuple[BucketRow, _Page]:
    if request.encoding_type not in ("", "url"):
        raise errors.ARGUMENT(name="encoding-type")
    bucket = find.get_open_bucket(call, request, "read")
    rows = call.transaction.find(ObjectRow, "bucket", bucket.id)
    # The cloud orders by bytes; code points have the order of their UTF-8.
    return bucket, _cut(sorted(rows, key=lambda row: row.key), request, after)


def _cut(rows: Iterable[ObjectRow], request: _List, after: str) -> _Page:
    objects: list[ObjectRow] = []
    prefixes: list[str] = []
    last = ""
    for row in rows:
        if not row.key.startswith(request.prefix):
            continue
        end = row.key.find(request.delimiter, len(request.prefix)) if request.delimiter else -1
        entry = row.key if end < 0 else row.key[: end + len(request.delimiter)]
        if entry <= after or entry == last:
            continue
        if len(objects) + len(prefixes) == request.max_keys:
            return _Page(objects, prefixes, last)
        if end < 0:
            objects.append(row)
        else:
            prefixes.append(entry)
        last = entry
    return _Page(objects, prefixes, "")


def _head(request: _List, bucket: BucketRow) -> dict[str, object]:
    head: dict[str, object] = {
        "Name": bucket.id,
        "Prefix": request.text(request.prefix),
        "MaxKeys": request.max_keys,
        "Delimiter": request.text(request.delimiter),
    }
    return head | ({"EncodingType": request.encoding_type} if request.encoding_type else {})


def _body(request: _List, bucket: BucketRow, page: _Page, *, owners: bool) -> dict[str, object]:
    contents = [
        {
            "Key": request.text(row.key),
            "LastModified": content.xml_date(row.last_modified),
            "ETag": f'"{row.etag}"',
            "Type": "Normal",
            "Size": row.size,
            "StorageClass": row.storage_class,
            **({"Owner": replies.owner(bucket.account)} if owners else {}),
        }
        for row in page.objects
    ]
    return {"Contents": contents, "CommonPrefixes": [{"Prefix": request.text(prefix)} for prefix in page.prefixes]}


def _parse_token(token: str) -> str:
    try:
        return base64.b64decode(token.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise errors.ARGUMENT(name="continuation-token") from None
