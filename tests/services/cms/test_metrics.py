"""Metric data through the official SDK: paging, dimensions, periods, times, statistics, aggregates."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest

from tests.conftest import Served, world_of
from tests.services.test_operations import Sdk
from tests.support.lab import ALICE, BOB, Lab
from tests.support.services.traffic import MORNING, connect, send

Metric = dict[str, Any]
BASE: Metric = {"Namespace": "acs_vpcpeer", "MetricName": "IntranetRX"}


class Watched:
    """Two connections in a served world; 8 Mbit/s through the first and 16 through the second, ten minutes long."""

    def __init__(self, lab: Lab, sdk: Sdk) -> None:
        self.lab, self.sdk = lab, sdk
        lab.freeze(MORNING)
        self.one, self.two = connect(lab), connect(lab)
        for net, rate in ((self.one, "8Mbps"), (self.two, "16Mbps")):
            send(lab, net["a"], net["b"], rate, "10m")
        lab.later(600)

    def ask(self, action: str, **more: object) -> Metric:
        return self.sdk(action, {**BASE, **more})

    def points(self, action: str = "DescribeMetricList", **more: object) -> list[Metric]:
        datapoints: list[Metric] = json.loads(self.ask(action, **more)["Datapoints"])
        return datapoints


@pytest.fixture
def watched(served: Served, request: pytest.FixtureRequest) -> Watched:
    lab = Lab(served.app, world_of(request))
    return Watched(lab, Sdk("Cms", served.running.url.removeprefix("http://"), lab.key(ALICE)))


def instance(*nets: dict[str, str]) -> str:
    return json.dumps([{"instanceId": net["pcc"]} for net in nets])


def moment(seconds: float, form: str = "%Y-%m-%dT%H:%M:%SZ") -> str:
    return datetime.fromtimestamp(MORNING + seconds, timezone.utc).strftime(form)


def test_pages_hold_every_point_once(watched: Watched) -> None:
    whole = watched.points()
    assert [(p["instanceId"], p["Sum"]) for p in whole] == [
        *[(watched.one["pcc"], 6e7)] * 10,
        *[(watched.two["pcc"], 1.2e8)] * 10,
    ]
    pages, token = [], ""
    for _ in range(7):
        answer = watched.ask("DescribeMetricList", Length="3", NextToken=token)
        pages.append(json.loads(answer["Datapoints"]))
        token = answer.get("NextToken", "")
        if not token:
            break
    assert [len(page) for page in pages] == [3] * 6 + [2]
    assert [point for page in pages for point in page] == whole


def test_the_last_page_may_be_full(watched: Watched) -> None:
    answer = watched.ask("DescribeMetricList", Length="20")
    assert (len(json.loads(answer["Datapoints"])), answer.get("NextToken")) == (20, None)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (f"{MORNING + 120:.0f}000", f"{MORNING + 300:.0f}000"),
        (moment(120), moment(300)),
        (moment(120 + 8 * 3600, "%Y-%m-%d %H:%M:%S"), moment(300 + 8 * 3600, "%Y-%m-%d %H:%M:%S")),
    ],
)
def test_times_are_left_open_and_right_closed(watched: Watched, start: str, end: str) -> None:
    datapoints = watched.points(Dimensions=instance(watched.one), StartTime=start, EndTime=end)
    assert [point["timestamp"] / 1000 - MORNING for point in datapoints] == [120, 180, 240]


@pytest.mark.parametrize(
    ("name", "period", "expected"),
    [
        ("IntranetRX", "60", {"Sum": 6e7, "Average": 6e7, "Minimum": 6e7, "Maximum": 6e7}),
        ("IntranetRX", "300", {"Sum": 3e8, "Average": 6e7, "Minimum": 6e7, "Maximum": 6e7}),
        ("IntranetRXRate", "300", {"Average": 8e6, "Minimum": 8e6, "Maximum": 8e6}),
        ("IntranetTX", "60", {"Sum": 0, "Average": 0, "Minimum": 0, "Maximum": 0}),
        ("OutRatelimitDropPps", "60", {"Average": 0, "Minimum": 0, "Maximum": 0}),
    ],
)
def test_statistics_are_those_of_the_meta_list(
    watched: Watched, name: str, period: str, expected: dict[str, float]
) -> None:
    query = {"MetricName": name, "Period": period, "Dimensions": instance(watched.one)}
    point = watched.points(**query)[0]
    assert point == {"timestamp": MORNING * 1000, "userId": ALICE, "instanceId": watched.one["pcc"], **expected}
    meta = watched.sdk("DescribeMetricMetaList", {"Namespace": "acs_vpcpeer", "MetricName": name})
    assert meta["Resources"]["Resource"][0]["Statistics"].split(",") == list(expected)
    assert watched.points("DescribeMetricLast", **query)[0]["timestamp"] == (MORNING + 600 - int(period)) * 1000


@pytest.mark.parametrize(
    ("dimensions", "count"),
    [("", 20), ("[]", 20), ("one", 10), ("object", 10), ("both", 20), ("twice", 10), ("user", 20), ("stranger", 0)],
)
def test_dimensions(watched: Watched, dimensions: str, count: int) -> None:
    query = {
        "one": instance(watched.one), "object": json.dumps({"instanceId": watched.one["pcc"]}),
        "both": instance(watched.one, watched.two), "twice": instance(watched.one, watched.one),
        "user": json.dumps([{"userId": ALICE}]), "stranger": json.dumps([{"userId": BOB}]),
    }.get(dimensions, dimensions)  # fmt: skip
    assert len(watched.points(Dimensions=query)) == count


def test_the_latest_of_each(watched: Watched) -> None:
    watched.lab.call("VpcPeer.DeleteVpcPeerConnection", InstanceId=watched.one["pcc"], Force=True)
    watched.lab.later(1800)
    latest = {p["instanceId"]: p["timestamp"] / 1000 - MORNING for p in watched.points("DescribeMetricLast")}
    assert latest == {watched.one["pcc"]: 540, watched.two["pcc"]: 2340}
    answer = watched.ask("DescribeMetricLast", Length="1")
    assert len(json.loads(answer["Datapoints"])) == 1
    rest = watched.points("DescribeMetricLast", Length="1", NextToken=answer["NextToken"])
    assert [point["instanceId"] for point in rest] == [watched.two["pcc"]]
    watched.lab.later(7200)
    assert [p["instanceId"] for p in watched.points("DescribeMetricLast")] == [watched.two["pcc"]]


def test_aggregates(watched: Watched) -> None:
    ends = {"StartTime": moment(0), "EndTime": moment(300)}
    (both,) = watched.points("DescribeMetricData", **ends)
    expected = {"Sum": 1.8e8, "Average": 9e7, "Minimum": 6e7, "Maximum": 1.2e8}
    assert both == {"timestamp": (MORNING + 240) * 1000, **expected}
    by_instance = watched.points("DescribeMetricData", **ends, Express='{"groupby": ["instanceId"]}')
    assert {p["instanceId"]: p["Sum"] for p in by_instance} == {watched.one["pcc"]: 6e7, watched.two["pcc"]: 1.2e8}


@pytest.mark.parametrize(("order", "first"), [("", "two"), ("False", "two"), ("True", "one")])
def test_top(watched: Watched, order: str, first: str) -> None:
    datapoints = watched.points("DescribeMetricTop", Orderby="Average", OrderDesc=order)
    assert [point["order"] for point in datapoints] == [1, 2]
    assert datapoints[0]["instanceId"] == getattr(watched, first)["pcc"]
    assert len(watched.points("DescribeMetricTop", Orderby="Average", OrderDesc=order, Length="1")) == 1


@pytest.mark.parametrize(
    ("action", "query"),
    [
        ("DescribeMetricList", {"Period": "61"}),
        ("DescribeMetricList", {"Period": "x"}),
        ("DescribeMetricList", {"StartTime": "yesterday"}),
        ("DescribeMetricList", {"StartTime": moment(300), "EndTime": moment(300)}),
        ("DescribeMetricList", {"StartTime": moment(-32 * 86400), "EndTime": moment(0)}),
        ("DescribeMetricList", {"Dimensions": "instanceId"}),
        ("DescribeMetricList", {"Dimensions": json.dumps([{"instanceId": str(n)} for n in range(51)])}),
        ("DescribeMetricList", {"NextToken": "x"}),
        ("DescribeMetricData", {"StartTime": moment(-7200), "EndTime": moment(60)}),
        ("DescribeMetricData", {"Express": '{"groupby": ["zone"]}'}),
        ("DescribeMetricTop", {"Orderby": "P99"}),
    ],
)
def test_invalid_queries_are_refused(watched: Watched, action: str, query: dict[str, str]) -> None:
    assert watched.lab.code(f"Cms.{action}", {**BASE, **query}) == "ParameterInvalid"


@pytest.mark.parametrize("query", [{"Namespace": "acs_ecs_dashboard"}, {"Period": "15"}])
def test_unmeasured_metrics_are_empty(watched: Watched, query: dict[str, str]) -> None:
    assert watched.points(**query) == []


def test_a_month_of_minutes_is_paged(watched: Watched) -> None:
    watched.lab.later(31 * 86400)
    begin = {"StartTime": moment(0), "EndTime": moment(31 * 86400)}
    first = watched.ask("DescribeMetricList", **begin, Length="1440")
    assert (len(json.loads(first["Datapoints"])), first["NextToken"]) == (1440, f"0-{int(MORNING) + 1440 * 60}")
