"""How to provoke every rule that the API enforces."""

from __future__ import annotations

from tests.support.lab import HANGZHOU
from tests.support.services.errors_access import entry
from tests.support.services.provoke import (
    LONGER,
    TAG,
    TAGS_21,
    Provoked,
    act,
    after,
    connect,
    connecting,
    havip,
    hops,
    ipv6_of,
    new_vpc,
    of_pcc,
    pcc,
    quota,
    ri,
    route,
    vpc_id,
    vswitch,
    waiting,
    with_ipv6,
)
from tfmock.rulebook import addressing, names, peering, quotas, routing

RULES = (
    Provoked(
        quotas.NETWORK_ACL_ENTRIES,
        after(lambda net: net.lab.quota(vpc_quota_nacl_ingress_entry=0), entry()),
    ),
    # Connections
    Provoked(
        peering.BANDWIDTH_WITHIN_REGION,
        lambda net: connect(
            net, AcceptingRegionId=HANGZHOU, AcceptingVpcId=net.lab.vpc("10.6.0.0/16")["VpcId"], Bandwidth=10
        ),
    ),
    Provoked(
        peering.LINK_TYPE_WITHIN_REGION,
        lambda net: connect(
            net, AcceptingRegionId=HANGZHOU, AcceptingVpcId=net.lab.vpc("10.6.0.0/16")["VpcId"], LinkType="Gold"
        ),
    ),
    Provoked(
        peering.LINK_TYPE_WITHIN_REGION, act("VpcPeer.ModifyVpcPeerConnection", InstanceId=pcc, LinkType="Gold"),
        id="modify",
    ),
    Provoked(peering.LINK_TYPE_VALUE, connecting(LinkType="gold")),
    Provoked(peering.LINK_TYPE_SPECIAL, connecting(LinkType="Silver")),
    Provoked(peering.BANDWIDTH_RANGE, connecting(Bandwidth=0)),
    Provoked(peering.BANDWIDTH_RANGE, connecting(Bandwidth=-1), id="negative"),
    Provoked(peering.BANDWIDTH_QUOTA, connecting(Bandwidth=1025)),
    Provoked(peering.SAME_VPC, lambda net: connect(net, AcceptingVpcId=net.vpc2)),
    Provoked(
        peering.PAIR_EXISTS,
        lambda net: connect(net, VpcId=net.vpc, AcceptingVpcId=net.vpc2, AcceptingRegionId=HANGZHOU),
    ),
    Provoked(
        peering.PAIR_EXISTS, lambda net: connect(net, AcceptingVpcId=net.vpc, AcceptingRegionId=HANGZHOU), id="reverse"
    ),
    Provoked(
        peering.REGION_UNKNOWN, connecting(AcceptingRegionId="cn-atlantis"), lambda net: {"region": "cn-atlantis"}
    ),
    Provoked(
        peering.REGION_WITHOUT_PEERING, connecting(AcceptingRegionId="na-south-1"),
        lambda net: {"region": "na-south-1"},
    ),
    Provoked(peering.REGIONS_MAY_NOT_PEER, connecting(AcceptingRegionId="cn-shanghai-finance-1")),
    Provoked(peering.DRY_RUN, connecting(DryRun=True)),
    Provoked(peering.NOT_ACTIVATED, act("VpcPeer.AcceptVpcPeerConnection", InstanceId=pcc), of_pcc),
    Provoked(
        peering.NOT_ACTIVATED, act("VpcPeer.ModifyVpcPeerConnection", InstanceId=waiting, Name="x"),
        lambda net: {"connection": net.waiting}, id="modify",
    ),
    Provoked(peering.ROUTES_EXIST, act("VpcPeer.DeleteVpcPeerConnection", InstanceId=pcc)),
    Provoked(names.PEERING_NAME, connecting(Name="9x")),
    Provoked(names.PEERING_NAME, act("VpcPeer.ModifyVpcPeerConnection", InstanceId=pcc, Name="https://x"), id="modify"),
    Provoked(names.PEERING_DESCRIPTION, connecting(Description="x")),
    Provoked(
        names.PEERING_DESCRIPTION, act("VpcPeer.ModifyVpcPeerConnection", InstanceId=pcc, Description=LONGER),
        id="modify",
    ),
    Provoked(names.TAG_KEY, connecting(Tag=[{"Key": "aliyun-x", "Value": ""}])),
    Provoked(names.TAG_VALUE, connecting(Tag=[{"Key": "k", "Value": "acs:x"}])),
    Provoked(names.TAG_COUNT, connecting(Tag=TAGS_21)),
    Provoked(names.TAG_TWICE, connecting(Tag=[TAG, TAG])),
    Provoked(
        quotas.INTRA_REGION_PER_VPC,
        quota(
            lambda net: connect(net, AcceptingRegionId=HANGZHOU, AcceptingVpcId=net.lab.vpc("10.6.0.0/16")["VpcId"]),
            vpc_quota_intra_region_peer_num_per_vpc=1,
        ),
        lambda net: {"quota": "vpc_quota_intra_region_peer_num_per_vpc", "used": 1, "limit": 1},
    ),
    Provoked(
        quotas.CROSS_REGION_PER_VPC, quota(connect, vpc_quota_cross_region_peer_num_per_vpc=0),
        lambda net: {"quota": "vpc_quota_cross_region_peer_num_per_vpc", "used": 0, "limit": 0},
    ),
    Provoked(
        quotas.PER_ACCOUNT_AND_REGION, quota(connect, vpc_quota_peer_num=2),
        lambda net: {"quota": "vpc_quota_peer_num", "used": 2, "limit": 2},
    ),
    # Routes
    Provoked(routing.NEXT_HOP_TYPE, lambda net: route(net, NextHopType="vpcpeer")),
    Provoked(routing.NEXT_HOP_ID, lambda net: route(net, NextHopType="Instance")),
    Provoked(routing.NEXT_HOP_MISSING, lambda net: route(net, NextHopType=None, NextHopId=None)),
    Provoked(
        routing.NEXT_HOP_TWICE,
        lambda net: route(net, NextHopId="ri-1", NextHopType="RouterInterface", NextHopList=[ri(1), ri(2)]),
    ),
    Provoked(routing.NEXT_HOP_LIST_SIZE, hops(ri(1))),
    Provoked(routing.NEXT_HOP_LIST_SIZE, hops(*(ri(n) for n in range(17))), id="17"),
    Provoked(routing.NEXT_HOP_LIST_TYPE, hops(ri(1), {"NextHopId": "eni-1", "NextHopType": "NetworkInterface"})),
    Provoked(routing.NEXT_HOP_WEIGHT, hops(ri(1), ri(2, Weight=256))),
    Provoked(
        routing.NEXT_HOP_NO_IPV6,
        after(
            with_ipv6,
            lambda net: route(net, DestinationCidrBlock="2001:db8::/64", NextHopId="ngw-1", NextHopType="NatGateway"),
        ),
    ),
    Provoked(
        routing.NEXT_HOP_NO_IPV4,
        lambda net: route(net, NextHopId="ipv6gw-1", NextHopType="IPv6Gateway"),
    ),
    Provoked(
        routing.IPV6_GATEWAY_DESTINATION,
        after(
            with_ipv6,
            lambda net: route(
                net, DestinationCidrBlock="2001:db8::/64", NextHopId="ipv6gw-1", NextHopType="IPv6Gateway"
            ),
        ),
    ),
    Provoked(routing.DESTINATION_MALFORMED, lambda net: route(net, DestinationCidrBlock="10.1.0.1/16")),
    Provoked(routing.DESTINATION_RESERVED, lambda net: route(net, DestinationCidrBlock="100.64.0.0/10")),
    Provoked(routing.DESTINATION_IN_VSWITCH, lambda net: route(net, DestinationCidrBlock="10.0.1.0/24")),
    Provoked(routing.DESTINATION_IN_VSWITCH, lambda net: route(net, DestinationCidrBlock="10.0.1.7"), id="address"),
    Provoked(
        routing.DESTINATION_OVERLAPS_VSWITCH_IPV6,
        lambda net: (with_ipv6(net), route(net, DestinationCidrBlock=ipv6_of(net)))[1],
    ),
    Provoked(
        routing.DESTINATION_DUPLICATE,
        lambda net: route(net, RouteTableId=net.table, DestinationCidrBlock="192.168.0.0/24"),
    ),
    Provoked(routing.CONNECTION_ELSEWHERE, lambda net: route(net, NextHopId="pcc-nowhere")),
    Provoked(
        routing.CONNECTION_ELSEWHERE,
        lambda net: route(net, RouteTableId=net.table2, NextHopId=net.waiting), id="other VPC",
    ),
    Provoked(
        routing.CONNECTION_INACTIVE, lambda net: route(net, NextHopId=net.waiting),
        lambda net: {"connection": net.waiting},
    ),
    Provoked(routing.VPC_WITHOUT_IPV6, lambda net: route(net, DestinationCidrBlock="2001:db8::/64")),
    Provoked(quotas.ROUTES_PER_TABLE, quota(route, vpc_quota_route_entrys_num=0)),
    Provoked(quotas.HAVIP_ROUTES_PER_TABLE, quota(havip, vpc_quota_havip_custom_route_entry=1)),
    # Addresses
    Provoked(addressing.VPC_CIDR, new_vpc(CidrBlock="10.0.0.0/29")),
    Provoked(addressing.VPC_CIDR, new_vpc(CidrBlock="10.0.0.1/16"), id="host bits"),
    Provoked(addressing.VPC_CIDR, new_vpc(CidrBlock="127.0.0.0/16"), id="reserved"),
    Provoked(addressing.VSWITCH_CIDR_MALFORMED, lambda net: vswitch(net, "10.0.9.1/24")),
    Provoked(addressing.VSWITCH_MASK, lambda net: vswitch(net, "10.0.9.0/30")),
    Provoked(addressing.VSWITCH_OUTSIDE_VPC, lambda net: vswitch(net, "10.1.9.0/24")),
    Provoked(addressing.VSWITCH_OVERLAP, lambda net: vswitch(net, "10.0.0.0/23")),
    Provoked(
        addressing.VSWITCH_RESERVED, lambda net: vswitch(net, "100.64.0.0/24"), lambda net: {"value": "100.64.0.0/24"}
    ),
    Provoked(
        addressing.VSWITCH_ROUTE_CONFLICT,
        after(
            lambda net: net.lab.route(net.table, "10.0.9.0/24", net.pcc), lambda net: vswitch(net, "10.0.9.0/24")
        ),
    ),
    Provoked(
        addressing.SECONDARY_CIDR, act("AssociateVpcCidrBlock", VpcId=vpc_id, SecondaryCidrBlock="0.0.0.0/8"),
        lambda net: {"value": "0.0.0.0/8"},
    ),
    Provoked(
        addressing.SECONDARY_CIDR_OVERLAP,
        act("AssociateVpcCidrBlock", VpcId=vpc_id, SecondaryCidrBlock="10.0.128.0/17"),
        lambda net: {"value": "10.0.128.0/17"},
    ),
    Provoked(
        addressing.SECONDARY_CIDR_ROUTE,
        act("AssociateVpcCidrBlock", VpcId=vpc_id, SecondaryCidrBlock="192.168.0.0/16"),
    ),
    Provoked(addressing.USER_CIDR, new_vpc(UserCidr="10.0.0.1/8")),
    Provoked(addressing.USER_CIDR_RESERVED, new_vpc(UserCidr="100.64.0.0/16")),
    Provoked(addressing.USER_CIDR_COUNT, new_vpc(UserCidr="1.0.0.0/8,2.0.0.0/8,3.0.0.0/8,4.0.0.0/8")),
    Provoked(addressing.VPC_SHRUNK, act("ModifyVpcAttribute", VpcId=vpc_id, CidrBlock="10.0.0.0/24")),
    Provoked(quotas.VPCS_PER_REGION, quota(new_vpc(), vpc_quota_instances_num=2)),
    Provoked(quotas.VSWITCHES_PER_VPC, quota(lambda net: vswitch(net, "10.0.9.0/24"), vpc_quota_vswitches_num=1)),
    Provoked(quotas.ROUTE_TABLES_PER_VPC, quota(act("CreateRouteTable", VpcId=vpc_id), vpc_quota_route_tables_num=1)),
    Provoked(
        quotas.SECONDARY_CIDRS_PER_VPC,
        quota(
            act("AssociateVpcCidrBlock", VpcId=vpc_id, SecondaryCidrBlock="172.16.0.0/16"),
            vpc_quota_secondary_cidr_num=0,
        ),
        lambda net: {"used": 0, "limit": 0},
    ),
)  # fmt: skip
