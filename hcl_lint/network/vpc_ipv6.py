"""IPv6 blocks of VPCs and IPv6 gateways against the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hcl_lint.common.work import counted
from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import ResourceInstance, RootModule, may_coexist
from hcl_lint.network.arguments import fact
from hcl_lint.network.duplicates import is_single, repeated
from hcl_lint.network.entities import Vpc
from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.identity import identity
from tfmock.rulebook import vpc_ipv6
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.rule import UNKNOWN


def check_gateways(root: RootModule) -> Iterator[Diagnostic]:
    """IPv6 gateways: one for each VPC."""
    made = root.of_type("alicloud_vpc_ipv6_gateway")
    for one, other in repeated(made, lambda one: identity(root, one.get("vpc_id"))):
        for violation in vpc_ipv6.check_gateway(other.address):
            yield diagnostic_at(one, violation, ("vpc_id",), others=(("the other gateway", other),), used=True)


def check_blocks(root: RootModule, vpcs: Mapping[str, Vpc]) -> Iterator[Diagnostic]:
    """The blocks that VPCs ask for at creation, then those that resources add."""
    present: dict[str, list[tuple[Cidr, ResourceInstance]]] = {}
    for vpc in counted(vpcs.values()):
        asked, enabled = fact(vpc.resource, "ipv6_cidr_block"), vpc.flag("enable_ipv6")
        known = not ignores_changes(vpc.resource, "enable_ipv6") and enabled is not UNKNOWN
        for violation in vpc_ipv6.check_enabled(asked, enabled=bool(enabled) if known else UNKNOWN):
            yield diagnostic_at(vpc.resource, violation, ("ipv6_cidr_block",), used=True)
        yield from _judged(vpc.resource, present.setdefault(vpc.id, []))
    for one in root.of_type("alicloud_vpc_ipv6_cidr_block"):
        id = identity(root, one.get("vpc_id"))
        pool = one.get("ipv6_ipam_pool_id")
        if pool is None or pool.null:  # those of a pool have other masks
            yield from _judged(one, present.setdefault(id, []) if isinstance(id, str) else [])


def _judged(one: ResourceInstance, present: list[tuple[Cidr, ResourceInstance]]) -> Iterator[Diagnostic]:
    asked = fact(one, "ipv6_cidr_block")
    block = parse_cidr(asked) if asked is not UNKNOWN and asked else None
    beside = [(held, other) for held, other in present if block and held.overlaps(block) and may_coexist(one, other)]
    for violation in vpc_ipv6.check_block(asked, [held for held, _ in beside]):
        notes = (("the other block", beside[0][1]),) if violation.rule is vpc_ipv6.BLOCK_TWICE else ()
        yield diagnostic_at(one, violation, ("ipv6_cidr_block",), others=notes)
    if block is not None and is_single(one):
        present.append((block, one))
