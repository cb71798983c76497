"""Options of an instance that exclude each other (RunInstances error codes)."""

from __future__ import annotations

from typing import Final

from tfmock.rulebook.rule import UNKNOWN, Maybe

NO_SPOT: Final = "NoSpot"
AUTOPL: Final = "cloud_auto"


def protection_refused(protected: Maybe[bool], *, charge: Maybe[str], spot: Maybe[str]) -> bool:
    """Only a PostPaid instance that is no spot instance can be protected from deletion."""
    return protected is True and (_other(charge, "PostPaid") or _other(spot, NO_SPOT))


def pool_refused(criteria: Maybe[str], *, spot: Maybe[str]) -> bool:
    """A spot instance comes from no private pool."""
    return criteria in ("Open", "Target") and _other(spot, NO_SPOT)


def pool_missing(criteria: Maybe[str], pool: Maybe[str]) -> bool:
    """Who wants one private pool says which."""
    return criteria == "Target" and pool == ""


def performance_refused(wanted: Maybe[int | bool], category: Maybe[str]) -> bool:
    """Provisioned IOPS and bursts are for ESSD AutoPL disks alone."""
    return wanted is not UNKNOWN and bool(wanted) and _other(category, AUTOPL)


def _other(value: Maybe[str], usual: str) -> bool:
    return value is not UNKNOWN and value != usual
