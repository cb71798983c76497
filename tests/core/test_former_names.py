"""Rows that an earlier version stored under other names of tables and fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from pydantic import JsonValue

from tfmock.core.clock import Clock
from tfmock.core.former_names import renaming_for
from tfmock.core.snapshot import Codec, State, parse
from tfmock.core.snapshot_diff import differences
from tfmock.core.store import Change, Row, Store


@dataclass(frozen=True)
class Part:
    """Part of a row, with a former name of its own."""

    former_fields: ClassVar[Mapping[str, str]] = {"vpc": "vpc_id"}
    vpc_id: str


@dataclass(frozen=True)
class Plain:
    """Part of a row that never had another name."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenamedRow(Row):
    """A row with former names at every place where there may be one."""

    table = "renamed"
    former_tables = ("first_name", "second_name")
    former_fields: ClassVar[Mapping[str, str]] = {"title": "name", "end": "part", "label": "name"}
    name: str
    part: Part
    parts: tuple[Part, ...] = ()
    pair: tuple[str, Part] | None = None
    by_name: Mapping[str, Part] | None = None
    choice: Plain | Part | None = None


FORMER: dict[str, Any] = {
    "id": "r-1", "serial": 1, "title": "a", "end": {"vpc": "v1"}, "parts": [{"vpc": "v2"}, {"vpc_id": "v3"}],
    "pair": ["p", {"vpc": "v4"}], "by_name": {"vpc": {"vpc": "v5"}}, "choice": {"vpc": "v6"},
}  # fmt: skip
PRESENT = RenamedRow(
    id="r-1", serial=1, name="a", part=Part("v1"), parts=(Part("v2"), Part("v3")), pair=("p", Part("v4")),
    by_name={"vpc": Part("v5")}, choice=Part("v6"),
)  # fmt: skip

CODEC = Codec([RenamedRow])


def document(rows: list[dict[str, Any]], table: str = "renamed") -> bytes:
    return json.dumps({"format": "tfmock-snapshot", "version": 1, "tables": {table: rows}}).encode()


@pytest.mark.parametrize("table", ["renamed", "first_name", "second_name"])
def test_a_snapshot_with_former_names(table: str) -> None:
    state = CODEC.state(parse(document([FORMER], table)))
    assert state.store.table(RenamedRow).rows() == [PRESENT]
    again = CODEC.document(state)
    assert set(again.tables) == {"renamed"}
    assert again.tables["renamed"][0]["parts"] == [{"vpc_id": "v2"}, {"vpc_id": "v3"}]


def test_every_former_name_of_a_field_is_read_and_the_current_one_wins() -> None:
    other = {name: value for name, value in FORMER.items() if name != "title"}
    for names, expected in (({"label": "b"}, "b"), ({"name": "c"}, "c"), ({"name": "d", "title": "old"}, "d")):
        (row,) = CODEC.state(parse(document([{**other, **names}]))).store.table(RenamedRow).rows()
        assert row.name == expected


@pytest.mark.parametrize("table", ["renamed", "second_name"])
def test_a_journal_with_former_names(table: str) -> None:
    record = json.dumps({"serial": 1, "requests": 1, "rows": {table: {"r-1": FORMER}}}).encode()
    state = CODEC.replay(record, State(store=Store(), clock=Clock(), profile=None, requests=0))
    assert state.store.table(RenamedRow).rows() == [PRESENT]
    gone = json.dumps({"serial": 1, "requests": 2, "rows": {table: {"r-1": None}}}).encode()
    assert CODEC.replay(gone, state).store.table(RenamedRow).rows() == []


def test_what_is_written_has_the_present_names() -> None:
    record = json.loads(
        CODEC.changes(
            State(store=Store(), clock=Clock(), profile=None, requests=0), [Change(RenamedRow, "r-1", None, PRESENT)]
        )
    )
    assert record["rows"]["renamed"]["r-1"]["part"] == {"vpc_id": "v1"}


def test_former_names_are_no_difference() -> None:
    state = CODEC.state(parse(document([FORMER])))
    old = CODEC.with_present_names(parse(document([FORMER], "first_name")))
    assert list(differences(old, CODEC.document(state))) == []
    unknown = parse(document([{"id": "x"}], "spaceships"))
    assert CODEC.with_present_names(unknown) == unknown


def test_reading_does_not_change_the_input() -> None:
    renaming = renaming_for(RenamedRow)
    assert renaming is not None
    given: dict[str, JsonValue] = json.loads(json.dumps(FORMER))
    assert renaming(given) != given
    assert given == FORMER


def test_kinds_without_former_names_are_untouched() -> None:
    assert renaming_for(Plain) is None
    assert renaming_for(tuple[Plain, ...]) is None
