"""The vSwitch and zone of instances and attached network interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint.common.work import counted
from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, may_coexist
from hcl_lint.network.duplicates import is_single
from hcl_lint.network.identity import Id, certainly_different, identity
from hcl_lint.network.placement import PlacementChecks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    placement,
)
from tfmock.rulebook.rule import Rule

INSTANCE_WITHOUT_VSWITCH = documented(
    placement.VSWITCH_MISSING,
    """
    An instance without a vSwitch.

    Why: Every instance is in a VPC, and so in a vSwitch: its own, that of its network interface, or that of its launch
    template.

    Bad::

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          security_groups = ["sg-bp1group"]
        }

    Good::

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = "vsw-bp1vswitch"
          security_groups = ["sg-bp1group"]
        }

    Fix: Set vswitch_id.
    """,
)

INSTANCE_ZONE = documented(
    placement.INSTANCE_ZONE,
    """
    An instance that asks for another zone than its vSwitch is in.

    Why: An instance is where its vSwitch is, and the cloud refuses to put it elsewhere.

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
          instance_type     = "ecs.g7.large"
          image_id          = "aliyun_3_x64_20G_alibase_20250117.vhd"
          availability_zone = "cn-hangzhou-h"
          vswitch_id        = alicloud_vswitch.s.id
          security_groups   = [alicloud_security_group.web.id]
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
          instance_type     = "ecs.g7.large"
          image_id          = "aliyun_3_x64_20G_alibase_20250117.vhd"
          availability_zone = alicloud_vswitch.s.zone_id
          vswitch_id        = alicloud_vswitch.s.id
          security_groups   = [alicloud_security_group.web.id]
        }

    Fix: Remove availability_zone, or take the zone of the vSwitch.
    """,
)

ATTACHMENT_OTHER_VPC = documented(
    placement.ATTACHMENT_VPC,
    """
    A network interface of another VPC than the instance.

    Why: An instance takes interfaces of its own VPC and zone.

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

        resource "alicloud_vswitch" "t" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_security_group" "other" {
          vpc_id = alicloud_vpc.b.id
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

        resource "alicloud_ecs_network_interface" "e" {
          vswitch_id         = alicloud_vswitch.t.id
          security_group_ids = [alicloud_security_group.other.id]
        }

        resource "alicloud_ecs_network_interface_attachment" "x" {
          instance_id          = alicloud_instance.web.id
          network_interface_id = alicloud_ecs_network_interface.e.id
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

        resource "alicloud_vswitch" "t" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.2.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_security_group" "other" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

        resource "alicloud_ecs_network_interface" "e" {
          vswitch_id         = alicloud_vswitch.t.id
          security_group_ids = [alicloud_security_group.other.id]
        }

        resource "alicloud_ecs_network_interface_attachment" "x" {
          instance_id          = alicloud_instance.web.id
          network_interface_id = alicloud_ecs_network_interface.e.id
        }

    Fix: Make the interface in a vSwitch of the instance's VPC.
    """,
)

ATTACHMENT_OTHER_ZONE = documented(
    placement.ATTACHMENT_ZONE,
    """
    A network interface of another zone than the instance.

    Why: An instance takes interfaces of its own VPC and zone.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vswitch" "t" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.2.0/24"
          zone_id    = "cn-hangzhou-h"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_security_group" "other" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

        resource "alicloud_ecs_network_interface" "e" {
          vswitch_id         = alicloud_vswitch.t.id
          security_group_ids = [alicloud_security_group.other.id]
        }

        resource "alicloud_ecs_network_interface_attachment" "x" {
          instance_id          = alicloud_instance.web.id
          network_interface_id = alicloud_ecs_network_interface.e.id
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

        resource "alicloud_vswitch" "t" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.2.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_security_group" "other" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = [alicloud_security_group.web.id]
        }

        resource "alicloud_ecs_network_interface" "e" {
          vswitch_id         = alicloud_vswitch.t.id
          security_group_ids = [alicloud_security_group.other.id]
        }

        resource "alicloud_ecs_network_interface_attachment" "x" {
          instance_id          = alicloud_instance.web.id
          network_interface_id = alicloud_ecs_network_interface.e.id
        }

    Fix: Make the interface in a vSwitch of the instance's zone.
    """,
)

INTERFACE_ATTACHED_TWICE = documented(
    Rule(
        id="ALI768",
        name="interface-attached-twice",
        severity="error",
        api_error=None,
        message="this network interface is attached to another instance, too: {other}",
        source="AttachNetworkInterface error codes",
    ),
    """
    A network interface that two instances are to have.

    Why: An interface is attached to one instance; the second is refused while the first has it.

    Bad::

        resource "alicloud_ecs_network_interface_attachment" "one" {
          network_interface_id = "eni-bp1data"
          instance_id          = "i-bp1one"
        }

        resource "alicloud_ecs_network_interface_attachment" "two" {
          network_interface_id = "eni-bp1data"
          instance_id          = "i-bp1two"
        }

    Good::

        resource "alicloud_ecs_network_interface_attachment" "one" {
          network_interface_id = "eni-bp1data"
          instance_id          = "i-bp1one"
        }

        resource "alicloud_ecs_network_interface_attachment" "two" {
          network_interface_id = "eni-bp1more"
          instance_id          = "i-bp1two"
        }

    Fix: Make an interface for each instance.
    """,
)


@check(INSTANCE_WITHOUT_VSWITCH, INSTANCE_ZONE)
def check_instances(topology: Topology) -> Iterator[Diagnostic]:
    yield from PlacementChecks.of(topology).check_instances()


@check(ATTACHMENT_OTHER_VPC, ATTACHMENT_OTHER_ZONE)
def check_attachments(topology: Topology) -> Iterator[Diagnostic]:
    yield from PlacementChecks.of(topology).check_attachments()


_ATTACHMENTS: Final = ("alicloud_network_interface_attachment", "alicloud_ecs_network_interface_attachment")
_INTERFACE: Final = "network_interface_id"


@check(INTERFACE_ATTACHED_TWICE)
def check_one_instance(topology: Topology) -> Iterator[Diagnostic]:
    first: dict[str, tuple[ResourceInstance, Id]] = {}
    for resource in counted(topology.root.of_type(*_ATTACHMENTS, "alicloud_instance")):
        if not is_single(resource):
            continue  # any number of it
        attachment = resource.type in _ATTACHMENTS
        instance = identity(topology.root, resource.get("instance_id")) if attachment else resource.address
        places: list[NestedBlock | None] = [None, *(() if attachment else resource.nested("network_interfaces"))]
        for block in places:
            interface = identity(topology.root, (block or resource).get(_INTERFACE))
            if not isinstance(interface, str) or not interface:
                continue
            other, other_instance = first.setdefault(interface, (resource, instance))
            if other is resource or not certainly_different(instance, other_instance):
                continue
            if may_coexist(resource, other):
                violation = INTERFACE_ATTACHED_TWICE.violation(_INTERFACE, other=other.address)
                others = (("the other", other),)
                yield diagnostic_at(resource, violation, block=block, others=others, used=True)
