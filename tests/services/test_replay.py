"""What the real provider sent, sent again to a fresh world: the same status and every field of the reply.

The recordings were made with ``tfmock exec --record`` around terraform and aliyun/alicloud 1.246.2: apply, change in
place, plan without changes, destroy. ``tests/data/trim.py`` made them small.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest

from tests.support.lab import Lab, ask

RECORDINGS: Final = sorted((Path(__file__).parents[1] / "data" / "recordings").glob("*.jsonl"))
#: Ids and IPv6 blocks follow from the world's name; times from the clock.
_OWN: Final = re.compile(r"(vpc|vsw|vtb|vrt|pcc|rte|rg)-[a-z0-9]{11,}|2408:[0-9a-f:]+/\d+")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
#: What a zone sells may grow.
_CATALOGUES: Final = ("AvailableInstanceTypes.InstanceTypes", "AvailableDiskCategories.DiskCategories")
_PER_CALL: Final = frozenset({"RequestId", "Recommend"})


class Translation:
    """Ids of the recording and of this world, one to one."""

    def __init__(self) -> None:
        self.here: dict[str, str] = {}

    def request(self, value: str) -> str:
        return _OWN.sub(lambda match: self.here.get(match.group(), match.group()), value)

    def compare(self, recorded: Any, answered: Any, path: str) -> None:
        assert type(recorded) is type(answered), f"{path}: {recorded!r} became {answered!r}"
        if isinstance(recorded, dict):
            assert set(recorded) == set(answered) - _PER_CALL, path
            for name, value in recorded.items():
                self.compare(value, answered[name], f"{path}.{name}")
        elif path.endswith(_CATALOGUES):
            assert set(recorded) <= set(answered), path
        elif isinstance(recorded, list):
            assert len(recorded) == len(answered), path
            for number, (expected, actual) in enumerate(zip(recorded, answered, strict=True)):
                self.compare(expected, actual, f"{path}[{number}]")
        elif isinstance(recorded, str) and _OWN.fullmatch(recorded):
            assert self.here.setdefault(recorded, answered) == answered, path
        elif isinstance(recorded, str) and _TIME.fullmatch(recorded):
            assert _TIME.fullmatch(answered), path
        else:
            assert (self.request(recorded) if isinstance(recorded, str) else recorded) == answered, path


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.stem)
def test_replay(lab: Lab, recording: Path) -> None:
    translation = Translation()
    entries = [json.loads(line) for line in recording.read_text(encoding="utf-8").splitlines()]
    for number, entry in enumerate(entries, 1):
        common = {
            "Version": entry["version"], "Action": entry["action"], "Format": "JSON",
            "AccessKeyId": lab.key(entry["account"]),
        }  # fmt: skip
        params = {name: translation.request(value) for name, value in entry["params"].items()}
        answered = ask(
            lab.app, query=urlencode(common), body=urlencode(params).encode(), environ={"HTTP_HOST": entry["host"]}
        )
        where = f"{recording.name}:{number} {entry['action']}"
        assert answered.status == entry["status"], f"{where}: {answered.body.decode()}"
        translation.compare(entry["reply"], answered.json(), where)
    ids = list(translation.here.values())
    assert len(set(ids)) == len(ids) > 5, "two ids of the recording became one"
    left = lab.snapshot()[0]
    assert set(left) <= {"client_tokens"}, "the recording ends with destroy: nothing stays"


def test_recordings_are_there() -> None:
    assert {path.stem for path in RECORDINGS} >= {"same_account", "cross_account"}
