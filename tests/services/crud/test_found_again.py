"""The provider finds what it made: the fields that it looks for an object by, and those that it cannot do without."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.support.crud import Client
from tests.support.crud_provider import ignore_checks
from tests.support.lab import Json, RefusedError
from tfmock.services.crud import paths
from tfmock.services.crud.contracts import Contracts
from tfmock.services.crud.lists import complete_items
from tfmock.services.crud.request import CrudRequest

REGION = {"RegionId": "cn-hangzhou"}
ACCOUNT = {**REGION, "DBInstanceId": "rm-1", "AccountName": "ann"}

#: Name -> calls in order, and path -> value of the last reply. ``$1.A.B`` is a field of the first reply.
CASES: dict[str, tuple[list[tuple[str, Json]], Json]] = {
    "a computed attribute that is the id": (
        [
            ("cloudsso.CreateUser", {"DirectoryId": "d-1", "UserName": "ann"}),
            ("cloudsso.GetUser", {"DirectoryId": "d-1", "UserId": "$1.User.UserId"}),
        ],
        {"User.UserId": "$1.User.UserId", "User.UserName": "ann"},
    ),
    "a list by what a task was asked for by": (
        [
            ("sgw.CreateGateway", {"Name": "files", "Type": "File", "Location": "Cloud"}),
            ("sgw.DeployGateway", {"GatewayId": "$1.GatewayId"}),
            ("sgw.DescribeTasks", {"TargetId": "$1.GatewayId", "TaskId": "$2.TaskId"}),
        ],
        {"Tasks.SimpleTask[].TaskId": "$2.TaskId", "Tasks.SimpleTask[].StateCode": "task.state.completed"},
    ),
    "an item that is compared with a part of the id": (
        [
            ("adcp.AttachClusterToHub", {"ClusterId": "hub", "ClusterIds": '["member"]'}),
            ("adcp.DescribeManagedClusters", {"ClusterId": "hub"}),
        ],
        {"Clusters[].Cluster.ClusterID": "member"},
    ),
    "one action that binds and unbinds": (
        [
            ("dcdn.ModifyDcdnWafPolicyDomains", {"PolicyId": "12", "BindDomains": "a.example.com"}),
            ("dcdn.DescribeDcdnWafPolicyDomains", {"PolicyId": "12"}),
        ],
        {"Domains[].DomainName": "a.example.com"},
    ),
    "another list of the same objects": (
        [
            ("ess.CreateScalingGroup", {**REGION, "MinSize": "0", "MaxSize": "1"}),
            ("ess.CreateScalingConfiguration", {**REGION, "ScalingGroupId": "$1.ScalingGroupId", "ImageId": "m-1"}),
            ("ess.DescribeScalingConfigurations", {**REGION, "ScalingGroupId": "$1.ScalingGroupId"}),
        ],
        {
            "ScalingConfigurations.ScalingConfiguration[].ScalingConfigurationId": "$2.ScalingConfigurationId",
            "ScalingConfigurations.ScalingConfiguration[].LifecycleState": "Inactive",
        },
    ),
    "an id that two actions can make": (
        [
            ("eais.AttachEaisEi", {**REGION, "EiInstanceId": "eais-1", "ClientInstanceId": "i-1"}),
            ("eais.DescribeEais", {**REGION, "ElasticAcceleratedInstanceIds": ["eais-1"]}),
        ],
        {"Instances.Instance[].ClientInstanceId": "i-1"},
    ),
    "the number of what is one object": (
        [
            ("cloudfw.CreateVpcFirewallConfigure", {"VpcFirewallName": "wall", "FirewallSwitch": "open"}),
            ("cloudfw.DescribeVpcFirewallList", {"VpcFirewallId": "$1.VpcFirewallId"}),
        ],
        {"TotalCount": 1},
    ),
    "privileges in a list of databases": (
        [
            ("rds.CreateDatabase", {**REGION, "DBInstanceId": "rm-1", "DBName": "shop", "CharacterSetName": "utf8"}),
            (
                "rds.GrantAccountPrivilege",
                {**ACCOUNT, "DBName": "shop", "AccountPrivilege": "ReadOnly"},
            ),
            ("rds.DescribeDatabases", {**REGION, "DBInstanceId": "rm-1", "DBName": "shop"}),
        ],
        {
            "Databases.Database[].DBName": "shop",
            "Databases.Database[].Accounts.AccountPrivilegeInfo[].Account": "ann",
            "Databases.Database[].Accounts.AccountPrivilegeInfo[].AccountPrivilege": "ReadOnly",
        },
    ),
    "a text that holds JSON is not there rather than empty": (
        [
            ("ecs.CreateAutoSnapshotPolicy", {"timePoints": '["1"]', "repeatWeekdays": '["2"]', "retentionDays": "3"}),
            ("ecs.DescribeAutoSnapshotPolicyEx", {**REGION, "AutoSnapshotPolicyId": "$1.AutoSnapshotPolicyId"}),
        ],
        {
            "AutoSnapshotPolicies.AutoSnapshotPolicy[].TimePoints": '["1"]',
            "AutoSnapshotPolicies.AutoSnapshotPolicy[].TargetCopyRegions": None,
        },
    ),
}  # fmt: skip


def filled(value: Any, replies: list[Json]) -> Any:
    """A value with ``$1.A`` replaced by what the first reply says."""
    if isinstance(value, dict):
        return {name: filled(member, replies) for name, member in value.items()}
    if isinstance(value, str) and value.startswith("$"):
        number, _, path = value[1:].partition(".")
        return paths.first(replies[int(number) - 1], path)
    return value


@pytest.mark.parametrize("name", CASES)
def test_the_provider_finds_what_it_made(client: Client, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ignore_checks(monkeypatch)
    sequence, expected = CASES[name]
    replies: list[Json] = []
    for action, parameters in sequence:
        replies.append(client.call(action, filled(parameters, replies)))
    assert {path: paths.first(replies[-1], path) for path in expected} == filled(expected, replies)
    for path in expected:
        assert len(paths.find(replies[-1], path)) <= 1, f"{path}: more than one item"


def test_an_item_that_another_type_shows_has_what_the_provider_asserts(client: Client) -> None:
    """A type assertion without a check panics, whichever type's object the item is."""
    roles = [role for role in Contracts().roles("2014-08-15", "DescribeAccounts", "") if not role.type.is_data_source]
    reply: Json = {"Accounts": {"DBInstanceAccount": [{"AccountName": "ann"}]}}
    world = client.app.extensions["tfmock.universe"].world(client.world)
    settings = SimpleNamespace(call=SimpleNamespace(world=world, region="cn-hangzhou"))
    complete_items(cast("CrudRequest", settings), reply, roles)
    account = reply["Accounts"]["DBInstanceAccount"][0]
    assert account["AccountName"] == "ann"
    assert account["AccountStatus"] == "Available", "the word that is waited for"


def test_unbinding_ends_what_the_same_action_began(client: Client) -> None:
    client.call("dcdn.ModifyDcdnWafPolicyDomains", PolicyId="12", BindDomains="a.example.com")
    client.call("dcdn.ModifyDcdnWafPolicyDomains", PolicyId="12", UnbindDomains="a.example.com")
    assert client.call("dcdn.DescribeDcdnWafPolicyDomains", PolicyId="12")["Domains"] == []


def test_what_belongs_to_a_gone_object_is_an_error_and_no_empty_list(client: Client) -> None:
    id = client.call("ecr.CreateExpressConnectRouter", AlibabaSideAsn="65532")["EcrId"]
    read = "ecr.DescribeInstanceGrantedToExpressConnectRouter"
    assert client.call(read, EcrId=id)["EcrGrantedInstanceList"] == []
    client.call("ecr.DeleteExpressConnectRouter", EcrId=id)
    with pytest.raises(RefusedError) as refused:
        client.call(read, EcrId=id)
    assert refused.value.code == "ResourceNotFound.EcrId"


def test_what_is_left_of_a_member_does_not_answer_for_its_gone_hub(client: Client) -> None:
    """Detaching waits for the hub to run again: of a member that is gone that word is still shown."""
    hub = client.call("adcp.CreateHubCluster", Name="hub")["ClusterId"]
    member = {"ClusterId": hub, "ClusterIds": '["member"]'}
    client.call("adcp.AttachClusterToHub", member)
    client.call("adcp.DetachClusterFromHub", member)
    assert client.call("adcp.DescribeHubClusterDetails", ClusterId=hub)["Cluster"]["ClusterInfo"]["State"] == "running"
    client.call("adcp.DeleteHubCluster", ClusterId=hub)
    with pytest.raises(RefusedError) as refused:
        client.call("adcp.DescribeHubClusterDetails", ClusterId=hub)
    assert refused.value.code == "Cluster.NotFound"


def test_privileges_go_with_their_account(client: Client) -> None:
    """Their id begins with the account's: no part of it was made by the cloud."""
    client.call("rds.CreateAccount", {**ACCOUNT, "AccountPassword": "Secret_1"})
    client.call("rds.GrantAccountPrivilege", {**ACCOUNT, "DBName": "shop", "AccountPrivilege": "ReadOnly"})
    client.call("rds.DeleteAccount", ACCOUNT)
    with pytest.raises(RefusedError) as refused:
        client.call("rds.DescribeAccounts", ACCOUNT)
    assert refused.value.code == "InvalidDBInstanceId.NotFound"


def test_the_last_page_has_no_token(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ignore_checks(monkeypatch)
    host, version = "sae.cn-hangzhou.aliyuncs.com", "2019-05-06"
    made = client.rest("POST", host, "/pop/v1/sam/app/createApplication", version, {"AppName": "x"}).json()
    query = f"ResourceIds=%5B%22{made['Data']['AppId']}%22%5D&ResourceType=application&RegionId=cn-hangzhou"
    assert "NextToken" not in client.rest("GET", host, "/tags", version, query=query).json()


def test_success_is_200_though_another_call_expects_a_failure(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ignore_checks(monkeypatch)
    host, version = "edas.cn-hangzhou.aliyuncs.com", "2017-08-01"
    query = "ClusterName=x&ClusterType=2&NetworkMode=2"
    made = client.rest("POST", host, "/pop/v5/resource/cluster", version, query=query).json()
    id = made["Cluster"]["ClusterId"]
    read = client.rest("GET", host, "/pop/v5/resource/cluster", version, query=f"ClusterId={id}").json()
    assert (made["Code"], read["Code"]) == (200, 200)


def test_a_setting_that_is_read_before_it_is_changed_is_there(client: Client) -> None:
    before = client.call("mns.GetEndpointAttribute", EndpointType="public")["Data"]
    client.call("mns.EnableEndpoint", EndpointType="public")
    after = client.call("mns.GetEndpointAttribute", EndpointType="public")["Data"]
    assert (before["EndpointEnabled"], after["EndpointEnabled"]) == (False, True)


def test_a_call_about_no_object_succeeds(client: Client) -> None:
    """The provider synchronizes before it creates: there is nothing that could be missing."""
    answered = client.rest(
        "GET", "edas.cn-hangzhou.aliyuncs.com", "/pop/v5/resource/pop_sync_resource", "2017-08-01", query="Type=ecs"
    )
    assert (answered.status, answered.json().get("Code")) == (200, 200)


@pytest.fixture
def _without_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    ignore_checks(monkeypatch)


@pytest.mark.parametrize(
    ("service", "create", "id", "read", "expected"),
    [
        (  # the provider reads three texts out of it and does not look whether they are there
            ("cs.cn-hangzhou.aliyuncs.com", "2015-12-15"), "/clusters", "cluster_id",
            "/k8s/{}/user_config?PrivateIpAddress=false",
            "config@json.clusters[].cluster.certificate-authority-data",
        ),
        (  # creating ends with updating, and that waits
            ("sae.cn-hangzhou.aliyuncs.com", "2019-05-06"), "/pop/v1/sam/app/createApplication", "Data.AppId",
            "/pop/v1/sam/app/describeApplicationStatus?AppId={}", "Data.LastChangeOrderStatus",
        ),
        (  # waits for the configured status, or for this word
            ("metrics.cn-hangzhou.aliyuncs.com", "2024-03-30"), "/prometheus-instances/p-1/agg-task-groups",
            "aggTaskGroupId", "/prometheus-instances/p-1/agg-task-groups/{}", "aggTaskGroup.status",
        ),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("_without_checks")
def test_what_is_read_over_rest(
    client: Client, service: tuple[str, str], create: str, id: str, read: str, expected: str
) -> None:
    host, version = service
    made = client.rest("POST", host, create, version, {"name": "x", "cluster_type": "ManagedKubernetes"})
    assert made.status == 200, made.body
    path, _, query = read.format(paths.first(made.json(), id)).partition("?")
    reply = client.rest("GET", host, path, version, query=query).json()
    if "@json" in expected:
        text, _, rest = expected.partition("@json.")
        reply, expected = json.loads(reply[text]), rest
    words = {"Data.LastChangeOrderStatus": "SUCCESS", "aggTaskGroup.status": "Running"}
    found = paths.first(reply, expected)
    assert found == words[expected] if expected in words else found
