"""The walk against an oracle that shares nothing with it: every question of 200 random worlds, live and plain.

The oracle speaks ``ipaddress`` and loops; it never sorts by mask, never looks anything up, and keeps no state.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rulebook.networks import network
from tests.support.lab import HANGZHOU, Lab
from tests.support.thorough import examples
from tfmock.rulebook.access import ANY_PORT, NetworkAcl, NetworkAclRule, Packet, SecurityGroup, SecurityGroupRule
from tfmock.rulebook.cidr import Cidr, cidr_block, parse_address
from tfmock.rulebook.reachability import Network, NetworkConnection, NetworkRoute, NetworkRouteTable, NetworkVSwitch
from tfmock.rulebook.tracing import TraceEndpoint, trace_one_way, trace_packet
from tfmock.simulation.network_view import network as live_network

#: Few and overlapping, so that every rule has something to decide.
SUBNETS = ("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.1.0.0/24", "10.1.1.0/24")
DESTINATIONS = ("10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "10.0.0.0/23", "10.0.2.0/25", "10.1.1.128/25", "0.0.0.0/0")
OWN = ("", "", "10.0.0.0/22", "10.1.0.0/17")
#: Further entries, where a rule names its blocks by a prefix list.
LISTED = ((), (), ("10.1.1.0/24",), ("10.0.1.0/24", "10.0.2.0/25"))
FAR = ("0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/24", "10.1.0.0/16", "10.0.2.0/23")


@dataclass(frozen=True)
class Rule:
    accept: bool
    protocol: str
    low: int
    high: int
    far: str
    egress: bool = False
    priority: int = 1
    own: str = ""
    source: tuple[int, int] = (0, 65535)
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class World:
    """A drawn world: VPC -> subnets; routes (vpc, destination, connection); connections (vpc, vpc)."""

    vpcs: tuple[tuple[str, ...], ...]
    connections: tuple[tuple[int, int], ...]
    routes: tuple[tuple[int, str, int], ...]
    acls: dict[tuple[int, str], tuple[Rule, ...]]
    groups: dict[tuple[int, str], tuple[Rule, ...]]
    enterprise: bool
    ends: tuple[tuple[int, str, int], tuple[int, str, int]]
    protocol: str
    port: int
    source_port: int | None = None

    @property
    def packet(self) -> Packet:
        ported = self.protocol != "icmp"
        return Packet(self.protocol, self.port if ported else None, self.source_port if ported else None)


def rules(priorities: bool) -> st.SearchStrategy[tuple[Rule, ...]]:
    """Of a network ACL, or with priorities of a security group: those may be five tuples and name prefix lists."""
    ports = st.sampled_from([(1, 65535), (80, 80), (1, 1024), (1024, 65535), (3000, 4000)])
    rule = st.builds(
        lambda accept, protocol, ports, far, egress, priority, own, source, listed: Rule(
            accept, protocol, ports[0] if protocol in ("tcp", "udp") else 0,
            ports[1] if protocol in ("tcp", "udp") else 65535, far, egress, priority, own,
            source if protocol in ("tcp", "udp") else (0, 65535), listed,
        ),
        st.booleans(), st.sampled_from(["all", "tcp", "udp", "icmp"]), ports, st.sampled_from(FAR), st.booleans(),
        st.integers(1, 3) if priorities else st.just(1), st.sampled_from(OWN if priorities else ("",)),
        ports if priorities else st.just((0, 65535)), st.sampled_from(LISTED if priorities else ((),)),
    )  # fmt: skip
    return st.lists(rule, max_size=4).map(tuple)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    count = draw(st.integers(2, 4))
    vpcs = tuple(tuple(sorted(draw(st.sets(st.sampled_from(SUBNETS), min_size=1, max_size=3)))) for _ in range(count))
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    connections = tuple(draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1, max_size=3)))
    routes = {}
    for vpc in range(count):
        own = [n for n, pair in enumerate(connections) if vpc in pair]
        for destination in draw(st.sets(st.sampled_from(DESTINATIONS), max_size=3)) if own else ():
            inside = any(ip_network(destination).subnet_of(ip_network(s)) for s in vpcs[vpc])  # type: ignore[arg-type]
            if not inside:
                routes[vpc, destination] = draw(st.sampled_from(own))
    subnets = [(vpc, subnet) for vpc in range(count) for subnet in vpcs[vpc]]
    ends = tuple((*draw(st.sampled_from(subnets)), draw(st.integers(2, 250))) for _ in range(2))
    acls = {subnet: draw(rules(False)) for subnet in subnets if draw(st.integers(0, 3)) == 0}
    groups = {subnet: draw(rules(True)) for subnet in subnets if draw(st.booleans())}
    return World(
        vpcs, connections, tuple((vpc, d, c) for (vpc, d), c in routes.items()), acls, groups, draw(st.booleans()),
        (ends[0], ends[1]), draw(st.sampled_from(["tcp", "icmp", "udp"])), draw(st.sampled_from([22, 80, 3306])),
        draw(st.sampled_from([None, None, 80, 3500])),
    )  # fmt: skip


# The oracle


def address(end: tuple[int, str, int]) -> IPv4Address:
    return IPv4Network(end[1])[end[2]]


def fits(rule: Rule, world: World, far: IPv4Address, port: int | None) -> bool:
    if rule.protocol not in ("all", world.protocol) or far not in ip_network(rule.far):
        return False
    return rule.protocol not in ("tcp", "udp") or fits_port((rule.low, rule.high), port, rule.accept)


def fits_port(ports: tuple[int, int], port: int | None, accept: bool) -> bool:
    if port is not None:
        return ports[0] <= port <= ports[1]
    ephemeral = set(range(1024, 65536))
    covered = ephemeral & set(range(ports[0], ports[1] + 1))
    return covered == ephemeral if accept else bool(covered)


def fits_member(rule: Rule, world: World, near: IPv4Address, far: IPv4Address, port: int | None) -> bool:
    if not any(fits(replace(rule, far=block), world, far, port) for block in (rule.far, *rule.listed)):
        return False
    if rule.own and near not in ip_network(rule.own):
        return False
    return rule.protocol not in ("tcp", "udp") or fits_port(rule.source, world.source_port, rule.accept)


def lets_through(
    world: World, end: tuple[int, str, int], far: IPv4Address, port: int | None, egress: bool, fellow: bool
) -> bool:
    """What the security group of an end says."""
    listed = world.groups.get(end[:2])
    if listed is None:
        return True
    for priority in (1, 2, 3):
        same = [rule for rule in listed if rule.priority == priority and rule.egress is egress]
        fitting = [rule for rule in same if fits_member(rule, world, address(end), far, port)]
        if fitting:
            return all(rule.accept for rule in fitting)
    return (egress or fellow) and not world.enterprise


def border(world: World, end: tuple[int, str, int], far: IPv4Address, port: int | None, egress: bool) -> bool:
    """What the network ACL of an end's subnet says."""
    listed = world.acls.get(end[:2])
    if listed is None:
        return True
    for rule in listed:
        if rule.egress is egress and fits(rule, world, far, port):
            return rule.accept
    return False


def arrives(
    world: World, source: tuple[int, str, int], target: tuple[int, str, int], port: int | None, answer: bool
) -> bool:
    far, near = address(target), address(source)
    same_subnet = source[:2] == target[:2]
    if not answer and not (
        lets_through(world, source, far, port, True, same_subnet)
        and lets_through(world, target, near, port, False, same_subnet)
    ):
        return False
    if not same_subnet and not (border(world, source, far, port, True) and border(world, target, near, port, False)):
        return False
    holds = any(far in ip_network(subnet) for subnet in world.vpcs[source[0]])
    if source[0] == target[0]:
        return holds
    if holds:
        return False
    own = [(ip_network(destination), connection) for vpc, destination, connection in world.routes if vpc == source[0]]
    candidates = [(destination.prefixlen, connection) for destination, connection in own if far in destination]
    if not candidates:
        return False
    best = max(length for length, _ in candidates)
    connection = next(c for length, c in candidates if length == best)
    requester, accepter = world.connections[connection]
    return (accepter if requester == source[0] else requester) == target[0]


# The world, plain and live


def rule_of(number: int, rule: Rule) -> NetworkAclRule:
    ports = (rule.low, rule.high) if rule.protocol in ("tcp", "udp") else ANY_PORT
    return NetworkAclRule(
        id=str(number), accept=rule.accept, protocol=rule.protocol, ports=ports, block=cidr_block(rule.far)
    )


def plain(world: World) -> tuple[Network, TraceEndpoint, TraceEndpoint]:
    def name(vpc: int, subnet: str) -> str:
        return f"{vpc}:{subnet}"

    routes: dict[int, list[NetworkRoute]] = {}
    for vpc, destination, connection in world.routes:
        routes.setdefault(vpc, []).append(NetworkRoute(cidr_block(destination), "VpcPeer", str(connection)))
    acls = [
        NetworkAcl(
            name(*at),
            *(tuple(rule_of(n, r) for n, r in enumerate(listed) if r.egress is egress) for egress in (False, True)),
        )
        for at, listed in world.acls.items()
    ]
    groups = [
        SecurityGroup(
            name(*at),
            "enterprise" if world.enterprise else "normal",
            not world.enterprise,
            tuple(
                SecurityGroupRule(
                    id=str(n),
                    direction="egress" if r.egress else "ingress",
                    accept=r.accept,
                    priority=r.priority,
                    protocol=r.protocol,
                    ports=rule_of(n, r).ports,
                    block=None if r.listed else cidr_block(r.far),
                    entries=tuple(map(cidr_block, (r.far, *r.listed))) if r.listed else (),
                    source_ports=r.source,
                    near_block=cidr_block(r.own) if r.own else None,
                )
                for n, r in enumerate(listed)
            ),
        )
        for at, listed in world.groups.items()
    ]
    net = network(
        [
            NetworkVSwitch(
                id=name(v, s),
                vpc=str(v),
                table=f"t{v}",
                blocks=(cidr_block(s),),
                acl=name(v, s) if (v, s) in world.acls else "",
            )
            for v, subnets in enumerate(world.vpcs)
            for s in subnets
        ],
        [NetworkRouteTable(f"t{v}", str(v), tuple(routes.get(v, ()))) for v in range(len(world.vpcs))],
        [NetworkConnection(str(n), str(a), str(b)) for n, (a, b) in enumerate(world.connections)],
        acls=acls,
        groups=groups,
    )
    source, target = (
        TraceEndpoint(
            vswitch=name(vpc, subnet),
            address=at(end),
            groups=(name(vpc, subnet),) if (vpc, subnet) in world.groups else (),
            name="n",
        )
        for end in world.ends
        for vpc, subnet, _ in [end]
    )
    return net, source, target


def at(end: tuple[int, str, int]) -> Cidr:
    block = parse_address(str(ip_address(str(address(end)))))
    assert block is not None
    return block


@settings(max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_plain_walk_agrees_with_the_oracle(world: World) -> None:
    net, source, target = plain(world)
    packet = world.packet
    forward = arrives(world, *world.ends, packet.port, False)
    assert trace_one_way(net, source, target, packet).reachable is forward
    back = arrives(world, world.ends[1], world.ends[0], packet.source_port, True)
    assert trace_packet(net, source, target, packet).reachable is (forward and back)


def build(lab: Lab, world: World) -> tuple[TraceEndpoint, TraceEndpoint]:
    """The same world by API calls."""
    lab.quota(vpc_quota_instances_num=100)
    vpcs = [lab.vpc("10.0.0.0/8") for _ in world.vpcs]
    switches = {(v, s): lab.vswitch(vpcs[v]["VpcId"], s) for v, subnets in enumerate(world.vpcs) for s in subnets}
    pccs = [lab.peer(vpcs[a]["VpcId"], vpcs[b]["VpcId"]) for a, b in world.connections]
    for vpc, destination, connection in world.routes:
        lab.route(vpcs[vpc]["RouteTableId"], destination, pccs[connection])
    for key, listed in world.acls.items():
        _acl(lab, vpcs[key[0]]["VpcId"], switches[key], listed)
    groups = {key: _group(lab, vpcs[key[0]]["VpcId"], listed, world.enterprise) for key, listed in world.groups.items()}
    ends = [
        TraceEndpoint(
            vswitch=switches[end[:2]], address=at(end), groups=(groups[end[:2]],) if end[:2] in groups else (), name="n"
        )
        for end in world.ends
    ]
    return ends[0], ends[1]


def _acl(lab: Lab, vpc: str, vswitch: str, listed: tuple[Rule, ...]) -> None:
    id = lab.call("CreateNetworkAcl", VpcId=vpc)["NetworkAclId"]
    parameters: dict[str, object] = {
        "NetworkAclId": id,
        "UpdateIngressAclEntries": True,
        "UpdateEgressAclEntries": True,
    }
    for key, field, egress in (
        ("IngressAclEntries", "SourceCidrIp", False),
        ("EgressAclEntries", "DestinationCidrIp", True),
    ):
        parameters[key] = [
            {"Policy": "accept" if r.accept else "drop", "Protocol": r.protocol, "Port": _ports(r), field: r.far}
            for r in listed
            if r.egress is egress
        ]
    lab.call("UpdateNetworkAclEntries", parameters)
    lab.call("AssociateNetworkAcl", NetworkAclId=id, Resource=[{"ResourceType": "VSwitch", "ResourceId": vswitch}])


def _ports(rule: Rule) -> str:
    return f"{rule.low}/{rule.high}" if rule.protocol in ("tcp", "udp") else "-1/-1"


def _group(lab: Lab, vpc: str, listed: tuple[Rule, ...], enterprise: bool) -> str:
    kind = "enterprise" if enterprise else "normal"
    parameters = {"VpcId": vpc, "SecurityGroupType": kind, "RegionId": HANGZHOU}
    id = str(lab.call("Ecs.CreateSecurityGroup", parameters)["SecurityGroupId"])
    for rule in listed:
        action, far, own = ("Egress", "Dest", "Source") if rule.egress else ("", "Source", "Dest")
        peer = {f"{far}PrefixListId": _prefix_list(lab, rule)} if rule.listed else {f"{far}CidrIp": rule.far}
        source = {} if rule.source == (0, 65535) else {"SourcePortRange": "{}/{}".format(*rule.source)}
        lab.call(
            f"Ecs.AuthorizeSecurityGroup{action}", SecurityGroupId=id,
            Permissions=[{"IpProtocol": rule.protocol, "PortRange": _ports(rule), **peer, **source,
                          f"{own}CidrIp": rule.own,
                          "Policy": "accept" if rule.accept else "drop", "Priority": str(rule.priority)}],
        )  # fmt: skip
    return id


def _prefix_list(lab: Lab, rule: Rule) -> str:
    entries = [{"Cidr": cidr} for cidr in dict.fromkeys((rule.far, *rule.listed))]
    parameters = {"PrefixListName": "list", "AddressFamily": "IPv4", "MaxEntries": 5, "Entry": entries}
    return str(lab.call("Ecs.CreatePrefixList", {**parameters, "RegionId": HANGZHOU})["PrefixListId"])


@settings(max_examples=examples(400), deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_live_walk_agrees_with_the_plain_one(app: Flask, world: World) -> None:
    lab = Lab(app, f"walk-{uuid.uuid4().hex}")
    source, target = build(lab, world)
    net, plain_source, plain_target = plain(world)
    packet = world.packet
    with lab.world.reading() as tx:
        live = trace_packet(live_network(tx), source, target, packet)
    expected = trace_packet(net, plain_source, plain_target, packet)
    assert (live.reachable, live.decisive.cause) == (expected.reachable, expected.decisive.cause)
