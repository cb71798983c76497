"""What the CDT API answers when something is wrong."""

from __future__ import annotations

from typing import Final

from tfmock.wire.faults import Fault

# guess: what the provider expects of every action that opens a service; the metadata of this product was not to be had
ALREADY_OPEN: Final = Fault(400, "ORDER.OPEND", "The service has been opened already.")
