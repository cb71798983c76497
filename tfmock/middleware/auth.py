"""Who signs is who they say: signatures, timestamps and nonces, checked as the cloud's gateway does.

Off, this middleware is not there at all. ``warn`` answers all the same, counts, and says so once for each key and
cause; ``strict`` refuses with the cloud's own code. Timestamps are compared with real time, since clients sign with
it; temporary keys expire by their world's clock (core.dispatch), so that a test can let them.
"""

from __future__ import annotations

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

from tfmock.core.accounts import SessionRow
from tfmock.core.dispatch import Outcome
from tfmock.core.ids import request_id
from tfmock.core.universe import Universe
from tfmock.middleware import Answer
from tfmock.recording.redact import MASK
from tfmock.wire import faults, reply, signature
from tfmock.wire.faults import ApiError
from tfmock.wire.request import ApiRequest

#: InvalidTimeStamp.Expired: differs by more than 15 minutes (gateway error page).
WINDOW: Final = 15 * 60.0
_MAX_NONCES: Final = 500_000
_MAX_CAUSES: Final = 1000
_TOKEN: Final = re.compile(r"[A-Za-z0-9+/=]{16,}")


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a request says about its signer, whichever way it is signed."""

    timestamp: str
    nonce: str
    signature: str
    string_to_sign: str
    expected: Callable[[str], str]


class Auth:
    """A middleware that checks."""

    def __init__(
        self,
        mode: Literal["warn", "strict"],
        secrets: Mapping[str, str],
        universe: Universe,
        product: Callable[[ApiRequest], str],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._strict = mode == "strict"
        self._secrets = secrets
        self._universe = universe
        self._product = product
        self._now = now
        self._nonces: dict[tuple[str, str], float] = {}
        self._failures: Counter[str] = Counter()
        self._told: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def __call__(self, request: ApiRequest, next: Answer) -> Outcome:
        try:
            self._check(request)
        except ApiError as error:
            self._count(request, error)
            if self._strict:
                return self._refused(request, error)
        return next(request)

    def failures(self) -> dict[str, int]:
        """How many requests failed, by error code."""
        with self._lock:
            return dict(sorted(self._failures.items()))

    def _check(self, request: ApiRequest) -> None:
        """
        Raises:
            ApiError: the gateway's answer to the first thing that is wrong.
        """
        key = request.access_key_id
        if not key:
            raise faults.missing("AccessKeyId")
        claim = _claim_v3(request) if request.v3 is not None else _claim_v1(request)
        self._check_time(claim.timestamp)
        secret = self._secret(key, request.security_token)
        if not hmac.compare_digest(claim.expected(secret).encode(), claim.signature.encode()):
            shown = claim.string_to_sign
            if request.security_token:  # messages are recorded and shown; this is no place for a token
                shown = shown.replace(signature.encode(signature.encode(request.security_token)), MASK)
            raise faults.SIGNATURE_WRONG(string_to_sign=shown)
        self._check_nonce(key, claim.nonce)  # last: a nonce counts only if its owner sent it

    def _secret(self, key: str, token: str) -> str:
        world = self._universe.accounts.world_of_session(key)
        if world is None:
            secret = self._secrets.get(key)
            if secret is None:
                raise faults.ACCESS_KEY_UNKNOWN()
            return secret
        if token and not _TOKEN.fullmatch(token):
            raise faults.SECURITY_TOKEN_MALFORMED()
        issuer = self._universe.world(world)
        with issuer.lock:
            issuer.refresh()  # the role may have been assumed at another replica
            session = issuer.store.table(SessionRow).get(key)
        if session is None:
            raise faults.ACCESS_KEY_UNKNOWN()
        return session.secret

    def _check_time(self, text: str) -> None:
        try:
            moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp()
        except ValueError:
            raise faults.TIMESTAMP_FORMAT() from None
        if abs(self._now() - moment) > WINDOW:
            raise faults.TIMESTAMP_EXPIRED()

    def _check_nonce(self, key: str, nonce: str) -> None:
        now = self._now()
        with self._lock:
            if self._nonces.get((key, nonce), 0.0) > now:
                raise faults.NONCE_USED()
            # Twice the window: a timestamp may be one window ahead, and stays good for one window after that.
            self._nonces[key, nonce] = now + 2 * WINDOW
            for oldest, expires in self._nonces.items():
                if expires > now and len(self._nonces) <= _MAX_NONCES:
                    break
                del self._nonces[oldest]
                break  # one goes for each that comes: the book shrinks by nobody's wait

    def _count(self, request: ApiRequest, error: ApiError) -> None:
        with self._lock:
            self._failures[error.code] += 1
            cause = (request.access_key_id, error.code)
            news = not self._strict and cause not in self._told and len(self._told) < _MAX_CAUSES
            self._told.add(cause) if news else None
        if news:
            print(
                f"tfmock: auth: {request.action} by key {_shown(request.access_key_id)} would be refused: {error.code} "
                "(said once)",
                file=sys.stderr,
                flush=True,
            )

    def _refused(self, request: ApiRequest, error: ApiError) -> Outcome:
        product = self._product(request)
        id = request_id(f"auth:{request.access_key_id}:{sum(self._failures.values())}")
        encoded = reply.refusal(request, error, id, product)
        return Outcome(encoded, product=product, action=request.action, error=error)


def _claim_v1(request: ApiRequest) -> _Claim:
    params = request.params
    for name in ("Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp"):
        if not params.get(name):
            raise faults.missing(name)
    if params["SignatureMethod"].upper() != "HMAC-SHA1" or params["SignatureVersion"] != "1.0":
        raise faults.SIGNATURE_INCOMPLETE(why="SignatureMethod is HMAC-SHA1 and SignatureVersion is 1.0.")
    text = signature.string_to_sign_v1(request.method, params)
    return _Claim(
        params["Timestamp"], params["SignatureNonce"], params["Signature"], text,
        lambda secret: signature.sign_v1(secret, text),
    )  # fmt: skip


def _claim_v3(request: ApiRequest) -> _Claim:
    signed = request.v3
    assert signed is not None
    parts = signature.parse_v3(signed.authorization)
    if parts is None or parts.algorithm != signature.V3_ALGORITHM:
        raise faults.SIGNATURE_INCOMPLETE(why=f"Authorization: {signature.V3_ALGORITHM} Credential=..,SignedHeaders=..")
    for name in ("x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"):
        if not signed.headers.get(name):
            raise faults.missing(name)
        if name not in parts.signed_headers:
            raise faults.SIGNATURE_INCOMPLETE(why=f"{name} must be signed.")
    text = signature.string_to_sign_v3(signed, parts.signed_headers)
    return _Claim(
        signed.headers["x-acs-date"], signed.headers["x-acs-signature-nonce"], parts.signature, text,
        lambda secret: signature.sign_v3(secret, text),
    )  # fmt: skip


def _shown(key: str) -> str:
    """Enough of a key to know it by; tfmock's own keys are no secret, and neither is any key's beginning."""
    return key if len(key) <= 8 or "." in key else f"{key[:6]}***"
