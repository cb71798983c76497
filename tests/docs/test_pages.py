"""Every block of these pages is executed, written to a file that is used, or marked as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, blocks, execute

#: Pages whose blocks are all executed. A page of docs/ that is not here has none, or is on its way here.
PAGES = ("ci.md", "pytest.md")


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, tmp_path: Path) -> None:
    execute(ROOT / "docs" / name, tmp_path)


@pytest.mark.parametrize("name", PAGES)
def test_every_block_says_what_it_is_for(name: str) -> None:
    unclear = [
        f"{name}:{block.line}"
        for block in blocks(ROOT / "docs" / name)
        if not ({"run", "terraform"} & set(block.words) or block.file or block.language == "text")
    ]
    assert unclear == []


def test_a_failing_block_is_told_by_its_line(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n```bash run\ntrue\n```\n\n```bash run\necho said; false\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"said\npage\.md: the block at line 7 failed: false"):
        execute(page, tmp_path)


def test_links_lead_somewhere() -> None:
    import re

    for name in PAGES:
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            assert target.startswith("http") or (ROOT / "docs" / target).exists(), f"{name}: {target}"
