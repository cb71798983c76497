"""What has no quota of the cloud's: so many of a kind, and one refusal that says so."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.services.cms.watching import history, level, rule
from tests.support.lab import BOB, Lab
from tests.support.services.traffic import MORNING, connect
from tfmock.services.cms import evaluation, limits

Calls = list[tuple[str, Mapping[str, object]]]

#: What may be made twice where two are let in, and what is one too many.
KINDS: dict[str, tuple[Calls, tuple[str, Mapping[str, object]]]] = {
    "contacts": (
        [("PutContact", {"ContactName": name, "Describe": "d"}) for name in ("a", "b", "a")],
        ("PutContact", {"ContactName": "c", "Describe": "d"}),
    ),
    "contact groups": (
        [("PutContactGroup", {"ContactGroupName": name}) for name in ("a", "b", "b")],
        ("PutContactGroup", {"ContactGroupName": "c"}),
    ),
    "application groups": (
        [("CreateMonitorGroup", {"GroupName": "a"})] * 2,
        ("CreateMonitorGroup", {"GroupName": "a"}),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_resources_of_an_account_are_bounded(lab: Lab, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(limits, "MOST_OF_A_KIND", 2)
    fits, (action, params) = KINDS[kind]
    for request, expected in fits:
        lab.call(f"Cms.{request}", expected)
    assert lab.code(f"Cms.{action}", params) == "ResourceOverLimit"
    lab.call(f"Cms.{action}", params, by=BOB)


def test_the_contacts_of_a_group_are_bounded(lab: Lab) -> None:
    names = [f"c{number}" for number in range(101)]
    for name in names:
        lab.call("Cms.PutContact", ContactName=name, Describe="d")
    lab.call("Cms.PutContactGroup", {"ContactGroupName": "g", "ContactNames": names[:100]})
    assert lab.code("Cms.PutContactGroup", {"ContactGroupName": "g", "ContactNames": names}) == "ResourceOverLimit"


def test_the_instances_of_an_application_group_are_bounded(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfmock.services.cms.responses.monitor_groups.MOST_INSTANCES_OF_A_GROUP", 2)
    group = lab.call("Cms.CreateMonitorGroup", GroupName="g")["GroupId"]

    def instances(*ids: str) -> dict[str, object]:
        listed = [{"InstanceId": id, "InstanceName": id, "Category": "ecs", "RegionId": "cn-hangzhou"} for id in ids]
        return {"GroupId": group, "Instances": listed}

    lab.call("Cms.CreateMonitorGroupInstances", instances("i-1", "i-2"))
    lab.call("Cms.CreateMonitorGroupInstances", instances("i-2"))
    assert lab.code("Cms.CreateMonitorGroupInstances", instances("i-3")) == "ResourceOverLimit"
    assert lab.code("Cms.ModifyMonitorGroupInstances", instances("i-3", "i-4", "i-5")) == "ResourceOverLimit"


def test_the_targets_of_a_rule_are_bounded(lab: Lab) -> None:
    lab.freeze(MORNING)
    rule(lab, connect(lab)["pcc"])

    def targets(first: int, count: int) -> dict[str, object]:
        return {"RuleId": "r", "Targets": [{"Id": str(first + n), "Arn": "a", "Level": "Warn"} for n in range(count)]}

    lab.call("Cms.PutMetricRuleTargets", targets(0, 5))
    lab.call("Cms.PutMetricRuleTargets", targets(0, 1))
    assert lab.code("Cms.PutMetricRuleTargets", targets(9, 1)) == "ResourceOverLimit"


def test_the_history_of_alarms_keeps_the_latest(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "MAX_HISTORY", 3)
    lab.freeze(MORNING)
    rule(lab, connect(lab)["pcc"], SilenceTime=300, Escalations={"Critical": level(1, "LessThanThreshold")})
    lab.later(3600)
    assert [seconds for seconds, *_ in history(lab)] == [2760.0, 3060.0, 3360.0]
