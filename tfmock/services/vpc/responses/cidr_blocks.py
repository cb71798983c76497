"""Further blocks of a VPC: secondary IPv4 blocks, and IPv6."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.operation import Done, OptionalInt, Reply, Request, Required, operation
from tfmock.rulebook import addressing, quotas
from tfmock.rulebook.cidr import block
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.vpcs import chosen_ipv6_block


class AssociateVpcCidrBlock(Request):
    vpc_id: Required
    secondary_cidr_block: str = ""
    secondary_cidr_mask: OptionalInt = None
    ipv6_cidr_block: str = Field("", alias="IPv6CidrBlock")
    ipv6_isp: str = ""
    ip_version: str = ""
    ipam_pool_id: str = ""


class AssociateVpcCidrBlockReply(Reply):
    cidr_block: str
    """provider: part of the resource id when present (contract 6, alicloud_vpc_ipv4_cidr_block)."""


@operation(PRODUCT, VERSION, "AssociateVpcCidrBlock")
def associate_vpc_cidr_block(call: Call, request: AssociateVpcCidrBlock) -> AssociateVpcCidrBlockReply:
    """Add a block to a VPC."""
    vpc = find.available_vpc(call, request.vpc_id, errors.VPC_UNKNOWN)
    if request.ip_version.upper() == "IPV6" or request.ipv6_cidr_block:
        added = vpc.ipv6_cidr or chosen_ipv6_block(vpc.id, request.ipv6_cidr_block)
        call.tx.put(replace(vpc, ipv6_cidr=added, ipv6_isp=request.ipv6_isp or vpc.ipv6_isp))
        return AssociateVpcCidrBlockReply(cidr_block=added)
    if request.ipam_pool_id and not request.secondary_cidr_block:
        raise errors.IPAM()
    if not request.secondary_cidr_block:
        raise errors.SECONDARY_CIDR_MISSING()
    destinations = [route.cidr for route in call.tx.find(RouteEntryRow, "vpc", vpc.id) if route.cidr is not None]
    enforce(addressing.check_secondary_cidr(request.secondary_cidr_block, vpc.blocks(), destinations))
    limit = call.world.terms.quotas.vpc_quota_secondary_cidr_num
    used = len(vpc.secondary_cidrs)
    enforce(quotas.check_count(quotas.SECONDARY_CIDRS_PER_VPC, used=used, limit=limit))
    call.tx.put(replace(vpc, secondary_cidrs=(*vpc.secondary_cidrs, request.secondary_cidr_block)))
    return AssociateVpcCidrBlockReply(cidr_block=request.secondary_cidr_block)


class UnassociateVpcCidrBlock(Request):
    vpc_id: Required
    secondary_cidr_block: str = ""
    ipv6_cidr_block: str = Field("", alias="IPv6CidrBlock")


@operation(PRODUCT, VERSION, "UnassociateVpcCidrBlock")
def unassociate_vpc_cidr_block(call: Call, request: UnassociateVpcCidrBlock) -> Done:
    """Take a block away that no vSwitch lies in."""
    vpc = find.available_vpc(call, request.vpc_id, errors.VPC_UNKNOWN)
    gone = request.secondary_cidr_block
    if not gone and not request.ipv6_cidr_block:
        raise errors.SECONDARY_CIDR_MISSING()
    vswitches = call.tx.find(VSwitchRow, "vpc", vpc.id)
    if not gone:
        if request.ipv6_cidr_block != vpc.ipv6_cidr:
            raise errors.SECONDARY_CIDR_NOT_FOUND()
        if any(vswitch.ipv6_cidr for vswitch in vswitches):
            raise errors.CIDR_IN_USE()
        call.tx.put(replace(vpc, ipv6_cidr=""))
        return Done()
    if gone not in vpc.secondary_cidrs:
        raise errors.SECONDARY_CIDR_NOT_FOUND()
    if any(block(gone).contains(vswitch.block()) for vswitch in vswitches):
        raise errors.CIDR_IN_USE()
    call.tx.put(replace(vpc, secondary_cidrs=tuple(cidr for cidr in vpc.secondary_cidrs if cidr != gone)))
    return Done()
