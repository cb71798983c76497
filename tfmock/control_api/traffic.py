"""``/_tfmock/traffic`` and ``/_tfmock/bill``: bytes through connections, and what they cost."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated, Final

from flask import Blueprint
from pydantic import BeforeValidator, Field

from tfmock.control_api.endpoints import ControlRequestError, Endpoints, InWorld, Model, look_at_world
from tfmock.control_api.models import BillReport, FlowReport, Flows, LineReport
from tfmock.core.clock import LATEST, parse_duration, parse_moment, timestamp
from tfmock.core.store import Transaction
from tfmock.core.universe import Universe
from tfmock.rulebook.access import Packet
from tfmock.simulation.bill import BillLine, bill_lines
from tfmock.simulation.endpoints import UnknownEndpointError
from tfmock.simulation.streams import StreamRow, find_obstacle, start_stream, stream_result
from tfmock.text.wording import UNIT, sentence

_RATE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)bps", re.IGNORECASE)
_YEAR: Final = 366 * 86400
_FACTORS: Final = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}


def parse_rate(text: str) -> float:
    """Bits per second of ``200Mbps``, ``1.5Gbps``.

    Raises:
        ValueError: it is no rate.
    """
    match = _RATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no rate; write 200Mbps or 1.5Gbps")
    return float(match.group(1)) * _FACTORS[match.group(2).lower()]


class Send(Model):
    """A stream to be sent."""

    source: str = Field(description="Id or name of an instance, interface or vSwitch; an address.")
    target: str = Field(description="The same.")
    rate: Annotated[float, BeforeValidator(lambda v: parse_rate(v) if isinstance(v, str) else v)] = Field(
        gt=0, le=1e15, description="200Mbps, or bits per second.", json_schema_extra={UNIT: "bits per second"}
    )
    seconds: Annotated[float, BeforeValidator(lambda v: parse_duration(v) if isinstance(v, str) else v)] = Field(
        gt=0,
        le=_YEAR,
        description="How long: 10m, or seconds; a year at most.",
        json_schema_extra={UNIT: "seconds (a year)"},
    )
    protocol: str = Field("tcp", pattern="^(tcp|udp|icmp)$")
    port: int | None = Field(None, ge=1, le=65535)
    advance: bool = Field(False, description="Put the world's clock forward to the end of the stream.")


class BillQuery(InWorld):
    start: Annotated[float, BeforeValidator(lambda v: parse_moment(v) if isinstance(v, str) else v)] = 0.0
    end: Annotated[float | None, BeforeValidator(lambda v: parse_moment(v) if isinstance(v, str) else v)] = Field(
        None, description="Default: now."
    )


def traffic_blueprint(universe: Universe) -> Blueprint:
    """Send traffic, look at it, bill it."""
    endpoints = Endpoints("traffic")

    @endpoints.post("/traffic")
    def send_(query: InWorld, body: Send) -> FlowReport:
        """Send a stream from now on along the real path. Without one it waits for it, and its bytes are lost."""
        with look_at_world(universe, query) as world:
            stream = world.run(lambda tx: _send(tx, body))
            with world.reading() as tx:
                why = find_obstacle(tx, stream)
            if body.advance:
                world.change_clock(lambda clock: clock.advanced(body.seconds))
            with world.reading() as tx:
                return _report(tx, stream, why)

    @endpoints.get("/traffic")
    def flows(query: InWorld) -> Flows:
        """Every stream that was ever sent."""
        with look_at_world(universe, query) as world, world.reading() as tx:
            return Flows(flows=[_report(tx, stream, find_obstacle(tx, stream)) for stream in tx.rows(StreamRow)])

    @endpoints.get("/bill")
    def bill_(query: BillQuery) -> BillReport:
        """What the traffic between regions has cost."""
        with look_at_world(universe, query) as world, world.reading() as tx:
            end = tx.now if query.end is None else query.end
            return _bill(bill_lines(tx, world.settings.prices, query.start, end))

    return endpoints.blueprint


def _send(tx: Transaction, body: Send) -> StreamRow:
    if body.protocol == "icmp" and body.port is not None:
        raise ControlRequestError("icmp has no ports.", field="port")
    if tx.now + body.seconds > LATEST:
        raise ControlRequestError(f"no world goes beyond {timestamp(LATEST)}.", field="seconds")
    try:
        return start_stream(tx, body.source, body.target, Packet(body.protocol, body.port), body.rate, body.seconds)
    except UnknownEndpointError as unknown:
        raise ControlRequestError(sentence(str(unknown)), 404) from None


def _report(tx: Transaction, stream: StreamRow, why: str) -> FlowReport:
    result = stream_result(tx, stream)
    return FlowReport(
        id=stream.id,
        source=stream.source,
        target=stream.target,
        protocol=stream.protocol,
        port=stream.port,
        connection=result.connection,
        start=timestamp(stream.start),
        start_seconds=stream.start,
        end=timestamp(stream.end),
        rate=stream.rate,
        passed=result.passed,
        dropped=result.dropped,
        lost=result.lost,
        metered=result.metered,
        why=why,
    )


def _bill(lines: list[BillLine]) -> BillReport:
    known: dict[str, float] = {}
    unpriced: Counter[str] = Counter()
    for line in lines:
        known[line.account] = round(known.get(line.account, 0.0) + (line.amount or 0.0), 6)
        unpriced[line.account] += line.amount is None
    return BillReport(
        lines=[_line(line) for line in lines],
        totals={account: amount for account, amount in known.items() if not unpriced[account]},
        at_least={account: amount for account, amount in known.items() if unpriced[account]},
        unpriced_lines={account: count for account, count in unpriced.items() if count},
        unpriced=sum(line.gigabytes for line in lines if line.amount is None),
    )


def _line(line: BillLine) -> LineReport:
    return LineReport(
        account=line.account, connection=line.connection, hour=timestamp(line.hour), region=line.region,
        far_region=line.far_region, link_type=line.link_type, gigabytes=round(line.gigabytes, 9),
        unit_price=line.unit_price, amount=None if line.amount is None else round(line.amount, 6),
    )  # fmt: skip
