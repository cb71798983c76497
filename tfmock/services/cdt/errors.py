"""What the CDT API answers when something is wrong."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

# guess: what the provider expects of every action that opens a service; the metadata of this product was not to be had
ALREADY_OPEN: Final = ErrorTemplate(400, "ORDER.OPEND", "The service has been opened already.")
