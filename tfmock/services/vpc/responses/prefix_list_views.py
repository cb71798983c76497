"""Prefix lists of VPC, listed: the lists, their entries, and the route tables that name them."""

from __future__ import annotations

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import ApiObject, ManyStrings, OptionalInt, Reply, Request, operation
from tfmock.services.common.messages import Tag, TagFilters, matches_tags, tags
from tfmock.services.common.pages import chunk
from tfmock.services.common.rows import matches
from tfmock.services.vpc import find
from tfmock.services.vpc import prefix_list_errors as errors
from tfmock.services.vpc.models.prefix_list import VpcPrefixListRow
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.prefix_lists import NamedList
from tfmock.simulation import prefix_lists


class ListItem(ApiObject):
    """provider: waits for Status Created; reads Tags as a bare list (provider-contract: alicloud_vpc_prefix_list)."""

    prefix_list_id: str
    prefix_list_name: str
    prefix_list_description: str
    ip_version: str
    creation_time: str
    cidr_blocks: list[str]
    share_type: str = ""
    max_entries: int
    status: str
    prefix_list_status: str
    owner_id: str
    region_id: str
    resource_group_id: str
    prefix_list_type: str = "Custom"
    tags: list[Tag]


class ListPrefixLists(Request):
    prefix_list_ids: ManyStrings = Field(default_factory=list, max_length=100)  # its page
    prefix_list_name: str = ""
    resource_group_id: str = ""
    tags: TagFilters
    max_results: OptionalInt = None
    next_token: str = ""


class ListPrefixListsReply(Reply):
    next_token: str
    total_count: int
    max_results: int
    prefix_lists: list[ListItem]


@operation(PRODUCT, VERSION, "ListPrefixLists")
def list_prefix_lists(call: Call, request: ListPrefixLists) -> ListPrefixListsReply:
    """The caller's lists in a region, by all of the filters together; those of ECS have actions of their own."""
    home = call.transaction.find(VpcPrefixListRow, "home", call.scope)
    rows = [row for row in home if _fits(request, row) and matches_tags(call, row.id, request.tags)]
    cut = chunk(rows, request.next_token, request.max_results, default=20, limit=100, error=errors.TOKEN())
    items = [_item(call, row) for row in cut.items]
    return ListPrefixListsReply(
        next_token=cut.next_token, total_count=cut.total, max_results=cut.size, prefix_lists=items
    )


def _fits(request: ListPrefixLists, row: VpcPrefixListRow) -> bool:
    return matches(
        (request.prefix_list_ids, row.id),
        (request.prefix_list_name, row.prefix_list_name),
        (request.resource_group_id, row.resource_group_id),
    )


def _item(call: Call, row: VpcPrefixListRow) -> ListItem:
    return ListItem(
        prefix_list_id=row.id,
        prefix_list_name=row.prefix_list_name,
        prefix_list_description=row.prefix_list_description,
        ip_version=row.family.upper(),
        creation_time=timestamp(row.creation_time),
        cidr_blocks=[entry.cidr for entry in row.entries],
        max_entries=row.max_entries,
        status=row.state,
        prefix_list_status=row.state,
        owner_id=row.account,
        region_id=row.region_id,
        resource_group_id=row.resource_group_id,
        tags=tags(call, row.id),
    )


class EntryItem(ApiObject):
    prefix_list_id: str
    region_id: str
    cidr: str
    description: str


class PagedList(NamedList):
    max_results: OptionalInt = None
    next_token: str = ""


class EntriesReply(Reply):
    next_token: str
    total_count: int
    count: int
    prefix_list_entry: list[EntryItem]


@operation(PRODUCT, VERSION, "GetVpcPrefixListEntries")
def get_vpc_prefix_list_entries(call: Call, request: PagedList) -> EntriesReply:
    """The entries of a list, all at once: a page has room for more than a list may have."""
    row = find.get_prefix_list(call, request.prefix_list_id)
    items = [
        EntryItem(prefix_list_id=row.id, region_id=row.region_id, cidr=entry.cidr, description=entry.description)
        for entry in row.entries
    ]
    return EntriesReply(next_token="", total_count=len(items), count=len(items), prefix_list_entry=items)


class AssociationItem(ApiObject):
    prefix_list_id: str
    resource_id: str
    resource_type: str = "vpcRouteTable"
    owner_id: str
    status: str
    reason: str
    region_id: str
    resource_uid: str


class AssociationsReply(Reply):
    next_token: str
    total_count: int
    count: int
    prefix_list_association: list[AssociationItem]


@operation(PRODUCT, VERSION, "GetVpcPrefixListAssociations")
def get_vpc_prefix_list_associations(call: Call, request: PagedList) -> AssociationsReply:
    """The route tables that have a route to a list, and whether its newest entries are in force there.

    guess: security groups and network ACLs are not listed, since metadata knows route tables alone.
    """
    row = find.get_prefix_list(call, request.prefix_list_id)
    routes = prefix_lists.routes_to(call.transaction, row.id)
    cut = chunk(routes, request.next_token, request.max_results, default=50, limit=100, error=errors.TOKEN())
    items = [_association(call, row, route) for route in cut.items]
    return AssociationsReply(
        next_token=cut.next_token, total_count=cut.total, count=len(items), prefix_list_association=items
    )


def _association(call: Call, row: VpcPrefixListRow, route: RouteEntryRow) -> AssociationItem:
    behind = set(route.entries) != set(row.blocks())
    violations = (
        prefix_lists.conflicts(call.transaction, row, route.route_table_id, route.vpc_id, route=route.id)
        if behind
        else ()
    )
    reason = next((violation.message for violation in violations), "")
    return AssociationItem(
        prefix_list_id=row.id,
        resource_id=route.route_table_id,
        owner_id=row.account,
        status="ModifyFailed" if behind else "Created",
        reason=reason,
        region_id=row.region_id,
        resource_uid=row.account,
    )
