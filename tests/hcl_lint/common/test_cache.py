"""The cache: which entries are kept, and which are removed because no run uses them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from hcl_lint.common.cache import Cache, prune

DAY = 86_400


def aged(path: Path, days: float) -> Path:
    then = time.time() - days * DAY
    os.utime(path, (then, then))
    return path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A cache with the entries ``old`` and ``new``, last looked through two days ago."""
    cache = Cache(str(tmp_path))
    for key in ("old", "new"):
        cache.store("tree", key, key.encode())
    prune(str(tmp_path))
    aged(tmp_path / "pruned", 2)
    aged(entry(tmp_path, "old"), 31)
    return tmp_path


def entry(folder: Path, key: str) -> Path:
    return next(folder.glob(f"v*/tree/{key}"))


def cached_files(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("v*/tree/*")}


def test_entries_unused_for_a_month_are_removed(filled: Path) -> None:
    prune(str(filled))
    assert cached_files(filled) == {"new"}


def test_entries_of_other_versions_are_removed_and_nothing_else(filled: Path) -> None:
    for name in ("v0-cpython-39/tree/a", "v0-cpython-39/b", "other/tree/c", "d"):
        path = filled / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        aged(path, 400)
    prune(str(filled))
    assert {path.relative_to(filled).as_posix() for path in filled.rglob("*") if path.is_file()} - {"pruned"} == {
        entry(filled, "new").relative_to(filled).as_posix(), "v0-cpython-39/b", "other/tree/c", "d",
    }  # fmt: skip


def test_old_entries_are_searched_once_a_day(filled: Path) -> None:
    aged(filled / "pruned", 0.9)
    prune(str(filled))
    assert cached_files(filled) == {"old", "new"}


def test_use_keeps_an_entry(filled: Path) -> None:
    assert Cache(str(filled)).load("tree", "old") == b"old"
    prune(str(filled))
    assert cached_files(filled) == {"old", "new"}


def test_a_new_cache_is_not_searched(tmp_path: Path) -> None:
    Cache(str(tmp_path)).store("tree", "a", b"")
    aged(entry(tmp_path, "a"), 31)
    prune(str(tmp_path))
    assert cached_files(tmp_path) == {"a"}
    assert (tmp_path / "pruned").exists()


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    prune(str(tmp_path / "gone"))
    assert not (tmp_path / "gone").exists()
