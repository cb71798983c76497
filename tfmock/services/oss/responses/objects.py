"""Objects: put, read, copy, delete."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import Required, operation
from tfmock.protocol.oss import VERSION
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply
from tfmock.services.common.crc64 import crc64
from tfmock.services.oss import content, errors, find, replies
from tfmock.services.oss.conditions import Conditions, check_conditions
from tfmock.services.oss.models import BucketRow, ObjectRow, encode_content, object_id
from tfmock.services.oss.requests import PRODUCT, BucketRequest, ObjectRequest, parse_xml

_ACLS: Final = ("default", "private", "public-read", "public-read-write")
_MAX_KEY_BYTES: Final = 1023
_MAX_DELETED: Final = 1000
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_DEFAULT_TYPE: Final = "application/octet-stream"


class _Upload(ObjectRequest):
    content_encoding: str = Field("", alias="content-encoding")
    content_disposition: str = Field("", alias="content-disposition")
    content_language: str = Field("", alias="content-language")
    # The header is x-oss-object-acl; x-oss-acl, which is the bucket's, is what old SDKs and Terraform send
    acl: str = Field("", alias="x-oss-object-acl")
    old_acl: str = Field("", alias="x-oss-acl")
    sse: str = Field("", alias="x-oss-server-side-encryption")
    storage_class: str = Field("", alias="x-oss-storage-class")
    forbid_overwrite: bool = Field(False, alias="x-oss-forbid-overwrite")

    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers with which the object is answered when it is read."""
        headers = (
            ("content-type", self.content_type or _DEFAULT_TYPE),
            ("content-encoding", self.content_encoding),
            ("content-disposition", self.content_disposition),
            ("content-language", self.content_language),
            ("cache-control", self.cache_control),
            ("expires", self.expires),
            *sorted(self.meta.items()),
        )
        return tuple((name, value) for name, value in headers if value)


class PutObject(_Upload):
    pass


@operation(PRODUCT, VERSION, "PutObject", protocol=Protocol.OSS)
def put_object(call: Call, request: PutObject) -> HttpReply:
    """Store an object, over one of the same key."""
    bucket = find.get_open_bucket(call, request, "write")
    if request.content_md5:
        content.check_md5(request.content_md5, request.body)
    text, encoding = encode_content(request.body)
    row = ObjectRow(
        id=object_id(bucket.id, request.key),
        serial=call.transaction.next_serial(),
        bucket_name=bucket.id,
        key=request.key,
        content=text,
        encoding=encoding,
        size=len(request.body),
        etag=content.md5(request.body),
        crc64=crc64(request.body),
        last_modified=call.now,
        headers=request.headers(),
    )
    row = _store(call, bucket, request, row)
    return replies.empty(*_checksums(row), *_encryption(row))


class CopyObject(_Upload):
    source: Required = Field(alias="x-oss-copy-source")
    directive: str = Field("COPY", alias="x-oss-metadata-directive")


@operation(PRODUCT, VERSION, "CopyObject", protocol=Protocol.OSS)
def copy_object(call: Call, request: CopyObject) -> HttpReply:
    """Store the content of another object."""
    bucket = find.get_open_bucket(call, request, "write")
    source_bucket, _, source_key = unquote(request.source).lstrip("/").partition("/")
    if not source_key or request.directive not in ("COPY", "REPLACE"):
        raise errors.ARGUMENT(name="x-oss-copy-source" if not source_key else "x-oss-metadata-directive")
    source_request = ObjectRequest.model_validate(
        {"Bucket": source_bucket, "Key": source_key, "RegionId": request.region_id}
    )
    source = find.get_readable_object(call, source_request)
    copy = replace(
        source,
        id=object_id(bucket.id, request.key),
        serial=call.transaction.next_serial(),
        bucket_name=bucket.id,
        key=request.key,
        last_modified=call.now,
        headers=source.headers if request.directive == "COPY" else request.headers(),
        acl="default",
    )
    row = _store(call, bucket, request, copy)
    result = {"ETag": f'"{row.etag}"', "LastModified": content.xml_date(row.last_modified)}
    return replies.xml("CopyObjectResult", result)


def _store(call: Call, bucket: BucketRow, request: _Upload, row: ObjectRow) -> ObjectRow:
    if len(request.key.encode()) > _MAX_KEY_BYTES or request.key.startswith(("/", "\\")):
        raise errors.OBJECT_NAME()
    if request.forbid_overwrite and call.transaction.get(ObjectRow, row.id) is not None:
        raise errors.FILE_ALREADY_EXISTS()
    acl = request.acl or request.old_acl or "default"
    if acl not in _ACLS:
        raise errors.ARGUMENT(name="x-oss-object-acl")
    if request.sse not in ("", "AES256", "KMS", "SM4"):
        raise errors.ENCRYPTION()
    storage_class = request.storage_class or bucket.storage_class
    return call.transaction.put(
        replace(row, acl=acl, server_side_encryption=request.sse or bucket.sse_algorithm, storage_class=storage_class)
    )


class GetObject(ObjectRequest, Conditions):
    range: str = Field("", alias="range")
    response_content_type: str = Field("", alias="response-content-type")
    response_content_language: str = Field("", alias="response-content-language")
    response_cache_control: str = Field("", alias="response-cache-control")
    response_content_disposition: str = Field("", alias="response-content-disposition")
    response_content_encoding: str = Field("", alias="response-content-encoding")
    response_expires: str = Field("", alias="response-expires")

    def overrides(self) -> dict[str, str]:
        """The headers that replace those of the object."""
        headers = {
            "content-type": self.response_content_type,
            "content-language": self.response_content_language,
            "cache-control": self.response_cache_control,
            "content-disposition": self.response_content_disposition,
            "content-encoding": self.response_content_encoding,
            "expires": self.response_expires,
        }
        return {name: value for name, value in headers.items() if value}


@operation(PRODUCT, VERSION, "GetObject", protocol=Protocol.OSS)
def get_object(call: Call, request: GetObject) -> HttpReply:
    """The content of an object, or a part of it. A range that is not valid is ignored (GetObject page)."""
    row = find.get_readable_object(call, request)
    check_conditions(request, row)
    headers = dict(row.headers) | request.overrides()
    content_type = headers.pop("content-type", _DEFAULT_TYPE)
    data = row.data
    part = _part(request.range, len(data))
    status, range_headers = 200, [("Accept-Ranges", "bytes")]
    if part is not None:
        status = 206
        range_headers.append(("Content-Range", f"bytes {part.start}-{part.stop - 1}/{len(data)}"))
        data = data[part.start : part.stop]
    return HttpReply(
        status=status,
        content_type=content_type,
        body=data,
        headers=(*_described(row, headers.items()), *range_headers),
        opaque=True,
    )


class HeadObject(ObjectRequest, Conditions):
    pass


@operation(PRODUCT, VERSION, "HeadObject", protocol=Protocol.OSS)
def head_object(call: Call, request: HeadObject) -> HttpReply:
    """The headers of an object, without its content."""
    row = find.get_readable_object(call, request)
    check_conditions(request, row)
    headers = dict(row.headers)
    content_type = headers.pop("content-type", _DEFAULT_TYPE)
    return HttpReply(
        status=200,
        content_type=content_type,
        body=b"",
        headers=_described(row, headers.items()),
        length=row.size,
        opaque=True,
    )


class GetObjectMeta(ObjectRequest):
    object_meta: str = Field("", alias="objectMeta")


@operation(PRODUCT, VERSION, "GetObjectMeta", protocol=Protocol.OSS)
def get_object_meta(call: Call, request: GetObjectMeta) -> HttpReply:
    """Size, ETag and date."""
    row = find.get_readable_object(call, request)
    return HttpReply(
        status=200, content_type=_DEFAULT_TYPE, body=b"", headers=(*_checksums(row), _modified(row)), length=row.size
    )


class DeleteObject(ObjectRequest):
    pass


@operation(PRODUCT, VERSION, "DeleteObject", protocol=Protocol.OSS)
def delete_object(call: Call, request: DeleteObject) -> HttpReply:
    """Remove an object, if there is one."""
    bucket = find.get_open_bucket(call, request, "write")
    row = call.transaction.get(ObjectRow, object_id(bucket.id, request.key))
    if row is not None:
        call.transaction.delete(row)
    return replies.deleted()


class DeleteMultipleObjects(BucketRequest):
    delete: str = Field("", alias="delete")
    encoding_type: str = Field("", alias="encoding-type")


@operation(PRODUCT, VERSION, "DeleteMultipleObjects", protocol=Protocol.OSS)
def delete_multiple_objects(call: Call, request: DeleteMultipleObjects) -> HttpReply:
    """Remove up to a thousand objects."""
    bucket = find.get_open_bucket(call, request, "write")
    if request.content_md5:
        content.check_md5(request.content_md5, request.body)
    document = parse_xml(request.body, "Delete")
    keys = [element.findtext("{*}Key") or "" for element in document.findall("{*}Object")]
    if not keys or len(keys) > _MAX_DELETED or not all(keys):
        raise errors.MALFORMED_XML()
    for key in keys:
        row = call.transaction.get(ObjectRow, object_id(bucket.id, key))
        if row is not None:
            call.transaction.delete(row)
    answered = [] if document.findtext("{*}Quiet") == "true" else keys
    return replies.xml("DeleteResult", {"Deleted": [{"Key": key} for key in answered]})


def _part(text: str, size: int) -> range | None:
    """The bytes of a Range header; None for all of them."""
    match = _RANGE.fullmatch(text.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    start = max(size - int(last), 0) if not first else int(first)
    stop = size if not first or not last else min(int(last) + 1, size)
    return range(start, stop) if start < stop else None


def _described(row: ObjectRow, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    storage = ("x-oss-object-type", "Normal"), ("x-oss-storage-class", row.storage_class)
    return (*headers, *_checksums(row), *_encryption(row), _modified(row), *storage)


def _checksums(row: ObjectRow) -> tuple[tuple[str, str], ...]:
    etag = ("ETag", f'"{row.etag}"')
    return (etag, ("x-oss-hash-crc64ecma", row.crc64)) if row.crc64 else (etag,)


def _encryption(row: ObjectRow) -> tuple[tuple[str, str], ...]:
    return (("x-oss-server-side-encryption", row.server_side_encryption),) if row.server_side_encryption else ()


def _modified(row: ObjectRow) -> tuple[str, str]:
    return "Last-Modified", content.http_date(row.last_modified)
