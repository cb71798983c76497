"""How to provoke every rule about alarms."""

from __future__ import annotations

import json

from tests.support.lab import Net
from tests.support.services import resources
from tests.support.services.provoke import Provoked, Request
from tfmock.rulebook import alarms
from tfmock.rulebook.rule import Rule

LEVEL = {"Statistics": "Sum", "ComparisonOperator": "GreaterThanThreshold", "Threshold": "5", "Times": 1}
CONDITION = json.dumps({"ExpressionRaw": "@IntranetRX[60].$Sum > 5", "Level": "WARN", "Times": 1})
QUERY = json.dumps({"PromQL": "up == 0", "Level": "Critical", "Times": 1})


def refused(rule: Rule, parameter: str, id: str = "", **changed: object) -> Provoked:
    def put(net: Net) -> Request:
        return "Cms.PutResourceMetricRule", resources.alarm(net, **changed)

    return Provoked(rule, put, lambda net: {"parameter": parameter}, id=id)


def level(rule: Rule, id: str, **changed: object) -> Provoked:
    parameters = {name: value for name, value in {**LEVEL, **changed}.items() if value is not None}
    return refused(rule, "Escalations.Warn", id, Escalations={"Warn": parameters})


ALARM_RULES = (
    refused(alarms.NO_LEVEL, "Escalations", Escalations={}),
    level(alarms.LEVEL_INCOMPLETE, "threshold", Threshold=None),
    level(alarms.LEVEL_INCOMPLETE, "times", Times=None),
    level(alarms.LEVEL_VALUE, "threshold", Threshold="1GB"),
    level(alarms.LEVEL_VALUE, "times", Times=0),
    level(alarms.LEVEL_VALUE, "comparison", ComparisonOperator=">"),
    level(alarms.LEVEL_VALUE, "statistic", Statistics="Value"),
    refused(alarms.PERIOD, "Period", Period="61"),
    refused(alarms.PERIOD, "Period", "zero", Period="0", Namespace="acs_ecs_dashboard", MetricName="CPUUtilization"),
    refused(alarms.SILENCE_TIME, "SilenceTime", SilenceTime=299),
    refused(alarms.HOURS, "EffectiveInterval", EffectiveInterval="08:00-24:00"),
    refused(alarms.HOURS, "NoEffectiveInterval", "not", NoEffectiveInterval="night"),
    refused(alarms.NO_DATA, "NoDataPolicy", NoDataPolicy="ALARM"),
    refused(alarms.RESOURCES, "Resources", Resources="pcc-1"),
    refused(alarms.WEBHOOK, "Webhook", Webhook="example.com"),
    refused(alarms.TWO_KINDS, "CompositeExpression", CompositeExpression=CONDITION),
    refused(alarms.PROMETHEUS, "Namespace", Escalations={}, Prometheus=QUERY),
    Provoked(
        alarms.CONTACT_GROUP, lambda net: ("Cms.PutResourceMetricRule", resources.alarm(net, ContactGroups="x")),
        lambda net: {"name": "x"},
    ),
)  # fmt: skip
