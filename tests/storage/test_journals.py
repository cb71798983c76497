"""What every journal promises, and what a state file refuses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.serving import journal_in, redis
from tfmock.core.errors import ConflictError, JournalError
from tfmock.core.journal import Journal
from tfmock.services.engine_errors import as_api_error
from tfmock.storage.redis_journal import RedisJournal, StoreError
from tfmock.storage.sqlite_journal import SqliteJournal
from tfmock.storage.state_file import APPLICATION_ID, StateFileError

pytestmark = pytest.mark.xdist_group("state")


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with redis() as address:
        yield address


@pytest.fixture(params=["sqlite", "redis"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    with journal_in(request, tmp_path) as opened:
        yield opened


def test_records_come_back_in_order(journal: Journal) -> None:
    log = journal.log("w")
    assert log.read_new() is None
    log.append(b"base", base=True)
    for number in range(50):
        log.append(b"%d" % number)
    assert list(log.read_new() or ()) == []
    assert list(journal.log("w").read_new() or ()) == [b"base", *(b"%d" % number for number in range(50))]
    assert list(journal.worlds()) == ["w"]


def test_a_base_replaces_earlier_records(journal: Journal) -> None:
    log = journal.log("w")
    assert log.read_new() is None
    log.append(b"base", base=True)
    log.append(b"1")
    log.append(b"again", base=True)
    log.append(b"2")
    assert list(journal.log("w").read_new() or ()) == [b"again", b"2"]
    log.forget_position()
    assert list(log.read_new() or ()) == [b"again", b"2"]


def test_a_dropped_world_is_gone(journal: Journal) -> None:
    for world in ("one", "two"):
        log = journal.log(world)
        log.read_new()
        log.append(b"base", base=True)
        journal.save_snapshot(world, "kept", b"{}")
    journal.delete_world("one")
    assert list(journal.worlds()) == ["two"]
    assert journal.log("one").read_new() is None
    assert (dict(journal.list_snapshots("one")), dict(journal.list_snapshots("two"))) == ({}, {"kept": b"{}"})


def test_the_log_of_a_deleted_world_accepts_no_writes(journal: Journal) -> None:
    """Neither to nothing nor to the world of that name that came after it; see World.gone for the first defence."""
    for successor in (False, True):
        old = journal.log("w")
        old.read_new()
        old.append(b"base", base=True)
        old.append(b"1")
        journal.delete_world("w")
        expected: list[bytes] = []
        if successor:
            new = journal.log("w")
            new.read_new()
            new.append(b"new base", base=True)
            new.append(b"new")  # as many records as the old one has
            expected = [b"new base", b"new"]
        for base in (False, True):
            with pytest.raises((ConflictError, JournalError)):
                old.append(b"on what is gone", base=base)
        assert list(journal.log("w").read_new() or ()) == expected


def test_stored_snapshots_keep_their_order(journal: Journal) -> None:
    log = journal.log("w")
    log.read_new()
    log.append(b"base", base=True)
    for name in ("b", "a", "c", "b"):
        journal.save_snapshot("w", name, name.encode())
    assert list(journal.list_snapshots("w")) == ["a", "c", "b"]
    journal.delete_snapshot("w", "c")
    journal.delete_snapshot("w", "nothing")
    assert dict(journal.list_snapshots("w")) == {"a": b"a", "b": b"b"}


def test_only_one_of_two_writers_appends(store: str) -> None:
    journal, other = RedisJournal(store), RedisJournal(store)
    first, second = journal.log("race"), other.log("race")
    assert (first.read_new(), second.read_new()) == (None, None)
    first.append(b"base", base=True)
    with pytest.raises(ConflictError):
        second.append(b"mine", base=True)
    assert list(second.read_new() or ()) == [b"base"]
    second.append(b"2")
    with pytest.raises(ConflictError):
        first.append(b"3")
    assert list(first.read_new() or ()) == [b"2"]
    first.append(b"cut", base=True)  # the second one's position is no longer in the stream
    first.append(b"4")
    assert list(second.read_new() or ()) == [b"cut", b"4"]
    journal.delete_world("race")


@pytest.mark.parametrize("done", [True, False], ids=["the answer is lost", "the request is lost"])
@pytest.mark.parametrize("position", ["first", "later"])
def test_a_record_whose_answer_is_lost_is_there_once(
    store: str, monkeypatch: pytest.MonkeyPatch, done: bool, position: str
) -> None:
    """It was reported as not changed, and was."""
    import redis as client

    journal = RedisJournal(store)
    log = journal.log(f"lost-{done}-{position}".lower())
    log.read_new()
    if position == "later":
        log.append(b"base", base=True)
    add = journal.add
    calls: list[object] = []

    def cut(**given: object) -> object:
        calls.append(given)
        if len(calls) > 1:
            return add(**given)
        if done:
            add(**given)
        raise client.ConnectionError("Connection reset by peer")

    monkeypatch.setattr(journal, "add", cut)
    log.append(b"new", base=position == "first")
    monkeypatch.undo()
    log.append(b"next")
    assert list(log.read_new() or ()) == []
    expected = [b"new", b"next"] if position == "first" else [b"base", b"new", b"next"]
    assert list(journal.log(log._world).read_new() or ()) == expected


def test_a_repeated_record_does_not_pass_another_writer(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import redis as client

    journal = RedisJournal(store)
    log, other = journal.log("passed"), RedisJournal(store).log("passed")
    log.read_new()
    log.append(b"base", base=True)
    other.read_new()
    add = journal.add

    def late(**given: object) -> object:
        monkeypatch.setattr(journal, "add", add)
        other.append(b"theirs")
        raise client.TimeoutError("Timeout reading from socket")

    monkeypatch.setattr(journal, "add", late)
    with pytest.raises(ConflictError):
        log.append(b"mine")
    assert list(log.read_new() or ()) == [b"theirs"]


def test_a_recreated_world_is_a_different_one(store: str) -> None:
    """Also within the millisecond: ids of records follow the time."""
    journal, other = RedisJournal(store), RedisJournal(store)
    for _ in range(300):
        log = journal.log("again")
        log.read_new()
        log.append(b"base", base=True)
        log.append(b"1")
        reader = other.log("again")
        assert list(reader.read_new() or ()) == [b"base", b"1"]
        journal.delete_world("again")
        fresh = journal.log("again")
        assert fresh.read_new() is None
        fresh.append(b"new", base=True)
        fresh.append(b"2")
        with pytest.raises(ConflictError):
            reader.append(b"on what is gone")
        assert list(reader.read_new() or ()) == [b"new", b"2"]
        journal.delete_world("again")


@pytest.mark.parametrize("change", ["shelve", "unshelve"])
@pytest.mark.parametrize("successor", [False, True], ids=["deleted", "made again"])
def test_a_world_deleted_by_another_replica_has_no_snapshots(store: str, change: str, successor: bool) -> None:
    """What was saved of it does not turn up in the next world of that name, nor does that one lose anything."""
    journal, other = RedisJournal(store), RedisJournal(store)
    log = journal.log("shelved")
    log.read_new()
    log.append(b"base", base=True)
    journal.save_snapshot("shelved", "kept", b"old")
    other.delete_world("shelved")
    expected = {"kept": b"new"} if successor else {}
    if successor:
        new = other.log("shelved")
        new.read_new()
        new.append(b"base", base=True)
        other.save_snapshot("shelved", "kept", b"new")
    with pytest.raises(JournalError, match="deleted or changed meanwhile"):
        journal.save_snapshot("shelved", "kept", b"late") if change == "shelve" else journal.delete_snapshot(
            "shelved", "kept"
        )
    assert dict(other.list_snapshots("shelved")) == expected
    journal.delete_world("shelved")


def test_an_unreachable_store_is_a_503() -> None:
    with redis() as address:
        journal = RedisJournal(address)
        log = journal.log("w")
        log.read_new()
    with pytest.raises(JournalError) as refused:
        log.append(b"base", base=True)
    answered = as_api_error(refused.value)
    assert (answered.status, answered.code) == (503, "ServiceUnavailable")
    with pytest.raises(StoreError, match="cannot be reached"):
        RedisJournal(address)
    with pytest.raises(StoreError, match="no address"):
        RedisJournal("redis://host:port")


# The state file


def test_a_state_file_in_use_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "worlds.db"
    first = SqliteJournal(file)
    with pytest.raises(StateFileError, match="in use by another tfmock"):
        SqliteJournal(file)
    first.close()
    SqliteJournal(file).close()
    assert [path.name for path in tmp_path.iterdir()] == ["worlds.db"]


def test_a_file_of_an_older_version_is_continued(tmp_path: Path) -> None:
    """Its records were numbered from 1, in every world."""
    file = tmp_path / "worlds.db"
    _filled(file)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE log SET number = number - (SELECT min(number) FROM log) + 1")
    connection.close()
    journal = SqliteJournal(file)
    log = journal.log("w")
    assert len(log.read_new() or ()) == 201
    log.append(b"more")
    assert list(journal.log("w").read_new() or ())[-1] == b"more"
    log.append(b"base", base=True)
    assert list(journal.log("w").read_new() or ()) == [b"base"]
    journal.close()


def _filled(file: Path) -> None:
    journal = SqliteJournal(file)
    log = journal.log("w")
    log.read_new()
    log.append(b"base", base=True)
    for number in range(200):
        log.append(b"%0500d" % number)
    journal.close()


def _truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _overwritten(content: bytes) -> bytes:
    return content[:8192] + b"\xff" * 4096 + content[12288:]


def _of_another_program(content: bytes) -> bytes:
    return content.replace(APPLICATION_ID.to_bytes(4, "big"), b"\0\0\0\0", 1)


def _newer(content: bytes) -> bytes:
    return content[:60] + (2).to_bytes(4, "big") + content[64:]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_truncated, "is damaged"),
        (_overwritten, "is damaged"),
        (_of_another_program, "is a database of another program"),
        (_newer, "was written by a newer tfmock"),
        (lambda _: b"vpcs: []\n", "is no state file of tfmock"),
    ],
    ids=["truncated", "overwritten", "of another program", "newer", "text"],
)
def test_a_file_that_cannot_be_used_is_left_alone(spoil: object, says: str, tmp_path: Path) -> None:
    file = tmp_path / "worlds.db"
    _filled(file)
    assert callable(spoil)
    content = spoil(file.read_bytes())
    file.write_bytes(content)
    with pytest.raises(StateFileError, match=says) as refused:
        SqliteJournal(file)
    assert "\n" not in str(refused.value)
    assert str(file) in str(refused.value)
    assert file.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["worlds.db"]


def test_a_damaged_record_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "worlds.db"
    _filled(file)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE log SET record = 'x' WHERE number = (SELECT min(number) + 6 FROM log)")
    connection.close()
    journal = SqliteJournal(file)
    with pytest.raises(JournalError, match="record 7 of world w is damaged"):
        journal.log("w").read_new()
    journal.close()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateFileError, match=r"file/worlds.db cannot be made .*folder that can be written"):
        SqliteJournal(tmp_path / "file" / "worlds.db")
