"""What an accepter and its connection say of the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import check, documented
from tfmock.rulebook.rule import UNKNOWN, Rule

ACCEPTER_REGION = documented(
    Rule(
        id="ALI204",
        name="accepter-region",
        severity="warning",
        api_error=None,
        message=("this accepter's provider is in {region}, but the connection is to be accepted in {accepting_region}"),
        source="VPC peering help page, cross-account Terraform example",
    ),
    """
    An accepter whose provider is in another region than the accepter VPC.

    Why: The accepter then stands for a region in which its VPC is not: whatever else that provider creates for this
    side, such as the route back, lands in the wrong place.

    Bad::

        provider "alicloud" {
          alias      = "accepter"
          region     = "cn-shanghai"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
        }

    Good::

        provider "alicloud" {
          alias      = "accepter"
          region     = "cn-beijing"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
        }

    Fix: Use a provider whose region is the connection's accepting_region_id.
    """,
)

ACCEPTER_DISAGREES = documented(
    Rule(
        id="ALI205",
        name="accepter-disagrees",
        severity="warning",
        api_error=None,
        message=(
            "{attribute} is {here} here, but {there} on {connection}; both write the same connection and undo "
            "each other"
        ),
        source="provider source: create and update of the accepter call ModifyVpcPeerConnection",
    ),
    """
    A connection and its accepter that set the same thing to different values.

    Why: Both resources change the one connection; each apply of the one undoes the other, so plans never come out
    clean.

    Bad::

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          bandwidth           = 1024
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
          bandwidth   = 512
        }

        provider "alicloud" {
          alias      = "accepter"
          account_id = "2222222222222222"
        }

    Good::

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          bandwidth           = 1024
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
        }

        provider "alicloud" {
          alias      = "accepter"
          account_id = "2222222222222222"
        }

    Fix: Set it on the connection only.
    """,
    fixable=True,
)


@check(ACCEPTER_REGION)
def check_accepter_region(topology: Topology) -> Iterator[Diagnostic]:
    for accepter in topology.accepters:
        connection = topology.connection(accepter.connection)
        if connection is None or accepter.region is UNKNOWN or connection.accepting_region is UNKNOWN:
            continue
        if accepter.region != connection.accepting_region and can_coexist(accepter, connection):
            violation = ACCEPTER_REGION.violation(region=accepter.region, accepting_region=connection.accepting_region)
            yield accepter.diagnostic(violation, notes=region_note(accepter))


#: Arguments of the accepter, and those of the connection that set the same.
_SHARED: Final = (
    ("bandwidth", "bandwidth"),
    ("link_type", "link_type"),
    ("description", "description"),
    ("peer_connection_accepter_name", "peer_connection_name"),
)


@check(ACCEPTER_DISAGREES)
def check_shared_settings(topology: Topology) -> Iterator[Diagnostic]:
    for accepter in topology.accepters:
        connection = topology.connection(accepter.connection)
        if connection is None or not can_coexist(accepter, connection):
            continue
        for own, shared in _SHARED:
            value, shared_value = accepter.text(own), connection.text(shared)
            if isinstance(value, str) and isinstance(shared_value, str) and value != shared_value:
                argument = connection.argument(shared)
                yield accepter.diagnostic(
                    ACCEPTER_DISAGREES.violation(
                        own, attribute=own, here=value, there=shared_value, connection=connection.id
                    ),
                    notes=(Note("the connection's value", argument.span),) if argument else (),
                    fix=fixes.remove(accepter, own, safe=False),
                )
