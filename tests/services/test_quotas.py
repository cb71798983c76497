"""The quota center: every limit is there under its name, raised where it is raised, found by filters, page by page."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.support.lab import BEIJING, HANGZHOU, Json, Lab, Net, ask
from tests.support.services.operations_lists import prefix_list
from tfmock.rulebook.quotas import QUOTA_CENTER_NAMES, Quotas, quota_name
from tfmock.services.quotas.catalogue import QUOTAS

#: VPC quota page, ECS limits page: name and default.
PUBLISHED: Mapping[str, int] = {
    "vpc_quota_instances_num": 10,
    "vpc_quota_vswitches_num": 150,
    "vpc_quota_secondary_cidr_num": 5,
    "vpc_quota_route_tables_num": 9,
    "vpc_quota_route_entrys_num": 200,
    "vpc_quota_havip_custom_route_entry": 5,
    "vpc_quota_vpn_custom_route_entry": 50,
    "vpc_quota_nacl_ingress_entry": 20,
    "vpc_quota_nacl_egress_entry": 20,
    "nacl_quota_vpc_create_count": 20,
    "vpc_quota_cross_region_peer_num_per_vpc": 20,
    "vpc_quota_intra_region_peer_num_per_vpc": 10,
    "vpc_quota_peer_num": 20,
    "vpc_quota_peer_cross_border_bandwidth": 1024,
    "vpc_quota_peer_cross_region_bandwidth": 1024,
    "q_security-groups": 100,
    "q_vpc-normal-security-group-ip-count": 6000,
}


def listed(lab: Lab, product: str, **params: object) -> list[Json]:
    """All pages of a list."""
    quotas: list[Json] = []
    token = ""
    while True:
        parameters = {"ProductCode": product, "NextToken": token, **params}
        reply = lab.call("quotas.ListProductQuotas", parameters)
        quotas += reply["Quotas"]
        token = reply.get("NextToken") or ""
        if not token:
            assert len(quotas) == reply["TotalCount"]
            return quotas


def codes(items: list[Json]) -> list[str]:
    return [item["QuotaActionCode"] for item in items]


def put(lab: Lab, name: str, value: int) -> int:
    body = json.dumps({"name": name, "value": value}).encode()
    return ask(lab.app, method="PUT", path="/_tfmock/quotas", query=f"world={lab.name}", body=body).status


def test_every_limit_is_in_the_center(net: Net) -> None:
    assert set(QUOTAS) == set(Quotas.names())
    quotas = [item for product in ("vpc", "eip", "ecs", "nis") for item in listed(net.lab, product)]
    shown = {item["QuotaActionCode"]: item["TotalQuota"] for item in quotas}
    assert len(shown) == len(quotas)
    assert set(shown) == {QUOTA_CENTER_NAMES.get(name, name) for name in Quotas.names()} | {"vpc_quota_tags_num"}
    assert {name: shown[name] for name in PUBLISHED} == PUBLISHED


@pytest.mark.parametrize("name", [*PUBLISHED, "ecs_quota_security_group_num", "nis_quota_parallel_analysis_num"])
def test_a_quota_is_raised_by_either_of_its_names(net: Net, name: str) -> None:
    assert put(net.lab, name, 777) == 200
    info = QUOTAS[quota_name(name)]
    quota = net.lab.call("quotas.GetProductQuota", ProductCode=info.product, QuotaActionCode=info.name)["Quota"]
    assert (quota["TotalQuota"], quota["QuotaActionCode"]) == (777, info.name)


def test_an_unknown_quota_name_is_refused(net: Net) -> None:
    assert put(net.lab, "vpc_quota_vpc_num", 1) == 400
    assert net.lab.code("quotas.GetProductQuota", ProductCode="ecs", QuotaActionCode="vpc_quota_peer_num")


@pytest.mark.parametrize("size", [1, 5, 100])
def test_pages_give_each_quota_once(lab: Lab, size: int) -> None:
    whole = codes(listed(lab, "vpc"))
    assert codes(listed(lab, "vpc", MaxResults=size)) == whole
    assert len(whole) == len(set(whole)) > 5


def test_filters(lab: Lab) -> None:
    assert codes(listed(lab, "vpc", QuotaActionCode="vpc_quota_peer_num")) == ["vpc_quota_peer_num"]
    assert set(codes(listed(lab, "vpc", KeyWord="NACL", MaxResults=2))) == {
        "nacl_quota_vpc_create_count", "vpc_quota_nacl_ingress_entry", "vpc_quota_nacl_egress_entry",
    }  # fmt: skip
    assert listed(lab, "vpc", QuotaCategory="CommonQuota") == listed(lab, "vpc")
    assert listed(lab, "vpc", QuotaCategory="FlowControl") == []
    assert listed(lab, "oss") == []
    totals = [item["TotalQuota"] for item in listed(lab, "vpc", SortField="TOTAL", SortOrder="Descending")]
    assert totals == sorted(totals, reverse=True)


def test_usage_is_counted_per_region(net: Net) -> None:
    prefix_list(net)

    def used(product: str, code: str, region: str) -> float:
        dimensions = [{"Key": "regionId", "Value": region}]
        parameters = {"ProductCode": product, "QuotaActionCode": code, "Dimensions": dimensions}
        quota = net.lab.call("quotas.GetProductQuota", parameters)["Quota"]
        assert quota["Dimensions"] == {"regionId": region}
        return float(quota["TotalUsage"])

    assert used("vpc", "vpc_quota_instances_num", HANGZHOU) == 2
    assert used("vpc", "vpc_quota_instances_num", BEIJING) == 0
    assert used("ecs", "ecs_quota_prefix_list_num", HANGZHOU) == 1
    assert used("vpc", "vpc_quota_peer_num", HANGZHOU) == 2


def test_an_application_raises_the_limit(lab: Lab) -> None:
    parameters = {
        "ProductCode": "vpc",
        "QuotaActionCode": "vpc_quota_instances_num",
        "DesireValue": 11,
        "Reason": "more",
    }
    for number in range(10):
        lab.vpc(f"10.{number}.0.0/16")
    assert lab.code("CreateVpc") == "QuotaExceeded.Vpc"
    assert lab.code("quotas.CreateQuotaApplication", parameters, DryRun=True) == "DryRunOperation"
    assert lab.code("CreateVpc") == "QuotaExceeded.Vpc"  # what was refused raised nothing
    lab.call("quotas.CreateQuotaApplication", parameters)
    lab.vpc("10.10.0.0/16")
    assert lab.world.settings.quotas.vpc_quota_instances_num == 11
