"""VPCs: create, change, delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.ids import token
from tfmock.core.operation import (
    CommaList,
    EmptyReply,
    OptionalBool,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
)
from tfmock.protocol.errors import enforce
from tfmock.rulebook import addressing, cidr, names, quotas, vpc_ipv6
from tfmock.services.common.messages import Tag, tag_pairs
from tfmock.services.common.rows import patched
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.resources import RESOURCES
from tfmock.services.vpc import errors, find, ipv6_errors
from tfmock.services.vpc.models import route_table as route_tables
from tfmock.services.vpc.models import vpc as vpcs
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.ipv6_gateway import Ipv6GatewayRow, ReservedIpv6Row
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow, find_default_vpc
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.simulation.resources import stored_type_in

#: What a VPC gets when no block is requested (CreateVpc metadata).
DEFAULT_CIDR = "172.16.0.0/12"


class CreateVpc(Request):
    """CreateVpc parameters."""

    cidr_block: str = ""
    ipv6_cidr_block: str = ""
    vpc_name: str = ""
    description: str = ""
    enable_ipv6: OptionalBool = None
    ipv6_isp: str = ""
    resource_group_id: str = ""
    user_cidr: CommaList = []
    enable_dns_hostname: OptionalBool = None
    ipv4_ipam_pool_id: str = ""
    ipv4_cidr_mask: OptionalInt = None
    ipv6_ipam_pool_id: str = ""
    ipv6_cidr_mask: OptionalInt = None
    tag: list[Tag] = []


class CreateVpcReply(Reply):
    vpc_id: str
    v_router_id: str
    route_table_id: str
    resource_group_id: str


@operation(PRODUCT, VERSION, "CreateVpc")
def create_vpc(call: Call, request: CreateVpc) -> CreateVpcReply:
    """A VPC with its router and system route table."""
    check_pool(request.ipv4_ipam_pool_id, request.ipv4_cidr_mask, request.cidr_block)
    check_pool(request.ipv6_ipam_pool_id, request.ipv6_cidr_mask, request.ipv6_cidr_block)
    enforce(vpc_ipv6.check_enabled(request.ipv6_cidr_block, enabled=bool(request.enable_ipv6)))
    table = _create(call, request, request.cidr_block or DEFAULT_CIDR)
    return CreateVpcReply(
        vpc_id=table.vpc_id,
        v_router_id=table.router_id,
        route_table_id=table.id,
        resource_group_id=table.resource_group_id,
    )


def check_pool(pool: str, mask: int | None, block: str) -> None:
    """A mask is for an address pool, of which there are none; a block that is given needs neither.

    Raises:
        ApiError: the cloud's answer to a mask without a pool (provider docs: needs one), ours to a pool.
    """
    if pool and not block:
        raise errors.IPAM()
    if mask is not None and not block:
        raise ipv6_errors.IPAM_POOL()


def _create(call: Call, request: CreateVpc, block: str, *, is_default: bool = False) -> RouteTableRow:
    """Make the rows of a VPC; returns its system table."""
    find.check_region(call, errors.REGION_NOT_FOUND_ON_CREATE)
    enforce(addressing.check_vpc_cidr(block))
    enforce(names.check_texts("vpc", request.vpc_name, request.description))
    enforce(addressing.check_user_cidrs(request.user_cidr))
    enforce(names.check_tags(tag_pairs(request.tag)))
    here = call.scope
    limit = call.quotas.vpc_quota_instances_num
    used = len(call.transaction.find(VpcRow, "home", here))
    enforce(quotas.check_count(quotas.VPCS_PER_REGION, used=used, limit=limit))
    group = find.get_resource_group_id(call, request.resource_group_id)
    vpc_id, serial = call.new_id_of(VpcRow, call.region)
    router, _ = call.new_id("vrt", call.region)
    table_id, table_serial = call.new_id_of(RouteTableRow, call.region)
    call.transaction.put(
        VpcRow(
            id=vpc_id, serial=serial, account=call.account, region_id=call.region, cidr_block=block,
            vpc_name=request.vpc_name, description=request.description, creation_time=call.now, v_router_id=router,
            status=vpcs.LIFECYCLE.start("Pending", at=call.now, then="Available"), resource_group_id=group,
            is_default=is_default, user_cidrs=tuple(request.user_cidr),
            ipv6_cidr_block=chosen_ipv6_block(call, vpc_id, request.ipv6_cidr_block) if request.enable_ipv6 else "",
            ipv6_isp=request.ipv6_isp or "BGP", enable_dns_hostname=bool(request.enable_dns_hostname),
        )
    )  # fmt: skip
    put_tags(call.transaction, *here, VpcRow.resource.tag_type, vpc_id, tag_pairs(request.tag))
    # provider: the system table must be there at once (provider-contract: alicloud_vpc)
    return call.transaction.put(
        RouteTableRow(
            id=table_id,
            serial=table_serial,
            account=call.account,
            region_id=call.region,
            vpc_id=vpc_id,
            router_id=router,
            route_table_type="System",
            associate_type="VSwitch",
            route_table_name="",
            description="",
            status=route_tables.LIFECYCLE.start("Available", at=call.now),
            creation_time=call.now,
            resource_group_id=group,
        )
    )


def ipv6_block(vpc_id: str, besides: Sequence[cidr.Cidr] = ()) -> str:
    """A /56 that follows from the id, within a range seen in published samples; the next that is free."""
    number = int(token(f"ipv6:{vpc_id}", 8), 36)
    while True:
        candidate = cidr.Cidr(6, (0x24084005 << 96) | (number % (1 << 20) << 72), 56)
        if cidr.first_overlap(candidate, besides) is None:
            return str(candidate)
        number += 1


def chosen_ipv6_block(call: Call, vpc_id: str, requested: str, besides: Sequence[cidr.Cidr] = ()) -> str:
    """The requested /56, else one of the cloud's choosing. The cloud takes reserved ones only (provider docs); what was
    reserved before this world began is not known here, so any /56 is taken.

    Args:
        besides: the blocks that the VPC has already.
    """
    enforce(vpc_ipv6.check_block(requested, besides))
    block = cidr.parse_cidr(requested)
    reserved = call.transaction.get(ReservedIpv6Row, str(block)) if block is not None else None
    if reserved is not None:
        call.transaction.delete(reserved)
    return requested or ipv6_block(vpc_id, besides)


class CreateDefaultVpc(CreateVpc):
    """CreateDefaultVpc parameters: those of CreateVpc that the cloud does not choose."""


@operation(PRODUCT, VERSION, "CreateDefaultVpc")
def create_default_vpc(call: Call, request: CreateDefaultVpc) -> CreateVpcReply:
    """The default VPC of a region: a 172.x block, at most one (VPC and vSwitch page)."""
    present = call.transaction.find(VpcRow, "home", call.scope)
    if find_default_vpc(call.transaction, call.scope) is not None:
        raise errors.DEFAULT_VPC_EXISTS()
    table = _create(call, request, f"172.{16 + len(present) % 16}.0.0/16", is_default=True)
    return CreateVpcReply(
        vpc_id=table.vpc_id,
        v_router_id=table.router_id,
        route_table_id=table.id,
        resource_group_id=table.resource_group_id,
    )


class ModifyVpcAttribute(Request):
    vpc_id: Required
    vpc_name: str | None = None
    description: str | None = None
    cidr_block: str = ""
    enable_ipv6: OptionalBool = Field(None, alias="EnableIPv6")
    ipv6_cidr_block: str = ""
    ipv6_isp: str = ""
    enable_dns_hostname: OptionalBool = None


@operation(PRODUCT, VERSION, "ModifyVpcAttribute")
def modify_vpc_attribute(call: Call, request: ModifyVpcAttribute) -> EmptyReply:
    """Name, description, block, IPv6, DNS host names."""
    row = find.get_available_vpc(call, request.vpc_id)
    enforce(names.check_texts("vpc", request.vpc_name, request.description))
    if request.cidr_block and request.enable_ipv6 is not None:
        raise errors.IPV6_AND_CIDR()
    row = patched(
        row,
        vpc_name=request.vpc_name,
        description=request.description,
    )
    if request.cidr_block:
        row = _with_block(call, row, request.cidr_block)
    if request.enable_ipv6 is not None:
        row = _with_ipv6(call, row, request.enable_ipv6, request)
    elif request.ipv6_isp and row.ipv6_cidr_block:
        row = replace(row, ipv6_isp=request.ipv6_isp)  # guess. provider: sends it alone since 1.248, and reads it back
    call.transaction.put(patched(row, enable_dns_hostname=request.enable_dns_hostname))
    return EmptyReply()


def _with_block(call: Call, row: VpcRow, block: str) -> VpcRow:
    if any(True for _ in addressing.check_vpc_cidr(block)):
        raise errors.VPC_CIDR_ON_MODIFY()  # ModifyVpcAttribute error codes; CreateVpc has another
    changed = replace(row, cidr_block=block)
    primary, *secondaries = changed.blocks()
    if cidr.first_overlap(primary, secondaries) is not None:
        raise errors.CIDR_OVERLAPS_SECONDARY()
    vswitches = [(vswitch.id, vswitch.block()) for vswitch in call.transaction.find(VSwitchRow, "vpc", row.id)]
    enforce(addressing.check_vpc_still_holds(changed.blocks(), vswitches))
    return changed


def _with_ipv6(call: Call, row: VpcRow, enabled: bool, request: ModifyVpcAttribute) -> VpcRow:
    if enabled:
        block = row.ipv6_cidr_block or chosen_ipv6_block(call, row.id, request.ipv6_cidr_block)
        return replace(row, ipv6_cidr_block=block, ipv6_isp=request.ipv6_isp or row.ipv6_isp)
    if any(vswitch.ipv6_cidr_block for vswitch in call.transaction.find(VSwitchRow, "vpc", row.id)):
        raise errors.IPV6_IN_USE()
    if call.transaction.find(Ipv6GatewayRow, "vpc", row.id):
        raise ipv6_errors.IPV6_GATEWAY_IN_USE()
    return row.with_ipv6_cidr_blocks(())


class DeleteVpc(Request):
    vpc_id: Required
    force_delete: OptionalBool = None


@operation(PRODUCT, VERSION, "DeleteVpc")
def delete_vpc(call: Call, request: DeleteVpc) -> EmptyReply:
    """A VPC that nothing is in any more, with its router and system table."""
    row = find.get_available_vpc(call, request.vpc_id)
    if request.force_delete:
        _drop_gateway(call, row.id)
    _check_empty(call, row.id)
    for table in call.transaction.find(RouteTableRow, "vpc", row.id):
        drop_tags(call.transaction, row.account, table.id)
        call.transaction.delete(table)
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.delete(row)
    return EmptyReply()


def _drop_gateway(call: Call, vpc: str) -> None:
    """ForceDelete takes along an IPv4 gateway and the routes to it, and nothing else (DeleteVpc metadata).

    Where something else stays, the call is refused and nothing of this has happened.
    """
    for gateway in call.transaction.find(Ipv4GatewayRow, "vpc", vpc):
        for route in call.transaction.find(RouteEntryRow, "hop", gateway.id):
            call.transaction.delete(route)
        drop_tags(call.transaction, gateway.account, gateway.id)
        call.transaction.delete(gateway)


def _check_empty(call: Call, vpc_id: str) -> None:
    """Nothing is in the VPC that users make: DeleteVpc error codes; their order is a guess."""
    for kind in sorted(RESOURCES, key=lambda kind: kind.resource.parent_check):
        in_use = kind.resource.parent_in_use
        if in_use is not None and any(
            row.summary(call.transaction).listed for row in call.transaction.find(kind, "vpc", vpc_id)
        ):
            raise in_use()
    stored = stored_type_in(call.transaction, vpc_id)
    if stored:
        raise errors.VPC_HAS_STORED.get(stored, errors.VPC_HAS_STORED[""])()


class ClassicLink(Request):
    vpc_id: Required


@operation(PRODUCT, VERSION, "EnableVpcClassicLink")
def enable_vpc_classic_link(call: Call, request: ClassicLink) -> EmptyReply:
    """ClassicLink is a flag here; no classic network exists behind it."""
    call.transaction.put(replace(find.get_available_vpc(call, request.vpc_id), classic_link_enabled=True))
    return EmptyReply()


@operation(PRODUCT, VERSION, "DisableVpcClassicLink")
def disable_vpc_classic_link(call: Call, request: ClassicLink) -> EmptyReply:
    """The reverse of EnableVpcClassicLink."""
    call.transaction.put(replace(find.get_available_vpc(call, request.vpc_id), classic_link_enabled=False))
    return EmptyReply()
