"""Where else alarms are pushed: kept, never used."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, ManyStrings, Request, Required, operation, wrapped
from tfmock.services.cms.limits import MAX_TARGETS, check_length
from tfmock.services.cms.models import AlarmRow, Target, rule_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.cms.responses.alarms import rule_of


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
    """What was refused of a request that is otherwise done; here targets fail all together or not at all."""

    targets: Annotated[list[FailedTarget], wrapped("Target")] = []


class PutTargetsReply(CmsReply):
    fail_data: FailData = FailData()


@operation(PRODUCT, VERSION, "PutMetricRuleTargets")
def put_metric_rule_targets(call: Call, request: PutMetricRuleTargets) -> PutTargetsReply:
    """Add push targets, or replace those of the same id."""
    row = rule_of(call, request.rule_id)
    asked = {one.id: Target(one.id, one.arn, one.level, one.json_params) for one in request.targets}
    kept = tuple(target for target in row.targets if target.id not in asked)
    check_length(len(kept) + len(asked), MAX_TARGETS, "A rule has push targets,")
    call.transaction.put(replace(row, targets=(*kept, *asked.values())))
    return PutTargetsReply()


class NamedRule(Request):
    rule_id: Required


class RuleTargetsReply(CmsReply):
    targets: Annotated[list[TargetPart], wrapped("Target")]


@operation(PRODUCT, VERSION, "DescribeMetricRuleTargets")
def describe_metric_rule_targets(call: Call, request: NamedRule) -> RuleTargetsReply:
    """The push targets of a rule; an unknown rule has none (provider: asks after deletion, too)."""
    row = call.transaction.get(AlarmRow, rule_id(call.account, request.rule_id))
    found = row.targets if row else ()
    return RuleTargetsReply(
        targets=[TargetPart(id=t.id, arn=t.arn, level=t.level, json_params=t.params) for t in found]
    )


class DeleteMetricRuleTargets(NamedRule):
    target_ids: ManyStrings = Field(min_length=1)


class FailIds(ApiObject):
    target_ids: Annotated[list[str], wrapped("TargetId")]


class DeleteTargetsReply(CmsReply):
    fail_ids: FailIds


@operation(PRODUCT, VERSION, "DeleteMetricRuleTargets")
def delete_metric_rule_targets(call: Call, request: DeleteMetricRuleTargets) -> DeleteTargetsReply:
    """Take push targets away. guess: ids that the rule does not have are those that fail"""
    row = rule_of(call, request.rule_id)
    present = {target.id for target in row.targets}
    call.transaction.put(replace(row, targets=tuple(t for t in row.targets if t.id not in request.target_ids)))
    return DeleteTargetsReply(fail_ids=FailIds(target_ids=[id for id in request.target_ids if id not in present]))
