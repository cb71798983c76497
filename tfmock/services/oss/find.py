"""Look-ups of buckets and objects, and whether the caller may see or change them."""

from __future__ import annotations

from typing import Final, Literal

from tfmock.core.call import Call
from tfmock.services.oss import errors
from tfmock.services.oss.models import BucketRow, ObjectRow, object_id
from tfmock.services.oss.requests import BucketRequest, ObjectRequest

Access = Literal["read", "write"]

_PUBLIC: Final = {"read": ("public-read", "public-read-write"), "write": ("public-read-write",)}


def get_bucket(call: Call, request: BucketRequest | ObjectRequest) -> BucketRow:
    """The bucket at this endpoint, of any account.

    Raises:
        ApiError: there is none, or it is in another region.
    """
    row = call.transaction.get(BucketRow, request.bucket)
    if row is None:
        raise errors.NO_SUCH_BUCKET()
    if row.region_id and request.region_id and row.region_id != request.region_id:
        raise errors.OTHER_ENDPOINT(endpoint=f"oss-{row.region_id}.aliyuncs.com")
    return row


def get_own_bucket(call: Call, request: BucketRequest | ObjectRequest) -> BucketRow:
    """The caller's bucket.

    Raises:
        ApiError: there is none at this endpoint, or it is another account's.
    """
    row = get_bucket(call, request)
    if request.anonymous:
        raise errors.ANONYMOUS()
    if row.account != call.account:
        raise errors.ACCESS_DENIED()
    return row


def get_open_bucket(call: Call, request: BucketRequest | ObjectRequest, access: Access) -> BucketRow:
    """A bucket that the caller owns, or that is public.

    Raises:
        ApiError: there is none at this endpoint, or the caller may not read or write it.
    """
    row = get_bucket(call, request)
    if row.acl in _PUBLIC[access]:
        return row
    return get_own_bucket(call, request)


def get_readable_object(call: Call, request: ObjectRequest) -> ObjectRow:
    """An object that the caller may read.

    Raises:
        ApiError: bucket or object do not exist, or the caller may not read them.
    """
    bucket = get_bucket(call, request)
    row = call.transaction.get(ObjectRow, object_id(request.bucket, request.key))
    acl = row.acl if row is not None and row.acl != "default" else bucket.acl
    if acl not in _PUBLIC["read"]:
        get_own_bucket(call, request)
    if row is None:
        raise errors.NO_SUCH_KEY()
    return row


def region_of(call: Call, row: BucketRow) -> str:
    """The region that a bucket answers: one without region is in that of the request."""
    return row.region_id or call.region
