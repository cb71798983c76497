"""``mock_alicloud``: the official SDKs, answered inside the process.

with tfmock.mock_alicloud() as world:
    ...                       # any client of the SDKs, with any endpoint of *.aliyuncs.com
    assert world.peering(id).status == "Activated"

@tfmock.mock_alicloud         # or @tfmock.mock_alicloud(profile="realistic")
def test_it(): ...
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast, overload

if TYPE_CHECKING:
    from tfmock.testing.intercept.registry import ActiveMock
    from tfmock.testing.world import World

P = ParamSpec("P")
T = TypeVar("T")


class MockAlicloud:
    """A context manager and a decorator; each time it is entered, it begins with a fresh world."""

    def __init__(self, passthrough: bool, settings: dict[str, object]) -> None:
        self._passthrough = passthrough
        self._settings = settings
        self._entered: list[ActiveMock] = []

    def __enter__(self) -> World:
        from tfmock.testing.cloud import make_cloud
        from tfmock.testing.intercept import aiohttp_layer, credentials, leak_guard, requests_layer
        from tfmock.testing.intercept.registry import ActiveMock, interceptor_registry
        from tfmock.testing.settings import load_settings

        cloud = make_cloud(load_settings("mock_alicloud", self._settings))
        mock = ActiveMock(cloud.application, cloud.world, self._passthrough)
        layers = (credentials.patches, leak_guard.patches, requests_layer.patches, aiohttp_layer.patches)
        interceptor_registry().register(mock, layers)
        self._entered.append(mock)
        return cloud.world

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        from tfmock.testing.intercept.registry import interceptor_registry

        interceptor_registry().unregister(self._entered.pop())

    def start(self) -> World:
        """For ``setUp``: the mock is active until :meth:`stop`."""
        return self.__enter__()

    def stop(self) -> None:
        """For ``tearDown`` or ``addCleanup``."""
        self.__exit__(None, None, None)

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        """Decorate a function, a coroutine function, or a generator of either kind (a fixture, say).

        Raises:
            TypeError: it is a class.
        """
        if inspect.isclass(function):
            raise TypeError(
                f"@mock_alicloud decorates functions, and {function.__name__} is a class. Decorate its test methods, "
                "or start the mock in setUp: mock = mock_alicloud(); mock.start(); self.addCleanup(mock.stop)"
            )
        return cast("Callable[P, T]", functools.wraps(function)(self._around(function)))

    def _around(self, function: Callable[P, object]) -> Callable[P, object]:
        def fresh() -> MockAlicloud:
            return MockAlicloud(self._passthrough, self._settings)  # calls may overlap, in threads or recursively

        async def coroutine(*args: P.args, **kwargs: P.kwargs) -> object:
            with fresh():
                return await cast("Callable[P, AsyncIterator[object]]", function)(*args, **kwargs)  # type: ignore[misc]

        def generator(*args: P.args, **kwargs: P.kwargs) -> Iterator[object]:
            with fresh():
                yield from cast("Iterator[object]", function(*args, **kwargs))

        async def async_generator(*args: P.args, **kwargs: P.kwargs) -> AsyncIterator[object]:
            with fresh():
                async for item in cast("AsyncIterator[object]", function(*args, **kwargs)):
                    yield item

        def plain(*args: P.args, **kwargs: P.kwargs) -> object:
            with fresh():
                return function(*args, **kwargs)

        if inspect.iscoroutinefunction(function):
            return coroutine
        if inspect.isasyncgenfunction(function):
            return async_generator
        return generator if inspect.isgeneratorfunction(function) else plain


@overload
def mock_alicloud(function: Callable[P, T], /) -> Callable[P, T]: ...
@overload
def mock_alicloud(*, passthrough: bool = True, **settings: object) -> MockAlicloud: ...


def mock_alicloud(
    function: Callable[P, T] | None = None, /, *, passthrough: bool = True, **settings: object
) -> Callable[P, T] | MockAlicloud:
    """Answer the official SDKs in this process, without a socket; nothing reaches Alibaba Cloud.

    Requests of ``requests`` or ``aiohttp`` to ``*.aliyuncs.com`` are answered from a fresh world. Requests
    over other transports, or to Alibaba's other sites, are refused. Afterwards all patches are removed.

    Args:
        function: the decorated function, where it is used as ``@mock_alicloud``.
        passthrough: whether requests to others than Alibaba Cloud and this machine go out.
        settings: as in tfmock.toml: ``profile``, ``quotas``, ``seed``, ``accounts``...

    Raises:
        SettingsError: when it begins: a setting or a seed cannot be used.
    """
    mock = MockAlicloud(passthrough, settings)
    return mock if function is None else mock(function)


def current_world() -> World:
    """The world that a call made here would reach: for decorated functions, which do not get it as an argument.

    Raises:
        LookupError: no ``mock_alicloud`` is active.
    """
    from tfmock.testing.intercept.registry import interceptor_registry

    mock = interceptor_registry().current()
    if mock is None:
        raise LookupError("no mock_alicloud is active here")
    return mock.world
