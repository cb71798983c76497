"""A world seeded with a state is what the state says: no plan finds a change, and a destroy leaves nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, EXAMPLES, mock

pytestmark = pytest.mark.terraform

#: every kind of resource that a state may seed, across two accounts and two regions; and the plain example
SOURCES = [CONFIGS / "everything", EXAMPLES / "same_account"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_state_is_a_world(source: Path, tmp_path: Path) -> None:
    with mock() as first:
        made = first.terraform(source, tmp_path / "made")
        made.apply()
        state, ids = made.folder / "terraform.tfstate", made.resources()
        left = {each for each in first.left() if each[0] != "route_entry"}  # a state does not hold routes' own ids
    with mock(seed=state) as second:
        again = second.terraform(source, tmp_path / "again")
        shutil.copy(state, again.folder)
        assert {each for each in second.left() if each[0] != "route_entry"} == left
        assert again.plan().clean
        assert again.resources() == ids
        again.destroy()
        assert second.left() == set()
