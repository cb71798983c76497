"""What can be known of a call is checked before it changes anything, and what the provider sends is not refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
from flask import Flask

from tests.support.crud import Client
from tests.support.crud_provider import SimulatedProvider, configuration, ignore_references
from tests.support.lab import ALICE, BOB, Json, RefusedError
from tfmock.core.universe import Universe
from tfmock.protocol.errors import ApiError
from tfmock.services.crud.contracts import installed_contracts
from tfmock.services.crud.engine import CrudEngine
from tfmock.services.crud.rows import CrudRow
from tfmock.services.registry import Registry, all_operations

#: An action and its parameters.
Call: TypeAlias = tuple[str, Json]

HANGZHOU = {"RegionId": "cn-hangzhou"}


@dataclass(frozen=True, kw_only=True)
class World:
    """An account with one of each that others name.

    Attributes:
        ids: kind -> id.
    """

    client: Client
    ids: Mapping[str, str]

    def call(self, action: str, params: Mapping[str, Any] | None = None, /, **more: object) -> Json:
        """Call with the ids of ``<kind>`` filled in."""
        return self.client.call(action, self._filled({**(params or {}), **more}))

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._filled(member) for key, member in value.items()}
        if isinstance(value, list):
            return [self._filled(member) for member in value]
        if isinstance(value, str):
            for kind, id in self.ids.items():
                value = value.replace(f"<{kind}>", id)
        return value


def make_world(client: Client) -> World:
    vpc = client.vpc()
    zone = "cn-hangzhou-h"
    vswitch = client.call("vpc.CreateVSwitch", VpcId=vpc, ZoneId=zone, CidrBlock="10.0.0.0/24")["VSwitchId"]
    other_vpc = client.vpc()
    away = client.call("vpc.CreateVSwitch", VpcId=other_vpc, ZoneId=zone, CidrBlock="10.0.0.0/24")["VSwitchId"]
    group = client.call("ecs.CreateSecurityGroup", HANGZHOU, VpcId=vpc)["SecurityGroupId"]
    key = client.call("kms.CreateKey", HANGZHOU)["KeyMetadata"]["KeyId"]
    client.call("kms.CreateAlias", HANGZHOU, AliasName="alias/mine", KeyId=key)
    client.call("ram.CreateRole", RoleName="runner", AssumeRolePolicyDocument="{}")
    client.call("ram.CreateUser", UserName="alice")
    client.call("ram.CreatePolicy", PolicyName="reading", PolicyDocument="{}")
    servers = client.call("alb.CreateServerGroup", ServerGroupName="web", VpcId=vpc)["ServerGroupId"]
    resources = client.call("resourcemanager.CreateResourceGroup", Name="team", DisplayName="Team")
    ids = {
        "vpc": vpc, "vswitch": vswitch, "vswitch elsewhere": away, "security group": group, "key": key,
        "account": ALICE, "server group": servers,
        "resource group": resources["ResourceGroup"]["Id"], "database": client.database(**HANGZHOU),
    }  # fmt: skip
    return World(client=client, ids=ids)


@pytest.fixture
def world(client: Client) -> World:
    return make_world(client)


def objects(client: Client) -> list[CrudRow]:
    """What the CRUD tier stores in a client's world."""
    rows: list[CrudRow] = client.app.extensions["tfmock.universe"].world(client.world).store.table(CrudRow).rows()
    return rows


NAT: Call = ("vpc.CreateNatGateway", {"NatType": "Enhanced", "VpcId": "<vpc>", "VSwitchId": "<vswitch>", **HANGZHOU})
REDIS: Call = ("kvstore.CreateInstance", {"InstanceClass": "small", "InstanceType": "Redis", **HANGZHOU})
DATABASE: Call = (
    "rds.CreateDBInstance",
    {
        "Engine": "MySQL", "EngineVersion": "8.0", "DBInstanceClass": "small", "DBInstanceStorage": 20, **HANGZHOU,
    },
)  # fmt: skip
BALANCER: Call = (
    "alb.CreateLoadBalancer",
    {
        "AddressType": "Intranet", "LoadBalancerEdition": "Standard", "VpcId": "<vpc>", **HANGZHOU,
        "ZoneMappings": [{"ZoneId": "cn-hangzhou-h", "VSwitchId": "<vswitch>"}],
    },
)  # fmt: skip
ATTACHMENT: Call = ("ram.AttachPolicyToRole", {"PolicyType": "Custom", "PolicyName": "reading", "RoleName": "runner"})
CLASSIC: Call = ("slb.CreateLoadBalancer", {"AddressType": "intranet", **HANGZHOU})
LISTENER: Call = (
    "alb.CreateListener",
    {
        "LoadBalancerId": "alb-1", "ListenerProtocol": "HTTP", "ListenerPort": 80,
        "DefaultActions": [
            {
                "Type": "ForwardGroup",
                "ForwardGroupConfig": {"ServerGroupTuples": [{"ServerGroupId": "<server group>"}]},
            }
        ],
    },
)  # fmt: skip
ACCOUNT: Call = (
    "rds.CreateAccount",
    {"DBInstanceId": "<database>", "AccountName": "app", "AccountPassword": "Aa123456!"},
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A call with a value that it takes, and the answer to one that it does not take.

    Attributes:
        call: the action and its other parameters.
        parameter: which gets ``good`` or ``bad``; None leaves it out.
    """

    call: Call
    parameter: str
    good: Any
    bad: Any
    status: int
    code: str


MISSING = {
    "a required parameter": Case(
        call=DATABASE, parameter="Engine", good="MySQL", bad=None, status=400, code="MissingEngine"
    ),
    "one of a product with own words": Case(
        call=BALANCER, parameter="AddressType", good="Intranet", bad=None, status=400, code="MissingParam.AddressType"
    ),
    "what is changed": Case(
        call=("kms.UpdateKeyDescription", {"Description": "x"}), parameter="KeyId", good="<key>", bad=None, status=400,
        code="MissingKeyId",
    ),
}  # fmt: skip
VALUES = {
    "an enumeration": Case(
        call=CLASSIC, parameter="AddressType", good="internet", bad="outernet", status=400, code="InvalidParameter"
    ),
    "an enumeration of a product with own words": Case(
        call=BALANCER, parameter="AddressType", good="Internet", bad="Outernet", status=400,
        code="IllegalParam.AddressType",
    ),
    "a number that is too small": Case(
        call=CLASSIC, parameter="Bandwidth", good=5, bad=-7, status=400, code="InvalidParameter",
    ),
}  # fmt: skip
REFERENCES = {
    "a VPC": Case(call=NAT, parameter="VpcId", good="<vpc>", bad="vpc-gone", status=404, code="InvalidVpcId.NotFound"),
    "what is no VPC": Case(
        call=NAT, parameter="VpcId", good="<vpc>", bad="<vswitch>", status=404, code="InvalidVpcId.NotFound"
    ),
    "a VPC of a product with own words": Case(
        call=BALANCER, parameter="VpcId", good="<vpc>", bad="vpc-gone", status=404, code="ResourceNotFound.Vpc"
    ),
    "a vSwitch": Case(
        call=NAT, parameter="VSwitchId", good="<vswitch>", bad="vsw-gone", status=404, code="InvalidVSwitchId.NotFound"
    ),
    "a vSwitch in a list": Case(
        call=BALANCER, parameter="ZoneMappings", good=[{"ZoneId": "cn-hangzhou-h", "VSwitchId": "<vswitch>"}],
        bad=[{"ZoneId": "cn-hangzhou-h", "VSwitchId": "vsw-gone"}], status=404, code="ResourceNotFound.VSwitch",
    ),
    "a vSwitch of another VPC": Case(
        call=NAT, parameter="VSwitchId", good="<vswitch>", bad="<vswitch elsewhere>", status=404,
        code="InvalidVSwitchId.NotFound",
    ),
    "a vSwitch of another VPC, in a list": Case(
        call=BALANCER, parameter="ZoneMappings", good=[{"ZoneId": "cn-hangzhou-h", "VSwitchId": "<vswitch>"}],
        bad=[{"ZoneId": "cn-hangzhou-h", "VSwitchId": "<vswitch elsewhere>"}], status=404,
        code="ResourceNotFound.VSwitch",
    ),
    "a vSwitch of another zone": Case(
        call=BALANCER, parameter="ZoneMappings", good=[{"ZoneId": "cn-hangzhou-h", "VSwitchId": "<vswitch>"}],
        bad=[{"ZoneId": "cn-hangzhou-i", "VSwitchId": "<vswitch>"}], status=400, code="Mismatch.ZoneIdAndVswitchId",
    ),
    "a zone": Case(
        call=REDIS, parameter="ZoneId", good="cn-hangzhou-h", bad="cn-hangzhou-x", status=404,
        code="InvalidZoneId.NotFound",
    ),
    "a zone that is misspelt": Case(
        call=REDIS, parameter="ZoneId", good="cn-hangzhou-MAZ5(g,h)", bad="cn-hangzou-h", status=404,
        code="InvalidZoneId.NotFound",
    ),
    "a resource group": Case(
        call=CLASSIC, parameter="ResourceGroupId", good="<resource group>", bad="rg-gone", status=404,
        code="InvalidResourceGroup.NotFound",
    ),
    "a KMS key": Case(
        call=DATABASE, parameter="EncryptionKey", good="<key>", bad="key-gone", status=404,
        code="InvalidParameter.KMSKeyId.NotFound",
    ),
    "a KMS key by its alias": Case(
        call=DATABASE, parameter="EncryptionKey", good="alias/mine", bad="alias/gone", status=404,
        code="InvalidParameter.KMSKeyId.NotFound",
    ),
    "a KMS key by its ARN": Case(
        call=DATABASE, parameter="EncryptionKey", good="acs:kms:cn-hangzhou:<account>:key/<key>",
        bad="acs:kms:cn-hangzhou:<account>:key/gone", status=404, code="InvalidParameter.KMSKeyId.NotFound",
    ),
    "a role by its ARN": Case(
        call=DATABASE, parameter="RoleARN", good="acs:ram::<account>:role/runner", bad="acs:ram::<account>:role/gone",
        status=404, code="EntityNotExist.Role",
    ),
    "a role by its name": Case(
        call=ATTACHMENT, parameter="RoleName", good="runner", bad="gone", status=404, code="EntityNotExist.Role"
    ),
    "a policy": Case(
        call=ATTACHMENT, parameter="PolicyName", good="reading", bad="gone", status=404, code="EntityNotExist.Policy"
    ),
    "a user": Case(
        call=("ram.CreateLoginProfile", {"Password": "Aa123456!"}), parameter="UserName", good="alice", bad="bob",
        status=404, code="EntityNotExist.User",
    ),
    "a security group": Case(
        call=("rds.ModifySecurityGroupConfiguration", {"DBInstanceId": "<database>"}), parameter="SecurityGroupId",
        good="<security group>", bad="<security group>,sg-gone", status=404, code="InvalidSecurityGroupId.NotFound",
    ),
}  # fmt: skip
CASES = {
    f"{topic}: {name}": case
    for topic, cases in {"missing": MISSING, "value": VALUES, "reference": REFERENCES}.items()
    for name, case in cases.items()
}


@pytest.mark.parametrize("name", CASES)
def test_a_call_is_refused_and_changes_nothing(world: World, name: str) -> None:
    case = CASES[name]
    action, params = case.call
    sent = {key: value for key, value in {**params, case.parameter: case.bad}.items() if value is not None}
    before = objects(world.client)
    with pytest.raises(RefusedError) as refused:
        world.call(action, sent)
    assert (refused.value.status, refused.value.code) == (case.status, case.code)
    assert objects(world.client) == before
    world.call(action, {**params, case.parameter: case.good})


#: A parameter is a part of the id, which the provider composes before it calls.
NOT_MADE_UP = {"alicloud_db_account_privilege"}


def test_no_creation_of_the_provider_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each resource with its required arguments, as the provider sends it."""
    ignore_references(monkeypatch)
    universe: Universe = app.extensions["tfmock.universe"]
    engine = CrudEngine(installed_contracts(), Registry(all_operations()).has_action)
    refused = {}
    for number, name in enumerate(sorted(engine.contracts.index.types)):
        type = engine.contracts.type(name)
        assert type is not None
        try:
            SimulatedProvider(engine, universe.world(f"create-{number}")).create(type, configuration(type))
        except ApiError as error:
            refused[name] = str(error)
    assert {name: error for name, error in refused.items() if name not in NOT_MADE_UP} == {}
    assert refused.keys() == NOT_MADE_UP


def test_a_rest_call_needs_its_parameters(client: Client) -> None:
    host, version = "fcv3.cn-hangzhou.aliyuncs.com", "2023-03-30"
    refused = client.rest("POST", host, "/2023-03-30/functions", version, {"functionName": "f", "handler": "index.h"})
    assert (refused.status, refused.json()["Code"]) == (400, "MissingParameter")


ALLOWED: dict[str, tuple[str, Json, Json]] = {
    "a role of a service": (*DATABASE, {"RoleARN": "acs:ram::<account>:role/AliyunRDSInstanceEncryptionDefaultRole"}),
    "a role of another account": (*DATABASE, {"RoleARN": f"acs:ram::{BOB}:role/theirs"}),
    "the key of a service": (*DATABASE, {"EncryptionKey": "alias/acs/rds"}),
    "a word that means a default": (*DATABASE, {"EncryptionKey": "ServiceKey"}),
    "a policy of the system": (*ATTACHMENT, {"PolicyType": "System", "PolicyName": "AliyunOSSFullAccess"}),
    "a value that was not configured": (*CLASSIC, {"Bandwidth": 0, "VpcId": "", "VSwitchId": ""}),
    "a launch template, which is judged when it is used": (
        "ecs.CreateLaunchTemplate", {"LaunchTemplateName": "t", "VSwitchId": "vsw-later", **HANGZHOU}, {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_what_may_exist_is_not_refused(world: World, name: str) -> None:
    action, params, more = ALLOWED[name]
    world.call(action, {**params, **more})


def test_a_vpc_of_another_account_does_not_exist(world: World) -> None:
    other = Client(world.client.app, world.client.world, BOB)
    with pytest.raises(RefusedError, match=r"InvalidVpcId\.NotFound"):
        other.call("vpc.CreateNatGateway", HANGZHOU, VpcId=world.ids["vpc"], NatType="Enhanced")


IN_USE: dict[str, tuple[Call, str, Json, str]] = {
    "a VPC": (NAT, "vpc.DeleteVSwitch", {"VSwitchId": "<vswitch>"}, "DependencyViolation.EnhancedNatgw"),
    "a vSwitch": (BALANCER, "vpc.DeleteVSwitch", {"VSwitchId": "<vswitch>"}, "DependencyViolation.CloudService"),
    "a role": (ATTACHMENT, "ram.DeleteRole", {"RoleName": "runner"}, "DeleteConflict.Role.Policy"),
    "a policy": (ATTACHMENT, "ram.DeletePolicy", {"PolicyName": "reading"}, "DeleteConflict.Policy.Role"),
    "a server group": (
        LISTENER, "alb.DeleteServerGroup", {"ServerGroupId": "<server group>"}, "ResourceInUse.ServerGroup",
    ),
    "a resource group": (
        (CLASSIC[0], {**CLASSIC[1], "ResourceGroupId": "<resource group>"}),
        "resourcemanager.DeleteResourceGroup", {"ResourceGroupId": "<resource group>"},
        "DeleteConflict.ResourceGroup.Resource",
    ),
}  # fmt: skip
"""What is made, and the deletion that it stands in the way of."""


@pytest.mark.parametrize("name", IN_USE)
def test_what_is_in_use_is_not_deleted(world: World, name: str) -> None:
    (create, params), delete, named, code = IN_USE[name]
    world.call(create, params)
    before = objects(world.client)
    with pytest.raises(RefusedError) as refused:
        world.call(delete, named)
    assert refused.value.code == code
    assert objects(world.client) == before


REPEATED: dict[str, tuple[Call, int, str]] = {
    "a RAM user": (("ram.CreateUser", {"UserName": "alice"}), 409, "EntityAlreadyExists.User"),
    "a RAM role": (
        ("ram.CreateRole", {"RoleName": "runner", "AssumeRolePolicyDocument": "{}"}), 409, "EntityAlreadyExists.Role",
    ),
    "an alias of a key": (
        ("kms.CreateAlias", {"AliasName": "alias/mine", "KeyId": "<key>", **HANGZHOU}),
        400, "EntityAlreadyExists.Alias",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPEATED)
def test_a_name_is_used_once(world: World, name: str) -> None:
    (action, params), status, code = REPEATED[name]
    before = objects(world.client)
    with pytest.raises(RefusedError) as refused:
        world.call(action, params)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert objects(world.client) == before


def test_a_name_is_free_again(world: World) -> None:
    world.call(*ACCOUNT)
    with pytest.raises(RefusedError, match=r"InvalidAccountName\.Duplicate"):
        world.call(*ACCOUNT)
    world.call("rds.DeleteAccount", DBInstanceId="<database>", AccountName="app")
    world.call(*ACCOUNT)


def test_a_name_may_be_used_in_each_region(world: World) -> None:
    away = {"RegionId": "cn-beijing"}
    key = world.call("kms.CreateKey", away)["KeyMetadata"]["KeyId"]
    world.call("kms.CreateAlias", away, AliasName="alias/mine", KeyId=key)
    for params, expected in ((away, key), (HANGZHOU, world.ids["key"])):
        (alias,) = world.call("kms.ListAliases", params)["Aliases"]["Alias"]
        assert alias["KeyId"] == expected


def test_a_client_may_repeat_a_call_with_its_token(world: World) -> None:
    action, params = ACCOUNT
    world.call(action, params, ClientToken="t1")
    world.call(action, params, ClientToken="t1")
    with pytest.raises(RefusedError, match="Duplicate"):
        world.call(action, params, ClientToken="t2")
