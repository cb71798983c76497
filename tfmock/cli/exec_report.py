"""The report that `tfmock exec` ends with, for people: short where all is well, exact where it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tfmock.cli.control_client import Connection, Left, Party, Reach, Report
from tfmock.text.printable import printable

_LEFT_SHOWN = 20


def lines(report: Report) -> Iterator[str]:
    """The report, line by line, without line ends; whatever names and actions hold, a line stays a line."""
    return map(printable, _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield from _calls(report)
    yield from _left(report.left)
    for each in report.problems:
        yield f"world {each.world} cannot be looked at: {each.problem!r}"
    for connection in report.connections:
        yield from _connection(connection)
    yield from _refused(report)


def _calls(report: Report) -> Iterator[str]:
    total = sum(call.count for call in report.calls)
    failed = sum(sum(call.errors.values()) for call in report.calls)
    yield f"{total} calls, {failed} answered with an error" if failed else f"{total} calls, all answered"
    width = max((len(call.product) for call in report.calls), default=0)
    for product in sorted({call.product for call in report.calls}):
        counts = (
            f"{call.action} {call.count}"
            for call in sorted(report.calls, key=lambda call: call.action)
            if call.product == product
        )
        yield f"  {product:<{width}}  {', '.join(counts)}"
    for call in report.calls:
        for code, count in sorted(call.errors.items()):
            reason = call.reasons.get(code)
            yield f"  {call.product} {call.action}: {code}{_times(count)}{f': {reason}' if reason else ''}"


def _left(found: tuple[Left, ...]) -> Iterator[str]:
    """Seeds are where they were: only what came after them can be a leak."""
    seeded = [each for each in found if each.seeded]
    left = [each for each in found if not each.seeded]
    if seeded:
        yield f"seeded, and still there: {_counted(seeded)}"
    if not left:
        yield f"nothing {'else ' if seeded else ''}is left in the world"
        return
    yield f"left in the world: {_counted(left)}"
    for each in left[:_LEFT_SHOWN]:
        name = f" {each.name!r}" if each.name else ""
        where = f" in {each.region}" if each.region else ""  # resource groups have no region
        detail = f": {each.detail}" if each.detail else ""
        yield f"  {each.kind} {each.id}{name}{where}, account {each.account}{detail}"
    if len(left) > _LEFT_SHOWN:
        yield f"  and {len(left) - _LEFT_SHOWN} more"


def _counted(found: Sequence[Left]) -> str:
    """``2 vpc, 1 vswitch``."""
    kinds = Counter(each.kind for each in found)
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))


def _connection(connection: Connection) -> Iterator[str]:
    yield f"connection {connection.id} is {connection.status}"
    ends = (connection.requester, connection.accepter)
    yield _direction(ends[0], ends[1], connection.forward)
    yield _direction(ends[1], ends[0], connection.reverse)


def _direction(start: Party, end: Party, reach: Reach) -> str:
    # What access rules say depends on the packet: tfmock reach, --expect-reach
    reaches = "is routed to" if reach.guarded else "reaches"
    verb = reaches if reach.reachable else "does NOT reach"
    why = f": {reach.why}" if reach.why else ""
    return f"  {start.vpc} ({start.region}) {verb} {end.vpc} ({end.region}){why}"


def _refused(report: Report) -> Iterator[str]:
    for host, count in sorted(report.proxy.refused.items()):
        yield f"refused to let traffic out to {host}{_times(count)}"


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""
