"""The app as a whole: worlds, keys, roles, and the way to the pages."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.lab import ALICE, BOB, Json, Lab, RefusedError, ask
from tfmock.app import create_app
from tfmock.settings import Settings


def test_worlds_do_not_see_each_other(app: Flask, lab: Lab) -> None:
    other = Lab(app, f"{lab.name}-other")
    id = lab.vpc()["VpcId"]
    assert other.call("DescribeVpcs")["TotalCount"] == 0
    assert other.refusal("DescribeVpcAttribute", VpcId=id).status == 404


def test_accounts_and_regions_do_not_see_each_other(lab: Lab) -> None:
    id = lab.vpc()["VpcId"]
    assert lab.call("DescribeVpcs", by=BOB)["TotalCount"] == 0
    assert lab.call("DescribeVpcs", RegionId="cn-beijing")["TotalCount"] == 0
    assert lab.refusal("DeleteVpc", VpcId=id, by=BOB).status == 404


def test_ids_are_the_same_in_every_run() -> None:
    runs = []
    for _ in range(2):
        lab = Lab(create_app(Settings(world_seed="same")), "w")
        runs.append([lab.vpc()["VpcId"], lab.vswitch(lab.vpc("10.1.0.0/16")["VpcId"], "10.1.0.0/24"), lab.group()])
    assert runs[0] == runs[1]
    other = Lab(create_app(Settings(world_seed="other")), "w").vpc()["VpcId"]
    assert other != runs[0][0]


def test_a_failed_call_uses_up_no_id() -> None:
    ids = []
    for failures in (0, 3):
        lab = Lab(create_app(Settings()), "w")
        for _ in range(failures):
            lab.refusal("CreateVpc", CidrBlock="x")
        ids.append(lab.vpc()["VpcId"])
    assert ids[0] == ids[1]


def test_configured_keys_name_accounts() -> None:
    app = create_app(Settings(accounts={"LTAIbob": BOB}, default_account="5000000000000005"))
    accounts = {}
    for key in ("LTAIbob", "LTAIwhoever", f"w.{ALICE}"):
        query = f"Version=2015-04-01&Action=GetCallerIdentity&Format=JSON&AccessKeyId={key}"
        accounts[key] = ask(app, query=query).json()["AccountId"]
    assert accounts == {"LTAIbob": BOB, "LTAIwhoever": "5000000000000005", f"w.{ALICE}": ALICE}


def assume(lab: Lab, **more: str) -> Json:
    role = {"RoleArn": f"acs:ram::{BOB}:role/peer", "RoleSessionName": "me"}
    credentials: Json = lab.call("Sts.AssumeRole", role, **more)["Credentials"]
    return credentials


def whoami(lab: Lab, key: str, token: str) -> Json:
    query = f"Version=2015-04-01&Action=GetCallerIdentity&Format=JSON&AccessKeyId={key}&SecurityToken={token}"
    answered = ask(lab.app, query=query)
    if answered.status != 200:
        raise RefusedError(answered.status, answered.json())
    return answered.json()


def test_an_assumed_role_is_in_its_account_and_world(lab: Lab) -> None:
    credentials = assume(lab)
    me = whoami(lab, credentials["AccessKeyId"], credentials["SecurityToken"])
    assert (me["IdentityType"], me["AccountId"]) == ("AssumedRoleUser", BOB)
    assert me["Arn"] == f"acs:ram::{BOB}:assumed-role/peer/me"
    assert me["PrincipalId"] == f"{me['RoleId']}:me"
    assert whoami(lab, lab.key(), "")["IdentityType"] == "Account"


@pytest.mark.parametrize(
    ("token", "later", "code"),
    [
        ("", 0, "MissingSecurityToken"),
        ("wrong", 0, "InvalidSecurityToken.MismatchWithAccessKey"),
        ("right", 3600, "InvalidSecurityToken.Expired"),
    ],
)
def test_invalid_credentials_are_refused(lab: Lab, token: str, later: float, code: str) -> None:
    lab.freeze()
    credentials = assume(lab)
    lab.later(later)
    given = credentials["SecurityToken"] if token == "right" else token
    with pytest.raises(RefusedError) as refused:
        whoami(lab, credentials["AccessKeyId"], given)
    assert (refused.value.code, refused.value.status) == (code, 400)


def test_credentials_last_as_long_as_asked(lab: Lab) -> None:
    lab.freeze()
    credentials = assume(lab, DurationSeconds="900")
    lab.later(899)
    assert whoami(lab, credentials["AccessKeyId"], credentials["SecurityToken"])["AccountId"] == BOB
    lab.later(1)
    with pytest.raises(RefusedError, match="Expired"):
        whoami(lab, credentials["AccessKeyId"], credentials["SecurityToken"])


@pytest.mark.parametrize(
    ("host", "region"), [("vpc.cn-beijing.aliyuncs.com", "cn-beijing"), ("vpc.aliyuncs.com", "cn-hangzhou")]
)
def test_a_call_without_region_is_in_the_hosts(lab: Lab, host: str, region: str) -> None:
    query = f"Version=2016-04-28&Action=CreateVpc&Format=JSON&AccessKeyId={lab.key()}"
    id = ask(lab.app, query=query, environ={"HTTP_HOST": host}).json()["VpcId"]
    assert lab.call("DescribeVpcAttribute", VpcId=id, RegionId=region)["RegionId"] == region


def test_ipv6_blocks_are_checked(lab: Lab) -> None:
    """A text that is no /56 was once kept as it came, and the VPC had an IPv6 block that nothing fits in."""
    vpc = lab.vpc()["VpcId"]
    for bad in ("x", "2408::/64", "10.0.0.0/8"):
        for action, params in (
            ("CreateVpc", {"EnableIpv6": True, "Ipv6CidrBlock": bad}),
            ("AssociateVpcCidrBlock", {"VpcId": vpc, "IPv6CidrBlock": bad, "IpVersion": "IPV6"}),
        ):
            assert lab.code(action, params) == "IllegalParam.Ipv6CidrBlock"
    good = lab.vpc(EnableIpv6=True, Ipv6CidrBlock="2408:4005:0:100::/56")["VpcId"]
    assert lab.call("DescribeVpcAttribute", VpcId=good)["Ipv6CidrBlock"] == "2408:4005:0:100::/56"


def test_a_browser_is_sent_to_the_console(app: Flask) -> None:
    answered = ask(app, method="GET", headers={"Accept": "text/html"})
    assert (answered.status, answered.headers["Location"]) == (302, "/_tfmock/")
    assert ask(app, method="GET", path="/_tfmock/", headers={"Accept": "text/html"}).status == 200


@pytest.mark.parametrize(
    ("host", "more", "status"),
    [
        ("127.0.0.1:4180", {}, 200),
        ("localhost", {}, 200),
        ("tfmock:4180", {}, 200),
        ("foo.aliyuncs.com", {}, 400),
        ("127.0.0.1:4180", {"HTTP_X_ACS_VERSION": "2016-04-28"}, 400),
        ("127.0.0.1:4180", {"HTTP_AUTHORIZATION": "acs x:y"}, 400),
    ],
)
def test_a_request_without_action_explains_what_this_is(host: str, more: dict[str, str], status: int) -> None:
    app = create_app(Settings())
    answered = ask(app, method="GET", environ={"HTTP_HOST": host, **more})
    assert answered.status == status
    assert (b"/_tfmock/" in answered.body) == (status == 200)
    assert bool(app.test_client().get("/_tfmock/report").get_json()["calls"]) == (status != 200)
