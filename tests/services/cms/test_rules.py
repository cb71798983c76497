"""What rules ask, when they ask it, and what they say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.services.cms.watching import history, level, rule, state
from tests.support.lab import Lab, Net
from tests.support.services.resources import alarm
from tests.support.services.traffic import MORNING, connect, post, send

Raised = tuple[float, str]


def sent(lab: Lab) -> list[Raised]:
    return [(moment, level) for moment, level, _ in history(lab)]


def test_an_alarm_that_goes_on_is_sent_again_after_each_silence(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], SilenceTime=300, Escalations={"Warn": level(1)})
    send(lab, net["a"], net["b"], "8Mbps", "15m")
    lab.later(7200)
    assert history(lab) == [
        (60, "P3", "60000000"), (360, "P3", "60000000"), (660, "P3", "60000000"), (960, "OK", "0"),
    ]  # fmt: skip
    newest = lab.call("Cms.DescribeAlertLogList", LastMin="200")["AlertLogList"]
    assert [alert["LevelChange"] for alert in newest] == ["P3->OK", "P3->P3", "P3->P3", "OK->P3"]
    old = lab.call("Cms.DescribeAlertHistoryList", Ascending=False)["AlarmHistoryList"]["AlarmHistory"]
    assert [alert["LastTime"] for alert in old] == [0, 300_000, 600_000, 900_000]


def test_repeats_do_not_depend_on_when_they_are_read(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], SilenceTime=300, Escalations={"Warn": level(1)})
    send(lab, net["a"], net["b"], "8Mbps", "15m")
    for _ in range(1100):
        lab.later(1)
        if _ % 7 == 0:
            state(lab)
    assert sent(lab) == [(60, "P3"), (360, "P3"), (660, "P3"), (960, "OK")]


def test_a_change_of_level_ends_the_silence(lab: Lab) -> None:
    """8 Mbit/s are 60 MB a minute."""
    lab.freeze(MORNING)
    net = connect(lab)
    levels = {"Info": level(5e7), "Warn": level(1e8, times=2), "Critical": level(1.5e8)}
    rule(lab, net["pcc"], Escalations=levels)
    for rate in ("8Mbps", "16Mbps", "24Mbps", "8Mbps"):
        send(lab, net["a"], net["b"], rate, "3m", advance=True)
    lab.later(600)
    assert sent(lab) == [(60, "P4"), (300, "P3"), (420, "P2"), (600, "P4"), (780, "OK")]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("", "ALARM"), ("KEEP_LAST_STATE", "ALARM"), ("OK", "OK"), ("INSUFFICIENT_DATA", "INSUFFICIENT_DATA")],
)
def test_no_data(lab: Lab, policy: str, expected: str) -> None:
    """A connection that is gone has no data."""
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], NoDataPolicy=policy, Escalations={"Critical": level(1)})
    send(lab, net["a"], net["b"], "8Mbps", "1h")
    lab.later(120)
    assert state(lab) == "ALARM"
    lab.call("VpcPeer.DeleteVpcPeerConnection", InstanceId=net["pcc"], Force=True)
    lab.later(120)
    assert state(lab) == expected


@pytest.mark.parametrize(
    ("namespace", "metric"), [("acs_ecs_dashboard", "CPUUtilization"), ("acs_vpcpeer", "NoSuchMetric")]
)
def test_what_tfmock_does_not_measure_has_no_data(lab: Lab, namespace: str, metric: str) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], Namespace=namespace, MetricName=metric, NoDataPolicy="INSUFFICIENT_DATA")
    lab.later(120)
    assert state(lab) == "INSUFFICIENT_DATA"


#: The stream is sent from ten to noon in China.
HOURS = [
    ({}, [(60, "P2"), (7260, "OK")]),
    ({"EffectiveInterval": "00:00-23:59"}, [(60, "P2"), (7260, "OK")]),
    ({"EffectiveInterval": "11:00-20:00"}, [(3600, "P2"), (7260, "OK")]),
    ({"EffectiveInterval": "11:00-11:30"}, [(3600, "P2"), (25 * 3600, "OK")]),
    ({"EffectiveInterval": "22:00-10:30"}, [(60, "P2"), (12 * 3600, "OK")]),
    ({"NoEffectiveInterval": "09:00-10:59"}, [(3600, "P2"), (7260, "OK")]),
    ({"EffectiveInterval": "6:00-19:59", "NoEffectiveInterval": "00:00-23:59"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("parameters", "expected"), HOURS)
def test_hours(lab: Lab, parameters: dict[str, str], expected: list[Raised]) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], Escalations={"Critical": level(1)}, **parameters)
    send(lab, net["a"], net["b"], "8Mbps", "2h")
    lab.later(30 * 3600)
    assert sent(lab) == expected


def test_periods_outside_of_the_hours_do_not_count(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], Escalations={"Critical": level(1, times=3)}, EffectiveInterval="11:00-20:00")
    send(lab, net["a"], net["b"], "8Mbps", "2h", advance=True)
    assert sent(lab) == [(3720, "P2")]


def composite(**more: object) -> str:
    return json.dumps({"Level": "WARN", "Times": 2, **more})


def item(metric: str, threshold: int, statistic: str = "$Sum", **more: object) -> dict[str, object]:
    return {"MetricName": metric, "Period": 60, "Statistics": statistic,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": str(threshold), **more}  # fmt: skip


BOTH = [item("IntranetRX", 1), item("IntranetTX", 1)]
#: There is traffic from a to b for ten minutes, and back for the last five of them.
COMPOSITES = [
    (composite(ExpressionList=BOTH, ExpressionListJoin="&&"), [(420, "P3"), (660, "OK")]),
    (composite(ExpressionList=BOTH, ExpressionListJoin="||"), [(120, "P3"), (660, "OK")]),
    (composite(ExpressionList=BOTH, Level="Critical", Times=1), [(360, "P2"), (660, "OK")]),
    (composite(ExpressionList=[item("IntranetRX", 1, "Average", Period="300")]), [(360, "P3"), (900, "OK")]),
    (composite(ExpressionRaw="$Sum > 1 && $instanceId != 'pcc-x'"), [(120, "P3"), (660, "OK")]),
    (composite(ExpressionRaw="$Sum > 1 && @IntranetTX[60].$Sum > 1", Level=""), [(420, "P2"), (660, "OK")]),
    (composite(ExpressionRaw="count($Sum > 1) >= 1", Times=0), [(60, "P3"), (660, "OK")]),
    (composite(ExpressionRaw="@IntranetRX[60].$Sum - @IntranetTX[60].$Sum > 1"), [(120, "P3"), (360, "OK")]),
]


@pytest.mark.parametrize(("expression", "expected"), COMPOSITES)
def test_composite_expressions(lab: Lab, expression: str, expected: list[Raised]) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], Escalations={}, CompositeExpression=expression)
    send(lab, net["a"], net["b"], "8Mbps", "10m")
    lab.later(300)
    send(lab, net["b"], net["a"], "8Mbps", "5m")
    lab.later(1200)
    assert sent(lab) == expected
    shown = shown_rule(lab)["CompositeExpression"]
    given = json.loads(expression)
    assert shown["ExpressionList"]["ExpressionList"] == [
        {**expression, "Period": int(expression["Period"])} for expression in given.get("ExpressionList", [])
    ]
    assert (shown["Level"], shown["Times"]) == (given["Level"], given["Times"])


def shown_rule(lab: Lab) -> dict[str, Any]:
    alarm: dict[str, Any] = lab.call("Cms.DescribeMetricRuleList", RuleIds="r")["Alarms"]["Alarm"][0]
    return alarm


def test_prometheus_rules_are_kept_and_have_no_data(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    query = {"PromQL": "up == 0", "Level": "Critical", "Times": 3, "Annotations": [{"Key": "a", "Value": "b"}]}
    rule(lab, net["pcc"], Namespace="acs_prometheus", Escalations={}, Prometheus=json.dumps(query))
    assert shown_rule(lab)["Prometheus"] == {**query, "Annotations": {"Annotations": query["Annotations"]}}
    assert (shown_rule(lab)["AlertState"], history(lab)) == ("INSUFFICIENT_DATA", [])


def test_a_rule_without_resources_watches_every_connection(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], Resources="[]", Escalations={"Critical": level(1)})
    send(lab, net["a"], net["b"], "8Mbps", "5m", advance=True)
    assert state(lab) == "ALARM"
    (resource,) = lab.call("Cms.DescribeAlertingMetricRuleResources")["Resources"]["Resource"]
    assert json.loads(resource["Dimensions"])["instanceId"] == net["pcc"]
    assert json.loads(resource["MetricValues"])["Sum"] == 6e7
    assert (resource["StartTime"], resource["Threshold"]) == (f"{MORNING + 60:.0f}000", "1")
    assert lab.call("Cms.DescribeAlertingMetricRuleResources", AlertBeforeTime="1")["Total"] == 0


def test_no_traffic_fires_when_a_route_is_taken_away(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], Escalations={"Critical": level(1, "LessThanThreshold", times=2)})
    send(lab, net["a"], net["b"], "8Mbps", "1h")
    lab.later(600)
    tables = lab.call("DescribeRouteTableList", RegionId="cn-huhehaote")["RouterTableList"]["RouterTableListType"]
    table = tables[0]["RouteTableId"]
    gone = {"RouteTableId": table, "DestinationCidrBlock": "10.1.0.0/16", "RegionId": "cn-huhehaote"}
    lab.call("DeleteRouteEntry", gone)
    lab.later(600)
    lab.route(table, "10.1.0.0/16", net["pcc"], RegionId="cn-huhehaote")
    lab.later(600)
    assert sent(lab) == [(720, "P2"), (1260, "OK")]


WRONG = [
    {"Escalations": {}},
    {"Escalations": {"Warn": {"Statistics": "Sum"}}},
    {"Escalations": {"Warn": {**level(1), "Statistics": "P99"}}},
    {"Escalations": {"Warn": {**level(1), "Threshold": "nan"}}},
    {"Escalations": {"Warn": {**level(1), "ComparisonOperator": "=="}}},
    {"MetricName": "IntranetRXRate"},  # rates have no Sum
    {"CompositeExpression": composite(ExpressionRaw="$Sum > 1")},  # besides levels
    *(
        {"Escalations": {}, "CompositeExpression": text}
        for text in (
            "{", "[]", '{"Level": "Bad"}', composite(ExpressionRaw="$Sum >"), composite(ExpressionRaw="$P99 > 1"),
            composite(ExpressionRaw="@IntranetRX[7].$Sum > 1"), composite(ExpressionRaw="$Sum > 1", Times=-1),
            composite(ExpressionRaw="median($Sum) > 1", Times=-1),  # Times first: the function is not looked at
            composite(ExpressionList=[item("IntranetRX", 1, "P99")]), composite(ExpressionList=[{"Period": 60}]),
            composite(ExpressionList=BOTH, ExpressionListJoin="xor"),
        )
    ),
    {"Prometheus": '{"PromQL": "up"}'},  # another namespace
    {"Namespace": "acs_prometheus", "Escalations": {}, "Prometheus": "{"},
    {"SilenceTime": -1},
    {"EffectiveInterval": "always"},
    {"EffectiveInterval": "00:00-24:00"},
    {"NoEffectiveInterval": "1-2"},
    {"NoDataPolicy": "PANIC"},
    {"Period": "61"},
    {"Resources": "[1]"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_rules_that_are_refused(lab: Lab, wrong: dict[str, object]) -> None:
    net = connect(lab)
    rule(lab, net["pcc"])
    before = shown_rule(lab)
    good = {"RuleId": "r", "RuleName": "busy", "Namespace": "acs_vpcpeer", "MetricName": "IntranetRX",
            "ContactGroups": "ops", "Escalations": {"Critical": level(1)}}  # fmt: skip
    assert lab.code("Cms.PutResourceMetricRule", {**good, **wrong}) == "ParameterInvalid"
    assert shown_rule(lab) == before


def test_many_rules_at_once(lab: Lab) -> None:
    """Rules that cannot be created are reported; the others are created."""
    net = connect(lab)
    rule(lab, net["pcc"])
    good = {"RuleName": "n", "Namespace": "acs_vpcpeer", "MetricName": "IntranetRX", "ContactGroups": "ops",
            "Resources": "[]", "Escalations": {"Critical": level(1)}}  # fmt: skip
    listed = [{**good, "RuleId": "1"}, {**good, "RuleId": "2", "ContactGroups": "x"}, {**good, "RuleId": "3"}]
    reply = lab.call("Cms.PutResourceMetricRules", Rules=listed)
    (failed,) = reply["FailedListResult"]["Target"]
    assert (failed["RuleId"], failed["Result"]["Code"], failed["Result"]["Success"]) == ("2", "404", False)
    assert lab.call("Cms.DescribeMetricRuleList")["Total"] == "3"


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"Dimensions": '{"instanceId": "%s"}'}, 1),
        ({"Dimensions": '{"instanceId": "pcc-x"}'}, 0),
        ({"RuleName": "us"}, 1),
        ({"RuleName": "quiet"}, 0),
        ({"MetricName": "IntranetTX"}, 0),
        ({"EnableState": False}, 0),
        ({"AlertState": "OK"}, 1),
        ({"GroupId": "1"}, 0),
        ({"Page": 2}, 0),
    ],
)
def test_finding_rules(lab: Lab, filters: dict[str, Any], count: int) -> None:
    net = connect(lab)
    rule(lab, net["pcc"])
    filters = {
        name: value.replace("%s", net["pcc"]) if isinstance(value, str) else value for name, value in filters.items()
    }
    assert len(lab.call("Cms.DescribeMetricRuleList", filters)["Alarms"]["Alarm"]) == count


def test_the_log_is_of_the_last_quarter_of_an_hour_unless_asked_otherwise(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], Escalations={"Critical": level(1)})
    send(lab, net["a"], net["b"], "8Mbps", "5m", advance=True)
    lab.later(1200)

    def logged(**filters: object) -> int:
        return len(lab.call("Cms.DescribeAlertLogList", filters)["AlertLogList"])

    span = {"StartTime": int(MORNING) * 1000, "EndTime": int(MORNING + 3600) * 1000}
    assert (logged(), logged(LastMin=60), logged(**span)) == (0, 2, 2)
    filters: list[tuple[dict[str, object], int]] = [
        ({"EventType": "TRIGGERED"}, 1), ({"EventType": "RESOLVED"}, 1), ({"Level": "P2"}, 1), ({"Level": "P4"}, 0),
        ({"SendStatus": "0"}, 2), ({"SendStatus": "2"}, 0), ({"SearchKey": "busy"}, 2), ({"Product": "ECS"}, 0),
        ({"ContactGroup": "ops"}, 2), ({"RuleName": "bus"}, 0), ({"GroupId": "1"}, 0),
    ]  # fmt: skip
    assert [logged(**span, **filter) for filter, _ in filters] == [count for _, count in filters]
    for wrong in ({"StartTime": 1}, {"EndTime": 1}, {"StartTime": 0, "EndTime": 16 * 86400_000}, {"LastMin": "x"}):
        assert lab.code("Cms.DescribeAlertLogList", wrong) == "ParameterInvalid"
    counted = lab.call("Cms.DescribeAlertLogCount", span, GroupBy="product,metricName")["AlertLogCount"]
    names = [{"Name": "product", "Value": "VPC"}, {"Name": "metricName", "Value": "IntranetRX"}]
    assert counted == [{"Count": 2, "Logs": names}]


def test_a_snapshot_keeps_the_state_of_a_rule(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], SilenceTime=300, Escalations={"Critical": level(1)})
    send(lab, net["a"], net["b"], "8Mbps", "1h")
    lab.later(120)
    assert state(lab) == "ALARM"
    lab.world.load(lab.world.snapshot())
    lab.later(300)
    assert sent(lab) == [(60, "P2"), (360, "P2")]
    assert post(lab, "/traffic", {}, "GET")["flows"][0]["lost"] == 0


def test_interval_and_recovery_are_kept_until_a_rule_is_replaced(net: Net) -> None:
    net.lab.call("Cms.PutResourceMetricRule", alarm(net, SendOK=True, Interval="300"))
    (shown,) = net.lab.call("Cms.DescribeMetricRuleList")["Alarms"]["Alarm"]
    assert (shown["SendOK"], shown["Interval"]) == (True, "300")
    net.lab.call("Cms.PutResourceMetricRule", alarm(net))
    (shown,) = net.lab.call("Cms.DescribeMetricRuleList")["Alarms"]["Alarm"]
    assert (shown["SendOK"], shown["Interval"]) == (False, "")
