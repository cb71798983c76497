"""Transactions: whatever a failed one did is undone, rows and indexes; lists keep the order of creation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from tests.support.lab import assert_indexed
from tfmock.core.lifecycle import Profile
from tfmock.core.store import Row, Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing(Row):
    table = "things"

    group: str
    other: str

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "group", self.group
        yield "group", self.other  # a row may be in one index twice, as a peering is under both VPCs


IDS, GROUPS = ("a", "b", "c", "d"), ("g", "h", "i")
_steps = st.lists(
    st.tuples(
        st.sampled_from(["put", "delete"]), st.sampled_from(IDS), st.sampled_from(GROUPS), st.sampled_from(GROUPS)
    ),
    max_size=25,
)
Steps = list[tuple[str, str, str, str]]


def run(tx: Transaction, steps: Steps) -> None:
    for verb, id, group, other in steps:
        present = tx.get(Thing, id)
        if verb == "put":
            serial = present.serial if present else tx.next_serial()
            tx.put(Thing(id=id, serial=serial, group=group, other=other))
        elif present is not None:
            tx.delete(present)


def begin(store: Store) -> Transaction:
    return Transaction(store, 0.0, Profile())


def state(store: Store) -> tuple[object, object, int]:
    table = store.table(Thing)
    return dict(table._rows), table.entries(), store.serial


@given(_steps, _steps)
def test_rollback_restores_everything(before: Steps, failed: Steps) -> None:
    store = Store()
    run(begin(store), before)
    then = state(store)
    tx = begin(store)
    run(tx, failed)
    tx.rollback()
    assert state(store) == then
    assert_indexed(store.table(Thing))
    assert tx.changes() == []


@given(_steps)
def test_a_table_behaves_like_a_dictionary(steps: Steps) -> None:
    store, model = Store(), dict[str, Thing]()
    tx = begin(store)
    for step in steps:
        run(tx, [step])
        verb, id, group, other = step
        if verb == "put":
            row = tx.get(Thing, id)
            assert row is not None
            assert (row.group, row.other) == (group, other)
            model[id] = row
        else:
            model.pop(id, None)
    by_age = sorted(model.values(), key=lambda row: row.serial)
    assert tx.rows(Thing) == by_age
    for group in GROUPS:
        assert tx.find(Thing, "group", group) == [row for row in by_age if group in (row.group, row.other)]
    assert len(store.table(Thing)) == len(model)
    assert_indexed(store.table(Thing))


@given(_steps)
def test_changes_replayed_give_the_same_rows(steps: Steps) -> None:
    """A changeset is enough to follow along: what a journal relies on."""
    store, follower = Store(), Store()
    tx = begin(store)
    run(tx, steps)
    for change in tx.changes():
        assert follower.table(Thing).get(change.id) == change.old
        follower.table(change.kind).replace(change.id, change.new)
    assert state(follower)[:2] == state(store)[:2]
