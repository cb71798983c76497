"""The name of an alicloud_route_entry with one character.

Why: The cloud would take it, but the provider asks for 2 to 128 characters and stops the plan.

Bad::

    resource "alicloud_route_entry" "there" {
      name                  = "a"
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    resource "alicloud_route_entry" "there" {
      name                  = "a-to-b"
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Write a name of 2 to 128 characters.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI364", "route-name-short", "error", None, "the name {name!r} has one character; the provider asks for 2 to 128",
    "provider schema of alicloud_route_entry",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for route in topology.routes:
        name = route.text("name")
        if route.resource.type == "alicloud_route_entry" and isinstance(name, str) and len(name.encode()) == 1:
            yield at(route, "name", message=RULE.broken("name", name=name).message)
