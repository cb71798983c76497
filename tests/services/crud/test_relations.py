"""Privileges: granted one database at a time, and shown with the account and with the databases."""

from __future__ import annotations

import pytest

from tests.support.crud import Client

REGION = {"RegionId": "cn-hangzhou"}


@pytest.fixture
def instance(client: Client) -> dict[str, str]:
    """An RDS instance with three databases and two accounts."""
    id = client.database(**REGION)
    named = {**REGION, "DBInstanceId": id}
    for database in ("orders", "stock", "other"):
        client.call("rds.CreateDatabase", named, DBName=database, CharacterSetName="utf8")
    for account in ("apps", "reports"):
        client.call("rds.CreateAccount", named, AccountName=account, AccountPassword="Example-0nly")
    return named


def of_account(client: Client, instance: dict[str, str], name: str) -> list[tuple[str, str]]:
    """An account's databases and what it may do there."""
    reply = client.call("rds.DescribeAccounts", instance, AccountName=name)
    (account,) = reply["Accounts"]["DBInstanceAccount"]
    privileges = account["DatabasePrivileges"]["DatabasePrivilege"]
    return [(privilege["DBName"], privilege["AccountPrivilege"]) for privilege in privileges]


def of_database(client: Client, instance: dict[str, str], name: str) -> list[tuple[str, str]]:
    """Who may do what in a database."""
    reply = client.call("rds.DescribeDatabases", instance, DBName=name)
    (database,) = reply["Databases"]["Database"]
    infos = database["Accounts"]["AccountPrivilegeInfo"]
    return [(info["Account"], info["AccountPrivilege"]) for info in infos]


def grant(client: Client, instance: dict[str, str], account: str, database: str, privilege: str) -> None:
    named = {"AccountName": account, "DBName": database, "AccountPrivilege": privilege}
    client.call("rds.GrantAccountPrivilege", instance, **named)


def test_privileges_show_on_both_sides(client: Client, instance: dict[str, str]) -> None:
    grant(client, instance, "apps", "orders", "ReadWrite")
    grant(client, instance, "apps", "stock", "ReadWrite")
    grant(client, instance, "reports", "orders", "ReadOnly")
    assert of_account(client, instance, "apps") == [("orders", "ReadWrite"), ("stock", "ReadWrite")]
    assert of_account(client, instance, "reports") == [("orders", "ReadOnly")]
    assert of_database(client, instance, "orders") == [("apps", "ReadWrite"), ("reports", "ReadOnly")]
    assert of_database(client, instance, "stock") == [("apps", "ReadWrite")]
    assert of_database(client, instance, "other") == []  # a list all the same: the provider panics without
    databases = client.call("rds.DescribeDatabases", instance)["Databases"]["Database"]
    assert [database["DBName"] for database in databases] == ["orders", "stock", "other"]


def test_a_privilege_ends_with_its_last_database(client: Client, instance: dict[str, str]) -> None:
    grant(client, instance, "apps", "orders", "ReadWrite")
    grant(client, instance, "apps", "stock", "ReadWrite")
    for database, rest in (("orders", [("stock", "ReadWrite")]), ("stock", [])):
        client.call("rds.RevokeAccountPrivilege", instance, AccountName="apps", DBName=database)
        assert of_account(client, instance, "apps") == rest
        assert of_database(client, instance, database) == []
    listed = client.call("rds.DescribeAccounts", instance)["Accounts"]["DBInstanceAccount"]
    assert [account["AccountName"] for account in listed] == ["apps", "reports"]
