"""Streams of simulated traffic, and the paths they find.

A stream is what is sent. What gets through is stored as flows (:mod:`tfmock.simulation.traffic`),
ahead of time, as if nothing changed but what time itself changes. Every write computes the rest of every open stream
anew, so that bytes stop and flow again at the moment at which ``tfmock reach`` would answer otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tfmock.core.store import Row, Transaction
from tfmock.rulebook.access import Packet
from tfmock.rulebook.reachability import PacketPath
from tfmock.rulebook.tracing import TraceEndpoint, trace_one_way, trace_packet
from tfmock.services.vpcpeer.models import PeeringRow
from tfmock.simulation.endpoints import UnknownEndpointError, resolve, resolve_to_id
from tfmock.simulation.network_view import network
from tfmock.simulation.traffic import Meter, TrafficFlowRow, bytes_of, meter


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRow(Row):
    """A constant stream of bits from one end to another.

    Attributes:
        source, target: the ends as they were named.
        source_id, target_id: what the names meant when it began; once that is gone, the names are looked up again.
        rate: bits per second.
    """

    table = "streams"

    source: str
    target: str
    source_id: str
    target_id: str
    protocol: str
    port: int | None
    rate: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Segment:
    """Where a stream goes: through a connection, or within a VPC."""

    connection: str
    forward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamResult:
    """What becomes of a stream's bytes, unless something changes.

    Attributes:
        connection: the one it goes through last; empty within a VPC, and without any path.
        metered: whether CloudMonitor shows it.
        passed: bytes that arrive.
        dropped: bytes too many for the connection's bandwidth.
        lost: bytes sent while there was no path.
    """

    connection: str
    metered: bool
    passed: float
    dropped: float
    lost: float


def start_stream(tx: Transaction, source: str, target: str, packet: Packet, rate: float, seconds: float) -> StreamRow:
    """Send a stream from now on; :func:`reroute_streams` finds its path.

    Args:
        source, target: see :func:`tfmock.simulation.endpoints.resolve`.
        rate: bits per second.

    Raises:
        UnknownEndpointError: source or target does not exist.
    """
    for text in (source, target):
        _end(tx, text, text)
    serial = tx.next_serial()
    return tx.put(
        StreamRow(
            id=f"stream-{serial}", serial=serial, source=source, target=target, source_id=resolve_to_id(tx, source),
            target_id=resolve_to_id(tx, target), protocol=packet.protocol, port=packet.port, rate=rate, start=tx.now,
            end=tx.now + seconds,
        )
    )  # fmt: skip


def find_obstacle(tx: Transaction, stream: StreamRow) -> str:
    """Why nothing of a stream gets through now; empty when it does, and when it is over."""
    if not stream.start <= tx.now < stream.end:
        return ""
    try:
        path = _trace_stream(tx, stream)
    except UnknownEndpointError as unknown:
        return str(unknown)
    return "" if path.reachable else path.why


def reroute_streams(tx: Transaction) -> None:
    """Compute the rest of every open stream along the paths of now; without streams, do nothing."""
    for stream in tx.rows(StreamRow):
        if tx.now < stream.end:
            _lay(tx, stream)


def _lay(tx: Transaction, stream: StreamRow) -> None:
    begin = max(tx.now, stream.start)
    standing = [flow for flow in tx.find(TrafficFlowRow, "stream", stream.id) if flow.end > begin]
    ahead = list(_ahead(tx, stream, begin))
    if [(max(f.start, begin), f.end, _Segment(f.connection, f.forward)) for f in standing] == ahead:
        return
    for flow in standing:
        if flow.start < begin:
            tx.put(replace(flow, end=begin))
        else:
            tx.delete(flow)
    for start, end, segment in ahead:
        serial = tx.next_serial()
        tx.put(
            TrafficFlowRow(
                id=f"{stream.id}@{serial}", serial=serial, stream=stream.id, connection=segment.connection,
                forward=segment.forward, rate=stream.rate, start=start, end=end,
            )
        )  # fmt: skip


def _ahead(tx: Transaction, stream: StreamRow, begin: float) -> Iterator[tuple[float, float, _Segment]]:
    """The segments of a stream with their start and end, if nothing more is written: states pass as time goes on."""
    since, segment = begin, None
    while begin < stream.end:
        view = tx.projected_to(begin)
        current = _segment(view, stream)
        if current != segment:
            if segment is not None:
                yield since, begin, segment
            since, segment = begin, current
        begin = view.next_transition_at
    if segment is not None:
        yield since, stream.end, segment


def _segment(tx: Transaction, stream: StreamRow) -> _Segment | None:
    try:
        path = _trace_stream(tx, stream)
    except UnknownEndpointError:
        return None
    if not path.reachable:
        return None
    connection = next((hop.next_hop for hop in path.hops if hop.next_hop_type == "VpcPeer"), "")
    row = tx.get(PeeringRow, connection)
    return _Segment(connection, row is None or path.hops[0].vpc == row.requester.vpc_id)


def _trace_stream(tx: Transaction, stream: StreamRow) -> PacketPath:
    """The path that decides: the one there, or that of the acknowledgements, without which a TCP stream stops."""
    source = _end(tx, stream.source_id, stream.source)
    target = _end(tx, stream.target_id, stream.target)
    net, packet = network(tx), Packet(stream.protocol, stream.port)
    if stream.protocol != "tcp":
        return trace_one_way(net, source, target, packet)
    return trace_packet(net, source, target, packet).decisive


def _end(tx: Transaction, id: str, text: str) -> TraceEndpoint:
    version = 6 if text.count(":") > 1 else 4
    try:
        return resolve(tx, id, version)[0]
    except UnknownEndpointError:
        return resolve(tx, text, version)[0]


def stream_result(tx: Transaction, stream: StreamRow) -> StreamResult:
    """What became of a stream's bytes, and what will become of the rest if nothing changes."""
    passed = dropped = 0.0
    flows = tx.find(TrafficFlowRow, "stream", stream.id)
    meters = {flow.connection: meter(tx, flow.connection) for flow in flows if flow.connection}
    for flow in flows:
        flow_passed = _passed(flow, meters.get(flow.connection))
        passed, dropped = passed + flow_passed, dropped + flow.rate * (flow.end - flow.start) / 8 - flow_passed
    last = max(flows, key=lambda flow: flow.end, default=None)
    lost = stream.rate * (stream.end - stream.start - sum(flow.end - flow.start for flow in flows)) / 8
    metered = any(bandwidth_meter.between_regions for bandwidth_meter in meters.values())
    return StreamResult(
        connection=last.connection if last else "", metered=metered, passed=passed, dropped=dropped, lost=lost
    )


def _passed(flow: TrafficFlowRow, bandwidth_meter: Meter | None) -> float:
    """Bytes of a flow that passed: streams share a bandwidth in proportion to their rates (guess)."""
    if bandwidth_meter is None:
        return flow.rate * (flow.end - flow.start) / 8
    spans = bandwidth_meter.spans(flow.forward, flow.start, flow.end)
    return sum(flow.rate * bytes_of([span]) / (span.passed + span.dropped) for span in spans)
