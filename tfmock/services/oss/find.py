"""Look-ups of buckets and objects, and whether the caller may see or change them."""

from __future__ import annotations

from typing import Final, Literal

from tfmock.core.call import Call
from tfmock.services.oss import errors
from tfmock.services.oss.models import BucketRow, ObjectRow, object_id
from tfmock.services.oss.requests import BucketRequest, ObjectRequest

Access = Literal["read", "write"]

_PUBLIC: Final = {"read": ("public-read", "public-read-write"), "write": ("public-read-write",)}


def bucket(call: Call, request: BucketRequest | ObjectRequest) -> BucketRow:
    """The bucket at this endpoint, whoever owns it.

    Raises:
        ApiError: there is none, or it is in another region.
    """
    row = call.transaction.get(BucketRow, request.bucket)
    if row is None:
        raise errors.NO_SUCH_BUCKET()
    if row.region and request.region_id and row.region != request.region_id:
        raise errors.OTHER_ENDPOINT(endpoint=f"oss-{row.region}.aliyuncs.com")
    return row


def own_bucket(call: Call, request: BucketRequest | ObjectRequest) -> BucketRow:
    """The caller's bucket.

    Raises:
        ApiError: there is none here, or it is another account's.
    """
    row = bucket(call, request)
    if request.anonymous:
        raise errors.ANONYMOUS()
    if row.account != call.account:
        raise errors.ACCESS_DENIED()
    return row


def open_bucket(call: Call, request: BucketRequest | ObjectRequest, access: Access) -> BucketRow:
    """A bucket that the caller owns, or that is open to all.

    Raises:
        ApiError: there is none here, or the caller may not do that with it.
    """
    row = bucket(call, request)
    if row.acl in _PUBLIC[access]:
        return row
    return own_bucket(call, request)


def readable_object(call: Call, request: ObjectRequest) -> ObjectRow:
    """An object that the caller may read.

    Raises:
        ApiError: bucket or object do not exist, or they are closed to the caller.
    """
    home = bucket(call, request)
    row = call.transaction.get(ObjectRow, object_id(request.bucket, request.key))
    acl = row.acl if row is not None and row.acl != "default" else home.acl
    if acl not in _PUBLIC["read"]:
        own_bucket(call, request)
    if row is None:
        raise errors.NO_SUCH_KEY()
    return row


def region_of(call: Call, row: BucketRow) -> str:
    """Where a bucket says that it is: a bucket of no region is where it is asked."""
    return row.region or call.region
