"""More routes in a table than its quota.

Why: vpc_quota_route_entrys_num is 200 custom routes until somebody has it raised; the next one is refused. A route to a
prefix list counts max_entries of the list.

Bad::

    resource "alicloud_route_entry" "many" {
      count                 = 201
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.0.${count.index}.0/24"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    resource "alicloud_route_entry" "few" {
      count                 = 2
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.${count.index}.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Summarise destinations into larger blocks, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import groups
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule, of
from tfmock.rulebook import quotas, routing

_QUOTAS = quotas.Quotas()


@lint_rule(quotas.ROUTES_PER_TABLE, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    for group in groups(topology.routes, lambda one: one.table if isinstance(one.table, str) else None):
        used = 0
        for one in group:
            size = topology.lists.size(one.prefix_list)
            violations = routing.check_quota(used=used, adding=size, havips=0, type="", quotas=_QUOTAS)
            found = next(of(quotas.ROUTES_PER_TABLE, violations), None)
            if found is not None:
                yield at(one, "route_table_id", message=found.message)
                break
            used += size
