"""Temporary folders that the next run clears away where this one is killed: a lock tells whether their maker lives."""

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
    """A new folder, locked; whoever enters this removes it.

    Raises:
        OSError: there is no place for it.
    """
    # Its name comes last: without a lock it would look like one whose maker was killed.
    made = Path(tempfile.mkdtemp(prefix=f".new-{prefix}")).resolve()
    folder = made.with_name(made.name.removeprefix(".new-"))
    try:
        with (made / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            made.rename(folder)
            yield folder
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A new folder that is gone afterwards; those of killed ones with this prefix are removed first.

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
    """All of this user's; a folder of that name that somebody else made is left alone."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and _is_ours(entry):
                yield Path(entry.path).resolve()


def is_locked(folder: Path) -> bool:
    """Whether its maker lives."""
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
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) == 0o700
