"""Which mock answers, and the patches that lead requests to it.

Patches belong to the process: everything that imports ``requests`` gets the same class. So a process has one registry.
The first mock applies the patches, the last one removes them; in between each call finds its mock:

1. the innermost one entered in its own context (thread or asyncio task), else
2. the one entered last anywhere: a thread that a test starts has no context of its own.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from tfmock.protocol.peers import is_loopback_host
from tfmock.server import hosts

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from tfmock.testing.world import World

#: The mocks entered in this context, the innermost last; it may still hold some that have ended.
_ENTERED: Final[ContextVar[tuple[ActiveMock, ...]]] = ContextVar("tfmock_entered", default=())


@dataclass(frozen=True, eq=False)
class ActiveMock:
    """One active ``mock_alicloud``.

    Attributes:
        application: answers requests to Alibaba Cloud.
        world: what tests look at.
        passthrough: whether other requests go out.
    """

    application: WSGIApplication
    world: World
    passthrough: bool


#: A layer: the patches, as contexts, that lead one transport's requests to a registry's mocks.
Layer: TypeAlias = "Callable[[InterceptorRegistry], Iterator[contextlib.AbstractContextManager[None]]]"


class InterceptorRegistry:
    """The active mocks of a process."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._mocks: tuple[ActiveMock, ...] = ()
        self._patches = contextlib.ExitStack()

    def register(self, mock: ActiveMock, layers: Sequence[Layer]) -> None:
        """From now on the mock answers; the first one applies the layers."""
        with self._lock:
            if not self._mocks:
                self._patches = self._apply(layers)
            self._mocks += (mock,)
        _ENTERED.set((*_ENTERED.get(), mock))

    def unregister(self, mock: ActiveMock) -> None:
        """The mock answers no more. In any order, from any thread; the last one removes the patches."""
        _ENTERED.set(tuple(entered for entered in _ENTERED.get() if entered is not mock))
        with self._lock:
            self._mocks = tuple(active for active in self._mocks if active is not mock)
            if not self._mocks:
                self._patches.close()

    def current(self) -> ActiveMock | None:
        """The mock that a call made here and now belongs to."""
        active = self._mocks
        innermost = next((mock for mock in reversed(_ENTERED.get()) if mock in active), None)
        return innermost or (active[-1] if active else None)

    def _apply(self, layers: Sequence[Layer]) -> contextlib.ExitStack:
        with contextlib.ExitStack() as patches:
            for layer in layers:
                for patch in layer(self):
                    patches.enter_context(patch)
            return patches.pop_all()


@dataclass(frozen=True, slots=True)
class RoutingDecision:
    """What becomes of a request while mocks are active.

    Attributes:
        answered_by: the mock that answers, if any.
        refusal: why it is refused otherwise; if empty, the request goes out.
    """

    answered_by: ActiveMock | None = None
    refusal: str = ""


def route_request(registry: InterceptorRegistry, host: str) -> RoutingDecision:
    """Decide by host: Alibaba Cloud is answered, its other sites are refused, requests to this machine go out, and
    others as the mock's ``passthrough`` says."""
    mock = registry.current()
    if mock is None:
        return RoutingDecision()
    route = hosts.route(host)
    if route is hosts.Route.SERVED:
        return RoutingDecision(answered_by=mock)
    if route is hosts.Route.REFUSED:
        return RoutingDecision(
            refusal=f"tfmock.mock_alicloud refuses {host}: it is Alibaba Cloud and tfmock does not serve it"
        )
    if mock.passthrough or not host or is_loopback_host(host):
        return RoutingDecision()
    return RoutingDecision(
        refusal=f"tfmock.mock_alicloud(passthrough=False) refuses {host}: only Alibaba Cloud is answered"
    )


@functools.cache
def interceptor_registry() -> InterceptorRegistry:
    """The registry of this process."""
    return InterceptorRegistry()


@contextlib.contextmanager
def patched_attribute(owner: object, name: str, make: Callable[[object], object]) -> Iterator[None]:
    """Replace an attribute by what ``make`` returns for the original. If other code has replaced it in turn and not
    restored it yet, this replacement stays below theirs; without an active mock it only calls the original."""
    original = getattr(owner, name)
    replacement = make(original)
    setattr(owner, name, replacement)
    try:
        yield
    finally:
        if getattr(owner, name) is replacement:
            setattr(owner, name, original)
