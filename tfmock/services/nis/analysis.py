"""From a path's parameters to the ends of a walk, and from the walk to the cloud's result document.

The document has the shape of the published sample of GetNetworkReachableAnalysis. What the sample does not show is a
guess: the names of stages before the last, the nodes of a peering, what ``errorCode`` holds.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias, Union

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.store import Transaction
from tfmock.rulebook.access import Packet
from tfmock.rulebook.cidr import parse_address
from tfmock.rulebook.reachability import Cause, Walk
from tfmock.rulebook.tracing import End, Verdict, converse
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.security_group import Permission, SecurityGroupRow
from tfmock.services.ends import at_address, of_interface, of_vswitch
from tfmock.services.nis import errors
from tfmock.services.nis.models import PathSpec
from tfmock.services.topology import network
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import PeeringRow
from tfmock.wire.faults import ApiError

Json: TypeAlias = Union[str, int, bool, "list[Json]", "dict[str, Json]"]

#: Where a walk ended, in the words of ``status``; security_group_checking_target is proven, the others are guesses.
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


@dataclass(frozen=True, slots=True)
class Analysed:
    """A path with its ends found, and what became of the packet and of its answer."""

    source: End
    target: End
    verdict: Verdict


def analyse(call: Call, spec: PathSpec) -> Analysed:
    """Walk the path there and back.

    Raises:
        ApiError: an end does not exist.
    """
    version = 6 if ":" in (spec.target_address or spec.source_address) else 4
    source = _end(call, spec.source_id, spec.source_type, spec.source_address, version, is_source=True)
    target = _end(call, spec.target_id, spec.target_type, spec.target_address, version, is_source=False)
    packet = Packet(spec.protocol or "icmp", spec.target_port or None, spec.source_port or None)
    return Analysed(source, target, converse(network(call.tx), source, target, packet))


def _end(call: Call, id: str, kind: str, address: str, version: int, *, is_source: bool) -> End:
    unknown = errors.SOURCE_ID(value=id) if is_source else errors.TARGET_ID(value=id)
    if kind == "ecs":
        return _instance_end(call, id, address, version, unknown)
    if kind == "vsw":
        vswitch = call.tx.get(VSwitchRow, id)
        end = None if vswitch is None else _vswitch_end(call.tx, vswitch, address, version, is_source)
        if end is None:
            raise unknown
        return end
    # A target given by address alone, or an Internet address: tfmock has no Internet, so nobody is there.
    return _address_end(call.tx, address or id, unknown)


def _instance_end(call: Call, id: str, address: str, version: int, unknown: ApiError) -> End:
    row = call.tx.get(InstanceRow, id)
    if row is None:
        raise unknown
    for interface in call.tx.find(NetworkInterfaceRow, "instance", row.id):
        if not address or address in (interface.address, *interface.ipv6):
            end = of_interface(call.tx, interface, version)
            if end is not None:
                return end
    raise unknown


def _vswitch_end(tx: Transaction, vswitch: VSwitchRow, address: str, version: int, is_source: bool) -> End | None:
    if not address:
        return of_vswitch(vswitch, version)
    block = parse_address(address)
    if block is None or not any(own.contains(block) for own in vswitch.blocks()):
        raise errors.SOURCE_IP() if is_source else errors.TARGET_IP(value=address)
    return at_address(tx, vswitch, block)


def _address_end(tx: Transaction, text: str, unknown: ApiError) -> End:
    address = parse_address(text)
    if address is None:
        raise unknown
    homes = [row for row in tx.rows(VSwitchRow) if any(block.contains(address) for block in row.blocks())]
    if not homes:
        raise unknown
    return at_address(tx, homes[0], address)


def is_internet(text: str) -> bool:
    """Whether an address is a public one."""
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False


def document(call: Call, id: str, analysed: Analysed) -> str:
    """The result document."""
    there, back = analysed.verdict.there, analysed.verdict.back
    forth = _chain(analysed.source, analysed.target, there)
    return_ = _chain(analysed.target, analysed.source, back) if back else []
    report = id.removeprefix("nra-")
    found: dict[str, Json] = {
        "errorCode": "" if there.reachable else there.cause,
        "errorMessage": "" if there.reachable else there.why,
        "nraId": id,
        "requestId": "",
        "status": STAGES.get(there.cause, ROUTE_STAGE),
        "networkAclData": {"networkAclItems": _acl_items(there)},
        "routeData": {"routeItems": _route_items(there)},
        "securityGroupData": {
            "policy": "drop" if there.cause.endswith("security-group") else "accept",
            "securityGroupReportId": f"sgr-{report}",
            "securityGroupItems": _group_items(call.tx, there),
        },
        "topologyData": {
            "topologyReportId": f"tpr-{report}",
            "positive": {
                "linkList": _links(forth),
                "nodeList": _nodes(call, there, forth, "matchedRoute", "nextHopSet"),
            },
            "reverse": {
                "revLinkList": _links(return_),
                "revNodeList": _nodes(call, back, return_, "revMatchedRoute", "revNextHopSet") if back else [],
            },
        },
    }
    return json.dumps(found, ensure_ascii=False)


def _acl_items(walk: Walk) -> list[Json]:
    if not walk.cause.endswith("network-acl"):
        return []
    direction = "egress" if walk.cause.startswith("source") else "ingress"
    return [
        {"networkAclId": walk.owner, "networkAclEntryId": walk.rule, "direction": direction, "policy": "drop",
         "description": walk.why}
    ]  # fmt: skip


def _route_items(walk: Walk) -> list[Json]:
    failed = not walk.reachable and STAGES.get(walk.cause, ROUTE_STAGE) == ROUTE_STAGE
    items: list[Json] = [
        {"vpcId": hop.vpc, "routeTableId": hop.table, "destinationCidrBlock": str(hop.destination or ""),
         "nextHopType": hop.hop_type, "nextHopId": hop.hop}
        for hop in walk.hops
    ]  # fmt: skip
    return [*items, {"description": walk.why, "resourceId": walk.owner, "policy": "drop"}] if failed else items


def _group_items(tx: Transaction, walk: Walk) -> list[Json]:
    if not walk.cause.endswith("security-group"):
        return []
    group = tx.get(SecurityGroupRow, walk.owner)
    rule = next((rule for rule in group.permissions if rule.id == walk.rule), None) if group else None
    return [
        {"description": "user_acl_drop_rule" if rule else "default_sg_drop_rule", "policy": "drop",
         "resourceId": "", "securityGroupId": walk.owner, "matchedRule": _matched(rule)}
    ]  # fmt: skip


def _matched(rule: Permission | None) -> dict[str, Json]:
    inward = rule is not None and rule.direction == "ingress"
    peer, group = (rule.peer_cidr or rule.peer_ipv6, rule.peer_group) if rule else ("", "")
    return {
        "bizProtocol": rule.protocol if rule else "",
        "creatingTime": timestamp(rule.created) if rule else "",
        "description": rule.description if rule else "",
        "direction": rule.direction if rule else "",
        "policy": rule.policy if rule else "",
        "portRange": rule.port_range if rule else "",
        "priority": str(rule.priority) if rule else "",
        "sourceCidr": peer if inward else "",
        "sourceGroupId": group if inward else "",
        "destinationCidr": "" if inward else peer,
        "destinationGroupId": "" if inward else group,
    }


def _chain(source: End, target: End, walk: Walk) -> list[str]:
    """The ids that a packet passes, ends included, without repeats."""
    ids = [source.node, source.vswitch, *(id for hop in walk.hops for id in (hop.table, hop.hop))]
    return list(dict.fromkeys(id for id in (*ids, target.node if walk.reachable else "") if id))


def _links(ids: list[str]) -> list[Json]:
    return [{"id": f"{one}-->{two}", "source": one, "target": two} for one, two in pairwise(ids)]


def _nodes(call: Call, walk: Walk, ids: list[str], route: str, hops: str) -> list[Json]:
    return [_node(call, walk, id, level, route, hops) for level, id in enumerate(ids, 1)]


def _node(call: Call, walk: Walk, id: str, level: int, route: str, hops: str) -> Json:
    nexts: list[Json] = [{"nextHopId": hop.hop, "nextHopType": hop.hop_type} for hop in walk.hops if hop.table == id]
    node: dict[str, Json] = {"id": id, "bizInsId": id, "level": level, route: {hops: nexts}, "trafficLogs": []}
    vswitch, peering = call.tx.get(VSwitchRow, id), call.tx.get(PeeringRow, id)
    if vswitch is not None:
        node |= {"nodeType": "VSW", "cidr": vswitch.cidr, "aZone": vswitch.zone, "regionNo": vswitch.region,
                 "regionNoAlias": vswitch.region}  # fmt: skip
    elif peering is not None:
        node |= {"nodeType": "VPC_PEER", "status": peering.state, "regionNo": peering.requester.region,
                 "regionNoAlias": peering.requester.region}  # fmt: skip
    elif id.startswith(("i-", "eni-")):
        node |= {"nodeType": "VM" if id.startswith("i-") else "ENI", "regionNo": call.region,
                 "regionNoAlias": call.region}  # fmt: skip
    else:
        node |= {"nodeType": "ROUTE_TABLE", "regionNo": call.region, "regionNoAlias": call.region}
    return node
