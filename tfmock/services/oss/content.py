"""Checksums and dates of objects."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime, timezone
from email.utils import formatdate, parsedate_to_datetime
from typing import Final

from tfmock.services.oss import errors

#: Bytes of the largest content whose CRC is answered.
MAX_CRC: Final = 4 << 20

_CHECK_BYTES: Final = 8
_FOOTER_BYTES: Final = 12


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


def crc64(data: bytes) -> str:
    """``x-oss-hash-crc64ecma``, in decimal: the CRC-64 of the xz format.

    Empty for large contents, and if this Python lacks lzma: clients compare it only if they get it. The xz encoder
    computes it in C while it compresses: 100 MB of a state in a second, 7 MB of random bytes. A loop in Python would
    manage 3 MB, and hold the world's lock meanwhile.
    """
    if not data:
        return "0"
    if len(data) > MAX_CRC:
        return ""
    try:
        import lzma
    except ImportError:
        return ""
    fastest = {
        "id": lzma.FILTER_LZMA2,
        "mode": lzma.MODE_FAST,
        "mf": lzma.MF_HC3,
        "nice_len": 16,
        "depth": 1,
        "dict_size": 4096,
    }
    packed = lzma.compress(data, lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, filters=[fastest])
    # ... block, its check, index, footer: CRC32, size of the index in words less one, flags, magic (xz format 2.1.2)
    index = (int.from_bytes(packed[-8:-4], "little") + 1) * 4
    end = len(packed) - _FOOTER_BYTES - index
    return str(int.from_bytes(packed[end - _CHECK_BYTES : end], "little"))


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
