"""The report that `tfmock exec` ends with, as text: short if all is well, exact if it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tfmock.control_api.models import ConnectionReport, DirectionReport, PartyReport, Report, ResourceReport
from tfmock.text.printable import printable

_LEFT_SHOWN = 20


def lines(report: Report) -> Iterator[str]:
    """The report, line by line, without line ends and without control characters."""
    return map(printable, _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield from _calls(report)
    yield from _stored(report)
    yield from _left(report.left)
    for problem in report.problems:
        yield f"world {problem.world} cannot be read: {problem.problem!r}"
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


def _stored(report: Report) -> Iterator[str]:
    """What the run says nothing about: the cloud's rules were not applied to it."""
    if report.stored:
        names = sorted(" or ".join(stored.types) for stored in report.stored)
        yield f"only stored: {', '.join(names)}; no rule of the cloud was applied to them (docs/crud.md)"
        return
    calls = sorted({f"{call.product} {call.action}" for call in report.calls if call.tier == "crud"})
    if calls:
        yield f"answered from what is only stored: {', '.join(calls)}; no rule of the cloud was applied (docs/crud.md)"


def _left(resources: Sequence[ResourceReport]) -> Iterator[str]:
    """Seeded resources are summed up: only what was created after them can be a leak."""
    seeded = [resource for resource in resources if resource.seeded]
    left = [resource for resource in resources if not resource.seeded]
    if seeded:
        yield f"seeded, and still there: {_count_by_kind(seeded)}"
    if not left:
        yield f"nothing {'else ' if seeded else ''}is left in the world"
        return
    yield f"left in the world: {_count_by_kind(left)}"
    for resource in left[:_LEFT_SHOWN]:
        name = f" {resource.name!r}" if resource.name else ""
        region = f" in {resource.region}" if resource.region else ""  # resource groups have no region
        detail = f": {resource.detail}" if resource.detail else ""
        yield f"  {resource.kind} {resource.id}{name}{region}, account {resource.account}{detail}"
    if len(left) > _LEFT_SHOWN:
        yield f"  and {len(left) - _LEFT_SHOWN} more"


def _count_by_kind(resources: Sequence[ResourceReport]) -> str:
    """``2 vpc, 1 vswitch``."""
    kinds = Counter(resource.kind for resource in resources)
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))


def _connection(connection: ConnectionReport) -> Iterator[str]:
    yield f"connection {connection.id} is {connection.status}"
    yield _direction(connection.requester, connection.accepter, connection.forward)
    yield _direction(connection.accepter, connection.requester, connection.reverse)


def _direction(start: PartyReport, end: PartyReport, direction: DirectionReport) -> str:
    # Access rules depend on the packet: tfmock reach and --expect-reach check them.
    reaches = "is routed to" if direction.guarded else "reaches"
    verb = reaches if direction.reachable else "does NOT reach"
    why = f": {direction.why}" if direction.why else ""
    return f"  {start.vpc} ({start.region}) {verb} {end.vpc} ({end.region}){why}"


def _refused(report: Report) -> Iterator[str]:
    for host, count in sorted(report.proxy.refused.items()):
        yield f"refused to let traffic out to {host}{_times(count)}"


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""
