"""Whether two VPCs reach each other: the packet walk for every block of every vSwitch, by routes alone."""

from __future__ import annotations

from dataclasses import replace

from tfmock.rulebook.cidr import parts
from tfmock.rulebook.reachability import Network, Subnets, Walk, walk


def between(net: Network, source_vpc: str, target_vpc: str) -> Walk:
    """Whether every vSwitch of one VPC reaches every vSwitch of another: the first failure, else a success.

    A VPC without vSwitches has nobody to send or to receive, which is said as such.
    """
    sources, targets = net.by_vpc.get(source_vpc, Subnets()), net.by_vpc.get(target_vpc, Subnets())
    for vpc, vswitches in ((source_vpc, sources), (target_vpc, targets)):
        if not vswitches:
            return Walk(False, "no-vswitch", f"{vpc} has no vSwitch")
    reached: Walk | None = None
    for source in sources:
        table = net.tables.get(source.table)
        for target in targets:
            for block in target.blocks:
                if block.version == 6 and not any(own.version == 6 for own in source.blocks):
                    continue
                if block.version == 6 and not (table is not None and table.routes_version(6)):
                    continue  # nobody set out to route IPv6: not a failure of the IPv4 peering
                # A part of a block may be routed elsewhere, or nowhere, or be in a vSwitch of the sender's own VPC.
                cuts = (*(() if table is None else table.inside(block)), *sources.blocks.inside(block))
                for part in parts(block, cuts):
                    reached = walk(net, source.id, part, target_vpc)
                    if not reached.reachable:
                        lost = "" if part == block else f"of {block}, {part} is lost: "
                        return replace(reached, why=lost + reached.why)
    assert reached is not None  # every vSwitch has an IPv4 block
    return reached
