"""Protocol buffers as far as Tablestore's messages need them: varints, and fields with a length.

The library would bring generated code for a dozen small messages; the format itself is two rules long
(https://protobuf.dev/programming-guides/encoding).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

_VARINT: Final = 0
_FIXED64: Final = 1
_LENGTH: Final = 2
_FIXED32: Final = 5

#: What a field can be written from.
Value: TypeAlias = int | bool | str | bytes


class MalformedMessageError(ValueError):
    """The bytes are no message, or a field is not of the type that it should have."""


@dataclass(frozen=True, slots=True)
class Message:
    """A parsed message: field numbers and values, in order."""

    values: tuple[tuple[int, int | bytes], ...]

    def all(self, number: int) -> list[int | bytes]:
        """Every value of a repeated field."""
        return [value for field, value in self.values if field == number]

    def number(self, number: int, default: int = 0) -> int:
        """An integer, a boolean or an enumeration; signed, as int32 and int64 are."""
        value = self._last(number, default)
        if not isinstance(value, int):
            raise MalformedMessageError(f"field {number} is not a number")
        return value - (1 << 64) if value >= 1 << 63 else value

    def data(self, number: int) -> bytes:
        """Bytes; empty where the field is absent."""
        value = self._last(number, b"")
        if not isinstance(value, bytes):
            raise MalformedMessageError(f"field {number} has no length")
        return value

    def text(self, number: int) -> str:
        """A string."""
        return _text(self.data(number))

    def texts(self, number: int) -> list[str]:
        """A repeated string."""
        return [_text(value) for value in self.all(number) if isinstance(value, bytes)]

    def message(self, number: int) -> Message:
        """A message inside this one; an empty one where it is absent."""
        return parse(self.data(number))

    def messages(self, number: int) -> list[Message]:
        """A repeated message."""
        return [parse(value) for value in self.all(number) if isinstance(value, bytes)]

    def _last(self, number: int, default: int | bytes) -> int | bytes:
        values = self.all(number)
        return values[-1] if values else default


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise MalformedMessageError("a text is not UTF-8") from None


def parse(data: bytes) -> Message:
    """Read one message.

    Raises:
        MalformedMessageError: the bytes are none.
    """
    values: list[tuple[int, int | bytes]] = []
    at = 0
    while at < len(data):
        key, at = _read_varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _read_varint(data, at)
            values.append((number, value))
            continue
        if kind == _LENGTH:
            length, at = _read_varint(data, at)
        elif kind in (_FIXED64, _FIXED32):
            length = 8 if kind == _FIXED64 else 4
        else:
            raise MalformedMessageError(f"wire type {kind}")
        if at + length > len(data):
            raise MalformedMessageError("it ends in the middle of a field")
        values.append((number, data[at : at + length]))
        at += length
    return Message(tuple(values))


def write(*fields: tuple[int, Value | Iterable[Value] | None]) -> bytes:
    """A message of fields in this order; None leaves one out, several values repeat it."""
    written = bytearray()
    for number, value in fields:
        if value is None:
            continue
        for member in [value] if isinstance(value, (int, str, bytes)) else value:
            written += _field(number, member)
    return bytes(written)


def _field(number: int, value: Value) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3 | _VARINT) + _varint(value & 0xFFFF_FFFF_FFFF_FFFF)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | _LENGTH) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise MalformedMessageError("it ends in the middle of a number")
