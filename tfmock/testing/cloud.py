"""A mock cloud for one test: the application, and the world that a test looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfmock.app import create_app
from tfmock.core import world as core
from tfmock.core.accounts import DEFAULT_WORLD
from tfmock.settings import Settings
from tfmock.testing.calls import CallLog
from tfmock.testing.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@dataclass(frozen=True, slots=True)
class Cloud:
    """An application and its default world, to which every key leads that names no other world."""

    settings: Settings
    application: WSGIApplication
    world: World


def make_cloud(settings: Settings) -> Cloud:
    """A new cloud; it costs some milliseconds.

    Raises:
        SettingsError: a seed file cannot be used.
    """
    calls = CallLog()
    app = create_app(settings, watchers=(calls,))
    world: core.World = app.extensions["tfmock.universe"].world(DEFAULT_WORLD)
    return Cloud(settings, app, World(world, calls, settings.default_account))
