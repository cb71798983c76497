"""Options of an instance that exclude each other (RunInstances error codes)."""

from __future__ import annotations

from typing import Final

from tfmock.rulebook.rule import UNKNOWN, Maybe

NO_SPOT: Final = "NoSpot"
AUTOPL: Final = "cloud_auto"


def protection_refused(protected: Maybe[bool], *, charge: Maybe[str], spot: Maybe[str]) -> bool:
    """Whether deletion protection is refused: only a PostPaid instance that is no spot instance can have it."""
    return protected is True and (_is_other_than(charge, "PostPaid") or _is_other_than(spot, NO_SPOT))


def pool_refused(criteria: Maybe[str], *, spot: Maybe[str]) -> bool:
    """Whether a private pool is refused: a spot instance cannot use one."""
    return criteria in ("Open", "Target") and _is_other_than(spot, NO_SPOT)


def pool_missing(criteria: Maybe[str], pool: Maybe[str]) -> bool:
    """Whether the id of the private pool is missing, which Target needs."""
    return criteria == "Target" and pool == ""


def performance_refused(option: Maybe[int | bool], category: Maybe[str]) -> bool:
    """Whether provisioned IOPS or bursting is refused: only ESSD AutoPL disks have them."""
    return option is not UNKNOWN and bool(option) and _is_other_than(category, AUTOPL)


def _is_other_than(value: Maybe[str], usual: str) -> bool:
    return value is not UNKNOWN and value != usual
