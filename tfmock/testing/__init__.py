"""tfmock in tests: the ``tfmock`` fixture of pytest, and :func:`mock_alicloud` without a server.

Everything is imported on first use: pytest loads the plugin in every run, also if no test uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tfmock.testing.calls import Call as Call
    from tfmock.testing.intercept.leak_guard import RequestRefusedError as Refused
    from tfmock.testing.intercept.leak_guard import RequestRefusedError as RequestRefusedError
    from tfmock.testing.mock import current_world as current_world
    from tfmock.testing.mock import mock_alicloud as mock_alicloud
    from tfmock.testing.server import Tfmock as Tfmock
    from tfmock.testing.world import NotInWorldError as NotInWorld
    from tfmock.testing.world import NotInWorldError as NotInWorldError
    from tfmock.testing.world import World as World

__all__ = [
    "Call",
    "NotInWorld",
    "NotInWorldError",
    "Refused",
    "RequestRefusedError",
    "Tfmock",
    "World",
    "current_world",
    "mock_alicloud",
]

#: Public name -> module and name there. ``Refused`` and ``NotInWorld`` are the names that tests use since 0.1.
_EXPORTS: Final = {
    "Call": ("calls", "Call"),
    "NotInWorld": ("world", "NotInWorldError"),
    "NotInWorldError": ("world", "NotInWorldError"),
    "Refused": ("intercept.leak_guard", "RequestRefusedError"),
    "RequestRefusedError": ("intercept.leak_guard", "RequestRefusedError"),
    "Tfmock": ("server", "Tfmock"),
    "World": ("world", "World"),
    "current_world": ("mock", "current_world"),
    "mock_alicloud": ("mock", "mock_alicloud"),
}


def __getattr__(name: str) -> object:
    import importlib

    if name not in _EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _EXPORTS[name]
    return getattr(importlib.import_module(f"{__name__}.{module}"), attribute)
