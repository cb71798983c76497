"""Buckets and lock tables described in a seed.

oss:
  buckets:
    - {name: team-state, region: cn-hangzhou}
ots:
  instances:
    - name: team-lock
      tables:
        - name: terraform_lock
          primary_key: [{name: LockID, type: STRING}]   # the default: what Terraform's oss backend locks with
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from tfmock.core.store import Transaction
from tfmock.rulebook import names, regions
from tfmock.rulebook.buckets import is_bucket_name
from tfmock.services.oss.models import BucketRow
from tfmock.services.ots.models import KeyColumn, KeyKind, TableRow, table_row_id
from tfmock.services.ots.tables import is_table_name


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SeedBucket(_Entry):
    name: str
    region: str = ""
    account: str = Field("", pattern=f"^({names.ACCOUNT_ID})?$", coerce_numbers_to_str=True)
    acl: str = Field("private", pattern="^(private|public-read|public-read-write)$")


class SeedStorage(_Entry):
    buckets: list[SeedBucket] = Field(default_factory=list)


class SeedKeyColumn(_Entry):
    name: str
    type: KeyKind = "STRING"


#: What Terraform's oss backend wants of a table: pkName in its client.go.
LOCK_KEY = (SeedKeyColumn(name="LockID"),)


class SeedTable(_Entry):
    name: str
    primary_key: tuple[SeedKeyColumn, ...] = Field(LOCK_KEY, min_length=1, max_length=4)


class SeedInstance(_Entry):
    name: str = Field(pattern=r"^[a-zA-Z][a-zA-Z0-9-]{1,19}$")
    region: str = ""
    account: str = Field("", pattern=f"^({names.ACCOUNT_ID})?$", coerce_numbers_to_str=True)
    tables: list[SeedTable] = Field(default_factory=list)


class SeedTables(_Entry):
    instances: list[SeedInstance] = Field(default_factory=list)


class StorageEntryError(ValueError):
    """An entry that cannot be seeded; the message says which and why."""


def seed_bucket(tx: Transaction, entry: SeedBucket, default_account: str) -> None:
    """
    Raises:
        StorageEntryError: the name is none of a bucket's or taken, or there is no such region.
    """
    _check_region(entry.name, entry.region)
    if not is_bucket_name(entry.name):
        raise StorageEntryError(f"{entry.name!r}: a bucket's name has 3 to 63 small letters, digits and inner hyphens")
    if tx.get(BucketRow, entry.name) is not None:
        raise StorageEntryError(f"{entry.name}: is there twice; names of buckets are unique among all accounts")
    tx.put(
        BucketRow(
            id=entry.name, serial=tx.next_serial(), account=entry.account or default_account, region_id=entry.region,
            acl=entry.acl, creation_date=tx.now,
        )
    )  # fmt: skip


def seed_tables(tx: Transaction, entry: SeedInstance, default_account: str) -> None:
    """
    Raises:
        StorageEntryError: the name of a table is none or taken, or there is no such region.
    """
    _check_region(entry.name, entry.region)
    for table in entry.tables:
        id = table_row_id(entry.name, table.name)
        if not is_table_name(table.name):
            raise StorageEntryError(f"{id}: a table's name has letters, digits and underscores, and no digit first")
        if tx.get(TableRow, id) is not None:
            raise StorageEntryError(f"{id}: is there twice; names of tables are unique in an instance")
        tx.put(
            TableRow(
                id=id, serial=tx.next_serial(), account=entry.account or default_account, region_id=entry.region,
                instance_name=entry.name, table_name=table.name,
                primary_key=tuple(KeyColumn(column.name, column.type) for column in table.primary_key),
            )
        )  # fmt: skip


def _check_region(what: str, region: str) -> None:
    if region and regions.find(region) is None:
        raise StorageEntryError(f"{what}: Alibaba Cloud has no region {region}")
