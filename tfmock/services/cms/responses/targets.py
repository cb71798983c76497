"""Push targets of alarm rules. They are stored and shown, never used."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, ManyStrings, Request, Required, operation, wrapped
from tfmock.services.cms.limits import MAX_TARGETS, check_length
from tfmock.services.cms.models import AlarmRow, Target, alarm_row_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.cms.responses.alarms import get_rule


class TargetPart(ApiObject):
    id: str = ""
    arn: str = ""
    level: str = ""
    json_params: str = ""


class PutMetricRuleTargets(Request):
    rule_id: Required
    targets: list[TargetPart] = Field(min_length=1)


class FailedTarget(ApiObject):
    id: str
    arn: str
    level: str


class FailData(ApiObject):
    """The targets that were refused. Here all targets of a request fail, or none."""

    targets: Annotated[list[FailedTarget], wrapped("Target")] = []


class PutTargetsReply(CmsReply):
    fail_data: FailData = FailData()


@operation(PRODUCT, VERSION, "PutMetricRuleTargets")
def put_metric_rule_targets(call: Call, request: PutMetricRuleTargets) -> PutTargetsReply:
    """Add push targets, or replace those of the same id."""
    row = get_rule(call, request.rule_id)
    requested = {
        target.id: Target(target.id, target.arn, target.level, target.json_params) for target in request.targets
    }
    others = tuple(target for target in row.targets if target.id not in requested)
    check_length(len(others) + len(requested), MAX_TARGETS, "A rule has push targets,")
    call.transaction.put(replace(row, targets=(*others, *requested.values())))
    return PutTargetsReply()


class NamedRule(Request):
    rule_id: Required


class RuleTargetsReply(CmsReply):
    targets: Annotated[list[TargetPart], wrapped("Target")]


@operation(PRODUCT, VERSION, "DescribeMetricRuleTargets")
def describe_metric_rule_targets(call: Call, request: NamedRule) -> RuleTargetsReply:
    """The push targets of a rule; an unknown rule has none (provider: asks after deletion, too)."""
    row = call.transaction.get(AlarmRow, alarm_row_id(call.account, request.rule_id))
    targets = [
        TargetPart(id=target.id, arn=target.arn, level=target.level, json_params=target.json_params)
        for target in (row.targets if row else ())
    ]
    return RuleTargetsReply(targets=targets)


class DeleteMetricRuleTargets(NamedRule):
    target_ids: ManyStrings = Field(min_length=1)


class FailIds(ApiObject):
    target_ids: Annotated[list[str], wrapped("TargetId")]


class DeleteTargetsReply(CmsReply):
    fail_ids: FailIds


@operation(PRODUCT, VERSION, "DeleteMetricRuleTargets")
def delete_metric_rule_targets(call: Call, request: DeleteMetricRuleTargets) -> DeleteTargetsReply:
    """Remove push targets. guess: ids that the rule does not have are those that fail"""
    row = get_rule(call, request.rule_id)
    existing = {target.id for target in row.targets}
    remaining = tuple(target for target in row.targets if target.id not in request.target_ids)
    call.transaction.put(replace(row, targets=remaining))
    return DeleteTargetsReply(fail_ids=FailIds(target_ids=[id for id in request.target_ids if id not in existing]))
