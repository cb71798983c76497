"""Paths of this repository that pages, comments and docstrings name are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.docs.blocks import ROOT

_FOLDERS: Final = r"(?:tfmock|hcl_lint|tests|benchmarks|docs|actions|tools|terraform_examples)"
#: In pages: what is marked as code and begins with one of our folders. ``<name>`` stands for something to be chosen.
_IN_PAGES: Final = re.compile(rf"`({_FOLDERS}/[^`\s<>]*)`")
#: In code: files only; other paths there are mostly data.
_IN_CODE: Final = re.compile(rf"(?<![\w/.~-])({_FOLDERS}/[\w/.*-]+\.(?:py|md))\b")

#: All but the one that says what was, with the names of then.
PAGES: Final = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")} - {ROOT / "CHANGELOG.md"})
CODE: Final = sorted(
    path for name in ("tfmock", "hcl_lint", "tests", "benchmarks") for path in (ROOT / name).rglob("*.py")
)


def _is_there(path: str) -> bool:
    path = path.partition(":")[0].rstrip("/.")
    return any(ROOT.glob(path)) if "*" in path else (ROOT / path).exists()


def _missing(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    yield from (match[1] for match in pattern.finditer(text) if not _is_there(match[1]))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages(page: Path) -> None:
    assert list(_missing(page.read_text(encoding="utf-8"), _IN_PAGES)) == []


def test_code() -> None:
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in CODE
        if path != Path(__file__)
        for name in _missing(path.read_text("utf-8"), _IN_CODE)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("text", "pattern", "missing"),
    [
        ("`tfmock/rulebook/`, `tests/docs/test_*.py` and `tfmock/nowhere/<name>.py`", _IN_PAGES, []),
        ("`tfmock/nowhere`", _IN_PAGES, ["tfmock/nowhere"]),
        ("# see tests/nowhere.py.", _IN_CODE, ["tests/nowhere.py"]),
        ("~/.local/share/tfmock/nowhere.py", _IN_CODE, []),
    ],
)
def test_a_missing_path_is_found(text: str, pattern: re.Pattern[str], missing: list[str]) -> None:
    assert list(_missing(text, pattern)) == missing
