"""Signatures, timestamps and nonces, checked as the cloud's gateway does.

With ``--auth off`` this middleware is not in the pipeline. ``warn`` answers all the same, counts, and reports once for
each key and cause; ``strict`` refuses with the cloud's own code. Timestamps are compared with real time, since clients
sign with it; temporary keys expire by their world's clock (tfmock.services.dispatch), so that a test can make them
expire.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Final, Literal

from tfmock.core.accounts import is_own_key
from tfmock.core.errors import NoSuchWorldError
from tfmock.core.universe import Universe
from tfmock.middleware import Answer
from tfmock.middleware.auth_storage import check_storage
from tfmock.protocol import common_errors, signature
from tfmock.protocol.errors import ApiError
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.redaction import MASK
from tfmock.protocol.request import ApiRequest
from tfmock.recording import redact
from tfmock.services.outcome import Outcome, RequestContext
from tfmock.services.sts.models import SessionRow
from tfmock.text.printable import printable

#: InvalidTimeStamp.Expired: differs by more than 15 minutes (gateway error page).
WINDOW: Final = 15 * 60.0
_MAX_NONCES: Final = 500_000
_MAX_CAUSES: Final = 1000
_TOKEN: Final = re.compile(r"[A-Za-z0-9+/=]{16,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """What a request claims about its signer, in either signature version.

    ``shown`` is the string to sign as it may be shown: messages are printed, logged and recorded.
    """

    timestamp: str
    nonce: str
    signature: str
    shown: Callable[[], str]
    expected: Callable[[str], str]


class Auth:
    """A middleware that verifies signatures."""

    def __init__(
        self,
        mode: Literal["warn", "strict"],
        secrets: Mapping[str, str],
        universe: Universe,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._strict = mode == "strict"
        self._secrets = secrets
        self._universe = universe
        self._now = now
        self._nonces: dict[bytes, float] = {}
        self._failures: Counter[str] = Counter()
        self._reported: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def __call__(self, context: RequestContext, next: Answer) -> Outcome:
        """
        Raises:
            ApiError: in strict mode, the gateway's answer to the first thing that is wrong.
        """
        request = context.request
        if request.protocol in _UNSERVED and request.v3 is None:
            # There is nothing to protect, and nothing to verify such a signature with
            if self._strict:
                raise _unverified(request)
            return next(context)
        try:
            self._check(request)
        except ApiError as error:
            self._count(request, error)
            if self._strict:
                raise
        return next(context)

    def failures(self) -> dict[str, int]:
        """How many requests failed, by error code."""
        with self._lock:
            return dict(sorted(self._failures.items()))

    def _check(self, request: ApiRequest) -> None:
        """
        Raises:
            ApiError: the gateway's answer to the first thing that is wrong.
        """
        if request.protocol in (Protocol.OSS, Protocol.OTS):
            check_storage(request, self._secret, self._now())
            return
        key = request.access_key_id
        if not key:
            raise common_errors.missing("AccessKeyId")
        if request.conflicts:  # one of the two is not what was signed, or not what would be done
            raise common_errors.SIGNATURE_INCOMPLETE(
                why=f"{printable(request.conflicts[0])} is given twice, and not the same."
            )
        claim = _claim_v3(request) if request.v3 is not None else _claim_v1(request)
        self._check_time(claim.timestamp)
        secret = self._secret(key, request.security_token)
        if not hmac.compare_digest(claim.expected(secret).encode(), claim.signature.encode()):
            raise common_errors.SIGNATURE_WRONG(string_to_sign=claim.shown())
        self._check_nonce(key, claim.nonce)  # last: a nonce counts only if its owner sent it

    def _secret(self, key: str, token: str) -> str:
        world = self._universe.accounts.world_of_session(key)
        if world is None:
            secret = self._secrets.get(key)
            if secret is None:
                raise common_errors.ACCESS_KEY_UNKNOWN()
            return secret
        if token and not _TOKEN.fullmatch(token):
            raise common_errors.SECURITY_TOKEN_MALFORMED()
        try:
            # A request that cannot be signed creates no world. The role may have been assumed at another replica.
            with self._universe.inspect(world) as issuer:
                session = issuer.store.table(SessionRow).get(key)
        except NoSuchWorldError:
            raise common_errors.ACCESS_KEY_UNKNOWN() from None
        if session is None:
            raise common_errors.ACCESS_KEY_UNKNOWN()
        return session.secret

    def _check_time(self, text: str) -> None:
        try:
            moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp()
        except ValueError:
            raise common_errors.TIMESTAMP_FORMAT() from None
        if abs(self._now() - moment) > WINDOW:
            raise common_errors.TIMESTAMP_EXPIRED()

    def _check_nonce(self, key: str, nonce: str) -> None:
        now = self._now()
        fingerprint = hashlib.blake2b(f"{key}\n{nonce}".encode("utf-8", "replace"), digest_size=16).digest()
        with self._lock:
            if self._nonces.pop(fingerprint, 0.0) > now:
                self._nonces[fingerprint] = now + 2 * WINDOW
                raise common_errors.NONCE_USED()
            # Twice the window: a timestamp may be one window ahead, and stays good for one window after that.
            self._nonces[fingerprint] = now + 2 * WINDOW
            # Evicts one for each insert, so that no request pays for a sweep.
            oldest = next(iter(self._nonces))
            if self._nonces[oldest] <= now or len(self._nonces) > _MAX_NONCES:
                del self._nonces[oldest]

    def _count(self, request: ApiRequest, error: ApiError) -> None:
        with self._lock:
            self._failures[error.code] += 1
            cause = (_shown(request.access_key_id), error.code)
            is_new = not self._strict and cause not in self._reported and len(self._reported) < _MAX_CAUSES
            if is_new:
                self._reported.add(cause)
        if is_new:
            print(
                f"tfmock: auth: {printable(request.action)} by key {cause[0]} would be refused: "
                f"{printable(error.code)} (reported once per key)",
                file=sys.stderr,
                flush=True,
            )


#: Protocols of which tfmock has no operation.
_UNSERVED: Final = frozenset(Protocol) - {Protocol.RPC, Protocol.OSS, Protocol.OTS}


def _unverified(request: ApiRequest) -> ApiError:
    return ApiError(
        400,
        "Tfmock.NotImplemented",
        f"tfmock does not implement {request.product} {request.action}, and with --auth strict it cannot say whose "
        f"this request is: it does not verify signatures of {request.protocol.value} requests.",
    )


_SIGNED_V1: Final = (
    "Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp", "Action", "Version",
)  # fmt: skip
#: The headers without which a V3 signature says too little (V3 page, "Request headers").
_SIGNED_V3: Final = (
    "host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256",
)  # fmt: skip
_MASK_IN_STRING: Final = signature.encode(signature.encode(MASK))


def _claim_v1(request: ApiRequest) -> _Claim:
    params = request.params
    for name in _SIGNED_V1:
        if not params.get(name):
            raise common_errors.missing(name)
    if params["SignatureMethod"].upper() != "HMAC-SHA1" or params["SignatureVersion"] != "1.0":
        raise common_errors.SIGNATURE_INCOMPLETE(why="SignatureMethod is HMAC-SHA1 and SignatureVersion is 1.0.")
    if request.security_token != params.get("SecurityToken", ""):
        raise common_errors.SIGNATURE_INCOMPLETE(why="SecurityToken must be a parameter, and signed.")
    text = signature.string_to_sign_v1(request.method, params)

    def shown() -> str:
        # The cloud quotes all of it; here secrets are masked, since messages are printed, logged and recorded.
        return signature.string_to_sign_v1(request.method, redact.shown(params)).replace(_MASK_IN_STRING, MASK)

    return _Claim(
        timestamp=params["Timestamp"],
        nonce=params["SignatureNonce"],
        signature=params["Signature"],
        shown=shown,
        expected=lambda secret: signature.sign_v1(secret, text),
    )


def _claim_v3(request: ApiRequest) -> _Claim:
    signed = request.v3
    assert signed is not None
    parts = signature.parse_v3(signed.authorization)
    if parts is None or parts.algorithm != signature.V3_ALGORITHM:
        raise common_errors.SIGNATURE_INCOMPLETE(
            why=f"Authorization: {signature.V3_ALGORITHM} Credential=..,SignedHeaders=.."
        )
    for name in _SIGNED_V3:
        if not signed.headers.get(name):
            raise common_errors.missing(name)
    # V3 page: "host, content-type where there is one, and all that begin with x-acs- must be signed".
    must = [name for name in signed.headers if name.startswith("x-acs-") or name == "host"]
    if signed.body and signed.headers.get("content-type"):
        must.append("content-type")
    for name in must:
        if name not in parts.signed_headers:
            raise common_errors.SIGNATURE_INCOMPLETE(why=f"{printable(name)} must be signed.")
    if signed.headers["x-acs-content-sha256"] != hashlib.sha256(signed.body).hexdigest():
        raise common_errors.SIGNATURE_INCOMPLETE(why="x-acs-content-sha256 is not the hash of the body.")
    text = signature.string_to_sign_v3(signed, parts.signed_headers)
    return _Claim(
        timestamp=signed.headers["x-acs-date"],
        nonce=signed.headers["x-acs-signature-nonce"],
        signature=parts.signature,
        shown=lambda: text,
        expected=lambda secret: signature.sign_v3(secret, text),
    )


def _shown(key: str) -> str:
    """Enough of a key to know it by; tfmock's own keys are no secret, and neither is any key's beginning."""
    return printable(key if len(key) <= 8 or is_own_key(key) else f"{key[:6]}{MASK}")
