"""Signatures of OSS requests, in a header or a URL: V1 (``OSS``, HMAC-SHA1) and V4 (``OSS4-HMAC-SHA256``).

Source: aliyun-oss-go-sdk 2.2.9, auth.go and conn.go; both checked against it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from tfmock.protocol.request import Signed, fields

V4_ALGORITHM: Final = "OSS4-HMAC-SHA256"
_SCOPE_END: Final = "aliyun_v4_request"
_PART: Final = re.compile(r"(Credential|AdditionalHeaders|Signature)=([^,\s]+)")

#: Query parameters that a V1 signature covers, signKeyList of conn.go; all others may be changed by anybody.
_V1_PARAMETERS: Final = frozenset(
    {
        "acl", "uploads", "location", "cors", "logging", "website", "referer", "lifecycle", "delete",
        "append", "tagging", "objectMeta", "uploadId", "partNumber", "security-token", "position", "img",
        "style", "styleName", "replication", "replicationProgress", "replicationLocation", "cname",
        "bucketInfo", "comp", "qos", "live", "status", "vod", "startTime", "endTime", "symlink",
        "x-oss-process", "response-content-type", "x-oss-traffic-limit", "response-content-language",
        "response-expires", "response-cache-control", "response-content-disposition",
        "response-content-encoding", "udf", "udfName", "udfImage", "udfId", "udfImageDesc",
        "udfApplication", "udfApplicationLog", "restore", "callback", "callback-var", "qosInfo", "policy",
        "stat", "encryption", "versions", "versioning", "versionId", "requestPayment",
        "x-oss-request-payer", "sequential", "inventory", "inventoryId", "continuation-token",
        "asyncFetch", "worm", "wormId", "wormExtend", "withHashContext", "x-oss-enable-md5",
        "x-oss-enable-sha1", "x-oss-enable-sha256", "x-oss-hash-ctx", "x-oss-md5-ctx",
        "transferAcceleration", "regionList", "cloudboxes", "x-oss-ac-source-ip", "x-oss-ac-subnet-mask",
        "x-oss-ac-vpc-id", "x-oss-ac-forward-allow", "metaQuery", "resourceGroup", "rtc",
        "x-oss-async-process",
    }
)  # fmt: skip


def string_to_sign_v1(method: str, signed: Signed, bucket: str, key: str, date: str) -> str:
    """``date`` is the Date header's text, or the seconds at which a signed URL expires."""
    headers = "".join(
        f"{name}:{value}\n" for name, value in sorted(signed.headers.items()) if name.startswith("x-oss-")
    )
    query = sorted((name, value) for name, value in fields(signed.query).items() if name in _V1_PARAMETERS)
    parameters = "&".join(f"{name}={value}" if value else name for name, value in query)
    resource = f"/{bucket}/{key}" if bucket else "/"
    lines = (method, signed.headers.get("content-md5", ""), signed.headers.get("content-type", ""), date)
    return "\n".join(lines) + f"\n{headers}{resource}" + (f"?{parameters}" if parameters else "")


def sign_v1(secret: str, string_to_sign: str) -> str:
    """Base64 of HMAC-SHA1."""
    return base64.b64encode(hmac.digest(secret.encode(), string_to_sign.encode(), hashlib.sha1)).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class V4:
    """What a V4 request says of its signature.

    Attributes:
        scope: ``20260101/cn-hangzhou/oss/aliyun_v4_request``.
        date: ``20260101T000000Z``, of ``x-oss-date``; or the text of the Date header.
        additional: headers that are signed besides those that always are.
    """

    key: str
    scope: str
    date: str
    additional: tuple[str, ...]
    signature: str


def parse_v4(signed: Signed) -> V4 | None:
    """Read it from the header, or from a URL's parameters; None where it is in neither."""
    authorization = signed.headers.get("authorization", "")
    if authorization.startswith(V4_ALGORITHM):
        parts = dict(_PART.findall(authorization))
        credential = parts.get("Credential", "")
        date = signed.headers.get("x-oss-date") or signed.headers.get("date", "")
        additional, signature = parts.get("AdditionalHeaders", ""), parts.get("Signature", "")
    else:
        query = fields(signed.query)
        credential, date = query.get("x-oss-credential", ""), query.get("x-oss-date", "")
        additional, signature = query.get("x-oss-additional-headers", ""), query.get("x-oss-signature", "")
    key, _, scope = credential.partition("/")
    if not (key and date and signature) or not scope.endswith(f"/{_SCOPE_END}") or scope.count("/") != 3:
        return None
    names = tuple(name for name in additional.lower().split(";") if name)
    return V4(key=key, scope=scope, date=date, additional=names, signature=signature)


def string_to_sign_v4(method: str, signed: Signed, bucket: str, key: str, v4: V4) -> str:
    """The algorithm, the date, the scope and the hash of the canonical request."""
    covered = [
        name
        for name in sorted(signed.headers)
        if name.startswith("x-oss-") or name in (*v4.additional, "content-type", "content-md5")
    ]
    headers = "".join(f"{name}:{signed.headers[name].strip()}\n" for name in covered if signed.headers[name])
    query = fields(signed.query)
    query.pop("x-oss-signature", None)
    path = f"/{bucket}/{key}" if bucket else "/"
    canonical = "\n".join(
        [
            method,
            quote(path, safe="/~"),
            _query(query.items()),
            headers,
            ";".join(v4.additional),
            signed.headers.get("x-oss-content-sha256", "UNSIGNED-PAYLOAD"),
        ]
    )
    return f"{V4_ALGORITHM}\n{v4.date}\n{v4.scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def sign_v4(secret: str, v4: V4, string_to_sign: str) -> str:
    """Hex of HMAC-SHA256 under a key that is derived from day, region and product."""
    key = f"aliyun_v4{secret}".encode()
    for part in v4.scope.split("/"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    return hmac.digest(key, string_to_sign.encode(), hashlib.sha256).hex()


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    encoded = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in pairs)
    return "&".join(f"{name}={value}" if value else name for name, value in encoded)
