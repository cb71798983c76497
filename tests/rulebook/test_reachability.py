"""The packet walk against an oracle that tries every route and every vSwitch, address by address."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tfmock.rulebook.cidr import Cidr, block
from tfmock.rulebook.reachability import Connection, Network, Route, Table, VSwitch, between, network, walk

VPCS = ("a", "b", "c")
#: Blocks that nest and overlap: eight /27 vSwitches in a /24, and wider destinations over them.
SUBNETS = [block(f"10.0.0.{n * 32}/27") for n in range(8)]
DESTINATIONS = [block(text) for text in ("0.0.0.0/0", "10.0.0.0/24", "10.0.0.0/25", "10.0.0.128/25", "100.64.0.0/10")]
STATUSES = ("Activated", "Activated", "Activated", "Updating", "Accepting")


@st.composite
def topologies(draw: st.DrawFn) -> Network:
    ends = st.permutations(VPCS).map(lambda order: (order[0], order[1]))
    pairs = [draw(ends) for _ in range(draw(st.integers(0, 3)))]
    connections = [
        Connection(f"pcc-{n}", one, other, draw(st.sampled_from(STATUSES))) for n, (one, other) in enumerate(pairs)
    ]
    hops = st.sampled_from(
        [("VpcPeer", c.id) for c in connections] + [("NatGateway", "ngw-1"), ("VpcPeer", "pcc-none")]
    )
    tables, vswitches = [], []
    for vpc in VPCS:
        own = [f"{vpc}-t{n}" for n in range(draw(st.integers(1, 2)))]
        for id in own:
            chosen = draw(st.lists(st.sampled_from(SUBNETS + DESTINATIONS), unique=True, max_size=4))
            tables.append(Table(id, vpc, tuple(Route(to, *draw(hops)) for to in chosen)))
        blocks = draw(st.lists(st.sampled_from(SUBNETS), unique=True, max_size=3))
        vswitches += [VSwitch(f"{vpc}-s{n}", vpc, draw(st.sampled_from(own)), (b,)) for n, b in enumerate(blocks)]
    return network(vswitches, tables, connections)


def _inside(block: Cidr, address: int) -> bool:
    return block.first <= address < block.first + (1 << (32 - block.mask))


def oracle(net: Network, source: VSwitch, address: int, target_vpc: str) -> bool:
    """Does a packet to one address get from a vSwitch to the VPC meant? By trying everything."""
    local = [v for v in net.vswitches.values() if v.vpc == source.vpc and _inside(v.blocks[0], address)]
    if local:
        return source.vpc == target_vpc
    fitting = sorted(
        (route for route in net.tables[source.table].routes if _inside(route.destination, address)),
        key=lambda route: -route.destination.mask,
    )
    if not fitting or fitting[0].hop_type != "VpcPeer":
        return False
    joined = [c for c in net.connections.values() if c.id == fitting[0].hop and source.vpc in (c.vpc, c.accepting_vpc)]
    if not joined or joined[0].status != "Activated":
        return False
    far = ({joined[0].vpc, joined[0].accepting_vpc} - {source.vpc}).pop()
    return far == target_vpc and any(
        v.vpc == far and _inside(v.blocks[0], address) for v in net.vswitches.values()
    )  # fmt: skip


@given(topologies(), st.sampled_from(VPCS), st.integers(0, 255))
def test_walk_agrees_with_the_oracle(net: Network, target_vpc: str, host: int) -> None:
    address = block("10.0.0.0").first + host
    for source in net.vswitches.values():
        found = walk(net, source.id, Cidr(4, address, 32), target_vpc)
        assert found.reachable == oracle(net, source, address, target_vpc), found
        assert found.reachable == (found.cause == "delivered")
        assert found.why
        assert (len(found.hops) == 0) <= (not found.reachable)


@given(topologies(), st.sampled_from(VPCS), st.sampled_from(VPCS))
def test_between_is_all_pairs(net: Network, source: str, target: str) -> None:
    senders = [v for v in net.vswitches.values() if v.vpc == source]
    targets = [v for v in net.vswitches.values() if v.vpc == target]
    found = between(net, source, target)
    if not senders or not targets:
        assert (found.reachable, found.cause) == (False, "no-vswitch")
    else:
        wanted = all(oracle(net, s, t.blocks[0].first, target) for s in senders for t in targets)
        assert found.reachable == wanted, found


@given(topologies())
def test_nothing_reaches_through_a_third_vpc(net: Network) -> None:
    """No transit: without a connection of the two VPCs themselves, nothing gets through."""
    for source in net.vswitches.values():
        for target in net.vswitches.values():
            joined = any({c.vpc, c.accepting_vpc} == {source.vpc, target.vpc} for c in net.connections.values())
            if source.vpc != target.vpc and not joined:
                assert not walk(net, source.id, target.blocks[0], target.vpc).reachable


def test_a_walk_from_nowhere() -> None:
    assert walk(network([], [], []), "vsw-x", block("10.0.0.0/24"), "a").cause == "no-vswitch"
