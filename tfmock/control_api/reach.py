"""``/_tfmock/reach``: whether a packet gets from one end to another, and what decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from flask import Blueprint
from pydantic import BeforeValidator, Field

from tfmock.control_api.endpoints import ControlRequestError, Endpoints, InWorld, look_at_world
from tfmock.control_api.models import EndReport, HopReport, ReachReport, WayReport
from tfmock.core.store import Transaction
from tfmock.core.universe import Universe
from tfmock.rulebook.access import Packet
from tfmock.rulebook.reachability import Hop, PacketPath
from tfmock.rulebook.tracing import TraceEndpoint
from tfmock.simulation.endpoints import UnknownEndpointError, find_name
from tfmock.simulation.reachability import ReachabilityQuery, ReachabilityResult, check_reachability
from tfmock.text.wording import sentence


class ReachQuery(InWorld):
    """Between whom, and with which packet."""

    source: str = Field(description="Id or name of an instance, interface, vSwitch or VPC; vsw-1=10.0.0.5; address.")
    target: str = Field(description="The same.")
    protocol: Annotated[Literal["tcp", "udp", "icmp", ""], BeforeValidator(str.lower)] = Field(
        "", description="Default: tcp where a port is given, else icmp (a ping)."
    )
    port: int | None = Field(None, ge=1, le=65535, description="Destination port.")
    source_port: int | None = Field(None, ge=1, le=65535, description="Sender's port; default: any a client may get.")
    reverse: bool = Field(False, description="Ask the other way round: from target to source.")
    one_way: bool = Field(False, description="The packet there only, not the answer to it.")
    ipv6: bool = Field(False, description="Between the IPv6 addresses of the two.")


def reach_blueprint(universe: Universe) -> Blueprint:
    """Walk packets."""
    endpoints = Endpoints("reach")

    @endpoints.get("/reach")
    def reach(query: ReachQuery) -> ReachReport:
        """Whether SOURCE reaches TARGET and hears the answer: the first failure of all their ends, else a success."""
        return answer(universe, query)

    return endpoints.blueprint


def answer(universe: Universe, query: ReachQuery) -> ReachReport:
    """Trace the packet of a query.

    Raises:
        ControlRequestError: there is no such world or end.
    """
    with look_at_world(universe, query) as world, world.reading() as tx:
        return _reach(tx, query)


def _reach(tx: Transaction, query: ReachQuery) -> ReachReport:
    source, target = (query.target, query.source) if query.reverse else (query.source, query.target)
    if query.protocol == "icmp" and (query.port or query.source_port):
        raise ControlRequestError("icmp has no ports.", field="port" if query.port else "source_port")
    question = ReachabilityQuery(
        source=source,
        target=target,
        protocol=query.protocol,
        port=query.port,
        source_port=query.source_port,
        one_way=query.one_way,
        ipv6=query.ipv6,
    )
    try:
        result = check_reachability(tx, question)
    except UnknownEndpointError as unknown:
        raise ControlRequestError(sentence(str(unknown)), 404) from None
    return _report(tx, result, question.packet)


def _report(tx: Transaction, result: ReachabilityResult, packet: Packet) -> ReachReport:
    trace = result.trace
    paths = [path for path in (trace.forward, trace.reverse) if path is not None]
    ids = {id for path in paths for hop in path.hops for id in (hop.vpc, hop.table, hop.next_hop)}
    ids |= {id for end in (result.source, result.target) for id in (end.name, end.vswitch)}
    names = {id: name for id in sorted(ids) if id and (name := find_name(tx, id))}
    return ReachReport(
        reachable=trace.reachable,
        source=_end(result.source, names),
        target=_end(result.target, names),
        packet=str(packet),
        there=_path_report(trace.forward),
        back=_path_report(trace.reverse) if trace.reverse is not None else None,
        names=names,
    )


def _end(end: TraceEndpoint, names: Mapping[str, str]) -> EndReport:
    return EndReport(node=end.name, name=names.get(end.name), address=end.address.host, vswitch=end.vswitch)


def _path_report(path: PacketPath) -> WayReport:
    return WayReport(
        reachable=path.reachable, cause=path.cause, why=path.why, owner=path.owner, rule=path.rule,
        hops=[_hop(hop) for hop in path.hops],
    )  # fmt: skip


def _hop(hop: Hop) -> HopReport:
    destination = str(hop.destination) if hop.destination is not None else ""
    return HopReport(
        vpc=hop.vpc,
        route_table=hop.table,
        destination=destination,
        next_hop_type=hop.next_hop_type,
        next_hop=hop.next_hop,
    )
