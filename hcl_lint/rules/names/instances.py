"""Names and descriptions of instances, network interfaces and security groups."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import text_checks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    names,
)

INSTANCE_NAME = documented(
    names.INSTANCE_NAME,
    """
    A name of an instance that is not accepted.

    Why: It has 2 to 128 characters and is no URL.

    Bad::

        resource "alicloud_instance" "a" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = "vsw-bp1vswitch"
          security_groups = ["sg-bp1group"]
          instance_name   = "w"
        }

    Good::

        resource "alicloud_instance" "a" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = "vsw-bp1vswitch"
          security_groups = ["sg-bp1group"]
          instance_name   = "web"
        }

    Fix: Write another name.
    """,
)

INSTANCE_DESCRIPTION = documented(
    names.INSTANCE_DESCRIPTION,
    """
    A description of an instance that is not accepted.

    Why: It has 2 to 256 characters and is no URL.

    Bad::

        resource "alicloud_instance" "a" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = "vsw-bp1vswitch"
          security_groups = ["sg-bp1group"]
          description     = "https://wiki.example/web"
        }

    Good::

        resource "alicloud_instance" "a" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = "vsw-bp1vswitch"
          security_groups = ["sg-bp1group"]
          description     = "web server"
        }

    Fix: Write a text that does not begin with a URL, within these lengths.
    """,
)

NETWORK_INTERFACE_NAME = documented(
    names.NETWORK_INTERFACE_NAME,
    """
    A name of a network interface that is not accepted.

    Why: It has 2 to 128 characters, begins with a letter or a Chinese character, and is no URL.

    Bad::

        resource "alicloud_ecs_network_interface" "a" {
          vswitch_id             = "vsw-bp1vswitch"
          security_group_ids     = ["sg-bp1group"]
          network_interface_name = "2nd"
        }

    Good::

        resource "alicloud_ecs_network_interface" "a" {
          vswitch_id             = "vsw-bp1vswitch"
          security_group_ids     = ["sg-bp1group"]
          network_interface_name = "second"
        }

    Fix: Write another name.
    """,
)

NETWORK_INTERFACE_DESCRIPTION = documented(
    names.NETWORK_INTERFACE_DESCRIPTION,
    """
    A description of a network interface that is not accepted.

    Why: It has 2 to 256 characters and is no URL.

    Bad::

        resource "alicloud_ecs_network_interface" "a" {
          vswitch_id         = "vsw-bp1vswitch"
          security_group_ids = ["sg-bp1group"]
          description        = "-"
        }

    Good::

        resource "alicloud_ecs_network_interface" "a" {
          vswitch_id         = "vsw-bp1vswitch"
          security_group_ids = ["sg-bp1group"]
          description        = "second interface"
        }

    Fix: Write a text that does not begin with a URL, within these lengths.
    """,
)

SECURITY_GROUP_NAME = documented(
    names.SECURITY_GROUP_NAME,
    """
    A name of a security group that is not accepted.

    Why: It has 2 to 128 characters, begins with a letter or a Chinese character, and is no URL.

    Bad::

        resource "alicloud_security_group" "a" {
          vpc_id              = "vpc-bp1vpc"
          security_group_name = "1-web"
        }

    Good::

        resource "alicloud_security_group" "a" {
          vpc_id              = "vpc-bp1vpc"
          security_group_name = "web-1"
        }

    Fix: Write another name.
    """,
)

SECURITY_GROUP_DESCRIPTION = documented(
    names.SECURITY_GROUP_DESCRIPTION,
    """
    A description of a security group that is not accepted.

    Why: It has 2 to 256 characters and is no URL.

    Bad::

        resource "alicloud_security_group" "a" {
          vpc_id      = "vpc-bp1vpc"
          description = "-"
        }

    Good::

        resource "alicloud_security_group" "a" {
          vpc_id      = "vpc-bp1vpc"
          description = "web servers"
        }

    Fix: Write a text that does not begin with a URL, within these lengths.
    """,
)


@check(
    INSTANCE_NAME,
    INSTANCE_DESCRIPTION,
    NETWORK_INTERFACE_NAME,
    NETWORK_INTERFACE_DESCRIPTION,
    SECURITY_GROUP_NAME,
    SECURITY_GROUP_DESCRIPTION,
)
def check_instance_texts(topology: Topology) -> Iterator[Diagnostic]:
    yield from text_checks.check_texts(topology.root, "instance", "network_interface", "security_group")
