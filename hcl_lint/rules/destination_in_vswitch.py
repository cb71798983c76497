"""A destination equal to, or inside, a vSwitch of the route's own VPC.

Why: The system route of the vSwitch always wins, so the cloud refuses a custom route as specific as that.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
    }

    resource "alicloud_vswitch" "a" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.1.0.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "10.1.0.0/24"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
    }

    resource "alicloud_vswitch" "a" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.1.0.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "10.2.0.0/24"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Write the block of the peer's vSwitch; if both sides use the same addresses, one of them has to move.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule, of
from tfmock.rulebook import routing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.DESTINATION_IN_VSWITCH)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        if one.destination is UNKNOWN:
            continue
        for vswitch in topology.vswitches_around(one.destination, one.vpc):
            if vswitch.block is UNKNOWN or not together(one, vswitch):
                continue
            for violation in of(
                routing.DESTINATION_IN_VSWITCH, routing.check_against_vswitches(one.destination, [vswitch.block])
            ):
                note = Note(f"the vSwitch {vswitch.id}", vswitch.resource.span)
                yield at(one, *one.DESTINATION, message=violation.message, notes=(note,))
