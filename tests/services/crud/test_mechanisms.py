"""How what was sent comes back: one case for each kind of request or reply that needs a rule of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.support.crud import Client
from tests.support.crud_provider import ignore_checks
from tests.support.lab import Json
from tfmock.services.crud import paths

#: Calls, and what the reply to the last one holds at some paths; ``{x}`` in a call is field x of an earlier reply.
Case = tuple[Sequence[tuple[str, Json]], dict[str, Any]]

_KEY = {"WorkspaceId": "ws-1", "KeyName": "k"}
_GROUP = {"DBType": "MySQL", "DBVersion": "8.0", "ParameterGroupName": "g", "Parameters": '{"a":"1","b":"2"}'}
_SCALING = {"MinSize": 1, "MaxSize": 2, "VSwitchIds": ["vsw-a", "vsw-b"]}
_BACKENDS = "[{'ServerId':'i-1','Weight':'90', 'Type': 'ecs'},{'ServerId':'i-2','Weight':'80', 'Type': 'ecs'}]"
_SDC = [{"Code": "SDC", "Value": "3"}, {"Code": "sddp_version", "Value": "version_dlp"}]
_TAG = {"Key": "k", "Value": "v"}
_DOMAINS = "ModifyDcdnWafPolicyDomains"
_CONNECTION = {"DBClusterId": "am-1", "ConnectionStringPrefix": "front"}
_SERVERS = "BackendServers.BackendServer"

CASES: dict[str, Case] = {
    "a computed field that is called as a part of the id is that part": (
        [("gpdb.CreateApiKey", _KEY), ("gpdb.GetApiKey", {"KeyId": "{KeyId}"})],
        {"KeyName": "k"},
    ),
    "keys of JSON text that are values of the configuration": (
        [
            ("polardb.CreateParameterGroup", _GROUP),
            ("polardb.DescribeParameterGroup", {"ParameterGroupId": "{ParameterGroupId}"}),
        ],
        {
            "ParameterGroup[0].ParameterDetail[1].ParamName": "b",
            "ParameterGroup[0].ParameterDetail[1].ParamValue": "2",
        },
    ),
    "JSON text that the provider puts together itself": (
        [
            ("slb.CreateLoadBalancer", {"LoadBalancerName": "lb"}),
            ("slb.AddBackendServers", {"LoadBalancerId": "{LoadBalancerId}", "BackendServers": _BACKENDS}),
            ("slb.DescribeLoadBalancerAttribute", {"LoadBalancerId": "{LoadBalancerId}"}),
        ],
        # An address that is made up for a member of a set would make it another one
        {
            f"{_SERVERS}[1].ServerId": "i-2",
            f"{_SERVERS}[1].Weight": 80,
            f"{_SERVERS}[2].ServerId": None,
            f"{_SERVERS}[1].ServerIp": "",
        },
    ),
    "a list within the only item of a list": (
        [
            ("ess.CreateScalingGroup", _SCALING),
            ("ess.DescribeScalingGroups", {"ScalingGroupId.1": "{ScalingGroupId}"}),
        ],
        {
            "ScalingGroups.ScalingGroup[0].VSwitchIds.VSwitchId[0]": "vsw-a",
            "ScalingGroups.ScalingGroup[0].VSwitchIds.VSwitchId[1]": "vsw-b",
        },
    ),
    "one action that binds and unbinds: bound": (
        [
            (f"dcdn.{_DOMAINS}", {"PolicyId": "1", "BindDomains": "a.example"}),
            ("dcdn.DescribeDcdnWafPolicyDomains", {"PolicyId": "1"}),
        ],
        {"Domains[0].DomainName": "a.example"},
    ),
    "one action that binds and unbinds: unbound": (
        [
            (f"dcdn.{_DOMAINS}", {"PolicyId": "1", "BindDomains": "a.example"}),
            (f"dcdn.{_DOMAINS}", {"PolicyId": "1", "UnbindDomains": "a.example"}),
            ("dcdn.DescribeDcdnWafPolicyDomains", {"PolicyId": "1"}),
        ],
        {"Domains": []},
    ),
    "a parameter that the provider makes of another attribute where the user names none": (
        [
            ("adb.AllocateClusterPublicConnection", _CONNECTION),
            ("adb.DescribeDBClusterNetInfo", {"DBClusterId": "am-1"}),
        ],
        {"Items.Address[0].NetType": "Public"},
    ),
    "of several words that end a wait the one that the user chose": (
        [
            ("cloudfw.CreateSecurityProxy", {"ProxyName": "nat"}),
            ("cloudfw.SwitchSecurityProxy", {"ProxyId": "{ProxyId}", "Switch": "close"}),
            ("cloudfw.DescribeNatFirewallList", {"ProxyId": "{ProxyId}"}),
        ],
        {"NatFirewallList[0].ProxyStatus": "closed"},
    ),
    "a field that is read into two attributes shows the one that was configured": (
        [
            ("bss.CreateInstance", {"ProductCode": "sddp", "ProductType": "sddp_pre", "Parameter": _SDC}),
            ("sddp.DescribeUserStatus", {}),
        ],
        {"UserStatus.InstanceNum": 3},
    ),
    "text that two attributes are sent as: what is read in parts is shown": (
        [
            ("cms.CreateSiteMonitor", {"TaskName": "t", "OptionsJson": '{"assertions":[{"target":"300"}]}'}),
            ("cms.DescribeSiteMonitorAttribute", {"TaskId": "{TaskId}"}),
        ],
        {"SiteMonitors.OptionJson.assertions.assertions[0].target": "300"},
    ),
    "tags that are read pair by pair": (
        [
            ("alidns.AddDomain", {"DomainName": "a.example"}),
            ("alidns.TagResources", {"ResourceType": "DOMAIN", "ResourceId": ["a.example"], "Tag": [_TAG]}),
            ("alidns.ListTagResources", {"ResourceType": "DOMAIN", "ResourceId": ["a.example"]}),
        ],
        {"TagResources[0].TagKey": "k", "TagResources[0].TagValue": "v"},
    ),
    "a word by which the provider knows that nothing is there": (
        [("arms.DescribeEnvironment", {"EnvironmentId": "env-none"})],
        {"Code": "404"},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_was_sent_comes_back(client: Client, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    ignore_checks(monkeypatch)
    calls, expected = case
    said: dict[str, str] = {}
    reply: Json = {}
    for action, params in calls:
        reply = client.call(action, {name: _filled(value, said) for name, value in params.items()})
        said |= {name: value for name, value in _fields(reply).items() if value}
    shown = {path: paths.first(reply, path) for path in expected}
    assert shown == {path: _filled(value, said) for path, value in expected.items()}


def _filled(value: Any, said: dict[str, str]) -> Any:
    is_field = isinstance(value, str) and value[:1] == "{" and '"' not in value
    return said[value[1:-1]] if is_field else value


def _fields(reply: object) -> dict[str, str]:
    """Texts of a reply by their names, wherever they stand."""
    if isinstance(reply, list):
        return {name: text for member in reply for name, text in _fields(member).items()}
    if not isinstance(reply, dict):
        return {}
    found = {name: value for name, value in reply.items() if isinstance(value, str)}
    for value in reply.values():
        found = {**_fields(value), **found}
    return found
