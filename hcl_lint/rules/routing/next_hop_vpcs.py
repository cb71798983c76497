"""The VPC of a next hop."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.network import next_hops
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    nexthop_place,
    routing,
)
from tfmock.rulebook.rule import UNKNOWN, Rule

NEXTHOP_OTHER_VPC = documented(
    Rule(
        id="ALI328",
        name="nexthop-other-vpc",
        severity="error",
        api_error=None,
        message="{hop} is in {vpc}, not in the VPC of the route table, {own}; a next hop must be in the same",
        source="CreateRouteEntry page",
    ),
    """
    A route to a gateway or an address of another VPC.

    Why: A next hop must be in the VPC of the route table. For instances, network interfaces and IPv4 gateways there
    are ALI325 to ALI327; this rule is for NAT, VPN and IPv6 gateways and HaVips.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_nat_gateway" "this" {
          vpc_id     = alicloud_vpc.b.id
          vswitch_id = alicloud_vswitch.s.id
          nat_type   = "Enhanced"
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "192.168.0.0/16"
          nexthop_type          = "NatGateway"
          nexthop_id            = alicloud_nat_gateway.this.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_nat_gateway" "this" {
          vpc_id     = alicloud_vpc.b.id
          vswitch_id = alicloud_vswitch.s.id
          nat_type   = "Enhanced"
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = "192.168.0.0/16"
          nexthop_type          = "NatGateway"
          nexthop_id            = alicloud_nat_gateway.this.id
        }

    Fix: Put the route into a table of the next hop's VPC.
    """,
)

NEXTHOP_INSTANCE_OTHER_VPC = documented(
    nexthop_place.INSTANCE_OTHER_VPC,
    """
    A route to an instance of another VPC.

    Why: A route table leads to things of its own VPC; the cloud looks for the next hop there.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "g" {
          vpc_id = alicloud_vpc.b.id
        }

        resource "alicloud_instance" "firewall" {
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          instance_type   = "ecs.g7.large"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.g.id]
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "192.168.0.0/16"
          nexthop_type          = "Instance"
          nexthop_id            = alicloud_instance.firewall.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "g" {
          vpc_id = alicloud_vpc.b.id
        }

        resource "alicloud_instance" "firewall" {
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          instance_type   = "ecs.g7.large"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.g.id]
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = "192.168.0.0/16"
          nexthop_type          = "Instance"
          nexthop_id            = alicloud_instance.firewall.id
        }

    Fix: Put the route into a table of the next hop's VPC, or lead it to something in the table's own. Peer VPCs
    instead.
    """,
)

NEXTHOP_INTERFACE_OTHER_VPC = documented(
    nexthop_place.INTERFACE_OTHER_VPC,
    """
    A route to a network interface of another VPC.

    Why: A route table leads to things of its own VPC; the cloud looks for the next hop there.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "g" {
          vpc_id = alicloud_vpc.b.id
        }

        resource "alicloud_ecs_network_interface" "firewall" {
          vswitch_id         = alicloud_vswitch.s.id
          security_group_ids = [alicloud_security_group.g.id]
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "192.168.0.0/16"
          nexthop_type          = "NetworkInterface"
          nexthop_id            = alicloud_ecs_network_interface.firewall.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "g" {
          vpc_id = alicloud_vpc.b.id
        }

        resource "alicloud_ecs_network_interface" "firewall" {
          vswitch_id         = alicloud_vswitch.s.id
          security_group_ids = [alicloud_security_group.g.id]
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = "192.168.0.0/16"
          nexthop_type          = "NetworkInterface"
          nexthop_id            = alicloud_ecs_network_interface.firewall.id
        }

    Fix: Put the route into a table of the next hop's VPC, or lead it to something in the table's own. Peer VPCs
    instead.
    """,
)

NEXTHOP_IPV4_GATEWAY_OTHER_VPC = documented(
    nexthop_place.IPV4_GATEWAY_OTHER_VPC,
    """
    A route to the IPv4 gateway of another VPC.

    Why: A route table leads to things of its own VPC; the cloud looks for the next hop there.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_ipv4_gateway" "this" {
          vpc_id = alicloud_vpc.b.id
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "192.168.0.0/16"
          nexthop_type          = "Ipv4Gateway"
          nexthop_id            = alicloud_vpc_ipv4_gateway.this.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_ipv4_gateway" "this" {
          vpc_id = alicloud_vpc.b.id
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = "192.168.0.0/16"
          nexthop_type          = "Ipv4Gateway"
          nexthop_id            = alicloud_vpc_ipv4_gateway.this.id
        }

    Fix: Put the route into a table of the next hop's VPC, or lead it to something in the table's own. Peer VPCs
    instead.
    """,
)

NEXTHOP_INTERFACE_MANY_IPV6 = documented(
    nexthop_place.INTERFACE_MANY_IPV6,
    """
    An IPv6 route to a network interface with several IPv6 addresses.

    Why: The next hop of an IPv6 route has one address at most.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vswitch" "s" {
          vpc_id               = alicloud_vpc.a.id
          cidr_block           = "10.0.1.0/24"
          zone_id              = "cn-hangzhou-b"
          enable_ipv6          = true
          ipv6_cidr_block_mask = 1
        }

        resource "alicloud_security_group" "g" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_ecs_network_interface" "hop" {
          vswitch_id         = alicloud_vswitch.s.id
          security_group_ids = [alicloud_security_group.g.id]
          ipv6_address_count = 2
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "2001:db8::/32"
          nexthop_type          = "NetworkInterface"
          nexthop_id            = alicloud_ecs_network_interface.hop.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vswitch" "s" {
          vpc_id               = alicloud_vpc.a.id
          cidr_block           = "10.0.1.0/24"
          zone_id              = "cn-hangzhou-b"
          enable_ipv6          = true
          ipv6_cidr_block_mask = 1
        }

        resource "alicloud_security_group" "g" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_ecs_network_interface" "hop" {
          vswitch_id         = alicloud_vswitch.s.id
          security_group_ids = [alicloud_security_group.g.id]
          ipv6_address_count = 1
        }

        resource "alicloud_route_entry" "r" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "2001:db8::/32"
          nexthop_type          = "NetworkInterface"
          nexthop_id            = alicloud_ecs_network_interface.hop.id
        }

    Fix: Give the interface one IPv6 address.
    """,
)


@check(NEXTHOP_OTHER_VPC, NEXTHOP_INSTANCE_OTHER_VPC, NEXTHOP_INTERFACE_OTHER_VPC, NEXTHOP_IPV4_GATEWAY_OTHER_VPC)
def check_next_hop_vpcs(topology: Topology) -> Iterator[Diagnostic]:
    for route, hop, vpc in next_hops.in_other_vpc(topology.root, topology.routes, topology.vswitch_by_id):
        type = routing.effective_type(route.hop_type)
        if type is UNKNOWN or type not in nexthop_place.OTHER_VPC:
            violation = NEXTHOP_OTHER_VPC.violation("nexthop_id", hop=hop.address, vpc=vpc, own=route.vpc)
            yield route.diagnostic(violation, notes=(Note("the next hop", hop.span),), used=True)
            continue
        for violation in nexthop_place.check_same_vpc(type, same_vpc=False):
            note = Note(f"the next hop, in {vpc}", hop.span)
            yield route.diagnostic(violation, "nexthop_id", notes=(note,), used=True)


@check(NEXTHOP_INTERFACE_MANY_IPV6)
def check_ipv6_interfaces(topology: Topology) -> Iterator[Diagnostic]:
    yield from next_hops.check_ipv6_interfaces(topology.root, topology.routes)
