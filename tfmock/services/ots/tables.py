"""CreateTable, ListTable, DescribeTable, DeleteTable."""

from __future__ import annotations

import re
from typing import Final

from tfmock.core.call import Call
from tfmock.core.operation import operation
from tfmock.protocol import protobuf
from tfmock.protocol.protobuf import MalformedMessageError, Message
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply
from tfmock.services.ots import errors
from tfmock.services.ots.messages import PRODUCT, VERSION, OtsRequest, reply
from tfmock.services.ots.models import KEY_KINDS, DataRow, KeyColumn, TableRow, table_row_id

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
    """CreateTableRequest: table_meta = 1 (table_name = 1, primary_key = 2), table_options = 3."""
    try:
        meta = request.message().message(1)
        options = request.message().message(3)
        name, columns = meta.text(1), tuple(map(_key_column, meta.messages(2)))
        time_to_live, max_versions = options.number(1, -1), options.number(2, 1)
    except MalformedMessageError as problem:
        raise errors.MALFORMED(why=str(problem)) from None
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
    """DescribeTableResponse: table_meta = 1, reserved_throughput_details = 2, table_options = 3, table_status = 4."""
    row = get_table(call, request, request.table_name)
    numbers = {kind: number for number, kind in KEY_KINDS.items()}
    columns = [protobuf.write((1, column.name), (2, numbers[column.type])) for column in row.primary_key]
    meta = protobuf.write((1, row.table_name), (2, columns))
    throughput = protobuf.write((1, protobuf.write((1, 0), (2, 0))), (2, 0))
    options = protobuf.write((1, row.time_to_live), (2, row.max_versions), (5, 86400))
    return reply(protobuf.write((1, meta), (2, throughput), (3, options), (4, _ACTIVE)))


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
