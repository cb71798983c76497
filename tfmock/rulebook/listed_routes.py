"""Constraints on routes to prefix lists.

A route whose destination is a prefix list stands for a route to each entry, and uses as much of the route table's
quota as the list can have entries (prefix list page; CreateRouteEntry page).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tfmock.rulebook.cidr import CLOUD_SERVICES, Cidr
from tfmock.rulebook.rule import ApiErrorTemplate, Rule, Violations

_SOURCE: Final = "CreateRouteEntry error codes; prefix list page"

TWICE: Final = Rule(
    id="ALI329",
    name="prefix-list-route-twice",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "ResourceAlreadyAssociated.PrefixList",
        "The operation failed because the specified prefixList route entry already exists.",
    ),
    message="the route table has a route to this prefix list already",
    source=_SOURCE,
)
CONFLICT: Final = Rule(
    id="ALI330",
    name="prefix-list-conflict",
    severity="error",
    api_error=ApiErrorTemplate(400, "RouteConflict.AlreadyExist", "Route conflict exists in routing table."),
    message="{entry} of the prefix list {what}",
    source=_SOURCE + "; guess: which of the codes for a conflict",
)
DESTINATION_LISTED: Final = Rule(
    id="ALI331",
    name="destination-in-prefix-list",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationFailed.CidrConflictWithPrefixList",
        "The specified CIDR block already exists in a prefixList route entry.",
    ),
    message="the route table has a route to a prefix list with the entry {destination}",
    source=_SOURCE,
)
NEXT_HOPS: Final = Rule(
    id="ALI332",
    name="prefix-list-next-hops",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "UnsupportedFeature.CreatePrefixListEcmpRouteEntry",
        "The feature of creating ecmp route entry with prefixList is not supported.",
    ),
    message="a route to a prefix list has one next hop, not a list of them",
    source=_SOURCE,
)


def is_list(destination: str) -> bool:
    """Whether a destination names a prefix list."""
    return destination.startswith("pl-")


def check_next_hops(count: int) -> Violations:
    """Check how many next hops a route to a list has."""
    if count > 1:
        yield NEXT_HOPS.violation("next_hops")


def check_twice(*, exists: bool) -> Violations:
    """Check that the table has no other route to the list; ``exists`` says whether it has."""
    if exists:
        yield TWICE.violation("destination_cidrblock")


def check_entries(entries: Iterable[Cidr], destinations: Iterable[Cidr], vswitches: Sequence[Cidr]) -> Violations:
    """Check the entries of a list against the other routes of the table and the system routes of its VPC."""
    taken = set(destinations)
    for entry in entries:
        within = next((vswitch for vswitch in vswitches if vswitch.contains(entry)), None)
        if entry in taken:
            yield CONFLICT.violation("destination_cidrblock", entry=entry, what="is the destination of another route")
        elif within is not None:
            yield CONFLICT.violation(
                "destination_cidrblock", entry=entry, what=f"lies in the VPC's own vSwitch {within}"
            )
        elif entry == CLOUD_SERVICES:
            yield CONFLICT.violation("destination_cidrblock", entry=entry, what="is the range of cloud services")


def check_listed(destination: Cidr, entries: Iterable[Cidr]) -> Violations:
    """Check a destination block against the entries of the lists that the table has routes to."""
    if destination in set(entries):
        yield DESTINATION_LISTED.violation("destination_cidrblock", destination=destination)
