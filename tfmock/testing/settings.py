"""Settings of a test's tfmock: keyword arguments > ``TFMOCK_*`` > ``tfmock.toml`` > default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tfmock import settings
from tfmock.settings import Settings, SettingsError

#: Settings by which one test could affect another, or write files that no test named. In tests they have their
#: defaults.
_ISOLATED: Final[tuple[str, ...]] = ("state", "store", "record", "workers", "world_ttl")
_FLAG: Final = re.compile(r"^--([a-z-]+)", re.MULTILINE)


def load_settings(where: str, given: Mapping[str, object]) -> Settings:
    """Settings for one world.

    Args:
        where: what the user wrote, for messages.
        given: names and values as in :class:`Settings`.

    Raises:
        SettingsError: a name is unknown or a value does not fit.
    """
    try:
        loaded = settings.load(None, **given)
    except SettingsError as problem:
        # load() describes problems for the command line: --task-conflict is task_conflict here.
        message = _FLAG.sub(lambda flag: flag[1].replace("-", "_"), str(problem))
        raise SettingsError(f"{where}: {message}") from None
    fields = Settings.model_fields
    defaults = {name: fields[name].get_default() for name in _ISOLATED if name in fields and name not in given}
    return loaded.model_copy(update=defaults)
