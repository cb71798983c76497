"""Routes to prefix lists against the rulebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import may_coexist
from hcl_lint.network import prefix_lists
from hcl_lint.network.entities import Route, VSwitch
from hcl_lint.network.identity import Id
from hcl_lint.network.prefix_lists import PrefixLists
from tfmock.rulebook import listed_routes
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.rule import UNKNOWN, Violation

#: The vSwitches of a VPC that hold all of a block.
Around = Callable[[Cidr, Id], Iterable[VSwitch]]


@dataclass
class _Table:
    """The routes of one table that were looked at: those to blocks, and those to prefix lists."""

    by_block: dict[Cidr, list[Route]] = field(default_factory=dict)
    by_entry: dict[Cidr, list[Route]] = field(default_factory=dict)
    by_list: dict[str, list[Route]] = field(default_factory=dict)


def check_listed_routes(lists: PrefixLists, routes: Iterable[Route], around: Around) -> Iterator[Diagnostic]:
    """Routes to prefix lists: their next hops, and the vSwitches and routes that their entries meet."""
    every = list(routes)
    tables: dict[str, _Table] = {}
    for route in every:
        if isinstance(route.table, str) and route.single:
            table = tables.setdefault(route.table, _Table())
            if route.destination is not UNKNOWN:
                table.by_block.setdefault(route.destination, []).append(route)
    for route in every:
        if route.prefix_list:
            yield from _route(lists, route, tables, around)


def _route(lists: PrefixLists, route: Route, tables: Mapping[str, _Table], around: Around) -> Iterator[Diagnostic]:
    for violation in listed_routes.check_next_hops(sum(hop.certain for hop in route.resource.nested("next_hops"))):
        yield _of(route, violation, "next_hops")
    prefix_list = lists.find(route.prefix_list)
    entries = (
        []
        if prefix_list is None or not may_coexist(route.resource, prefix_list)
        else list(prefix_lists.known_blocks(prefix_list))
    )
    for entry in entries:
        for vswitch in around(entry, route.vpc):
            if vswitch.block is not UNKNOWN and may_coexist(route.resource, vswitch.resource):
                for violation in listed_routes.check_entries([entry], (), [vswitch.block]):
                    yield _of(route, violation, *route.DESTINATION, other=("the vSwitch", vswitch))
    if isinstance(route.table, str) and route.single:
        yield from _in_table(route, entries, tables[route.table])


def _in_table(route: Route, entries: list[Cidr], table: _Table) -> Iterator[Diagnostic]:
    """Other routes of the table; of two lists the later one is at fault."""
    same = table.by_list.setdefault(route.prefix_list, [])
    for other in same:
        if may_coexist(route.resource, other.resource):
            note = (f"the other route, {other.id}", other)
            yield _of(route, listed_routes.TWICE.violation("destination_cidrblock"), *route.DESTINATION, other=note)
            break
    same.append(route)
    for entry in entries:
        for other in table.by_block.get(entry, ()):
            if may_coexist(route.resource, other.resource):
                for violation in listed_routes.check_listed(entry, [entry]):
                    note = (f"the route to the prefix list, {route.id}", route)
                    yield _of(other, violation, *other.DESTINATION, other=note)
        before = table.by_entry.setdefault(entry, [])
        for other in before:
            if other.prefix_list != route.prefix_list and may_coexist(route.resource, other.resource):
                for violation in listed_routes.check_entries([entry], [entry], ()):
                    note = (f"the other route, {other.id}", other)
                    yield _of(route, violation, *route.DESTINATION, other=note)
                break
        before.append(route)


def _of(
    route: Route, violation: Violation, *names: str, other: tuple[str, Route | VSwitch] | None = None
) -> Diagnostic:
    others = ((other[0], other[1].resource),) if other else ()
    return diagnostic_at(route.resource, violation, names, others=others, used=True)
