"""Two accepters for one connection.

Why: The second finds nothing to accept, and destroying either of them deletes the connection for both.

Bad::

    resource "alicloud_vpc_peer_connection_accepter" "one" {
      instance_id = "pcc-bp1connection"
    }

    resource "alicloud_vpc_peer_connection_accepter" "two" {
      instance_id = "pcc-bp1connection"
    }

Good::

    resource "alicloud_vpc_peer_connection_accepter" "one" {
      instance_id = "pcc-bp1connection"
    }

Fix: Keep one accepter for each connection.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.entities import Accepter
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI207", "accepter-twice", "warning", None, "{connection} has an accepter already: {other}",
    "provider source: the accepter's create and delete",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    earlier: dict[str, list[Accepter]] = {}
    for one in topology.accepters:
        if not isinstance(one.connection, str):
            continue
        same = earlier.setdefault(one.connection, [])
        for other in same:
            if together(one, other):
                message = RULE.broken("instance_id", connection=one.connection, other=other.id).message
                yield at(one, "instance_id", message=message, notes=(Note("the other", other.resource.span),))
                break
        same.append(one)
