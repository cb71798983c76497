"""vSwitches: create, read, delete."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    OptionalBool,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.protocol.errors import enforce
from tfmock.rulebook import addressing, names, placement, quotas
from tfmock.rulebook.cidr import Cidr, cidr_block, first_overlap, parse_cidr
from tfmock.services.common.messages import PageReply, Tag, TagFilters, Tags, matches_tags, tag_pairs, tags
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models import vswitch as vswitches
from tfmock.services.vpc.models.network_acl import NetworkAclRow
from tfmock.services.vpc.models.route_entry import RouteEntryRow, drop_changed
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow, find_default_vpc
from tfmock.services.vpc.models.vswitch import RESERVED_ADDRESSES, VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.simulation.resources import interfaces_in_vswitch, stored_type_in


class CreateVSwitch(Request):
    vpc_id: Required
    zone_id: Required
    cidr_block: Required
    #: The number of its /64 within the VPC's /56, 0 to 255.
    ipv6_cidr_block: OptionalInt = None
    v_switch_name: str = ""
    description: str = ""
    vpc_ipv6_cidr_block: str = ""
    tag: list[Tag] = []


class CreateVSwitchReply(Reply):
    v_switch_id: str


@operation(PRODUCT, VERSION, "CreateVSwitch", token_reused=errors.VSWITCH_TOKEN_REUSED)
def create_v_switch(call: Call, request: CreateVSwitch) -> CreateVSwitchReply:
    """A subnet of a VPC, bound to its system route table."""
    vpc = find.get_available_vpc(call, request.vpc_id)
    return CreateVSwitchReply(v_switch_id=_create(call, vpc, request, request.cidr_block).id)


def _create(call: Call, vpc: VpcRow, request: CreateVSwitch, cidr: str, *, is_default: bool = False) -> VSwitchRow:
    enforce(placement.check_zone(call.region, request.zone_id))
    enforce(addressing.check_vswitch_block(cidr))
    enforce(names.check_texts("vswitch", request.v_switch_name, request.description))
    enforce(names.check_tags(tag_pairs(request.tag)))
    block = cidr_block(cidr)
    present = call.transaction.find(VSwitchRow, "vpc", vpc.id)
    enforce(addressing.check_vswitch_in_vpc(block, vpc.blocks()))
    enforce(addressing.check_vswitch_overlap(block, (other.block() for other in present)))
    enforce(addressing.check_vswitch_routes(block, _destinations(call, vpc.id)))
    limit = call.quotas.vpc_quota_vswitches_num
    enforce(quotas.check_count(quotas.VSWITCHES_PER_VPC, used=len(present), limit=limit))
    ipv6 = numbered_ipv6_block(vpc, request.ipv6_cidr_block, request.vpc_ipv6_cidr_block, present)
    find.lock_vpc(call, vpc.id)
    id, serial = call.new_id_of(VSwitchRow, call.region)
    put_tags(call.transaction, vpc.account, vpc.region_id, VSwitchRow.resource.tag_type, id, tag_pairs(request.tag))
    return call.transaction.put(
        VSwitchRow(
            id=id, serial=serial, account=vpc.account, region_id=vpc.region_id, vpc_id=vpc.id, zone_id=request.zone_id,
            cidr_block=cidr, route_table_id=find.get_system_table(call, vpc.id).id, v_switch_name=request.v_switch_name,
            description=request.description, creation_time=call.now, resource_group_id=vpc.resource_group_id,
            status=vswitches.LIFECYCLE.start("Pending", at=call.now, then="Available"),
            is_default=is_default, ipv6_cidr_block=ipv6,
        )
    )  # fmt: skip


def _destinations(call: Call, vpc: str) -> Iterable[Cidr]:
    return (block for route in call.transaction.find(RouteEntryRow, "vpc", vpc) for block in route.blocks)


def numbered_ipv6_block(vpc: VpcRow, number: int | None, within: str, present: Iterable[VSwitchRow]) -> str:
    """The /64 of this number in one of the VPC's blocks, the first unless said; empty without a number.

    Raises:
        ApiError: the number, or the VPC's block, is not to be had (CreateVSwitch error codes).
    """
    blocks = [cidr_block(text) for text, _ in vpc.ipv6_cidr_blocks()]
    if within and parse_cidr(within) not in blocks:
        raise errors.VPC_IPV6_CIDR()
    enforce(placement.check_vswitch_ipv6(number, enabled=bool(blocks)))
    if number is None:
        return ""
    whole = cidr_block(within) if within else blocks[0]
    block = str(Cidr(6, whole.first | number << 64, 64))
    taken = next((other.id for other in present if other.ipv6_cidr_block == block), None)
    enforce(placement.check_vswitch_ipv6(number, enabled=True, taken=taken))
    return block


class CreateDefaultVSwitch(Request):
    zone_id: Required
    ipv6_cidr_block: OptionalInt = None


@operation(PRODUCT, VERSION, "CreateDefaultVSwitch")
def create_default_v_switch(call: Call, request: CreateDefaultVSwitch) -> CreateVSwitchReply:
    """The default vSwitch of a zone: the first free /20 of the default VPC."""
    vpc = find_default_vpc(call.transaction, call.scope)
    if vpc is None:
        raise errors.DEFAULT_VPC_MISSING()
    whole = vpc.blocks()[0]
    present = call.transaction.find(VSwitchRow, "vpc", vpc.id)
    if any(row.is_default and row.zone_id == request.zone_id for row in present):
        raise errors.DEFAULT_VSWITCH_EXISTS()
    taken = [row.block() for row in present]
    parts = (Cidr(4, whole.first + n * 4096, 20) for n in range(whole.size // 4096))
    free = next((part for part in parts if first_overlap(part, taken) is None), whole)
    creation = CreateVSwitch(
        vpc_id=vpc.id, zone_id=request.zone_id, cidr_block=str(free), ipv6_cidr_block=request.ipv6_cidr_block
    )
    return CreateVSwitchReply(v_switch_id=_create(call, vpc, creation, str(free), is_default=True).id)


class BoundTable(ApiObject):
    route_table_id: str
    route_table_type: str


class VSwitchItem(ApiObject):
    """A vSwitch as Describe shows it. ``ipv6_cidr_block`` is "" when there is none: null panics the provider."""

    v_switch_id: str
    vpc_id: str
    status: str
    v_switch_name: str
    description: str
    cidr_block: str
    ipv6_cidr_block: str
    enabled_ipv6: bool
    zone_id: str
    creation_time: str
    is_default: bool
    available_ip_address_count: int
    owner_id: int
    resource_group_id: str
    network_acl_id: str = ""
    share_type: str = ""
    route_table: BoundTable
    tags: Tags


def vswitch_fields(call: Call, row: VSwitchRow) -> VSwitchItem:
    """A vSwitch for readers."""
    table = call.transaction.get(RouteTableRow, row.route_table_id)
    return VSwitchItem(
        v_switch_id=row.id,
        vpc_id=row.vpc_id,
        status=row.state,
        v_switch_name=row.v_switch_name,
        description=row.description,
        cidr_block=row.cidr_block,
        ipv6_cidr_block=row.ipv6_cidr_block,
        enabled_ipv6=bool(row.ipv6_cidr_block),
        zone_id=row.zone_id,
        creation_time=timestamp(row.creation_time),
        is_default=row.is_default,
        available_ip_address_count=row.block().size
        - RESERVED_ADDRESSES
        - sum(len(interface.addresses) for interface in interfaces_in_vswitch(call.transaction, row.id)),
        network_acl_id=next((acl.id for acl in call.transaction.find(NetworkAclRow, "vswitch", row.id)), ""),
        owner_id=int(row.account),
        resource_group_id=row.resource_group_id,
        route_table=BoundTable(
            route_table_id=row.route_table_id, route_table_type=table.route_table_type if table else "System"
        ),
        tags=tags(call, row.id),
    )


class DescribeVSwitchAttributes(Request):
    v_switch_id: Required


class VSwitchAttributes(VSwitchItem):
    """DescribeVSwitchAttributes answers a vSwitch flat."""

    cloud_resources: Annotated[list[str], wrapped("CloudResourceSetType")] = []


@operation(PRODUCT, VERSION, "DescribeVSwitchAttributes")
def describe_v_switch_attributes(call: Call, request: DescribeVSwitchAttributes) -> VSwitchAttributes:
    """One vSwitch in full."""
    # The metadata says 400. The provider takes only 404 or an empty VSwitchId as gone
    # (provider-contract: alicloud_vswitch).
    return VSwitchAttributes(**dict(vswitch_fields(call, find.get_vswitch(call, request.v_switch_id))))


class DescribeVSwitches(Request):
    vpc_id: str = ""
    v_switch_id: str = ""
    zone_id: str = ""
    v_switch_name: str = ""
    is_default: OptionalBool = None
    route_table_id: str = ""
    resource_group_id: str = ""
    v_switch_owner_id: OptionalInt = None
    enable_ipv6: OptionalBool = None
    page_number: OptionalInt = None
    page_size: OptionalInt = None
    tag: TagFilters


class DescribeVSwitchesReply(PageReply):
    v_switches: Annotated[list[VSwitchItem], wrapped("VSwitch")]


@operation(PRODUCT, VERSION, "DescribeVSwitches")
def describe_v_switches(call: Call, request: DescribeVSwitches) -> DescribeVSwitchesReply:
    """The caller's vSwitches in a region, by any of the filters."""
    home = call.transaction.find(VSwitchRow, "home", call.scope)
    rows = [row for row in home if _fits(request, row) and matches_tags(call, row.id, request.tag)]
    cut = page(rows, request.page_number, request.page_size)
    return DescribeVSwitchesReply.of(
        cut,
        v_switches=[vswitch_fields(call, row) for row in cut.items],
    )


def _fits(request: DescribeVSwitches, row: VSwitchRow) -> bool:
    return matches(
        (request.vpc_id, row.vpc_id),
        (request.v_switch_id and request.v_switch_id.split(","), row.id),
        (request.zone_id, row.zone_id),
        (request.v_switch_name, row.v_switch_name),
        (request.is_default, row.is_default),
        (request.route_table_id, row.route_table_id),
        (request.resource_group_id, row.resource_group_id),
        (request.v_switch_owner_id, int(row.account)),
        (request.enable_ipv6, bool(row.ipv6_cidr_block)),
    )


class DeleteVSwitch(Request):
    v_switch_id: Required


@operation(PRODUCT, VERSION, "DeleteVSwitch")
def delete_v_switch(call: Call, request: DeleteVSwitch) -> EmptyReply:
    """A vSwitch that nothing is in and that asks the system table."""
    row = find.get_vswitch(call, request.v_switch_id, errors.VSWITCH_NOT_FOUND_ON_DELETE)
    if row.state != "Available":
        raise errors.VSWITCH_STATUS()
    if row.route_table_id != find.get_system_table(call, row.vpc_id).id:
        raise errors.VSWITCH_IN_ROUTE_TABLE()
    if interfaces_in_vswitch(call.transaction, row.id):
        raise errors.VSWITCH_HAS_RESOURCES()
    stored = stored_type_in(call.transaction, row.id)
    if stored:
        raise errors.VSWITCH_HAS_STORED.get(stored, errors.VSWITCH_HAS_STORED[""])()
    if call.transaction.find(NetworkAclRow, "vswitch", row.id):
        raise errors.VSWITCH_HAS_NETWORK_ACL()
    if any(row.vpc_id in terms.shared_vpcs for terms in call.world.settings.accounts.values()):
        raise errors.VSWITCH_SHARED()
    find.lock_vpc(call, row.vpc_id)
    drop_changed(call.transaction, row)
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.delete(row)
    return EmptyReply()
