"""A region that Alibaba Cloud does not have.

Why: A misspelt region makes the request fail, or worse, an endpoint that cannot be found.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-bejing"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
    }

Fix: Write the id of a region, such as cn-hangzhou or ap-southeast-1.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule, of
from tfmock.rulebook import peering, regions
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(peering.REGION_UNKNOWN, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        violations = peering.check_regions(UNKNOWN, one.accepting_region)
        for violation in of(peering.REGION_UNKNOWN, violations):
            near = difflib.get_close_matches(str(one.accepting_region), regions.REGIONS, 1, 0.85)
            message = violation.message + (f"; did you mean {near[0]}?" if near else "")
            problem = at(one, "accepting_region_id", message=message)
            yield problem.with_fix(fixes.put(one, near[0], "accepting_region_id", safe=False) if near else None)
