"""A connection and its accepter that set the same thing to different values.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI205", "accepter-disagrees", "warning", None,
    "{attribute} is {here} here, but {there} on {connection}; both write the same connection and undo each other",
    "provider source: create and update of the accepter call ModifyVpcPeerConnection",
)  # fmt: skip

_PAIRS = (
    ("bandwidth", "bandwidth"),
    ("link_type", "link_type"),
    ("description", "description"),
    ("peer_connection_accepter_name", "peer_connection_name"),
)


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for accepter in topology.accepters:
        one = topology.connection(accepter.connection)
        if one is None or not together(accepter, one):
            continue
        for mine, theirs in _PAIRS:
            here, there = accepter.text(mine), one.text(theirs)
            if isinstance(here, str) and isinstance(there, str) and here != there:
                message = RULE.broken(mine, attribute=mine, here=here, there=there, connection=one.id).message
                argument = one.argument(theirs)
                notes = (Note("the connection's value", argument.span),) if argument else ()
                yield at(accepter, mine, message=message, notes=notes).with_fix(
                    fixes.remove(accepter, mine, safe=False)
                )
