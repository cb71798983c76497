"""What stands between the wire and the dispatcher. Each is a function ``(context, next) -> outcome``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeAlias

from tfmock.services.outcome import Outcome, RequestContext

Answer: TypeAlias = Callable[[RequestContext], Outcome]


class Middleware(Protocol):
    """What every middleware is."""

    def __call__(self, context: RequestContext, next: Answer) -> Outcome: ...


def compose(middleware: list[Middleware], last: Answer) -> Answer:
    """The chain as one function; the first of the list is the outermost."""
    answer = last
    for step in reversed(middleware):
        answer = partial(step, next=answer)  # half the price of a function of ours around it
    return answer
