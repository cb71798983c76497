"""More custom route tables in a VPC than the quota.

Why: vpc_quota_route_tables_num is 9 until somebody has it raised; the next table is refused.

Bad::

    resource "alicloud_route_table" "many" {
      count  = 10
      vpc_id = "vpc-bp1vpc"
    }

Good::

    resource "alicloud_route_table" "few" {
      count  = 9
      vpc_id = "vpc-bp1vpc"
    }

Fix: Let vSwitches share tables, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.entities import Table
from hcl_lint.network.quota_counts import exceeded
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.ROUTE_TABLES_PER_VPC, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    found = exceeded(quotas.ROUTE_TABLES_PER_VPC, topology.tables, _vpc, "vpc_quota_route_tables_num")
    for table, violation in found:
        yield at(table, "vpc_id", message=violation.message)


def _vpc(table: Table) -> str | None:
    """The VPC whose quota a table counts against: gateway tables have one of their own."""
    counted = table.text("associate_type") in (None, "VSwitch")
    return table.vpc if counted and isinstance(table.vpc, str) else None
