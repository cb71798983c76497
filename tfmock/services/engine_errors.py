"""What a client gets when the engine itself fails or refuses.

Only what passes by itself is 503: the provider repeats such calls, for minutes (provider-contract: Retries).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from tfmock.core.errors import (
    EngineError,
    StateNotReadableError,
    StateNotSavedError,
    StoreUnavailableError,
    TooManyWorldsError,
    WorldFullError,
    WorldGoneError,
)
from tfmock.protocol.errors import ApiError

_STATUS_AND_CODE: Final = MappingProxyType(
    {
        WorldFullError: (400, "Tfmock.WorldFull"),
        TooManyWorldsError: (400, "Tfmock.TooManyWorlds"),
        StateNotSavedError: (400, "Tfmock.StateNotSaved"),
        StateNotReadableError: (400, "Tfmock.StateNotReadable"),
        WorldGoneError: (503, "ServiceUnavailable"),  # the repeated call finds the new world
        StoreUnavailableError: (503, "ServiceUnavailable"),
    }
)


def as_api_error(error: ApiError | EngineError) -> ApiError:
    """An error as the API answers it."""
    if isinstance(error, ApiError):
        return error
    status, code = next(
        (answer for kind, answer in _STATUS_AND_CODE.items() if isinstance(error, kind)), (400, "Tfmock.Bug")
    )
    return ApiError(status, code, error.message)
