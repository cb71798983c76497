"""``/_tfmock/traffic`` and ``/_tfmock/bill``: bytes through connections, and what they cost."""

from __future__ import annotations

import re
from typing import Annotated, Final

from flask import Blueprint
from pydantic import BeforeValidator, Field

from tfmock.control.endpoints import ControlRefusal, Endpoints, InWorld, Model, the_world
from tfmock.core.clock import parse_duration, parse_moment, timestamp
from tfmock.core.store import Transaction
from tfmock.core.universe import Universe
from tfmock.rulebook.access import Packet
from tfmock.rulebook.tracing import End, trace
from tfmock.services.ends import UnknownEnd, resolve
from tfmock.services.topology import network
from tfmock.services.vpcpeer.bill import Line, bill
from tfmock.services.vpcpeer.models import PeeringRow
from tfmock.services.vpcpeer.traffic import FlowRow, Meter, bytes_of, meter

_RATE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)bps", re.IGNORECASE)
_FACTORS: Final = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}


def parse_rate(text: str) -> float:
    """Bits per second of ``200Mbps``, ``1.5Gbps``.

    Raises:
        ValueError: it is no rate.
    """
    found = _RATE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no rate; write 200Mbps or 1.5Gbps")
    return float(found.group(1)) * _FACTORS[found.group(2).lower()]


class Send(Model):
    """A stream to be sent."""

    source: str = Field(description="Id or name of an instance, interface or vSwitch; an address.")
    target: str = Field(description="The same.")
    rate: Annotated[float, BeforeValidator(lambda v: parse_rate(v) if isinstance(v, str) else v)] = Field(
        gt=0, description="200Mbps, or bits per second."
    )
    seconds: Annotated[float, BeforeValidator(lambda v: parse_duration(v) if isinstance(v, str) else v)] = Field(
        gt=0, description="How long: 10m, or seconds."
    )
    protocol: str = Field("tcp", pattern="^(tcp|udp|icmp)$")
    port: int | None = Field(None, ge=1, le=65535)
    advance: bool = Field(False, description="Put the world's clock forward to the end of the stream.")


class FlowReport(Model):
    """A stream, and how it fares."""

    id: str
    source: str
    target: str
    connection: str = Field(description="The connection it goes through; empty within a VPC.")
    start: str
    end: str
    rate: float = Field(description="Bits per second offered.")
    passed: float = Field(description="Bytes that the connection lets through in this direction meanwhile.")
    dropped: float = Field(description="Bytes dropped by its bandwidth meanwhile.")
    metered: bool = Field(description="Whether CloudMonitor shows it: only between regions.")


class Flows(Model):
    flows: list[FlowReport]


class BillQuery(InWorld):
    start: Annotated[float, BeforeValidator(lambda v: parse_moment(v) if isinstance(v, str) else v)] = 0.0
    end: Annotated[float | None, BeforeValidator(lambda v: parse_moment(v) if isinstance(v, str) else v)] = Field(
        None, description="Default: now."
    )


class LineReport(Model):
    """One hour of one side of a connection."""

    account: str
    connection: str
    hour: str
    region: str
    far_region: str
    link_type: str
    gigabytes: float
    unit_price: float | None = Field(description="USD per GB; missing where none is known.")
    amount: float | None = Field(description="USD.")


class BillReport(Model):
    """All lines, and what each account owes."""

    lines: list[LineReport]
    totals: dict[str, float]
    unpriced: float = Field(description="GB for which no price is known: see the setting 'prices'.")


def traffic_area(universe: Universe) -> Blueprint:
    """Send traffic, look at it, bill it."""
    area = Endpoints("traffic")

    @area.post("/traffic")
    def send(query: InWorld, body: Send) -> FlowReport:
        """Send a stream from now on along the real path."""
        world = the_world(universe, query)
        with world.lock:
            flow = world.run(lambda tx: _send(tx, body))
            if body.advance:
                world.set_clock(lambda clock: clock.advanced(body.seconds))
            return _report(Transaction(world.store, world.clock.now(), world.terms.profile), flow)

    @area.get("/traffic")
    def flows(query: InWorld) -> Flows:
        """Every stream that was ever sent."""
        world = the_world(universe, query)
        with world.lock:
            tx = Transaction(world.store, world.clock.now(), world.terms.profile)
            return Flows(flows=[_report(tx, flow) for flow in tx.rows(FlowRow)])

    @area.get("/bill")
    def bill_(query: BillQuery) -> BillReport:
        """What the traffic between regions has cost."""
        world = the_world(universe, query)
        with world.lock:
            now = world.clock.now()
            tx = Transaction(world.store, now, world.terms.profile)
            end = now if query.end is None else query.end
            return _bill(bill(tx, world.terms.prices, query.start, end))

    return area.blueprint


def _send(tx: Transaction, body: Send) -> FlowRow:
    source, target = _one(tx, body.source), _one(tx, body.target)
    walk = trace(network(tx), source, target, Packet(body.protocol, body.port))
    if not walk.reachable:
        raise ControlRefusal(f"no packet gets from {body.source} to {body.target}: {walk.why}.", 409)
    connection = next((hop.hop for hop in walk.hops if hop.hop_type == "VpcPeer"), "")
    row = tx.get(PeeringRow, connection)
    serial = tx.next_serial()
    return tx.put(
        FlowRow(
            id=f"flow-{serial}", serial=serial, connection=connection,
            forward=row is None or walk.hops[0].vpc == row.requester.vpc, rate=body.rate, start=tx.now,
            end=tx.now + body.seconds, source=body.source, target=body.target,
        )
    )  # fmt: skip


def _one(tx: Transaction, text: str) -> End:
    try:
        return resolve(tx, text, 6 if text.count(":") > 1 else 4)[0]
    except UnknownEnd as unknown:
        raise ControlRefusal(f"{unknown}.", 404) from None


def _report(tx: Transaction, flow: FlowRow) -> FlowReport:
    found: Meter = meter(tx, flow.connection)
    spans = list(found.spans(flow.forward, flow.start, flow.end))
    dropped = sum(span.dropped * span.seconds for span in spans) / 8
    return FlowReport(
        id=flow.id, source=flow.source, target=flow.target, connection=flow.connection, start=timestamp(flow.start),
        end=timestamp(flow.end), rate=flow.rate, passed=bytes_of(spans), dropped=dropped,
        metered=bool(found.links) and found.links[0].between_regions,
    )  # fmt: skip


def _bill(lines: list[Line]) -> BillReport:
    totals: dict[str, float] = {}
    for line in lines:
        totals[line.account] = round(totals.get(line.account, 0.0) + (line.amount or 0.0), 6)
    return BillReport(
        lines=[_line(line) for line in lines], totals=totals,
        unpriced=sum(line.gigabytes for line in lines if line.amount is None),
    )  # fmt: skip


def _line(line: Line) -> LineReport:
    return LineReport(
        account=line.account, connection=line.connection, hour=timestamp(line.hour), region=line.region,
        far_region=line.far_region, link_type=line.link_type, gigabytes=round(line.gigabytes, 9),
        unit_price=line.unit_price, amount=None if line.amount is None else round(line.amount, 6),
    )  # fmt: skip
