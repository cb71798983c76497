"""The middleware that lets calls fail as the rules say."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tfmock.core.accounts import Caller
from tfmock.core.dispatch import Outcome, region_of
from tfmock.core.ids import request_id
from tfmock.core.store import Change
from tfmock.middleware import Answer
from tfmock.middleware.fault_injection.registry import FaultRegistry
from tfmock.middleware.fault_injection.rule import ActiveFault, Facts
from tfmock.protocol import reply
from tfmock.protocol.errors import ApiError
from tfmock.protocol.request import ApiRequest

Identify = Callable[[ApiRequest], tuple[str, Caller]]
Product = Callable[[ApiRequest], str]


class FaultInjector:
    """Asks the board before each call, and after each that succeeded."""

    def __init__(
        self, board: FaultRegistry, identify: Identify, product: Product, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._board = board
        self._identify = identify
        self._product = product
        self._sleep = sleep

    def __call__(self, request: ApiRequest, next: Answer) -> Outcome:
        if not self._board.armed:
            return next(request)
        try:
            world, caller = self._identify(request)
        except ApiError:
            return next(request)  # who cannot be told apart has no rules; dispatch says what is wrong
        product = self._product(request)
        region = region_of(request.params.get("RegionId", ""), request.host)
        facts = Facts(product, request.action, region, caller.account, tuple(_values(request)))
        latency, armed = self._board.striking(world, facts, after=False)
        if latency:
            self._sleep(latency)
        if armed is not None:
            unharmed = Outcome(reply.HttpReply(0, "", b""), world, caller.account, product, request.action)
            return _struck(request, unharmed, armed)
        outcome = next(request)
        if outcome.error is None:
            touched = replace(facts, values=(*facts.values, *_ids(outcome.changes)))
            latency, armed = self._board.striking(world, touched, after=True)
            if latency:
                self._sleep(latency)
            if armed is not None:
                return _struck(request, outcome, armed)
        return outcome


def _values(request: ApiRequest) -> Iterator[str]:
    for value in request.params.values():
        yield from value.split(",")


def _ids(changes: tuple[Change, ...]) -> Iterator[str]:
    return (change.id for change in changes)


def _struck(request: ApiRequest, outcome: Outcome, armed: ActiveFault) -> Outcome:
    """The outcome as the rule wants it. A broken connection has an answer as well, for callers without a socket."""
    rule = armed.rule
    if rule.error:
        error = ApiError(armed.status, armed.code, armed.message)
    else:
        error = ApiError(504 if rule.hang else 502, "Tfmock.ConnectionLost", "A fault rule broke this connection.")
    id = request_id(f"{outcome.world}:{armed.id}:{armed.fired}")
    encoded = reply.refusal(request, error, id, outcome.product)
    return replace(
        outcome,
        reply=encoded,
        error=error,
        fault=armed.id,
        fault_after=rule.after,
        cut=rule.reset,
        hang=rule.hang or 0.0,
    )
