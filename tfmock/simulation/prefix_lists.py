"""Prefix lists of either product as those see them who name one: routes, network ACLs, security group rules.

The prefix list page names lists of VPC for all three. That routes and network ACLs take lists of ECS, too, is a guess.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from tfmock.core.call import Call
from tfmock.core.store import Transaction
from tfmock.rulebook import listed_routes
from tfmock.rulebook.rule import Violations
from tfmock.services.ecs.models.prefix_list import PrefixListRow
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.vpc.models.network_acl import NetworkAclRow
from tfmock.services.vpc.models.prefix_list import VpcPrefixListRow
from tfmock.services.vpc.models.route_entry import RouteEntryRow, custom_routes
from tfmock.services.vpc.models.vswitch import VSwitchRow

PrefixList: TypeAlias = PrefixListRow | VpcPrefixListRow


def get(tx: Transaction, id: str) -> PrefixList | None:
    """The list of this id, of whichever product and account."""
    return tx.get(PrefixListRow, id) or tx.get(VpcPrefixListRow, id)


def visible(call: Call, id: str) -> PrefixList | None:
    """The caller's list of this id; lists are used in their own region only (prefix list page)."""
    row = get(call.transaction, id)
    return row if row is not None and (row.account, row.region) == call.scope else None


def size(tx: Transaction, id: str) -> int:
    """How much of a quota it takes to name this: the most entries that a list may have, 1 for everything else.

    Source: prefix list page, limits; network ACL page.
    """
    row = get(tx, id) if listed_routes.is_list(id) else None
    return 1 if row is None else row.max_entries


def is_named(tx: Transaction, id: str) -> bool:
    """Whether a route, a network ACL or a security group rule names a list."""
    return any(tx.find(kind, "prefix_list", id) for kind in (RouteEntryRow, NetworkAclRow, SecurityGroupRow))


def conflicts(tx: Transaction, row: PrefixList, route_table: str, vpc: str, *, route: str = "") -> Violations:
    """What the entries of a list meet in a route table, where ``route`` is the list's own route."""
    others = [block for row in custom_routes(tx, route_table) if row.id != route for block in row.blocks]
    vswitches = [block for row in tx.find(VSwitchRow, "vpc", vpc) for block in row.blocks()]
    yield from listed_routes.check_entries(row.blocks(), others, vswitches)


def routes_to(tx: Transaction, id: str, route_table: str = "") -> list[RouteEntryRow]:
    """The routes to a list, in one route table or in all."""
    return [route for route in tx.find(RouteEntryRow, "prefix_list", id) if route_table in ("", route.route_table_id)]


def publish(tx: Transaction, row: PrefixList, route_table: str = "") -> None:
    """Let the routes to a list that was changed follow it; where they conflict, the old entries stay in force.

    Source: prefix list page, conflicts after a change.
    """
    for route in routes_to(tx, row.id, route_table):
        if next(conflicts(tx, row, route.route_table_id, route.vpc_id, route=route.id), None) is None:
            tx.put(replace(route, entries=row.blocks()))
