"""Replacing a file: only if it still holds what was judged, whole or not at all; owner and permissions stay.

:func:`tfmock.files.whole_file` is no substitute: it does not look whether the file changed, keeps neither owner nor
permissions, and belongs to the mock, of which the linter imports the rulebook only.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hcl_lint.source.boundary import ReadBoundary
from hcl_lint.source.files import read_bytes
from hcl_lint.source.text import Source

#: What a run that was killed in the middle leaves beside the file; the next one removes it.
_SUFFIX: Final = ".hcl-lint-fix"


class UnwritableError(Exception):
    """A file that is left as it is; the message says why."""


def encode(source: Source, text: str) -> bytes:
    """The bytes of a text in the place of a source, with its byte order mark."""
    return (("\ufeff" if source.byte_order_mark else "") + text).encode("utf-8")


def find_writable(path: str, expected: bytes) -> Path:
    """The real file to write, if that can be done.

    Raises:
        UnwritableError: it changed, cannot be written, has other names, or lies outside of the tree that names it.
    """
    real = Path(os.path.realpath(path))
    if not ReadBoundary().contains(str(real), os.path.dirname(path)):
        raise UnwritableError(f"it is a link out of this tree, to {real}")
    if read_bytes(str(real)) != expected:
        raise UnwritableError("it has changed since it was read; run --fix again")
    status = real.stat()
    if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(real, os.W_OK):
        raise UnwritableError("it is read-only")
    if status.st_nlink > 1:
        raise UnwritableError("it has further names (hard links), which would keep the old text")
    return real


def replace(path: str, expected: bytes, content: bytes) -> None:
    """Replace what a file holds in one step: no reader meets half of it. Owner, group and permissions stay.

    Raises:
        UnwritableError: the file is not what was expected, or cannot be replaced; then it is as it was.
    """
    real = find_writable(path, expected)
    before = real.stat()
    try:
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.", suffix=_SUFFIX)
    except OSError as error:
        raise UnwritableError(f"nothing can be written in its directory: {error.strerror}") from None
    with os.fdopen(handle, "wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)  # in use: another run does not clear it away
            file.write(content)
            file.flush()
            created = os.fstat(handle)
            if (created.st_uid, created.st_gid) != (before.st_uid, before.st_gid):
                os.fchown(handle, before.st_uid, before.st_gid)
            os.fchmod(handle, before.st_mode & 0o777)  # no set-user-ID: the content is new
            if read_bytes(str(real)) != expected:  # as late as can be
                raise UnwritableError("it has changed since it was read; run --fix again")
            os.replace(name, real)
        except BaseException as error:
            with contextlib.suppress(OSError):
                os.unlink(name)
            if isinstance(error, OSError):
                raise UnwritableError(f"it cannot be replaced: {error.strerror}") from None
            raise


def remove_leftovers(directories: Iterable[str]) -> None:
    """Remove what killed runs have left; what another run holds at this moment stays."""
    for directory in directories:
        for path in Path(directory or ".").glob(f".*{_SUFFIX}"):
            with contextlib.suppress(OSError), open(os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)) as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
