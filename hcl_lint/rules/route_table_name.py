"""A route table's name that the cloud does not take.

Why: Names have 1 to 128 characters and do not begin with http:// or https://.

Bad::

    resource "alicloud_route_table" "a" {
      route_table_name = "https://table"
      vpc_id           = "vpc-bp1vpc"
    }

Good::

    resource "alicloud_route_table" "a" {
      route_table_name = "table"
      vpc_id           = "vpc-bp1vpc"
    }

Fix: Choose another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.ROUTE_TABLE_NAME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.ROUTE_TABLE_NAME)
