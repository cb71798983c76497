"""Records calls: the last ones in memory, and all of them in a file if one is named."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from tfmock.core.operation import Operation
from tfmock.protocol.redaction import scrub
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest
from tfmock.recording import redact, rows
from tfmock.recording.filters import Filter
from tfmock.recording.record import Record, RecordedCall
from tfmock.recording.redact import Redactor
from tfmock.services.outcome import Outcome

log = logging.getLogger("tfmock")

#: Bytes held in memory, about; older calls go when it is more.
_BUDGET: Final = 4 << 20
#: Calls with shorter replies and fewer parameters cannot exceed the budget by much, as many as are usually kept.
_LARGE: Final = 4 << 10
_MANY: Final = 50


class Recorder:
    """Records what the metrics pass on: they measure each call already, and measuring twice would cost time."""

    def __init__(self, operations: Iterable[Operation], keep: int, path: Path | None = None) -> None:
        """Nothing is recorded yet.

        Args:
            operations: all there are; their replies are known from their models.
            keep: how many calls are held in memory.
            path: the file that gets every call as one JSON line. Several processes may write to one: a line is one
                write.

        Raises:
            OSError: the file cannot be opened for writing.
        """
        self._calls: deque[RecordedCall] = deque(maxlen=keep)
        self._serial = 0
        self._lock = threading.Lock()
        self._redactor = Redactor()
        self._secretive = redact.secretive(operations)
        self._file: int | None = _private(path) if path else None  # a descriptor: a buffer would tear long lines

    def record(self, request: ApiRequest, outcome: Outcome, seconds: float) -> None:
        """Record one call and how long it took."""
        params = self._redactor.params(request.params)
        changes = None
        # No model tells what a reply of the CRUD tier holds
        is_searched = outcome.tier == "crud" and not outcome.reply.opaque
        if is_searched or (outcome.product, outcome.action) in self._secretive:
            changes = rows.summary(outcome.changes)
            http = outcome.reply
            bare = HttpReply(
                status=http.status, content_type=http.content_type, body=redact.reply(http.body, http.content_type)
            )
            outcome = replace(outcome, reply=bare, changes=())
        elif outcome.reply.opaque or any(change.kind.confidential for change in outcome.changes):
            # An object may be megabytes of secrets: neither its bytes nor the rows that hold them are recorded
            changes = rows.summary(outcome.changes)
            outcome = replace(outcome, reply=_described(outcome.reply), changes=())
        outcome = _without_secrets(request, outcome)
        with self._lock:
            self._serial += 1
            call = RecordedCall(
                self._serial,
                at=time.time(),
                seconds=seconds,
                request=request,
                params=params,
                outcome=outcome,
                changes=changes,
            )
            self._calls.append(call)
            if len(outcome.reply.body) > _LARGE or len(params) > _MANY or _length(params) > _LARGE:
                self._trim()
            if self._file is not None:
                self._write(self._file, call)

    def _trim(self) -> None:
        """Large calls may fill the memory before there are many: the oldest go."""
        size = sum(map(_size, self._calls))
        while size > _BUDGET:
            size -= _size(self._calls.popleft())

    def _write(self, file: int, call: RecordedCall) -> None:
        line = (json.dumps(call.record(), ensure_ascii=False) + "\n").encode("utf-8", "replace")
        try:
            while line:
                line = line[os.write(file, line) :]
        except OSError as error:  # a full disk must not fail the caller's calls
            log.error("--record: %s; nothing more is recorded", error.strerror)
            self._file = None
            os.close(file)

    def calls(self, select: Filter, *, after: int = 0, limit: int = 0) -> tuple[list[Record], int]:
        """The recorded calls in order, and the number of the last call made.

        Args:
            select: which.
            after: only those with a higher number.
            limit: only so many of the last; 0 for all.
        """
        with self._lock:
            last = self._serial
            selected = [call for call in self._calls if call.n > after and select.matches_call(call)]
        return [call.record() for call in (selected[-limit:] if limit else selected)], last

    def drop(self, world: str) -> None:
        """Drop the recorded calls of a world; the file stays as it is."""
        with self._lock:
            others = (call for call in self._calls if call.outcome.world != world)
            self._calls = deque(others, self._calls.maxlen)


def _described(http: HttpReply) -> HttpReply:
    """A reply that says how long the user's own data was, instead of them."""
    if not http.opaque:
        return http
    return HttpReply(status=http.status, content_type="text/plain", body=f"({len(http.body)} bytes)".encode())


def _without_secrets(request: ApiRequest, outcome: Outcome) -> Outcome:
    """What a reply quotes of its request is not kept; its own fields are known from the models."""
    body = outcome.reply.body
    if not outcome.reply.content_type.startswith(("application/json", "application/xml", "text/")):
        return outcome
    if outcome.error is not None:
        body = redact.message(body, request.params, request.host)
    elif b"://" in body or b"PRIVATE KEY" in body:
        body = scrub(body.decode("utf-8", "replace")).encode()
    return outcome if body == outcome.reply.body else replace(outcome, reply=replace(outcome.reply, body=body))


def _private(path: Path) -> int:
    """A recording, opened for appending. A new one is for its owner's eyes: what was called and answered is in it.
    Where tfmock was killed in the middle of a line, that line is ended: the next call must not be lost with it.

    Returns:
        Its descriptor.

    Raises:
        OSError: it cannot be written; it is a FIFO that nobody reads, for which the start would wait for ever.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    descriptor = os.open(path, flags | os.O_NONBLOCK, 0o600)
    os.set_blocking(descriptor, True)
    if _is_cut_off(path):
        os.write(descriptor, b"\n")
    return descriptor


def _is_cut_off(path: Path) -> bool:
    with suppress(OSError):  # empty, or not to be read
        if path.is_file():
            with path.open("rb") as file:
                file.seek(-1, os.SEEK_END)
                return file.read(1) != b"\n"
    return False


def _size(call: RecordedCall) -> int:
    """Bytes, roughly: a parameter takes two strings, a change keeps a row."""
    strings = 200 * len(call.params) + 2 * _length(call.params)
    return len(call.outcome.reply.body) + strings + 500 * len(call.outcome.changes)


def _length(params: Mapping[str, str]) -> int:
    return sum(map(len, params.values())) + sum(map(len, params))
