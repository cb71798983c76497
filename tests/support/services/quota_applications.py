"""Applications for higher quotas: operations and errors."""

from __future__ import annotations

from tests.support.lab import Net
from tests.support.services.cases import Case, Params, only
from tests.support.services.provoke import Provoked, Request
from tfmock.services.quotas import errors

QUOTA = {"ProductCode": "vpc", "QuotaActionCode": "vpc_quota_peer_num"}


def create_parameters(**changed: object) -> Params:
    """An application for 30 connections, changed."""
    return {**QUOTA, "DesireValue": 30, "Reason": "more branches", **changed}


def apply(**changed: object) -> Request:
    return "quotas.CreateQuotaApplication", create_parameters(**changed)


def applied(net: Net) -> str:
    """An application; the first one, since a second one would have to ask for more."""
    for application in net.lab.call("quotas.ListQuotaApplications")["QuotaApplications"]:
        return str(application["ApplicationId"])
    return str(net.lab.call("quotas.CreateQuotaApplication", create_parameters())["ApplicationId"])


def limit(net: Net) -> float:
    return float(net.lab.call("quotas.GetProductQuota", QUOTA)["Quota"]["TotalQuota"])


QUOTA_CASES = (
    Case(
        "quotas.CreateQuotaApplication",
        lambda net: create_parameters(Dimensions=[{"Key": "regionId", "Value": "cn-hangzhou"}]),
        lambda net, reply: (
            (reply["Status"], reply["ApproveValue"], reply["Dimension"], limit(net)),
            ("Agree", 30, {"regionId": "cn-hangzhou"}, 30),
        ),
        lambda net: create_parameters(QuotaActionCode="x"), "QUOTA.NOT.FOUND",
    ),
    Case(
        "quotas.GetQuotaApplication", lambda net: {"ApplicationId": applied(net)},
        lambda net, reply: (reply["QuotaApplication"]["DesireValue"], 30),
        lambda net: {"ApplicationId": "x"}, "QUOTA.APPLICATION.NOT.FOUND", status=404,
    ),
    Case(
        "quotas.ListQuotaApplications", lambda net: (applied(net), {"ProductCode": "vpc", "Status": "Agree"})[1],
        lambda net, reply: (only(reply, "QuotaApplications")["Reason"], "more branches"),
        lambda net: {"Status": "x"}, "InvalidStatus",
    ),
)  # fmt: skip

QUOTA_ERRORS = (
    Provoked(errors.NOTICE_TYPE, lambda net: apply(NoticeType=1)),
    Provoked(errors.QUOTA_MISSING, lambda net: apply(ProductCode="ecs")),
    Provoked(errors.QUOTA_MISSING, lambda net: apply(QuotaCategory="FlowControl"), id="rates"),
    Provoked(errors.NOT_ADJUSTABLE, lambda net: apply(QuotaActionCode="vpc_quota_tags_num")),
    *(
        Provoked(errors.DESIRED_VALUE, lambda net, value=value: apply(DesireValue=value), id=str(value))  # type: ignore[misc]
        for value in (20, 201, 30.5, -1)
    ),
    Provoked(errors.STATUS, lambda net: ("quotas.ListQuotaApplications", {"Status": "x"})),
    Provoked(errors.NEXT_TOKEN, lambda net: ("quotas.ListQuotaApplications", {"NextToken": "x"})),
    Provoked(errors.APPLICATION_NOT_FOUND, lambda net: ("quotas.GetQuotaApplication", {"ApplicationId": "x"})),
)  # fmt: skip
