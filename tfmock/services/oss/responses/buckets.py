"""Buckets: create, describe, list, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import operation
from tfmock.protocol.oss import VERSION
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply
from tfmock.rulebook.buckets import is_bucket_name
from tfmock.services.oss import content, documents, errors, find, replies
from tfmock.services.oss.models import BucketRow, ObjectRow
from tfmock.services.oss.requests import PRODUCT, BucketRequest, OssRequest, parse_xml

_ACLS: Final = ("private", "public-read", "public-read-write")
_STORAGE_CLASSES: Final = ("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive")


class ListBuckets(OssRequest):
    prefix: str = Field("", alias="prefix")
    marker: str = Field("", alias="marker")
    max_keys: int = Field(100, alias="max-keys", ge=1, le=1000)


@operation(PRODUCT, VERSION, "ListBuckets", protocol=Protocol.OSS)
def list_buckets(call: Call, request: ListBuckets) -> HttpReply:
    """The caller's buckets of all regions, by name."""
    if request.anonymous:
        raise errors.ANONYMOUS()
    rows = sorted(call.transaction.find(BucketRow, "account", call.account), key=lambda row: row.id)
    matching = [row for row in rows if row.id.startswith(request.prefix) and row.id > request.marker]
    page = matching[: request.max_keys]
    more = len(matching) > len(page)
    reply: dict[str, object] = {"Owner": replies.owner(call.account)}
    if more or request.prefix or request.marker:
        reply |= {"Prefix": request.prefix, "Marker": request.marker, "MaxKeys": request.max_keys, "IsTruncated": more}
    if more:
        reply["NextMarker"] = page[-1].id
    reply["Buckets"] = {"Bucket": [_summary(call, row) for row in page]}
    return replies.xml("ListAllMyBucketsResult", reply)


class PutBucket(BucketRequest):
    sse: str = Field("", alias="x-oss-server-side-encryption")
    sse_key: str = Field("", alias="x-oss-server-side-encryption-key-id")
    sse_data: str = Field("", alias="x-oss-server-side-data-encryption")


@operation(PRODUCT, VERSION, "PutBucket", protocol=Protocol.OSS)
def put_bucket(call: Call, request: PutBucket) -> HttpReply:
    """Create a bucket in the endpoint's region. Names are unique in a world."""
    if request.anonymous:
        raise errors.ANONYMOUS()
    if not is_bucket_name(request.bucket):
        raise errors.BUCKET_NAME()
    storage_class = _parse_storage_class(request.body)
    acl = request.acl or "private"
    if acl not in _ACLS:
        raise errors.ARGUMENT(name="x-oss-acl")
    if call.transaction.get(BucketRow, request.bucket) is not None:
        raise errors.BUCKET_ALREADY_EXISTS()  # guess: for the owner as well; the page names no exception
    call.transaction.put(
        BucketRow(
            id=request.bucket,
            serial=call.transaction.next_serial(),
            account=call.account,
            region_id=call.region,
            acl=acl,
            storage_class=storage_class,
            creation_date=call.now,
        )
    )
    documents.encrypt(
        call.transaction, request.bucket, SSEAlgorithm=request.sse, KMSMasterKeyID=request.sse_key,
        KMSDataEncryption=request.sse_data,
    )  # fmt: skip
    return replies.empty(("Location", f"/{request.bucket}"))


def _parse_storage_class(body: bytes) -> str:
    storage_class = "Standard"
    if body:
        configuration = parse_xml(body, "CreateBucketConfiguration")
        storage_class = configuration.findtext("{*}StorageClass") or storage_class
    if storage_class not in _STORAGE_CLASSES:
        raise errors.ARGUMENT(name="StorageClass")
    return storage_class


class DeleteBucket(BucketRequest):
    pass


@operation(PRODUCT, VERSION, "DeleteBucket", protocol=Protocol.OSS)
def delete_bucket(call: Call, request: DeleteBucket) -> HttpReply:
    """Remove an empty bucket."""
    row = find.get_own_bucket(call, request)
    if call.transaction.find(ObjectRow, "bucket", row.id):
        raise errors.BUCKET_NOT_EMPTY()
    call.transaction.delete(row)
    documents.drop(call.transaction, row.id)
    return replies.deleted()


class GetBucketInfo(BucketRequest):
    bucket_info: str = Field("", alias="bucketInfo")


@operation(PRODUCT, VERSION, "GetBucketInfo", protocol=Protocol.OSS)
def get_bucket_info(call: Call, request: GetBucketInfo) -> HttpReply:
    """Everything about a bucket."""
    row = find.get_own_bucket(call, request)
    described = _summary(call, row) | {
        "AccessControlList": {"Grant": row.acl},
        "DataRedundancyType": "LRS",
        "Owner": replies.owner(row.account),
        "ServerSideEncryptionRule": {"SSEAlgorithm": row.sse_algorithm or "None"},
        **documents.repeated(call.transaction, row.id),
    }
    return replies.xml("BucketInfo", {"Bucket": described})


class GetBucketLocation(BucketRequest):
    location: str = Field("", alias="location")


@operation(PRODUCT, VERSION, "GetBucketLocation", protocol=Protocol.OSS)
def get_bucket_location(call: Call, request: GetBucketLocation) -> HttpReply:
    """``oss-cn-hangzhou``."""
    row = find.get_own_bucket(call, request)
    return replies.xml("LocationConstraint", f"oss-{find.region_of(call, row)}")


class BucketAcl(BucketRequest):
    sub: str = Field("", alias="acl")


@operation(PRODUCT, VERSION, "GetBucketAcl", protocol=Protocol.OSS)
def get_bucket_acl(call: Call, request: BucketAcl) -> HttpReply:
    """Who may read and write."""
    row = find.get_own_bucket(call, request)
    policy = {"Owner": replies.owner(row.account), "AccessControlList": {"Grant": row.acl}}
    return replies.xml("AccessControlPolicy", policy)


@operation(PRODUCT, VERSION, "PutBucketAcl", protocol=Protocol.OSS)
def put_bucket_acl(call: Call, request: BucketAcl) -> HttpReply:
    """Change who may read and write."""
    row = find.get_own_bucket(call, request)
    if request.acl not in _ACLS:
        raise errors.ARGUMENT(name="x-oss-acl")
    call.transaction.put(replace(row, acl=request.acl))
    return replies.empty()


def _summary(call: Call, row: BucketRow) -> dict[str, object]:
    region = find.region_of(call, row)
    return {
        "CreationDate": content.xml_date(row.creation_date),
        "ExtranetEndpoint": f"oss-{region}.aliyuncs.com",
        "IntranetEndpoint": f"oss-{region}-internal.aliyuncs.com",
        "Location": f"oss-{region}",
        "Name": row.id,
        "Region": region,
        "StorageClass": row.storage_class,
    }
