"""Replies and requests of REST calls that are no JSON object, and lists that the data shortens to their items."""

from __future__ import annotations

import json

import pytest

from tests.support.crud import Client
from tfmock.services.crud.rows import CrudRow

LOGS = "land.cn-hangzhou.log.aliyuncs.com"


@pytest.fixture
def project(client: Client) -> Client:
    """An account with a log project and a log store in it."""
    for path, body in {"/": {"projectName": "land"}, "/logstores": {"logstoreName": "audit", "ttl": 30}}.items():
        made = client.rest("POST", LOGS, path, "0.6.0", body)
        assert made.status == 200, made.body
    return client


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/logstores/audit/shards", b"[]"),  # the SDK reads a list and nothing around it
        ("/policy", b""),  # a text, and none is configured
    ],
)
def test_a_body_need_not_be_an_object(project: Client, path: str, body: bytes) -> None:
    answered = project.rest("GET", LOGS, path, "0.6.0")
    assert (answered.status, answered.body) == (200, body)


def test_what_is_missing_is_named(project: Client) -> None:
    """The provider makes an index only where that is what is missing, and not the log store's project."""
    missing = project.rest("GET", LOGS, "/logstores/audit/index", "0.6.0").json()
    assert missing["errorCode"] == "IndexConfigNotExist"
    other = project.rest("GET", LOGS.replace("land", "none"), "/logstores/audit/index", "0.6.0").json()
    assert other["errorCode"] == "ProjectNotExist"


@pytest.mark.parametrize("endpoint", ["cn-hangzhou.log", "cn-hangzhou-intranet.log", "sls.cn-hangzhou"])
def test_two_projects_have_stores_of_one_name(client: Client, endpoint: str) -> None:
    """The project is in the host of a request."""
    hosts = [f"{project}.{endpoint}.aliyuncs.com" for project in ("land", "sea")]
    for ttl, host in enumerate(hosts, 1):
        made = client.rest("POST", host, "/logstores", "0.6.0", {"logstoreName": "audit", "ttl": ttl})
        assert made.status == 200, made.body
    assert [client.rest("GET", host, "/logstores/audit", "0.6.0").json()["ttl"] for host in hosts] == [1, 2]
    world = client.app.extensions["tfmock.universe"].world(client.world)
    assert {row.parts for row in world.store.table(CrudRow).rows()} == {("land", "audit"), ("sea", "audit")}


def test_a_list_that_stands_in_an_object(project: Client) -> None:
    assert isinstance(project.rest("GET", LOGS, "/logstores", "0.6.0").json(), dict)


def test_a_text_is_stored_as_it_is(project: Client) -> None:
    policy = {"Version": "1", "Statement": []}
    assert project.rest("POST", LOGS, "/policy", "0.6.0", policy).status == 200
    assert project.rest("GET", LOGS, "/policy", "0.6.0").body == json.dumps(policy).encode()


def test_characters_are_split_from_a_text_and_joined_again(project: Client) -> None:
    tokens = list(" #$\n")
    index = {"line": {"caseSensitive": True, "token": tokens}}
    assert project.rest("POST", LOGS, "/logstores/audit/index", "0.6.0", index).status == 200
    assert project.rest("GET", LOGS, "/logstores/audit/index", "0.6.0").json()["line"]["token"] == tokens


def test_an_index_of_whole_lines_has_no_keys(project: Client) -> None:
    """One of line and keys makes an index be there; the other, an object, is no text."""
    index = {"line": {"caseSensitive": True, "token": [","]}}
    assert project.rest("POST", LOGS, "/logstores/audit/index", "0.6.0", index).status == 200
    assert not project.rest("GET", LOGS, "/logstores/audit/index", "0.6.0").json().get("keys")


def test_calls_of_generated_clients_are_known_by_their_path(client: Client) -> None:
    made = client.rest("POST", "cs.cn-hangzhou.aliyuncs.com", "/clusters", "2015-12-15", {"name": "apps"})
    assert made.status == 200, made.body
    found = client.rest("GET", "cs.cn-hangzhou.aliyuncs.com", f"/clusters/{made.json()['cluster_id']}", "2015-12-15")
    assert found.json()["name"] == "apps"
    # without its own id the provider takes it for another one, and waits for its own
    assert found.json()["cluster_id"] == made.json()["cluster_id"]
    assert isinstance(found.json()["meta_data"], str)
    # the provider takes the address out of the URL without looking whether it is one
    assert json.loads(found.json()["master_url"])["api_server_endpoint"].startswith("https://")


def test_a_job_is_known_whichever_type_has_the_call(client: Client) -> None:
    host, version = "cs.cn-hangzhou.aliyuncs.com", "2015-12-15"
    sent = {"name": "apps", "cluster_type": "ManagedKubernetes", "profile": "Default"}
    cluster = client.rest("POST", host, "/clusters", version, sent).json()["cluster_id"]
    job = client.rest("DELETE", host, f"/clusters/{cluster}", version).json()["task_id"]
    assert client.rest("GET", host, f"/tasks/{job}", version).json()["state"] == "success"


def test_what_is_always_sent_with_a_list_rules_out_nothing(client: Client) -> None:
    client.call("cloudfw.AddAddressBook", GroupType="ip", GroupName="office", Description="x", AddressList="10.0.0.0/8")
    shown = client.call("cloudfw.DescribeAddressBook", GroupType="all", CurrentPage="1", PageSize="50")
    assert [entry["GroupName"] for entry in shown["Acls"]] == ["office"]


def test_a_list_that_is_a_text_with_commas(client: Client) -> None:
    id = client.database(SecurityIPList="10.0.0.0/16,10.1.0.1")
    shown = client.call("rds.DescribeDBInstanceIPArrayList", DBInstanceId=id)
    (whitelist,) = shown["Items"]["DBInstanceIPArray"]
    assert (whitelist["DBInstanceIPArrayName"], whitelist["SecurityIPList"]) == ("default", "10.0.0.0/16,10.1.0.1")


@pytest.mark.parametrize("config", ["{}", '{"maxmemory-policy":"noeviction"}'])
def test_a_mapping_that_is_a_json_text(client: Client, config: str) -> None:
    made = client.call("kvstore.CreateInstance", InstanceClass="small", InstanceType="Redis")
    if config != "{}":
        client.call("kvstore.ModifyInstanceConfig", InstanceId=made["InstanceId"], Config=config)
    shown = client.call("kvstore.DescribeInstanceAttribute", InstanceId=made["InstanceId"])
    assert shown["Instances"]["DBInstanceAttribute"][0]["Config"] == config
