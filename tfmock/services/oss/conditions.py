"""Conditional requests: If-Match and kin (GetObject and HeadObject pages)."""

from __future__ import annotations

from pydantic import BaseModel, Field

from tfmock.services.oss import errors
from tfmock.services.oss.content import parse_http_date
from tfmock.services.oss.models import ObjectRow


class Conditions(BaseModel):
    """The headers that a condition is in."""

    if_match: str = Field("", alias="if-match")
    if_none_match: str = Field("", alias="if-none-match")
    if_modified_since: str = Field("", alias="if-modified-since")
    if_unmodified_since: str = Field("", alias="if-unmodified-since")


def check_conditions(asked: Conditions, row: ObjectRow) -> None:
    """
    Raises:
        ApiError: 412, or 304 without a body, as the condition says.
    """
    if asked.if_match and not _names(asked.if_match, row):
        raise errors.PRECONDITION_FAILED()
    modified = int(row.modified)  # dates on the wire have whole seconds
    unmodified_since = parse_http_date(asked.if_unmodified_since)
    if unmodified_since is not None and modified > unmodified_since:
        raise errors.PRECONDITION_FAILED()
    if asked.if_none_match and _names(asked.if_none_match, row):
        raise errors.NOT_MODIFIED()
    modified_since = parse_http_date(asked.if_modified_since)
    if modified_since is not None and modified <= modified_since:
        raise errors.NOT_MODIFIED()


def _names(text: str, row: ObjectRow) -> bool:
    etags = [part.strip().strip('"') for part in text.split(",")]
    return row.etag in etags or "*" in etags
