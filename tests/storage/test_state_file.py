"""State files: what may be one, who gets it, what is said where it cannot be used."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tfmock.core.errors import JournalError, StateNotSavedError
from tfmock.storage.sqlite_journal import SqliteJournal
from tfmock.storage.state_file import StateFileError, _is_mount_point, open_state_file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_and_what_lies_beside_it_are_private(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "worlds.db")
    log = journal.log("w")
    log.read_new()
    log.append(b"base", base=True)
    assert {path.name: mode(path) for path in tmp_path.iterdir()} == {"worlds.db": 0o600, "worlds.db-wal": 0o600}
    journal.close()


def test_an_existing_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "worlds.db"
    open_state_file(file).close()
    file.chmod(0o664)
    open_state_file(file).close()
    assert mode(file) == 0o664


def test_a_link_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to("worlds.db")
    connection = open_state_file(link)
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.db", "worlds.db", "worlds.db-wal"]
    with pytest.raises(StateFileError, match="in use by another tfmock"):
        open_state_file(tmp_path / "worlds.db")
    connection.close()


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as unix_socket:
        unix_socket.bind(str(path))


def _hard_link(path: Path) -> None:
    open_state_file(path).close()
    path.with_name("other.db").hardlink_to(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_fifo, "is a FIFO"),
        (_socket, "is a socket"),
        (Path.mkdir, "is a folder"),
        (lambda path: path.symlink_to("/dev/null"), "is a device"),
        (_hard_link, "has several names"),
        (_loop, "symbolic links"),
        (lambda path: path.symlink_to("nowhere/worlds.db"), "there is no folder"),
        (lambda path: os.mkfifo(f"{path}-journal"), "worlds.db-journal is no regular file"),
        (lambda path: os.mkfifo(f"{path}-wal"), "worlds.db-wal is no regular file"),
        (lambda path: os.mkdir(f"{path}-shm"), "worlds.db-shm is no regular file"),
    ],
    ids=["fifo", "socket", "folder", "device", "hard link", "loop", "link into nowhere", "journal", "wal", "shm"],
)
def test_other_files_are_refused_as_state_files(make: object, says: str, tmp_path: Path) -> None:
    file = tmp_path / "worlds.db"
    assert callable(make)
    make(file)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(StateFileError, match=says) as refused:
        open_state_file(file)
    assert "\n" not in str(refused.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("length", [250, 300])
def test_a_name_that_is_too_long(length: int, tmp_path: Path) -> None:
    with pytest.raises(StateFileError, match="the name is too long"):
        open_state_file(tmp_path / ("w" * length))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_mounted_by_itself(tmp_path: Path) -> None:
    """As Docker does with -v worlds.db:/data/worlds.db: the write-ahead log is in another folder for each of two."""
    file, mounted = tmp_path / "worlds.db", tmp_path / "the mounted.db"
    open_state_file(file).close()
    mounted.touch()
    done = subprocess.run(["mount", "--bind", str(file), str(mounted)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        with pytest.raises(StateFileError, match="Mount its folder instead"):
            open_state_file(mounted)
    finally:
        subprocess.run(["umount", "-l", str(mounted)], check=True)
    open_state_file(file).close()


def test_the_table_of_mounts_is_read(tmp_path: Path) -> None:
    table, file = tmp_path / "mountinfo", tmp_path / "the worlds.db"
    file.touch()
    for point, expected in ((str(file).replace(" ", "\\040"), True), (str(tmp_path), False)):
        table.write_text(f"36 35 98:0 /worlds.db {point} rw,noatime - ext4 /dev/root rw\n")
        assert _is_mount_point(file, table) is expected


def test_a_missing_folder_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(StateFileError, match=r"there is no folder .*/deep/er\. Make it"):
        open_state_file(tmp_path / "deep" / "er" / "worlds.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
@pytest.mark.parametrize("exists", [False, True])
def test_an_unwritable_folder_is_an_error(exists: bool, tmp_path: Path) -> None:
    file = tmp_path / "worlds.db"
    if exists:
        open_state_file(file).close()
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StateFileError, match="nothing can be written beside it" if exists else "cannot be made"):
            open_state_file(file)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_an_unwritable_file_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "worlds.db"
    open_state_file(file).close()
    file.chmod(0o400)
    with pytest.raises(StateFileError, match="cannot be written"):
        open_state_file(file)


# Several at once

STARTER = """
import sys
from pathlib import Path
from tfmock.storage.state_file import StateFileError, open_state_file
print("waiting", flush=True)
sys.stdin.readline()
try:
    connection = open_state_file(Path(sys.argv[1]))
except StateFileError as error:
    print(error, flush=True)
else:
    print("serves", flush=True)
sys.stdin.readline()
"""


def start(file: Path) -> subprocess.Popen[str]:
    line = [sys.executable, "-c", STARTER, str(file)]
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.mark.parametrize("round", range(5))
def test_only_one_of_several_concurrent_starts_gets_the_file(round: int, tmp_path: Path) -> None:
    names = ["worlds.db", "link.db", "worlds.db"]
    (tmp_path / "link.db").symlink_to("worlds.db")
    processes = [start(tmp_path / name) for name in names]
    for process in processes:
        go(process)
    said = []
    for process in processes:
        assert process.stdout is not None
        said.append(process.stdout.readline().strip())
    for process in processes:
        process.kill()
        process.communicate()
    assert said.count("serves") == 1
    assert all("in use by another tfmock" in line for line in said if line != "serves"), said
    open_state_file(tmp_path / "worlds.db").close()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("writes", [0, 1, 2, 3, 5, 8])
def test_a_kill_while_the_file_is_created_does_not_block_the_next_start(writes: int, tmp_path: Path) -> None:
    file = tmp_path / "worlds.db"
    program = (
        f"from pathlib import Path; from tfmock.storage.state_file import open_state_file as o; o(Path({str(file)!r}))"
    )
    inject = ["strace", "-qq", "-o", "/dev/null", "-e", f"inject=pwrite64:signal=KILL:when={writes + 1}"]
    ended = subprocess.run([*inject, sys.executable, "-c", program], capture_output=True, text=True, check=False)
    if ended.returncode not in (-signal.SIGKILL, 128 + signal.SIGKILL):
        pytest.skip(f"strace cannot trace here: {ended.stderr}") if ended.returncode else pytest.skip("fewer writes")
    journal = SqliteJournal(file)
    assert list(journal.worlds()) == []
    journal.close()
    assert [path.name for path in tmp_path.iterdir()] == ["worlds.db"]


# A full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one MiB."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(tmp_path)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def fill(folder: Path) -> Path:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1024))
        except OSError:
            return filler


WRITER = """
import os, signal, sys
from pathlib import Path
from tfmock.storage.sqlite_journal import SqliteJournal
log = SqliteJournal(Path(sys.argv[1])).log("w")
log.read_new()
log.append(b"base", base=True)
for number in range(40):
    log.append(b"%04000d" % number)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_full_disk_is_named_and_the_file_stays_intact(small_disk: Path) -> None:
    file = small_disk / "worlds.db"
    subprocess.run([sys.executable, "-c", WRITER, str(file)], check=False)  # killed: its WAL must be read again
    filler = fill(small_disk)
    before = file.read_bytes()
    for name in ("worlds.db", "new.db"):
        with pytest.raises(StateFileError, match=r"the disk is full\. Make room") as refused:
            open_state_file(small_disk / name)
        assert "damaged" not in str(refused.value)
    assert file.read_bytes() == before
    filler.unlink()
    for name, records in (("worlds.db", 41), ("new.db", 0)):
        journal = SqliteJournal(small_disk / name)
        assert len(journal.log("w").read_new() or ()) == records
        journal.close()


def test_changes_that_a_full_disk_cannot_save_are_undone(small_disk: Path) -> None:
    journal = SqliteJournal(small_disk / "worlds.db")
    log = journal.log("w")
    log.read_new()
    log.append(b"base", base=True)
    filler = fill(small_disk)
    written = [b"base"]
    for base in (False, True) * 300:
        record = bytes(2000) + b"%d" % len(written)
        try:
            log.append(record, base=base)
        except JournalError as error:
            refused = error
            break
        written = [record] if base else [*written, record]
    else:
        pytest.fail("the disk did not get full")
    assert (type(refused), "is full" in refused.message) == (StateNotSavedError, True)
    assert list(journal.log("w").read_new() or ()) == written
    filler.unlink()
    log.append(b"again")
    assert list(journal.log("w").read_new() or ()) == [*written, b"again"]
    journal.close()


def test_only_damage_is_reported_as_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    file = tmp_path / "worlds.db"
    open_state_file(file).close()
    monkeypatch.setattr(sqlite3, "connect", fail)
    with pytest.raises(StateFileError, match=r"cannot be used \(disk I/O error\)"):
        open_state_file(file)
