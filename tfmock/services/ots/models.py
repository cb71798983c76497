"""Tables and rows of Tablestore."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar, Final, Literal

from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, Row, Transaction
from tfmock.services.ots.plain_buffer import Cell

KeyKind = Literal["INTEGER", "STRING", "BINARY"]

#: PrimaryKeyType of table_store.proto.
KEY_KINDS: Final[dict[int, KeyKind]] = {1: "INTEGER", 2: "STRING", 3: "BINARY"}


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """One column of a primary key."""

    name: str
    type: KeyKind


@dataclass(frozen=True, slots=True)
class DefinedColumn:
    """A column beside the primary key that indexes may use; ``type`` is a DefinedColumnType of table_store.proto."""

    name: str
    type: int


@dataclass(frozen=True, slots=True)
class SecondaryIndex:
    """An index of a table; ``meta`` is its IndexMeta, as it was sent."""

    name: str
    meta: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow(ResourceRow):
    """A table; ``id`` is ``instance/table``. Instances are only names here: those that are made are of the CRUD tier.

    Attributes:
        region_id: empty for a table that answers at every region's endpoint (one from a seed that names none).
        time_to_live: seconds that data live, -1 for ever; stored and shown, without effect.
        max_versions: of an attribute; tfmock keeps one.
        deviation: seconds that the version of a cell may differ from the time it is written; without effect.
        allow_update: without effect.
        encryption: SSESpecification, as it was sent; empty where none was.
        indexes: without effect.
    """

    table = "ots_tables"
    resource: ClassVar[Resource] = Resource(
        kind="ots_table",
        product="Ots",
    )
    former_fields: ClassVar[Mapping[str, str]] = {
        "region": "region_id",
        "instance": "instance_name",
        "name": "table_name",
    }

    account: str
    region_id: str
    instance_name: str
    table_name: str
    primary_key: tuple[KeyColumn, ...]
    time_to_live: int = -1
    max_versions: int = 1
    deviation: int = 86400
    allow_update: bool = True
    encryption: bytes = b""
    defined_columns: tuple[DefinedColumn, ...] = ()
    indexes: tuple[SecondaryIndex, ...] = ()

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.table_name,
            detail=f"{len(transaction.find(DataRow, 'of', self.id))} rows",
        )

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "instance", self.instance_name
        yield "named", (self.account, self.table_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow(Row):
    """A row of a table; ``id`` follows from table and primary key."""

    table = "ots_rows"
    former_fields: ClassVar[Mapping[str, str]] = {
        "of": "table_id",
    }
    confidential: ClassVar[frozenset[str]] = frozenset({"attributes"})

    table_id: str
    primary_key: tuple[Cell, ...]
    attributes: tuple[Cell, ...]

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "of", self.table_id


def table_row_id(instance: str, name: str) -> str:
    """The id of a table's row."""
    return f"{instance}/{name}"


def data_row_id(table: TableRow, primary_key: Sequence[Cell]) -> str:
    """The id of a data row. A key of one text is written out, so that people find it."""
    if len(primary_key) == 1 and primary_key[0].kind == "string":
        return f"{table.id}/{primary_key[0].value}"
    text = repr([(cell.name, cell.kind, cell.value) for cell in primary_key])
    return f"{table.id}/{blake2b(text.encode(), digest_size=12).hexdigest()}"
