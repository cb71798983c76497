"""Verifies the signatures of OSS and Tablestore requests.

Both have codes of their own for what is wrong; neither has nonces: a request may be sent again within 15 minutes.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Final

from tfmock.protocol import common_errors, signature_oss, signature_ots
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.request import ApiRequest, Signed, fields

#: RequestTimeTooSkewed, OTSAuthFailed: more than 15 minutes (error pages of OSS and Tablestore).
WINDOW: Final = 15 * 60.0

OSS_KEY_UNKNOWN: Final = ErrorTemplate(
    403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records."
)
OSS_SIGNATURE_WRONG: Final = ErrorTemplate(
    403,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
)
OSS_SIGNATURE_FORM: Final = ErrorTemplate(
    403, "AccessDenied", "The Authorization header is not of a form that tfmock verifies."
)
OSS_DATE: Final = ErrorTemplate(403, "AccessDenied", "OSS authentication requires a valid Date.")
OSS_SKEWED: Final = ErrorTemplate(
    403,
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
)
OSS_EXPIRED: Final = ErrorTemplate(403, "AccessDenied", "Request has expired.")
OTS_FAILED: Final = ErrorTemplate(403, "OTSAuthFailed", "{why}.")

_HTTP_DATE: Final = "%a, %d %b %Y %H:%M:%S GMT"

#: Secret of an access key and the security token that comes with it.
SecretOf = Callable[[str, str], str]


def check_storage(request: ApiRequest, secret_of: SecretOf, now: float) -> None:
    """
    Raises:
        ApiError: the first thing that is wrong with the signature. An OSS request without any is anonymous: buckets and
            objects are open to that as far as their ACLs say.
    """
    signed = request.signed
    assert signed is not None
    if request.protocol is Protocol.OTS:
        _check_ots(request, signed, secret_of, now)
    elif request.access_key_id or "authorization" in signed.headers:
        _check_oss(request, signed, secret_of, now)


def _check_oss(request: ApiRequest, signed: Signed, secret_of: SecretOf, now: float) -> None:
    bucket, key = request.params.get("Bucket", ""), request.params.get("Key", "")
    query = fields(signed.query)
    v4 = signature_oss.parse_v4(signed)
    authorization = signed.headers.get("authorization", "")
    if v4 is not None:
        _check_v4_time(v4, query, now)
        text = signature_oss.string_to_sign_v4(request.method, signed, bucket, key, v4)
        given, expected = v4.signature, signature_oss.sign_v4(_secret(request, secret_of), v4, text)
    elif authorization.startswith("OSS ") or "Signature" in query:
        date = _v1_date(signed, query, now)
        text = signature_oss.string_to_sign_v1(request.method, signed, bucket, key, date)
        given = query.get("Signature") or authorization.rpartition(":")[2]
        expected = signature_oss.sign_v1(_secret(request, secret_of), text)
    else:
        raise OSS_SIGNATURE_FORM()
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise OSS_SIGNATURE_WRONG()


def _secret(request: ApiRequest, secret_of: SecretOf) -> str:
    try:
        return secret_of(request.access_key_id, request.security_token)
    except ApiError as error:
        if error.code == common_errors.ACCESS_KEY_UNKNOWN.code:
            raise OSS_KEY_UNKNOWN() from None
        raise


def _check_v4_time(v4: signature_oss.V4, query: dict[str, str], now: float) -> None:
    moment = _moment(v4.date, "%Y%m%dT%H%M%SZ", _HTTP_DATE)
    if moment is None or v4.scope[:9] != f"{datetime.fromtimestamp(moment, timezone.utc):%Y%m%d}/":
        raise OSS_DATE()
    if "x-oss-signature" not in query:
        if abs(now - moment) > WINDOW:
            raise OSS_SKEWED()
        return
    seconds = query.get("x-oss-expires", "")
    if moment > now + WINDOW or not seconds.isdecimal() or now > moment + int(seconds[:9]):
        raise OSS_EXPIRED()


def _v1_date(signed: Signed, query: dict[str, str], now: float) -> str:
    """The date that was signed; of a URL the moment at which it expires."""
    if "Signature" in query:
        expires = query.get("Expires", "")
        if not expires.isdecimal() or now > int(expires[:12]):
            raise OSS_EXPIRED()
        return expires
    date = signed.headers.get("date") or signed.headers.get("x-oss-date", "")
    moment = _moment(date, _HTTP_DATE)
    if moment is None:
        raise OSS_DATE()
    if abs(now - moment) > WINDOW:
        raise OSS_SKEWED()
    return date


_OTS_HEADERS: Final = (
    "x-ots-accesskeyid", "x-ots-apiversion", "x-ots-contentmd5", "x-ots-date", "x-ots-instancename", "x-ots-signature",
)  # fmt: skip


def _check_ots(request: ApiRequest, signed: Signed, secret_of: SecretOf, now: float) -> None:
    for name in _OTS_HEADERS:
        if not signed.headers.get(name):
            raise OTS_FAILED(why=f"Missing header: {name}")
    moment = _moment(signed.headers["x-ots-date"], "%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ")
    if moment is None or abs(now - moment) > WINDOW:
        raise OTS_FAILED(why="Mismatch between system time and x-ots-date")
    digest = base64.b64encode(hashlib.md5(request.body, usedforsecurity=False).digest()).decode()
    if digest != signed.headers["x-ots-contentmd5"]:
        raise OTS_FAILED(why="Mismatch between MD5 value of request body and x-ots-contentmd5 in header")
    try:
        secret = secret_of(request.access_key_id, request.security_token)
    except ApiError as error:
        raise OTS_FAILED(why=error.message.rstrip(".")) from None
    expected = signature_ots.sign(secret, signature_ots.string_to_sign(request.method, signed))
    if not hmac.compare_digest(expected.encode(), signed.headers["x-ots-signature"].encode()):
        raise OTS_FAILED(why="Signature mismatch")


def _moment(text: str, *forms: str) -> float | None:
    """Seconds since 1970 of a time in the first of these forms that it has; None where it has none."""
    for form in forms:
        with contextlib.suppress(ValueError):
            return datetime.strptime(text, form).replace(tzinfo=timezone.utc).timestamp()
    return None
