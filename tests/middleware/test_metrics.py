"""Names are the caller's to choose: what is counted by name is bounded."""

from __future__ import annotations

from collections.abc import Iterator

from tfmock.middleware.metrics import OTHERS, Metrics
from tfmock.protocol.errors import ApiError
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest
from tfmock.server import hosts
from tfmock.server.gateway import Traffic
from tfmock.services.outcome import Outcome, RequestContext

CONTEXT = RequestContext(
    request=ApiRequest(
        method="POST", host="", action="", version="", params={}, access_key_id="", security_token="", wants_xml=False
    ),
    product="Vpc",
)


def counted(outcomes: Iterator[Outcome]) -> Metrics:
    metrics = Metrics()
    for outcome in outcomes:
        metrics(CONTEXT, lambda _, result=outcome: result)  # type: ignore[misc]
    return metrics


def outcome(action: str = "DescribeVpcs", code: str = "", unknown: tuple[str, ...] = ()) -> Outcome:
    error = ApiError(400, code, "") if code else None
    return Outcome(
        reply=HttpReply(status=200, content_type="", body=b""),
        product="Vpc",
        action=action,
        error=error,
        unknown=unknown,
    )


def test_unknown_parameters() -> None:
    names = (tuple(f"{'x' * 500}{call}.{n}" for n in range(500)) for call in range(10))
    metrics = counted(outcome(unknown=("Filter", *names_of_call)) for names_of_call in names)
    (counts,) = metrics.counts().values()
    assert counts.unknown_parameters["Filter"] == 10
    assert sum(counts.unknown_parameters.values()) == 5010
    assert max(map(len, counts.unknown_parameters)) < 120


def test_different_unknown_parameters() -> None:
    metrics = counted(outcome(action, unknown=tuple(f"P{n}" for n in range(900))) for action in ("A", "B", "C"))
    unknown = [counts.unknown_parameters for counts in metrics.counts().values()]
    assert sum(len(parameters) for parameters in unknown) <= 1003
    assert [sum(parameters.values()) for parameters in unknown] == [900, 900, 900]
    assert unknown[-1][OTHERS] == 900


def test_actions_and_codes() -> None:
    metrics = counted(outcome(f"A{n}" + "x" * 1000, f"Code{n}") for n in range(3000))
    counts = metrics.counts()
    assert len(counts) <= 2001
    assert max(len(action) for _, action in counts) < 120
    assert sum(len(count.errors) for count in counts.values()) <= 1000 + 2001
    assert sum(count.count for count in counts.values()) == 3000


def test_hosts() -> None:
    traffic = Traffic()
    for number in range(3000):
        traffic.count(hosts.Route.TUNNELLED, f"host{number}.example")
    counts = traffic.snapshot()["tunnelled"]
    assert len(counts) <= 1001
    assert sum(counts.values()) == 3000
