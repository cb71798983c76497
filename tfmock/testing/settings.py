"""Settings of a test's tfmock: keyword arguments > ``TFMOCK_*`` > ``tfmock.toml`` > default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tfmock import settings
from tfmock.settings import Settings, SettingsError

#: What would make one test see another, or write files that no test asked for. In tests they keep their defaults.
_LASTING: Final[tuple[str, ...]] = ("state", "store", "record", "workers", "world_ttl")
_FLAG: Final = re.compile(r"^--([a-z-]+)", re.MULTILINE)


def choose(where: str, given: Mapping[str, object]) -> Settings:
    """Settings for one world.

    Args:
        where: what the user wrote, for messages.
        given: names and values as in :class:`Settings`.

    Raises:
        SettingsError: a name is unknown or a value does not fit.
    """
    try:
        chosen = settings.load(None, **given)
    except SettingsError as problem:
        # load() words a problem for the command line: --task-conflict is task_conflict here.
        words = _FLAG.sub(lambda flag: flag[1].replace("-", "_"), str(problem))
        raise SettingsError(f"{where}: {words}") from None
    fields = Settings.model_fields
    defaults = {name: fields[name].get_default() for name in _LASTING if name in fields and name not in given}
    return chosen.model_copy(update=defaults)
