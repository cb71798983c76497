"""The argument router_id of a route.

Why: The provider computes it, so Terraform refuses a value when it validates. The table is enough.

Bad::

    resource "alicloud_route_entry" "there" {
      router_id             = "vrt-bp1router"
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    resource "alicloud_route_entry" "there" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Remove router_id.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI362", "router-id", "error", None,
    "router_id cannot be set: the provider computes it, and Terraform refuses a value; route_table_id is enough",
    "provider schema of alicloud_route_entry, 1.246.2 and 1.290.0: Computed only",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for route in topology.routes:
        if route.argument("router_id"):
            yield at(route, "router_id", message=RULE.broken("").message).with_fix(fixes.remove(route, "router_id"))
