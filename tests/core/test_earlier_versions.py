"""What an earlier version kept is read by this one, and the API answers as that version did.

``tests/data/snapshots`` holds a world with rows of every kind, as the version of 2026-11-29 wrote it: as a snapshot
and as a state file of changes, and what its API answered then. A field that was renamed without its former name in
``Row.former_fields`` fails here. The files are never written again: a later version adds others.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.services.oss.client import Oss
from tests.services.ots.client import Ots
from tests.support.lab import Json, Lab
from tfmock.app import create_app
from tfmock.core.snapshot import parse
from tfmock.settings import Settings

FOLDER: Final = Path(__file__).parents[1] / "data" / "snapshots"


def unzipped(name: str) -> bytes:
    return gzip.decompress((FOLDER / name).read_bytes())


@cache
def expected() -> Json:
    read: Json = json.loads(unzipped("answers.json.gz"))
    return read


@pytest.fixture(scope="module")
def from_snapshot() -> Lab:
    lab = Lab(create_app(Settings(world_seed="tests")), "default")
    lab.world.load(parse(unzipped("world.json.gz")))
    return lab


@pytest.fixture(scope="module")
def from_state_file(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    path = tmp_path_factory.mktemp("state") / "worlds.db"
    path.write_bytes(unzipped("worlds.db.gz"))
    return Lab(create_app(Settings(world_seed="tests", state=path)), "default")


def test_the_world_has_rows_of_every_kind() -> None:
    """Of every kind that there was: one that was added since has no former names."""
    assert len(parse(unzipped("world.json.gz")).tables) == 35


def check_answers(lab: Lab) -> None:
    for answer in expected()["answers"]:
        reply = lab.call(answer["action"], answer["params"], by=answer["by"])
        del reply["RequestId"]
        assert holds(reply, answer["reply"]), f"{answer['action']} {answer['params']}: {reply} is not {answer['reply']}"
    oss = Oss(lab)
    for answer in expected()["oss"]:
        answered = oss(*answer["arguments"], **answer.get("query", {}))
        assert (answered.status, answered.body.decode()) == (answer["status"], answer["body"])
    row = expected()["ots"]
    assert Ots(lab).get(row["table"], row["key"]).body.hex() == row["body"]


def holds(reply: Any, earlier: Any) -> bool:
    """Whether a reply says what the earlier one said; fields may have been added since."""
    if isinstance(earlier, dict):
        return isinstance(reply, dict) and all(name in reply and holds(reply[name], earlier[name]) for name in earlier)
    if isinstance(earlier, list):
        return isinstance(reply, list) and len(reply) == len(earlier) and all(map(holds, reply, earlier))
    return bool(reply == earlier)


def test_a_snapshot_of_an_earlier_version(from_snapshot: Lab) -> None:
    check_answers(from_snapshot)


def test_a_state_file_of_an_earlier_version(from_state_file: Lab) -> None:
    check_answers(from_state_file)


def test_both_are_the_same_world(from_snapshot: Lab, from_state_file: Lab) -> None:
    """What no reply shows: every field of every row."""
    first, second = from_snapshot.world.snapshot().model_dump(), from_state_file.world.snapshot().model_dump()
    assert first["tables"] == second["tables"]
    assert first["terms"] == second["terms"]
