"""What a user expects of the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hcl_lint.diagnostic import Diagnostic, Note, diagnostic_at
from hcl_lint.network.expectations import ResolvedExpectation
from hcl_lint.network.reachability import Answer, Reachability
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook.rule import Rule

EXPECT_REACH = documented(
    Rule(
        id="ALI367",
        name="expect-reach",
        severity="error",
        api_error=None,
        message="{answer}: {why}",
        source="the packet walk: what tfmock reach asks, of the written network",
    ),
    """
    An expectation (``--expect-reach``) that does not come true, or of which nobody can tell before apply.

    Why: Whoever says that one end reaches another, or must not, wants to know before anything is paid for. The packet
    and the answer to it are followed through routes, connections, network ACLs and security groups as they are written
    here, and the piece that decided is named. Where a value that decides is not known, the expectation cannot be relied
    on, which is an error as well. Without expectations this rule is silent.

    Bad::

        # hcl-lint --expect-reach alicloud_vswitch.a:alicloud_vswitch.b ./infra

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = alicloud_vpc.b.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "b_to_a" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = "10.0.0.0/25"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Good::

        # hcl-lint --expect-reach alicloud_vswitch.a:alicloud_vswitch.b ./infra

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = alicloud_vpc.b.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "b_to_a" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = alicloud_vpc.a.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Fix: Correct the piece that the message names, or the expectation.
    """,
)


@check(EXPECT_REACH)
def check_expectations(topology: Topology) -> Iterator[Diagnostic]:
    if not topology.expectations:
        return
    reachability = Reachability(topology)
    for resolved in topology.expectations:
        answer = reachability.between(resolved.source, resolved.target, resolved.expectation.packet)
        if answer.reaches is None or answer.reaches is resolved.expectation.negated:
            yield _diagnostic(resolved, answer)


def _diagnostic(resolved: ResolvedExpectation, answer: Answer) -> Diagnostic:
    source, target, packet = resolved.source.address, resolved.target.address, resolved.expectation.packet
    result = {
        None: f"whether {source} reaches {target} ({packet}) is not known",
        True: f"{source} reaches {target} ({packet}), and must not",
        False: f"{source} does not reach {target} ({packet})",
    }[answer.reaches]
    by = f" (expected in {resolved.settings_file})" if resolved.settings_file else ""
    location = answer.location
    other_routes = [route for route in answer.routes if route.resource is not location.resource]
    diagnostic = diagnostic_at(
        location.resource,
        EXPECT_REACH.violation(answer=result + by, why=answer.why),
        location.names,
        notes=tuple(Note("the packet takes this route", route.resource.span) for route in other_routes),
        used=True,
    )
    scopes = (*diagnostic.scopes, resolved.source.block_span, resolved.target.block_span)
    span = location.span or diagnostic.span
    return replace(diagnostic, span=span, path=span.path if span else diagnostic.path, scopes=scopes)
