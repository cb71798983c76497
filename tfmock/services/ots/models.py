"""Tables and rows of Tablestore."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar, Final, Literal

from tfmock.core.store import Row
from tfmock.services.ots.plain_buffer import Cell

KeyKind = Literal["INTEGER", "STRING", "BINARY"]

#: PrimaryKeyType of table_store.proto.
KEY_KINDS: Final[dict[int, KeyKind]] = {1: "INTEGER", 2: "STRING", 3: "BINARY"}


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """One column of a primary key."""

    name: str
    type: KeyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow(Row):
    """A table; ``id`` is ``instance/table``. Instances are only names: there is no API for them here.

    Attributes:
        region: empty for a table that answers at every region's endpoint (one from a seed that names none).
        time_to_live: seconds that data live, -1 for ever; said back, not acted upon.
        max_versions: of an attribute; one is kept, whatever this says.
    """

    table = "ots_tables"

    account: str
    region: str
    instance: str
    name: str
    primary_key: tuple[KeyColumn, ...]
    time_to_live: int = -1
    max_versions: int = 1

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "instance", self.instance
        yield "named", (self.account, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow(Row):
    """A row of a table; ``id`` follows from table and primary key."""

    table = "ots_rows"
    confidential: ClassVar[frozenset[str]] = frozenset({"attributes"})

    of: str
    primary_key: tuple[Cell, ...]
    attributes: tuple[Cell, ...]

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "of", self.of


def table_id(instance: str, name: str) -> str:
    """The id of a table's row."""
    return f"{instance}/{name}"


def data_row_id(table: TableRow, primary_key: Sequence[Cell]) -> str:
    """The id of a data row. A key of one text is written out, which is what people look for."""
    if len(primary_key) == 1 and primary_key[0].kind == "string":
        return f"{table.id}/{primary_key[0].value}"
    written = repr([(cell.name, cell.kind, cell.value) for cell in primary_key])
    return f"{table.id}/{blake2b(written.encode(), digest_size=12).hexdigest()}"
