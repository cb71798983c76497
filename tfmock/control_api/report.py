"""What happened and what there is: calls, resources left, and whether the ends of each connection reach each other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    StoredReport,
    TrafficReport,
)
from tfmock.core.errors import NoSuchWorldError
from tfmock.core.resource import Summary
from tfmock.core.store import Transaction
from tfmock.core.universe import Universe
from tfmock.core.world import World
from tfmock.middleware.metrics import Metrics
from tfmock.protocol.redaction import scrub
from tfmock.rulebook.reachability import Network, PacketPath, trace_between_vpcs
from tfmock.services.cms.evaluation import evaluated_now
from tfmock.services.cms.metrics import EvaluationBudget
from tfmock.services.cms.models import AlarmRow
from tfmock.services.crud.contracts import installed_contracts
from tfmock.services.crud.rows import CrudRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.resources import RESOURCES
from tfmock.services.vpcpeer.models import Party, PeeringRow
from tfmock.simulation.network_view import network

log = logging.getLogger("tfmock")

ProxyTraffic = Callable[[], Mapping[str, Mapping[str, int]]]


_NO_TRAFFIC: Final[Mapping[str, Mapping[str, int]]] = {}


class Reporter:
    """Reads the universe and the counters at each request; keeps nothing."""

    def __init__(self, universe: Universe, metrics: Metrics, proxy_traffic: ProxyTraffic | None) -> None:
        self._universe = universe
        self._metrics = metrics
        self._proxy_traffic = proxy_traffic or (lambda: _NO_TRAFFIC)

    def report(self, only_world: str = "") -> Report:
        """All worlds, or one.

        Raises:
            ControlRequestError: there is no such world.
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
                        own_left, own_connections = _mark_seeded(world, resources(world, tx)), _connections(world, tx)
                except NoSuchWorldError:
                    continue  # deleted meanwhile
                except Exception as error:  # one world that cannot be reported does not hide the others
                    log.exception("world %s cannot be reported", name)
                    problems.append(ProblemReport(world=name, problem=getattr(error, "message", "") or str(error)))
                else:
                    left += own_left
                    connections += own_connections
        return Report(
            calls=self.calls(),
            stored=[StoredReport(types=list(types), created=n) for types, n in self._metrics.created().items()],
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
                tier=counts.tier,
            )
            for (product, action), counts in self._metrics.counts().items()
        ]


def resources(world: World, tx: Transaction) -> list[ResourceReport]:
    """What users made; what the cloud makes along with a VPC is not listed."""
    budget = EvaluationBudget()
    reports = []
    for kind in RESOURCES:
        for row in tx.rows(kind):
            current = evaluated_now(tx, row, budget) if isinstance(row, AlarmRow) else row
            summary = current.summary(tx)
            if summary.listed:
                reports.append(_resource_report(world, kind.resource.kind, summary))
    return reports + _stored_objects(world, tx)


def _stored_objects(world: World, tx: Transaction) -> list[ResourceReport]:
    """Objects of the CRUD tier. Those of several types with one id that one call makes are one thing of the cloud,
    listed once."""
    types: dict[tuple[str, str, str], set[str]] = {}
    for row in tx.rows(CrudRow):
        if not row.deleted:
            types.setdefault((row.account, row.region, ":".join(row.parts) or row.id), set()).add(row.type)
    return [
        ResourceReport(
            world=world.id,
            kind=" or ".join(names),
            id=scrub(id),
            region=region,
            account=account,
            detail="only stored",
        )
        for (account, region, id), all_names in types.items()
        for names in _made_by_one_call(sorted(all_names))
    ]


def _made_by_one_call(types: Sequence[str]) -> Iterable[list[str]]:
    """Types in groups that share a call which makes their objects."""
    if len(types) == 1:
        return [list(types)]
    groups: list[tuple[list[str], set[tuple[str, str]]]] = []
    for name in types:
        names, calls = [name], _creating_calls(name)
        for group in [group for group in groups if group[1] & calls]:
            groups.remove(group)
            names, calls = group[0] + names, calls | group[1]
        groups.append((names, calls))
    return [names for names, _ in groups]


def _creating_calls(name: str) -> set[tuple[str, str]]:
    type = installed_contracts().type(name)
    return {(spec.version, spec.key) for spec in type.specs_of(type.creates | type.upserts)} if type else set()


def _resource_report(world: World, kind: str, summary: Summary) -> ResourceReport:
    return ResourceReport(
        world=world.id,
        kind=kind,
        id=summary.id,
        region=summary.region,
        account=summary.account,
        name=scrub(summary.name),
        detail=summary.detail,
        seeded=False,
    )


def _mark_seeded(world: World, reports: list[ResourceReport]) -> list[ResourceReport]:
    """The same, marked where it existed when the world began."""
    if not reports:
        return reports
    with world.initial().reading() as tx:
        seeded = {(report.kind, report.id) for report in resources(world, tx)}
    return [report.model_copy(update={"seeded": (report.kind, report.id) in seeded}) for report in reports]


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
