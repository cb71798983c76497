"""What may be recorded of a call: no secret and no signature, neither in memory nor in a file.

What is secret is said in :mod:`tfmock.protocol.redaction`; this module knows calls, replies and which access keys are
tfmock's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, get_args, get_type_hints

from pydantic import BaseModel

from tfmock.core.accounts import is_own_key
from tfmock.core.operation import Operation
from tfmock.protocol.errors import ApiError
from tfmock.protocol.redaction import (
    MASK,
    PROOF,
    hide,
    is_foreign_key,
    is_secret,
    is_secret_parameter,
    masked,
    scrub,
    scrub_value,
    secret_values,
)
from tfmock.protocol.request import ApiRequest
from tfmock.services.outcome import Outcome

_MAX_NAMES: Final = 5000
#: A body of JSON, or a part of one between "&" and "=", that was taken for a form: secrets may be in it.
_JSON: Final = re.compile(r'["{}]')
_HOST: Final = re.compile(r"[\w.:\[\]-]*")


class Redactor:
    """Removes secrets from parameters. Remembers which names are harmless, since every call is checked."""

    def __init__(self) -> None:
        self._plain: set[str] = set()

    def params(self, params: Mapping[str, str]) -> dict[str, str]:
        """The parameters without signatures, and with secrets masked."""
        redacted = dict(params)
        for name in params.keys() - self._plain:
            if _JSON.search(name):
                del redacted[name]
                redacted[MASK] = MASK
            elif name in PROOF:
                del redacted[name]
            elif is_foreign_key(name, redacted[name]):
                if not is_own_key(redacted[name]):
                    redacted[name] = MASK
            elif is_secret_parameter(name):
                redacted[name] = MASK
            elif len(self._plain) < _MAX_NAMES and len(name) < 100:  # names are the caller's to choose
                self._plain.add(name)
        for name, value in redacted.items():
            if "=" in value or ":" in value or "PRIVATE" in value:  # a URL, JSON, a key: few are
                redacted[name] = scrub_value(value)
        return {scrub(name): value for name, value in redacted.items()} if _has_odd_name(redacted) else redacted


def _has_odd_name(params: Mapping[str, str]) -> bool:
    return any("://" in name or "PRIVATE" in name for name in params)


def shown(params: Mapping[str, str]) -> dict[str, str]:
    """Parameters for an error message: all of them, with signatures and secrets masked."""
    return {**dict.fromkeys(params, MASK), **Redactor().params(params)}


def host(text: str) -> str:
    """A Host header up to the first character that no host has: users, passwords and queries come after it."""
    match = _HOST.match(text.rpartition("@")[2])
    return match.group(0) if match else ""


def outcome(request: ApiRequest, result: Outcome) -> Outcome:
    """An outcome whose texts quote no secret of the request: the action, unknown parameters' names, and the reason of
    an error, which names the value that broke a rule. Counters and recordings get this one."""
    if result.error is None and not result.unknown and (not result.action or result.action.isalnum()):
        return result  # most calls
    values = _values(request.params)
    error = result.error
    if error is not None and error.reason:
        error = ApiError(error.status, hide(error.code, values), error.message, hide(error.reason, values))
    unknown = tuple(MASK if _JSON.search(name) else hide(name, values) for name in result.unknown)
    return replace(result, error=error, unknown=unknown, action=hide(result.action, values))


def message(body: bytes, params: Mapping[str, str], given_host: str) -> bytes:
    """A reply body without the secrets that its request held: an error may quote them."""
    text = original = body.decode("utf-8", "replace")
    if given_host and host(given_host) != given_host:
        text = text.replace(json.dumps(given_host, ensure_ascii=False)[1:-1], host(given_host))
    hidden = hide(text, _values(params))
    return body if hidden == original else hidden.encode()


def _values(params: Mapping[str, str]) -> list[str]:
    key = params.get("AccessKeyId", "")
    return [*secret_values(params), *([key] if len(key) > 8 and not is_own_key(key) else [])]


def reply(body: bytes, content_type: str) -> bytes:
    """A reply body with its secrets masked; of JSON that cannot be read nothing tells what is secret."""
    if content_type.startswith("application/json"):
        try:
            return json.dumps(masked(json.loads(body)), ensure_ascii=False).encode("utf-8", "replace")
        except (ValueError, RecursionError):
            return MASK.encode() if body else body
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


def _masked_element(match: re.Match[bytes]) -> bytes:
    name = match.group(1)
    return b"<%b>%b</%b>" % (name, MASK.encode(), name) if is_secret(name.decode()) else match.group(0)
