"""Signatures of Tablestore requests: HMAC-SHA1 over the path and all headers that begin with ``x-ots-``.

Source: aliyun-tablestore-go-sdk 4.1.2, ots_header.go.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from tfmock.protocol.request import Signed

_SIGNATURE = "x-ots-signature"


def string_to_sign(method: str, signed: Signed) -> str:
    """Path, method, query (always empty) and headers."""
    headers = "".join(
        f"{name}:{value.strip()}\n"
        for name, value in sorted(signed.headers.items())
        if name.startswith("x-ots-") and name != _SIGNATURE
    )
    return f"{signed.path}\n{method}\n{signed.query}\n{headers}"


def sign(secret: str, text: str) -> str:
    """Base64 of HMAC-SHA1."""
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), hashlib.sha1)).decode()
