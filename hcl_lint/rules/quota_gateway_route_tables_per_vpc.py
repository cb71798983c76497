"""Two gateway route tables in a VPC.

Why: A VPC has one IPv4 gateway, and that has one route table; this is no quota that can be raised.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_route_table" "many" {
      count          = 2
      vpc_id         = alicloud_vpc.a.id
      associate_type = "Gateway"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_route_table" "single" {
      count          = 1
      vpc_id         = alicloud_vpc.a.id
      associate_type = "Gateway"
    }

Fix: Remove one of the tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import groups
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.GATEWAY_ROUTE_TABLES_PER_VPC, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    tables = (one for one in topology.tables if one.text("associate_type") == "Gateway")
    limit = quotas.GATEWAY_ROUTE_TABLES
    for group in groups(tables, lambda one: one.vpc if isinstance(one.vpc, str) else None):
        for violation in quotas.check_count(quotas.GATEWAY_ROUTE_TABLES_PER_VPC, used=len(group) - 1, limit=limit):
            yield at(group[limit], "vpc_id", message=violation.message)
