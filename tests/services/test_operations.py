"""Every operation with the official SDK against a running server: a good call and a bad one."""

from __future__ import annotations

import importlib
import re
from typing import Any, Final

import pytest

from tests.conftest import Served
from tests.support.lab import ALICE, HANGZHOU, VERSIONS, Json, Net
from tests.support.services.cases import Case
from tests.support.services.operations import CASES
from tests.support.services.operations_vpc import ALWAYS_REFUSED
from tfmock.protocol.protocol import Protocol
from tfmock.services.registry import all_operations

#: No SDK has it: the spelling is the Terraform provider's. That of CDT is not among the test dependencies; its models
#: were looked at.
NOT_IN_SDK: Final = frozenset(
    {
        "ResourceManager.UnTagResources",
        *(f"CDT.{action}Service{rest}" for action, rest in (
            ("GetCdt", "Status"), ("GetCdtCb", "Status"), ("OpenCdt", ""), ("OpenCdtCb", ""))),
    }
)  # fmt: skip

#: Fields that tfmock answers beyond what the SDK declares. Clients ignore what they do not know, and each is declared
#: for a sister action, so they stay.
UNDECLARED: Final = {
    "Cms.DescribeMetricRuleList": frozenset({".Alarms.Alarm[].Interval"}),  # provider: reads it since 1.256
    "Location.DescribeEndpoints": frozenset({".Endpoints.Endpoint[].ServiceCode"}),
    "ResourceManager.ListResourceGroups": frozenset({".ResourceGroups.ResourceGroup[].RegionStatuses"}),
    "ResourceManager.UpdateResourceGroup": frozenset({".ResourceGroup.Status", ".ResourceGroup.RegionStatuses"}),
    "Vpc.CreateDefaultVpc": frozenset({".ResourceGroupId"}),
    "Vpc.CreateNetworkAcl": frozenset(
        {
            ".NetworkAclAttribute.OwnerId",
            ".NetworkAclAttribute.Tags",
            *(
                f".NetworkAclAttribute.{direction}AclEntries.{direction}AclEntry[].{name}"
                for direction in ("Ingress", "Egress")
                for name in ("IpVersion", "EntryType")
            ),
        }
    ),
    "Vpc.DescribeEipAddresses": frozenset({".EipAddresses.EipAddress[].AvailableRegions"}),  # provider: reads it
    "Vpc.DescribeVSwitchAttributes": frozenset({".CloudResources"}),
    "Vpc.DescribeVpcAttribute": frozenset({".CenStatus", ".NatGatewayIds", ".RouterTableIds"}),
    "Vpc.DescribeVpcs": frozenset({".Vpcs.Vpc[].ClassicLinkEnabled"}),
}

GOOD = [case for case in CASES if case.name not in ALWAYS_REFUSED]
IN_SDK = [case for case in CASES if case.name not in NOT_IN_SDK]


def name_of(case: Case) -> str:
    return case.name


def test_every_operation_has_a_case() -> None:
    rpc = [op for op in all_operations() if op.protocol is Protocol.RPC]  # the others: tests/services/oss, .../ots
    assert {case.name for case in CASES} == {f"{op.product}.{op.action}" for op in rpc}
    # the other products there are of the CRUD tier
    assert {op.product: op.version for op in rpc}.items() <= VERSIONS.items()


class Sdk:
    """The official SDK of a product, called by the API's own names."""

    def __init__(self, product: str, endpoint: str, key: str) -> None:
        package = f"alibabacloud_{product.lower()}{VERSIONS[product].replace('-', '')}"
        self.models: Any = importlib.import_module(f"{package}.models")
        config = importlib.import_module("alibabacloud_tea_openapi.models").Config(
            access_key_id=key, access_key_secret="secret", endpoint=endpoint, protocol="HTTP", region_id=HANGZHOU
        )
        self._client = importlib.import_module(f"{package}.client").Client(config)
        self._runtime = importlib.import_module("alibabacloud_tea_util.models").RuntimeOptions(
            autoretry=False, max_attempts=1, read_timeout=5000, connect_timeout=5000
        )

    def __call__(self, action: str, params: Json) -> Json:
        methods = {name.replace("_", ""): name for name in dir(self._client)}
        method = getattr(self._client, methods[f"{action.lower()}withoptions"])
        arguments = [self.request(action, params)] if f"{action}Request" in self.names else []
        answered = method(*arguments, self._runtime)
        assert getattr(answered, "status_code", 200) == 200  # Location's SDK is too old to tell
        body: Json = answered.body.to_map()
        return body

    @property
    def names(self) -> frozenset[str]:
        return frozenset(vars(self.models))

    def request(self, action: str, params: Json) -> Any:
        return getattr(self.models, f"{action}Request")().from_map(params)


def client(case: Case, served: Served, net: Net, account: str) -> Sdk:
    return Sdk(case.product, served.running.url.removeprefix("http://"), net.lab.key(account))


@pytest.mark.parametrize("case", [case for case in GOOD if case in IN_SDK], ids=name_of)
def test_good_call_by_sdk(case: Case, served: Served, served_net: Net) -> None:
    params = {"RegionId": HANGZHOU, **case.good(served_net)}
    reply = client(case, served, served_net, case.by)(case.action, params)
    actual, expected = case.then(served_net, reply)
    assert actual == expected
    assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", reply["RequestId"])


@pytest.mark.parametrize("case", IN_SDK, ids=name_of)
def test_bad_call_by_sdk(case: Case, served: Served, served_net: Net) -> None:
    from Tea.exceptions import TeaException

    params = {"RegionId": HANGZHOU, **case.bad(served_net)}
    sdk = client(case, served, served_net, ALICE)
    if f"{case.action}Request" not in sdk.names or _lost(params, sdk.request(case.action, params).to_map()):
        pytest.skip("the SDK's model has no such parameter; test_bad_call sends it raw")
    before = served_net.lab.snapshot()
    with pytest.raises(TeaException) as refused:
        sdk(case.action, params)
    assert (refused.value.code, refused.value.statusCode) == (case.code, case.status)
    assert served_net.lab.snapshot() == before


@pytest.mark.parametrize("case", GOOD, ids=name_of)
def test_good_call(case: Case, net: Net) -> None:
    reply = net.lab.call(case.name, case.good(net), by=case.by)
    actual, expected = case.then(net, reply)
    assert actual == expected


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_bad_call(case: Case, net: Net) -> None:
    refused = net.lab.refusal(case.name, case.bad(net))
    assert (refused.code, refused.status) == (case.code, case.status)
    assert set(refused.envelope) == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert all(isinstance(value, str) and value for value in refused.envelope.values())


@pytest.mark.parametrize("case", [case for case in GOOD if case in IN_SDK], ids=name_of)
def test_sdk_knows_every_field_of_the_reply(case: Case, net: Net) -> None:
    """What the SDK's model drops is misspelt, or of the wrong shape."""
    reply = net.lab.call(case.name, case.good(net), by=case.by)
    sdk = Sdk(case.product, "localhost", net.lab.key())
    read = getattr(sdk.models, f"{case.action}ResponseBody")().from_map(reply).to_map()
    assert set(_lost(reply, read)) == UNDECLARED.get(case.name, frozenset())


def _lost(sent: Any, read: Any, path: str = "") -> list[str]:
    if isinstance(sent, dict):
        if not isinstance(read, dict):
            return [path]
        return [
            lost
            for name, value in sent.items()
            for lost in ([f"{path}.{name}"] if name not in read else _lost(value, read[name], f"{path}.{name}"))
        ]
    if isinstance(sent, list):
        return [lost for a, b in zip(sent, read, strict=True) for lost in _lost(a, b, f"{path}[]")]
    return [] if sent == read else [path]
