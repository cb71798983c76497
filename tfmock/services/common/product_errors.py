"""What is refused before a handler runs, or after it, in the words of a product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tfmock.protocol import common_errors
from tfmock.protocol.errors import ErrorTemplate

# Vpc: CreateVpc and CreateRouteEntries pages
_DRY_RUN: Final = ErrorTemplate(400, "DryRunOperation", "Request validation has been passed with DryRun flag set.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductErrors:
    """Errors that every action of a product may answer. A product that words them differently has one in its
    ``errors.py``; the registry finds it.

    Attributes:
        product: whose they are.
        invalid_parameter: a parameter that does not fit the request's model; filled with its ``name``.
        dry_run: the answer to a request with ``DryRun`` that would succeed.
        token_reused: a ClientToken that was used before with other parameters.
    """

    product: str
    invalid_parameter: ErrorTemplate = common_errors.INVALID_PARAMETER
    dry_run: ErrorTemplate = _DRY_RUN
    token_reused: ErrorTemplate = common_errors.TOKEN_REUSED
