"""What tfmock says about itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.crud import Client
from tests.support.lab import BOB, Lab, Net, ask
from tfmock.app import create_app
from tfmock.control_api.models import Report
from tfmock.services.registry import all_operations
from tfmock.settings import Settings


def pages(lab: Lab, path: str) -> Any:
    answered = ask(lab.app, method="GET", path=path.partition("?")[0], query=path.partition("?")[2])
    assert answered.status == 200
    import json

    return json.loads(answered.body)


def test_calls_are_counted_with_errors_and_unknown_parameters() -> None:
    lab = Lab(create_app(Settings()), "w")
    lab.vpc(Colour="red", Shape="round")
    lab.vpc(Colour="blue")
    lab.code("CreateVpc", CidrBlock="x")
    lab.code("Vpc.Nonsense")
    calls = {call["action"]: call for call in pages(lab, "/_tfmock/report")["calls"]}
    assert (calls["CreateVpc"]["count"], calls["CreateVpc"]["errors"]) == (3, {"InvalidParameter": 1})
    assert calls["CreateVpc"]["unknown_parameters"] == {"Colour": 2, "Shape": 1}
    assert calls["Nonsense"]["errors"] == {"Tfmock.NotImplemented": 1}


def test_the_report_lists_remaining_resources_and_reachability(net: Net) -> None:
    lab = net.lab
    lab.vswitch(net.vpc2, "10.1.1.0/24")
    lab.route(net.table, "10.1.0.0/16", net.pcc)
    report = pages(lab, f"/_tfmock/report?world={lab.name}")
    Report.model_validate(report)  # what `tfmock exec` reads
    left = {(item["kind"], item["id"]) for item in report["left"]}
    assert {("vpc", net.vpc), ("vswitch", net.vsw), ("route_table", net.custom), ("route_entry", net.route)} <= left
    assert ("route_table", net.table) not in left
    by_id = {connection["id"]: connection for connection in report["connections"]}
    pcc = by_id[net.pcc]
    assert pcc["forward"]["reachable"] is True
    assert (pcc["reverse"]["reachable"], pcc["reverse"]["cause"]) == (False, "no-route")
    lab.route(net.table2, "10.0.0.0/16", net.pcc)
    again = pages(lab, f"/_tfmock/report?world={lab.name}")["connections"]
    assert next(c for c in again if c["id"] == net.pcc)["reverse"]["reachable"] is True
    assert by_id[net.waiting]["accepter"]["account"] == BOB


@pytest.mark.parametrize("stored", [False, True], ids=["memory", "state file"])
def test_seeded_resources_are_marked_in_the_report(stored: bool, tmp_path: Path) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("vpcs: [{id: vpc-seeded, region: cn-hangzhou, cidr_block: 10.0.0.0/8}]\n", encoding="utf-8")
    settings = Settings(seed=(seed,), default_vpc=True, state=tmp_path / "worlds.db" if stored else None)
    lab = Lab(create_app(settings), "w")
    before = {vpc["VpcId"] for vpc in lab.call("DescribeVpcs")["Vpcs"]["Vpc"]}
    vpc_id = lab.vpc()["VpcId"]
    lab.call("ModifyVpcAttribute", VpcId="vpc-seeded", VpcName="changed")
    seeded = {
        resource["id"]: resource["seeded"]
        for resource in pages(lab, "/_tfmock/report")["left"]
        if resource["kind"] == "vpc"
    }
    assert seeded == {**dict.fromkeys(seeded, True), vpc_id: False}
    assert {"vpc-seeded"} < before <= set(seeded)


def test_worlds_are_reported_apart(net: Net) -> None:
    Lab(net.lab.app, "empty").call("DescribeVpcs")
    assert pages(net.lab, "/_tfmock/report?world=empty")["left"] == []


def test_reporting_changes_nothing(net: Net) -> None:
    before = net.lab.snapshot()
    for path in ("/_tfmock/report", "/_tfmock/health", "/_tfmock/ready", "/_tfmock/coverage"):
        assert pages(net.lab, path)
    assert net.lab.snapshot() == before


def test_coverage_lists_every_operation(lab: Lab) -> None:
    lab.vpc()
    listed = {f"{item['product']}.{item['action']}": item["called"] for item in pages(lab, "/_tfmock/coverage")}
    assert listed.keys() == {f"{op.product}.{op.action}" for op in all_operations()}
    assert listed["Vpc.CreateVpc"] >= 1


def test_what_was_only_stored_is_named_and_listed() -> None:
    lab = Lab(create_app(Settings()), "w")
    lab.vpc()
    key = lab.call("Kms.CreateKey")["KeyMetadata"]["KeyId"]
    lab.call("Kms.ListKeys")
    lab.call("Slb.CreateLoadBalancer")
    report = Report.model_validate(pages(lab, "/_tfmock/report?world=w"))
    # Two types are one thing of the cloud, and the call does not say which of them was meant.
    assert [(stored.types, stored.created) for stored in report.stored] == [
        (["alicloud_kms_key"], 1),
        (["alicloud_slb", "alicloud_slb_load_balancer"], 1),
    ]
    assert {call.action: call.tier for call in report.calls} == {
        "CreateVpc": "emulated",
        "CreateKey": "crud",
        "ListKeys": "crud",
        "CreateLoadBalancer": "crud",
    }
    left = [(item.kind, item.detail) for item in report.left if item.kind.startswith("alicloud_")]
    assert left == [("alicloud_kms_key", "only stored"), ("alicloud_slb or alicloud_slb_load_balancer", "only stored")]
    assert key in {item.id for item in report.left}


def test_things_of_one_name_are_listed_one_by_one() -> None:
    client = Client(create_app(Settings()), "w")
    client.call("ram.CreateRole", RoleName="app", AssumeRolePolicyDocument="{}")
    client.call("ram.CreatePolicy", PolicyName="app", PolicyDocument="{}")
    client.call("slb.CreateLoadBalancer", RegionId="cn-hangzhou")
    report = Report.model_validate(pages(Lab(client.app, "w"), "/_tfmock/report?world=w"))
    left = [item.kind for item in report.left if item.kind.startswith("alicloud_")]
    assert sorted(left) == ["alicloud_ram_policy", "alicloud_ram_role", "alicloud_slb or alicloud_slb_load_balancer"]
    assert [item.id for item in report.left if item.kind.startswith("alicloud_ram")] == ["app", "app"]


def test_what_is_emulated_alone_is_not_called_stored() -> None:
    lab = Lab(create_app(Settings()), "w")
    lab.vpc()
    lab.code("Vpc.Nonsense")
    report = Report.model_validate(pages(lab, "/_tfmock/report"))
    assert report.stored == []
    assert {call.action: call.tier for call in report.calls} == {"CreateVpc": "emulated", "Nonsense": ""}


def test_a_refused_creation_stores_nothing() -> None:
    lab = Lab(create_app(Settings(tier="emulated")), "w")
    assert lab.code("Kms.CreateKey") == "Tfmock.NotImplemented"
    assert Report.model_validate(pages(lab, "/_tfmock/report")).stored == []
