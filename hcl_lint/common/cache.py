"""Results of earlier runs: small files, by the hash of all that went into them.

Entries are bytes (``marshal`` data, never pickle: reading a forged file cannot run code). A file is
written under another name and renamed, so parallel runs only ever see whole ones; what is damaged or
of another version counts as absent. An unwritable directory is no error: then nothing is stored.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time

#: Raise it when the meaning of stored data changes.
FORMAT = 1

_DAY = 86_400.0
_MAX_AGE_DAYS = 30
_STAMP = "pruned"


def digest(*parts: bytes) -> str:
    """A hash of these parts; where one ends and the next begins counts."""
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.hexdigest()


class Cache:
    """Bytes by kind and key. ``directory`` None: stores nothing."""

    __slots__ = ("_root", "_stale")

    def __init__(self, directory: str | None) -> None:
        version = f"v{FORMAT}-{sys.implementation.cache_tag}"
        self._root = None if directory is None else os.path.join(directory, version)
        self._stale = time.time() - _DAY

    @property
    def enabled(self) -> bool:
        return self._root is not None

    def load(self, kind: str, key: str) -> bytes | None:
        """What was stored; None if nothing was, or it cannot be read."""
        if self._root is None:
            return None
        path = os.path.join(self._root, kind, key)
        try:
            with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:  # a FIFO is not waited for
                about = os.fstat(file.fileno())
                if not stat.S_ISREG(about.st_mode):
                    return None
                stored, used = file.read(), about.st_mtime
        except OSError:
            return None
        if used < self._stale:
            _touch(path)
        check, data = stored[:16], stored[16:]
        return data if hashlib.blake2b(data, digest_size=16).digest() == check else None

    def store(self, kind: str, key: str, data: bytes) -> None:
        """Store ``data``; does nothing where that is not possible."""
        if self._root is None:
            return
        directory = os.path.join(self._root, kind)
        name = os.path.join(directory, f".{key[:16]}.{os.getpid()}")
        try:
            os.makedirs(directory, exist_ok=True)
            try:
                with open(name, "xb") as file:
                    file.write(hashlib.blake2b(data, digest_size=16).digest() + data)
                os.replace(name, os.path.join(directory, key))
            except OSError:
                os.unlink(name)
        except OSError:
            return


def default_directory() -> str | None:
    """Where entries are stored by default; None without a home.

    A relative path would lie in what is judged, so ``platformdirs``, which accepts one, is not used.
    """
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(home, "hcl-lint") if os.path.isabs(home) else None


def prune(directory: str) -> None:
    """Remove entries, of any version, that no run has used for 30 days; looks for them once a day at most.

    Nothing else in ``directory`` is touched: an entry is ``v.../kind/name``.
    """
    stamp = os.path.join(directory, _STAMP)
    now = time.time()
    try:
        if now - os.stat(stamp).st_mtime < _DAY:
            return
        _touch(stamp)
    except FileNotFoundError:
        _create(stamp)
        return  # a new cache: nothing in it is old
    except OSError:
        return
    oldest = now - _MAX_AGE_DAYS * _DAY
    for version in _folders(directory):
        if version.name.startswith("v"):
            for kind in _folders(version.path):
                _prune(kind.path, oldest)


def _touch(path: str) -> None:
    try:
        os.utime(path)
    except OSError:
        return


def _create(path: str) -> None:
    try:
        with open(path, "wb"):
            pass
    except OSError:
        return


def _folders(directory: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _prune(directory: str, oldest: float) -> None:
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < oldest:
                    os.unlink(entry.path)
    except OSError:  # another run prunes, too
        return
