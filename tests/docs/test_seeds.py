"""Every description of docs/seeds.md is a seed that loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, Block, blocks
from tfmock.app import create_universe
from tfmock.settings import Settings

DESCRIPTIONS = [block for block in blocks(ROOT / "docs" / "seeds.md") if block.language == "yaml"]


def test_the_page_has_descriptions() -> None:
    assert len(DESCRIPTIONS) >= 4


@pytest.mark.parametrize("block", DESCRIPTIONS, ids=lambda block: f"line-{block.line}")
def test_it_loads(block: Block, tmp_path: Path) -> None:
    seed = tmp_path / "world.yaml"
    seed.write_text(block.text, encoding="utf-8")
    world = create_universe(Settings(seed=(seed,))).world("default")
    assert world.store.size()


def test_all_of_them_load_together(tmp_path: Path) -> None:
    seeds = []
    for block in DESCRIPTIONS:
        seeds.append(tmp_path / f"line-{block.line}.yaml")
        seeds[-1].write_text(block.text, encoding="utf-8")
    create_universe(Settings(seed=tuple(seeds))).world("default")
