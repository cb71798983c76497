"""Checksums and dates of objects."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime, timezone
from email.utils import formatdate, parsedate_to_datetime

from tfmock.services.oss import errors


def md5(data: bytes) -> str:
    """The ETag of an object put in one piece."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest().upper()


def check_md5(content_md5: str, data: bytes) -> None:
    """A Content-MD5 header fits the content.

    Raises:
        ApiError: a Content-MD5 that is not the base64 of the content's MD5.
    """
    try:
        digest = base64.b64decode(content_md5.encode(), validate=True)
    except binascii.Error:
        raise errors.DIGEST() from None
    if digest != hashlib.md5(data, usedforsecurity=False).digest():
        raise errors.DIGEST()


def http_date(moment: float) -> str:
    """``Thu, 01 Jan 2026 00:00:00 GMT``."""
    return formatdate(moment, usegmt=True)


def xml_date(moment: float) -> str:
    """``2026-01-01T00:00:00.000Z``."""
    return datetime.fromtimestamp(int(moment), timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def parse_http_date(text: str) -> float | None:
    """Seconds since 1970; None where the text is no date, which a conditional request then ignores (RFC 9110)."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
