"""Configurations in the style of the provider's documentation and of public modules: only true diagnostics."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.hcl_lint.linting import HERE, expected, lint

CORPUS = sorted(path for path in (HERE / "corpus").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", CORPUS, ids=lambda path: path.name)
def test_exactly_the_written_diagnostics_are_reported(folder: Path) -> None:
    reported = Counter((diagnostic.path, diagnostic.line, diagnostic.code) for diagnostic in lint(folder).diagnostics)
    written: Counter[tuple[str, int, str]] = Counter()
    for path in folder.rglob("*.tf"):
        for (line, code), count in expected(path).items():
            written[str(path), line, code] = count
    assert reported == written


@pytest.mark.parametrize("name", ["seed_same_account", "seed_cross_account"])
def test_the_two_peering_examples_have_no_error(name: str) -> None:
    assert not [
        diagnostic
        for diagnostic in lint(HERE / "corpus" / name).diagnostics
        if diagnostic.severity in ("error", "warning")
    ]
