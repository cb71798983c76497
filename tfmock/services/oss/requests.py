"""Requests of OSS: bucket, key, query and headers by their names on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree

from pydantic import Field, model_validator

from tfmock.core.operation import Request, Required
from tfmock.services.oss import errors

PRODUCT: Final = "Oss"

_META: Final = "x-oss-meta-"
_MAX_XML: Final = 1 << 20


class OssRequest(Request):
    """Parameters of every request. ``region_id`` is the endpoint's region, empty if the host names none."""

    anonymous: bool = False
    body: bytes = Field(b"", repr=False)
    content_type: str = Field("", alias="content-type")
    content_md5: str = Field("", alias="content-md5")
    # SDKs send these two also with requests for which they mean nothing
    cache_control: str = Field("", alias="cache-control")
    expires: str = Field("", alias="expires")


class BucketRequest(OssRequest):
    """A request for a bucket."""

    bucket: Required
    acl: str = Field("", alias="x-oss-acl")


class ObjectRequest(OssRequest):
    """A request for an object."""

    bucket: Required
    key: Required
    #: ``x-oss-meta-...`` headers, by whole name.
    meta: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _collect_meta(cls, values: object) -> object:
        if not isinstance(values, Mapping):
            return values
        meta = {name: value for name, value in values.items() if str(name).startswith(_META)}
        return {**{name: value for name, value in values.items() if name not in meta}, "Meta": meta}


def parse_xml(body: bytes, root: str) -> ElementTree.Element:
    """A request's XML document.

    Raises:
        ApiError: it is no such document. One with a document type, which could expand without end, is refused, too.
    """
    if len(body) > _MAX_XML or b"<!DOCTYPE" in body:
        raise errors.MALFORMED_XML()
    try:
        document = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        raise errors.MALFORMED_XML() from None
    if document.tag.rpartition("}")[2] != root:
        raise errors.MALFORMED_XML()
    return document
