"""Prefix lists of VPC: create, change, delete. Source: the API pages of 2016-04-28."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, EmptyReply, OptionalInt, Reply, Request, Required, operation
from tfmock.protocol.errors import enforce
from tfmock.rulebook import names, quotas
from tfmock.services.common.messages import Tag, tag_pairs
from tfmock.services.common.prefix_entries import PrefixEntry, changed, entry_of, repeated
from tfmock.services.common.rows import patched
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.vpc import find
from tfmock.services.vpc import prefix_list_errors as errors
from tfmock.services.vpc.models.prefix_list import LIFECYCLE, VpcPrefixListRow
from tfmock.services.vpc.models.route_entry import custom_routes
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.simulation import prefix_lists

#: Resource type in tag and group actions.
#: Entries that a list may have where nothing is said (CreateVpcPrefixList page).
DEFAULT_SIZE: Final = 50


class WantedEntry(ApiObject):
    cidr: str = ""
    description: str = ""


class CreateVpcPrefixList(Request):
    prefix_list_name: str = ""
    prefix_list_description: str = ""
    ip_version: str = ""
    max_entries: OptionalInt = None
    prefix_list_entries: list[WantedEntry] = Field(default_factory=list)
    resource_group_id: str = ""
    tag: list[Tag] = Field(default_factory=list)


class CreateVpcPrefixListReply(Reply):
    prefix_list_id: str
    resource_group_id: str


@operation(PRODUCT, VERSION, "CreateVpcPrefixList")
def create_vpc_prefix_list(call: Call, request: CreateVpcPrefixList) -> CreateVpcPrefixListReply:
    """A prefix list with its first entries, if any."""
    find.check_region(call)
    family = _family(request.ip_version)
    _check_texts(request.prefix_list_name, request.prefix_list_description)
    size = _size(call, request.max_entries)
    entries = _entries(request.prefix_list_entries, family)
    if len(entries) > size:
        raise errors.FULL()
    tags = tag_pairs(request.tag)
    enforce(names.check_tags(tags))
    used = len(call.transaction.find(VpcPrefixListRow, "home", call.scope))
    limit = call.quotas.vpc_quota_prefixlist_num
    enforce(quotas.check_count(quotas.VPC_PREFIX_LISTS, used=used, limit=limit))
    id, serial = call.new_id_of(VpcPrefixListRow, call.region)
    group = find.get_resource_group_id(call, request.resource_group_id)
    row = VpcPrefixListRow(
        id=id,
        serial=serial,
        account=call.account,
        region_id=call.region,
        prefix_list_name=request.prefix_list_name,
        prefix_list_description=request.prefix_list_description,
        family=family,
        max_entries=size,
        creation_time=call.now,
        resource_group_id=group,
        entries=entries,
        status=LIFECYCLE.start("Created", at=call.now),
    )
    call.transaction.put(row)
    put_tags(call.transaction, row.account, row.region_id, VpcPrefixListRow.resource.tag_type, id, tags)
    return CreateVpcPrefixListReply(prefix_list_id=id, resource_group_id=group)


def _family(text: str) -> Literal["IPv4", "IPv6"]:
    """The page writes IPv4, the provider IPV4."""
    if text.upper() not in ("", "IPV4", "IPV6"):
        raise errors.IP_VERSION()
    return "IPv6" if text.upper() == "IPV6" else "IPv4"


def _check_texts(name: str | None, description: str | None) -> None:
    given = ((name, 128, "PrefixListName"), (description, 256, "PrefixListDescription"))
    for value, limit, parameter in given:
        if value and not names.is_free_text(value, limit):
            raise errors.TEXT(name=parameter)


def _size(call: Call, requested: int | None) -> int:
    size = DEFAULT_SIZE if requested is None else requested
    if size < 1:
        raise errors.MAX_ENTRIES()
    limit = call.quotas.vpc_quota_prefixlist_cidr_num_per_prefixlist
    enforce(quotas.check_count(quotas.VPC_PREFIX_LIST_ENTRIES, used=0, adding=size, limit=limit))
    return size


def _entries(requested: Sequence[WantedEntry], family: str) -> tuple[PrefixEntry, ...]:
    """Entries as the cloud writes them (guess: as in lists of ECS)."""
    entries = tuple(_entry(entry, family) for entry in requested)
    _check_once(entries)
    return entries


def _entry(requested: WantedEntry, family: str) -> PrefixEntry:
    entry = entry_of(requested.cidr, requested.description, family)
    if entry is None:
        raise errors.CIDR()
    if not names.is_free_text(requested.description, 256):
        raise errors.CIDR_DESCRIPTION()
    return entry


def _check_once(entries: Iterable[PrefixEntry]) -> None:
    if repeated(entries) is not None:
        raise errors.CIDR_TWICE()


class NamedList(Request):
    prefix_list_id: Required


class ModifyVpcPrefixList(NamedList):
    prefix_list_name: str | None = None
    prefix_list_description: str | None = None
    max_entries: OptionalInt = None
    add_prefix_list_entry: list[WantedEntry] = Field(default_factory=list)
    remove_prefix_list_entry: list[WantedEntry] = Field(default_factory=list)


class ModifyVpcPrefixListReply(Reply):
    prefix_list_id: str


@operation(PRODUCT, VERSION, "ModifyVpcPrefixList")
def modify_vpc_prefix_list(call: Call, request: ModifyVpcPrefixList) -> ModifyVpcPrefixListReply:
    """Name, description, size, entries. Routes follow, unless the new entries conflict with others of their table.

    An entry that is added again gets the new description.
    """
    row = find.get_prefix_list(call, request.prefix_list_id)
    if row.state != "Created":
        raise errors.STATUS()
    _check_texts(request.prefix_list_name, request.prefix_list_description)
    after = patched(
        row,
        prefix_list_name=request.prefix_list_name,
        prefix_list_description=request.prefix_list_description,
        max_entries=None if request.max_entries is None else _size(call, request.max_entries),
        entries=_changed(row, request),
    )
    if len(after.entries) > after.max_entries:
        raise errors.FULL()
    _check_tables(call, row, after.max_entries - row.max_entries)
    if (after.entries, after.max_entries) != (row.entries, row.max_entries):
        after = replace(after, status=LIFECYCLE.start("Modifying", at=call.now, then="Created"))
    call.transaction.put(after)
    prefix_lists.publish(call.transaction, after)
    return ModifyVpcPrefixListReply(prefix_list_id=row.id)


def _changed(row: VpcPrefixListRow, request: ModifyVpcPrefixList) -> tuple[PrefixEntry, ...]:
    added = _entries(request.add_prefix_list_entry, row.family)
    removed = _entries(request.remove_prefix_list_entry, row.family)
    _check_once((*added, *removed))
    if len(removed) > len(row.entries):
        raise errors.REMOVED_TOO_MANY()
    return changed(row.entries, added, removed)


def _check_tables(call: Call, row: VpcPrefixListRow, more: int) -> None:
    """A list that may have more entries takes more of the quota of each route table that names it."""
    limit = call.quotas.vpc_quota_route_entrys_num
    for route in prefix_lists.routes_to(call.transaction, row.id) if more > 0 else ():
        present = custom_routes(call.transaction, route.route_table_id)
        if sum(prefix_lists.size(call.transaction, route.destination_cidr_block) for route in present) + more > limit:
            raise errors.ROUTES()


@operation(PRODUCT, VERSION, "DeleteVpcPrefixList")
def delete_vpc_prefix_list(call: Call, request: NamedList) -> EmptyReply:
    """A list that nothing names."""
    row = find.get_prefix_list(call, request.prefix_list_id)
    if row.state != "Created":
        raise errors.STATUS()
    if prefix_lists.is_named(call.transaction, row.id):
        raise errors.IN_USE()
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.delete(row)
    return EmptyReply()


class RetryVpcPrefixListAssociation(NamedList):
    resource_id: Required
    resource_type: Required


@operation(PRODUCT, VERSION, "RetryVpcPrefixListAssociation")
def retry_vpc_prefix_list_association(call: Call, request: RetryVpcPrefixListAssociation) -> EmptyReply:
    """Let a route table take the newest entries once what they conflicted with is gone (prefix list page)."""
    row = find.get_prefix_list(call, request.prefix_list_id)
    if request.resource_type != "vpcRouteTable":  # its metadata has trRouteTable, too
        raise errors.TEXT(name="ResourceType")
    if not prefix_lists.routes_to(call.transaction, row.id, request.resource_id):
        raise errors.TEXT(name="ResourceId")
    prefix_lists.publish(call.transaction, row, request.resource_id)
    return EmptyReply()
