"""IPv6 blocks that an account reserves before a VPC gets them."""

from __future__ import annotations

from tfmock.core.call import Call
from tfmock.core.operation import Reply, Request, operation
from tfmock.rulebook.cidr import Cidr, first_overlap, parse_cidr
from tfmock.services.vpc import find, ipv6_errors
from tfmock.services.vpc.models.ipv6_gateway import ReservedIpv6Row
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.vpcs import ipv6_block

#: AllocateVpcIpv6Cidr metadata.
ISPS = ("BGP", "ChinaMobile", "ChinaUnicom", "ChinaTelecom")


class AllocateVpcIpv6Cidr(Request):
    ipv6_isp: str = ""
    address_pool_type: str = ""
    ipv6_cidr_block: str = ""


class AllocateVpcIpv6CidrReply(Reply):
    ipv6_cidr_block: str


@operation(PRODUCT, VERSION, "AllocateVpcIpv6Cidr")
def allocate_vpc_ipv6_cidr(call: Call, request: AllocateVpcIpv6Cidr) -> AllocateVpcIpv6CidrReply:
    """Reserve a /56, the requested one or one of the cloud's choosing.

    Metadata: of each type one is reserved at most, until a VPC gets it. What was reserved before this world began is
    not known, so that CreateVpc and its kin take other blocks, too.
    """
    find.check_region(call)
    isp = request.ipv6_isp or "BGP"
    if isp not in ISPS:
        raise ipv6_errors.RESERVED_ISP()
    if request.address_pool_type not in ("", "aliyun", "custom"):
        raise ipv6_errors.RESERVED_POOL_TYPE()
    requested = parse_cidr(request.ipv6_cidr_block)
    if request.ipv6_cidr_block and (requested is None or requested.version != 6 or requested.mask != 56):
        raise ipv6_errors.RESERVED_BLOCK()
    present = call.transaction.find(ReservedIpv6Row, "home", call.scope)
    if any(row.ipv6_isp == isp for row in present):
        raise ipv6_errors.RESERVED_TWICE()
    taken = _taken(call)
    if requested is not None and first_overlap(requested, taken) is not None:
        raise ipv6_errors.RESERVED_TAKEN()
    serial = call.transaction.next_serial()
    block = str(requested) if requested else ipv6_block(f"reserved-{serial}", taken)
    call.transaction.put(
        ReservedIpv6Row(id=block, serial=serial, account=call.account, region_id=call.region, ipv6_isp=isp)
    )
    return AllocateVpcIpv6CidrReply(ipv6_cidr_block=block)


def _taken(call: Call) -> list[Cidr]:
    """Blocks that VPCs have, of whatever account, or that are reserved."""
    texts = [text for row in call.transaction.rows(VpcRow) for text, _ in row.ipv6_cidr_blocks()]
    texts += [row.id for row in call.transaction.rows(ReservedIpv6Row)]
    return [block for text in texts if (block := parse_cidr(text)) is not None]
