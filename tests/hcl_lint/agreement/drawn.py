"""The one description that HCL and API calls are made from, and how hypothesis draws it.

Blocks are few and nest in each other, so that every rule has something to decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from hypothesis import strategies as st

from tests.support.lab import ALICE, BEIJING, BOB, HANGZHOU
from tfmock.rulebook.access import Packet
from tfmock.rulebook.cidr import cidr_block

VPC_BLOCKS = (
    "10.0.0.0/8",
    "10.0.0.0/16",
    "10.1.0.0/16",
    "172.16.0.0/16",
    "172.17.0.0/16",
    "30.0.0.0/16",
    "30.0.0.0/16",
)
SUBNETS = (
    "10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/23", "10.1.0.0/24", "10.1.1.0/25", "10.1.2.0/24", "172.16.0.0/24",
    "172.16.1.0/26", "172.17.0.0/24", "172.17.1.0/24", "30.0.0.0/24", "30.0.1.0/25",
)  # fmt: skip
DESTINATIONS = (
    "0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.0.2.0/24", "10.0.3.128/25", "10.1.0.0/25",
    "10.1.0.128/25", "10.1.2.128/25", "10.0.1.0/24", "172.16.0.0/12", "30.0.0.0/25", "30.0.0.0/16",
)  # fmt: skip
FAR = (
    "0.0.0.0/0",
    "0.0.0.0/0",
    "10.0.0.0/8",
    "10.0.0.0/16",
    "10.1.0.0/25",
    "172.16.0.0/16",
    "10.0.0.128/25",
    "30.0.0.0/8",
)
PACKETS = (Packet(), Packet("tcp", 22), Packet("tcp", 80), Packet("tcp", 3306))
Hop = Literal["connection", "instance", "gateway"]


@dataclass(frozen=True)
class Rule:
    """A rule of a network ACL or of a security group; ``group`` in the place of ``far``."""

    egress: bool
    accept: bool
    protocol: str
    ports: str
    far: str
    group: int | None = None
    priority: int = 1


@dataclass(frozen=True)
class Vpc:
    block: str
    account: str
    region: str
    gateway: bool
    #: UserCidr names its block.
    private: bool


@dataclass(frozen=True)
class Subnet:
    vpc: int
    block: str
    table: int | None
    acl: int | None


@dataclass(frozen=True)
class Connection:
    vpc: int
    accepting: int
    accepted: bool


@dataclass(frozen=True)
class Route:
    """``table`` is ``(vpc, number of a custom table or None)``; ``listed``: by way of a prefix list."""

    table: tuple[int, int | None]
    destination: str
    kind: Hop
    hop: int
    listed: bool = False


@dataclass(frozen=True)
class Acl:
    vpc: int
    rules: tuple[Rule, ...]
    #: Bound by a resource of its own, not in its own block.
    attached: bool


@dataclass(frozen=True)
class Group:
    vpc: int
    enterprise: bool
    inner: bool
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Instance:
    subnet: int
    host: int
    groups: tuple[int, ...]
    public: bool
    stopped: bool


@dataclass(frozen=True)
class World:
    vpcs: tuple[Vpc, ...]
    #: The VPC of each custom table.
    tables: tuple[int, ...]
    subnets: tuple[Subnet, ...]
    connections: tuple[Connection, ...]
    routes: tuple[Route, ...]
    acls: tuple[Acl, ...]
    groups: tuple[Group, ...]
    instances: tuple[Instance, ...]

    def crosses_accounts(self, connection: Connection) -> bool:
        return self.vpcs[connection.vpc].account != self.vpcs[connection.accepting].account


Questions = tuple[tuple[str, str, Packet], ...]


def rules(egress_to: tuple[bool, ...], groups: tuple[int, ...], most: int) -> st.SearchStrategy[tuple[Rule, ...]]:
    """Rules of which many accept much, since one that drops is enough to end a path."""
    protocols = st.sampled_from(["all", "all", "tcp", "udp", "icmp"])
    ports = st.sampled_from(["1/65535", "22/22", "80/3306", "1024/65535", "3000/4000"])

    def build_rule(
        *, egress: bool, accept: int, protocol: str, ports: str, far: str, group: int | None, rank: int
    ) -> Rule:
        text = ports if protocol in ("tcp", "udp") else "-1/-1"
        return Rule(egress, accept > 0, protocol, text, far, group, rank)

    rule = st.builds(
        build_rule,
        egress=st.sampled_from(egress_to),
        accept=st.integers(0, 3),
        protocol=protocols,
        ports=ports,
        far=st.sampled_from(FAR),
        group=st.sampled_from([None, None, *groups]),
        rank=st.integers(1, 3),
    )
    return st.lists(rule, max_size=most).map(tuple)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    def chance(one_in: int) -> bool:
        return draw(st.integers(1, one_in)) == one_in

    accounts = draw(st.sampled_from([(ALICE,), (ALICE,), (ALICE, BOB)]))
    regions = draw(st.sampled_from([(HANGZHOU,), (HANGZHOU, BEIJING)]))
    vpcs = tuple(
        Vpc(draw(st.sampled_from(VPC_BLOCKS)), draw(st.sampled_from(accounts)), draw(st.sampled_from(regions)),
            chance(4), chance(4))
        for _ in range(draw(st.integers(2, 4)))
    )  # fmt: skip
    numbers = range(len(vpcs))
    tables = tuple(vpc for vpc in numbers if chance(3))
    acls = tuple(Acl(vpc, draw(rules((False, True), (), 5)), chance(2)) for vpc in numbers if chance(2))
    subnets = []
    for vpc in numbers:
        fitting = [text for text in SUBNETS if cidr_block(vpcs[vpc].block).contains(cidr_block(text))]
        own_tables = [n for n, owner in enumerate(tables) if owner == vpc]
        own_acls = [n for n, acl in enumerate(acls) if acl.vpc == vpc]
        for text in sorted(draw(st.sets(st.sampled_from(fitting), min_size=1, max_size=3))):
            table = draw(st.sampled_from([None, *own_tables]))
            subnets.append(Subnet(vpc, text, table, draw(st.sampled_from([None, *own_acls]))))
    pairs = [(a, b) for a in numbers for b in numbers if a < b]
    joined = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1, max_size=4))
    connections = tuple(Connection(*(pair if chance(2) else pair[::-1]), accepted=not chance(6)) for pair in joined)
    groups: list[Group] = []
    for vpc in numbers:
        enterprise, first = chance(4), len(groups)
        for _ in range(draw(st.integers(1, 2))):
            own = () if enterprise else tuple(range(first, len(groups)))
            groups.append(Group(vpc, enterprise, not chance(4), draw(rules((False, False, True), own, 4))))
    instances: list[Instance] = []
    for _ in range(draw(st.integers(1, 5))):
        subnet = draw(st.integers(0, len(subnets) - 1))
        joinable = [n for n, group in enumerate(groups) if group.vpc == subnets[subnet].vpc]
        chosen = tuple(sorted(draw(st.sets(st.sampled_from(joinable), min_size=1))))
        instances.append(Instance(subnet, 5 + 11 * len(instances), chosen, chance(3), chance(8)))
    world = World(vpcs, tables, tuple(subnets), connections, (), acls, tuple(groups), tuple(instances))
    return World(vpcs, tables, tuple(subnets), connections, draw(routes(world)), acls, tuple(groups), tuple(instances))


@st.composite
def routes(draw: st.DrawFn, world: World) -> tuple[Route, ...]:
    """Mostly what a peering needs; also narrower, wider, wrong ones, and now and then one that the cloud refuses."""
    chosen: dict[tuple[tuple[int, int | None], str], Route] = {}
    all_tables = [(vpc, None) for vpc in range(len(world.vpcs))] + [(vpc, n) for n, vpc in enumerate(world.tables)]
    # A route over a connection that nobody here accepts is refused for now; lint warns of the accepter (ALI201), who
    # may be in a configuration of the other account.
    usable = [
        (n, connection)
        for n, connection in enumerate(world.connections)
        if connection.accepted or not world.crosses_accounts(connection)
    ]
    for table in all_tables:
        leading = [(n, connection) for n, connection in usable if table[0] in (connection.vpc, connection.accepting)]
        for number, connection in leading:
            far = connection.accepting if connection.vpc == table[0] else connection.vpc
            if draw(st.integers(0, 4)):
                chosen[table, world.vpcs[far].block] = Route(table, world.vpcs[far].block, "connection", number)
        for destination in draw(st.sets(st.sampled_from(DESTINATIONS), max_size=3)):
            stray = draw(st.integers(0, 25)) == 25
            joining = [n for n, _ in (usable if stray else leading)]
            hops: list[tuple[Hop, int]] = [("connection", n) for n in joining] * 3
            hops += [("instance", n) for n in range(len(world.instances))][:1]
            hops += [("gateway", 0)]
            kind, hop = draw(st.sampled_from(hops))
            own = [cidr_block(subnet.block) for subnet in world.subnets if subnet.vpc == table[0]]
            if stray or not any(block.contains(cidr_block(destination)) for block in own):
                chosen[table, destination] = Route(table, destination, kind, hop)
    own_blocks = {(subnet.vpc, subnet.block) for subnet in world.subnets}
    drawn_routes = [route for (table, text), route in chosen.items() if (table[0], text) not in own_blocks]
    listed = draw(st.sets(st.integers(0, max(len(drawn_routes) - 1, 0)), max_size=3))
    return tuple(replace(route, listed=number in listed) for number, route in enumerate(drawn_routes))


@st.composite
def questions(draw: st.DrawFn, world: World) -> Questions:
    """Who is asked to reach whom, and with what."""
    ends = [f"alicloud_instance.i{n}" for n in range(len(world.instances))] * 3
    ends += [f"alicloud_vswitch.s{n}" for n in range(len(world.subnets))] * 2
    ends += [f"alicloud_vpc.v{n}" for n in range(len(world.vpcs))]
    question = st.tuples(st.sampled_from(ends), st.sampled_from(ends), st.sampled_from(PACKETS))
    return tuple(draw(st.lists(question, min_size=8, max_size=12)))
