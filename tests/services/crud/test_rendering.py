"""What replies say of an object beyond what was sent: as the provider reads it, so that a second plan is empty."""

from __future__ import annotations

import json

import pytest

from tests.support.crud import Client
from tests.support.crud_provider import ignore_references
from tests.support.lab import ALICE, Json
from tfmock.rulebook.roles import ROLE_ARN

REGION = {"RegionId": "cn-hangzhou"}


ZONES = [{"ZoneId": f"cn-hangzhou-{zone}", "VSwitchId": f"vsw-{zone}"} for zone in "hi"]


@pytest.fixture(autouse=True)
def unchecked_references(monkeypatch: pytest.MonkeyPatch) -> None:
    ignore_references(monkeypatch)


def attach(client: Client) -> tuple[str, Json]:
    """A VPC attached to a transit router in two zones: the router's id, and the attachment as it is read."""
    cen = client.call("cbn.CreateCen", REGION)["CenId"]
    router = client.call("cbn.CreateTransitRouter", REGION, CenId=cen)["TransitRouterId"]
    sent = {"CenId": cen, "TransitRouterId": router, "VpcId": "vpc-1", "ZoneMappings": ZONES}
    attachment = client.call("cbn.CreateTransitRouterVpcAttachment", REGION, **sent)["TransitRouterAttachmentId"]
    named = {"CenId": cen, "TransitRouterAttachmentId": attachment}
    (read,) = client.call("cbn.ListTransitRouterVpcAttachments", REGION, **named)["TransitRouterAttachments"]
    return router, read


def test_a_computed_attribute_shows_the_part_of_the_id_that_it_is(client: Client) -> None:
    """What is attached to a transit router names it by this attribute, and not by the whole id."""
    id, _ = attach(client)
    (router,) = client.call("cbn.ListTransitRouters", REGION, TransitRouterId=id)["TransitRouters"]
    assert router["TransitRouterId"] == id


def test_a_list_within_the_first_item_has_all_its_members(client: Client) -> None:
    """The provider reads ``TransitRouterAttachments[0].ZoneMappings[]``."""
    _, attachment = attach(client)
    assert attachment["ZoneMappings"] == ZONES


def test_a_computed_map_that_nobody_set_is_empty(client: Client) -> None:
    """Terraform plans a missing one anew each time: known after apply."""
    _, attachment = attach(client)
    assert attachment["TransitRouterVPCAttachmentOptions"] == {}


def test_what_nobody_configured_stays_away(client: Client) -> None:
    """Attributes that the provider stores only where the reply has them, and blocks that are objects in the reply."""
    host, version = "cs.cn-hangzhou.aliyuncs.com", "2015-12-15"
    cluster = client.rest("POST", host, "/clusters", version, {"name": "apps"}).json()["cluster_id"]
    body = {
        "nodepool_info": {"name": "apps"},
        "scaling_group": {"instance_types": ["ecs.g7.large"], "desired_size": 2, "system_disk_size": 40},
    }
    pool = client.rest("POST", host, f"/clusters/{cluster}/nodepools", version, body).json()["nodepool_id"]
    read = json.loads(client.rest("GET", host, f"/clusters/{cluster}/nodepools/{pool}", version).body)
    assert read["scaling_group"]["desired_size"] == 2
    assert read["scaling_group"]["system_disk_size"] == 40
    assert "on_demand_base_capacity" not in read["scaling_group"]
    assert "kubelet_configuration" not in read.get("node_config", {})


def test_a_text_that_nobody_configured_is_empty(client: Client) -> None:
    """Provider 1.246 panics without, 1.290 looks for it first."""
    id = client.database(**REGION)
    assert client.call("rds.DescribeParameters", REGION, DBInstanceId=id)["ParamGroupInfo"] == {"ParamGroupId": ""}


def test_a_list_has_only_what_was_asked_for(client: Client) -> None:
    """A data source with the same action knows no filter by name."""
    id = client.database(**REGION)
    for name in ("first", "second"):
        client.call("rds.CreateAccount", REGION, DBInstanceId=id, AccountName=name, AccountPassword="Example-0nly")
    for name in ("first", "second"):
        accounts = client.call("rds.DescribeAccounts", REGION, DBInstanceId=id, AccountName=name)["Accounts"]
        assert {account["AccountName"] for account in accounts["DBInstanceAccount"]} == {name}


def test_a_name_that_the_user_chose_is_answered_under_another_one(client: Client) -> None:
    id = client.call("kvstore.CreateInstance", REGION, InstanceType="Redis")["InstanceId"]
    named = {"InstanceId": id, "AccountName": "apps"}
    created = client.call("kvstore.CreateAccount", REGION, **named, AccountPassword="Example-0nly")
    assert (created["InstanceId"], created["AcountName"]) == (id, "apps")


def test_arns_are_those_of_the_products(client: Client) -> None:
    """The provider's assume_role gets a role's ARN from this attribute, and STS takes no other form."""
    client.call("ram.CreateRole", RoleName="deploy")
    arn = client.call("ram.GetRole", RoleName="deploy")["Role"]["Arn"]
    assert arn == f"acs:ram::{ALICE}:role/deploy"
    assert ROLE_ARN.fullmatch(arn)
    key = client.call("kms.CreateKey", REGION)["KeyMetadata"]["KeyId"]
    shown = client.call("kms.DescribeKey", REGION, KeyId=key)["KeyMetadata"]["Arn"]
    assert shown == f"acs:kms:cn-hangzhou:{ALICE}:key/{key}"
