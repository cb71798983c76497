"""Function Compute 2.0, whose client the provider wrote by hand: services, functions, triggers, aliases, domains."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import pytest

from tests.support.crud import Client
from tests.support.crud_provider import ignore_references
from tfmock.services.common.crc64 import crc64

CODE = b"PK code of a function"
SERVICE: Mapping[str, object] = {
    "serviceName": "shop",
    "description": "",
    "role": "acs:ram::1:role/fc",
    "internetAccess": True,
    "logConfig": {
        "project": "logs",
        "logstore": "fc",
        "enableRequestMetrics": True,
        "enableInstanceMetrics": False,
    },
    "vpcConfig": {"vpcId": "vpc-1", "vSwitchIds": ["vsw-1", "vsw-2"], "securityGroupId": "sg-1"},
    "nasConfig": {"userId": 9, "groupId": 8, "mountPoints": [{"serverAddr": "nas:/a", "mountDir": "/mnt/a"}]},
    "tracingConfig": {"type": "Jaeger", "params": {"endpoint": "http://jaeger"}},
}
FUNCTION: Mapping[str, object] = {
    "functionName": "sell",
    "description": "sells",
    "runtime": "nodejs16",
    "handler": "index.handler",
    "timeout": 3,
    "memorySize": 512,
    "initializer": "",
    "initializationTimeout": 3,
    "instanceType": "e1",
    "instanceConcurrency": 2,
    "environmentVariables": {"STAGE": "test"},
    "layers": ["acs:fc:cn-hangzhou:1:layers/a/versions/1"],
    "customContainerConfig": None,
}
TIMER = {"cronExpression": "0 1 0 * * *", "enable": True, "payload": "x"}
ASYNC: Mapping[str, object] = {
    "destinationConfig": {"onSuccess": {"destination": "acs:mns:cn-hangzhou:1:/queues/done/messages"}},
    "maxAsyncEventAgeInSeconds": 60,
    "maxAsyncRetryAttempts": 0,
    "statefulInvocation": True,
}
FUNCTIONS = "/services/shop/functions"


@pytest.fixture
def shop(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An account with a service and a function."""
    ignore_references(monkeypatch)
    code = {"code": {"zipFile": base64.b64encode(CODE).decode()}}
    for path, body in (("/services", SERVICE), (FUNCTIONS, {**FUNCTION, **code})):
        made = client.functions("POST", path, body)
        assert made.status == 200, made.body
    return client


@pytest.mark.parametrize(
    ("collection", "id", "sent", "change", "gone"),
    [
        ("/services", "shop", SERVICE, {"description": "a shop", "internetAccess": False}, "ServiceNotFound"),
        (FUNCTIONS, "sell", FUNCTION, {"memorySize": 256, "environmentVariables": {}}, "FunctionNotFound"),
        (
            f"{FUNCTIONS}/sell/triggers",
            "nightly",
            {"triggerName": "nightly", "triggerType": "timer", "invocationRole": "", "triggerConfig": TIMER},
            {"triggerConfig": {**TIMER, "enable": False}},
            "TriggerNotFound",
        ),
        (
            "/services/shop/aliases",
            "live",
            {"aliasName": "live", "versionId": "1", "additionalVersionWeight": {"2": 0.5}},
            {"versionId": "2", "description": "the one"},
            "AliasNotFound",
        ),
        (
            "/custom-domains",
            "shop.example.com",
            {
                "domainName": "shop.example.com",
                "protocol": "HTTP,HTTPS",
                "routeConfig": {
                    "routes": [
                        {"path": path, "serviceName": "shop", "functionName": "sell", "qualifier": "", "methods": verbs}
                        for path, verbs in (("/a/*", ["GET", "POST"]), ("/*", ["GET"]))
                    ]
                },
                "certConfig": {"CertName": "shop", "Certificate": "---"},
            },
            {"protocol": "HTTP"},
            "DomainNameNotFound",
        ),
    ],
)
def test_life(
    shop: Client, collection: str, id: str, sent: Mapping[str, object], change: Mapping[str, object], gone: str
) -> None:
    path = f"{collection}/{id}"
    if shop.functions("GET", path).status == 404:
        assert shop.functions("POST", collection, sent).status == 200
    shown = shop.functions("GET", path).json()
    assert {name: shown.get(name) for name in sent} == dict(sent)
    assert shop.functions("PUT", path, change).status == 200
    changed = shop.functions("GET", path).json()
    assert {name: changed.get(name) for name in sent} == {**sent, **{n: v for n, v in change.items() if n in sent}}
    if not collection.endswith("aliases"):  # the provider never lists them
        lists = [value for value in shop.functions("GET", collection).json().values() if isinstance(value, list)]
        assert [id in listed.values() for (listed,) in lists] == [True]
    assert shop.functions("DELETE", path).status == 200
    absent = shop.functions("GET", path)
    assert (absent.status, absent.json()["ErrorCode"]) == (404, gone)


def test_what_is_not_configured_is_not_shown(client: Client) -> None:
    blocks = {"logConfig": None, "vpcConfig": None, "nasConfig": None}
    client.functions("POST", "/services", {"serviceName": "bare", "tracingConfig": {"type": None}, **blocks})
    shown = client.functions("GET", "/services/bare").json()
    assert not shown.keys() & blocks.keys()
    assert (shown.get("tracingConfig") or {}).get("type") is None
    assert shown["serviceId"] == client.functions("GET", "/services/bare").json()["serviceId"] != ""


def test_tags_are_kept_by_the_arn_and_not_shown(shop: Client) -> None:
    """The provider reads them as none, and would set them again at each plan."""
    arn = f"acs:fc:cn-hangzhou:{shop.account}:services/shop"
    for tags in ({"team": "a", "cost": "b"}, {"team": "c"}):
        assert shop.functions("POST", "/tag", {"resourceArn": arn, "tags": tags}).status == 200
    assert shop.attributes("alicloud_fc_service")["tags"] == {"team": "c", "cost": "b"}
    assert shop.functions("DELETE", "/tag", {"resourceArn": arn, "tagKeys": ["cost"]}).status == 200
    assert shop.attributes("alicloud_fc_service")["tags"] == {"team": "c"}
    assert "tags" not in shop.functions("GET", "/services/shop").json()


def test_a_service_has_no_versions_to_be_deleted_first(shop: Client) -> None:
    assert shop.functions("POST", "/services/shop/versions", {"description": ""}).status == 200
    assert shop.functions("GET", "/services/shop/versions").json()["versions"] == []


def test_the_checksum_is_that_of_the_code(shop: Client) -> None:
    assert shop.functions("GET", f"{FUNCTIONS}/sell").json()["codeChecksum"] == crc64(CODE)
    newer = base64.b64encode(CODE * 2).decode()
    shop.functions("PUT", f"{FUNCTIONS}/sell", {"code": {"zipFile": newer}})
    assert shop.functions("GET", f"{FUNCTIONS}/sell").json()["codeChecksum"] == crc64(CODE * 2)


def test_code_may_be_larger_than_other_requests(shop: Client) -> None:
    code = base64.b64encode(b"0" * (3 << 20)).decode()
    sent = {**FUNCTION, "functionName": "large", "code": {"zipFile": code}}
    assert shop.functions("POST", FUNCTIONS, sent).status == 200


@pytest.mark.parametrize("qualifier", ["", ".LATEST"])
def test_asynchronous_invocations(shop: Client, qualifier: str) -> None:
    path = f"/services/shop{qualifier}/functions/sell/async-invoke-config"
    assert shop.functions("PUT", path, ASYNC).status == 200
    shown = shop.functions("GET", path).json()
    assert {name: shown[name] for name in ASYNC} == dict(ASYNC)
    assert (shown["service"], shown["function"], shown["qualifier"]) == ("shop", "sell", "LATEST")
    shop.functions("PUT", path, {**ASYNC, "maxAsyncRetryAttempts": 2})
    assert shop.functions("GET", path).json()["maxAsyncRetryAttempts"] == 2
    assert shop.functions("DELETE", path).status == 200
    assert shop.functions("GET", path).json()["ErrorCode"] == "AsyncConfigNotExists"


def test_zones_are_those_of_the_region(client: Client) -> None:
    zones = client.functions("GET", "/account-settings").json()["availableAZs"]
    assert zones
    assert all(zone.startswith("cn-hangzhou-") for zone in zones)
