"""Objects of the CRUD tier in seeds: described ones and those of a state, as the API answers them afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.seed.test_tfstate import state
from tests.support.crud import Client
from tfmock.app import create_app, create_universe
from tfmock.services.crud.rows import CrudRow
from tfmock.services.oss.models import BucketRow
from tfmock.settings import Settings, SettingsError

KEY: Mapping[str, object] = {"type": "alicloud_kms_key", "id": "key-hz1", "attributes": {"description": "shared"}}
CEN = {"id": "cen-a", "cen_instance_name": "backbone", "status": "Active", "tags": {"team": "net"}, "description": None}


def described(tmp_path: Path, *objects: Mapping[str, object]) -> Path:
    path = tmp_path / "seed.json"
    path.write_text(json.dumps({"objects": objects}), "utf-8")
    return path


def client(*seeds: Path) -> Client:
    return Client(create_app(Settings(seed=seeds)), "default")


def test_a_described_object_is_read_and_deleted(tmp_path: Path) -> None:
    caller = client(described(tmp_path, KEY))
    read = caller.call("kms.DescribeKey", KeyId="key-hz1")
    assert read["KeyMetadata"]["Description"] == "shared"
    caller.call("kms.ScheduleKeyDeletion", KeyId="key-hz1", PendingWindowInDays="7")


def test_data_sources_list_it_in_its_region(tmp_path: Path) -> None:
    bastion = {"type": "alicloud_bastionhost_instance", "id": "bastion-1", "attributes": {"description": "shared"}}
    caller = client(described(tmp_path, {**bastion, "region": "cn-hangzhou"}))

    def listed(region: str) -> list[str]:
        reply = caller.call("bastionhost.DescribeInstances", RegionId=region)
        return [instance["InstanceId"] for instance in reply["Instances"]]

    assert listed("cn-hangzhou") == ["bastion-1"]
    assert listed("cn-beijing") == []


def test_a_state_keeps_what_it_says_of_stored_types(tmp_path: Path) -> None:
    caller = client(state(tmp_path / "a.tfstate", ("alicloud_cen_instance", CEN)))
    (cen,) = caller.call("cbn.DescribeCens")["Cens"]["Cen"]
    assert (cen["CenId"], cen["Name"], cen["Status"]) == ("cen-a", "backbone", "Active")
    (tag,) = cen["Tags"]["Tag"]
    assert (tag["Key"], tag["Value"]) == ("team", "net")


def test_a_state_of_another_version_may_have_other_attributes(tmp_path: Path) -> None:
    caller = client(state(tmp_path / "a.tfstate", ("alicloud_cen_instance", {**CEN, "of_the_future": 1})))
    assert [cen["CenId"] for cen in caller.call("cbn.DescribeCens")["Cens"]["Cen"]] == ["cen-a"]


def test_the_zone_tells_the_region(tmp_path: Path) -> None:
    zones = {"cn-hangzhou-b": "cn-hangzhou", "us-west-1a": "us-west-1", "": ""}
    instances = [("alicloud_db_instance", {"id": f"rm-{number}", "zone_id": zone}) for number, zone in enumerate(zones)]
    world = create_universe(Settings(seed=(state(tmp_path / "a.tfstate", *instances),))).world("default")
    assert [row.region for row in world.run(lambda tx: tx.rows(CrudRow))] == [*zones.values()]


def test_a_bucket_of_a_state_is_a_bucket(tmp_path: Path) -> None:
    bucket = {"id": "audit-logs", "bucket": "audit-logs", "location": "oss-cn-beijing", "acl": "public-read"}
    world = create_universe(Settings(seed=(state(tmp_path / "a.tfstate", ("alicloud_oss_bucket", bucket)),))).world(
        "default"
    )
    row = world.run(lambda tx: tx.get(BucketRow, "audit-logs"))
    assert row is not None
    assert (row.region_id, row.acl) == ("cn-beijing", "public-read")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (
            {"type": "alicloud_kms_keey"},
            "objects: the provider has no resource alicloud_kms_keey. Did you mean alicloud_kms_key?",
        ),
        ({"type": "zzz"}, "the provider has no resource zzz."),
        ({"attributes": {"descripton": "x"}}, "has no argument or attribute descripton. Did you mean description?"),
        (
            {"type": "alicloud_vpc"},
            "alicloud_vpc is no type of the CRUD tier. See docs/seeds.md for what seeds can have.",
        ),
        (
            {"type": "alicloud_oss_bucket"},
            "is no type of the CRUD tier. Describe buckets under 'oss: buckets:' (docs/seeds.md).",
        ),
        ({"type": "alicloud_log_store", "attributes": {}}, "such ids have 2 parts, joined by ':'."),
        ({"region": "cn-nowhere"}, "Alibaba Cloud has no region cn-nowhere."),
        (
            {"colour": "red"},
            "there is no such key. Known: account, attributes, id, region, type. See docs/seeds.md for the format.",
        ),
    ],
)
def test_what_cannot_be_seeded_is_refused(tmp_path: Path, entry: Mapping[str, object], says: str) -> None:
    with pytest.raises(SettingsError, match="--seed") as refused:
        client(described(tmp_path, {**KEY, **entry}))
    assert str(refused.value).endswith(says)


def test_one_id_is_seeded_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"alicloud_kms_key key-hz1 is there twice"):
        client(described(tmp_path, KEY, KEY))
