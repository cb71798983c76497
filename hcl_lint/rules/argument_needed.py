"""An argument that the cloud needs, though the provider does not ask for it.

Why: The provider has it as optional, since there are other ways, such as the default vSwitch. Where none of those is
written, the cloud refuses the request.

Bad::

    resource "alicloud_vswitch" "web" {
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

Good::

    resource "alicloud_vswitch" "web" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

Fix: Write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule("ALI616", "argument-needed", "error", None, "{what} needs {names}", "API metadata: required parameters")

#: By type: groups of arguments, one of each of which must be given, unless one of the others is.
_NEEDED: Final[Mapping[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]]] = MappingProxyType(
    {
        "alicloud_vswitch": ((("vpc_id",), ("cidr_block",)), ("is_default",)),
        "alicloud_vpc_ipv4_cidr_block": ((("secondary_cidr_block", "secondary_cidr_mask", "ipv4_ipam_pool_id"),), ()),
        "alicloud_route_entry": ((("destination_cidrblock",),), ()),
    }
)


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.root.of_type(*_NEEDED):
        if topology.root.planned:
            return  # what it would compute stands in a plan, too
        groups, others = _NEEDED[one.type]
        given = {name for name, argument in one.arguments.items() if not argument.value.null}
        for group in groups:
            if given.isdisjoint((*group, *others)):
                yield at_resource(one, message=RULE.broken("", what=one.type, names=" or ".join(group)).message)
