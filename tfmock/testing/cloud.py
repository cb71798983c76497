"""A whole Alibaba Cloud for one test: the application, and the world that a test looks at."""

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
    """Its world is the default one: every key that names no other world leads there, as on a laptop."""

    settings: Settings
    application: WSGIApplication
    world: World


def make_cloud(settings: Settings) -> Cloud:
    """A new one, some milliseconds of work.

    Raises:
        SettingsError: a seed file cannot be used.
    """
    calls = CallLog()
    app = create_app(settings, watchers=(calls,))
    world: core.World = app.extensions["tfmock.universe"].world(DEFAULT_WORLD)
    return Cloud(settings, app, World(world, calls, settings.default_account))
