"""IPv6 blocks of VPCs and IPv6 gateways against the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hcl_lint.common.work import counted
from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import ResourceInstance, RootModule, may_coexist
from hcl_lint.network.arguments import fact
from hcl_lint.network.duplicates import is_single, with_earlier_duplicate
from hcl_lint.network.entities import Vpc
from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.identity import identity
from tfmock.rulebook import vpc_ipv6
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.rule import UNKNOWN


def check_gateways(root: RootModule) -> Iterator[Diagnostic]:
    """IPv6 gateways: one for each VPC."""
    gateways = root.of_type("alicloud_vpc_ipv6_gateway")
    for gateway, other in with_earlier_duplicate(gateways, lambda gateway: identity(root, gateway.get("vpc_id"))):
        for violation in vpc_ipv6.check_gateway(other.address):
            yield diagnostic_at(gateway, violation, ("vpc_id",), others=(("the other gateway", other),), used=True)


def check_blocks(root: RootModule, vpcs: Mapping[str, Vpc]) -> Iterator[Diagnostic]:
    """The blocks that VPCs request at creation, then those that resources add."""
    present: dict[str, list[tuple[Cidr, ResourceInstance]]] = {}
    for vpc in counted(vpcs.values()):
        requested, enabled = fact(vpc.resource, "ipv6_cidr_block"), vpc.flag("enable_ipv6")
        known = not ignores_changes(vpc.resource, "enable_ipv6") and enabled is not UNKNOWN
        for violation in vpc_ipv6.check_enabled(requested, enabled=bool(enabled) if known else UNKNOWN):
            yield diagnostic_at(vpc.resource, violation, ("ipv6_cidr_block",), used=True)
        yield from _check(vpc.resource, present.setdefault(vpc.id, []))
    for resource in root.of_type("alicloud_vpc_ipv6_cidr_block"):
        id = identity(root, resource.get("vpc_id"))
        pool = resource.get("ipv6_ipam_pool_id")
        if pool is None or pool.null:  # those of a pool have other masks
            yield from _check(resource, present.setdefault(id, []) if isinstance(id, str) else [])


def _check(resource: ResourceInstance, present: list[tuple[Cidr, ResourceInstance]]) -> Iterator[Diagnostic]:
    requested = fact(resource, "ipv6_cidr_block")
    block = parse_cidr(requested) if requested is not UNKNOWN and requested else None
    overlapping = [
        (existing, other)
        for existing, other in present
        if block and existing.overlaps(block) and may_coexist(resource, other)
    ]
    for violation in vpc_ipv6.check_block(requested, [existing for existing, _ in overlapping]):
        notes = (("the other block", overlapping[0][1]),) if violation.rule is vpc_ipv6.BLOCK_TWICE else ()
        yield diagnostic_at(resource, violation, ("ipv6_cidr_block",), others=notes)
    if block is not None and is_single(resource):
        present.append((block, resource))
