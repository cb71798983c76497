"""What VPCs grant to Express Connect routers: nothing, since there are none here."""

from __future__ import annotations

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import OptionalInt, Reply, Request, operation
from tfmock.services.common.messages import TagFilter
from tfmock.services.vpc import errors
from tfmock.services.vpc.responses import PRODUCT, VERSION


class DescribeVpcGrantRulesToEcr(Request):
    instance_id: str = ""
    instance_type: str = ""
    ecr_instance_id: str = ""
    ecr_owner_id: OptionalInt = None
    resource_group_id: str = ""
    tags: list[TagFilter] = Field(default_factory=list)
    max_results: OptionalInt = None
    next_token: str = ""


class GrantRulesReply(Reply):
    """TotalCount is a text in the SDK."""

    total_count: str = "0"
    grant_rule_models: list[str] = []


@operation(PRODUCT, VERSION, "DescribeVpcGrantRulesToEcr")
def describe_vpc_grant_rules_to_ecr(call: Call, request: DescribeVpcGrantRulesToEcr) -> GrantRulesReply:
    """An empty list: GrantInstanceToEcr is not here either."""
    if request.next_token:
        raise errors.NEXT_TOKEN()
    return GrantRulesReply()
