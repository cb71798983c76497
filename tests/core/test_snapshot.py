"""Snapshots: every table survives, whole; nothing newer, foreign or broken is loaded, not even in part."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from tests.support.lab import Lab
from tfmock.core.clock import Clock
from tfmock.core.lifecycle import Profile
from tfmock.core.snapshot import VERSION, Codec, SnapshotError, State, parse
from tfmock.core.snapshot_check import is_moment
from tfmock.core.snapshot_diff import differences
from tfmock.core.store import Change, Row, Store
from tfmock.services.registry import row_types

KINDS = {kind.table: kind for kind in row_types()}
CODEC = Codec(row_types())


#: Several values of each plain type, none of them a default.
PLAIN: dict[Any, tuple[Any, ...]] = {
    str: ("text", "", 'Ünïcödé 名 "\\\n'),
    bool: (True, False),
    int: (7, -1, 2**53),
    float: (1.5, 0.0, 1795384984.7161686),
    bytes: (b'{"a": "\xc3\xbc"}', b""),
    type(None): (None,),
    IPv4Network: (IPv4Network("10.0.0.0/8"),),
    IPv6Network: (IPv6Network("2408:4005:300::/56"),),
}


def samples(hint: Any) -> Iterator[Any]:
    """Several values of a type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        yield from PLAIN[hint]
    elif origin is Literal:
        yield from arguments
    elif origin in (Union, types.UnionType):
        for argument in arguments:
            yield from samples(argument)
    elif origin is tuple and arguments[-1] is Ellipsis:
        yield tuple(samples(arguments[0]))
        yield ()
    elif origin is tuple:
        yield from zip(*map(samples, arguments), strict=False)
    elif dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield from instances(hint)
    else:
        raise AssertionError(f"say here what values {hint} has, and see that a snapshot keeps them")


def instances(kind: type[Any]) -> Iterator[Any]:
    """Instances in which every field has each of its sample values at least once."""
    hints = get_type_hints(kind)
    values = {field.name: list(samples(hints[field.name])) for field in dataclasses.fields(kind)}
    for turn in range(max(map(len, values.values()))):
        yield kind(**{name: some[turn % len(some)] for name, some in values.items()})


@pytest.mark.parametrize("table", KINDS)
def test_every_table_survives(table: str) -> None:
    """Of every row type that there is, found by looking: one that a snapshot cannot keep fails here."""
    store = Store()
    kind = KINDS[table]
    rows = [dataclasses.replace(row, id=f"id-{n}", serial=n) for n, row in enumerate(instances(kind), 1)]
    for row in rows:
        store.table(kind).replace(row.id, row)
    store.serial = len(rows)
    profile = Profile("realistic", {"VpcPeer.Creating": 8})
    state = State(store=store, clock=Clock(base_real=1.0, base_world=2.0, speed=0.0), profile=profile, requests=5)
    text = CODEC.document(state).text()
    again = CODEC.state(parse(text))
    assert again.store.table(kind).rows() == rows
    assert [type(row) for row in again.store.table(kind).rows()] == [kind] * len(rows)
    assert (again.clock, again.profile, again.requests) == (state.clock, state.profile, 5)
    assert CODEC.document(again).text() == text


def test_all_services_are_scanned() -> None:
    assert {"vpcs", "vswitches", "route_tables", "route_entries", "peerings", "resource_groups"} <= set(KINDS)
    assert {"tags", "client_tokens", "sts_sessions", "busy_vpcs"} <= set(KINDS)
    assert all(dataclasses.fields(kind)[0].name == "id" for kind in KINDS.values())


def test_journal_records_equal_the_rows() -> None:
    codec, kind = CODEC, KINDS["peerings"]
    rows: list[Row] = [dataclasses.replace(row, id=f"id-{n}", serial=n) for n, row in enumerate(instances(kind), 1)]
    store = Store()
    changes = [Change(kind, row.id, None, row) for row in rows]
    changes += [Change(kind, rows[0].id, rows[0], None), Change(kind, "never", None, None)]
    store.serial = 9
    record = codec.changes(State(store=store, clock=Clock(), profile=None, requests=3), changes)
    state = codec.replay(record, State(store=Store(), clock=Clock(), profile=None, requests=0))
    assert state.store.table(kind).rows() == rows[1:]
    assert (state.store.serial, state.requests) == (9, 3)


def test_a_newer_version_is_refused_by_name(lab: Lab) -> None:
    newer = {**lab.world.snapshot().model_dump(), "version": VERSION + 1, "what_the_future_has": {}}
    with pytest.raises(SnapshotError, match=rf"^has version {VERSION + 1}, and this tfmock reads up to {VERSION}: use"):
        parse(json.dumps(newer))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "is no snapshot of tfmock"),
        ('{"vpcs": []}', "is no snapshot of tfmock"),
        ('{"format": "tfmock-snapshot", "version": "1"}', "has no version that makes sense"),
        ('{"format": "tfmock-snapshot", "version": 1, "tables": {"vpcs": {}}}', "tables.vpcs: must be a list"),
    ],
)
def test_other_documents_are_refused_as_snapshots(text: str, says: str) -> None:
    with pytest.raises(SnapshotError, match=says) as refused:
        parse(text)
    assert "\n" not in str(refused.value)


def test_loading_is_whole_or_not_at_all(lab: Lab) -> None:
    lab.call("CreateVpc", CidrBlock="10.0.0.0/8")
    document = lab.world.snapshot().model_dump()
    before = lab.snapshot()
    document["tables"]["vpcs"] += [{**document["tables"]["vpcs"][0], "id": "vpc-new"}, {"id": "vpc-half"}]
    with pytest.raises(SnapshotError, match=r"tables.vpcs.2.serial: is missing"):
        lab.world.load(parse(json.dumps(document)))
    assert lab.snapshot() == before
    document["tables"] = {"spaceships": [{"id": "x"}]}
    with pytest.raises(SnapshotError, match="no table 'spaceships'"):
        lab.world.load(parse(json.dumps(document)))
    assert lab.snapshot() == before


def test_diff_names_rows_and_fields(lab: Lab) -> None:
    vpc_id = lab.call("CreateVpc", CidrBlock="10.0.0.0/8", VpcName="old")["VpcId"]
    gone = lab.call("CreateVpc", CidrBlock="172.16.0.0/12")["VpcId"]
    old = lab.world.snapshot()
    assert list(differences(old, old)) == []
    lab.call("ModifyVpcAttribute", VpcId=vpc_id, VpcName="new")
    lab.call("DeleteVpc", VpcId=gone)
    lab.world.clock = lab.world.clock.frozen(5.0)
    listed = [
        (difference.kind, difference.table, difference.field, difference.old, difference.new)
        for difference in differences(old, lab.world.snapshot())
    ]
    assert ("changed", "vpcs", "vpc_name", "old", "new") in listed
    assert ("removed", "vpcs", "", None, None) in listed
    assert ("changed", "world", "base_world", 0.0, 5.0) in listed


#: Numbers of rows that are no moments of the world's clock: rates, limits, seconds that something took.
NO_MOMENTS = {
    ("alarm_history", "last_time"),
    ("flows", "rate"),
    ("instances", "spot_price_limit"),
    ("quota_applications", "desire_value"),
    ("streams", "rate"),
}


def numbers(kind: Any) -> Iterator[str]:
    """Names of the fields that are a float, also those of the parts of a row."""
    for field in dataclasses.fields(kind):
        hint = get_type_hints(kind)[field.name]
        pending = [hint]
        while pending:
            part = pending.pop()
            pending += get_args(part)
            if part is float:
                yield field.name
            elif dataclasses.is_dataclass(part):
                yield from numbers(part)


@pytest.mark.parametrize("table", KINDS)
def test_moments_are_known_by_their_names(table: str) -> None:
    """A snapshot with a moment outside of the calendar is refused by the field's name (tfmock.core.snapshot_check)."""
    moments = {name for name in numbers(KINDS[table]) if (table, name) not in NO_MOMENTS}
    assert [name for name in moments if not is_moment(name)] == []
