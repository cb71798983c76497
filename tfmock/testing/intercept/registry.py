"""Which mock answers, and the patches that bring requests to it.

Patches belong to the process: whoever imports ``requests`` gets the same class. So there is one switchboard in a
process. The first mock puts the patches in, the last one takes them out; in between each call finds its mock:

1. the innermost one entered in its own context (thread or asyncio task), else
2. the one entered last anywhere: a thread that a test starts has no context of its own to ask.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfmock.server import hosts

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from tfmock.testing.world import World

#: The mocks entered in this context, the innermost last; ones that are over may still be in it.
_ENTERED: Final[ContextVar[tuple[Mock, ...]]] = ContextVar("tfmock_entered", default=())


@dataclass(frozen=True, eq=False)
class Mock:
    """One active ``mock_alicloud``.

    Attributes:
        application: answers what goes to Alibaba Cloud.
        world: what tests look at.
        passthrough: whether other requests go out.
    """

    application: WSGIApplication
    world: World
    passthrough: bool


class InterceptorRegistry:
    """Knows the active mocks."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._mocks: tuple[Mock, ...] = ()
        self._patches = contextlib.ExitStack()

    def enter(self, mock: Mock) -> None:
        """From now on it answers."""
        with self._lock:
            if not self._mocks:
                self._patches = _patched(self)
            self._mocks += (mock,)
        _ENTERED.set((*_ENTERED.get(), mock))

    def leave(self, mock: Mock) -> None:
        """It answers no more. In any order, from any thread; the last one to leave restores everything."""
        _ENTERED.set(tuple(each for each in _ENTERED.get() if each is not mock))
        with self._lock:
            self._mocks = tuple(each for each in self._mocks if each is not mock)
            if not self._mocks:
                self._patches.close()

    def current(self) -> Mock | None:
        """The mock that a call made here and now belongs to."""
        active = self._mocks
        mine = next((each for each in reversed(_ENTERED.get()) if each in active), None)
        return mine or (active[-1] if active else None)


class Verdict:
    """What becomes of a request to a host while mocks are active."""

    __slots__ = ("answered_by", "refusal")

    def __init__(self, answered_by: Mock | None, refusal: str) -> None:
        #: Who answers; None: nobody does, then ``refusal`` says why, or is empty and the request goes out.
        self.answered_by = answered_by
        self.refusal = refusal


def judge(board: InterceptorRegistry, host: str) -> Verdict:
    """Alibaba Cloud is answered, its other sites are refused, this machine is left alone, others are as chosen."""
    mock = board.current()
    if mock is None:
        return Verdict(None, "")
    way = hosts.route(host)
    if way is hosts.Route.SERVED:
        return Verdict(mock, "")
    if way is hosts.Route.REFUSED:
        return Verdict(None, f"tfmock.mock_alicloud refuses {host}: it is Alibaba Cloud and tfmock does not serve it")
    if mock.passthrough or _is_local(host):
        return Verdict(None, "")
    return Verdict(None, f"tfmock.mock_alicloud(passthrough=False) refuses {host}: only Alibaba Cloud is answered")


@functools.cache
def switchboard() -> InterceptorRegistry:
    """The process's own; see the module."""
    return InterceptorRegistry()


def _is_local(host: str) -> bool:
    name = host.strip("[]").lower()
    return name in ("localhost", "::1", "") or name.startswith("127.") or name.endswith(".localhost")


@contextlib.contextmanager
def replaced(owner: object, name: str, make: Callable[[object], object]) -> Iterator[None]:
    """An attribute replaced by what ``make`` makes of it. Where somebody has replaced ours in turn and not put it
    back yet, ours stays under theirs; without an active mock it does nothing but call the original."""
    original = getattr(owner, name)
    ours = make(original)
    setattr(owner, name, ours)
    try:
        yield
    finally:
        if getattr(owner, name) is ours:
            setattr(owner, name, original)


def _patched(board: InterceptorRegistry) -> contextlib.ExitStack:
    from tfmock.testing.intercept import by_aiohttp, by_requests, environ, fence

    with contextlib.ExitStack() as patches:
        for layer in (environ.patches, fence.patches, by_requests.patches, by_aiohttp.patches):
            for patch in layer(board):
                patches.enter_context(patch)
        return patches.pop_all()
