"""More routes to HaVips in a table than the quota.

Why: vpc_quota_havip_custom_route_entry is 5 until somebody has it raised; the next route is refused.

Bad::

    resource "alicloud_route_entry" "many" {
      count                 = 6
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.${count.index}.0.0/16"
      nexthop_type          = "HaVip"
      nexthop_id            = "havip-bp1one"
    }

Good::

    resource "alicloud_route_entry" "few" {
      count                 = 5
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.${count.index}.0.0/16"
      nexthop_type          = "HaVip"
      nexthop_id            = "havip-bp1one"
    }

Fix: Summarise destinations into larger blocks, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import exceeded
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.HAVIP_ROUTES_PER_TABLE, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    routes = (one for one in topology.routes if one.hop_type == "HaVip")
    found = exceeded(
        quotas.HAVIP_ROUTES_PER_TABLE, routes, lambda one: one.table if isinstance(one.table, str) else None,
        "vpc_quota_havip_custom_route_entry",
    )  # fmt: skip
    for route, violation in found:
        yield at(route, "route_table_id", message=violation.message)
