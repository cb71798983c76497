"""tfmock in tests: the ``tfmock`` fixture of pytest, and :func:`mock_alicloud` without a server.

Nothing is imported before it is asked for: pytest loads the plugin in every run, also where no test uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfmock.testing.calls import Call as Call
    from tfmock.testing.intercept.fence import Refused as Refused
    from tfmock.testing.mock import current_world as current_world
    from tfmock.testing.mock import mock_alicloud as mock_alicloud
    from tfmock.testing.server import Tfmock as Tfmock
    from tfmock.testing.world import NotInWorld as NotInWorld
    from tfmock.testing.world import World as World

__all__ = ["Call", "NotInWorld", "Refused", "Tfmock", "World", "current_world", "mock_alicloud"]


def __getattr__(name: str) -> object:
    import importlib

    homes = {
        "Call": "calls",
        "NotInWorld": "world",
        "Refused": "intercept.fence",
        "Tfmock": "stage",
        "World": "world",
        "current_world": "mock",
        "mock_alicloud": "mock",
    }
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{homes[name]}"), name)
