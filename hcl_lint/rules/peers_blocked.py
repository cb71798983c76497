"""Two vSwitches that routes join, but whose network ACLs or security groups let nothing through.

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
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hcl_lint.common.work import counted
from hcl_lint.network import packets
from hcl_lint.network.access import INTERFACES, Access, Instance
from hcl_lint.network.entities import Vpc, VSwitch
from hcl_lint.network.facts import NotKnownError
from hcl_lint.network.identity import identity
from hcl_lint.network.topology import Topology
from hcl_lint.network.unreachable_groups import closed_acl, closed_groups
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import reachability
from tfmock.rulebook.access import NetworkAcl, SecurityGroup
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI366", "peers-blocked", "warning", None,
    "{source} and {target} are routed over this connection, but nothing passes: {why}",
    "network ACL page (no match means drop), security group rules page (defaults by group type)",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    access = Access(topology.root)
    if not topology.closed or not (access.any_acl or any(topology.root.of_type("alicloud_instance"))):
        return
    net = packets.network_of(topology)
    for connection, requester, accepter in topology.pairs():
        if not connection.resource.certain:
            continue
        try:
            found = _blocked(topology, access, net, requester, accepter)
        except NotKnownError:
            continue
        if found is not None:
            source, target, why = found
            yield at(connection, message=RULE.broken("", source=source, target=target, why=why).message)


def _blocked(
    topology: Topology, access: Access, net: reachability.Network, requester: Vpc, accepter: Vpc
) -> tuple[str, str, str] | None:
    """Two ends that routes join and access rules part, and why; None if there are none."""
    routed = list(_routed(topology, net, requester, accepter))
    ends = dict.fromkeys(end.id for pair in routed for end in pair)
    acls = {end: access.of_vswitch(end) for end in ends}
    found = [(one, other, why) for one, other in routed if (why := _by_acls(acls, one, other))]
    if found:
        one, other, why = found[0]
        why += f" ({len(found) - 1} more pairs of vSwitches alike)" if len(found) > 1 else ""
        return one.id, other.id, why
    # What the security groups say comes to bear once the network ACLs are open.
    blocks = {one.id: one.block for pair in routed for one in pair if one.block is not UNKNOWN}
    if len(routed) != len(topology.vswitches_of(requester.id)) * len(topology.vswitches_of(accepter.id)):
        return None
    own = {one.id for one in topology.vswitches_of(requester.id)}
    stopped = _by_groups(access, acls, blocks, own, _instances(topology, access, blocks))
    return None if stopped is None else (stopped[0].id, stopped[1].id, stopped[2])


def _instances(topology: Topology, access: Access, blocks: Mapping[str, Cidr]) -> list[Instance]:
    """Every instance in these vSwitches; none where interfaces are written, which are not read."""
    if any(topology.root.of_type(*INTERFACES)):
        return []
    found = []
    for one in topology.root.of_type("alicloud_instance"):
        home = identity(topology.root, one.get("vswitch_id"))
        if home is UNKNOWN or home in blocks:
            found.append(access.instance(one, blocks[home] if isinstance(home, str) else UNKNOWN))
    return found


def _routed(
    topology: Topology, net: reachability.Network, requester: Vpc, accepter: Vpc
) -> Iterator[tuple[VSwitch, VSwitch]]:
    """Pairs of vSwitches whose packets find their way there and back; with IPv6 on both, more than we follow."""
    for one, other in counted(product(topology.vswitches_of(requester.id), topology.vswitches_of(accepter.id))):
        if one.block is UNKNOWN or other.block is UNKNOWN:
            continue
        both = all(end.argument("ipv6_cidr_block_mask", "ipv6_cidr_block", "enable_ipv6") for end in (one, other))
        there = reachability.follow_routes(net, one.id, other.block, accepter.id)
        back = reachability.follow_routes(net, other.id, one.block, requester.id)
        if there.reachable and back.reachable and not both:
            yield one, other


def _by_acls(acls: Mapping[str, NetworkAcl | None], one: VSwitch, other: VSwitch) -> str:
    """Which network ACLs drop everything, each way; empty if either way is open."""
    if one.block is UNKNOWN or other.block is UNKNOWN:
        return ""
    there = _acl_between(acls, one.id, one.block, other.id, other.block)
    back = _acl_between(acls, other.id, other.block, one.id, one.block)
    return f"{there}, and {back}" if there and back else ""


def _acl_between(acls: Mapping[str, NetworkAcl | None], source: str, own: Cidr, target: str, far: Cidr) -> str:
    """The network ACL that drops every packet of one direction; empty if there is none."""
    leaving, entering = acls.get(source), acls.get(target)
    if leaving is not None and closed_acl(leaving, "egress", far):
        return f"the egress rules of {leaving.id} accept nothing to {far}"
    if entering is not None and closed_acl(entering, "ingress", own):
        return f"the ingress rules of {entering.id} accept nothing from {own}"
    return ""


def _by_groups(
    access: Access,
    acls: Mapping[str, NetworkAcl | None],
    blocks: Mapping[str, Cidr],
    own: set[str],
    instances: list[Instance],
) -> tuple[Instance, Instance, str] | None:
    """The first pair and what stops it, where no instance of one VPC may talk to any of the other."""
    near = [one for one in instances if one.vswitch in own]
    far = [one for one in instances if one.vswitch not in own]
    first: tuple[Instance, Instance, str] | None = None
    for one, other in counted(product(near, far)):
        ways = []
        for source, target in ((one, other), (other, one)):
            acl = _acl_between(acls, source.vswitch, blocks[source.vswitch], target.vswitch, blocks[target.vswitch])
            ways.append(_group_between(access, source, target) or acl)
        if not all(ways):
            return None
        first = first or (one, other, ", and ".join(ways))
    return first


def _group_between(access: Access, source: Instance, target: Instance) -> str:
    """The security groups that let no packet of one direction by; empty if there are none."""
    for owner, far, direction in ((source, target, "egress"), (target, source, "ingress")):
        groups: list[SecurityGroup] = [group for id in owner.groups if (group := access.group(id)) is not None]
        if closed_groups(groups, "egress" if direction == "egress" else "ingress", far.address, far.groups):
            names = ", ".join(owner.groups)
            return f"no {direction} rule of {names} lets {far.id} ({far.address}) by"
    return ""
