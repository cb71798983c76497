"""States of Terraform as seeds, without Terraform: accounts, several states, and what is refused."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path

import pytest

from tfmock.app import create_universe
from tfmock.core.world import World
from tfmock.services.common.resource_groups import ResourceGroupRow
from tfmock.services.common.tags import tags_of
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.vpc.models.eip import EipRow
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import PeeringRow
from tfmock.settings import Settings, SettingsError

PROVIDER = 'provider["registry.terraform.io/aliyun/alicloud"]'
ONE = {"id": "vpc-bp1one", "cidr_block": "10.0.0.0/8", "router_id": "vrt-1", "route_table_id": "vtb-bp1sys"}
TWO = {"id": "vpc-2zetwo", "cidr_block": "172.16.0.0/12", "region_id": "cn-beijing", "route_table_id": "vtb-2zesys"}
PEERING = {
    "id": "pcc-1", "vpc_id": "vpc-bp1one", "accepting_vpc_id": "vpc-2zetwo", "accepting_region_id": "cn-beijing",
    "accepting_ali_uid": 2000000000000002, "status": "Accepting", "bandwidth": None,
}  # fmt: skip

Resource = tuple[str, Mapping[str, object]]


def state(path: Path, *resources: Resource, **more: object) -> Path:
    """A state file; ``type@alias`` names a provider block, ``data.type`` a data source."""
    entries = []
    for kind, attributes in resources:
        name, _, alias = kind.partition("@")
        mode = "data" if name.startswith("data.") else "managed"
        provider = f"{PROVIDER}.{alias}" if alias else PROVIDER
        instances = [{"schema_version": 0, "attributes": attributes}]
        entries.append(
            {
                "mode": mode,
                "type": name.removeprefix("data."),
                "name": "x",
                "provider": provider,
                "instances": instances,
            }
        )
    path.write_text(json.dumps({"version": 4, "terraform_version": "1.11.4", "resources": entries, **more}))
    return path


def seeded(*paths: Path) -> World:
    return create_universe(Settings(seed=paths)).world("default")


def test_accounts_follow_from_the_peering(tmp_path: Path) -> None:
    vswitch = {"id": "vsw-2ze", "vpc_id": "vpc-2zetwo", "cidr_block": "172.16.0.0/24", "zone_id": "cn-beijing-a"}
    world = seeded(
        state(
            tmp_path / "a.tfstate",
            ("alicloud_vpc", ONE),
            ("alicloud_vpc@other", TWO),
            ("alicloud_vswitch@other", vswitch),
            ("alicloud_vpc_peer_connection", PEERING),
        )
    )
    vpcs = {row.id: (row.account, row.region_id) for row in world.store.table(VpcRow).rows()}
    assert vpcs == {
        "vpc-bp1one": ("1000000000000001", "cn-hangzhou"),  # by the letters of its id
        "vpc-2zetwo": ("2000000000000002", "cn-beijing"),
    }
    assert [row.account for row in world.store.table(VSwitchRow).rows()] == ["2000000000000002"]
    peering = world.store.table(PeeringRow).rows()[0]
    assert (peering.requester.account, peering.accepter.account) == ("1000000000000001", "2000000000000002")
    assert (peering.state, peering.bandwidth) == ("Accepting", 1024)


def test_accounts_follow_from_data_sources_and_groups(tmp_path: Path) -> None:
    group = {"id": "rg-1", "resource_group_name": "net", "display_name": "net", "account_id": 3000000000000003}
    world = seeded(
        state(
            tmp_path / "a.tfstate",
            ("data.alicloud_account", {"id": "4000000000000004"}),
            ("alicloud_vpc", ONE),
            ("alicloud_vpc@g", TWO),
            ("alicloud_resource_manager_resource_group@g", group),
        )
    )
    assert {row.account for row in world.store.table(VpcRow).rows()} == {"4000000000000004", "3000000000000003"}
    assert [row.account for row in world.store.table(ResourceGroupRow).rows()] == ["3000000000000003"]


def test_an_accepter_has_accepted(tmp_path: Path) -> None:
    accepter = {"id": "pcc-1", "instance_id": "pcc-1", "accepting_owner_uid": 2000000000000002, "status": "Activated"}
    path = state(
        tmp_path / "a.tfstate",
        ("alicloud_vpc", ONE),
        ("alicloud_vpc@b", TWO),
        ("alicloud_vpc_peer_connection", PEERING),
        ("alicloud_vpc_peer_connection_accepter@b", accepter),
    )
    assert [row.state for row in seeded(path).store.table(PeeringRow).rows()] == ["Activated"]


def test_states_may_name_each_other_in_any_order(tmp_path: Path) -> None:
    route = {
        "id": "r", "route_table_id": "vtb-2zesys", "destination_cidrblock": "10.0.0.0/8", "nexthop_type": "VpcPeer",
        "nexthop_id": "pcc-1",
    }  # fmt: skip
    path = state(tmp_path / "one.tfstate", ("alicloud_vpc", ONE), ("alicloud_vpc_peer_connection", PEERING))
    two = state(tmp_path / "two.tfstate", ("alicloud_vpc", TWO), ("alicloud_route_entry", route))
    for paths in ((path, two), (two, path)):
        world = seeded(*paths)
        assert [row.account for row in world.store.table(VpcRow).rows() if row.id == "vpc-2zetwo"] == [
            "2000000000000002"
        ]
        assert [row.next_hops[0].next_hop_id for row in world.store.table(RouteEntryRow).rows()] == ["pcc-1"]


def test_a_described_network_and_a_state_on_top_of_it(tmp_path: Path) -> None:
    described = tmp_path / "network.yaml"
    described.write_text("vpcs: [{id: vpc-bp1one, region: cn-hangzhou, cidr_block: 10.0.0.0/8}]\n")
    vswitch = {"id": "vsw-bp1", "vpc_id": "vpc-bp1one", "cidr_block": "10.1.0.0/24", "zone_id": "cn-hangzhou-b"}
    path = state(tmp_path / "a.tfstate", ("alicloud_vswitch", vswitch))
    world = seeded(path, described)
    assert [row.id for row in world.store.table(VSwitchRow).rows()] == ["vsw-bp1"]


def test_new_ids_differ_from_those_of_the_states(tmp_path: Path) -> None:
    """The state of a world of the same name and seed holds the very ids that would come next."""
    from tests.support.lab import Lab
    from tfmock.app import create_app

    first = Lab(create_app(Settings()), "default")
    ids = [first.call("CreateVpc", CidrBlock="10.0.0.0/8")["VpcId"] for _ in range(5)]
    vpcs = [("alicloud_vpc", {**ONE, "id": id, "route_table_id": f"vtb-{n}"}) for n, id in enumerate(ids)]
    second = Lab(create_app(Settings(seed=(state(tmp_path / "a.tfstate", *vpcs[2:]),))), "default")
    for _ in range(5):
        assert second.call("CreateVpc", CidrBlock="10.0.0.0/8")["VpcId"] not in ids[2:]
    assert second.call("DescribeVpcs")["TotalCount"] == 8


def test_a_snapshot_is_a_seed_too(tmp_path: Path) -> None:
    world = seeded(state(tmp_path / "a.tfstate", ("alicloud_vpc", ONE)))
    world.clock = world.clock.frozen(1_000_000.0)
    path = tmp_path / "base.json"
    path.write_text(world.snapshot().text())
    again = seeded(path)
    assert again.snapshot().tables == world.snapshot().tables
    assert again.clock.now() == 1_000_000.0
    again.run(lambda tx: tx.delete(tx.rows(VpcRow)[0]))
    again.clock = again.clock.at_speed(1.0)
    again.reset()
    assert again.snapshot().tables == world.snapshot().tables
    assert again.clock.now() == 1_000_000.0
    with pytest.raises(SettingsError, match="is there twice"):
        seeded(path, path)


def test_security_groups_come_with_their_rules(tmp_path: Path) -> None:
    group = {"id": "sg-1", "vpc_id": "vpc-bp1one", "name": "web", "inner_access_policy": "Drop", "tags": {"team": "a"}}
    rule = {
        "id": "sg-1:ingress:tcp:443/443:intranet:10.0.0.0/8:accept:1", "security_group_id": "sg-1", "type": "ingress",
        "ip_protocol": "tcp", "port_range": "443/443", "cidr_ip": "10.0.0.0/8", "priority": 3, "policy": "drop",
    }  # fmt: skip
    resources: list[Resource] = [
        ("alicloud_vpc", ONE),
        ("alicloud_security_group", group),
        ("alicloud_security_group_rule", rule),
    ]
    (row,) = seeded(state(tmp_path / "a.tfstate", *resources)).run(lambda tx: tx.rows(SecurityGroupRow))
    (permission,) = row.permissions
    assert (row.security_group_name, row.inner_access_policy, row.region_id) == ("web", "Drop", "cn-hangzhou")
    assert permission.meaning[:6] == ("ingress", "tcp", "443/443", "drop", 3, "10.0.0.0/8")
    with pytest.raises(SettingsError, match=r"the rule sg-1:ingress.* refers to the security group sg-1"):
        seeded(state(tmp_path / "b.tfstate", resources[0], resources[2]))


def test_skipped_resources_are_reported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "tfmock"):
        seeded(state(tmp_path / "a.tfstate", ("alicloud_vpc", ONE), ("alicloud_instance", {"id": "i-b"})))
    assert [record.getMessage().partition(": left out")[2] for record in caplog.records] == [
        ", since tfmock cannot seed them: alicloud_instance (1)"
    ]


@pytest.mark.parametrize(
    ("resources", "more", "says"),
    [
        ([], {"version": 3}, "has format 3; Terraform 0.12 and later write 4"),
        ([], {"resources": "?"}, "is no state of Terraform"),
        ([("alicloud_vpc", {"id": "vpc-1"})], {}, "alicloud_vpc.x: cidr_block: is missing"),
        ([("alicloud_vpc", {**ONE, "id": "vpc-zzz1"})], {}, "vpc-zzz1 has no region_id"),
        ([("alicloud_vpc", ONE), ("alicloud_vpc", ONE)], {}, "vpc-bp1one is there twice"),
        (
            [("alicloud_vpc", ONE), ("alicloud_vpc_peer_connection", PEERING)],
            {},
            "pcc-1 refers to the VPC vpc-2zetwo, which is not there. Give the state that has it",
        ),
    ],
)
def test_mistakes_are_one_line(tmp_path: Path, resources: list[Resource], more: dict[str, object], says: str) -> None:
    path = state(tmp_path / "a.tfstate", *resources, **more)
    with pytest.raises(SettingsError, match=says) as refused:
        seeded(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_snapshot_of_a_newer_tfmock_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_text('{"format": "tfmock-snapshot", "version": 99}')
    with pytest.raises(SettingsError, match=r"base.json: has version 99, and this tfmock reads up to 1: use a newer"):
        seeded(path)


@pytest.mark.parametrize(
    ("more", "propagates"), [({}, True), ({"system_route_table_route_propagation_enable": False}, False)]
)
def test_what_the_system_table_propagates(tmp_path: Path, more: dict[str, object], propagates: bool) -> None:
    world = seeded(state(tmp_path / "a.tfstate", ("alicloud_vpc", {**ONE, **more})))
    assert [row.route_propagation_enable for row in world.store.table(RouteTableRow).rows()] == [propagates]


def test_an_eip_follows_from_its_descriptor(tmp_path: Path) -> None:
    eip = {
        "id": "eip-bp1web", "address_name": "web", "bandwidth": "10", "internet_charge_type": "PayByTraffic",
        "ip_address": "47.96.0.1", "create_time": "2024-01-01T00:00:00Z", "tags": {"team": "web"}, "zone": None,
    }  # fmt: skip
    world = seeded(state(tmp_path / "a.tfstate", ("alicloud_eip_address", eip)))
    with world.reading() as transaction:
        (row,) = transaction.rows(EipRow)
        tags = tags_of(transaction, row.account, row.id)
    assert (row.id, row.region_id, row.name, row.ip_address) == ("eip-bp1web", "cn-hangzhou", "web", "47.96.0.1")
    assert (row.bandwidth, row.internet_charge_type, row.state) == (10, "PayByTraffic", "Available")
    assert row.allocation_time == 1704067200.0
    assert tags == (("team", "web"),)


def test_an_attribute_that_fits_no_field_is_named(tmp_path: Path) -> None:
    eip = {"id": "eip-bp1web", "ip_address": "47.96.0.1", "bandwidth": "much"}
    with pytest.raises(SettingsError, match="eip-bp1web: bandwidth"):
        seeded(state(tmp_path / "a.tfstate", ("alicloud_eip_address", eip)))
