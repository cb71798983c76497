"""The blocks of pages that need Terraform."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, execute

pytestmark = pytest.mark.terraform


def test_pytest_page(tmp_path: Path) -> None:
    assert "1 passed" in execute(ROOT / "docs" / "pytest.md", tmp_path, "terraform")
