"""What happened and what there is: calls, resources left, and whether the ends of each connection reach each other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final

from tfmock.control_api.endpoints import InWorld, look_at_world
from tfmock.control_api.models import (
    CallReport,
    ConnectionReport,
    DirectionReport,
    PartyReport,
    ProblemReport,
    Report,
    ResourceReport,
    TrafficReport,
)
from tfmock.core.errors import NoSuchWorldError
from tfmock.core.store import Transaction
from tfmock.core.universe import Universe
from tfmock.core.world import World
from tfmock.middleware.metrics import Metrics
from tfmock.protocol.redaction import scrub
from tfmock.rulebook.reachability import Network, PacketPath, trace_between_vpcs
from tfmock.services.cms.evaluation import evaluated_now
from tfmock.services.cms.metrics import EvaluationBudget
from tfmock.services.cms.models import AlarmRow, ContactGroupRow, ContactRow
from tfmock.services.common.resource_groups import ResourceGroupRow
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.prefix_list import PrefixListRow
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.oss.models import BucketRow, ObjectRow
from tfmock.services.ots.models import DataRow, TableRow
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.ipv6_gateway import Ipv6GatewayRow
from tfmock.services.vpc.models.network_acl import NetworkAclRow
from tfmock.services.vpc.models.prefix_list import VpcPrefixListRow
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import Party, PeeringRow
from tfmock.simulation.network_view import network

log = logging.getLogger("tfmock")

ProxyTraffic = Callable[[], Mapping[str, Mapping[str, int]]]


_NO_TRAFFIC: Final[Mapping[str, Mapping[str, int]]] = {}


class Reporter:
    """Looks at the universe and the counters whenever asked; keeps nothing."""

    def __init__(self, universe: Universe, metrics: Metrics, proxy_traffic: ProxyTraffic | None) -> None:
        self._universe = universe
        self._metrics = metrics
        self._proxy_traffic = proxy_traffic or (lambda: _NO_TRAFFIC)

    def report(self, only_world: str = "") -> Report:
        """All worlds, or one.

        Raises:
            ControlRefusal: there is no such world.
        """
        if only_world:
            with look_at_world(self._universe, InWorld(world=only_world)):
                pass
        left: list[ResourceReport] = []
        connections: list[ConnectionReport] = []
        problems: list[ProblemReport] = []
        for name in self._universe.names():
            if only_world in ("", name):
                try:
                    with self._universe.inspect(name) as world, world.reading() as tx:
                        found, peerings = _marked(world, resources(world, tx)), _connections(world, tx)
                except NoSuchWorldError:
                    continue  # deleted meanwhile
                except Exception as error:  # one world that cannot be reported does not hide the others
                    log.exception("world %s cannot be reported", name)
                    problems.append(ProblemReport(world=name, problem=getattr(error, "message", "") or str(error)))
                else:
                    left += found
                    connections += peerings
        return Report(
            calls=self.calls(),
            left=left,
            connections=connections,
            proxy=TrafficReport.model_validate(self._proxy_traffic()),
            problems=problems,
        )

    def calls(self) -> list[CallReport]:
        """Counters by action."""
        return [
            CallReport(
                product=product,
                action=action,
                count=counts.count,
                errors=dict(counts.errors),
                reasons=dict(counts.reasons),
                unknown_parameters=dict(counts.unknown_parameters),
            )
            for (product, action), counts in self._metrics.counts().items()
        ]


def resources(world: World, tx: Transaction) -> list[ResourceReport]:
    """What somebody made; what the cloud makes along with a VPC is not listed."""

    def one(kind: str, id: str, region: str, account: str, name: str, detail: str = "") -> ResourceReport:
        return ResourceReport(
            world=world.id, kind=kind, id=id, region=region, account=account, name=scrub(name), detail=detail,
            seeded=False,
        )  # fmt: skip

    found = [
        one("vpc", r.id, r.region_id, r.account, r.vpc_name, ", ".join(map(str, r.blocks()))) for r in tx.rows(VpcRow)
    ]
    found += [
        one("vswitch", r.id, r.region_id, r.account, r.v_switch_name, ", ".join(map(str, r.blocks())))
        for r in tx.rows(VSwitchRow)
    ]
    tables = {row.id: row for row in tx.rows(RouteTableRow)}
    found += [
        one("route_table", r.id, r.region_id, r.account, r.route_table_name, f"of {r.vpc_id}")
        for r in tables.values()
        if r.route_table_type == "Custom"
    ]
    for route in tx.rows(RouteEntryRow):
        table = tables[route.route_table_id]
        next_hop = route.next_hops[0]
        leads_to = f"{next_hop.next_hop_type} {next_hop.next_hop_id}"
        detail = f"{route.destination_cidr_block} -> {leads_to} in {table.id}"
        found.append(one("route_entry", route.id, table.region_id, table.account, route.route_entry_name, detail))
    found += [
        one("vpc_peer_connection", r.id, r.requester.region_id, r.requester.account, r.name, r.state)
        for r in tx.rows(PeeringRow)
    ]
    found += _nodes(tx, one)
    found += [one("resource_group", r.id, "", r.account, r.name) for r in tx.rows(ResourceGroupRow)]
    return found


def _marked(world: World, found: list[ResourceReport]) -> list[ResourceReport]:
    """The same, with what the world began with told apart from what somebody made."""
    if not found:
        return found
    with world.initial().reading() as tx:
        began = {(resource.kind, resource.id) for resource in resources(world, tx)}
    return [resource.model_copy(update={"seeded": (resource.kind, resource.id) in began}) for resource in found]


def _nodes(tx: Transaction, one: Callable[..., ResourceReport]) -> list[ResourceReport]:
    """Access rules, what stands in vSwitches, and what watches connections."""
    found = [
        one("security_group", r.id, r.region_id, r.account, r.security_group_name, f"of {r.vpc_id}")
        for r in tx.rows(SecurityGroupRow)
    ]
    found += [
        one("network_acl", r.id, r.region_id, r.account, r.network_acl_name, f"of {r.vpc_id}")
        for r in tx.rows(NetworkAclRow)
    ]
    found += [
        one("ipv4_gateway", r.id, r.region_id, r.account, r.ipv4_gateway_name, f"of {r.vpc_id}")
        for r in tx.rows(Ipv4GatewayRow)
    ]
    found += [
        one("ipv6_gateway", r.id, r.region_id, r.account, r.name, f"of {r.vpc_id}") for r in tx.rows(Ipv6GatewayRow)
    ]
    lists: list[PrefixListRow | VpcPrefixListRow] = [*tx.rows(PrefixListRow), *tx.rows(VpcPrefixListRow)]
    found += [one("prefix_list", r.id, r.region, r.account, r.name, f"{len(r.entries)} entries") for r in lists]
    found += [one("instance", r.id, r.region_id, r.account, r.instance_name, r.state) for r in tx.rows(InstanceRow)]
    interfaces = (r for r in tx.rows(NetworkInterfaceRow) if r.type == "Secondary")
    found += [one("network_interface", r.id, r.region_id, r.account, r.name, r.private_ip_address) for r in interfaces]
    found += [one("alarm_contact", r.contact_name, "", r.account, r.contact_name) for r in tx.rows(ContactRow)]
    found += [
        one("alarm_contact_group", r.contact_group_name, "", r.account, r.contact_group_name)
        for r in tx.rows(ContactGroupRow)
    ]
    budget = EvaluationBudget()
    found += [
        one("alarm_rule", r.rule_id, "", r.account, r.rule_name, evaluated_now(tx, r, budget).state)
        for r in tx.rows(AlarmRow)
    ]
    return found + _storage(tx, one)


def _storage(tx: Transaction, one: Callable[..., ResourceReport]) -> list[ResourceReport]:
    """Buckets and tables, each with how much is in it."""
    found = [
        one("oss_bucket", r.id, r.region_id, r.account, r.id, f"{len(tx.find(ObjectRow, 'bucket', r.id))} objects")
        for r in tx.rows(BucketRow)
    ]
    return found + [
        one("ots_table", r.id, r.region_id, r.account, r.table_name, f"{len(tx.find(DataRow, 'of', r.id))} rows")
        for r in tx.rows(TableRow)
    ]


def _connections(world: World, tx: Transaction) -> list[ConnectionReport]:
    peerings = tx.rows(PeeringRow)
    if not peerings:
        return []
    net = network(tx)
    return [_connection(world, tx, net, row) for row in peerings]


def _connection(world: World, tx: Transaction, net: Network, row: PeeringRow) -> ConnectionReport:
    requester, accepter = row.vpc_ids
    guarded = _is_guarded(tx, net, row)
    return ConnectionReport(
        world=world.id,
        id=row.id,
        name=scrub(row.name),
        status=row.state,
        requester=_party(row.requester),
        accepter=_party(row.accepter),
        forward=_path_report(trace_between_vpcs(net, requester, accepter), guarded=guarded),
        reverse=_path_report(trace_between_vpcs(net, accepter, requester), guarded=guarded),
    )


def _is_guarded(tx: Transaction, net: Network, row: PeeringRow) -> bool:
    return any(
        tx.find(NetworkInterfaceRow, "vpc", vpc) or any(vswitch.acl for vswitch in net.by_vpc.get(vpc, ()))
        for vpc in row.vpc_ids
    )


def _party(party: Party) -> PartyReport:
    return PartyReport(vpc=party.vpc_id, region=party.region_id, account=party.account)


def _path_report(path: PacketPath, *, guarded: bool) -> DirectionReport:
    return DirectionReport(reachable=path.reachable, cause=path.cause, why=path.why, guarded=guarded)
