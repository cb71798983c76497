"""vSwitches of connected VPCs that access rules part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hcl_lint.common.work import counted
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import packets
from hcl_lint.network.access import INTERFACES, Access, Instance
from hcl_lint.network.entities import Vpc, VSwitch
from hcl_lint.network.facts import NotKnownError
from hcl_lint.network.identity import identity
from hcl_lint.network.topology import Topology
from hcl_lint.network.unreachable_groups import closed_acl, closed_groups
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    reachability,
)
from tfmock.rulebook.access import Direction, NetworkAcl
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

PEERS_BLOCKED = documented(
    Rule(
        id="ALI366",
        name="peers-blocked",
        severity="warning",
        api_error=None,
        message="{source} and {target} are routed over this connection, but nothing passes: {why}",
        source="network ACL page (no match means drop), security group rules page (defaults by group type)",
    ),
    """
    Two vSwitches that routes join, but whose network ACLs or security groups let nothing through.

    Why: The routes over the connection lead both ways, but a network ACL drops every packet between the two blocks
    (it drops what no rule accepts), or no instance of one VPC may talk to any instance of the other. The connection is
    up and stays silent. Where something about the access rules is not known, or one direction is open, nothing is said.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "b_to_a" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = "10.0.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_network_acl" "b" {
          vpc_id = alicloud_vpc.b.id

          ingress_acl_entries {
            policy         = "accept"
            protocol       = "all"
            port           = "-1/-1"
            source_cidr_ip = "10.1.0.0/16"
          }

          egress_acl_entries {
            policy              = "accept"
            protocol            = "all"
            port                = "-1/-1"
            destination_cidr_ip = "10.1.0.0/16"
          }

          resources {
            resource_id   = alicloud_vswitch.b.id
            resource_type = "VSwitch"
          }
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "b_to_a" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = "10.0.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_network_acl" "b" {
          vpc_id = alicloud_vpc.b.id

          ingress_acl_entries {
            policy         = "accept"
            protocol       = "all"
            port           = "-1/-1"
            source_cidr_ip = "10.0.0.0/8"
          }

          egress_acl_entries {
            policy              = "accept"
            protocol            = "all"
            port                = "-1/-1"
            destination_cidr_ip = "10.0.0.0/8"
          }

          resources {
            resource_id   = alicloud_vswitch.b.id
            resource_type = "VSwitch"
          }
        }

    Fix: Accept the peer's block where the message says.
    """,
)


@check(PEERS_BLOCKED)
def check_access_between_peers(topology: Topology) -> Iterator[Diagnostic]:
    access = Access(topology.root)
    if not topology.closed or not (access.any_acl or any(topology.root.of_type("alicloud_instance"))):
        return
    network = packets.network_of(topology)
    for connection, requester, accepter in topology.pairs():
        if not connection.resource.certain:
            continue
        try:
            blocked = _find_blocked(topology, access, network, requester, accepter)
        except NotKnownError:
            continue
        if blocked is not None:
            source, target, why = blocked
            yield connection.diagnostic(PEERS_BLOCKED.violation(source=source, target=target, why=why))


def _find_blocked(
    topology: Topology, access: Access, network: reachability.Network, requester: Vpc, accepter: Vpc
) -> tuple[str, str, str] | None:
    """Two vSwitches or instances that routes join and access rules part, and why; None if there are none."""
    routed = list(_routed_pairs(topology, network, requester, accepter))
    vswitches = {vswitch.id: vswitch for pair in routed for vswitch in pair}
    acls = {id: access.of_vswitch(id) for id in vswitches}
    by_acls = [(near, far, why) for near, far in routed if (why := _closed_by_acls(acls, near, far))]
    if by_acls:
        near, far, why = by_acls[0]
        more = f" ({len(by_acls) - 1} more pairs of vSwitches alike)" if len(by_acls) > 1 else ""
        return near.id, far.id, why + more
    # What the security groups say comes to bear once the network ACLs are open.
    if len(routed) != len(topology.vswitches_of(requester.id)) * len(topology.vswitches_of(accepter.id)):
        return None
    blocks = {id: vswitch.block for id, vswitch in vswitches.items() if vswitch.block is not UNKNOWN}
    of_requester = {vswitch.id for vswitch in topology.vswitches_of(requester.id)}
    instances = _instances(topology, access, blocks)
    near_instances = [instance for instance in instances if instance.vswitch in of_requester]
    far_instances = [instance for instance in instances if instance.vswitch not in of_requester]
    return _closed_by_groups(access, acls, blocks, near_instances, far_instances)


def _instances(topology: Topology, access: Access, blocks: Mapping[str, Cidr]) -> list[Instance]:
    """Every instance in these vSwitches; none where interfaces are written, which are not read."""
    if any(topology.root.of_type(*INTERFACES)):
        return []
    instances = []
    for resource in topology.root.of_type("alicloud_instance"):
        vswitch = identity(topology.root, resource.get("vswitch_id"))
        if vswitch is UNKNOWN or vswitch in blocks:
            instances.append(access.instance(resource, blocks[vswitch] if isinstance(vswitch, str) else UNKNOWN))
    return instances


def _routed_pairs(
    topology: Topology, network: reachability.Network, requester: Vpc, accepter: Vpc
) -> Iterator[tuple[VSwitch, VSwitch]]:
    """Pairs of vSwitches with routes there and back; none where both have IPv6, whose packets are not followed."""
    for near, far in counted(product(topology.vswitches_of(requester.id), topology.vswitches_of(accepter.id))):
        if near.block is UNKNOWN or far.block is UNKNOWN:
            continue
        ipv6 = all(end.argument("ipv6_cidr_block_mask", "ipv6_cidr_block", "enable_ipv6") for end in (near, far))
        forth = reachability.follow_routes(network, near.id, far.block, accepter.id)
        back = reachability.follow_routes(network, far.id, near.block, requester.id)
        if forth.reachable and back.reachable and not ipv6:
            yield near, far


def _closed_by_acls(acls: Mapping[str, NetworkAcl | None], near: VSwitch, far: VSwitch) -> str:
    """Which network ACLs drop everything, in each direction; empty if one direction is open."""
    if near.block is UNKNOWN or far.block is UNKNOWN:
        return ""
    forth = _closed_acl(acls, near.id, near.block, far.id, far.block)
    back = _closed_acl(acls, far.id, far.block, near.id, near.block)
    return f"{forth}, and {back}" if forth and back else ""


def _closed_acl(
    acls: Mapping[str, NetworkAcl | None], source: str, source_block: Cidr, target: str, target_block: Cidr
) -> str:
    """The network ACL that drops every packet of one direction; empty if there is none."""
    leaving, entering = acls.get(source), acls.get(target)
    if leaving is not None and closed_acl(leaving, "egress", target_block):
        return f"the egress rules of {leaving.id} accept nothing to {target_block}"
    if entering is not None and closed_acl(entering, "ingress", source_block):
        return f"the ingress rules of {entering.id} accept nothing from {source_block}"
    return ""


def _closed_by_groups(
    access: Access,
    acls: Mapping[str, NetworkAcl | None],
    blocks: Mapping[str, Cidr],
    near_instances: list[Instance],
    far_instances: list[Instance],
) -> tuple[str, str, str] | None:
    """The first pair and what stops it, where no instance of one VPC can talk to any of the other."""
    first: tuple[str, str, str] | None = None
    for near, far in counted(product(near_instances, far_instances)):
        causes = []
        for source, target in ((near, far), (far, near)):
            acl = _closed_acl(acls, source.vswitch, blocks[source.vswitch], target.vswitch, blocks[target.vswitch])
            causes.append(_closed_groups(access, source, target) or acl)
        if not all(causes):
            return None
        first = first or (near.id, far.id, ", and ".join(causes))
    return first


def _closed_groups(access: Access, source: Instance, target: Instance) -> str:
    """The security groups that drop every packet of one direction; empty if there are none."""
    directions: tuple[tuple[Instance, Instance, Direction], ...] = (
        (source, target, "egress"),
        (target, source, "ingress"),
    )
    for owner, far, direction in directions:
        groups = [group for id in owner.groups if (group := access.group(id)) is not None]
        if closed_groups(groups, direction, far.address, far.groups):
            names = ", ".join(owner.groups)
            return f"no {direction} rule of {names} lets {far.id} ({far.address}) by"
    return ""
