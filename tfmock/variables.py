"""Environment variables that are no settings: what ``tfmock env`` and ``tfmock exec`` tell the commands inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: ``host:port`` of the plain port of the tfmock that this environment leads to.
SERVER_VARIABLE: Final = "TFMOCK_SERVER"
#: The world that this environment's access key leads to.
WORLD_VARIABLE: Final = "TFMOCK_WORLD"


def without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment for a process of tfmock's own that gets its settings in another way: without the control token,
    the secrets of accounts, the address of the store and all other ``TFMOCK_*``."""
    return {name: value for name, value in environ.items() if not name.startswith("TFMOCK_")}
