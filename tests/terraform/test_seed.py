"""A world seeded with a state is what the state says: no plan finds a change, and a destroy leaves nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, EXAMPLES, mock

pytestmark = pytest.mark.terraform

#: every emulated kind that a state may seed, across two accounts and regions; stored ones; and the plain example
SOURCES = [CONFIGS / "everything", CONFIGS / "stored", EXAMPLES / "same_account"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_seeded_state_has_no_planned_changes(source: Path, tmp_path: Path) -> None:
    with mock() as first:
        root = first.terraform(source, tmp_path / "made")
        root.apply()
        state, ids = root.folder / "terraform.tfstate", root.resources()
        left = {
            resource for resource in first.left() if resource[0] != "route_entry"
        }  # a state does not hold routes' own ids
    with mock(seed=state) as second:
        again = second.terraform(source, tmp_path / "again")
        shutil.copy(state, again.folder)
        assert {resource for resource in second.left() if resource[0] != "route_entry"} == left
        assert again.plan().clean
        assert again.resources() == ids
        again.destroy()
        assert second.left() == set()
