"""Signatures of Alibaba Cloud requests: V1 (RPC, HMAC-SHA1) and V3 (ACS3-HMAC-SHA256).

Source: the signature pages of the RPC and V3 styles; both checked against the official SDKs and the provider.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_plus

V3_ALGORITHM: Final = "ACS3-HMAC-SHA256"
_V3_HEADER: Final = re.compile(r"(ACS3-[A-Z0-9-]+)\s+(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedV3:
    """What a V3 signature covers, as it came in. ``headers`` by lower-case name."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    authorization: str


def encode(text: str) -> str:
    """RFC 3986: all but letters, digits and ``-_.~`` as ``%XX``."""
    return quote(text, safe="~")


def string_to_sign_v1(method: str, params: Mapping[str, str]) -> str:
    """Query and form parameters together, without the signature itself."""
    ordered = sorted((name, value) for name, value in params.items() if name != "Signature")
    canonical = "&".join(f"{encode(name)}={encode(value)}" for name, value in ordered)
    return f"{method}&%2F&{encode(canonical)}"


def sign_v1(secret: str, string_to_sign: str) -> str:
    """Base64 of HMAC-SHA1 under the secret and ``&``."""
    digest = hmac.digest(f"{secret}&".encode(), string_to_sign.encode(), hashlib.sha1)
    return base64.b64encode(digest).decode()


@dataclass(frozen=True, slots=True)
class AuthorizationV3:
    """The parts of an ``Authorization: ACS3-...`` header."""

    algorithm: str
    key: str
    signed_headers: tuple[str, ...]
    signature: str


def parse_v3(authorization: str) -> AuthorizationV3 | None:
    """Read the header; None when it is not of that form."""
    match = _V3_HEADER.fullmatch(authorization.strip())
    if match is None:
        return None
    parts = dict(part.strip().partition("=")[::2] for part in match.group(2).split(","))
    signed = tuple(name for name in parts.get("SignedHeaders", "").lower().split(";") if name)
    if not (parts.get("Credential") and signed and parts.get("Signature")):
        return None
    return AuthorizationV3(match.group(1), parts["Credential"], signed, parts["Signature"])


def string_to_sign_v3(request: SignedV3, signed_headers: tuple[str, ...]) -> str:
    """The algorithm, and the hash of the canonical request."""
    headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in sorted(signed_headers))
    canonical = "\n".join(
        [
            request.method,
            quote(request.path, safe="/~") or "/",
            _canonical_query(request.query),
            headers,
            ";".join(sorted(signed_headers)),
            hashlib.sha256(request.body).hexdigest(),
        ]
    )
    return f"{V3_ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def sign_v3(secret: str, string_to_sign: str) -> str:
    """Hex of HMAC-SHA256 under the secret."""
    return hmac.digest(secret.encode(), string_to_sign.encode(), hashlib.sha256).hex()


def _canonical_query(query: str) -> str:
    pairs = sorted(tuple(map(unquote_plus, pair.partition("=")[::2])) for pair in query.split("&") if pair)
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in pairs)
