"""The rows that a call changed, as data: which, and what is different."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from tfmock.core.idempotency import TokenRow
from tfmock.core.store import Change, Row
from tfmock.protocol.redaction import MASK, is_secret, scrub_value


class RowChange(TypedDict):
    """One row. A new one has no ``old``, a deleted one no ``new``, a changed one what differs in both."""

    table: str
    id: str
    old: dict[str, object] | None
    new: dict[str, object] | None


def summary(changes: Iterable[Change]) -> list[RowChange]:
    """One entry for each row, whatever happened to it in between; tfmock's own book-keeping is left out."""
    return list(_summaries(changes))


def _summaries(changes: Iterable[Change]) -> Iterator[RowChange]:
    first: dict[tuple[type[Row], str], Change] = {}
    for change in changes:
        if change.kind is not TokenRow:
            seen = first.get((change.kind, change.id), change)
            first[change.kind, change.id] = dataclasses.replace(change, old=seen.old)
    for change in first.values():
        old, new = _fields(change.old), _fields(change.new)
        if old is not None and new is not None:
            differing = {name for name in new if old.get(name) != new[name]}
            old = {name: value for name, value in old.items() if name in differing}
            new = {name: value for name, value in new.items() if name in differing}
            if not differing:
                continue
        if old is not None or new is not None:
            yield RowChange(table=change.kind.table, id=change.id, old=old, new=new)


def _fields(row: Row | None) -> dict[str, object] | None:
    if row is None:
        return None
    return {
        field.name: MASK if field.name in row.confidential else _shown(field.name, getattr(row, field.name))
        for field in dataclasses.fields(row)
        if field.name != "id"
    }


def _shown(name: str, value: object) -> object:
    return MASK if value and is_secret(name) and not isinstance(value, bool) else _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return scrub_value(value)
    if value is None or isinstance(value, (int, float, bool)):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _shown(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(name): _shown(str(name), member) for name, member in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(member) for member in value]
    return str(value)
