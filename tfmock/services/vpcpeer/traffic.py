"""Simulated traffic: what was sent through a connection when, and what the connection let through.

Nothing is sampled. Rows say what was offered (flows) and what was allowed (links) over time; how many bytes passed in
any span is a pure function of both, so a clock that jumps loses nothing and no second is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tfmock.core.store import Row, Transaction
from tfmock.services.vpcpeer.models import Party

PACKET: Final = 1500 * 8
"""Bits of a simulated packet, for counting drops. guess: a full Ethernet frame's payload"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow(Row):
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
        return self.requester.region != self.accepter.region


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRow(Row):
    """A constant stream of bits. ``forward``: from the requester to the accepter."""

    table = "flows"

    connection: str
    forward: bool
    rate: float
    start: float
    end: float
    source: str
    target: str

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "connection", self.connection


@dataclass(frozen=True, slots=True)
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


class Meter:
    """The traffic of one connection."""

    def __init__(self, flows: Sequence[FlowRow], links: Sequence[LinkRow]) -> None:
        self.flows = flows
        self.links = links

    @property
    def began(self) -> float:
        """When there first was something to measure."""
        return self.links[0].since if self.links else float("inf")

    def changes(self) -> Iterator[float]:
        """The moments at which a rate may change."""
        for flow in self.flows:
            yield flow.start
            yield flow.end
        for link in self.links:
            yield link.since

    def spans(self, forward: bool, start: float, end: float) -> Iterator[Span]:
        """One direction from ``start`` to ``end``, in pieces. Streams of one direction share its bandwidth."""
        edges = sorted({start, end, *(moment for moment in self.changes() if start < moment < end)})
        for left, right in pairwise(edges):
            link = self._link(left)
            offered = sum(f.rate for f in self.flows if f.forward is forward and f.start <= left and right <= f.end)
            allowed = 0.0 if link is None else float("inf") if link.bandwidth < 0 else link.bandwidth * 1e6
            passed = min(offered, allowed)
            yield Span(left, right, passed, offered - passed, link.link_type if link else "")

    def alive(self, moment: float) -> bool:
        """Whether the connection stood at this moment."""
        link = self._link(moment)
        return link is not None and link.bandwidth != 0

    def _link(self, moment: float) -> LinkRow | None:
        return next((link for link in reversed(self.links) if link.since <= moment), None)


def meter(tx: Transaction, connection: str) -> Meter:
    """The meter of a connection, which may be gone already."""
    links = sorted(tx.find(LinkRow, "connection", connection), key=lambda link: (link.since, link.serial))
    return Meter(tx.find(FlowRow, "connection", connection), links)


def bytes_of(spans: Iterable[Span]) -> float:
    """Bytes that passed."""
    return sum(span.passed * span.seconds for span in spans) / 8


def note_link(
    tx: Transaction, connection: str, since: float, bandwidth: int, link_type: str, requester: Party, accepter: Party
) -> None:
    """From now on the connection allows this."""
    serial = tx.next_serial()
    tx.put(
        LinkRow(
            id=f"{connection}@{serial}", serial=serial, connection=connection, since=since, bandwidth=bandwidth,
            link_type=link_type, requester=requester, accepter=accepter,
        )
    )  # fmt: skip


def close_link(tx: Transaction, connection: str, since: float, requester: Party, accepter: Party) -> None:
    """The connection is gone. What was metered stays for the bill; where nothing ever flowed, nothing stays."""
    if tx.find(FlowRow, "connection", connection):
        note_link(tx, connection, since, 0, "", requester, accepter)
        return
    for link in tx.find(LinkRow, "connection", connection):
        tx.delete(link)
