"""What an earlier run found out: small files, by the hash of all that went into them.

Entries are bytes (``marshal`` data, never pickle: reading a forged file can not run code). A file is
written under another name and renamed, so parallel runs only ever see whole ones; what is damaged or
of another version is as good as absent. An unwritable directory is no error: nothing is kept then.
"""

import hashlib
import os
import sys

FORMAT = 1
"""Raise it when the meaning of stored data changes."""


def digest(*parts: bytes) -> str:
    """One name for these parts; which part ends where counts."""
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.hexdigest()


class Cache:
    """Bytes by kind and key. ``directory`` None: keeps nothing."""

    __slots__ = ("_root",)

    def __init__(self, directory: str | None) -> None:
        version = f"v{FORMAT}-{sys.implementation.cache_tag}"
        self._root = None if directory is None else os.path.join(directory, version)

    @property
    def enabled(self) -> bool:
        return self._root is not None

    def load(self, kind: str, key: str) -> bytes | None:
        """What was stored; None if nothing was, or it can not be read."""
        if self._root is None:
            return None
        try:
            with open(os.path.join(self._root, kind, key), "rb") as file:
                stored = file.read()
        except OSError:
            return None
        check, data = stored[:16], stored[16:]
        return data if hashlib.blake2b(data, digest_size=16).digest() == check else None

    def store(self, kind: str, key: str, data: bytes) -> None:
        """Keep ``data``; silently does nothing where that is not possible."""
        if self._root is None:
            return
        directory = os.path.join(self._root, kind)
        name = os.path.join(directory, f".{key[:16]}.{os.getpid()}")
        try:
            os.makedirs(directory, exist_ok=True)
            try:
                with open(name, "wb") as file:
                    file.write(hashlib.blake2b(data, digest_size=16).digest() + data)
                os.replace(name, os.path.join(directory, key))
            except OSError:
                os.unlink(name)
        except OSError:
            return
