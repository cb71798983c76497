"""What a name means: one object of one type in one region, and nothing of another product."""

from __future__ import annotations

import pytest

from tests.support.crud import Client
from tests.support.crud_provider import ignore_checks
from tfmock.services.crud.rows import CrudRow


@pytest.fixture(autouse=True)
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    ignore_checks(monkeypatch)


def stored(client: Client) -> set[str]:
    world = client.app.extensions["tfmock.universe"].world(client.world)
    rows = [row for row in world.store.table(CrudRow).rows() if not row.deleted]
    return {f"{row.type.removeprefix('alicloud_')} {':'.join(row.parts)}" for row in rows}


def test_a_deleted_name_takes_nothing_of_the_same_name_along(client: Client) -> None:
    client.call("ram.CreateRole", RoleName="app")
    client.call("ram.CreatePolicy", PolicyName="app")
    client.call("kms.CreateSecret", SecretName="app")
    instance = client.call("rds.CreateDBInstance", RegionId="cn-hangzhou")["DBInstanceId"]
    client.call("rds.CreateDatabase", DBInstanceId=instance, DBName="app")
    before = stored(client)
    client.call("kms.DeleteSecret", SecretName="app", ForceDeleteWithoutRecovery="true")
    assert before - stored(client) == {"kms_secret app"}


def test_what_hangs_on_a_deleted_object_goes_with_it(client: Client) -> None:
    instances = [client.call("rds.CreateDBInstance", RegionId="cn-hangzhou")["DBInstanceId"] for _ in range(2)]
    for instance in instances:
        client.call("rds.CreateDatabase", DBInstanceId=instance, DBName="app")
    client.call("rds.DeleteDBInstance", DBInstanceId=instances[0])
    assert {line for line in stored(client) if line.startswith("db_database")} == {f"db_database {instances[1]}:app"}


def test_a_delete_without_an_id_deletes_nothing(client: Client) -> None:
    client.call("rds.CreateDBInstance", RegionId="cn-hangzhou")
    before = stored(client)
    for more in ({}, {"DBInstanceId": ""}):
        client.ask("rds.DeleteDBInstance", RegionId="cn-hangzhou", **more)
    assert stored(client) == before


def test_a_name_means_the_object_of_the_region(client: Client) -> None:
    for region in ("cn-hangzhou", "cn-beijing"):
        client.call("kms.CreateAlias", RegionId=region, AliasName="alias/a", KeyId=f"key-{region}")
    listed = {
        region: [alias["KeyId"] for alias in client.call("kms.ListAliases", RegionId=region)["Aliases"]["Alias"]]
        for region in ("cn-hangzhou", "cn-beijing")
    }
    assert listed == {region: [f"key-{region}"] for region in listed}
    client.ask("kms.DeleteAlias", RegionId="cn-shanghai", AliasName="alias/a")
    left = [client.call("kms.ListAliases", RegionId=region)["Aliases"]["Alias"] for region in listed]
    assert [len(aliases) for aliases in left] == [1, 1]
