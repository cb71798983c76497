"""Security groups, and the interfaces in them."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.network.access_checks import AccessChecks, kind_of
from hcl_lint.network.arguments import flag
from hcl_lint.network.placement import PlacementChecks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    groups,
)

SECURITY_GROUP_WITHOUT_VPC = documented(
    groups.WITHOUT_VPC,
    """
    A security group that names no VPC.

    Why: The cloud puts it into the default VPC of the region. Where there is none, as in tfmock unless it is told to
    have one, it refuses the group; what else names the group has to be in that VPC, too.

    Bad::

        resource "alicloud_security_group" "web" {
          security_group_name = "web"
        }

    Good::

        resource "alicloud_security_group" "web" {
          security_group_name = "web"
          vpc_id              = "vpc-bp1vpc"
        }

    Fix: Set vpc_id.
    """,
    severity="warning",
)

SECURITY_GROUP_INNER_ACCESS = documented(
    groups.INNER_ACCESS,
    """
    An enterprise group whose members may all talk to each other.

    Why: Members of an enterprise group reach each other by rules alone. The provider leaves inner_access_policy out for
    them, but sends inner_access, and the cloud refuses it after the group is made.

    Bad::

        resource "alicloud_security_group" "web" {
          vpc_id              = "vpc-bp1vpc"
          security_group_type = "enterprise"
          inner_access        = true
        }

    Good::

        resource "alicloud_security_group" "web" {
          vpc_id              = "vpc-bp1vpc"
          security_group_type = "enterprise"
        }

    Fix: Remove inner_access, and write rules for what members need of each other.
    """,
)

INTERFACE_WITHOUT_GROUP = documented(
    groups.INTERFACE_WITHOUT_GROUP,
    """
    An instance or network interface that is in no security group.

    Why: An interface is in at least one group; the cloud refuses it otherwise.

    Bad::

        resource "alicloud_ecs_network_interface" "e" {
          vswitch_id = "vsw-bp1vswitch"
        }

    Good::

        resource "alicloud_ecs_network_interface" "e" {
          vswitch_id         = "vsw-bp1vswitch"
          security_group_ids = ["sg-bp1group"]
        }

    Fix: Name a security group of the VPC.
    """,
)

INTERFACE_GROUP_COUNT = documented(
    groups.INTERFACE_GROUPS,
    """
    More security groups than an interface takes.

    Why: An interface is in at most ten groups.

    Bad::

        resource "alicloud_vswitch" "s" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [for n in range(11) : "sg-bp1group${n}"]
        }

    Good::

        resource "alicloud_vswitch" "s" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [for n in range(10) : "sg-bp1group${n}"]
        }

    Fix: Put the rules of several groups into one.
    """,
)

INTERFACE_GROUP_KINDS = documented(
    groups.INTERFACE_KINDS,
    """
    Normal and enterprise groups on one interface.

    Why: The groups of an interface are all normal or all enterprise.

    Bad::

        resource "alicloud_vswitch" "s" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_security_group" "admin" {
          vpc_id              = "vpc-bp1vpc"
          security_group_type = "enterprise"
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id, alicloud_security_group.admin.id]
        }

    Good::

        resource "alicloud_vswitch" "s" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_security_group" "admin" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id, alicloud_security_group.admin.id]
        }

    Fix: Use groups of one type.
    """,
)

INTERFACE_GROUP_OTHER_VPC = documented(
    groups.INTERFACE_VPC,
    """
    A security group of another VPC.

    Why: An interface is in groups of the VPC that its vSwitch is in.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.b.id
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
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
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

    Fix: Use groups of the same VPC.
    """,
)


@check(SECURITY_GROUP_WITHOUT_VPC)
def check_security_groups(topology: Topology) -> Iterator[Diagnostic]:
    yield from PlacementChecks.of(topology).check_security_groups()


@check(SECURITY_GROUP_INNER_ACCESS)
def check_inner_access(topology: Topology) -> Iterator[Diagnostic]:
    for group in topology.root.of_type("alicloud_security_group"):
        for violation in groups.check_inner_access(kind_of(group), modified=flag(group, "inner_access")):
            yield diagnostic_at(group, violation)


@check(INTERFACE_WITHOUT_GROUP)
def check_has_group(topology: Topology) -> Iterator[Diagnostic]:
    yield from PlacementChecks.of(topology).check_has_groups()


@check(INTERFACE_GROUP_COUNT, INTERFACE_GROUP_KINDS, INTERFACE_GROUP_OTHER_VPC)
def check_interface_groups(topology: Topology) -> Iterator[Diagnostic]:
    yield from AccessChecks.of(topology).check_interface_groups()
