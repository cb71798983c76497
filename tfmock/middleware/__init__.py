"""What stands between the wire and the dispatcher. Each is a function ``(request, next) -> outcome``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tfmock.core.dispatch import Outcome
from tfmock.wire.request import ApiRequest

Answer: TypeAlias = Callable[[ApiRequest], Outcome]
Middleware: TypeAlias = Callable[[ApiRequest, Answer], Outcome]


def compose(middleware: list[Middleware], last: Answer) -> Answer:
    """The chain as one function; the first of the list is the outermost."""
    answer = last
    for one in reversed(middleware):
        answer = _around(one, answer)
    return answer


def _around(middleware: Middleware, inner: Answer) -> Answer:
    def answer(request: ApiRequest) -> Outcome:
        return middleware(request, inner)

    return answer
