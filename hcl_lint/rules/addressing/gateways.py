"""Gateways of VPCs."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import vpc_ipv6 as vpc_ipv6_checks
from hcl_lint.network.access_checks import AccessChecks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    acl_entries,
    vpc_ipv6,
)

IPV4_GATEWAY_TWICE = documented(
    acl_entries.IPV4_GATEWAY,
    """
    Two IPv4 gateways in a VPC.

    Why: A VPC has at most one.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_ipv4_gateway" "a" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_vpc_ipv4_gateway" "b" {
          vpc_id = alicloud_vpc.a.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_ipv4_gateway" "a" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_vpc_ipv4_gateway" "b" {
          vpc_id = alicloud_vpc.b.id
        }

    Fix: Remove one.
    """,
)

IPV6_GATEWAY_TWICE = documented(
    vpc_ipv6.GATEWAY_TWICE,
    """
    Two IPv6 gateways in a VPC.

    Why: A VPC has at most one.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vpc_ipv6_gateway" "a" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_vpc_ipv6_gateway" "b" {
          vpc_id = alicloud_vpc.a.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vpc_ipv6_gateway" "a" {
          vpc_id = alicloud_vpc.a.id
        }

    Fix: Remove one.
    """,
)


@check(IPV4_GATEWAY_TWICE)
def check_ipv4_gateways(topology: Topology) -> Iterator[Diagnostic]:
    yield from AccessChecks.of(topology).check_ipv4_gateways()


@check(IPV6_GATEWAY_TWICE)
def check_ipv6_gateways(topology: Topology) -> Iterator[Diagnostic]:
    yield from vpc_ipv6_checks.check_gateways(topology.root)
