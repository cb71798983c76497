"""How to provoke every error of the Vpc catalogue."""

from __future__ import annotations

from tests.support.lab import BEIJING, BOB, Net
from tests.support.services.provoke import (
    TAG,
    TAGS_21,
    ZONE,
    Provoked,
    act,
    after,
    bind,
    custom,
    deleting_table,
    gateway_table,
    nat,
    new_vpc,
    pcc,
    pending_table,
    pending_vpc,
    pending_vswitch,
    ri,
    route,
    route_id,
    second_table,
    secondary,
    slowly,
    table,
    vpc_id,
    vsw,
    vswitch,
    with_ipv6,
)
from tfmock.rulebook import placement, quotas, table_bindings, vpc_ipv6
from tfmock.services.common import vpc_in_use_errors as in_use
from tfmock.services.vpc import errors as vpc


def shared(net: Net) -> str:
    """A route with a list of next hops."""
    parameters = {"NextHopList": [ri(1), ri(2)], "RouteTableId": net.custom, "DestinationCidrBlock": "192.168.1.0/24"}
    return str(net.lab.call("CreateRouteEntry", parameters)["RouteEntryId"])


VPC_ERRORS = (
    # Vpc: VPCs
    Provoked(vpc.REGION_NOT_FOUND, act("CreateRouteTable", VpcId=vpc_id, RegionId="cn-atlantis")),
    Provoked(vpc.REGION_NOT_FOUND_ON_CREATE, act("CreateVpc", RegionId="cn-atlantis")),
    Provoked(vpc.REGION_NOT_FOUND_ON_CREATE, act("CreateDefaultVpc", RegionId="cn-atlantis"), id="default"),
    Provoked(vpc.REGION_NOT_FOUND_FOR_ZONES, act("DescribeZones", RegionId="cn-atlantis")),
    Provoked(vpc.VPC_NOT_FOUND, act("DescribeVpcAttribute", VpcId="vpc-nowhere")),
    Provoked(vpc.VPC_NOT_FOUND, act("DescribeVpcAttribute", VpcId=vpc_id), by=BOB, id="somebody else's"),
    Provoked(vpc.VPC_NOT_FOUND, act("DescribeVpcAttribute", VpcId=vpc_id, RegionId=BEIJING), id="other region"),
    Provoked(vpc.VPC_NOT_FOUND, act("DeleteVpc", VpcId="vpc-nowhere")),
    Provoked(
        vpc.VPC_UNKNOWN, act("AssociateVpcCidrBlock", VpcId="vpc-nowhere", SecondaryCidrBlock="172.16.0.0/16"),
        lambda net: {"id": "vpc-nowhere"},
    ),
    *(
        Provoked(
            vpc.VPC_CIDR_ON_MODIFY, act("ModifyVpcAttribute", VpcId=lambda net: net.vpc, CidrBlock=block), id=block
        )
        for block in ("10.0.0.1/16", "ten", "10.0.0.0/29", "127.0.0.0/16")
    ),
    Provoked(vpc.VPC_STATUS, pending_vpc(lambda net, id: ("ModifyVpcAttribute", {"VpcId": id, "VpcName": "x"}))),
    Provoked(vpc.RESOURCE_GROUP, act("CreateVpc", ResourceGroupId="rg-none")),
    Provoked(vpc.RESOURCE_GROUP, act("CreateVpc", ResourceGroupId=lambda net: net.group), by=BOB, id="somebody else's"),
    Provoked(
        vpc.RESOURCE_ON_MOVE,
        act(
            "MoveResourceGroup", ResourceId="vpc-nowhere", ResourceType="VPC",
            NewResourceGroupId=lambda net: net.group,
        ),
    ),
    Provoked(
        vpc.RESOURCE_TYPE_ON_MOVE,
        act("MoveResourceGroup", ResourceId=vpc_id, ResourceType="HAVIP", NewResourceGroupId=lambda net: net.group),
    ),
    Provoked(vpc.VPC_HAS_VSWITCH, act("DeleteVpc", VpcId=vpc_id)),
    Provoked(
        vpc.VPC_HAS_ROUTE_TABLE,
        after(lambda net: net.lab.call("DeleteVSwitch", VSwitchId=net.vsw), act("DeleteVpc", VpcId=vpc_id)),
    ),
    Provoked(
        vpc.VPC_HAS_ROUTES,
        after(
            lambda net: net.lab.route(net.table2, "192.168.0.0/24", net.pcc),
            act("DeleteVpc", VpcId=lambda net: net.vpc2),
        ),
    ),
    Provoked(in_use.VPC_HAS_PEERING, act("DeleteVpc", VpcId=lambda net: net.vpc2)),
    Provoked(vpc.DEFAULT_VPC_EXISTS, after(lambda net: net.lab.call("CreateDefaultVpc"), act("CreateDefaultVpc"))),
    Provoked(vpc.DEFAULT_VPC_MISSING, act("CreateDefaultVSwitch", ZoneId=ZONE)),
    Provoked(
        vpc.DEFAULT_VSWITCH_EXISTS,
        after(
            lambda net: (net.lab.call("CreateDefaultVpc"), net.lab.call("CreateDefaultVSwitch", ZoneId=ZONE)),
            act("CreateDefaultVSwitch", ZoneId=ZONE),
        ),
    ),
    Provoked(vpc.IPV6_AND_CIDR, act("ModifyVpcAttribute", VpcId=vpc_id, CidrBlock="10.0.0.0/8", EnableIPv6=True)),
    Provoked(
        vpc.IPV6_IN_USE,
        after(
            lambda net: (with_ipv6(net), net.lab.vswitch(net.vpc, "10.0.9.0/24", Ipv6CidrBlock=9)),
            act("ModifyVpcAttribute", VpcId=vpc_id, EnableIPv6=False),
        ),
    ),
    Provoked(vpc.IPAM, act("CreateVpc", Ipv4IpamPoolId="ipam-pool-1", Ipv4CidrMask=16)),
    Provoked(
        vpc.CIDR_OVERLAPS_SECONDARY,
        after(
            lambda net: secondary(net, "10.128.0.0/16"), act("ModifyVpcAttribute", VpcId=vpc_id, CidrBlock="10.0.0.0/8")
        ),
    ),
    # Vpc: further blocks
    Provoked(vpc.SECONDARY_CIDR_MISSING, act("AssociateVpcCidrBlock", VpcId=vpc_id)),
    Provoked(
        vpc.SECONDARY_CIDR_NOT_FOUND,
        act("UnassociateVpcCidrBlock", VpcId=vpc_id, SecondaryCidrBlock="172.16.0.0/16"),
    ),
    Provoked(
        vpc.IPV6_CIDR_NOT_FOUND,
        after(with_ipv6, act("UnassociateVpcCidrBlock", VpcId=vpc_id, IPv6CidrBlock="2408:4005:999::/56")),
    ),
    Provoked(
        vpc_ipv6.BLOCK_TWICE,
        lambda net: (
            with_ipv6(net),
            (
                "AssociateVpcCidrBlock",
                {"VpcId": net.vpc, "IpVersion": "IPv6", "IPv6CidrBlock": net.lab.call(
                    "DescribeVpcAttribute", VpcId=net.vpc)["Ipv6CidrBlock"]},
            ),
        )[1],
    ),
    Provoked(
        quotas.IPV6_CIDRS_PER_VPC,
        after(
            lambda net: [net.lab.call("AssociateVpcCidrBlock", VpcId=net.vpc, IpVersion="IPv6") for _ in range(6)],
            act("AssociateVpcCidrBlock", VpcId=vpc_id, IpVersion="IPv6"),
        ),
    ),
    Provoked(
        vpc.IPAM, act("AssociateVpcCidrBlock", VpcId=vpc_id, IpVersion="IPv6", IpamPoolId="ipam-pool-1"), id="ipv6"
    ),
    Provoked(
        vpc.VPC_IPV6_CIDR,
        after(
            with_ipv6,
            lambda net: vswitch(net, "10.0.9.0/24", Ipv6CidrBlock=1, VpcIpv6CidrBlock="2408:4005:999::/56"),
        ),
    ),
    Provoked(
        vpc.CIDR_IN_USE,
        after(
            lambda net: (secondary(net), net.lab.vswitch(net.vpc, "172.16.1.0/24")),
            act("UnassociateVpcCidrBlock", VpcId=vpc_id, SecondaryCidrBlock="172.16.0.0/16"),
        ),
    ),
    # Vpc: vSwitches
    Provoked(vpc.VSWITCH_NOT_FOUND, act("DescribeVSwitchAttributes", VSwitchId="vsw-nowhere")),
    Provoked(vpc.VSWITCH_NOT_FOUND_ON_DELETE, act("DeleteVSwitch", VSwitchId="vsw-nowhere")),
    Provoked(
        vpc.VSWITCH_TOKEN_REUSED,
        after(
            lambda net: net.lab.vswitch(net.vpc, "10.0.8.0/24", ClientToken="once"),
            lambda net: vswitch(net, "10.0.9.0/24", ClientToken="once"),
        ),
    ),
    Provoked(
        vpc.VSWITCH_STATUS,
        act("DeleteVSwitch", VSwitchId=pending_vswitch),
    ),
    *(
        Provoked(
            vpc.TAG_RESERVED,
            act(
                action, ResourceType="VPC", ResourceId=lambda net: [net.vpc], Tag=[{"Key": "acs:k"}], TagKey=["aliyun"]
            ),
            id=action,
        )
        for action in ("TagResources", "UnTagResources")
    ),
    Provoked(vpc.VSWITCH_IN_ROUTE_TABLE, after(bind, act("DeleteVSwitch", VSwitchId=vsw))),
    Provoked(placement.ZONE, lambda net: vswitch(net, "10.0.9.0/24", ZoneId="cn-beijing-a")),
    Provoked(placement.IPV6_DISABLED, lambda net: vswitch(net, "10.0.9.0/24", Ipv6CidrBlock=1)),
    Provoked(vpc_ipv6.BLOCK, new_vpc(EnableIpv6=True, Ipv6CidrBlock="2408::/64")),
    Provoked(placement.IPV6_NUMBER, after(with_ipv6, lambda net: vswitch(net, "10.0.9.0/24", Ipv6CidrBlock=256))),
    Provoked(
        placement.IPV6_TAKEN,
        after(
            lambda net: (with_ipv6(net), net.lab.vswitch(net.vpc, "10.0.8.0/24", Ipv6CidrBlock=7)),
            lambda net: vswitch(net, "10.0.9.0/24", Ipv6CidrBlock=7),
        ),
    ),
    # Vpc: route tables
    Provoked(vpc.ROUTE_TABLE_NOT_FOUND, act("DeleteRouteTable", RouteTableId="vtb-nowhere")),
    Provoked(vpc.ROUTE_TABLE_UNKNOWN, act("DescribeRouteEntryList", RouteTableId="vtb-nowhere")),
    Provoked(vpc.ROUTE_TABLE_UNKNOWN_ON_MODIFY, act("ModifyRouteTableAttributes", RouteTableId="vtb-nowhere")),
    Provoked(vpc.ROUTE_TABLE_TYPE, act("DeleteRouteTable", RouteTableId=table)),
    Provoked(
        vpc.ROUTE_TABLE_HAS_ROUTES,
        after(
            lambda net: net.lab.route(net.custom, "192.168.0.0/24", net.pcc),
            act("DeleteRouteTable", RouteTableId=custom),
        ),
    ),
    Provoked(vpc.ROUTE_TABLE_HAS_VSWITCH, after(bind, act("DeleteRouteTable", RouteTableId=custom))),
    Provoked(
        vpc.ROUTE_TABLE_STATUS,
        lambda net: (net.lab.slow(RouteTable_Pending=60), route(net, RouteTableId=second_table(net)))[1],
    ),
    *(
        Provoked(
            vpc.ROUTE_TABLE_STATUS_ON_DELETE, act("DeleteRouteTable", RouteTableId=make_table), id=make_table.__name__
        )
        for make_table in (pending_table, deleting_table)
    ),
    *(
        Provoked(
            vpc.ROUTE_TABLE_STATUS_ON_BIND, act(f"{verb}RouteTable", RouteTableId=make_table, VSwitchId=vsw),
            id=f"{verb}-{make_table.__name__}",
        )
        for verb in ("Associate", "Unassociate")
        for make_table in (pending_table, deleting_table)
    ),
    *(
        Provoked(
            vpc.VSWITCH_STATUS_ON_BIND,
            act(f"{verb}RouteTable", RouteTableId=custom, VSwitchId=pending_vswitch),
            id=verb,
        )
        for verb in ("Associate", "Unassociate")
    ),
    Provoked(
        table_bindings.ALREADY_BOUND,
        after(bind, act("AssociateRouteTable", RouteTableId=second_table, VSwitchId=vsw)),
    ),
    Provoked(
        table_bindings.BOUND_TO_SAME, after(bind, act("AssociateRouteTable", RouteTableId=custom, VSwitchId=vsw))
    ),
    Provoked(
        table_bindings.OTHER_VPC, act("AssociateRouteTable", RouteTableId=lambda net: net.table2, VSwitchId=vsw)
    ),
    Provoked(table_bindings.OF_GATEWAY, act("AssociateRouteTable", RouteTableId=gateway_table, VSwitchId=vsw)),
    Provoked(
        table_bindings.SYSTEM, after(bind, act("AssociateRouteTable", RouteTableId=table, VSwitchId=vsw))
    ),
    Provoked(vpc.ROUTE_TABLE_NOT_BOUND, act("UnassociateRouteTable", RouteTableId=custom, VSwitchId=vsw)),
    Provoked(vpc.ROUTE_TABLE_SYSTEM_BOUND, act("UnassociateRouteTable", RouteTableId=table, VSwitchId=vsw)),
    Provoked(vpc.ROUTER_UNKNOWN, act("DescribeRouteTables", VRouterId="vrt-nowhere")),
    # Vpc: route entries
    Provoked(
        vpc.ROUTE_PENDING,
        slowly("RouteEntry_Pending", route, lambda net: route(net, DestinationCidrBlock="10.3.0.0/16")),
    ),
    Provoked(
        vpc.ROUTE_PENDING,
        slowly(
            "RouteEntry_Pending", route,
            act("DeleteRouteEntry", RouteTableId=custom, DestinationCidrBlock="10.1.0.0/16"),
        ),
        id="delete",
    ),
    Provoked(vpc.ROUTE_NOT_FOUND, act("DeleteRouteEntry", RouteTableId=table, DestinationCidrBlock="10.9.0.0/16")),
    Provoked(
        vpc.ROUTE_NOT_FOUND,
        act("DeleteRouteEntry", RouteTableId=table, DestinationCidrBlock="192.168.0.0/24", NextHopId="pcc-other"),
        id="other hop",
    ),
    Provoked(vpc.ROUTE_ID_NOT_FOUND, act("DeleteRouteEntry", RouteEntryId="rte-nowhere")),
    Provoked(vpc.ROUTE_ID_NOT_FOUND, act("DeleteRouteEntry", RouteEntryId=route_id), by=BOB, id="somebody else's"),
    Provoked(vpc.ROUTE_IS_SYSTEM, act("DeleteRouteEntry", RouteTableId=table, DestinationCidrBlock="10.0.1.0/24")),
    Provoked(
        vpc.ROUTE_IS_SYSTEM, act("DeleteRouteEntry", RouteTableId=table, DestinationCidrBlock="100.64.0.0/10"),
        id="cloud services",
    ),
    Provoked(vpc.ROUTE_EXCLUSIVE, act("DeleteRouteEntry", RouteEntryId=route_id, RouteTableId=table)),
    Provoked(
        vpc.ROUTE_NEXT_HOP_BOTH,
        act(
            "DeleteRouteEntry", RouteTableId=table, DestinationCidrBlock="192.168.0.0/24", NextHopId=pcc,
            NextHopList=[ri(1), ri(2)],
        ),
    ),
    Provoked(vpc.ROUTE_MODIFY_WHAT, act("ModifyRouteEntry", RouteEntryName="x")),
    Provoked(vpc.ROUTE_MODIFY_ID, act("ModifyRouteEntry", RouteEntryId=route_id, NewNextHopType="NatGateway")),
    Provoked(vpc.ROUTE_MODIFY_TYPE, act("ModifyRouteEntry", RouteEntryId=route_id, NewNextHopId="ngw-1")),
    Provoked(
        vpc.ROUTE_MODIFY_UNSUPPORTED,
        act("ModifyRouteEntry", RouteEntryId=shared, NewNextHopId="ngw-1", NewNextHopType="NatGateway"),
    ),
    Provoked(
        vpc.ROUTE_MODIFY_SAME,
        act("ModifyRouteEntry", RouteEntryId=nat, NewNextHopId="ngw-1", NewNextHopType="NatGateway"),
    ),
    Provoked(vpc.ROUTE_PUBLISH_TARGET, act("PublishVpcRouteEntries", TargetType="ECR", TargetInstanceId="ecr-1")),
    Provoked(table_bindings.NO_ROUTES, lambda net: route(net, RouteTableId=gateway_table(net))),
    Provoked(
        vpc.FILTER, act("DescribeRouteEntryList", RouteTableId=table, IpVersion="ipv5"),
        lambda net: {"name": "IpVersion"}, id="IpVersion",
    ),
    Provoked(
        vpc.FILTER, act("DescribeRouteEntryList", RouteTableId=table, RouteEntryType="Odd"),
        lambda net: {"name": "RouteEntryType"}, id="RouteEntryType",
    ),
    Provoked(
        vpc.FILTER, act("DescribeRouteTables", RouteTableId=table, Type="Odd"), lambda net: {"name": "Type"}, id="Type"
    ),
    Provoked(
        vpc.FILTER, act("CreateRouteTable", VpcId=vpc_id, AssociateType="Odd"), lambda net: {"name": "AssociateType"},
        id="AssociateType",
    ),
    Provoked(vpc.NEXT_TOKEN, act("DescribeRouteEntryList", RouteTableId=table, NextToken="nonsense")),
    Provoked(
        vpc.NEXT_TOKEN, act("ListTagResources", ResourceType="VPC", ResourceId=["vpc-x"], NextToken="x"), id="tags"
    ),
    Provoked(
        vpc.TASK_CONFLICT,
        lambda net: (
            net.lab.change(task_conflict=True), net.lab.freeze(), net.lab.vswitch(net.vpc, "10.0.9.0/24"),
            vswitch(net, "10.0.10.0/24"),
        )[-1],
    ),
    Provoked(vpc.TAG_RESOURCES_MISSING, act("TagResources", ResourceType="VPC", ResourceId=["vpc-x"], Tag=[TAG])),
    Provoked(vpc.TAG_RESOURCE_TYPE, act("TagResources", ResourceType="HAVIP", ResourceId=["eip-x"], Tag=[TAG])),
    Provoked(vpc.TAG_RESOURCES, act("ListTagResources", ResourceType="VPC", ResourceId=["vpc-x"] * 51)),
    Provoked(vpc.TAG_COUNT, act("TagResources", ResourceType="VPC", ResourceId=lambda net: [net.vpc], Tag=TAGS_21)),
    Provoked(
        vpc.TAG_COUNT, act("UnTagResources", ResourceType="VPC", ResourceId=["vpc-x"], TagKey=["k"] * 21), id="untag"
    ),
    Provoked(
        vpc.TAG_QUOTA,
        after(
            lambda net: net.lab.call("TagResources", ResourceType="VPC", ResourceId=[net.vpc], Tag=TAGS_21[:20]),
            lambda net: ("TagResources", {"ResourceType": "VPC", "ResourceId": [net.vpc], "Tag": [TAG]}),
        ),
    ),
    Provoked(vpc.TAG_KEYS_MISSING, act("UnTagResources", ResourceType="VPC", ResourceId=lambda net: [net.vpc])),
    Provoked(vpc.TAG_NOTHING_ASKED, act("ListTagResources", ResourceType="VPC")),
)  # fmt: skip
