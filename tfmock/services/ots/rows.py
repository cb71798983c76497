"""PutRow, GetRow, DeleteRow: what the lock of Terraform's oss backend needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tfmock.core.call import Call
from tfmock.core.operation import operation
from tfmock.protocol.protobuf import Message
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply
from tfmock.services.ots import errors, plain_buffer
from tfmock.services.ots.messages import (
    PRODUCT,
    VERSION,
    OtsRequest,
    consumed_read,
    consumed_write,
    parse_row,
    well_formed,
)
from tfmock.services.ots.models import DataRow, TableRow, data_row_id
from tfmock.services.ots.plain_buffer import Cell
from tfmock.services.ots.tables import get_table

#: RowExistenceExpectation of table_store.proto.
_EXPECT_EXIST: Final = 1
_EXPECT_NOT_EXIST: Final = 2

_CELL_KINDS: Final = {"INTEGER": "integer", "STRING": "string", "BINARY": "blob"}


class PutRow(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "PutRow", protocol=Protocol.OTS)
def put_row(call: Call, request: PutRow) -> HttpReply:
    """PutRowRequest: row = 2, condition = 3, return_content = 4, transaction_id = 5."""
    table, message = get_table(call, request, request.table_name), request.message()
    row = parse_row(message, 2)
    check_primary_key(table, row.primary_key)
    existing = call.transaction.get(DataRow, data_row_id(table, row.primary_key))
    check_condition(message, 3, existing, "PutRow")
    now = int(call.now * 1000)
    attributes = tuple(cell if cell.timestamp else replace(cell, timestamp=now) for cell in row.attributes)
    call.transaction.put(
        DataRow(
            id=data_row_id(table, row.primary_key),
            serial=existing.serial if existing else call.transaction.next_serial(),
            table_id=table.id,
            primary_key=row.primary_key,
            attributes=attributes,
        )
    )
    return consumed_write(_returned(message, row.primary_key))


class GetRow(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "GetRow", protocol=Protocol.OTS)
def get_row(call: Call, request: GetRow) -> HttpReply:
    """GetRowRequest: primary_key = 2, columns_to_get = 3, filter = 7, transaction_id = 11.

    There is one version of each attribute, so that time_range and max_versions have no effect.
    """
    table, message = get_table(call, request, request.table_name), request.message()
    key = parse_row(message, 2).primary_key
    check_primary_key(table, key)
    with well_formed():
        columns = frozenset(message.texts(3))
        refuse_unsupported(message, {7: "a filter", 11: "a transaction"}, "GetRow")
    row = call.transaction.get(DataRow, data_row_id(table, key))
    if row is None:
        return consumed_read(b"")
    attributes = [cell for cell in row.attributes if not columns or cell.name in columns]
    return consumed_read(plain_buffer.write(row.primary_key, attributes))


class DeleteRow(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "DeleteRow", protocol=Protocol.OTS)
def delete_row(call: Call, request: DeleteRow) -> HttpReply:
    """DeleteRowRequest: primary_key = 2, condition = 3, return_content = 4, transaction_id = 5."""
    table, message = get_table(call, request, request.table_name), request.message()
    key = parse_row(message, 2).primary_key
    check_primary_key(table, key)
    row = call.transaction.get(DataRow, data_row_id(table, key))
    check_condition(message, 3, row, "DeleteRow")
    if row is not None:
        call.transaction.delete(row)
    return consumed_write(_returned(message, key))


def check_primary_key(table: TableRow, key: Sequence[Cell]) -> None:
    """A primary key has the columns of the table.

    Raises:
        ApiError: it is not the key that the table has.
    """
    if len(key) != len(table.primary_key):
        raise errors.PRIMARY_KEY_SIZE(given=len(key), expected=len(table.primary_key))
    for cell, column in zip(key, table.primary_key, strict=True):
        if cell.name != column.name:
            raise errors.PRIMARY_KEY_NAME(given=cell.name, expected=column.name)
        if cell.kind != _CELL_KINDS[column.type]:
            raise errors.PRIMARY_KEY_TYPE(given=f"VT_{cell.kind.upper()}", expected=f"VT_{column.type}")


def check_condition(message: Message, field: int, row: DataRow | None, action: str) -> None:
    """Condition: row_existence = 1, column_condition = 2.

    Raises:
        ApiError: the row exists and should not, or does not exist and should.
    """
    with well_formed():
        condition = message.message(field)
        expectation = condition.number(1)
        refuse_unsupported(condition, {2: "a condition on columns"}, action)
        refuse_unsupported(message, {5: "a transaction"}, action)
    if (expectation == _EXPECT_EXIST and row is None) or (expectation == _EXPECT_NOT_EXIST and row is not None):
        raise errors.CONDITION_CHECK_FAIL()


def refuse_unsupported(message: Message, fields: dict[int, str], action: str) -> None:
    """A message has no field whose effect tfmock does not have: better refused than ignored.

    Raises:
        ApiError: it has one.
    """
    for number, what in fields.items():
        if message.data(number):
            raise errors.UNSUPPORTED(what=what, action=action)


def _returned(message: Message, key: Sequence[Cell]) -> bytes | None:
    """The primary key, if ReturnContent requests it: return_type = 1, RT_PK = 1."""
    with well_formed():
        is_requested = message.message(4).number(1) == 1
    return plain_buffer.write(key, ()) if is_requested else None
