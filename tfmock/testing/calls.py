"""The calls of a test, recorded for assertions."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from tfmock.middleware import Answer
from tfmock.protocol.request import COMMON
from tfmock.recording.redact import Redactor
from tfmock.services.outcome import Outcome, RequestContext


@dataclass(frozen=True, slots=True)
class Call:
    """One call and its result.

    Attributes:
        params: the action's own parameters as sent, secrets masked.
        error: the code that it was refused with, or empty.
    """

    product: str
    action: str
    account: str
    params: Mapping[str, str]
    status: int
    error: str = ""


class CallLog:
    """A middleware that records calls."""

    def __init__(self) -> None:
        self._calls: list[tuple[str, Call]] = []
        self._lock = threading.Lock()
        self._redactor = Redactor()

    def __call__(self, context: RequestContext, next: Answer) -> Outcome:
        outcome = next(context)
        own_params = {name: value for name, value in context.request.params.items() if name not in COMMON}
        call = Call(
            product=outcome.product,
            action=outcome.action,
            account=outcome.account,
            params=self._redactor.params(own_params),
            status=outcome.reply.status,
            error=outcome.error.code if outcome.error else "",
        )
        with self._lock:
            self._calls.append((outcome.world, call))
        return outcome

    def in_world(self, world: str) -> tuple[Call, ...]:
        """The calls in a world, and those whose key led to none; in the order in which they ended."""
        with self._lock:
            return tuple(call for called_world, call in self._calls if called_world in (world, ""))
