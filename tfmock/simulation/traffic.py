"""Simulated traffic: what was sent through a connection when, and what the connection let through.

Nothing is sampled. Rows say what was offered (flows) and what was allowed (links) over time; how many bytes passed in
any span is a pure function of both, so a clock that jumps loses nothing and no second is counted twice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tfmock.core.store import Row, Transaction
from tfmock.services.vpcpeer.models import Party

#: Bits of a simulated packet, for counting drops. guess: a full Ethernet frame's payload
PACKET: Final = 1500 * 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityChangeRow(Row):
    """What a connection allowed from ``since`` on, until the next row. Rows outlive the connection: bills need them.

    Attributes:
        bandwidth: Mbit/s each way; -1 without limit, 0 when the connection is gone.
    """

    table = "peering_links"

    connection: str
    since: float
    bandwidth: int
    link_type: str
    requester: Party
    accepter: Party

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "connection", self.connection

    @property
    def between_regions(self) -> bool:
        return self.requester.region_id != self.accepter.region_id


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficFlowRow(Row):
    """A stretch of a stream that had a path: a constant rate of bits through one connection.

    Attributes:
        stream: whose stretch it is.
        connection: which connection it goes through; empty within a VPC.
        forward: from the requester to the accepter.
        rate: bits per second.
    """

    table = "flows"

    stream: str = ""
    connection: str
    forward: bool
    rate: float
    start: float
    end: float

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "connection", self.connection
        yield "stream", self.stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time in which nothing changed: bits per second that passed, and that were dropped."""

    start: float
    end: float
    passed: float
    dropped: float
    link_type: str

    @property
    def seconds(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Piece:
    """What holds from one change of anything to the next: the link, and what is offered in each direction."""

    link: CapacityChangeRow | None = None
    forward: float = 0.0
    backward: float = 0.0


class Meter:
    """The traffic of one connection: changes in order, so that reading a span costs as much as changed in it."""

    def __init__(self, flows: Sequence[TrafficFlowRow], links: Sequence[CapacityChangeRow]) -> None:
        self.flows = flows
        self.links = links
        self._pieces = dict(_pieces(flows, links))
        self._edges = list(self._pieces)

    @property
    def between_regions(self) -> bool:
        return bool(self.links) and self.links[0].between_regions

    def changes(self) -> Sequence[float]:
        """The moments at which a rate may change, oldest first."""
        return self._edges

    def changes_within(self, start: float, end: float) -> Sequence[float]:
        """Those after ``start`` and before ``end``."""
        return self._edges[bisect_right(self._edges, start) : bisect_left(self._edges, end)]

    def spans(self, forward: bool, start: float, end: float) -> Iterator[Span]:
        """One direction from ``start`` to ``end``, in pieces. Streams of one direction share its bandwidth."""
        inner = self.changes_within(start, end)
        for left, right in pairwise((start, *inner, end)):
            piece = self._at(left)
            link, offered = piece.link, piece.forward if forward else piece.backward
            passed = min(offered, _rate_limit(link))
            yield Span(
                start=left,
                end=right,
                passed=passed,
                dropped=offered - passed,
                link_type=link.link_type if link else "",
            )

    def stood(self, start: float, end: float) -> bool:
        """Whether there was a connection at any time of a stretch."""
        pieces = (self._at(start), *(self._pieces[edge] for edge in self.changes_within(start, end)))
        return any(piece.link is not None and piece.link.bandwidth != 0 for piece in pieces)

    def _at(self, moment: float) -> _Piece:
        place = bisect_right(self._edges, moment) - 1
        return self._pieces[self._edges[place]] if place >= 0 else _Piece()


def _rate_limit(link: CapacityChangeRow | None) -> float:
    """Bits per second that a connection lets through in each direction."""
    if link is None:
        return 0.0
    return float("inf") if link.bandwidth < 0 else link.bandwidth * 1e6


def _pieces(flows: Sequence[TrafficFlowRow], links: Sequence[CapacityChangeRow]) -> Iterator[tuple[float, _Piece]]:
    """Each moment at which something changed, and what holds from then on."""
    starts, ends = defaultdict[float, list[TrafficFlowRow]](list), defaultdict[float, list[TrafficFlowRow]](list)
    for flow in flows:
        starts[flow.start].append(flow)
        ends[flow.end].append(flow)
    allowed = {link.since: link for link in links}  # of several at one moment, the last
    link: CapacityChangeRow | None = None
    running: dict[str, TrafficFlowRow] = {}
    for moment in sorted({*starts, *ends, *allowed}):
        link = allowed.get(moment, link)
        running.update({flow.id: flow for flow in starts[moment]})
        for flow in ends[moment]:
            running.pop(flow.id, None)
        rates = [sum(f.rate for f in running.values() if f.forward is forward) for forward in (True, False)]
        yield moment, _Piece(link, *rates)


def meter(tx: Transaction, connection: str) -> Meter:
    """The meter of a connection, which may be gone already."""
    links = sorted(tx.find(CapacityChangeRow, "connection", connection), key=lambda link: (link.since, link.serial))
    return Meter(tx.find(TrafficFlowRow, "connection", connection), links)


def bytes_of(spans: Iterable[Span]) -> float:
    """Bytes that passed."""
    return sum(span.passed * span.seconds for span in spans) / 8


def record_capacity(
    tx: Transaction, connection: str, bandwidth: int, link_type: str, *, requester: Party, accepter: Party
) -> None:
    """Record what a connection allows from now on; ``bandwidth`` is in Mbit/s, see :class:`CapacityChangeRow`."""
    serial = tx.next_serial()
    tx.put(
        CapacityChangeRow(
            id=f"{connection}@{serial}", serial=serial, connection=connection, since=tx.now, bandwidth=bandwidth,
            link_type=link_type, requester=requester, accepter=accepter,
        )
    )  # fmt: skip


def record_removal(tx: Transaction, connection: str, *, requester: Party, accepter: Party) -> None:
    """Record that a connection is gone. What was metered stays for the bill; without traffic nothing stays."""
    if tx.find(TrafficFlowRow, "connection", connection):
        record_capacity(tx, connection, 0, "", requester=requester, accepter=accepter)
        return
    for change in tx.find(CapacityChangeRow, "connection", connection):
        tx.delete(change)
