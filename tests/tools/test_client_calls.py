"""Descriptions of hand-written clients become calls of the entities that they name."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from tools.contracts.client_calls import FOLDER, ClientError, describe
from tools.contracts.json_values import Json, Object, as_object

CRUD = Path(__file__).parents[2] / "tfmock" / "services" / "crud" / "data"
SHELF: Object = {"name": "alicloud_shelf", "kind": "resource", "schema": {"board": {}}, "calls": [], "read": {}}
CLIENT: Object = {
    "product": "Pantry",
    "version": "2030-01-02",
    "prefix": "/2030-01-02",
    "resources": {
        "alicloud_shelf": {
            "id": "reply:0:name",
            "calls": [
                {"call": "POST /shelves", "params": {"name": "attr:name", "board": ["attr:a", "attr:b"]}},
                {"call": "PUT /shelves/{id}", "params_of": 0, "params": {"more": "attr:c"}},
                {"call": "GET /shelves/{id}", "reply": {"name": "string!"}, "not_found": ["NoShelf"]},
            ],
            "create": [0],
            "read": [2],
            "object": "2:",
            "set": {"name": "reply:2:name"},
        }
    },
}


def _folder(tmp_path: Path, client: Object) -> Path:
    (tmp_path / "pantry.json").write_text(json.dumps(client), encoding="utf-8")
    return tmp_path


def test_calls_and_steps_replace_what_was_extracted(tmp_path: Path) -> None:
    (shelf,) = describe([SHELF], _folder(tmp_path, CLIENT))
    shared: list[Json] = [
        {"p": "name", "from": "attr:name"},
        {"p": "board", "from": "attr:a"},
        {"p": "board", "from": "attr:b"},
    ]
    common: Object = {"product": "Pantry", "version": "2030-01-02", "style": "roa"}
    expected: Object = {
        **SHELF,
        "id": {"from": ["reply:0:name"], "sep": ":"},
        "calls": [
            {"n": 0, **common, "method": "POST", "path": "/2030-01-02/shelves", "params": shared},
            {
                "n": 1,
                **common,
                "method": "PUT",
                "path": "/2030-01-02/shelves/{id}",
                "params": [*shared, {"p": "more", "from": "attr:c"}],
            },
            {
                "n": 2,
                **common,
                "method": "GET",
                "path": "/2030-01-02/shelves/{id}",
                "reply": {"name": "string!"},
                "not_found": ["NoShelf"],
            },
        ],
        "create": {"steps": [{"call": 0}]},
        "read": {
            "steps": [{"call": 2}],
            "set": [{"a": "name", "from": "reply:2:name"}],
            "object": {"call": 2, "path": ""},
        },
        "update": {"steps": []},
        "delete": {"steps": []},
    }
    assert shelf == expected


@pytest.mark.parametrize("key", ["cals", "calls"])
def test_a_description_of_another_form_is_refused(tmp_path: Path, key: str) -> None:
    client: Object = {**CLIENT, "resources": {"alicloud_shelf": {key: [{"call": "GET /", "parms": {}}]}}}
    with pytest.raises(ClientError, match=r"pantry\.json: alicloud_shelf"):
        describe([SHELF], _folder(tmp_path, client))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_the_data_has_what_is_described(path: Path) -> None:
    client = as_object(json.loads(path.read_text(encoding="utf-8")))
    assert client["source"]
    index = json.loads(zlib.decompress((CRUD / "index.json.z").read_bytes()))
    for kind, known, key in (("resource", "types", "resources"), ("data_source", "data_sources", "data_sources")):
        for name in as_object(client.get(key)):
            packed = json.loads(zlib.decompress((CRUD / f"{index[known][name]}.json.z").read_bytes()))
            (entity,) = (each for each in packed["entities"] if (each["kind"], each["name"]) == (kind, name))
            assert describe([entity]) == [entity]
