"""A vSwitch with enable_ipv6 but without the mask of its IPv6 block.

Why: The provider sends no enable_ipv6 when it creates a vSwitch: only ipv6_cidr_block_mask gives it an IPv6 block.
Without that the apply ends well, the plan is empty, and the vSwitch has no IPv6. Enabled later, the cloud refuses it.

Bad::

    resource "alicloud_vpc" "this" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vswitch" "this" {
      vpc_id      = alicloud_vpc.this.id
      cidr_block  = "10.0.1.0/24"
      zone_id     = "cn-hangzhou-i"
      enable_ipv6 = true
    }

Good::

    resource "alicloud_vpc" "this" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vswitch" "this" {
      vpc_id               = alicloud_vpc.this.id
      cidr_block           = "10.0.1.0/24"
      zone_id              = "cn-hangzhou-i"
      enable_ipv6          = true
      ipv6_cidr_block_mask = 8
    }

Fix: Set ipv6_cidr_block_mask to the last 8 bits of the vSwitch's IPv6 block, 0 to 255.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI455", "vswitch-ipv6-without-mask", "warning", None,
    "enable_ipv6 does nothing without ipv6_cidr_block_mask: the vSwitch is created without IPv6",
    "provider source of alicloud_vswitch, 1.246.2 and 1.290.0; ModifyVSwitchAttribute: Ipv6CidrBlock is mandatory",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.vswitches:
        if one.flag("enable_ipv6") is True and one.argument("ipv6_cidr_block_mask") is None:
            yield at(one, "enable_ipv6", message=RULE.broken("").message)
