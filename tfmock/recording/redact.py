"""What may be kept of a call. No secret and no signature ever is: not in memory, not in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final, get_args, get_type_hints

from pydantic import BaseModel

from tfmock.core.accounts import is_own_key
from tfmock.core.operation import Operation

MASK: Final = "***"

#: What proves who one is. Keys of the form ``<world>.<account>`` are tfmock's own and no secret.
_PROOF: Final = frozenset({"Signature", "SignatureNonce", "SecurityToken", "BearerToken"})
_SECRET: Final = re.compile(r"secret|password|security_?token|credential|private_?key|^policy$|^token$", re.IGNORECASE)
_MAX_NAMES: Final = 5000


class Redactor:
    """Parameters and replies made fit to be kept. Remembers which names are harmless: the hot path asks."""

    def __init__(self) -> None:
        self._plain: set[str] = set()

    def params(self, params: Mapping[str, str]) -> dict[str, str]:
        """Without what proves, and with a mask for what is secret."""
        kept = dict(params)
        for name in params.keys() - self._plain:
            if name in _PROOF:
                del kept[name]
            elif name == "AccessKeyId":
                if not is_own_key(kept[name]):
                    kept[name] = MASK
            elif is_secret(name.rsplit(".", 1)[-1]):
                kept[name] = MASK
            elif len(self._plain) < _MAX_NAMES:  # names are the caller's to choose
                self._plain.add(name)
        return kept


def reply(body: bytes, content_type: str) -> bytes:
    """A reply body with its secrets masked."""
    if content_type.startswith("application/json"):
        return json.dumps(masked(json.loads(body)), ensure_ascii=False).encode()
    return re.sub(rb"<(\w+)>([^<]*)</\1>", _masked_element, body)


def secretive(operations: Iterable[Operation]) -> frozenset[tuple[str, str]]:
    """Product and action of the operations whose replies have a field that is secret, by their models: so no other
    reply has to be searched."""
    return frozenset(
        (op.product, op.action) for op in operations if _has_secret(get_type_hints(op.handler)["return"], set())
    )


def _has_secret(annotation: object, seen: set[object]) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation in seen:
            return False
        seen.add(annotation)
        return any(
            is_secret(field.alias or name) or _has_secret(field.annotation, seen)
            for name, field in annotation.model_fields.items()
        )
    return any(_has_secret(argument, seen) for argument in get_args(annotation))


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
