"""What traffic between regions costs: by the hour, each side's outbound bytes to the account that owns the side.

Source: help page, Billing. Within a region nothing is billed. A GB is 10^9 bytes (guess).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

from tfmock.core.store import Transaction
from tfmock.rulebook.traffic_prices import higher, price
from tfmock.services.vpcpeer.models import Party
from tfmock.simulation.traffic import CapacityChangeRow, Meter, bytes_of, meter

HOUR: Final = 3600
GB: Final = 10**9


@dataclass(frozen=True, slots=True)
class BillLine:
    """One hour of one side. ``amount`` is None where no price is known."""

    account: str
    connection: str
    hour: int
    region: str
    far_region: str
    link_type: str
    gigabytes: float
    unit_price: float | None

    @property
    def amount(self) -> float | None:
        return None if self.unit_price is None else self.gigabytes * self.unit_price


def bill_lines(tx: Transaction, prices: Mapping[str, float], start: float, end: float) -> list[BillLine]:
    """Every line of the hours that touch ``start`` to ``end``, oldest first."""
    connections = dict.fromkeys(row.connection for row in tx.rows(CapacityChangeRow))
    lines = [line for id in connections for line in _lines(id, meter(tx, id), prices, start, end)]
    return sorted(lines, key=lambda line: (line.hour, line.connection, line.region))


def _lines(id: str, found: Meter, prices: Mapping[str, float], start: float, end: float) -> Iterator[BillLine]:
    link = found.links[0]
    if not link.between_regions:
        return
    hours = {
        hour
        for flow in found.flows
        for hour in range(int(max(flow.start, start)) // HOUR, int(min(flow.end, end)) // HOUR + 1)
    }
    for hour in sorted(hours):
        for forward, side, far in ((True, link.requester, link.accepter), (False, link.accepter, link.requester)):
            line = _line(id, found, prices, hour * HOUR, forward, side, far, start, end)
            if line is not None:
                yield line


def _line(
    id: str, found: Meter, prices: Mapping[str, float], hour: int, forward: bool, side: Party, far: Party,
    start: float, end: float,
) -> BillLine | None:  # fmt: skip
    left, right = max(hour, start), min(hour + HOUR, end)
    sent = bytes_of(found.spans(forward, left, right)) if left < right else 0.0
    if not sent:
        return None
    # The whole hour costs what its highest link type costs, whichever part of it was used.
    kinds = [span.link_type for span in found.spans(forward, hour, hour + HOUR)]
    kinds += [link.link_type for link in found.links if hour <= link.since < hour + HOUR]
    kind = reduce(higher, filter(None, kinds), "")
    return BillLine(side.account, id, hour, side.region_id, far.region_id, kind, sent / GB,
                price(prices, side.region_id, far.region_id, kind))  # fmt: skip
