"""A VPC id that looks as if it were born in another region.

Why: Ids of a region begin alike (vpc-bp1 in cn-hangzhou, vpc-2ze in cn-beijing). This is a habit of the cloud,
not a promise, so the rule runs only when it is selected.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-wz9accepter"
      accepting_region_id = "cn-beijing"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
    }

Fix: Check that the id and the region belong together.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import regions
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI153", "id-region-prefix", "notice", None, "{id} looks like an id from {born}, but the region here is {region}",
    "observed in published ids",
)  # fmt: skip


@lint_rule(RULE, default=False)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        for attribute, region in (("vpc_id", one.region), ("accepting_vpc_id", one.accepting_region)):
            id = one.text(attribute)
            born = _birthplace(id) if isinstance(id, str) else None
            if born and region is not UNKNOWN and born != region:
                yield at(one, attribute, message=RULE.broken(attribute, id=id, born=born, region=region).message)


def _birthplace(id: str) -> str | None:
    prefix = id.removeprefix("vpc-")[:3]
    return next((one.id for one in regions.REGIONS.values() if one.id_prefix and one.id_prefix == prefix), None)
