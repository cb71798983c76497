"""From a packet trace to the analyzer's result document.

The document has the shape of the published sample of GetNetworkReachableAnalysis: instance, interface and vSwitch are
nodes of each direction, routes are shown at their vSwitch, and the security groups of both ends are reported.
What the sample does not show is a guess: the names of stages before the last, the nodes of a peering and of bare
addresses, what ``errorCode``, ``routeItems`` and ``networkAclItems`` hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from types import MappingProxyType
from typing import Final, TypeAlias, Union

from tfmock.core.clock import timestamp
from tfmock.core.store import Transaction
from tfmock.rulebook.access import Decision, Direction, Packet, evaluate_groups
from tfmock.rulebook.reachability import Cause, Hop, Network, PacketPath
from tfmock.rulebook.tracing import PacketTrace, TraceEndpoint
from tfmock.simulation.endpoints import find_interface_at
from tfmock.simulation.resources import (
    InstanceRow,
    NetworkInterfaceRow,
    PeeringRow,
    Permission,
    SecurityGroupRow,
    VSwitchRow,
)

Json: TypeAlias = Union[str, int, bool, "list[Json]", "dict[str, Json]"]

#: Where a path ended, in the words of ``status``; security_group_checking_target is proven, the others are guesses.
STAGES: Final[Mapping[Cause, str]] = MappingProxyType(
    {
        "delivered": "security_group_checking_target",
        "source-security-group": "security_group_checking_source",
        "source-network-acl": "network_acl_checking_source",
        "target-network-acl": "network_acl_checking_target",
        "target-security-group": "security_group_checking_target",
        "source-not-running": "resource_checking_source",
        "target-not-running": "resource_checking_target",
    }
)
ROUTE_STAGE: Final = "route_checking"

#: A packet that came this far has met the target's security groups.
_PAST_TARGET_GROUPS: Final = frozenset({"delivered", "target-security-group", "target-not-running"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """A path with its ends found, and what became of the packet and of its answer."""

    net: Network
    source: TraceEndpoint
    target: TraceEndpoint
    packet: Packet
    trace: PacketTrace


def document(tx: Transaction, id: str, analysed: Analysed) -> str:
    """The result document of analysis ``id``, as the JSON text that the API gives."""
    forward, reverse = analysed.trace.forward, analysed.trace.reverse
    forth = list(_nodes(tx, analysed.source, analysed.target, forward))
    return_ = list(_nodes(tx, analysed.target, analysed.source, reverse)) if reverse else []
    report = id.removeprefix("nra-")
    content: dict[str, Json] = {
        "errorCode": "" if forward.reachable else forward.cause,
        "errorMessage": "" if forward.reachable else forward.why,
        "nraId": id,
        "requestId": "",
        "status": STAGES.get(forward.cause, ROUTE_STAGE),
        "networkAclData": {"networkAclItems": _acl_items(forward)},
        "routeData": {"routeItems": _route_items(forward)},
        "securityGroupData": {
            "policy": "drop" if forward.cause.endswith("security-group") else "accept",
            "securityGroupReportId": f"sgr-{report}",
            "securityGroupItems": list(_group_items(tx, analysed)),
        },
        "topologyData": {
            "topologyReportId": f"tpr-{report}",
            "positive": {"linkList": _links(forth), "nodeList": [_forth(node) for node in forth]},
            "reverse": {"revLinkList": _links(return_), "revNodeList": [_back(node) for node in return_]},
        },
    }
    return json.dumps(content, ensure_ascii=False)


def _acl_items(path: PacketPath) -> list[Json]:
    if not path.cause.endswith("network-acl"):
        return []
    direction = "egress" if path.cause.startswith("source") else "ingress"
    return [
        {"networkAclId": path.owner, "networkAclEntryId": path.rule, "direction": direction, "policy": "drop",
         "description": path.why}
    ]  # fmt: skip


def _route_items(path: PacketPath) -> list[Json]:
    failed = not path.reachable and STAGES.get(path.cause, ROUTE_STAGE) == ROUTE_STAGE
    items: list[Json] = [
        {"vpcId": hop.vpc, "routeTableId": hop.table, "destinationCidrBlock": str(hop.destination or ""),
         "nextHopType": hop.next_hop_type, "nextHopId": hop.next_hop}
        for hop in path.hops
    ]  # fmt: skip
    return [*items, {"description": path.why, "resourceId": path.owner, "policy": "drop"}] if failed else items


def _group_items(tx: Transaction, analysed: Analysed) -> Iterator[Json]:
    """What the groups of the sender say, and those of the receiver if the packet came to them."""
    source, target, cause = analysed.source, analysed.target, analysed.trace.forward.cause
    evaluations: list[tuple[TraceEndpoint, TraceEndpoint, Direction]] = []
    if cause != "source-not-running":
        evaluations.append((source, target, "egress"))
    if cause in _PAST_TARGET_GROUPS:
        evaluations.append((target, source, "ingress"))
    for endpoint, peer, direction in evaluations:
        groups = [group for id in endpoint.groups if (group := analysed.net.groups.get(id)) is not None]
        if groups:
            decision = evaluate_groups(groups, direction, analysed.packet, endpoint.address, peer.address, peer.groups)
            yield _group_item(tx, endpoint, decision, direction)


def _group_item(tx: Transaction, endpoint: TraceEndpoint, decision: Decision, direction: Direction) -> Json:
    group = tx.get(SecurityGroupRow, decision.owner)
    rule = (
        next((rule for rule in group.permissions if rule.security_group_rule_id == decision.rule), None)
        if group and decision.rule
        else None
    )
    interface = find_interface_at(tx, endpoint.vswitch, endpoint.address)
    policy = "accept" if decision.accept else "drop"
    # sample: default_sg_access_rule, user_acl_drop_rule; the other two are their counterparts
    kind = "user_acl" if rule else "default_sg"
    return {
        "description": f"{kind}_{'access' if decision.accept else 'drop'}_rule", "policy": policy,
        "resourceId": interface.id if interface else endpoint.name, "securityGroupId": decision.owner,
        "matchedRule": _default(decision, direction) if rule is None else _matched(rule),
    }  # fmt: skip


def _default(decision: Decision, direction: Direction) -> dict[str, Json]:
    # sample: a default is shown as a rule for everything, which names its own group as the far side
    return {
        "bizProtocol": "ALL", "creatingTime": "", "description": "", "direction": direction,
        "policy": "Accept" if decision.accept else "Drop", "portRange": "-1/-1", "priority": "1", "sourceCidr": "",
        "sourceGroupId": decision.owner if direction == "ingress" else "", "destinationCidr": "",
        "destinationGroupId": decision.owner if direction == "egress" else "",
    }  # fmt: skip


def _matched(rule: Permission) -> dict[str, Json]:
    inward = rule.direction == "ingress"
    peer = rule.peer_cidr_ip or rule.ipv6_peer_cidr_ip
    return {
        "bizProtocol": rule.ip_protocol, "creatingTime": timestamp(rule.create_time), "description": rule.description,
        "direction": rule.direction, "policy": rule.policy, "portRange": rule.port_range,
        "priority": str(rule.priority), "sourceCidr": peer if inward else "",
        "sourceGroupId": rule.peer_group_id if inward else "", "destinationCidr": "" if inward else peer,
        "destinationGroupId": "" if inward else rule.peer_group_id,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Node:
    """One piece that a packet passes. ``level`` counts pieces from the sender; interfaces have none (sample)."""

    id: str
    kind: str
    region: str
    level: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    hops: tuple[Hop, ...] = ()


def _nodes(tx: Transaction, source: TraceEndpoint, target: TraceEndpoint, path: PacketPath) -> Iterator[_Node]:
    """The pieces that a packet passes, as far as it comes."""
    levels = count(1)
    region = ""
    for id, node_hops in _ids(tx, source, target, path):
        node = _node(tx, id, region, node_hops)
        region = node.region
        yield node if node.kind == "ENI" else replace(node, level=next(levels))


def _ids(
    tx: Transaction, source: TraceEndpoint, target: TraceEndpoint, path: PacketPath
) -> Iterator[tuple[str, tuple[Hop, ...]]]:
    peers = tuple(hop for hop in path.hops if hop.next_hop_type != "local")
    for id in _at(tx, source):
        yield id, ()
    yield source.vswitch, peers
    for hop in peers:
        yield hop.next_hop, ()
    arrived = path.hops and path.hops[-1].next_hop_type == "local" and path.hops[-1].next_hop == target.vswitch
    if arrived and target.vswitch != source.vswitch:
        yield target.vswitch, ()
    ends = list(reversed(list(_at(tx, target)))) if arrived and path.cause in _PAST_TARGET_GROUPS else []
    for id in ends[:1] if path.cause == "target-security-group" else ends:
        yield id, ()


def _at(tx: Transaction, end: TraceEndpoint) -> Iterable[str]:
    """The instance and its interface; nothing for an end that is a whole vSwitch."""
    interface = find_interface_at(tx, end.vswitch, end.address)
    ids = (end.name, interface.id if interface else "")
    return dict.fromkeys(id for id in ids if id and id != end.vswitch)


def _node(tx: Transaction, id: str, region: str, hops: tuple[Hop, ...]) -> _Node:
    if (vswitch := tx.get(VSwitchRow, id)) is not None:
        return _Node(
            id, "VSW", vswitch.region_id, extra={"cidr": vswitch.cidr_block, "aZone": vswitch.zone_id}, hops=hops
        )
    if (instance := tx.get(InstanceRow, id)) is not None:
        return _Node(id, "VM", instance.region_id, extra={"aZone": instance.zone_id})
    if (interface := tx.get(NetworkInterfaceRow, id)) is not None:
        fields = {"ip": interface.private_ip_address, "mac": interface.mac_address, "status": interface.state}
        return _Node(id, "ENI", interface.region_id, extra=fields)
    if (peering := tx.get(PeeringRow, id)) is not None:
        return _Node(id, "VPC_PEER", peering.requester.region_id, extra={"status": peering.state})
    return _Node(id, "IP" if "-" not in id else "NEXT_HOP", region)  # in the region of the piece before it


def _links(nodes: list[_Node]) -> list[Json]:
    return [
        {"id": f"{node.id}-->{following.id}", "source": node.id, "target": following.id}
        for node, following in pairwise(nodes)
    ]


def _forth(node: _Node) -> Json:
    return {**_fields(node), "matchedRoute": {"nextHopSet": _next_hops(node)}, "trafficLogs": []}


def _back(node: _Node) -> Json:
    return {**_fields(node), "revMatchedRoute": {"revNextHopSet": _next_hops(node)}}


def _fields(node: _Node) -> dict[str, Json]:
    fields: dict[str, Json] = {
        "id": node.id, "bizInsId": node.id, "nodeType": node.kind, "regionNo": node.region,
        "regionNoAlias": node.region, **node.extra,
    }  # fmt: skip
    return {**fields, "level": node.level} if node.level else fields


def _next_hops(node: _Node) -> list[Json]:
    return [
        {"nextHopId": hop.next_hop, "nextHopType": hop.next_hop_type, "routeTableId": hop.table,
         "destinationCidrBlock": str(hop.destination or "")}
        for hop in node.hops
    ]  # fmt: skip
