"""What is different between two snapshots, row by row and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from tfmock.core.snapshot import Document

_Row = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One row that is only here or there, or one field that differs (``status.state``)."""

    kind: Literal["added", "removed", "changed"]
    table: str
    id: str
    field: str = ""
    old: JsonValue = None
    new: JsonValue = None


def differences(old: Document, new: Document) -> Iterator[Difference]:
    """All of them, by table and id. The clock is a table too; counters of calls are no difference."""
    before, after = _tables(old), _tables(new)
    for table in sorted(before.keys() | after.keys()):
        olds, news = before.get(table, {}), after.get(table, {})
        for id in sorted(olds.keys() | news.keys()):
            if id not in news:
                yield Difference(kind="removed", table=table, id=id)
            elif id not in olds:
                yield Difference(kind="added", table=table, id=id)
            else:
                for field, was, is_now in _fields(olds[id], news[id], ""):
                    yield Difference(kind="changed", table=table, id=id, field=field, old=was, new=is_now)


def _tables(document: Document) -> dict[str, dict[str, _Row]]:
    tables: dict[str, dict[str, _Row]] = {
        table: {str(row.get("id")): row for row in rows} for table, rows in document.tables.items()
    }
    profile = document.profile.model_dump() if document.profile else {}
    terms = document.terms.model_dump(mode="json")
    return {**tables, "world": {"clock": document.clock.model_dump(), "profile": profile, "terms": terms}}


def _fields(old: _Row, new: _Row, at: str) -> Iterator[tuple[str, JsonValue, JsonValue]]:
    for name in sorted(old.keys() | new.keys()):
        was, is_now = old.get(name), new.get(name)
        if isinstance(was, dict) and isinstance(is_now, dict):
            yield from _fields(was, is_now, f"{at}{name}.")
        elif was != is_now:
            yield f"{at}{name}", was, is_now
