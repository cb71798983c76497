"""The middleware that lets calls fail as the rules say."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tfmock.core.errors import EngineError
from tfmock.middleware import Answer
from tfmock.middleware.fault_injection.registry import FaultRegistry
from tfmock.middleware.fault_injection.rule import ActiveFault, CallFacts
from tfmock.protocol.errors import ApiError
from tfmock.protocol.request import ApiRequest
from tfmock.services.dispatch import region_of
from tfmock.services.outcome import InjectedFault, Outcome, RequestContext


class FaultInjector:
    """Looks for a matching rule before each call, and after each that succeeded.

    Args:
        account: the account of an identified request; raises ApiError.
    """

    def __init__(
        self,
        faults: FaultRegistry,
        account: Callable[[RequestContext], str],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._faults = faults
        self._account = account
        self._sleep = sleep

    def __call__(self, context: RequestContext, next: Answer) -> Outcome:
        if not self._faults.armed:
            return next(context)
        try:
            account = self._account(context)
        except (ApiError, EngineError):
            return next(context)  # no rule is about an unknown caller; the dispatcher refuses the call
        request = context.request
        region = region_of(request.params.get("RegionId", ""), request.host)
        facts = CallFacts(
            product=context.product,
            action=request.action,
            region=region,
            account=account,
            values=tuple(_values(request)),
        )
        fault = self._next_fault(context.world, facts, after=False)
        if fault is not None:
            not_run = Outcome(world=context.world, account=account, product=context.product, action=request.action)
            return _failed(not_run, fault)
        outcome = next(context)
        if outcome.error is None:
            changed = tuple(change.id for change in outcome.changes)
            facts = replace(facts, values=(*facts.values, *changed))
            fault = self._next_fault(context.world, facts, after=True)
            if fault is not None:
                return _failed(outcome, fault)
        return outcome

    def _next_fault(self, world: str, facts: CallFacts, *, after: bool) -> ActiveFault | None:
        """Wait as long as the rules say; then the rule that ends the call, if one does."""
        latency, fault = self._faults.next_fault(world, facts, after=after)
        if latency:
            self._sleep(latency)
        return fault


def _values(request: ApiRequest) -> Iterator[str]:
    for value in request.params.values():
        yield from value.split(",")


def _failed(outcome: Outcome, fault: ActiveFault) -> Outcome:
    """The outcome as the rule wants it. A broken connection has an error as well, for callers without a socket."""
    rule = fault.rule
    if rule.error:
        error = ApiError(fault.status, fault.code, fault.message)
    else:
        error = ApiError(504 if rule.hang else 502, "Tfmock.ConnectionLost", "A fault rule broke this connection.")
    injected = InjectedFault(rule=fault.id, after=rule.after, reset=rule.reset, hang=rule.hang or 0.0)
    return replace(outcome, error=error, fault=injected)
