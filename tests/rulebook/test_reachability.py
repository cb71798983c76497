"""The packet walk against an oracle that tries every route and every vSwitch, address by address."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rulebook.networks import network
from tfmock.rulebook.cidr import DEFAULT_IPV4, Cidr, cidr_block
from tfmock.rulebook.reachability import (
    InternetRouting,
    Network,
    NetworkConnection,
    NetworkRoute,
    NetworkRouteTable,
    NetworkVSwitch,
    follow_routes,
    trace_between_vpcs,
)

VPCS = ("a", "b", "c")
#: Blocks that nest and overlap: eight /27 vSwitches in a /24, and wider destinations over them.
SUBNETS = [cidr_block(f"10.0.0.{n * 32}/27") for n in range(8)]
DESTINATIONS = [
    cidr_block(text) for text in ("0.0.0.0/0", "10.0.0.0/24", "10.0.0.0/25", "10.0.0.128/25", "100.64.0.0/10")
]
STATUSES = ("Activated", "Activated", "Activated", "Updating", "Accepting")


@st.composite
def topologies(draw: st.DrawFn) -> Network:
    ends = st.permutations(VPCS).map(lambda order: (order[0], order[1]))
    pairs = [draw(ends) for _ in range(draw(st.integers(1, 4)))]
    connections = [
        NetworkConnection(f"pcc-{n}", requester, accepter, draw(st.sampled_from(STATUSES)))
        for n, (requester, accepter) in enumerate(pairs)
    ]
    leading = [("VpcPeer", c.id) for c in connections] * 3
    hops = st.sampled_from([*leading, ("NatGateway", "ngw-1"), ("VpcPeer", "pcc-none")])
    tables, vswitches = [], []
    for vpc in VPCS:
        own = [f"{vpc}-t{n}" for n in range(draw(st.integers(1, 2)))]
        for id in own:
            chosen = draw(st.lists(st.sampled_from([*SUBNETS[:2], *DESTINATIONS]), unique=True, min_size=2, max_size=5))
            tables.append(NetworkRouteTable(id, vpc, tuple(NetworkRoute(to, *draw(hops)) for to in chosen)))
        blocks = draw(st.lists(st.sampled_from(SUBNETS[:4]), unique=True, min_size=1, max_size=2))
        vswitches += [
            NetworkVSwitch(id=f"{vpc}-s{n}", vpc=vpc, table=draw(st.sampled_from(own)), blocks=(b,))
            for n, b in enumerate(blocks)
        ]
    return network(vswitches, tables, connections)


def _inside(block: Cidr, address: int) -> bool:
    return block.first <= address < block.first + (1 << (32 - block.mask))


def oracle(net: Network, source: NetworkVSwitch, address: int, target_vpc: str) -> bool:
    """Does a packet to one address get from a vSwitch to the VPC meant? By trying everything."""
    local = [v for v in net.vswitches.values() if v.vpc == source.vpc and _inside(v.blocks[0], address)]
    if local:
        return source.vpc == target_vpc
    fitting = sorted(
        (route for route in net.tables[source.table].routes if _inside(route.destination, address)),
        key=lambda route: -route.destination.mask,
    )
    if not fitting or fitting[0].next_hop_type != "VpcPeer":
        return False
    joined = [
        c for c in net.connections.values() if c.id == fitting[0].next_hop and source.vpc in (c.vpc, c.accepting_vpc)
    ]
    if not joined or joined[0].status != "Activated":
        return False
    far = ({joined[0].vpc, joined[0].accepting_vpc} - {source.vpc}).pop()
    return far == target_vpc and any(
        v.vpc == far and _inside(v.blocks[0], address) for v in net.vswitches.values()
    )  # fmt: skip


@settings(max_examples=150)
@given(topologies())
def test_walk_agrees_with_the_oracle(net: Network) -> None:
    first = cidr_block("10.0.0.0").first
    for source in net.vswitches.values():
        for target_vpc in VPCS:
            for host in (0, 31, 32, 64, 96, 127, 128, 255):
                path = follow_routes(net, source.id, Cidr(4, first + host, 32), target_vpc)
                assert path.reachable == oracle(net, source, first + host, target_vpc), path
                assert path.reachable == (path.cause == "delivered")
                assert path.why


@given(topologies(), st.sampled_from(VPCS), st.sampled_from(VPCS))
def test_between_traces_all_pairs(net: Network, source: str, target: str) -> None:
    senders = [v for v in net.vswitches.values() if v.vpc == source]
    targets = [v for v in net.vswitches.values() if v.vpc == target]
    path = trace_between_vpcs(net, source, target)
    if not senders or not targets:
        assert (path.reachable, path.cause) == (False, "no-vswitch")
    else:
        expected = all(oracle(net, s, t.blocks[0].first, target) for s in senders for t in targets)
        assert path.reachable == expected, path


@given(topologies())
def test_nothing_reaches_through_a_third_vpc(net: Network) -> None:
    """No transit: without a connection of the two VPCs themselves, nothing gets through."""
    for source in net.vswitches.values():
        for target in net.vswitches.values():
            joined = any({c.vpc, c.accepting_vpc} == {source.vpc, target.vpc} for c in net.connections.values())
            if source.vpc != target.vpc and not joined:
                assert not follow_routes(net, source.id, target.blocks[0], target.vpc).reachable


def test_the_most_specific_route_wins_whatever_the_order() -> None:
    wide, narrow = (
        NetworkRoute(cidr_block("10.0.0.0/8"), "NatGateway", "ngw-1"),
        NetworkRoute(cidr_block("10.2.0.0/16"), "VpcPeer", "pcc-1"),
    )
    far = NetworkVSwitch(id="s2", vpc="b", table="t2", blocks=(cidr_block("10.2.1.0/24"),))
    for routes in ((wide, narrow), (narrow, wide)):
        net = network(
            [NetworkVSwitch(id="s1", vpc="a", table="t1", blocks=(cidr_block("10.1.1.0/24"),)), far],
            [NetworkRouteTable("t1", "a", routes)],
            [NetworkConnection("pcc-1", "a", "b")],
        )
        assert follow_routes(net, "s1", far.blocks[0], "b").reachable
        assert follow_routes(net, "s1", cidr_block("10.3.0.1"), "b").cause == "wrong-next-hop"


def test_a_walk_from_an_unknown_endpoint() -> None:
    assert follow_routes(network([], [], []), "vsw-x", cidr_block("10.0.0.0/24"), "a").cause == "no-vswitch"


def test_a_route_for_a_part_of_a_block_loses_the_rest() -> None:
    connections = [NetworkConnection("pcc", "a", "b")]
    routes = (
        NetworkRoute(cidr_block("10.1.0.0/24"), "VpcPeer", "pcc"),
        NetworkRoute(cidr_block("10.1.0.128/25"), "NatGateway", "ngw"),
    )
    vswitches = [
        NetworkVSwitch(id="sa", vpc="a", table="ta", blocks=(cidr_block("10.0.0.0/24"),)),
        NetworkVSwitch(id="sb", vpc="b", table="tb", blocks=(cidr_block("10.1.0.0/24"),)),
    ]
    path = trace_between_vpcs(
        network(vswitches, [NetworkRouteTable("ta", "a", routes), NetworkRouteTable("tb", "b")], connections), "a", "b"
    )
    assert (path.reachable, path.cause) == (False, "wrong-next-hop")
    assert path.why.startswith("of 10.1.0.0/24, 10.1.0.128/25 is lost: ")


PUBLIC = cidr_block("30.0.0.0/24")


@pytest.mark.parametrize(
    ("default", "gateway", "cause"),
    [
        (NetworkRoute(DEFAULT_IPV4, "NatGateway", "ngw"), InternetRouting(), "internet-first"),
        (NetworkRoute(DEFAULT_IPV4, "NatGateway", "ngw"), InternetRouting(active_gateway=True), "delivered"),
        (
            NetworkRoute(DEFAULT_IPV4, "NatGateway", "ngw"),
            InternetRouting(user_cidrs=(cidr_block("30.0.0.0/8"),)),
            "delivered",
        ),
        (NetworkRoute(DEFAULT_IPV4, "Instance", "i"), InternetRouting(), "delivered"),
        (NetworkRoute(cidr_block("30.0.0.0/8"), "NatGateway", "ngw"), InternetRouting(), "delivered"),
    ],
)
def test_a_nat_gateway_takes_public_blocks_first(default: NetworkRoute, gateway: InternetRouting, cause: str) -> None:
    """VPC peering help page: whoever reaches the Internet through a NAT gateway takes them for public."""
    vswitches = [
        NetworkVSwitch(id="sa", vpc="a", table="ta", blocks=(cidr_block("10.0.0.0/24"),)),
        NetworkVSwitch(id="sb", vpc="b", table="tb", blocks=(PUBLIC,)),
    ]
    tables = [
        NetworkRouteTable("ta", "a", (NetworkRoute(cidr_block("30.0.0.0/16"), "VpcPeer", "pcc"), default)),
        NetworkRouteTable("tb", "b"),
    ]
    net = network(vswitches, tables, [NetworkConnection("pcc", "a", "b")], gateways={"a": gateway})
    assert follow_routes(net, "sa", PUBLIC, "b").cause == trace_between_vpcs(net, "a", "b").cause == cause


def test_a_system_route_whose_next_hop_was_changed() -> None:
    """It leads to vSwitches of the same VPC; within a vSwitch no route applies (route table page)."""
    blocks = {name: cidr_block(f"10.0.{number}.0/24") for number, name in enumerate("xyz")}
    vswitches = [
        NetworkVSwitch(id=name, vpc="a", table="t" if name == "x" else "system", blocks=(own,))
        for name, own in blocks.items()
    ]
    changed = tuple(NetworkRoute(blocks[name], "Instance", "i-firewall", system=True) for name in "xy")
    net = network(vswitches, [NetworkRouteTable("t", "a", changed), NetworkRouteTable("system", "a")], [])
    causes = {
        (near, far): follow_routes(net, near, blocks[far], "a").cause for near, far in ("xx", "xy", "xz", "yx", "zy")
    }
    assert causes.pop(("x", "y")) == "wrong-next-hop"
    assert set(causes.values()) == {"delivered"}
