"""Tables and rows, as far as a lock needs them; every error is provoked and leaves no trace."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.ots.client import EXPECT_EXIST, EXPECT_NOT_EXIST, Ots, code, columns
from tests.support.lab import BOB, Answered, Lab, ask
from tfmock.protocol import protobuf
from tfmock.protocol.errors import ErrorTemplate
from tfmock.protocol.protobuf import Message
from tfmock.services.ots import errors, plain_buffer
from tfmock.services.ots.plain_buffer import Cell, MalformedRowError


@pytest.fixture
def ots(lab: Lab) -> Ots:
    """A table ``locks``, and a lock ``held`` in it."""
    client = Ots(lab)
    assert client.create("locks").status == 200
    assert client.put("locks", "held", EXPECT_NOT_EXIST, Info="{}", Who="me").status == 200
    return client


def test_a_lock_is_taken_once(ots: Ots) -> None:
    assert code(ots.put("locks", "held", EXPECT_NOT_EXIST, Info="other")) == "OTSConditionCheckFail"
    assert columns(ots.get("locks", "held", "LockID", "Info")) == {"Info": "{}"}
    assert ots.delete("locks", "held").status == 200
    assert columns(ots.get("locks", "held")) == {}
    assert ots.put("locks", "held", EXPECT_NOT_EXIST, Info="other").status == 200
    assert columns(ots.get("locks", "held")) == {"Info": "other"}


def test_a_row_is_replaced_whole(ots: Ots) -> None:
    assert ots.put("locks", "held", EXPECT_EXIST, Digest="d").status == 200
    assert columns(ots.get("locks", "held")) == {"Digest": "d"}


def test_tables(ots: Ots) -> None:
    ots.create("others", ("a", 1), ("b", 3))
    assert protobuf.parse(ots("ListTable").body).texts(1) == ["locks", "others"]
    described = protobuf.parse(ots("DescribeTable", protobuf.write((1, "others"))).body)
    key = [(column.text(1), column.number(2)) for column in described.message(1).messages(2)]
    assert (described.message(1).text(1), key) == ("others", [("a", 1), ("b", 3)])
    assert described.message(3).number(1) == -1  # never expires
    row = plain_buffer.write([Cell("a", "integer", "-7"), Cell("b", "blob", "AP8=")], [Cell("x", "double", "1.5")])
    assert ots.put_row("others", row).status == 200
    assert ots("DeleteTable", protobuf.write((1, "others"))).status == 200
    assert protobuf.parse(ots("ListTable").body).texts(1) == ["locks"]
    assert len(ots.lab.snapshot()[0]["ots_rows"]) == 1


def test_at_an_address_the_instance_s_name_means_nothing(ots: Ots) -> None:
    """Terraform's oss backend takes ``127`` of ``http://127.0.0.1:4180`` for the instance."""
    local = replace(ots, host="127.0.0.1:4180", instance="127")
    assert code(local.put("locks", "held", EXPECT_NOT_EXIST)) == "OTSConditionCheckFail"
    assert code(replace(ots, instance="127").get("locks", "held")) == "OTSObjectNotExist"


_KEY: Final = [Cell("LockID", "string", "k")]
_ROW: Final = plain_buffer.write(_KEY, [])

REFUSED: Final[dict[str, tuple[ErrorTemplate, Callable[[Ots], Answered]]]] = {
    "no table": (errors.NO_SUCH_TABLE, lambda ots: ots.get("none", "k")),
    "no table to describe": (errors.NO_SUCH_TABLE, lambda ots: ots("DescribeTable", protobuf.write((1, "none")))),
    "another's table": (errors.NO_SUCH_TABLE, lambda ots: replace(ots, account=BOB).get("locks", "held")),
    "another's table, by address": (
        errors.NO_SUCH_TABLE, lambda ots: replace(ots, account=BOB, host="127.0.0.1").get("locks", "held"),
    ),
    "other region": (
        errors.NO_SUCH_TABLE, lambda ots: replace(ots, host="lock.cn-beijing.ots.aliyuncs.com").get("locks", "held"),
    ),
    "table again": (errors.TABLE_EXISTS, lambda ots: ots.create("locks")),
    "lock taken": (errors.CONDITION_CHECK_FAIL, lambda ots: ots.put("locks", "held", EXPECT_NOT_EXIST)),
    "nothing to replace": (errors.CONDITION_CHECK_FAIL, lambda ots: ots.put("locks", "none", EXPECT_EXIST)),
    "nothing to delete": (errors.CONDITION_CHECK_FAIL, lambda ots: ots.delete("locks", "none", EXPECT_EXIST)),
    "table name": (errors.PARAMETER, lambda ots: ots.create("no-hyphen")),
    "no key": (errors.PARAMETER, lambda ots: ots("CreateTable", protobuf.write((1, protobuf.write((1, "t")))))),
    "five key columns": (errors.PARAMETER, lambda ots: ots.create("t", *((f"k{n}", 2) for n in range(5)))),
    "one name twice": (errors.PARAMETER, lambda ots: ots.create("t", ("k", 2), ("k", 2))),
    "key type": (errors.PARAMETER, lambda ots: ots.create("t", ("k", 9))),
    "no instance": (errors.PARAMETER, lambda ots: replace(ots, instance="").create("t")),
    "key size": (errors.PRIMARY_KEY_SIZE, lambda ots: ots.put_row("locks", plain_buffer.write(_KEY * 2, []))),
    "key name": (
        errors.PRIMARY_KEY_NAME, lambda ots: ots.put_row("locks", plain_buffer.write([Cell("Id", "string", "k")], [])),
    ),
    "key of another type": (
        errors.PRIMARY_KEY_TYPE,
        lambda ots: ots.put_row("locks", plain_buffer.write([Cell("LockID", "integer", "1")], [])),
    ),
    "no row": (errors.MALFORMED, lambda ots: ots.put_row("locks", b"row")),
    "a broken row": (errors.MALFORMED, lambda ots: ots.put_row("locks", _ROW[:-1] + b"\x00")),
    "no message": (errors.MALFORMED, lambda ots: ots("CreateTable", b"\xff")),
    "column condition": (errors.UNSUPPORTED, lambda ots: ots.put_row("locks", _ROW, columns=b"x")),
    "transaction": (errors.UNSUPPORTED, lambda ots: ots.put_row("locks", _ROW, transaction=b"x")),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_without_a_trace(ots: Ots, name: str) -> None:
    error, provoke = REFUSED[name]
    before = ots.lab.snapshot()
    answered = provoke(ots)
    assert (answered.status, code(answered)) == (error.status, error.code)
    assert answered.headers["x-ots-requestid"]
    assert ots.lab.snapshot() == before


def test_every_fault_is_provoked() -> None:
    provoked = {id(error) for error, _ in REFUSED.values()}
    assert [
        name
        for name, template in vars(errors).items()
        if isinstance(template, ErrorTemplate) and id(template) not in provoked
    ] == []


def test_a_recording_holds_no_columns(ots: Ots) -> None:
    ots.put("locks", "k", Secret="hunter2")
    ots.get("locks", "k")
    recorded = ask(ots.lab.app, method="GET", path="/_tfmock/calls", query=f"world={ots.lab.world.id}")
    assert "hunter2" not in json.dumps(recorded.json())
    assert '"TableName": "locks"' in json.dumps(recorded.json())


def test_locks_are_in_snapshots(ots: Ots) -> None:
    saved = ots.lab.world.snapshot()
    ots.delete("locks", "held")
    ots.lab.world.load(saved)
    assert columns(ots.get("locks", "held")) == {"Info": "{}", "Who": "me"}


_cells = st.builds(
    Cell,
    st.text(max_size=8),
    st.just("string"),
    st.text(max_size=12),
    st.integers(min_value=0, max_value=2**60),
)


@given(key=st.lists(_cells, max_size=4), attributes=st.lists(_cells, max_size=4))
def test_rows_survive_the_wire(key: list[Cell], attributes: list[Cell]) -> None:
    row = plain_buffer.read(plain_buffer.write(key, attributes))
    assert (list(row.primary_key), list(row.attributes)) == (key, attributes)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "0"), ("integer", str(-(2**63))), ("double", "0.1"), ("double", "inf"), ("boolean", "true"),
        ("boolean", "false"), ("string", "\u4e2d"), ("blob", ""), ("blob", "AP8="),
    ],
)  # fmt: skip
def test_values_survive_the_wire(kind: plain_buffer.Kind, value: str) -> None:
    cell = Cell("c", kind, value)
    assert plain_buffer.read(plain_buffer.write([cell], [])).primary_key == (cell,)


def test_a_row_as_the_go_sdk_writes_it() -> None:
    """PutRowChange of aliyun-tablestore-go-sdk 4.1.2 with LockID = "b/k" and Info = "x"."""
    written = bytes.fromhex(
        "75000000010304060000004c6f636b494405080000000303000000622f6b0a00"
        "02030404000000496e666f05060000000301000000780a130968"
    )
    row = plain_buffer.read(written)
    assert row.primary_key == (Cell("LockID", "string", "b/k"),)
    assert row.attributes == (Cell("Info", "string", "x"),)
    assert plain_buffer.write(row.primary_key, row.attributes) == written


@given(st.binary(max_size=60))
def test_bytes_are_read_or_refused(data: bytes) -> None:
    for read, problem in ((plain_buffer.read, MalformedRowError), (protobuf.parse, protobuf.MalformedMessageError)):
        with contextlib.suppress(problem):
            read(data)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    action=st.sampled_from(
        [
            "CreateTable",
            "ListTable",
            "DescribeTable",
            "UpdateTable",
            "CreateIndex",
            "PutRow",
            "GetRow",
            "DeleteRow",
            "\u4e2d",
            "",
        ]
    ),
    body=st.binary(max_size=60)
    | st.builds(
        lambda row, rest: protobuf.write((1, "locks"), (2, row), (3, rest), (4, rest)),
        st.binary(max_size=40) | st.just(_ROW),
        st.binary(max_size=8) | st.integers(),
    ),
)
def test_any_request_gets_a_defined_answer(ots: Ots, action: str, body: bytes) -> None:
    answered = ots(action, body)
    assert answered.status in {200, 400, 403, 404, 409}
    assert b"Tfmock.Bug" not in answered.body


def _described(ots: Ots, table: str) -> Message:
    return protobuf.parse(ots("DescribeTable", protobuf.write((1, table))).body)


def test_a_table_has_the_options_columns_and_encryption_that_were_sent(ots: Ots) -> None:
    key = protobuf.write((1, "id"), (2, 1))
    column = protobuf.write((1, "title"), (2, 4))
    meta = protobuf.write((1, "shelf"), (2, key), (3, column))
    options = protobuf.write((1, 86400), (2, 3), (5, 60), (6, False))
    encryption = protobuf.write((1, True), (2, 2), (3, "key"), (4, "role"))
    sent = protobuf.write((1, meta), (2, b""), (3, options), (6, encryption))
    assert ots("CreateTable", sent).status == 200
    shown = _described(ots, "shelf")
    assert (shown.data(1), shown.data(3), shown.data(7)) == (meta, options, encryption)
    changed = protobuf.write((1, -1), (2, 1), (5, 86400), (6, True))
    updated = ots("UpdateTable", protobuf.write((1, "shelf"), (3, changed)))
    answered = protobuf.parse(updated.body)
    assert (answered.data(2), answered.message(3).number(1, -1)) == (changed, 0)  # the SDK reads the stream unchecked
    assert _described(ots, "shelf").data(3) == changed


def test_columns_are_defined_and_undefined(ots: Ots) -> None:
    ots.create("shelf")
    columns = [protobuf.write((1, name), (2, 1)) for name in ("a", "b")]
    assert ots("AddDefinedColumn", protobuf.write((1, "shelf"), (2, columns))).status == 200
    assert ots("DeleteDefinedColumn", protobuf.write((1, "shelf"), (2, ["a"]))).status == 200
    assert [column.text(1) for column in _described(ots, "shelf").message(1).messages(3)] == ["b"]


def test_secondary_indexes(ots: Ots) -> None:
    ots.create("shelf")
    index = protobuf.write((1, "by_title"), (2, ["id"]), (3, ["title"]), (4, 0), (5, 0))
    create = protobuf.write((1, "shelf"), (2, index), (3, True))
    assert ots("CreateIndex", create).status == 200
    assert _described(ots, "shelf").all(8) == [index]
    assert code(ots("CreateIndex", create)) == "OTSObjectAlreadyExist"
    drop = protobuf.write((1, "shelf"), (2, "by_title"))
    assert ots("DropIndex", drop).status == 200
    assert _described(ots, "shelf").all(8) == []
    assert code(ots("DropIndex", drop)) == "OTSObjectNotExist"


@pytest.mark.parametrize(
    "action", ["UpdateTable", "AddDefinedColumn", "DeleteDefinedColumn", "CreateIndex", "DropIndex"]
)
def test_what_cannot_be_read_changes_nothing(ots: Ots, action: str) -> None:
    ots.create("shelf")
    before = _described(ots, "shelf")
    assert code(ots(action, protobuf.write((1, "shelf"), (2, b"\xff"), (3, b"\xff")))) == "OTSParameterInvalid"
    assert _described(ots, "shelf") == before
