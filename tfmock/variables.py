"""Environment variables that are no settings: what ``tfmock env`` and ``tfmock exec`` tell the commands inside."""

from __future__ import annotations

from typing import Final

#: ``host:port`` of the plain port of the tfmock that this environment leads to.
SERVER_VARIABLE: Final = "TFMOCK_SERVER"
#: The world that this environment's access key leads to.
WORLD_VARIABLE: Final = "TFMOCK_WORLD"
