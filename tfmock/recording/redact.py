"""What may be kept of a call. No secret and no signature ever is: not in memory, not in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from typing import Final

MASK: Final = "***"

#: What proves who one is. Keys of the form ``<world>.<account>`` are tfmock's own and no secret.
_PROOF: Final = frozenset({"Signature", "SignatureNonce", "SecurityToken", "BearerToken"})
_SECRET: Final = re.compile(r"secret|password|security_?token|credential|private_?key|^policy$|^token$", re.IGNORECASE)
_OWN_KEY: Final = re.compile(r"[a-z0-9-]{1,63}\.[0-9]{5,19}")
#: A reply that has none of these has no name that _SECRET finds; looked for before anything is parsed.
_HINTS: Final = (b"ecret", b"assword", b"oken", b"redential", b"rivate", b"olicy")
_MAX_NAMES: Final = 5000


class _Kind(Enum):
    PLAIN = 0
    PROOF = 1
    SECRET = 2
    KEY = 3


class Redactor:
    """Parameters and replies made fit to be kept. Remembers what each parameter name is: the hot path asks."""

    def __init__(self) -> None:
        self._kinds: dict[str, _Kind] = {}

    def params(self, params: Mapping[str, str]) -> dict[str, str]:
        """Without what proves, and with a mask for what is secret."""
        kept = {}
        kinds = self._kinds
        for name, value in params.items():
            kind = kinds.get(name) or self._kind(name)
            if kind is _Kind.PLAIN:
                kept[name] = value
            elif kind is _Kind.SECRET or (kind is _Kind.KEY and not _OWN_KEY.fullmatch(value)):
                kept[name] = MASK
            elif kind is _Kind.KEY:
                kept[name] = value
        return kept

    def _kind(self, name: str) -> _Kind:
        if name in _PROOF:
            kind = _Kind.PROOF
        elif name == "AccessKeyId":
            kind = _Kind.KEY
        else:
            kind = _Kind.SECRET if is_secret(name.rsplit(".", 1)[-1]) else _Kind.PLAIN
        if len(self._kinds) < _MAX_NAMES:  # names are the caller's to choose
            self._kinds[name] = kind
        return kind

    def reply(self, body: bytes, content_type: str) -> bytes:
        """A reply body; AssumeRole answers with secrets."""
        if not any(hint in body for hint in _HINTS):
            return body
        if content_type.startswith("application/json"):
            return json.dumps(masked(json.loads(body)), ensure_ascii=False).encode()
        return re.sub(rb"<(\w+)>([^<]*)</\1>", _masked_element, body)


def is_secret(name: str) -> bool:
    """Whether what bears this name must not be kept."""
    return _SECRET.search(name) is not None


def masked(value: object) -> object:
    """A JSON value with a mask for every text whose name says that it is secret."""
    if isinstance(value, dict):
        return {
            name: MASK if isinstance(member, str) and is_secret(name) else masked(member)
            for name, member in value.items()
        }
    return [masked(member) for member in value] if isinstance(value, list) else value


def _masked_element(found: re.Match[bytes]) -> bytes:
    name = found.group(1)
    return b"<%b>%b</%b>" % (name, MASK.encode(), name) if is_secret(name.decode()) else found.group(0)
