"""Names and descriptions of gateways and network ACLs."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import text_checks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    names,
)

IPV4_GATEWAY_NAME = documented(
    names.IPV4_GATEWAY_NAME,
    """
    A name of an IPv4 gateway that is not accepted.

    Why: It has 1 to 128 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_vpc_ipv4_gateway" "a" {
          vpc_id            = "vpc-bp1vpc"
          ipv4_gateway_name = "http://out"
        }

    Good::

        resource "alicloud_vpc_ipv4_gateway" "a" {
          vpc_id            = "vpc-bp1vpc"
          ipv4_gateway_name = "out"
        }

    Fix: Write another name.
    """,
)

IPV4_GATEWAY_DESCRIPTION = documented(
    names.IPV4_GATEWAY_DESCRIPTION,
    """
    A description of an IPv4 gateway that is not accepted.

    Why: It has 1 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_vpc_ipv4_gateway" "a" {
          vpc_id                   = "vpc-bp1vpc"
          ipv4_gateway_description = "https://wiki.example/out"
        }

    Good::

        resource "alicloud_vpc_ipv4_gateway" "a" {
          vpc_id                   = "vpc-bp1vpc"
          ipv4_gateway_description = "the way out"
        }

    Fix: Write a text that does not begin with a URL, within these lengths.
    """,
)

IPV6_GATEWAY_NAME = documented(
    names.IPV6_GATEWAY_NAME,
    """
    A name of an IPv6 gateway that is not accepted.

    Why: It has 2 to 128 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_vpc_ipv6_gateway" "a" {
          vpc_id            = "vpc-bp1vpc"
          ipv6_gateway_name = "http://out"
        }

    Good::

        resource "alicloud_vpc_ipv6_gateway" "a" {
          vpc_id            = "vpc-bp1vpc"
          ipv6_gateway_name = "out"
        }

    Fix: Write another name.
    """,
)

IPV6_GATEWAY_DESCRIPTION = documented(
    names.IPV6_GATEWAY_DESCRIPTION,
    """
    A description of an IPv6 gateway that is not accepted.

    Why: It has 2 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_vpc_ipv6_gateway" "a" {
          vpc_id      = "vpc-bp1vpc"
          description = "https://out"
        }

    Good::

        resource "alicloud_vpc_ipv6_gateway" "a" {
          vpc_id      = "vpc-bp1vpc"
          description = "way-out"
        }

    Fix: Write another description.
    """,
)

NETWORK_ACL_NAME = documented(
    names.NETWORK_ACL_NAME,
    """
    A name of a network ACL that is not accepted.

    Why: It has 1 to 128 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_network_acl" "a" {
          vpc_id           = "vpc-bp1vpc"
          network_acl_name = "http://edge"
        }

    Good::

        resource "alicloud_network_acl" "a" {
          vpc_id           = "vpc-bp1vpc"
          network_acl_name = "edge"
        }

    Fix: Write another name.
    """,
)

NETWORK_ACL_DESCRIPTION = documented(
    names.NETWORK_ACL_DESCRIPTION,
    """
    A description of a network ACL that is not accepted.

    Why: It has 1 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_network_acl" "a" {
          vpc_id      = "vpc-bp1vpc"
          description = "https://wiki.example/edge"
        }

    Good::

        resource "alicloud_network_acl" "a" {
          vpc_id      = "vpc-bp1vpc"
          description = "the edge: see the wiki"
        }

    Fix: Write a text that does not begin with a URL, within these lengths.
    """,
)


@check(
    IPV4_GATEWAY_NAME,
    IPV4_GATEWAY_DESCRIPTION,
    IPV6_GATEWAY_NAME,
    IPV6_GATEWAY_DESCRIPTION,
    NETWORK_ACL_NAME,
    NETWORK_ACL_DESCRIPTION,
)
def check_gateway_texts(topology: Topology) -> Iterator[Diagnostic]:
    yield from text_checks.check_texts(topology.root, "ipv4_gateway", "ipv6_gateway", "network_acl")
