"""Temporary folders. A lock tells whether the process that made one still runs; the next run removes the others."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_LOCK: Final = "lock"


@contextlib.contextmanager
def locked_folder(prefix: str) -> Iterator[Path]:
    """A new folder, locked. The caller removes it.

    Raises:
        OSError: there is no place for it.
    """
    # Its name comes last: without a lock it would look like one whose maker was killed.
    unlocked = Path(tempfile.mkdtemp(prefix=f".new-{prefix}")).resolve()
    folder = unlocked.with_name(unlocked.name.removeprefix(".new-"))
    try:
        with (unlocked / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            unlocked.rename(folder)
            yield folder
    finally:
        shutil.rmtree(unlocked, ignore_errors=True)


@contextlib.contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A new folder that is removed afterwards; first, those that killed processes left under this prefix.

    Raises:
        OSError: there is no place for it.
    """
    for folder in folders(prefix):
        if not is_locked(folder):
            shutil.rmtree(folder, ignore_errors=True)
    with locked_folder(prefix) as folder:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def folders(prefix: str) -> Iterator[Path]:
    """All folders of this user with this prefix; those of other users are left alone."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and _is_ours(entry):
                yield Path(entry.path).resolve()


def is_locked(folder: Path) -> bool:
    """Whether the process that made it still runs."""
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _is_ours(entry: os.DirEntry[str]) -> bool:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and stat.S_IMODE(status.st_mode) == 0o700
