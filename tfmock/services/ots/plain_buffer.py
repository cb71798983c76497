"""PlainBuffer: rows of Tablestore on the wire.

A row is a header, the primary key's cells, the attributes' cells, and a checksum over the cells' checksums. Source:
plain_buffer.go of aliyun-tablestore-go-sdk; the checksum is the CRC-8 of the polynomial 0x07.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

Kind: TypeAlias = Literal["integer", "double", "boolean", "string", "blob"]

_HEADER: Final = b"\x75\x00\x00\x00"
_ROW_PK, _ROW_DATA, _CELL, _CELL_NAME, _CELL_VALUE, _CELL_TYPE, _CELL_TIMESTAMP = range(1, 8)
_DELETE_MARKER, _ROW_CHECKSUM, _CELL_CHECKSUM = 8, 9, 10

_KINDS: Final[dict[int, Kind]] = {0: "integer", 1: "double", 2: "boolean", 3: "string", 7: "blob"}
_CODES: Final = {kind: code for code, kind in _KINDS.items()}


class MalformedRowError(ValueError):
    """The bytes are no row, or one of a kind that is not known."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of one row. The value is written as text, blobs in base64, so that a snapshot can hold it.

    Attributes:
        timestamp: milliseconds since 1970, the version of an attribute; 0 in primary keys.
    """

    name: str
    kind: Kind
    value: str
    timestamp: int = 0


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row: its primary key and its attributes."""

    primary_key: tuple[Cell, ...]
    attributes: tuple[Cell, ...]


def read(data: bytes) -> PlainRow:
    """The one row of a request.

    Raises:
        MalformedRowError: it is no row, or its checksum is wrong.
    """
    try:
        return _Reader(data).row()
    except (IndexError, struct.error, UnicodeDecodeError):
        raise MalformedRowError("it ends too early, or a text is not UTF-8") from None


def write(primary_key: Iterable[Cell], attributes: Iterable[Cell]) -> bytes:
    """The bytes of a row, as replies have it."""
    checksum = 0
    written = bytearray(_HEADER)
    written.append(_ROW_PK)
    for cell in primary_key:
        encoded, crc = _write_cell(cell)
        written += encoded
        checksum = _crc8(checksum, bytes([crc]))
    cells = [_write_cell(cell) for cell in attributes]
    if cells:
        written.append(_ROW_DATA)
    for encoded, crc in cells:
        written += encoded
        checksum = _crc8(checksum, bytes([crc]))
    written += bytes([_ROW_CHECKSUM, _crc8(checksum, b"\x00")])  # no delete marker
    return bytes(written)


def _write_cell(cell: Cell) -> tuple[bytes, int]:
    name = cell.name.encode()
    value = _write_value(cell)
    crc = _crc8(_crc8(0, name), value)
    written = bytes([_CELL, _CELL_NAME]) + struct.pack("<i", len(name)) + name
    written += bytes([_CELL_VALUE]) + struct.pack("<i", len(value)) + value
    if cell.timestamp:
        stamp = struct.pack("<q", cell.timestamp)
        written += bytes([_CELL_TIMESTAMP]) + stamp
        crc = _crc8(crc, stamp)
    return written + bytes([_CELL_CHECKSUM, crc]), crc


def _write_value(cell: Cell) -> bytes:
    """The type and the bytes of a value; a checksum covers exactly these."""
    code = bytes([_CODES[cell.kind]])
    if cell.kind == "integer":
        return code + struct.pack("<q", int(cell.value))
    if cell.kind == "double":
        return code + struct.pack("<d", float(cell.value))
    if cell.kind == "boolean":
        return code + (b"\x01" if cell.value == "true" else b"\x00")
    data = base64.b64decode(cell.value) if cell.kind == "blob" else cell.value.encode()
    return code + struct.pack("<i", len(data)) + data


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def row(self) -> PlainRow:
        if self._take(4) != _HEADER:
            raise MalformedRowError("it does not begin with the header of a row")
        checksum = 0
        parts: list[list[Cell]] = []
        for tag in (_ROW_PK, _ROW_DATA):
            cells: list[Cell] = []
            if self._has(tag):
                while self._has(_CELL):
                    cell, crc = self._cell()
                    cells.append(cell)
                    checksum = _crc8(checksum, bytes([crc]))
            parts.append(cells)
        checksum = _crc8(checksum, b"\x01" if self._has(_DELETE_MARKER) else b"\x00")
        if not self._has(_ROW_CHECKSUM) or self._byte() != checksum or self._at != len(self._data):
            raise MalformedRowError("the checksum of the row is wrong")
        return PlainRow(tuple(parts[0]), tuple(parts[1]))

    def _cell(self) -> tuple[Cell, int]:
        if not self._has(_CELL_NAME):
            raise MalformedRowError("a cell has no name")
        name = self._take(self._int32())
        crc = _crc8(0, name)
        if not self._has(_CELL_VALUE):
            raise MalformedRowError("a cell has no value")
        raw = self._take(self._int32())
        crc = _crc8(crc, raw)
        kind, value = _read_value(raw)
        if self._has(_CELL_TYPE):
            raise MalformedRowError("a cell has an operation, as only updates have")
        stamp = self._take(8) if self._has(_CELL_TIMESTAMP) else b""
        crc = _crc8(crc, stamp)
        if not self._has(_CELL_CHECKSUM) or self._byte() != crc:
            raise MalformedRowError("the checksum of a cell is wrong")
        timestamp = cast(int, struct.unpack("<q", stamp)[0]) if stamp else 0
        return Cell(name.decode(), kind, value, timestamp), crc

    def _has(self, tag: int) -> bool:
        """Whether this tag comes next. If so, it is consumed."""
        if self._at < len(self._data) and self._data[self._at] == tag:
            self._at += 1
            return True
        return False

    def _byte(self) -> int:
        return self._take(1)[0]

    def _int32(self) -> int:
        return cast(int, struct.unpack("<i", self._take(4))[0])

    def _take(self, count: int) -> bytes:
        data = self._data[self._at : self._at + count]
        if count < 0 or len(data) != count:
            raise MalformedRowError("it ends too early")
        self._at += count
        return data


def _read_value(raw: bytes) -> tuple[Kind, str]:
    kind = _KINDS.get(raw[0])
    body = raw[1:]
    if kind == "integer":
        return kind, str(struct.unpack("<q", body)[0])
    if kind == "double":
        return kind, repr(struct.unpack("<d", body)[0])
    if kind == "boolean":
        return kind, "true" if body != b"\x00" else "false"
    if kind is None:
        raise MalformedRowError(f"a value is of the type {raw[0]}")
    if struct.unpack("<i", body[:4])[0] != len(body) - 4:
        raise MalformedRowError("a text is not as long as it says")
    data = body[4:]
    return kind, base64.b64encode(data).decode() if kind == "blob" else data.decode()


def _crc8_of_byte(byte: int) -> int:
    for _ in range(8):
        byte = (byte << 1 ^ 0x07 if byte & 0x80 else byte << 1) & 0xFF
    return byte


_CRC8_TABLE: Final = bytes(map(_crc8_of_byte, range(256)))


def _crc8(crc: int, data: bytes) -> int:
    for byte in data:
        crc = _CRC8_TABLE[crc ^ byte]
    return crc
