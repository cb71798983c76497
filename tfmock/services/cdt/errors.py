"""What the CDT API answers when something is wrong."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

# guess: the code that the provider expects of actions that open a service; this product has no published metadata
ALREADY_OPEN: Final = ErrorTemplate(400, "ORDER.OPEND", "The service has been opened already.")
