"""Messages of Tablestore, by the field numbers of table_store.proto (aliyun-tablestore-go-sdk, otsprotocol)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pydantic import Field

from tfmock.core.operation import Request
from tfmock.protocol import protobuf
from tfmock.protocol.protobuf import MalformedMessageError, Message
from tfmock.protocol.reply import HttpReply
from tfmock.services.ots import errors, plain_buffer
from tfmock.services.ots.plain_buffer import MalformedRowError, PlainRow

PRODUCT: Final = "Ots"
VERSION: Final = "2015-12-31"

#: CapacityUnit: read = 1, write = 2. Consumption is not measured.
_READ_UNIT: Final = protobuf.write((1, protobuf.write((1, 1), (2, 0))))
_WRITE_UNIT: Final = protobuf.write((1, protobuf.write((1, 0), (2, 1))))


@contextmanager
def well_formed() -> Iterator[None]:
    """Read the fields of a message within.

    Raises:
        ApiError: a field is not there, or of another kind.
    """
    try:
        yield
    except MalformedMessageError as problem:
        raise errors.MALFORMED(why=str(problem)) from None


class OtsRequest(Request):
    """Parameters of every request. ``region_id`` is the endpoint's region, empty if the host names none."""

    instance_name: str = ""
    table_name: str = ""
    body: bytes = Field(b"", repr=False)

    def message(self) -> Message:
        """The body.

        Raises:
            ApiError: it is not one.
        """
        try:
            return protobuf.parse(self.body)
        except MalformedMessageError as problem:
            raise errors.MALFORMED(why=str(problem)) from None


def parse_row(message: Message, field: int) -> PlainRow:
    """A row in a field of a message.

    Raises:
        ApiError: it is not one.
    """
    try:
        return plain_buffer.read(message.data(field))
    except (MalformedRowError, MalformedMessageError) as problem:
        raise errors.MALFORMED(why=str(problem)) from None


def reply(data: bytes) -> HttpReply:
    """A reply with a message."""
    return HttpReply(status=200, content_type="application/x.pb2", body=data, opaque=True)


def consumed_read(row: bytes) -> HttpReply:
    """GetRowResponse: consumed = 1, row = 2. A missing row is empty, but never absent."""
    return reply(protobuf.write((1, _READ_UNIT), (2, row)))


def consumed_write(row: bytes | None = None) -> HttpReply:
    """PutRowResponse, DeleteRowResponse: consumed = 1, row = 2."""
    return reply(protobuf.write((1, _WRITE_UNIT), (2, row)))
