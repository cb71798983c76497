"""IPv6 of VPCs and vSwitches."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import vpc_ipv6 as vpc_ipv6_checks
from hcl_lint.network.placement import PlacementChecks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    placement,
    vpc_ipv6,
)
from tfmock.rulebook.rule import Rule

VPC_IPV6_NOT_ENABLED = documented(
    vpc_ipv6.ENABLE_MISSING,
    """
    An IPv6 block for a VPC without IPv6.

    Why: The cloud refuses a VPC that asks for an IPv6 block and does not enable IPv6.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block      = "10.0.0.0/16"
          ipv6_cidr_block = "2408:4005:300::/56"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block      = "10.0.0.0/16"
          enable_ipv6     = true
          ipv6_cidr_block = "2408:4005:300::/56"
        }

    Fix: Set enable_ipv6 = true.
    """,
)

VPC_IPV6_BLOCK = documented(
    vpc_ipv6.BLOCK,
    """
    An IPv6 block of a VPC that is none.

    Why: A VPC has IPv6 blocks with a mask of 56; those of address pools are not judged.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vpc_ipv6_cidr_block" "b" {
          vpc_id          = alicloud_vpc.a.id
          ipv6_cidr_block = "2408:4005:300::/64"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vpc_ipv6_cidr_block" "b" {
          vpc_id          = alicloud_vpc.a.id
          ipv6_cidr_block = "2408:4005:300::/56"
        }

    Fix: Write a block with a mask of 56, or leave the choice to the cloud.
    """,
)

VPC_IPV6_BLOCK_TWICE = documented(
    vpc_ipv6.BLOCK_TWICE,
    """
    An IPv6 block that the VPC has already.

    Why: The IPv6 blocks of a VPC share no addresses.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vpc_ipv6_cidr_block" "b" {
          vpc_id          = alicloud_vpc.a.id
          ipv6_cidr_block = "2408:4005:300::/56"
        }

        resource "alicloud_vpc_ipv6_cidr_block" "c" {
          vpc_id          = alicloud_vpc.a.id
          ipv6_cidr_block = "2408:4005:300::/56"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vpc_ipv6_cidr_block" "b" {
          vpc_id          = alicloud_vpc.a.id
          ipv6_cidr_block = "2408:4005:300::/56"
        }

        resource "alicloud_vpc_ipv6_cidr_block" "c" {
          vpc_id          = alicloud_vpc.a.id
          ipv6_cidr_block = "2408:4005:301::/56"
        }

    Fix: Choose another block.
    """,
)

VSWITCH_WITHOUT_VPC_IPV6 = documented(
    placement.IPV6_DISABLED,
    """
    A vSwitch with an IPv6 block, or an IPv6 gateway, in a VPC that has no IPv6.

    Why: A vSwitch takes its IPv6 block from that of its VPC, and the cloud refuses it, and a gateway, where there is
    none.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id               = alicloud_vpc.a.id
          cidr_block           = "10.0.1.0/24"
          zone_id              = "cn-hangzhou-b"
          enable_ipv6          = true
          ipv6_cidr_block_mask = 3
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
          ipv6_cidr_block_mask = 3
        }

    Fix: Set enable_ipv6 = true on the VPC.
    """,
)

VSWITCH_IPV6_NUMBER = documented(
    placement.IPV6_NUMBER,
    """
    A number of an IPv6 block that there is not.

    Why: The VPC has a block of 56 bits, and a vSwitch takes one of its 256 blocks of 64 bits: 0 to 255.

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
          ipv6_cidr_block_mask = 256
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
          ipv6_cidr_block_mask = 255
        }

    Fix: Write a number from 0 to 255.
    """,
)

VSWITCH_IPV6_TWICE = documented(
    placement.IPV6_TAKEN,
    """
    Two vSwitches of a VPC with the same IPv6 block.

    Why: Each of the 256 blocks of a VPC is for one vSwitch.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vswitch" "s" {
          vpc_id               = alicloud_vpc.a.id
          cidr_block           = "10.0.1.0/24"
          zone_id              = "cn-hangzhou-b"
          ipv6_cidr_block_mask = 3
        }

        resource "alicloud_vswitch" "t" {
          vpc_id               = alicloud_vpc.a.id
          cidr_block           = "10.0.2.0/24"
          zone_id              = "cn-hangzhou-b"
          ipv6_cidr_block_mask = 3
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
          ipv6_cidr_block_mask = 3
        }

        resource "alicloud_vswitch" "t" {
          vpc_id               = alicloud_vpc.a.id
          cidr_block           = "10.0.2.0/24"
          zone_id              = "cn-hangzhou-b"
          ipv6_cidr_block_mask = 4
        }

    Fix: Give each vSwitch a number of its own.
    """,
)

VSWITCH_IPV6_WITHOUT_MASK = documented(
    Rule(
        id="ALI455",
        name="vswitch-ipv6-without-mask",
        severity="warning",
        api_error=None,
        message="enable_ipv6 does nothing without ipv6_cidr_block_mask: the vSwitch is created without IPv6",
        source=(
            "provider source of alicloud_vswitch, 1.246.2 and 1.290.0; ModifyVSwitchAttribute: Ipv6CidrBlock is"
            " mandatory"
        ),
    ),
    """
    A vSwitch with enable_ipv6 but without the mask of its IPv6 block.

    Why: The provider sends no enable_ipv6 when it creates a vSwitch: only ipv6_cidr_block_mask gives it an IPv6 block.
    Without that the apply ends well, the plan is empty, and the vSwitch has no IPv6. Enabled later, the cloud refuses
    it.

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
    """,
)

INTERFACE_WITHOUT_VSWITCH_IPV6 = documented(
    placement.IPV6_OFF,
    """
    IPv6 addresses in a vSwitch that has no IPv6 block.

    Why: An interface takes its IPv6 addresses from the IPv6 block of its vSwitch.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_instance" "web" {
          instance_type      = "ecs.g7.large"
          image_id           = "aliyun_3_x64_20G_alibase_20250117.vhd"
          ipv6_address_count = 1
          vswitch_id         = alicloud_vswitch.s.id
          security_groups    = [alicloud_security_group.web.id]
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
          ipv6_cidr_block_mask = 3
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_instance" "web" {
          instance_type      = "ecs.g7.large"
          image_id           = "aliyun_3_x64_20G_alibase_20250117.vhd"
          ipv6_address_count = 1
          vswitch_id         = alicloud_vswitch.s.id
          security_groups    = [alicloud_security_group.web.id]
        }

    Fix: Set enable_ipv6 and ipv6_cidr_block_mask on the vSwitch.
    """,
)


@check(VPC_IPV6_NOT_ENABLED, VPC_IPV6_BLOCK, VPC_IPV6_BLOCK_TWICE)
def check_vpc_ipv6(topology: Topology) -> Iterator[Diagnostic]:
    yield from vpc_ipv6_checks.check_blocks(topology.root, topology.vpc_by_id)


@check(VSWITCH_WITHOUT_VPC_IPV6, VSWITCH_IPV6_NUMBER, VSWITCH_IPV6_TWICE)
def check_vswitch_ipv6(topology: Topology) -> Iterator[Diagnostic]:
    checks = PlacementChecks.of(topology)
    yield from checks.check_vswitch_ipv6()
    yield from checks.check_ipv6_gateways()


@check(VSWITCH_IPV6_WITHOUT_MASK)
def check_ipv6_masks(topology: Topology) -> Iterator[Diagnostic]:
    for vswitch in topology.vswitches:
        if vswitch.flag("enable_ipv6") is True and vswitch.argument("ipv6_cidr_block_mask") is None:
            yield vswitch.diagnostic(VSWITCH_IPV6_WITHOUT_MASK.violation("enable_ipv6"))


@check(INTERFACE_WITHOUT_VSWITCH_IPV6)
def check_interface_ipv6(topology: Topology) -> Iterator[Diagnostic]:
    yield from PlacementChecks.of(topology).check_ipv6_addresses()
