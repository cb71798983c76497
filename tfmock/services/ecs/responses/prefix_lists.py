"""Prefix lists: create, read, change, delete. Source: the API pages of 2014-05-26."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.clock import timestamp
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    ManyStrings,
    OptionalInt,
    Reply,
    Request,
    Required,
    coalesce,
    operation,
    wrapped,
)
from tfmock.rulebook import names, quotas
from tfmock.services.common.messages import Tag, TagFilter, matches_tags
from tfmock.services.common.pages import chunk
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.models.prefix_list import PrefixEntry, PrefixListRow, changed, entry_of, repeated
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.messages import EcsTags, ecs_tags
from tfmock.simulation import prefix_lists

#: Entries that a list may have, and that one call may add or remove (CreatePrefixList page).
LARGEST = 200


class WantedEntry(ApiObject):
    cidr: str = ""
    description: str = ""


class CreatePrefixList(Request):
    prefix_list_name: Required
    address_family: Required
    max_entries: int
    description: str = ""
    resource_group_id: str = ""
    entry: list[WantedEntry] = Field(default_factory=list)
    tag: list[Tag] = Field(default_factory=list)


class CreatePrefixListReply(Reply):
    prefix_list_id: str


@operation(PRODUCT, VERSION, "CreatePrefixList")
def create_prefix_list(call: Call, request: CreatePrefixList) -> CreatePrefixListReply:
    """A prefix list with its first entries, if any."""
    family = _family(request.address_family)
    enforce(names.check_texts("prefix_list", request.prefix_list_name, request.description))
    if not 1 <= request.max_entries <= LARGEST:
        raise errors.LIST_PARAMETER(name="MaxEntries")
    entries = _entries(request.entry, family)
    if len(entries) > request.max_entries:
        raise errors.LIST_FULL()
    tags = [(tag.key, tag.value) for tag in request.tag]
    enforce(names.check_tags(list(tags)))
    used = len(call.tx.find(PrefixListRow, "home", (call.caller.account, call.region)))
    limit = call.world.terms.quotas.ecs_quota_prefix_list_num
    enforce(quotas.check_count(quotas.PREFIX_LISTS_PER_REGION, used=used, limit=limit))
    id, serial = call.new_id("pl", call.region, length=20)
    row = PrefixListRow(
        id=id, serial=serial, account=call.caller.account, region=call.region, name=request.prefix_list_name,
        description=request.description, family=family, max_entries=request.max_entries, created=call.now,
        resource_group=find.require_resource_group(call, request.resource_group_id), entries=entries,
    )  # fmt: skip
    call.tx.put(row)
    put_tags(call.tx, row.account, row.region, "prefixlist", id, tags)
    return CreatePrefixListReply(prefix_list_id=id)


def _family(text: str) -> Literal["IPv4", "IPv6"]:
    if text not in ("IPv4", "IPv6"):
        raise errors.LIST_FAMILY()
    return "IPv4" if text == "IPv4" else "IPv6"


def _entries(wanted: Sequence[WantedEntry], family: str) -> tuple[PrefixEntry, ...]:
    if len(wanted) > LARGEST:
        raise errors.LIST_ENTRIES()
    found = tuple(_entry(one, family) for one in wanted)
    _check_once(found)
    return found


def _entry(wanted: WantedEntry, family: str) -> PrefixEntry:
    entry = entry_of(wanted.cidr, wanted.description, family)
    if entry is None:
        raise errors.LIST_CIDR(cidr=wanted.cidr)
    enforce(names.check_text("prefix_list_entry", "description", wanted.description))
    return entry


def _check_once(entries: Iterable[PrefixEntry]) -> None:
    cidr = repeated(entries)
    if cidr is not None:
        raise errors.LIST_CIDR_TWICE(cidr=cidr)


class NamedList(Request):
    prefix_list_id: Required


class ModifyPrefixList(NamedList):
    prefix_list_name: str | None = None
    description: str | None = None
    add_entry: list[WantedEntry] = Field(default_factory=list)
    remove_entry: list[WantedEntry] = Field(default_factory=list)


@operation(PRODUCT, VERSION, "ModifyPrefixList")
def modify_prefix_list(call: Call, request: ModifyPrefixList) -> EmptyReply:
    """Name, description, entries. An entry that is added again gets the new description; rules follow at once."""
    row = find.get_prefix_list(call, request.prefix_list_id)
    enforce(names.check_texts("prefix_list", request.prefix_list_name, request.description))
    added, removed = _entries(request.add_entry, row.family), _entries(request.remove_entry, row.family)
    _check_once((*added, *removed))
    entries = changed(row.entries, added, removed)
    if len(entries) > row.max_entries:
        raise errors.LIST_FULL()
    after = replace(
        row,
        entries=entries,
        name=coalesce(request.prefix_list_name, row.name),
        description=coalesce(request.description, row.description),
    )
    call.tx.put(after)
    prefix_lists.publish(call.tx, after)
    return EmptyReply()


@operation(PRODUCT, VERSION, "DeletePrefixList")
def delete_prefix_list(call: Call, request: NamedList) -> EmptyReply:
    """A list that nothing names."""
    row = find.get_prefix_list(call, request.prefix_list_id)
    if prefix_lists.is_named(call.tx, row.id):
        raise errors.LIST_IN_USE()
    drop_tags(call.tx, row.account, row.id)
    call.tx.delete(row)
    return EmptyReply()


def _users(call: Call, row: PrefixListRow) -> list[SecurityGroupRow]:
    return list(call.tx.find(SecurityGroupRow, "prefix_list", row.id))


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
    return ListAttributes(
        prefix_list_id=row.id, prefix_list_name=row.name, description=row.description, address_family=row.family,
        max_entries=row.max_entries, creation_time=_minute(row.created),
        entries=[EntryItem(cidr=entry.cidr, description=entry.description) for entry in row.entries],
    )  # fmt: skip


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
    home = call.tx.find(PrefixListRow, "home", (call.caller.account, call.region))
    rows = [row for row in home if _fits(request, row) and matches_tags(call, row.id, request.tag)]
    token = errors.LIST_PARAMETER(name="NextToken")
    cut = chunk(rows, request.next_token, request.max_results, default=10, limit=100, error=token)
    return DescribePrefixListsReply(next_token=cut.next_token, prefix_lists=[_item(call, row) for row in cut.items])


def _fits(request: DescribePrefixLists, row: PrefixListRow) -> bool:
    return (
        (not request.prefix_list_id or row.id in request.prefix_list_id)
        and (not request.prefix_list_name or row.name == request.prefix_list_name)
        and (not request.address_family or row.family == request.address_family)
        and (not request.resource_group_id or row.resource_group == request.resource_group_id)
    )


def _item(call: Call, row: PrefixListRow) -> ListItem:
    return ListItem(
        prefix_list_id=row.id, prefix_list_name=row.name, description=row.description, address_family=row.family,
        max_entries=row.max_entries, association_count=len(_users(call, row)), creation_time=_minute(row.created),
        resource_group_id=row.resource_group, tags=ecs_tags(call, row.id),
    )  # fmt: skip


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
    token = errors.LIST_PARAMETER(name="NextToken")
    cut = chunk(rows, request.next_token, request.max_results, default=10, limit=100, error=token)
    items = [AssociationItem(resource_id=row.id) for row in cut.items]
    return AssociationsReply(next_token=cut.next_token, prefix_list_associations=items)
