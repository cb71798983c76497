"""Private addresses of instances and network interfaces."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.placement import PlacementChecks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    placement,
)

PRIVATE_ADDRESS_MALFORMED = documented(
    placement.ADDRESS_MALFORMED,
    """
    A private address that is none.

    Why: The cloud takes one IPv4 address, without a mask.

    Bad::

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = "vsw-bp1vswitch"
          security_groups = ["sg-bp1group"]
          private_ip      = "10.0.1.0/24"
        }

    Good::

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = "vsw-bp1vswitch"
          security_groups = ["sg-bp1group"]
          private_ip      = "10.0.1.10"
        }

    Fix: Write an address such as 10.0.1.10.
    """,
)

PRIVATE_ADDRESS_OUTSIDE = documented(
    placement.ADDRESS_OUTSIDE,
    """
    A private address that the vSwitch does not have.

    Why: The address is one of the vSwitch's block, of which the first and the last three are the cloud's.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
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
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          private_ip      = "10.0.2.10"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
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
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          private_ip      = "10.0.1.10"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

    Fix: Take an address of the vSwitch, or leave it to the cloud.
    """,
)

PRIVATE_ADDRESS_TWICE = documented(
    placement.ADDRESS_TAKEN,
    """
    One private address for two.

    Why: An address of a vSwitch is one interface's.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
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
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          private_ip      = "10.0.1.10"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

        resource "alicloud_instance" "db" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          private_ip      = "10.0.1.10"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
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
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          private_ip      = "10.0.1.10"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

        resource "alicloud_instance" "db" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          private_ip      = "10.0.1.11"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

    Fix: Give each its own address, or leave it to the cloud.
    """,
)


@check(PRIVATE_ADDRESS_MALFORMED, PRIVATE_ADDRESS_OUTSIDE, PRIVATE_ADDRESS_TWICE)
def check_private_addresses(topology: Topology) -> Iterator[Diagnostic]:
    yield from PlacementChecks.of(topology).check_addresses()
