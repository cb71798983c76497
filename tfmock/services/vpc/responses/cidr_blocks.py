"""Further blocks of a VPC: secondary IPv4 blocks, and IPv6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, OptionalInt, Reply, Request, Required, operation
from tfmock.protocol.errors import enforce
from tfmock.rulebook import addressing, quotas
from tfmock.rulebook.cidr import cidr_block, parse_cidr
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.vpcs import check_pool, chosen_ipv6_block


class AssociateVpcCidrBlock(Request):
    vpc_id: Required
    secondary_cidr_block: str = ""
    secondary_cidr_mask: OptionalInt = None
    ipv6_cidr_block: str = Field("", alias="IPv6CidrBlock")
    ipv6_cidr_mask: OptionalInt = None
    ipv6_isp: str = ""
    ip_version: str = ""
    ipam_pool_id: str = ""


class AssociateVpcCidrBlockReply(Reply):
    #: provider: part of the resource id when present (provider-contract: alicloud_vpc_ipv4_cidr_block).
    cidr_block: str


@operation(PRODUCT, VERSION, "AssociateVpcCidrBlock")
def associate_vpc_cidr_block(call: Call, request: AssociateVpcCidrBlock) -> AssociateVpcCidrBlockReply:
    """Add a block to a VPC."""
    vpc = find.get_available_vpc(call, request.vpc_id, errors.VPC_UNKNOWN)
    if request.ip_version.upper() == "IPV6" or request.ipv6_cidr_block:
        return AssociateVpcCidrBlockReply(cidr_block=_add_ipv6(call, vpc, request))
    check_pool(request.ipam_pool_id, request.secondary_cidr_mask, request.secondary_cidr_block)
    if not request.secondary_cidr_block:
        raise errors.SECONDARY_CIDR_MISSING()
    destinations = [block for route in call.transaction.find(RouteEntryRow, "vpc", vpc.id) for block in route.blocks]
    enforce(addressing.check_secondary_cidr(request.secondary_cidr_block, vpc.blocks(), destinations))
    limit = call.quotas.vpc_quota_secondary_cidr_num
    used = len(vpc.secondary_cidr_blocks)
    enforce(quotas.check_count(quotas.SECONDARY_CIDRS_PER_VPC, used=used, limit=limit))
    call.transaction.put(replace(vpc, secondary_cidr_blocks=(*vpc.secondary_cidr_blocks, request.secondary_cidr_block)))
    return AssociateVpcCidrBlockReply(cidr_block=request.secondary_cidr_block)


def _add_ipv6(call: Call, vpc: VpcRow, request: AssociateVpcCidrBlock) -> str:
    """The VPC's first IPv6 block, or one more."""
    check_pool(request.ipam_pool_id, request.ipv6_cidr_mask, request.ipv6_cidr_block)
    present = vpc.ipv6_cidr_blocks()
    enforce(quotas.check_count(quotas.IPV6_CIDRS_PER_VPC, used=len(present), limit=quotas.IPV6_CIDRS))
    added = chosen_ipv6_block(call, vpc.id, request.ipv6_cidr_block, [cidr_block(text) for text, _ in present])
    call.transaction.put(vpc.with_ipv6_cidr_blocks((*present, (added, request.ipv6_isp or "BGP"))))
    return added


class UnassociateVpcCidrBlock(Request):
    vpc_id: Required
    secondary_cidr_block: str = ""
    ipv6_cidr_block: str = Field("", alias="IPv6CidrBlock")


@operation(PRODUCT, VERSION, "UnassociateVpcCidrBlock")
def unassociate_vpc_cidr_block(call: Call, request: UnassociateVpcCidrBlock) -> EmptyReply:
    """Take a block away that no vSwitch lies in."""
    vpc = find.get_available_vpc(call, request.vpc_id, errors.VPC_UNKNOWN)
    removed = request.secondary_cidr_block
    if not removed and not request.ipv6_cidr_block:
        raise errors.SECONDARY_CIDR_MISSING()
    vswitches = call.transaction.find(VSwitchRow, "vpc", vpc.id)
    if not removed:
        _remove_ipv6(call, vpc, request.ipv6_cidr_block, vswitches)
        return EmptyReply()
    if removed not in vpc.secondary_cidr_blocks:
        raise errors.SECONDARY_CIDR_NOT_FOUND()
    if any(cidr_block(removed).contains(vswitch.block()) for vswitch in vswitches):
        raise errors.CIDR_IN_USE()
    call.transaction.put(
        replace(vpc, secondary_cidr_blocks=tuple(cidr for cidr in vpc.secondary_cidr_blocks if cidr != removed))
    )
    return EmptyReply()


def _remove_ipv6(call: Call, vpc: VpcRow, removed: str, vswitches: Iterable[VSwitchRow]) -> None:
    block = parse_cidr(removed)
    remaining = [(text, isp) for text, isp in vpc.ipv6_cidr_blocks() if parse_cidr(text) != block]
    if block is None or len(remaining) == len(vpc.ipv6_cidr_blocks()):
        raise errors.IPV6_CIDR_NOT_FOUND()
    if any(vswitch.ipv6_cidr_block and block.contains(cidr_block(vswitch.ipv6_cidr_block)) for vswitch in vswitches):
        raise errors.CIDR_IN_USE()
    call.transaction.put(vpc.with_ipv6_cidr_blocks(remaining))
