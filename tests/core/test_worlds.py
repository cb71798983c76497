"""Worlds: made on first use, apart from each other, reset, deleted, forgotten when idle; with and without a journal."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.serving import journal_in, redis
from tfmock.core.accounts import Accounts
from tfmock.core.errors import JournalError, NoSuchWorldError, StateNotSavedError, WorldExistsError, WorldGoneError
from tfmock.core.journal import Journal
from tfmock.core.lifecycle import Profile
from tfmock.core.snapshot import parse
from tfmock.core.snapshot_diff import differences
from tfmock.core.store import Transaction
from tfmock.core.universe import Universe
from tfmock.core.world import World
from tfmock.core.world_settings import WorldSettings
from tfmock.rulebook.account_terms import AccountTerms
from tfmock.rulebook.quotas import Quotas
from tfmock.services.common.tags import TagsRow, put_tags, tags_of
from tfmock.services.engine_errors import as_api_error
from tfmock.services.registry import row_types
from tfmock.storage.sqlite_journal import SqliteJournal

HOMES = ["memory", "sqlite", "redis"]


class Ticks:
    """A clock that advances on request only."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with redis() as address:
        yield address


@pytest.fixture(params=HOMES)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal | None]:
    if request.param == "memory":
        yield None
        return
    with journal_in(request, tmp_path) as opened:
        yield opened


def seed(world: World) -> None:
    tx = Transaction(world.store, 0.0, Profile())
    put_tags(tx, "1", "cn-hangzhou", "VPC", "seeded", [("k", "v")])


def universe(journal: Journal | None, idle: float | None = None, ticks: Ticks | None = None) -> Universe:
    return Universe(
        Accounts({}), WorldSettings(), row_types(), seed=seed, journal=journal, idle=idle, real=ticks or Ticks()
    )


def tag(world: World, resource: str) -> None:
    world.run(lambda tx: put_tags(tx, "1", "cn-hangzhou", "VPC", resource, [("k", "v")]))


def tagged(world: World) -> list[str]:
    return world.run(lambda tx: [row.resource_id for row in tx.rows(TagsRow)])


def test_worlds_do_not_see_each_other(journal: Journal | None) -> None:
    all = universe(journal)
    tag(all.world("one"), "a")
    tag(all.world("two"), "b")
    assert (tagged(all.world("one")), tagged(all.world("two"))) == (["seeded", "a"], ["seeded", "b"])
    assert all.names() == ["one", "two"]
    with pytest.raises(NoSuchWorldError), all.inspect("three"):
        pass


def test_reset_covers_everything(journal: Journal | None) -> None:
    all = universe(journal)
    reset_worlds: list[str] = []
    all.on_world_reset(reset_worlds.append)
    world = all.world("w")
    first = world.snapshot()
    tag(world, "a")
    world.requests = 12
    world.clock = world.clock.frozen(5.0)
    world.settings = replace(world.settings, profile=Profile("realistic"))
    all.reset("w")
    assert world.snapshot() == first
    assert (world.requests, world.clock.speed, world.settings.profile.name) == (0, 1.0, "instant")
    assert reset_worlds == ["w"]


def test_a_deleted_world_begins_anew(journal: Journal | None) -> None:
    all = universe(journal)
    reset_worlds: list[str] = []
    all.on_world_reset(reset_worlds.append)
    old = all.world("w")
    tag(old, "a")
    all.save_snapshot("w", "kept", old.snapshot())
    assert all.delete("w")
    assert not all.delete("w")
    assert (reset_worlds, old.gone, dict(all.list_snapshots("w"))) == (["w"], True, {})
    assert tagged(all.world("w")) == ["seeded"]


def test_a_deleted_world_refuses_everything(journal: Journal | None) -> None:
    """Also for code that still holds it; tests/control_api/test_deleted_meanwhile.py has requests that look it up."""
    all = universe(journal)
    old = all.world("w")
    document = old.snapshot()
    assert all.delete("w")
    tag(all.world("w"), "a")
    for change in (
        lambda: tag(old, "b"),
        lambda: old.change_clock(lambda clock: clock.frozen(5.0)),
        lambda: set_account_terms(old),
        old.reset,
        lambda: old.load(document),
        old.snapshot,
        old.reading().__enter__,
        old.refresh,
    ):
        with pytest.raises(WorldGoneError):
            change()
    assert tagged(all.world("w")) == ["seeded", "a"]
    if journal is not None:
        assert tagged(universe(journal).world("w")) == ["seeded", "a"]


def test_listeners_hear_of_a_deletion_before_the_world_is_made_again(journal: Journal | None) -> None:
    """Listeners are called before the next world of that name can be used."""
    all = universe(journal)
    old = all.world("w")
    held: list[bool] = []
    all.on_world_reset(lambda id: held.append(_held_elsewhere(old)))
    all.reset("w")
    all.delete("w")
    assert held == [True, True]


def _held_elsewhere(world: World) -> bool:
    """Whether another thread cannot get the world's lock."""
    got: list[bool] = []
    other = threading.Thread(target=lambda: got.append(world.lock.acquire(blocking=False)))
    other.start()
    other.join()
    return got == [False]


def test_a_world_is_created_once(journal: Journal | None) -> None:
    all = universe(journal)
    document = all.world("w").snapshot()
    tag(all.create("new", document), "a")
    with pytest.raises(WorldExistsError):
        all.create("new", document)
    assert tagged(all.world("new")) == ["seeded", "a"]


def test_reading_creates_no_world(journal: Journal | None) -> None:
    """Not even one that another replica deletes meanwhile."""
    all = universe(journal)
    all.world("w")
    if journal is not None and journal.shared:
        universe(journal).delete("w")
    else:
        all.delete("w")
    with pytest.raises(NoSuchWorldError), all.inspect("w"):
        pass
    assert (all.names(), list(journal.worlds()) if journal is not None else []) == ([], [])


def test_an_idle_world_that_cannot_be_forgotten_breaks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = SqliteJournal(tmp_path / "worlds.db")
    ticks = Ticks()
    all = universe(journal, 60.0, ticks)
    tag(all.world("w"), "a")

    def fail(world: str) -> None:
        raise StateNotSavedError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(journal, "delete_world", fail)
        ticks.now = 100.0
        assert all.names() == ["w"]
    assert all.names() == []
    journal.close()


def test_an_idle_world_is_forgotten(journal: Journal | None) -> None:
    if journal is not None and journal.shared:
        pytest.skip("Redis itself forgets: tests/storage/test_concurrency.py")
    ticks = Ticks()
    all = universe(journal, 60.0, ticks)
    reset_worlds: list[str] = []
    all.on_world_reset(reset_worlds.append)
    for world in ("used", "idle", "looked-at"):
        tag(all.world(world), "a")
    ticks.now = 40.0
    all.world("used")
    ticks.now = 70.0
    with pytest.raises(NoSuchWorldError), all.inspect("looked-at"):
        pass
    assert all.names() == ["used"]
    assert sorted(reset_worlds) == ["idle", "looked-at"]
    assert tagged(all.world("idle")) == ["seeded"]
    assert tagged(all.world("used")) == ["seeded", "a"]


def test_a_world_in_use_is_not_forgotten(journal: Journal | None) -> None:
    ticks = Ticks()
    all = universe(journal, 60.0, ticks)
    world = all.world("w")
    with world.lock:
        ticks.now = 100.0
        forgotten: list[list[str]] = []
        looker = threading.Thread(target=lambda: forgotten.append(all.names()))
        looker.start()
        looker.join(10)
    assert forgotten == [["w"]]


def test_snapshots_are_kept_with_the_world(journal: Journal | None) -> None:
    all = universe(journal)
    world = all.world("w")
    tag(world, "a")
    all.save_snapshot("w", "one", world.snapshot())
    tag(world, "b")
    all.save_snapshot("w", "two", world.snapshot())
    all.reset("w")
    assert list(all.list_snapshots("w")) == ["one", "two"]
    all.delete_snapshot("w", "one")
    assert list(all.list_snapshots("w")) == ["two"]


def test_everything_is_restored_from_the_journal(journal: Journal | None) -> None:
    if journal is None:
        return
    all = universe(journal)
    world = all.world("w")
    for number in range(20):
        tag(world, f"r{number}")
    world.clock = world.clock.advanced(3600)
    world.settings = replace(world.settings, profile=Profile("realistic", {"VpcPeer.Creating": 8.0}))
    again = universe(journal).world("w")
    assert again.snapshot() == world.snapshot()
    assert (again.clock, again.settings) == (world.clock, world.settings)


LOCKED = AccountTerms(locked=True, shared_vpcs=("vpc-1",))


def set_account_terms(world: World) -> None:
    world.change_settings(lambda terms: replace(terms, quotas=replace(terms.quotas, vpc_quota_peer_num=77)))
    world.change_settings(lambda terms: replace(terms, accounts={**terms.accounts, "2": LOCKED}))


def limits(world: World) -> tuple[int, AccountTerms]:
    return world.settings.quotas.vpc_quota_peer_num, world.settings.account("2")


def test_quotas_and_account_terms_are_restored(journal: Journal | None) -> None:
    world = universe(journal).world("w")
    set_account_terms(world)
    if journal is not None:
        again = universe(journal).world("w")
        assert limits(again) == (77, LOCKED)
        # only overrides are stored: another setting of the server shows
        settings = WorldSettings(quotas=Quotas(vpc_quota_instances_num=3))
        raised = Universe(Accounts({}), settings, row_types(), seed=seed, journal=journal).world("w")
        assert (raised.settings.quotas.vpc_quota_instances_num, limits(raised)) == (3, (77, LOCKED))


def test_quotas_and_account_terms_are_in_snapshots_and_end_with_a_reset(journal: Journal | None) -> None:
    all = universe(journal)
    world = all.world("w")
    first = world.snapshot()
    set_account_terms(world)
    restored = world.snapshot()
    assert [difference.field for difference in differences(first, restored)] == [
        "accounts.2",
        "quotas.vpc_quota_peer_num",
    ]
    all.reset("w")
    assert limits(world) == (20, AccountTerms())
    assert limits(all.load("fork", parse(restored.text()))) == (77, LOCKED)
    world.load(restored)
    assert limits(world) == (77, LOCKED)
    world.load(first)
    assert limits(world) == (20, AccountTerms())


def test_a_failed_change_leaves_nothing(journal: Journal | None) -> None:
    world = universe(journal).world("w")

    def fail(tx: Transaction) -> None:
        put_tags(tx, "1", "cn-hangzhou", "VPC", "half", [("k", "v")])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        world.run(fail)
    assert tagged(world) == ["seeded"]


def test_a_long_log_is_cut(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "worlds.db")
    world = universe(journal).world("w")
    for number in range(4100):
        tag(world, f"r{number % 10}x")
        world.run(lambda tx: tx.put(replace(tx.rows(TagsRow)[0], tags=(("n", str(tx.next_serial())),))))
    records = list(journal.log("w").read_new() or ())
    assert len(records) < 2500
    assert universe(journal).world("w").snapshot() == world.snapshot()
    journal.close()


def test_what_cannot_be_saved_is_undone(tmp_path: Path) -> None:
    """A full disk, say: the caller gets a status that the provider does not retry, and the change is undone."""
    journal = SqliteJournal(tmp_path / "worlds.db")
    world = universe(journal).world("w")
    with journal.using() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
    written: list[str] = []

    def fill() -> None:
        for number in range(1000):
            tag(world, f"r{number}" + "x" * 500)
            written.append(f"r{number}")

    with pytest.raises(JournalError) as refused:
        fill()
    answered = as_api_error(refused.value)
    assert (answered.status, answered.code) == (400, "Tfmock.StateNotSaved")
    assert "full" in refused.value.message
    assert len(tagged(world)) == 1 + len(written)
    with journal.using() as connection:
        connection.execute("PRAGMA max_page_count=100000")
    tag(world, "again")
    assert universe(journal).world("w").snapshot() == world.snapshot()
    journal.close()


def test_a_client_token_is_restored(journal: Journal | None) -> None:
    world = universe(journal).world("w")
    world.run(lambda tx: put_tags(tx, "1", "cn-hangzhou", "VPC", "x", [("ключ", '"\\ \n')]))
    if journal is not None:
        world = universe(journal).world("w")
    assert world.run(lambda tx: tags_of(tx, "1", "x")) == (("ключ", '"\\ \n'),)
