"""Paths of the control API that more than one part of tfmock knows."""

from __future__ import annotations

from typing import Final

PREFIX: Final = "/_tfmock"
#: For probes of orchestrators, which come from anywhere and hold no token.
HEALTH: Final = f"{PREFIX}/health"
READY: Final = f"{PREFIX}/ready"
#: The root's certificate; the server answers it before the application.
CA_CERTIFICATE: Final = f"{PREFIX}/ca.pem"
