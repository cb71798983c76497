"""CreateTable, ListTable, DescribeTable, UpdateTable, DeleteTable, and what is defined of a table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from tfmock.core.call import Call
from tfmock.core.operation import operation
from tfmock.protocol import protobuf
from tfmock.protocol.protobuf import Message
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply
from tfmock.services.ots import errors
from tfmock.services.ots.messages import PRODUCT, VERSION, OtsRequest, reply, well_formed
from tfmock.services.ots.models import (
    KEY_KINDS,
    DataRow,
    DefinedColumn,
    KeyColumn,
    SecondaryIndex,
    TableRow,
    table_row_id,
)

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,254}")
_MAX_KEY_COLUMNS: Final = 4
_ACTIVE: Final = 1


def is_table_name(name: str) -> bool:
    """1 to 255 letters, digits and underscores, no digit first (CreateTable page)."""
    return _NAME.fullmatch(name) is not None


def get_table(call: Call, request: OtsRequest, name: str) -> TableRow:
    """The caller's table.

    Terraform's oss backend takes the first label of its ``tablestore_endpoint`` as the name of the instance. If that is
    an address (``http://127.0.0.1:4180``), the name means nothing, and the table may be in any instance.

    Raises:
        ApiError: there is none.
    """
    row = call.transaction.get(TableRow, table_row_id(request.instance_name, name))
    if row is None and not call.host.lower().partition(":")[0].endswith(".aliyuncs.com"):
        row = next(iter(call.transaction.find(TableRow, "named", (call.account, name))), None)
    if row is None or row.account != call.account:
        raise errors.NO_SUCH_TABLE()
    if row.region_id and request.region_id and row.region_id != request.region_id:
        raise errors.NO_SUCH_TABLE()
    return row


class CreateTable(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "CreateTable", protocol=Protocol.OTS)
def create_table(call: Call, request: CreateTable) -> HttpReply:
    """CreateTableRequest: table_meta = 1 (table_name = 1, primary_key = 2, defined_column = 3), table_options = 3,
    sse_spec = 6, index_metas = 7."""
    with well_formed():
        meta = request.message().message(1)
        options = request.message().message(3)
        name, columns = meta.text(1), tuple(map(_key_column, meta.messages(2)))
        time_to_live, max_versions = options.number(1, -1), options.number(2, 1)
        deviation, allow_update = options.number(5, 86400), options.number(6, 1)
        defined = tuple(map(_defined_column, meta.messages(3)))
        encryption = request.message().data(6)
        indexes = tuple(map(_index, request.message().all(7)))
    if not is_table_name(name):
        raise errors.PARAMETER(why=f"Invalid table name: '{name}'")
    if not 1 <= len(columns) <= _MAX_KEY_COLUMNS or len({column.name for column in columns}) < len(columns):
        raise errors.PARAMETER(why=f"A primary key has 1 to {_MAX_KEY_COLUMNS} columns of different names")
    if not request.instance_name:
        raise errors.PARAMETER(why="x-ots-instancename is missing")
    id = table_row_id(request.instance_name, name)
    if call.transaction.get(TableRow, id) is not None:
        raise errors.TABLE_EXISTS()
    call.transaction.put(
        TableRow(
            id=id,
            serial=call.transaction.next_serial(),
            account=call.account,
            region_id=request.region_id,
            instance_name=request.instance_name,
            table_name=name,
            primary_key=columns,
            time_to_live=time_to_live,
            max_versions=max_versions,
            deviation=deviation,
            allow_update=bool(allow_update),
            encryption=encryption,
            defined_columns=defined,
            indexes=indexes,
        )
    )
    return reply(b"")


def _key_column(schema: Message) -> KeyColumn:
    """PrimaryKeySchema: name = 1, type = 2, option = 3."""
    kind = KEY_KINDS.get(schema.number(2))
    if kind is None or not _NAME.fullmatch(schema.text(1)):
        raise errors.PARAMETER(why="Invalid column of a primary key")
    if schema.number(3):
        raise errors.UNSUPPORTED(what="an auto-increment column", action="CreateTable")
    return KeyColumn(schema.text(1), kind)


def _defined_column(schema: Message) -> DefinedColumn:
    """DefinedColumnSchema: name = 1, type = 2."""
    if not _NAME.fullmatch(schema.text(1)):
        raise errors.PARAMETER(why="Invalid defined column")
    return DefinedColumn(schema.text(1), schema.number(2))


def _index(meta: int | bytes) -> SecondaryIndex:
    """IndexMeta: name = 1."""
    data = meta if isinstance(meta, bytes) else b""
    return SecondaryIndex(protobuf.parse(data).text(1), data)


class ListTable(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "ListTable", protocol=Protocol.OTS)
def list_table(call: Call, request: ListTable) -> HttpReply:
    """ListTableResponse: table_names = 1."""
    rows = call.transaction.find(TableRow, "instance", request.instance_name)
    return reply(protobuf.write((1, sorted(row.table_name for row in rows if row.account == call.account))))


class DescribeTable(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "DescribeTable", protocol=Protocol.OTS)
def describe_table(call: Call, request: DescribeTable) -> HttpReply:
    """DescribeTableResponse: table_meta = 1, reserved_throughput_details = 2, table_options = 3, table_status = 4,
    sse_details = 7, index_metas = 8."""
    row = get_table(call, request, request.table_name)
    numbers = {kind: number for number, kind in KEY_KINDS.items()}
    columns = [protobuf.write((1, column.name), (2, numbers[column.type])) for column in row.primary_key]
    defined = [protobuf.write((1, column.name), (2, column.type)) for column in row.defined_columns]
    meta = protobuf.write((1, row.table_name), (2, columns), (3, defined))
    encryption = row.encryption or None
    indexes = [index.meta for index in row.indexes]
    shown = ((1, meta), (2, _THROUGHPUT), (3, _options(row)), (4, _ACTIVE), (7, encryption), (8, indexes))
    return reply(protobuf.write(*shown))


#: ReservedThroughputDetails: capacity_unit = 1 (read = 1, write = 2), last_increase_time = 2.
_THROUGHPUT: Final = protobuf.write((1, protobuf.write((1, 0), (2, 0))), (2, 0))
#: StreamDetails: enable_stream = 1. The SDK reads it of every reply to UpdateTable.
_NO_STREAM: Final = protobuf.write((1, False))


def _options(row: TableRow) -> bytes:
    """TableOptions: time_to_live = 1, max_versions = 2, deviation_cell_version_in_sec = 5, allow_update = 6."""
    return protobuf.write((1, row.time_to_live), (2, row.max_versions), (5, row.deviation), (6, row.allow_update))


class UpdateTable(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "UpdateTable", protocol=Protocol.OTS)
def update_table(call: Call, request: UpdateTable) -> HttpReply:
    """UpdateTableRequest: table_options = 3. The reply: throughput = 1, table_options = 2, stream_details = 3."""
    row = get_table(call, request, request.table_name)
    with well_formed():
        options = request.message().message(3)
        changed = replace(
            row,
            time_to_live=options.number(1, row.time_to_live),
            max_versions=options.number(2, row.max_versions),
            deviation=options.number(5, row.deviation),
            allow_update=bool(options.number(6, row.allow_update)),
        )
    call.transaction.put(changed)
    return reply(protobuf.write((1, _THROUGHPUT), (2, _options(changed)), (3, _NO_STREAM)))


class AddDefinedColumn(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "AddDefinedColumn", protocol=Protocol.OTS)
def add_defined_column(call: Call, request: AddDefinedColumn) -> HttpReply:
    """AddDefinedColumnRequest: columns = 2."""
    row = get_table(call, request, request.table_name)
    with well_formed():
        added = tuple(map(_defined_column, request.message().messages(2)))
    call.transaction.put(replace(row, defined_columns=(*row.defined_columns, *added)))
    return reply(b"")


class DeleteDefinedColumn(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "DeleteDefinedColumn", protocol=Protocol.OTS)
def delete_defined_column(call: Call, request: DeleteDefinedColumn) -> HttpReply:
    """DeleteDefinedColumnRequest: columns = 2, by name."""
    row = get_table(call, request, request.table_name)
    with well_formed():
        removed = set(request.message().texts(2))
    remaining = tuple(column for column in row.defined_columns if column.name not in removed)
    call.transaction.put(replace(row, defined_columns=remaining))
    return reply(b"")


class CreateIndex(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "CreateIndex", protocol=Protocol.OTS)
def create_index(call: Call, request: CreateIndex) -> HttpReply:
    """CreateIndexRequest: main_table_name = 1, index_meta = 2."""
    row = get_table(call, request, request.table_name)
    with well_formed():
        index = _index(request.message().data(2))
    if any(present.name == index.name for present in row.indexes):
        raise errors.TABLE_EXISTS()  # guess: an index is a table of its own
    call.transaction.put(replace(row, indexes=(*row.indexes, index)))
    return reply(b"")


class DropIndex(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "DropIndex", protocol=Protocol.OTS)
def drop_index(call: Call, request: DropIndex) -> HttpReply:
    """DropIndexRequest: main_table_name = 1, index_name = 2."""
    row = get_table(call, request, request.table_name)
    with well_formed():
        name = request.message().text(2)
    remaining = tuple(index for index in row.indexes if index.name != name)
    if len(remaining) == len(row.indexes):
        raise errors.NO_SUCH_TABLE()
    call.transaction.put(replace(row, indexes=remaining))
    return reply(b"")


class DeleteTable(OtsRequest):
    pass


@operation(PRODUCT, VERSION, "DeleteTable", protocol=Protocol.OTS)
def delete_table(call: Call, request: DeleteTable) -> HttpReply:
    """Delete a table with its rows."""
    table = get_table(call, request, request.table_name)
    for row in call.transaction.find(DataRow, "of", table.id):
        call.transaction.delete(row)
    call.transaction.delete(table)
    return reply(b"")
