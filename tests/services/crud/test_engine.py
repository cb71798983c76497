"""Objects are stored and returned: created, read, listed, changed, tagged, deleted; by account, region and world."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask

from tests.support.crud import Client
from tests.support.lab import BOB, Json, Lab, RefusedError, ask, assert_indexed
from tfmock.app import create_app
from tfmock.services.crud.rows import CrudRow
from tfmock.settings import Settings


def at(reply: Any, path: str) -> Any:
    """The value at ``a.0.b``."""
    for part in path.split("."):
        reply = reply[int(part)] if isinstance(reply, list) else reply[part]
    return reply


@dataclass(frozen=True, kw_only=True)
class Case:
    """A product's way to make, read, list, change and delete one kind of object.

    Attributes:
        id: where the reply to ``create`` says the id.
        id_name: the parameter by which calls name it.
        shown: path in the reply to ``read`` -> value after creation.
        changed: the same after the change.
        listed: path of the ids in the reply to ``list``.
        gone: the code of reading it after deletion; empty where a list is then empty.
    """

    create: tuple[str, Json]
    id: str
    id_name: str
    read: str
    shown: Json
    change: tuple[str, Json]
    changed: Json
    list: str
    listed: str
    delete: str
    gone: str


CASES = {
    "a KMS key": Case(
        create=("kms.CreateKey", {"Description": "first", "KeySpec": "Aliyun_AES_256", "RegionId": "cn-hangzhou"}),
        id="KeyMetadata.KeyId",
        id_name="KeyId",
        read="kms.DescribeKey",
        shown={"KeyMetadata.Description": "first", "KeyMetadata.KeySpec": "Aliyun_AES_256"},
        change=("kms.UpdateKeyDescription", {"Description": "second"}),
        changed={"KeyMetadata.Description": "second", "KeyMetadata.KeySpec": "Aliyun_AES_256"},
        list="kms.ListKeys",
        listed="Keys.Key.0.KeyId",
        delete="kms.ScheduleKeyDeletion",
        gone="Forbidden.KeyNotFound",
    ),
    "a load balancer": Case(
        create=("slb.CreateLoadBalancer", {"LoadBalancerName": "front", "AddressType": "intranet"}),
        id="LoadBalancerId",
        id_name="LoadBalancerId",
        read="slb.DescribeLoadBalancerAttribute",
        shown={"LoadBalancerName": "front", "LoadBalancerStatus": "active"},
        change=("slb.SetLoadBalancerName", {"LoadBalancerName": "back"}),
        changed={"LoadBalancerName": "back"},
        list="slb.DescribeLoadBalancers",
        listed="LoadBalancers.LoadBalancer.0.LoadBalancerId",
        delete="slb.DeleteLoadBalancer",
        gone="InvalidLoadBalancerId.NotFound",
    ),
    "a CEN instance": Case(
        create=("cbn.CreateCen", {"Name": "net", "Description": "first"}),
        id="CenId",
        id_name="CenId",
        read="",  # its read is the list
        shown={"Cens.Cen.0.Name": "net", "Cens.Cen.0.Status": "Active"},
        change=("cbn.ModifyCenAttribute", {"Description": "second"}),
        changed={"Cens.Cen.0.Description": "second", "Cens.Cen.0.Name": "net"},
        list="cbn.DescribeCens",
        listed="Cens.Cen.0.CenId",
        delete="cbn.DeleteCen",
        gone="",
    ),
}


def read(client: Client, case: Case, id: str) -> Json:
    if case.read:
        return client.call(case.read, {case.id_name: id})
    return client.call(case.list, {"Filter": [{"Key": case.id_name, "Value": [id]}]})


@pytest.mark.parametrize("name", CASES)
def test_what_is_stored_is_returned(client: Client, name: str) -> None:
    case = CASES[name]
    action, params = case.create
    created = client.call(action, params)
    id = at(created, case.id)
    for path, value in case.shown.items():
        assert at(read(client, case, id), path) == value, path
    assert at(client.call(case.list, RegionId="cn-hangzhou"), case.listed) == id
    action, params = case.change
    client.call(action, {case.id_name: id, **params})
    for path, value in case.changed.items():
        assert at(read(client, case, id), path) == value, path
    client.call(case.delete, {case.id_name: id})
    with pytest.raises((IndexError, RefusedError)) as gone:
        at(read(client, case, id), case.listed)
    if case.gone:
        assert isinstance(gone.value, RefusedError)
        assert (gone.value.status, gone.value.code) == (404, case.gone)


def test_every_reply_says_its_tier(client: Client) -> None:
    """A type of which no rule is applied must be told from one with all of them."""
    tiers = [
        client.ask(action, RegionId="cn-hangzhou").headers.get("x-tfmock-tier")
        for action in ("kms.CreateKey", "vpc.DescribeVpcs", "kms.DescribeKey", "vpc.DeleteVpc", "kms.NoSuchAction")
    ]
    assert tiers == ["crud", "emulated", "crud", "emulated", None]


def test_calls_are_recorded_with_their_tier(client: Client) -> None:
    client.call("kms.CreateKey", Description="secret-looking", RegionId="cn-hangzhou")
    client.call("vpc.DescribeVpcs", RegionId="cn-hangzhou")
    query = f"world={client.world}"
    calls = ask(client.app, method="GET", path="/_tfmock/calls", query=query).json()["calls"]
    assert [(call["product"], call["action"], call["tier"]) for call in calls] == [
        ("Kms", "CreateKey", "crud"),
        ("Vpc", "DescribeVpcs", "emulated"),
    ]
    assert calls[0]["changes"][0]["table"] == "crud"
    assert calls[0]["changes"][0]["new"]["attributes"] == "***"  # attributes hold passwords under any name


def test_only_the_emulated_tier_on_request() -> None:
    client = Client(create_app(Settings(tier="emulated")), "w")
    answered = client.ask("kms.CreateKey")
    assert (answered.status, answered.json()["Code"]) == (400, "Tfmock.NotImplemented")
    message = answered.json()["Message"]
    assert message.startswith("tfmock does not implement KMS 2016-01-20 CreateKey;")
    assert "--tier emulated refuses what is only stored. 'tfmock coverage'" in message


def test_the_tier_is_no_reason_for_what_neither_tier_has() -> None:
    message = Client(create_app(Settings(tier="emulated")), "w").ask("kms.FrobnicateKey").json()["Message"]
    assert "does not implement KMS 2016-01-20 FrobnicateKey" in message
    assert "--tier" not in message


def test_accounts_and_regions_do_not_see_each_other(client: Client) -> None:
    id = client.call("slb.CreateLoadBalancer", RegionId="cn-hangzhou")["LoadBalancerId"]
    assert client.call("slb.DescribeLoadBalancers", RegionId="cn-hangzhou")["TotalCount"] == 1
    assert client.call("slb.DescribeLoadBalancers", RegionId="cn-beijing")["TotalCount"] == 0
    bob = replace(client, account=BOB)
    assert bob.call("slb.DescribeLoadBalancers", RegionId="cn-hangzhou")["TotalCount"] == 0
    with pytest.raises(RefusedError):
        bob.call("slb.DescribeLoadBalancerAttribute", LoadBalancerId=id)
    bob.ask("slb.DeleteLoadBalancer", LoadBalancerId=id)
    assert client.call("slb.DescribeLoadBalancers", RegionId="cn-hangzhou")["TotalCount"] == 1


def test_tags_are_put_on_and_taken_off(client: Client) -> None:
    id = client.call("kms.CreateKey")["KeyMetadata"]["KeyId"]
    tagged = {"ResourceType": "key", "ResourceId": [id]}
    client.call("kms.TagResources", tagged, Tag=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    client.call("kms.TagResources", tagged, Tag=[{"Key": "a", "Value": "3"}])
    client.call("kms.UntagResources", tagged, TagKey=["b"])
    tags = client.call("kms.ListTagResources", tagged)["TagResources"]["TagResource"]
    assert [(tag["TagKey"], tag["TagValue"]) for tag in tags] == [("a", "3")]
    assert client.call("kms.ListTagResources", {**tagged, "ResourceId": ["none"]})["TagResources"]["TagResource"] == []


def crud_rows(client: Client) -> list[CrudRow]:
    world = client.app.extensions["tfmock.universe"].world(client.world)
    table = world.store.table(CrudRow)
    assert_indexed(table)
    rows: list[CrudRow] = table.rows()
    return rows


def test_tags_that_are_an_object_stay_one(client: Client) -> None:
    """The provider takes OOS's tags only as an object; otherwise an import has none."""
    client.call("oos.CreateTemplate", TemplateName="t", Content="{}", Tags=json.dumps({"team": "net"}))
    assert client.call("oos.GetTemplate", TemplateName="t")["Template"]["Tags"] == {"team": "net"}


def test_a_refused_call_changes_nothing(client: Client) -> None:
    client.call("kms.CreateKey", Description="d")
    before = crud_rows(client)
    for action in ("kms.DescribeKey", "slb.DescribeLoadBalancerAttribute"):
        with pytest.raises(RefusedError):
            client.call(action, KeyId="none", LoadBalancerId="none")
    assert crud_rows(client) == before != []


def test_a_failure_within_a_call_is_rolled_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    id = client.call("kms.CreateKey", Description="first")["KeyMetadata"]["KeyId"]
    before = crud_rows(client)

    def fail(*_: object) -> None:
        raise OSError("made up")

    monkeypatch.setattr("tfmock.services.crud.engine._with_success", fail)
    answered = client.ask("kms.UpdateKeyDescription", KeyId=id, Description="second")
    assert (answered.status, answered.json()["Code"]) == (400, "Tfmock.Bug")
    monkeypatch.undo()
    assert crud_rows(client) == before
    assert client.call("kms.DescribeKey", KeyId=id)["KeyMetadata"]["Description"] == "first"


def test_made_up_values_stay_in_a_copy_of_the_world(client: Client) -> None:
    id = client.call("kvstore.CreateInstance", RegionId="cn-hangzhou", InstanceName="x")["InstanceId"]
    copied = client.app.extensions["tfmock.universe"].world(f"{client.world}-copy")
    copied.load(Lab(client.app, client.world).world.snapshot())
    shown = [
        caller.call("kvstore.DescribeInstanceAttribute", InstanceId=id)["Instances"]["DBInstanceAttribute"][0]
        for caller in (client, replace(client, world=f"{client.world}-copy"))
    ]
    assert shown[0]["ConnectionDomain"] == shown[1]["ConnectionDomain"] != ""


def test_snapshots_and_forks_have_them(client: Client) -> None:
    id = client.call("kms.CreateKey", Description="first")["KeyMetadata"]["KeyId"]
    lab = Lab(client.app, client.world)
    document = lab.world.snapshot()
    client.call("kms.UpdateKeyDescription", KeyId=id, Description="second")
    copied = client.app.extensions["tfmock.universe"].world(f"{client.world}-copy")
    copied.load(document)
    copy = replace(client, world=f"{client.world}-copy")
    assert copy.call("kms.DescribeKey", KeyId=id)["KeyMetadata"]["Description"] == "first"
    copy.call("kms.ScheduleKeyDeletion", KeyId=id)
    assert client.call("kms.DescribeKey", KeyId=id)["KeyMetadata"]["Description"] == "second"


def test_the_same_calls_make_the_same_ids(app: Flask) -> None:
    ids = []
    for _ in range(2):
        client = Client(app, "crud-same")
        ids.append(client.call("kms.CreateKey")["KeyMetadata"]["KeyId"])
        Lab(app, "crud-same").world.reset()
    assert ids[0] == ids[1]


def test_deleting_takes_along_what_hung_on_it(client: Client) -> None:
    id = client.call("slb.CreateLoadBalancer")["LoadBalancerId"]
    client.call("slb.CreateVServerGroup", LoadBalancerId=id, VServerGroupName="g")
    client.call("slb.DeleteLoadBalancer", LoadBalancerId=id)
    assert [row.type for row in crud_rows(client) if not row.deleted and id in row.parts] == []


def test_an_emulated_action_answers_for_its_own_objects(client: Client) -> None:
    """An object of this tier must not hide one of the emulated tier, nor the other way round."""
    vpc = client.call("vpc.CreateVpc", RegionId="cn-hangzhou", CidrBlock="10.0.0.0/8")["VpcId"]
    client.call("vpc.CreateNatGateway", RegionId="cn-hangzhou", VpcId=vpc, Name="nat")
    answered = client.ask("vpc.DescribeVpcAttribute", RegionId="cn-hangzhou", VpcId=vpc)
    assert answered.headers["x-tfmock-tier"] == "emulated"
    assert answered.json()["CidrBlock"] == "10.0.0.0/8"


def test_a_list_of_what_the_cloud_offers(client: Client) -> None:
    zones = client.call("rds.DescribeAvailableZones", RegionId="cn-hangzhou", Engine="MySQL")["AvailableZones"]
    assert [zone["ZoneId"] for zone in zones][:2] == ["cn-hangzhou-h", "cn-hangzhou-i"]


def test_an_empty_account_has_empty_lists(client: Client) -> None:
    reply = client.call("slb.DescribeLoadBalancers", RegionId="cn-hangzhou")
    assert (reply["LoadBalancers"]["LoadBalancer"], reply["TotalCount"]) == ([], 0)


def test_rest_calls_with_json(client: Client) -> None:
    host, version = "fcv3.cn-hangzhou.aliyuncs.com", "2023-03-30"
    body = {"functionName": "hello", "runtime": "python3.10", "handler": "index.handler", "memorySize": 512}
    created = client.rest("POST", host, "/2023-03-30/functions", version, body)
    assert (created.status, created.headers["x-tfmock-tier"]) == (200, "crud")
    read = client.rest("GET", host, "/2023-03-30/functions/hello", version)
    assert read.status == 200, read.body
    found = json.loads(read.body)
    assert found["requestId"] == found["RequestId"] == read.headers["x-acs-request-id"]
    del body["functionName"]  # the provider knows it from the path
    assert {name: found[name] for name in body} == body
    client.rest("PUT", host, "/2023-03-30/functions/hello", version, {"memorySize": 1024})
    assert client.rest("GET", host, "/2023-03-30/functions/hello", version).json()["memorySize"] == 1024
    client.rest("DELETE", host, "/2023-03-30/functions/hello", version)
    assert client.rest("GET", host, "/2023-03-30/functions/hello", version).status == 404


def test_a_rest_body_that_cannot_be_read_is_refused(client: Client) -> None:
    headers = {"Authorization": f"acs {client.key}:s", "x-acs-version": "2023-03-30"}
    answered = ask(
        client.app, method="POST", path="/2023-03-30/functions", body=b"[" * 100_000, headers=headers,
        environ={"HTTP_HOST": "fcv3.cn-hangzhou.aliyuncs.com"},
    )  # fmt: skip
    assert (answered.status, answered.json()["code"]) == (400, "InvalidRequestBody")


def test_a_text_that_is_configured_whole_stays_whole(client: Client) -> None:
    """The provider also reads keys out of a role's policy, which must not take the place of the policy."""
    policy = '{ "Statement": [{"Action": "sts:AssumeRole", "Principal": {"Service": ["ecs.aliyuncs.com"]}}] }'
    client.call("ram.CreateRole", RoleName="r", AssumeRolePolicyDocument=policy)
    assert client.call("ram.GetRole", RoleName="r")["Role"]["AssumeRolePolicyDocument"] == policy


def test_lists_have_pages(client: Client) -> None:
    """The provider asks for pages until one is short: the whole list each time would never end."""
    for number in range(5):
        client.call("slb.CreateLoadBalancer", LoadBalancerName=f"lb-{number}", RegionId="cn-hangzhou")
    pages = [
        client.call("slb.DescribeLoadBalancers", RegionId="cn-hangzhou", PageSize=2, PageNumber=number)
        for number in (1, 2, 3, 4)
    ]
    assert [len(page["LoadBalancers"]["LoadBalancer"]) for page in pages] == [2, 2, 1, 0]
    assert {page["TotalCount"] for page in pages} == {5}


def test_an_object_outlives_its_parts(client: Client) -> None:
    """The provider takes access keys away before it deletes a user; without the user they are deleted as well."""
    client.call("ram.CreateUser", UserName="alice")
    key = client.call("ram.CreateAccessKey", UserName="alice")["AccessKey"]["AccessKeyId"]
    client.call("ram.DeleteAccessKey", UserName="alice", UserAccessKeyId=key)
    assert [row.type for row in crud_rows(client) if not row.deleted] == ["alicloud_ram_user"]


def test_texts_that_are_read_are_there(client: Client) -> None:
    """The provider takes some for texts without looking, and panics."""
    id = client.database(RegionId="cn-hangzhou")
    infos = client.call("rds.DescribeDBInstanceNetInfo", DBInstanceId=id)["DBInstanceNetInfos"]["DBInstanceNetInfo"]
    attributes = client.call("rds.DescribeDBInstanceAttribute", DBInstanceId=id)["Items"]["DBInstanceAttribute"]
    assert [info["ConnectionString"] for info in infos] == [attributes[0]["ConnectionString"]] != [""]


def test_what_is_gone_leaves_no_shell_in_a_list(client: Client) -> None:
    """Rules are listed within their filter: no rules must not look like a filter without rules, or the provider waits
    for the filter to be gone for ever."""
    created = client.call("vpc.CreateTrafficMirrorFilter", RegionId="cn-hangzhou")
    named = {"RegionId": "cn-hangzhou", "TrafficMirrorFilterIds": [created["TrafficMirrorFilterId"]]}
    assert len(client.call("vpc.ListTrafficMirrorFilters", named)["TrafficMirrorFilters"]) == 1
    client.call("vpc.DeleteTrafficMirrorFilter", TrafficMirrorFilterId=created["TrafficMirrorFilterId"])
    assert client.call("vpc.ListTrafficMirrorFilters", named)["TrafficMirrorFilters"] == []


def test_an_address_can_be_given_to_what_is_only_stored(client: Client) -> None:
    """EIPs are emulated and NAT gateways are not."""
    vpc = client.call("vpc.CreateVpc", RegionId="cn-hangzhou", CidrBlock="10.0.0.0/8")["VpcId"]
    nat = client.call("vpc.CreateNatGateway", RegionId="cn-hangzhou", VpcId=vpc)["NatGatewayId"]
    eip = client.call("vpc.AllocateEipAddress", RegionId="cn-hangzhou")["AllocationId"]
    given = {"RegionId": "cn-hangzhou", "AllocationId": eip, "InstanceType": "Nat"}
    with pytest.raises(RefusedError, match=r"InvalidInstanceId\.NotFound"):
        client.call("vpc.AssociateEipAddress", given, InstanceId="none")
    client.call("vpc.AssociateEipAddress", given, InstanceId=nat)
    addresses = client.call("vpc.DescribeEipAddresses", RegionId="cn-hangzhou")["EipAddresses"]["EipAddress"]
    assert [address["InstanceId"] for address in addresses] == [nat]


def test_catalogues_of_plain_values(client: Client) -> None:
    """Lists of texts, not of objects."""
    regions = client.call("rds.DescribeAvailableCrossRegion", RegionId="cn-hangzhou")["Regions"]["Region"]
    assert regions
    assert all(isinstance(region, str) for region in regions)


def test_lists_that_nobody_filled_are_empty(client: Client) -> None:
    """A value that stands for an attribute without one must not make a member of a list."""
    id = client.database(RegionId="cn-hangzhou")
    assert client.call("rds.DescribeTags", DBInstanceId=id, RegionId="cn-hangzhou")["Items"]["TagInfos"] == []
    linked = client.call("rds.DescribeInstanceLinkedWhitelistTemplate", InsName=id, RegionId="cn-hangzhou")
    assert linked["Data"]["Templates"] == []


def test_what_becomes_a_member_of_a_list_is_there(client: Client) -> None:
    """The provider asks for the template's latest version next; its SDK panics on a list with nothing in it."""
    id = client.call("ecs.CreateLaunchTemplate", RegionId="cn-hangzhou", LaunchTemplateName="t")["LaunchTemplateId"]
    shown = client.call("ecs.DescribeLaunchTemplates", RegionId="cn-hangzhou", LaunchTemplateId=[id])
    assert [template["LatestVersionNumber"] for template in shown["LaunchTemplateSets"]["LaunchTemplateSet"]] == [1]
