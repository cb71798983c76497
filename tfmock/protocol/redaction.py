"""Which names and which texts are secret, and what stands in their place: one list for recordings, replies and logs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

MASK: Final = "***"

#: What proves an identity, of RPC and of presigned OSS addresses: never recorded, not even as a mask.
PROOF: Final = frozenset(
    {
        "Signature", "SignatureNonce", "SecurityToken", "BearerToken",
        "security-token", "x-oss-signature", "x-oss-security-token", "x-acs-security-token", "x-acs-signature-nonce",
    }
)  # fmt: skip

#: Names whose values are secret, in any spelling (``PreSharedKey``, ``pre_shared_key``): passwords, keys, tokens but
#: those of idempotency and paging, start-up scripts (UserData), and webhooks, whose addresses are their only lock.
_SECRET: Final = re.compile(
    r"""secret | pass_?word | passwd | pwd$ | credential(?!_?id$) | authorization | cookie
      | private_?key | pre_?shared | psk$ | (?:auth|api|client|server)_?key$ | api_?key_?value$
      | (?<![a-z])access_?key$ | (?:auth|access)_?tokens$ | key_?material$ | plain_?text$ | signature$ | user_?data$
      | saml_?assertion | web_?hooks?$ | ^ding$ | web_?hook_?urls?$ | ^policy$
      | ^(?!(?:client|next|page)_?token$).*token$""",
    re.IGNORECASE | re.VERBOSE,
)
#: What is said about a secret, and its name.
_HARMLESS: Final = re.compile(
    r"password_?(inherit|reset_?required)$|psk_?enabled$|(secret|credential|private_?key|password)_?(data_?)?"
    r"(names?|types?|num|finger_?print)$",
    re.IGNORECASE,
)

#: A private key in PEM; what precedes an @ in a URL; a parameter in a URL whose name may be secret.
_PRIVATE_KEY: Final = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^\"'<]*")
_USER_INFO: Final = re.compile(r"(?<=://)[^/?#@\s\"'<>]+@")
_PARAMETER: Final = re.compile(r"(?<=[?&;])([\w.-]+)=([^&;#\s\"'<>]+)")

_KEY_PARAMETERS: Final = frozenset({"AccessKeyId", "OSSAccessKeyId", "x-oss-credential"})
#: Characters: a shorter secret is not looked for in texts, where it may be part of any word.
_SHORTEST: Final = 6


def is_secret(name: str) -> bool:
    """Whether a value of this name must not be recorded or shown."""
    return _SECRET.search(name) is not None and _HARMLESS.search(name) is None


def is_secret_parameter(name: str) -> bool:
    """Whether a parameter, ``User.1.Password`` or ``Passwords.1``, must not be recorded or shown."""
    parts = name.split(".")
    while len(parts) > 1 and parts[-1].isdigit():
        parts.pop()
    return is_secret(parts[-1])


def scrub(text: str) -> str:
    """A text without private keys, and without the passwords and tokens of URLs in it."""
    if "PRIVATE KEY" in text:
        text = _PRIVATE_KEY.sub(MASK, text)
    if "://" not in text:
        return text
    text = _USER_INFO.sub(f"{MASK}@", text)
    return _PARAMETER.sub(lambda match: _scrubbed(match.group(1), match.group(0)), text)


def _scrubbed(name: str, whole: str) -> str:
    return f"{name}={MASK}" if name in PROOF or name in _KEY_PARAMETERS or is_secret(name) else whole


def scrub_value(value: str) -> str:
    """A parameter's value: as :func:`scrub`, and where it is JSON without the secrets that it names."""
    if value[:1] in ("{", "["):
        try:
            parsed = json.loads(value)
            hidden = masked(parsed)
        except (ValueError, RecursionError):
            return scrub(value)
        return value if hidden == parsed else json.dumps(hidden, ensure_ascii=False)
    return scrub(value)


def masked(value: object, *, secret: bool = False) -> object:
    """A JSON value with a mask for every text whose name says that it is secret, and its other texts scrubbed. A text
    may be JSON itself.

    Args:
        value: as ``json.loads`` gives it.
        secret: whether its own name is secret. Objects with such a name are looked into by their members' names.
    """
    if isinstance(value, dict):
        return {name: masked(member, secret=is_secret(str(name))) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(member, secret=secret) for member in value]
    if isinstance(value, str):
        return MASK if secret and value else scrub_value(value)
    return value


def is_foreign_key(name: str, value: str) -> bool:
    """Whether a parameter names an access key, which is secret unless it is tfmock's own."""
    return name in _KEY_PARAMETERS and bool(value)


def secret_values(params: Mapping[str, str]) -> list[str]:
    """The values of parameters that must not turn up in a text, longest first."""
    values = {
        value for name, value in params.items() if name in PROOF or is_secret_parameter(name)
    }  # fmt: skip
    return sorted((value for value in values if len(value) >= _SHORTEST), key=len, reverse=True)


def hide(text: str, values: Iterable[str]) -> str:
    """A text without these values, as they are and as they look in a URL, in a string to sign and in JSON."""
    for value in values:
        once = quote(value, safe="~")
        for spelling in (value, once, quote(once, safe="~"), quote_plus(value), json.dumps(value)[1:-1]):
            if spelling in text:
                text = text.replace(spelling, MASK)
    return scrub(text)
