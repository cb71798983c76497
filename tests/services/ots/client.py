"""Tablestore as aliyun-tablestore-go-sdk calls it, in process."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.lab import ALICE, Answered, Lab, ask
from tfmock.protocol import protobuf
from tfmock.services.ots import plain_buffer
from tfmock.services.ots.plain_buffer import Cell

IGNORE, EXPECT_EXIST, EXPECT_NOT_EXIST = range(3)


@dataclass(frozen=True)
class Ots:
    """The endpoint of one instance, for one account."""

    lab: Lab
    account: str = ALICE
    instance: str = "lock"
    host: str = "lock.cn-hangzhou.ots.aliyuncs.com"

    def __call__(self, action: str, body: bytes = b"") -> Answered:
        headers = {
            "x-ots-apiversion": "2015-12-31",
            "x-ots-accesskeyid": self.lab.key(self.account),
            "x-ots-instancename": self.instance,
        }
        return ask(self.lab.app, path=f"/{action}", body=body, headers=headers, environ={"HTTP_HOST": self.host})

    def create(self, table: str, *columns: tuple[str, int]) -> Answered:
        """A table with a primary key of these names and types (1 integer, 2 string, 3 binary)."""
        schema = [protobuf.write((1, name), (2, kind)) for name, kind in columns or (("LockID", 2),)]
        throughput = protobuf.write((1, protobuf.write((1, 0), (2, 0))))
        options = protobuf.write((1, -1), (2, 1))
        meta = protobuf.write((1, table), (2, schema))
        return self("CreateTable", protobuf.write((1, meta), (2, throughput), (3, options)))

    def put(self, table: str, key: str, condition: int = IGNORE, **columns: str) -> Answered:
        """A row with a key ``LockID`` and text columns."""
        cells = [Cell(name, "string", value) for name, value in columns.items()]
        return self.put_row(table, plain_buffer.write([Cell("LockID", "string", key)], cells), condition)

    def put_row(self, table: str, row: bytes, condition: int = IGNORE, **more: bytes) -> Answered:
        """An encoded row; ``columns`` is a condition on columns, ``transaction`` an id."""
        expectation = protobuf.write((1, condition), (2, more.get("columns")))
        return self("PutRow", protobuf.write((1, table), (2, row), (3, expectation), (5, more.get("transaction"))))

    def get(self, table: str, key: str, *columns: str) -> Answered:
        """Some or all columns of a row."""
        row = plain_buffer.write([Cell("LockID", "string", key)], [])
        return self("GetRow", protobuf.write((1, table), (2, row), (3, columns), (5, 1)))

    def delete(self, table: str, key: str, condition: int = IGNORE) -> Answered:
        """Remove a row."""
        row = plain_buffer.write([Cell("LockID", "string", key)], [])
        return self("DeleteRow", protobuf.write((1, table), (2, row), (3, protobuf.write((1, condition)))))


def code(answered: Answered) -> str:
    """The code of an error; fails where the answer is none."""
    assert answered.status >= 400, answered.body
    return protobuf.parse(answered.body).text(1)


def columns(answered: Answered) -> dict[str, str]:
    """The attributes of the row that a GetRow answered."""
    assert answered.status == 200, answered.body
    row = protobuf.parse(answered.body).data(2)
    return {cell.name: cell.value for cell in plain_buffer.read(row).attributes} if row else {}
