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
from tfmock.simulation.traffic import CapacityChangeRow, Meter, bytes_of, meter

HOUR: Final = 3600
GB: Final = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
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
    lines = [line for id in connections for line in _lines_of(id, meter(tx, id), prices, start, end)]
    return sorted(lines, key=lambda line: (line.hour, line.connection, line.region))


def _lines_of(
    connection: str, metered: Meter, prices: Mapping[str, float], start: float, end: float
) -> Iterator[BillLine]:
    link = metered.links[0]
    if not link.between_regions:
        return
    hours = {
        hour
        for flow in metered.flows
        for hour in range(int(max(flow.start, start)) // HOUR, int(min(flow.end, end)) // HOUR + 1)
    }
    for number in sorted(hours):
        hour = number * HOUR
        left, right = max(hour, start), min(hour + HOUR, end)
        for forward, side, far in ((True, link.requester, link.accepter), (False, link.accepter, link.requester)):
            sent = bytes_of(metered.spans(forward, left, right)) if left < right else 0.0
            if sent:
                link_type = _billed_link_type(metered, hour, forward=forward)
                yield BillLine(
                    account=side.account,
                    connection=connection,
                    hour=hour,
                    region=side.region_id,
                    far_region=far.region_id,
                    link_type=link_type,
                    gigabytes=sent / GB,
                    unit_price=price(prices, side.region_id, far.region_id, link_type),
                )


def _billed_link_type(metered: Meter, hour: int, *, forward: bool) -> str:
    """The highest link type of the hour: the whole hour costs what that costs, however long it was used."""
    link_types = [span.link_type for span in metered.spans(forward, hour, hour + HOUR)]
    link_types += [link.link_type for link in metered.links if hour <= link.since < hour + HOUR]
    return reduce(higher, filter(None, link_types), "")
