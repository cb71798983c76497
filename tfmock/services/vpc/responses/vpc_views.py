"""VPCs: one in full, and many by filters."""

from __future__ import annotations

from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import ApiObject, CommaList, OptionalBool, OptionalInt, Request, Required, operation, wrapped
from tfmock.services.common.messages import PageReply, TagFilters, Tags, matches_tags, tags
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches
from tfmock.services.vpc import find
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION


class Ipv6Block(ApiObject):
    ipv6_cidr_block: str
    ipv6_isp: str


class VpcItem(ApiObject):
    """A VPC as Describe shows it. Fields without a default are read by the provider."""

    vpc_id: str
    region_id: str
    status: str
    vpc_name: str
    description: str
    cidr_block: str
    creation_time: str
    is_default: bool
    owner_id: int
    resource_group_id: str
    v_router_id: str
    dhcp_options_set_id: str = ""
    dhcp_options_set_status: str = ""
    cen_status: str = ""
    classic_link_enabled: bool
    dns_hostname_status: str
    enabled_ipv6: bool
    ipv6_cidr_block: str
    ipv6_cidr_blocks: Annotated[list[Ipv6Block], wrapped("Ipv6CidrBlock")]
    secondary_cidr_blocks: Annotated[list[str], wrapped("SecondaryCidrBlock")]
    user_cidrs: Annotated[list[str], wrapped("UserCidr")]
    v_switch_ids: Annotated[list[str], wrapped("VSwitchId")]
    router_table_ids: Annotated[list[str], wrapped("RouterTableIds")]
    nat_gateway_ids: Annotated[list[str], wrapped("NatGatewayIds")] = []
    tags: Tags


def vpc_fields(call: Call, row: VpcRow) -> VpcItem:
    """A VPC for readers."""
    ipv6 = [Ipv6Block(ipv6_cidr_block=cidr, ipv6_isp=isp) for cidr, isp in row.ipv6_cidr_blocks()]
    return VpcItem(
        vpc_id=row.id, region_id=row.region_id, status=row.state, vpc_name=row.vpc_name,
        description=row.description, cidr_block=row.cidr_block, creation_time=timestamp(row.creation_time),
        is_default=row.is_default, owner_id=int(row.account), resource_group_id=row.resource_group_id,
        v_router_id=row.v_router_id, classic_link_enabled=row.classic_link_enabled,
        dns_hostname_status="ENABLED" if row.enable_dns_hostname else "DISABLED",
        enabled_ipv6=bool(row.ipv6_cidr_block), ipv6_cidr_block=row.ipv6_cidr_block, ipv6_cidr_blocks=ipv6,
        secondary_cidr_blocks=list(row.secondary_cidr_blocks), user_cidrs=list(row.user_cidrs),
        v_switch_ids=[vswitch.id for vswitch in call.transaction.find(VSwitchRow, "vpc", row.id)],
        router_table_ids=[table.id for table in call.transaction.find(RouteTableRow, "vpc", row.id)],
        tags=tags(call, row.id),
    )  # fmt: skip


class CloudResource(ApiObject):
    resource_type: str
    resource_count: int


class VpcAttribute(VpcItem):
    """DescribeVpcAttribute answers a VPC flat, and what is in it."""

    associated_cens: Annotated[list[str], wrapped("AssociatedCen")] = []
    cloud_resources: Annotated[list[CloudResource], wrapped("CloudResourceSetType")]
    #: Always empty: nothing propagates routes here. The name is wrapped in itself (SDK).
    associated_propagation_sources: Annotated[list[str], wrapped("AssociatedPropagationSources")] = []
    support_ipv4_gateway: bool = True
    ipv4_gateway_id: str = ""


class DescribeVpcAttribute(Request):
    vpc_id: Required
    #: guess: says nothing beside the id
    is_default: OptionalBool = None


@operation(PRODUCT, VERSION, "DescribeVpcAttribute")
def describe_vpc_attribute(call: Call, request: DescribeVpcAttribute) -> VpcAttribute:
    """One VPC in full."""
    # provider: only HTTP 404 or an empty VpcId count as gone (provider-contract: alicloud_vpc). The metadata lists
    # no code.
    row = find.get_vpc(call, request.vpc_id)
    counts = {
        "VSwitch": len(call.transaction.find(VSwitchRow, "vpc", row.id)),
        "VRouter": 1,
        "RouteTable": len(call.transaction.find(RouteTableRow, "vpc", row.id)),
    }
    resources = [CloudResource(resource_type=kind, resource_count=count) for kind, count in counts.items()]
    gateway = next(iter(call.transaction.find(Ipv4GatewayRow, "vpc", row.id)), None)
    return VpcAttribute(
        **dict(vpc_fields(call, row)), cloud_resources=resources, ipv4_gateway_id=gateway.id if gateway else ""
    )


class DescribeVpcs(Request):
    vpc_id: CommaList = []
    vpc_name: str = ""
    is_default: OptionalBool = None
    resource_group_id: str = ""
    vpc_owner_id: OptionalInt = None
    dhcp_options_set_id: str = ""
    enable_ipv6: OptionalBool = None
    page_number: OptionalInt = None
    page_size: OptionalInt = None
    tag: TagFilters


class DescribeVpcsReply(PageReply):
    vpcs: Annotated[list[VpcItem], wrapped("Vpc")]


@operation(PRODUCT, VERSION, "DescribeVpcs")
def describe_vpcs(call: Call, request: DescribeVpcs) -> DescribeVpcsReply:
    """The caller's VPCs in a region, by any of the filters."""
    rows = [row for row in call.transaction.find(VpcRow, "home", call.scope) if _fits(request, row)]
    cut = page([row for row in rows if matches_tags(call, row.id, request.tag)], request.page_number, request.page_size)
    return DescribeVpcsReply.of(
        cut,
        vpcs=[vpc_fields(call, row) for row in cut.items],
    )


def _fits(request: DescribeVpcs, row: VpcRow) -> bool:
    return (
        matches(
            (request.vpc_id, row.id),
            (request.vpc_name, row.vpc_name),
            (request.is_default, row.is_default),
            (request.resource_group_id, row.resource_group_id),
            (request.vpc_owner_id, int(row.account)),
            (request.enable_ipv6, bool(row.ipv6_cidr_block)),
        )
        and not request.dhcp_options_set_id
    )
