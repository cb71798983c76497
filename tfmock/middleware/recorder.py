"""Every call as one JSON line: what was asked and what was answered. No secret and no signature is ever written."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TextIO

from tfmock.core.dispatch import Outcome
from tfmock.middleware import Answer
from tfmock.wire.request import ApiRequest

_MASK: Final = "***"
#: What proves who one is. Keys of the form ``<world>.<account>`` are tfmock's own and no secret.
_PROOF: Final = frozenset({"Signature", "SignatureNonce", "SecurityToken", "BearerToken"})
_SECRET: Final = re.compile(r"secret|password|securitytoken|credential|privatekey|^policy$", re.IGNORECASE)
_OWN_KEY: Final = re.compile(r"[a-z0-9-]{1,63}\.[0-9]{5,19}")


class Recorder:
    """A middleware that appends to a file, flushed line by line."""

    def __init__(self, path: Path) -> None:
        """
        Raises:
            OSError: the file cannot be opened for writing.
        """
        self._file: TextIO = path.open("a", encoding="utf-8")
        self._lock = threading.Lock()

    def __call__(self, request: ApiRequest, next: Answer) -> Outcome:
        started = time.perf_counter()
        outcome = next(request)
        line = json.dumps(_record(request, outcome, time.perf_counter() - started), ensure_ascii=False)
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()
        return outcome


def _record(request: ApiRequest, outcome: Outcome, seconds: float) -> dict[str, object]:
    reply = outcome.reply
    is_json = reply.content_type.startswith("application/json")
    return {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "ms": round(seconds * 1000, 3),
        "method": request.method,
        "host": request.host,
        "product": outcome.product,
        "version": request.version,
        "action": request.action,
        "world": outcome.world,
        "account": outcome.account,
        "params": redacted(request.params),
        "status": reply.status,
        "reply": _masked(json.loads(reply.body)) if is_json else reply.body.decode(),
        "unknown_parameters": list(outcome.unknown),
    }


def redacted(params: Mapping[str, str]) -> dict[str, str]:
    """Parameters fit to be kept."""
    return {name: _value(name, value) for name, value in params.items() if name not in _PROOF}


def _value(name: str, value: str) -> str:
    if name == "AccessKeyId":
        return value if _OWN_KEY.fullmatch(value) else _MASK
    return _MASK if _SECRET.search(name.rsplit(".", 1)[-1]) else value


def _masked(reply: object) -> object:
    """AssumeRole answers with secrets."""
    if isinstance(reply, dict):
        return {
            name: _MASK if isinstance(value, str) and _SECRET.search(name) else _masked(value)
            for name, value in reply.items()
        }
    return [_masked(member) for member in reply] if isinstance(reply, list) else reply
