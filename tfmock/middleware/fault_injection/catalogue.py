"""Every error code that tfmock knows, with its status and message: what a rule may answer by name alone."""

from __future__ import annotations

import pkgutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from tfmock import rulebook
from tfmock.protocol import common_errors
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook.rule import ApiErrorTemplate, Rule
from tfmock.services.registry import all_operations
from tfmock.text.suggest import VERY_CLOSE, did_you_mean

#: Failures of the cloud rather than of a request, which nothing in tfmock raises by itself.
#: Gateway error pages; Vpc error codes of CreateRouteEntry, CreateVSwitch, DeleteVSwitch; TaskConflict's text
#: differs between actions, this is CreateRouteEntry's. guess: the texts of OperationConflict and LastTokenProcessing
TRANSIENT: Final = (
    ErrorTemplate(400, "Throttling", "Request was denied due to flow control."),
    ErrorTemplate(400, "Throttling.User", "Request was denied due to user flow control."),
    ErrorTemplate(400, "Throttling.Api", "Request was denied due to api flow control."),
    ErrorTemplate(
        500, "InternalError", "The request processing has failed due to some unknown error, exception or failure."
    ),
    ErrorTemplate(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server."),
    ErrorTemplate(
        403,
        "Forbidden.RAM",
        "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    ),
    ErrorTemplate(400, "TaskConflict", "The operation is too frequent, please wait a moment and try again."),
    ErrorTemplate(400, "OperationConflict", "The operation conflicts with another one, please try again."),
    ErrorTemplate(400, "LastTokenProcessing", "The last request with this token is processing."),
    ErrorTemplate(400, "TOKEN_PROCESSING", "Action is processing."),
    ErrorTemplate(400, "OperationFailed.DistibuteLock", "Distibute lock fail."),
    ErrorTemplate(400, "OperationFailed.SystemBusy", "Operation failed because system is busy."),
    ErrorTemplate(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled."),
)


class UnknownCodeError(ValueError):
    """A rule names a code that is not in the catalogue, and no status for it."""


def catalogue() -> dict[str, ApiErrorTemplate]:
    """By code. Walks the modules of services and rulebook: not for the hot path."""
    all_operations()
    for module in pkgutil.iter_modules(rulebook.__path__, f"{rulebook.__name__}."):
        __import__(module.name)
    declared = {fault.code: fault for fault in _declared()}
    return {**declared, **{fault.code: fault for fault in TRANSIENT}}


def _declared() -> Iterator[ApiErrorTemplate]:
    for name, module in sorted(sys.modules.items()):
        if name == common_errors.__name__ or name.startswith(("tfmock.services.", "tfmock.rulebook.")):
            for value in vars(module).values():
                if isinstance(value, ErrorTemplate):
                    yield value
                elif isinstance(value, Rule) and value.api_error is not None:
                    yield from value.api_error.variants()


def unknown(known: Mapping[str, ApiErrorTemplate], code: str) -> str:
    """The message for a code that is not in the catalogue."""
    hint = did_you_mean(code, known, cutoff=VERY_CLOSE)
    return f"tfmock knows no code {code!r}. {hint}{' ' * bool(hint)}Give a status to use it all the same."


def text(fault: ApiErrorTemplate) -> str:
    """A code's message where no request is at hand to fill its placeholders."""
    return fault.message.format_map(defaultdict(lambda: "?"))
