"""The pages about rules are made from the rules' own text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hcl_lint import catalog, manual

ROOT = Path(__file__).parents[2]


def test_rules_page_is_current() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    fresh = manual.markdown(catalog.load(entry_points=False).values())
    assert page == fresh, "renew it: hcl-lint rules --format markdown > docs/rules.md"


@pytest.mark.parametrize("page", ["lint.md"])
def test_guide_names_only_codes_and_flags_that_exist(page: str) -> None:
    import re

    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    known = {*catalog.load(entry_points=False), *catalog.META}
    assert {code for code in re.findall(r"\bALI\d{3}\b", text) if code not in known} == set()
    guide = subprocess.run(
        [sys.executable, "-m", "hcl_lint", "check", "--help"], capture_output=True, text=True, check=True
    ).stdout
    flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - {"--format", "--version"}
    assert {flag for flag in flags if flag not in guide} == set()
