"""A connected VPC whose addresses Docker takes for its bridge.

Why: A host with Docker has 172.17.0.0/16 on its bridge docker0 unless it is configured otherwise. What it sends to such
an address stays on the host and never reaches the connection.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "b" {
      cidr_block = "172.17.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "b" {
      cidr_block = "172.20.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

Fix: Use other addresses, or set "bip" in /etc/docker/daemon.json of the hosts and ignore this rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.entities import Vpc, VSwitch
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import cidr
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI457", "docker-bridge-peered", "notice", None,
    "{block} overlaps 172.17.0.0/16, the bridge of Docker: hosts with Docker do not reach it over {connection}",
    "VPC peering help page, notes; Docker's default bridge network",
)  # fmt: skip

_BRIDGE = cidr.cidr_block("172.17.0.0/16")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    seen: set[str] = set()
    for connection in topology.connections:
        for vpc in topology.ends(connection):
            if vpc is None or vpc.id in seen or not together(connection, vpc):
                continue
            found = _at_bridge(topology, vpc)
            if found:
                seen.add(vpc.id)
                message = RULE.broken("", block=found[1], connection=connection.id).message
                yield at(found[0], "cidr_block", message=message)


def _at_bridge(topology: Topology, vpc: Vpc) -> tuple[Vpc | VSwitch, Cidr] | None:
    """The first vSwitch that overlaps the bridge; of a VPC without vSwitches here, the VPC's own block."""
    places: list[tuple[Vpc | VSwitch, Cidr]] = [
        (one, one.block) for one in topology.vswitches_of(vpc.id) if one.block is not UNKNOWN
    ]
    if not topology.vswitches_of(vpc.id) and vpc.primary:
        places = [(vpc, vpc.primary)]
    return next((place for place in places if place[1].overlaps(_BRIDGE)), None)
