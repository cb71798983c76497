"""A file that cannot be written stays as it was."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from tfmock.files import whole_file


def test_mode_and_content(tmp_path: Path) -> None:
    path = tmp_path / "x.tf"
    for content, mode in ((b"one", 0o644), (b"two", 0o600)):
        whole_file.write(path, content, mode=mode)
        assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (content, mode)
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.tf"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fchmod", full)
    with pytest.raises(OSError, match="No space left"):
        whole_file.write(path, b"new", mode=0o644)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])
