"""Prefix lists: create, read, change, delete. Source: the API pages of 2014-05-26."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    ManyStrings,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.protocol.errors import enforce
from tfmock.rulebook import names, quotas
from tfmock.services.common.messages import Tag, TagFilter, matches_tags, tag_pairs
from tfmock.services.common.pages import chunk
from tfmock.services.common.prefix_entries import PrefixEntry, changed, entry_of, repeated
from tfmock.services.common.rows import matches, patched, reply_of
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.models.prefix_list import PrefixListRow
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.messages import EcsTags, ecs_tags
from tfmock.simulation import prefix_lists

#: Entries that a list may have, and that one call may add or remove (CreatePrefixList page).
MAX_ENTRIES = 200


class RequestedEntry(ApiObject):
    cidr: str = ""
    description: str = ""


class CreatePrefixList(Request):
    prefix_list_name: Required
    address_family: Required
    max_entries: int
    description: str = ""
    resource_group_id: str = ""
    entry: list[RequestedEntry] = Field(default_factory=list)
    tag: list[Tag] = Field(default_factory=list)


class CreatePrefixListReply(Reply):
    prefix_list_id: str


@operation(PRODUCT, VERSION, "CreatePrefixList")
def create_prefix_list(call: Call, request: CreatePrefixList) -> CreatePrefixListReply:
    """A prefix list with its first entries, if any."""
    family = _family(request.address_family)
    enforce(names.check_texts("prefix_list", request.prefix_list_name, request.description))
    if not 1 <= request.max_entries <= MAX_ENTRIES:
        raise errors.LIST_PARAMETER(name="MaxEntries")
    entries = _entries(request.entry, family)
    if len(entries) > request.max_entries:
        raise errors.LIST_FULL()
    tags = tag_pairs(request.tag)
    enforce(names.check_tags(tags))
    used = len(call.transaction.find(PrefixListRow, "home", call.scope))
    limit = call.quotas.ecs_quota_prefix_list_num
    enforce(quotas.check_count(quotas.PREFIX_LISTS_PER_REGION, used=used, limit=limit))
    id, serial = call.new_id_of(PrefixListRow, call.region)
    row = PrefixListRow(
        id=id,
        serial=serial,
        account=call.account,
        region_id=call.region,
        prefix_list_name=request.prefix_list_name,
        description=request.description,
        address_family=family,
        max_entries=request.max_entries,
        creation_time=call.now,
        resource_group_id=find.require_resource_group(call, request.resource_group_id),
        entries=entries,
    )
    call.transaction.put(row)
    put_tags(call.transaction, row.account, row.region_id, "prefixlist", id, tags)
    return CreatePrefixListReply(prefix_list_id=id)


def _family(text: str) -> Literal["IPv4", "IPv6"]:
    if text not in ("IPv4", "IPv6"):
        raise errors.LIST_FAMILY()
    return "IPv4" if text == "IPv4" else "IPv6"


def _entries(requested: Sequence[RequestedEntry], family: str) -> tuple[PrefixEntry, ...]:
    if len(requested) > MAX_ENTRIES:
        raise errors.LIST_ENTRIES()
    entries = tuple(_entry(entry, family) for entry in requested)
    _check_distinct(entries)
    return entries


def _entry(requested: RequestedEntry, family: str) -> PrefixEntry:
    entry = entry_of(requested.cidr, requested.description, family)
    if entry is None:
        raise errors.LIST_CIDR(cidr=requested.cidr)
    enforce(names.check_text("prefix_list_entry", "description", requested.description))
    return entry


def _check_distinct(entries: Iterable[PrefixEntry]) -> None:
    cidr = repeated(entries)
    if cidr is not None:
        raise errors.LIST_CIDR_TWICE(cidr=cidr)


class NamedList(Request):
    prefix_list_id: Required


class ModifyPrefixList(NamedList):
    prefix_list_name: str | None = None
    description: str | None = None
    add_entry: list[RequestedEntry] = Field(default_factory=list)
    remove_entry: list[RequestedEntry] = Field(default_factory=list)


@operation(PRODUCT, VERSION, "ModifyPrefixList")
def modify_prefix_list(call: Call, request: ModifyPrefixList) -> EmptyReply:
    """Change name, description, entries. An entry that is added again gets the new description. Rules follow."""
    row = find.get_prefix_list(call, request.prefix_list_id)
    enforce(names.check_texts("prefix_list", request.prefix_list_name, request.description))
    added, removed = (_entries(entries, row.address_family) for entries in (request.add_entry, request.remove_entry))
    _check_distinct((*added, *removed))
    entries = changed(row.entries, added, removed)
    if len(entries) > row.max_entries:
        raise errors.LIST_FULL()
    changed_row = patched(
        row, entries=entries, prefix_list_name=request.prefix_list_name, description=request.description
    )
    call.transaction.put(changed_row)
    prefix_lists.publish(call.transaction, changed_row)
    return EmptyReply()


@operation(PRODUCT, VERSION, "DeletePrefixList")
def delete_prefix_list(call: Call, request: NamedList) -> EmptyReply:
    """Delete a list that nothing names."""
    row = find.get_prefix_list(call, request.prefix_list_id)
    if prefix_lists.is_named(call.transaction, row.id):
        raise errors.LIST_IN_USE()
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.delete(row)
    return EmptyReply()


def _users(call: Call, row: PrefixListRow) -> list[SecurityGroupRow]:
    return list(call.transaction.find(SecurityGroupRow, "prefix_list", row.id))


class EntryItem(ApiObject):
    cidr: str
    description: str


class ListAttributes(Reply):
    prefix_list_id: str
    prefix_list_name: str
    description: str
    address_family: str
    max_entries: int
    creation_time: str
    entries: Annotated[list[EntryItem], wrapped("Entry")]


@operation(PRODUCT, VERSION, "DescribePrefixListAttributes")
def describe_prefix_list_attributes(call: Call, request: NamedList) -> ListAttributes:
    """One list with its entries."""
    row = find.get_prefix_list(call, request.prefix_list_id)
    return reply_of(
        ListAttributes,
        row,
        prefix_list_id=row.id,
        creation_time=_minute(row.creation_time),
        entries=[EntryItem(cidr=entry.cidr, description=entry.description) for entry in row.entries],
    )


def _minute(moment: float) -> str:
    """``2021-02-20T07:11Z`` (DescribePrefixLists page)."""
    return f"{timestamp(moment)[:16]}Z"


class ListItem(ApiObject):
    prefix_list_id: str
    prefix_list_name: str
    description: str
    address_family: str
    max_entries: int
    association_count: int
    creation_time: str
    resource_group_id: str
    tags: EcsTags


class DescribePrefixLists(Request):
    prefix_list_id: ManyStrings = []
    prefix_list_name: str = ""
    address_family: str = ""
    resource_group_id: str = ""
    tag: list[TagFilter] = Field(default_factory=list)
    max_results: OptionalInt = None
    next_token: str = ""


class DescribePrefixListsReply(Reply):
    next_token: str
    prefix_lists: Annotated[list[ListItem], wrapped("PrefixList")]


@operation(PRODUCT, VERSION, "DescribePrefixLists")
def describe_prefix_lists(call: Call, request: DescribePrefixLists) -> DescribePrefixListsReply:
    """The caller's lists in a region, by all of the filters together."""
    if len(request.prefix_list_id) > 100:
        raise errors.LIST_IDS()
    home = call.transaction.find(PrefixListRow, "home", call.scope)
    rows = [row for row in home if _fits(request, row) and matches_tags(call, row.id, request.tag)]
    error = errors.LIST_PARAMETER(name="NextToken")
    part = chunk(rows, request.next_token, request.max_results, default=10, limit=100, error=error)
    return DescribePrefixListsReply(next_token=part.next_token, prefix_lists=[_item(call, row) for row in part.items])


def _fits(request: DescribePrefixLists, row: PrefixListRow) -> bool:
    return matches(
        (request.prefix_list_id, row.id),
        (request.prefix_list_name, row.prefix_list_name),
        (request.address_family, row.address_family),
        (request.resource_group_id, row.resource_group_id),
    )


def _item(call: Call, row: PrefixListRow) -> ListItem:
    return reply_of(
        ListItem,
        row,
        prefix_list_id=row.id,
        association_count=len(_users(call, row)),
        creation_time=_minute(row.creation_time),
        tags=ecs_tags(call, row.id),
    )


class AssociationItem(ApiObject):
    resource_id: str
    resource_type: str = "securitygroup"


class DescribePrefixListAssociations(NamedList):
    max_results: OptionalInt = None
    next_token: str = ""


class AssociationsReply(Reply):
    next_token: str
    prefix_list_associations: Annotated[list[AssociationItem], wrapped("PrefixListAssociation")]


@operation(PRODUCT, VERSION, "DescribePrefixListAssociations")
def describe_prefix_list_associations(call: Call, request: DescribePrefixListAssociations) -> AssociationsReply:
    """The security groups whose rules name a list."""
    rows = _users(call, find.get_prefix_list(call, request.prefix_list_id))
    error = errors.LIST_PARAMETER(name="NextToken")
    part = chunk(rows, request.next_token, request.max_results, default=10, limit=100, error=error)
    items = [AssociationItem(resource_id=row.id) for row in part.items]
    return AssociationsReply(next_token=part.next_token, prefix_list_associations=items)
