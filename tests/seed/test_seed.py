"""Seeds: what is there before the first call, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.lab import ALICE, BOB, Lab, RefusedError
from tfmock.app import create_app
from tfmock.rulebook.regions import open_regions
from tfmock.settings import Settings, SettingsError, load

YAML = """
vpcs:
  - id: vpc-bp1c0000001
    region: cn-hangzhou
    cidr_block: 10.0.0.0/8
    secondary_cidr_blocks: [192.168.0.0/16]
    ipv6_cidr_block: 2408:4005:0:100::/56
    name: one
    tags: {team: net}
    route_table_id: vtb-bp1a000001
    vswitches:
      - {id: vsw-bp10000001, zone_id: cn-hangzhou-b, cidr_block: 10.0.0.0/24, ipv6_cidr_block: "2408:4005:0:100::/64"}
      - {id: vsw-bp10000002, cidr_block: 192.168.1.0/24}
    route_tables:
      - {id: vtb-bp1b000001, vswitch_ids: [vsw-bp10000001], name: own}
  - {id: vpc-2ze00000001, region: cn-beijing, account: 2000000000000002, cidr_block: 172.16.0.0/12}
"""


def seeded(tmp_path: Path, text: str, name: str = "seed.yaml") -> Lab:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return Lab(create_app(Settings(seed=(path,))), "default")


def test_every_world_begins_with_the_seed(tmp_path: Path) -> None:
    for world in ("default", "other"):
        lab = Lab(seeded(tmp_path, YAML).app, world)
        vpc = lab.call("DescribeVpcAttribute", VpcId="vpc-bp1c0000001")
        assert (vpc["VpcName"], vpc["CidrBlock"], vpc["Status"]) == ("one", "10.0.0.0/8", "Available")
        assert vpc["Tags"]["Tag"] == [{"Key": "team", "Value": "net"}]
        assert vpc["SecondaryCidrBlocks"]["SecondaryCidrBlock"] == ["192.168.0.0/16"]
        assert set(vpc["RouterTableIds"]["RouterTableIds"]) == {"vtb-bp1a000001", "vtb-bp1b000001"}
        first = lab.call("DescribeVSwitchAttributes", VSwitchId="vsw-bp10000001")
        assert first["RouteTable"] == {"RouteTableId": "vtb-bp1b000001", "RouteTableType": "Custom"}
        assert first["Ipv6CidrBlock"] == "2408:4005:0:100::/64"
        second = lab.call("DescribeVSwitchAttributes", VSwitchId="vsw-bp10000002")
        assert second["RouteTable"] == {"RouteTableId": "vtb-bp1a000001", "RouteTableType": "System"}
        lab.call("DescribeVpcAttribute", VpcId="vpc-2ze00000001", RegionId="cn-beijing", by=BOB)
        with pytest.raises(RefusedError):
            lab.call("DescribeVpcAttribute", VpcId="vpc-2ze00000001", RegionId="cn-beijing", by=ALICE)


def test_seeded_resources_behave_like_created_ones(tmp_path: Path) -> None:
    lab = seeded(tmp_path, YAML)
    pcc = lab.peer("vpc-bp1c0000001", "vpc-2ze00000001", to=BOB, AcceptingRegionId="cn-beijing")
    lab.call("VpcPeer.AcceptVpcPeerConnection", InstanceId=pcc, by=BOB)
    lab.route("vtb-bp1b000001", "172.16.0.0/12", pcc)
    assert lab.code(
        "CreateRouteEntry", RouteTableId="vtb-bp1a000001", DestinationCidrBlock="10.0.0.0/24", NextHopId="i-1"
    ) == ("InvalidCidrBlock")
    lab.snapshot()


@pytest.mark.parametrize(("name", "text"), [("s.yaml", ""), ("s.yaml", "# later\n"), ("s.json", "{}"), ("s.yml", "{}")])
def test_a_seed_that_seeds_nothing_is_a_mistake(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}: is empty and would seed nothing"):
        seeded(tmp_path, text, name)


def test_json_files(tmp_path: Path) -> None:
    document = json.dumps({"vpcs": [{"id": "vpc-x1", "region": "cn-hangzhou", "cidr_block": "10.0.0.0/8"}]})
    assert seeded(tmp_path, document, "seed.json").call("DescribeVpcs")["TotalCount"] == 1


def vpc(**changed: Any) -> str:
    return json.dumps({"vpcs": [{"id": "vpc-x1", "region": "cn-hangzhou", "cidr_block": "10.0.0.0/8", **changed}]})


def vswitch(**changed: Any) -> str:
    return vpc(vswitches=[{"id": "vsw-x1", "cidr_block": "10.0.0.0/24", **changed}])


TWO = [{"id": "vsw-x1", "cidr_block": "10.0.0.0/24"}, {"id": "vsw-x2", "cidr_block": "10.0.0.0/25"}]

BAD = {
    "not json": ("{", "is not JSON"),
    "a list": ("[1]", "seed.json"),
    "unknown key": (vpc(cidr="x"), "vpcs.0.cidr"),
    "mistyped key": (
        json.dumps({"vpcs": [{"id": "vpc-x1", "region": "cn-hangzhou", "cidr_blok": "10.0.0.0/8"}]}),
        "vpcs.0.cidr_blok: there is no such key. Did you mean cidr_block? See docs/seeds.md",
    ),
    "mistyped key of a vSwitch": (
        vswitch(zone="x"),
        "vpcs.0.vswitches.0.zone: there is no such key. Did you mean zone_id?",
    ),
    "key unlike any": (vpc(q="x"), "vpcs.0.q: there is no such key. Known: account, "),
    "mistyped key of a bucket": ('{"oss": {"buckts": []}}', "oss.buckts: there is no such key. Did you mean buckets?"),
    "mistyped key of the file": ('{"vpc": []}', "vpc: there is no such key. Did you mean vpcs?"),
    "id of another kind": (vpc(id="vsw-x"), "vpcs.0.id"),
    "no region": (vpc(region="cn-atlantis"), "no region cn-atlantis"),
    "bad block": (vpc(cidr_block="10.0.0.1/8"), "vpc-x1"),
    "bad secondary block": (vpc(secondary_cidr_blocks=["x"]), "vpc-x1"),
    "overlapping secondary block": (vpc(secondary_cidr_blocks=["10.1.0.0/16"]), "overlaps"),
    "bad ipv6 block": (vpc(ipv6_cidr_block="x"), "is not an IPv6 CIDR block"),
    "ipv6 of a vSwitch without the VPC's": (vswitch(ipv6_cidr_block="2408::/64"), "IPv6, which is off"),
    "bad vSwitch": (vswitch(cidr_block="10.0.0.0/8"), "vsw-x1"),
    "vSwitch outside": (vswitch(cidr_block="11.0.0.0/24"), "vsw-x1"),
    "vSwitches overlap": (vpc(vswitches=TWO), "vsw-x2"),
    "same id twice": (vpc(vswitches=[TWO[0], {**TWO[1], "id": "vsw-x1", "cidr_block": "10.1.0.0/24"}]), "twice"),
    "table of an unknown vSwitch": (vpc(route_tables=[{"id": "vtb-x", "vswitch_ids": ["vsw-9"]}]), "vsw-9"),
    "bad account": (vpc(account="me"), "vpcs.0.account"),
}


@pytest.mark.parametrize("case", BAD)
def test_invalid_seeds_are_reported(tmp_path: Path, case: str) -> None:
    text, said = BAD[case]
    with pytest.raises(SettingsError) as problem:
        seeded(tmp_path, text, "seed.json")
    assert said in str(problem.value)
    assert "seed.json" in str(problem.value)


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Name a YAML, JSON or \.tfstate file"):
        create_app(Settings(seed=(tmp_path / "none.yaml",)))
    (tmp_path / "latin.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8"):
        create_app(Settings(seed=(tmp_path / "latin.yaml",)))
    (tmp_path / "bad.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(SettingsError, match="is not YAML"):
        create_app(Settings(seed=(tmp_path / "bad.yaml",)))


HOSTILE = {
    "deep.json": "[" * 200_000,
    "deep.yaml": "[" * 5_000,
    "deep.tfstate": '{"a":' * 200_000,
    "digits.json": '{"vpcs": %s}' % ("9" * 5000),
    "digits.yaml": "vpcs: %s" % ("9" * 5000),
    "digits.tfstate": '{"version": %s}' % ("9" * 5000),
    "date.yaml": "vpcs: 2020-13-45",
    "itself.yaml": "vpcs: &a [*a]",
    "surrogate.json": '{"vpcs": [{"id": "vpc-1", "name": "\\ud800"}]}',
    "surrogate.yaml": 'vpcs: [{id: "vpc-1", name: "\\ud800"}]',
    "nan.json": '{"vpcs": NaN}',
    "clock.json": '{"format": "tfmock-snapshot", "version": 1, "clock": {"base_world": 1e20}}',
    "profile.json": '{"format": "tfmock-snapshot", "version": 1, "profile": {"name": "warp"}}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_message(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError) as problem:
        seeded(tmp_path, HOSTILE[name], name)
    message = str(problem.value)
    assert message.startswith(f"--seed {tmp_path / name}")
    assert "\n" not in message
    assert len(message) < 400


def test_a_hostile_settings_file_is_one_message(tmp_path: Path) -> None:
    for text in ("a = " + "[" * 20_000, "a = " + "9" * 5000, "a = 2020-13-45"):
        path = tmp_path / "tfmock.toml"
        path.write_text(text)
        with pytest.raises(SettingsError) as problem:
            load(path)
        assert str(problem.value).startswith(str(path))


def test_default_vpcs_of_a_seed(tmp_path: Path) -> None:
    lab = seeded(tmp_path, f"default_vpcs:\n  - region: cn-hangzhou\n  - {{region: cn-beijing, account: {BOB}}}\n")
    (vpc,) = lab.call("DescribeVpcs")["Vpcs"]["Vpc"]
    assert (vpc["IsDefault"], vpc["Status"], vpc["CidrBlock"]) == (True, "Available", "172.16.0.0/16")
    vswitches = lab.call("DescribeVSwitches", PageSize=50)["VSwitches"]["VSwitch"]
    zones = lab.call("Ecs.DescribeZones")["Zones"]["Zone"]
    assert [item["ZoneId"] for item in vswitches] == [item["ZoneId"] for item in zones]
    assert {(item["IsDefault"], item["Status"], item["VpcId"]) for item in vswitches} == {
        (True, "Available", vpc["VpcId"])
    }
    assert lab.call("DescribeVpcs", RegionId="cn-beijing")["TotalCount"] == 0
    assert lab.call("DescribeVpcs", RegionId="cn-beijing", by=BOB)["TotalCount"] == 1
    group = lab.call("Ecs.CreateSecurityGroup")["SecurityGroupId"]
    shown = lab.call("Ecs.DescribeSecurityGroups", SecurityGroupId=group)["SecurityGroups"]["SecurityGroup"]
    assert [item["VpcId"] for item in shown] == [vpc["VpcId"]]
    assert lab.code("Ecs.CreateSecurityGroup", RegionId="cn-beijing") == "InvalidVpcId.NotFound"


def test_each_region_without_a_seeded_default_vpc_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text("default_vpcs: [{region: cn-hangzhou}]", encoding="utf-8")
    lab = Lab(create_app(Settings(default_vpc=True, seed=(path,))), "default")
    for region in open_regions():
        vpcs = lab.call("DescribeVpcs", RegionId=region.id)["Vpcs"]["Vpc"]
        assert [item["IsDefault"] for item in vpcs] == [True], region.id
        vswitches = lab.call("DescribeVSwitches", RegionId=region.id, PageSize=50)
        assert vswitches["TotalCount"] == len(region.zones)
    assert lab.call("DescribeVpcs", by=BOB)["TotalCount"] == 0


def test_default_vpc_of_no_region_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="default_vpcs: Alibaba Cloud has no region cn-atlantis"):
        seeded(tmp_path, "default_vpcs: [{region: cn-atlantis}]")
