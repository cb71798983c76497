"""One recorded call, in memory and as JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from typing_extensions import NotRequired, TypedDict

from tfmock.protocol.protocol import Protocol
from tfmock.protocol.redaction import scrub
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest
from tfmock.recording import redact, rows
from tfmock.recording.rows import RowChange
from tfmock.services.outcome import Outcome
from tfmock.text.wording import worded

#: The product of changes made through the control API; their action is method and path.
CONTROL: Final = "tfmock"


class Fault(TypedDict):
    """What a fault rule did to a call."""

    rule: str
    after: bool
    lost: bool


class Record(TypedDict):
    """A recorded call as JSON.

    ``now`` is the world's time, ``at`` the real one. ``reason`` says in the rulebook's words which rule was broken.
    """

    n: int
    at: str
    ms: float
    now: float
    method: str
    host: str
    product: str
    version: str
    action: str
    world: str
    account: str
    role: NotRequired[str]
    params: dict[str, str]
    status: int
    error: NotRequired[str]
    reason: NotRequired[str]
    reply: Any
    unknown_parameters: list[str]
    changes: list[RowChange]
    fault: NotRequired[Fault]
    #: Where it is not RPC; of OSS and OTS the body is not recorded, so that such a call cannot be made again.
    protocol: NotRequired[str]
    #: ``emulated`` or ``crud``; missing where neither tier has the action.
    tier: NotRequired[str]


class Records(TypedDict):
    """``GET /_tfmock/calls``."""

    last: int
    calls: list[Record]
    note: NotRequired[str]


class RecordedCall:
    """A call in memory. Nothing in it is secret, and nothing is computed before it is read."""

    __slots__ = ("at", "changes", "host", "method", "n", "outcome", "params", "protocol", "seconds", "version")

    def __init__(
        self,
        n: int,
        *,
        at: float,
        seconds: float,
        request: ApiRequest,
        params: Mapping[str, str],
        outcome: Outcome,
        changes: list[RowChange] | None,
    ) -> None:
        """A call that was just made.

        Args:
            params: redacted; those of the request are not stored.
            outcome: redacted.
            changes: what to store instead of the outcome's own, where those hold a secret.
        """
        self.n = n
        self.at = at
        self.seconds = seconds
        self.method = request.method
        self.host = redact.host(request.host)
        self.version = scrub(request.version)
        self.protocol = request.protocol
        self.params = params
        self.outcome = outcome
        self.changes = changes

    def record(self) -> Record:
        """Serialize the call."""
        outcome = self.outcome
        record = Record(
            n=self.n,
            at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.at)),
            ms=round(self.seconds * 1000, 3),
            now=outcome.now,
            method=self.method,
            host=self.host,
            product=outcome.product,
            version=self.version,
            action=outcome.action,
            world=outcome.world,
            account=outcome.account,
            params=dict(self.params),
            status=outcome.reply.status,
            reply=_content(outcome.reply),
            unknown_parameters=list(outcome.unknown),
            changes=rows.summary(outcome.changes) if self.changes is None else self.changes,
        )
        if self.protocol is not Protocol.RPC:
            record["protocol"] = self.protocol.value
        if outcome.tier:
            record["tier"] = outcome.tier
        if outcome.role:
            record["role"] = outcome.role
        if outcome.error is not None:
            record["error"] = outcome.error.code
            if outcome.error.reason:
                record["reason"] = outcome.error.reason
        fault = outcome.fault
        if fault is not None:
            record["fault"] = Fault(rule=fault.rule, after=fault.after, lost=fault.reset or fault.hang > 0)
        return record


def _content(reply: HttpReply) -> Any:
    """The body as JSON, or as text where it is something else: products answer some calls with an empty body and still
    call it JSON."""
    if reply.content_type.startswith("application/json"):
        with suppress(ValueError, RecursionError):
            return json.loads(reply.body)
    return reply.body.decode("utf-8", "replace")


#: Of every line that :meth:`RecordedCall.record` makes.
_BEGINNING: Final = '{"n": '


class RecordingError(ValueError):
    """A line that no tfmock wrote; the message says which and what is wrong."""


def parse(lines: Iterable[str]) -> list[Record]:
    """Read JSON lines; empty ones are skipped, and so are those that were cut off: tfmock was killed, or the disk was
    full, while it wrote them.

    Raises:
        RecordingError: a line is not a recorded call.
    """
    adapter = TypeAdapter(Record)
    records = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                records.append(adapter.validate_json(line))
            except ValidationError as invalid:
                first = invalid.errors(include_url=False)[0]
                if first["type"] == "json_invalid" and line.startswith(_BEGINNING):
                    continue
                where = ".".join(map(str, first["loc"]))
                raise RecordingError(f"line {number}: {where}{': ' if where else ''}{worded(first)}") from None
    return records


def parse_answer(body: bytes) -> Records:
    """Read what the control API answers.

    Raises:
        RecordingError: it is something else.
    """
    try:
        return TypeAdapter(Records).validate_json(body)
    except ValidationError:
        raise RecordingError("the answer is not a list of calls") from None
