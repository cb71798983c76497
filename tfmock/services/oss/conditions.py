"""Conditional requests: If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since (GetObject, HeadObject)."""

from __future__ import annotations

from pydantic import BaseModel, Field

from tfmock.services.oss import errors
from tfmock.services.oss.content import parse_http_date
from tfmock.services.oss.models import ObjectRow


class Conditions(BaseModel):
    """The headers that hold conditions."""

    if_match: str = Field("", alias="if-match")
    if_none_match: str = Field("", alias="if-none-match")
    if_modified_since: str = Field("", alias="if-modified-since")
    if_unmodified_since: str = Field("", alias="if-unmodified-since")


def check_conditions(conditions: Conditions, row: ObjectRow) -> None:
    """An object meets the conditions of a request.

    Raises:
        ApiError: 412, or 304 without a body, as the condition says.
    """
    if conditions.if_match and not _has_etag(conditions.if_match, row):
        raise errors.PRECONDITION_FAILED()
    modified = int(row.last_modified)  # dates on the wire have whole seconds
    unmodified_since = parse_http_date(conditions.if_unmodified_since)
    if unmodified_since is not None and modified > unmodified_since:
        raise errors.PRECONDITION_FAILED()
    if conditions.if_none_match and _has_etag(conditions.if_none_match, row):
        raise errors.NOT_MODIFIED()
    modified_since = parse_http_date(conditions.if_modified_since)
    if modified_since is not None and modified <= modified_since:
        raise errors.NOT_MODIFIED()


def _has_etag(text: str, row: ObjectRow) -> bool:
    etags = [part.strip().strip('"') for part in text.split(",")]
    return row.etag in etags or "*" in etags
