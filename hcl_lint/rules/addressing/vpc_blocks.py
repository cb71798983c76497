"""IPv4 blocks of VPCs."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.network.entities import Route, SecondaryBlock
from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    addressing,
)
from tfmock.rulebook.cidr import parse_cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

VPC_CIDR = documented(
    addressing.VPC_CIDR,
    """
    A block that a VPC cannot have.

    Why: A VPC has an IPv4 block with a mask of 8 to 28 outside the reserved ranges; the cloud refuses others.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.1/8"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

    Fix: Take a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 with no bits set behind the mask.
    """,
    fixable=True,
)

SECONDARY_CIDR = documented(
    addressing.SECONDARY_CIDR,
    """
    A secondary block that a VPC cannot have.

    Why: The same holds as for the first block: IPv4, a mask of 8 to 28, outside the reserved ranges.

    Bad::

        resource "alicloud_vpc_ipv4_cidr_block" "more" {
          vpc_id               = "vpc-bp1vpc"
          secondary_cidr_block = "100.64.0.0/16"
        }

    Good::

        resource "alicloud_vpc_ipv4_cidr_block" "more" {
          vpc_id               = "vpc-bp1vpc"
          secondary_cidr_block = "192.168.0.0/16"
        }

    Fix: Choose another private block.
    """,
)

SECONDARY_CIDR_OVERLAP = documented(
    addressing.SECONDARY_CIDR_OVERLAP,
    """
    A secondary block that shares addresses with the VPC's first.

    Why: The blocks of a VPC are apart; the cloud refuses one that overlaps.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

        resource "alicloud_vpc_ipv4_cidr_block" "more" {
          vpc_id               = alicloud_vpc.a.id
          secondary_cidr_block = "10.1.0.0/16"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

        resource "alicloud_vpc_ipv4_cidr_block" "more" {
          vpc_id               = alicloud_vpc.a.id
          secondary_cidr_block = "192.168.0.0/16"
        }

    Fix: Choose a block outside the VPC's others.
    """,
)

SECONDARY_CIDR_ROUTE = documented(
    addressing.SECONDARY_CIDR_ROUTE,
    """
    A secondary block that holds the destination of a custom route of the VPC.

    Why: The cloud refuses the block where the route is there already, and nothing here makes the route wait for the
    block.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_route_entry" "office" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "172.16.1.0/24"
          nexthop_type          = "VpnGateway"
          nexthop_id            = "vpn-bp1gateway"
        }

        resource "alicloud_vpc_ipv4_cidr_block" "more" {
          vpc_id               = alicloud_vpc.a.id
          secondary_cidr_block = "172.16.0.0/16"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_route_entry" "office" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "172.16.1.0/24"
          nexthop_type          = "VpnGateway"
          nexthop_id            = "vpn-bp1gateway"
        }

        resource "alicloud_vpc_ipv4_cidr_block" "more" {
          vpc_id               = alicloud_vpc.a.id
          secondary_cidr_block = "192.168.0.0/16"
        }

    Fix: Choose a block that no route leads to, or let the route depend on the block.
    """,
    severity="warning",
)

SECONDARY_CIDR_TWO_FORMS = documented(
    Rule(
        id="ALI456",
        name="secondary-cidr-two-forms",
        severity="warning",
        api_error=None,
        message=(
            "{vpc} lists its secondary blocks itself (secondary_cidr_blocks), so every other plan takes this one away"
        ),
        source="provider documentation of alicloud_vpc: the two cannot be used at the same time",
    ),
    """
    Secondary blocks of a VPC in its own list and in resources of their own.

    Why: The list secondary_cidr_blocks means all secondary blocks. Every plan takes away those of
    alicloud_vpc_ipv4_cidr_block, and the next one makes them anew.

    Bad::

        resource "alicloud_vpc" "this" {
          cidr_block            = "10.0.0.0/16"
          secondary_cidr_blocks = ["10.1.0.0/16"]
        }

        resource "alicloud_vpc_ipv4_cidr_block" "more" {
          vpc_id               = alicloud_vpc.this.id
          secondary_cidr_block = "10.2.0.0/16"
        }

    Good::

        resource "alicloud_vpc" "this" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc_ipv4_cidr_block" "first" {
          vpc_id               = alicloud_vpc.this.id
          secondary_cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_ipv4_cidr_block" "more" {
          vpc_id               = alicloud_vpc.this.id
          secondary_cidr_block = "10.2.0.0/16"
        }

    Fix: Write every secondary block as an alicloud_vpc_ipv4_cidr_block; secondary_cidr_blocks is deprecated.
    """,
)

USER_CIDR = documented(
    addressing.USER_CIDR,
    """
    A user CIDR that is not a CIDR block.

    Why: The cloud refuses the VPC.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
          user_cidrs = ["172.16.0.1/12"]
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
          user_cidrs = ["172.16.0.0/12"]
        }

    Fix: Write IPv4 blocks with no bits set behind the mask.
    """,
)

USER_CIDR_RESERVED = documented(
    addressing.USER_CIDR_RESERVED,
    """
    A user CIDR that overlaps 100.64.0.0/10.

    Why: The range belongs to cloud services; the cloud refuses the VPC.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
          user_cidrs = ["100.64.0.0/16"]
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
          user_cidrs = ["172.16.0.0/12"]
        }

    Fix: Leave the block out.
    """,
)

USER_CIDR_COUNT = documented(
    addressing.USER_CIDR_COUNT,
    """
    More than three user CIDRs.

    Why: A VPC has at most three; the cloud refuses a fourth.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
          user_cidrs = ["1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8", "4.0.0.0/8"]
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
          user_cidrs = ["1.0.0.0/8", "2.0.0.0/7"]
        }

    Fix: Summarise the blocks into at most three.
    """,
)


@check(VPC_CIDR)
def check_vpc_blocks(topology: Topology) -> Iterator[Diagnostic]:
    for vpc in topology.vpcs:
        text = vpc.text("cidr_block")
        for violation in addressing.check_vpc_cidr(text):
            block = parse_cidr(text, strict=False) if isinstance(text, str) else None
            mended = block is not None and not list(addressing.check_vpc_cidr(str(block)))
            yield vpc.diagnostic(violation, fix=fixes.put(vpc, str(block), "cidr_block") if mended else None)


@check(SECONDARY_CIDR, SECONDARY_CIDR_OVERLAP)
def check_secondary_blocks(topology: Topology) -> Iterator[Diagnostic]:
    for block in topology.secondary_blocks:
        vpc, text = topology.vpc(block.vpc), block.text("secondary_cidr_block")
        if isinstance(text, str):
            primary = parse_cidr(str(vpc.text("cidr_block"))) if vpc and can_coexist(block, vpc) else None
            for violation in addressing.check_secondary_cidr(text, [primary] if primary else ()):
                yield block.diagnostic(violation)


@check(SECONDARY_CIDR_ROUTE)
def check_routes_into_secondary_blocks(topology: Topology) -> Iterator[Diagnostic]:
    routes: dict[str, list[Route]] = {}
    for route in topology.routes if topology.secondary_blocks else ():
        if isinstance(route.vpc, str):
            routes.setdefault(route.vpc, []).append(route)
    for block in topology.secondary_blocks:
        text = block.text("secondary_cidr_block")
        if not isinstance(text, str) or not isinstance(block.vpc, str):
            continue
        for route in routes.get(block.vpc, ()):
            if route.destination is UNKNOWN or not can_coexist(block, route) or _may_wait(route, block):
                continue
            for violation in addressing.check_secondary_cidr(text, (), [route.destination]):
                yield block.diagnostic(violation, notes=(Note("the route", route.resource.span),))


def _may_wait(route: Route, block: SecondaryBlock) -> bool:
    """Whether the route is created after the block, as far as it says itself; then the cloud accepts both."""
    if route.resource.depends_on:
        return True
    references = (argument.value.reference for argument in route.resource.arguments.values())
    return any(reference and reference.type == block.resource.type for reference in references)


@check(SECONDARY_CIDR_TWO_FORMS)
def check_one_form(topology: Topology) -> Iterator[Diagnostic]:
    for block in topology.secondary_blocks:
        vpc = topology.vpc(block.vpc)
        listed = vpc.argument("secondary_cidr_blocks") if vpc else None
        if vpc is None or listed is None or not can_coexist(block, vpc):
            continue
        if not ignores_changes(vpc.resource, "secondary_cidr_blocks"):
            violation = SECONDARY_CIDR_TWO_FORMS.violation("vpc_id", vpc=vpc.id)
            yield block.diagnostic(violation, notes=(Note("the list", listed.span),), used=True)


@check(USER_CIDR, USER_CIDR_RESERVED, USER_CIDR_COUNT)
def check_user_cidrs(topology: Topology) -> Iterator[Diagnostic]:
    for vpc in topology.vpcs:
        for violation in addressing.check_user_cidrs(vpc.texts("user_cidrs")):
            yield vpc.diagnostic(violation)
