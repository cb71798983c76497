"""Writing a file anew: only if it still holds what was judged, whole or not at all, and as it was in all else."""

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


class LeftError(Exception):
    """A file that is left as it is; the message tells why."""


def encoded(source: Source, text: str) -> bytes:
    """The bytes of a text in the place of a source, with its byte order mark."""
    return (("\ufeff" if source.byte_order_mark else "") + text).encode("utf-8")


def check(path: str, expected: bytes) -> Path:
    """The real file to write, if that can be done.

    Raises:
        LeftError: it changed, cannot be written, has other names, or lies outside of the tree that names it.
    """
    real = Path(os.path.realpath(path))
    if not ReadBoundary().contains(str(real), os.path.dirname(path)):
        raise LeftError(f"it is a link out of this tree, to {real}")
    if read_bytes(str(real)) != expected:
        raise LeftError("it has changed since it was read; run --fix again")
    about = real.stat()
    if not about.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(real, os.W_OK):
        raise LeftError("it is read-only")
    if about.st_nlink > 1:
        raise LeftError("it has further names (hard links), which would keep the old text")
    return real


def replace(path: str, expected: bytes, content: bytes) -> None:
    """Replace what a file holds in one step: no reader meets half of it. Owner, group and permissions stay.

    Raises:
        LeftError: the file is not what was expected, or cannot be replaced; then it is as it was.
    """
    real = check(path, expected)
    about = real.stat()
    try:
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.", suffix=_SUFFIX)
    except OSError as error:
        raise LeftError(f"nothing can be written in its directory: {error.strerror}") from None
    with os.fdopen(handle, "wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)  # in use: another run does not clear it away
            file.write(content)
            file.flush()
            made = os.fstat(handle)
            if (made.st_uid, made.st_gid) != (about.st_uid, about.st_gid):
                os.fchown(handle, about.st_uid, about.st_gid)
            os.fchmod(handle, about.st_mode & 0o777)  # no set-user-ID: the content is new
            if read_bytes(str(real)) != expected:  # as late as can be
                raise LeftError("it has changed since it was read; run --fix again")
            os.replace(name, real)
        except BaseException as error:
            with contextlib.suppress(OSError):
                os.unlink(name)
            if isinstance(error, OSError):
                raise LeftError(f"it cannot be replaced: {error.strerror}") from None
            raise


def clear(directories: Iterable[str]) -> None:
    """Remove what runs that were killed have left; what another run holds at this moment stays."""
    for directory in directories:
        for path in Path(directory or ".").glob(f".*{_SUFFIX}"):
            with contextlib.suppress(OSError), open(os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)) as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
