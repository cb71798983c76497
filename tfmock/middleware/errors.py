"""The one place where an error becomes bytes, in the form that the clients of the request's protocol read."""

from __future__ import annotations

import itertools
from dataclasses import replace

from tfmock.core import ids
from tfmock.core.errors import EngineError
from tfmock.middleware import Answer
from tfmock.protocol import reply
from tfmock.protocol.errors import ApiError
from tfmock.services.engine_errors import as_api_error
from tfmock.services.outcome import Outcome, RequestContext


class ErrorEncoder:
    """A middleware that encodes every refusal, whether a step within raised it or returned it."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def __call__(self, context: RequestContext, next: Answer) -> Outcome:
        try:
            outcome = next(context)
        except (ApiError, EngineError) as error:  # it got no further than its key
            outcome = Outcome(product=context.product, action=context.request.action, error=as_api_error(error))
        return outcome if outcome.error is None else self.encode(context, outcome, outcome.error)

    def encode(self, context: RequestContext, outcome: Outcome, error: ApiError) -> Outcome:
        """An outcome whose reply is an error. One without a request id, because it reached no world, gets one."""
        key = context.request.access_key_id
        request_id = outcome.request_id or ids.request_id(f"refused:{key}:{next(self._count)}")
        encoded = reply.refusal(context.request, error, request_id, context.product)
        return replace(outcome, request_id=request_id, error=error, reply=encoded)
