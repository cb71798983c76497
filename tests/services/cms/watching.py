"""A rule on a connection, and what became of it."""

from __future__ import annotations

import json

from tests.support.lab import Lab
from tests.support.services.resources import contacts
from tests.support.services.traffic import MORNING


def rule(lab: Lab, pcc: str, **more: object) -> None:
    level = {"Statistics": "Sum", "ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": "104857600",
             "Times": 2}  # fmt: skip
    parameters = {
        "RuleId": "r", "RuleName": "busy", "Namespace": "acs_vpcpeer", "MetricName": "IntranetRX", "Period": "60",
        "ContactGroups": contacts(lab), "Resources": json.dumps([{"instanceId": pcc}]),
        "Escalations": {"Critical": level}, **more,
    }  # fmt: skip
    lab.call("Cms.PutResourceMetricRule", parameters)


def state(lab: Lab) -> str:
    return str(lab.call("Cms.DescribeMetricRuleList", RuleIds="r")["Alarms"]["Alarm"][0]["AlertState"])


def history(lab: Lab, start: float = MORNING) -> list[tuple[float, str, str]]:
    """Seconds since the start, change of level, and value: everything that was sent, oldest first."""
    alerts = lab.call("Cms.DescribeAlertHistoryList", Ascending=False, PageSize=100)["AlarmHistoryList"]["AlarmHistory"]
    return [(alert["AlertTime"] / 1000 - start, alert["Level"], alert["Value"]) for alert in alerts]


def level(threshold: float, comparison: str = "GreaterThanOrEqualToThreshold", times: int = 1) -> dict[str, object]:
    return {"Statistics": "Sum", "ComparisonOperator": comparison, "Threshold": f"{threshold:.0f}", "Times": times}
