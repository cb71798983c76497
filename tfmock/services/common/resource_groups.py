"""Resource groups, which resources of every product are in. Every account has a default one, without a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from tfmock.core import ids
from tfmock.core.lifecycle import Lifecycle, Status
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction
from tfmock.protocol.errors import ErrorTemplate

# GetResourceGroup metadata: Creating, OK, PendingDelete
LIFECYCLE: Final = Lifecycle("ResourceGroup", seconds={"Creating": 2.0, "PendingDelete": 0.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceGroupRow(StatefulRow, ResourceRow):
    """A resource group of one account, in all regions."""

    table = "resource_groups"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="resource_group",
        product="ResourceManager",
        terraform_types=("alicloud_resource_manager_resource_group",),
        id_prefix="rg",
        id_length=15,
        tag_type="ResourceGroup",
    )
    former_fields = {
        "created": "create_date",
    }

    account: str
    name: str
    display_name: str
    create_date: float

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(id=self.id, account=self.account, name=self.name)

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


def default_group_id(account: str) -> str:
    """The id of an account's default group: ``rg-acfm...`` (published samples)."""
    return f"rg-acfm{ids.token(f'default-group:{account}', 11)}"


def default_group(account: str) -> ResourceGroupRow:
    """The group that every account has from the start."""
    return ResourceGroupRow(
        id=default_group_id(account), serial=0, account=account, name="default", display_name="default resource group",
        status=Status("OK", 0.0), create_date=0.0,
    )  # fmt: skip


def group_or_default(tx: Transaction, account: str, id: str, fault: ErrorTemplate) -> str:
    """The id of the requested group, or of the account's default one where none is requested.

    Raises:
        ApiError: the given ``fault``, when the account has no such group.
    """
    if not id:
        return default_group_id(account)
    if find_group(tx, account, id) is None:
        raise fault()
    return id


def find_group(tx: Transaction, account: str, id: str) -> ResourceGroupRow | None:
    """The account's group of this id, the default one included."""
    if id == default_group_id(account):
        return default_group(account)
    row = tx.get(ResourceGroupRow, id)
    return row if row is not None and row.account == account else None
