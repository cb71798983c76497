"""pack keeps what the CRUD tier uses of a contract, and its index finds it."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from tools.contracts.json_values import Json, Object
from tools.contracts.pack import ContractError, main, pack, product_name, wire_path, write

LONG = "changed:" + "|changed:".join(f"argument_{number}" for number in range(9))
SHELF: Object = {
    "name": "alicloud_pantry_shelf",
    "kind": "resource",
    "product": "Pantry",
    "confidence": {"level": "full"},
    "id": {"from": ['cat(reply:0:A,="/",reply:0:B)'], "parts": 2, "sep": "/"},
    "schema": {
        "board": {"t": "string", "f": ["required", "force_new"], "enum": ["oak", "ash"], "suppress": "inline"},
        "jars": {
            "t": "set",
            "f": ["optional", "computed"],
            "max_items": 3,
            "block": {"size": {"t": "int", "f": ["optional"], "min": 0, "def": 0}},
        },
    },
    "calls": [
        {
            "n": 0,
            "product": "Pantry",
            "version": "2030-01-02",
            "action": "AddShelf|AddBoard",
            "style": "rpc",
            "method": "POST",
            "fn": "create",
            "params": [
                {"p": "ClientToken", "from": "token"},
                {"p": "Board", "from": "attr:board", "when": "set"},
                {"p": "Jars", "from": "attr:jars", "when": LONG},
                {"p": "Host", "from": "attr:board", "in": "host"},
                {"p": "Where", "from": "attr:board", "in": "query"},
            ],
            "reply": {"A": "string!"},
            "success": {"Code": "200"},
            "retry": ["Busy"],
        },
        {
            "n": 1,
            "product": "Larder",
            "version": "2030-01-02",
            "style": "roa",
            "method": "GET",
            "path": "/shelves/{id[0]}/{any(attr:x,cat(={a},id))}",
            "params": None,
            "not_found": ["NoShelf"],
            "ok_not_found": True,
        },
        {"n": 2, "product": "Larder", "version": "", "style": "sdk", "action": "ReadShelf", "params": []},
    ],
    "create": {
        "steps": [
            {"call": 0},
            {"id": "reply:0:A"},
            {"wait": "state", "field": ["reply:1:S"], "target": ["On"], "timeout": 9, "calls": [1]},
            {"wait": "gone", "field": [], "target": None, "calls": [1]},
            {"then": "read"},
        ]
    },
    "read": {
        "steps": [{"call": 1, "when": "new"}],
        "object": {"fn": "describe", "call": 1, "path": "Shelf"},
        "set": [{"a": "board", "from": "reply:1:Board", "when": "has"}],
    },
    "delete": {"steps": None},
    "join": {
        "board": {"kind": "param", "params": ["0:Board"]},
        "lit": {"kind": "action", "actions": ["true>0"], "read": ["1:Lit"]},
    },
}
SHELVES: Object = {
    "name": "alicloud_pantry_shelves",
    "kind": "data_source",
    "product": "pantry.cn-hangzhou.aliyuncs.com",
    "schema": {},
    "calls": [],
    "client_filters": [{"attrs": ["board"], "fields": ["reply:0:Board"], "more": 1}],
    "read": {"steps": [], "set": []},
}


def contracts(folder: Path, *entities: Object) -> Path:
    for entity in entities:
        path = folder / f"{entity['kind']}s" / f"{entity['name']}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(entity), encoding="utf-8")
    return folder


def test_entity_is_made_slim(tmp_path: Path) -> None:
    packed = pack(contracts(tmp_path, SHELF, SHELVES), "9.8.7")["pantry"]
    assert packed["provider"] == "9.8.7"
    shelf: Json = {
        "name": "alicloud_pantry_shelf",
        "kind": "resource",
        "product": "Pantry",
        "id": {"from": ['cat(reply:0:A,="/",reply:0:B)'], "sep": "/"},
        "schema": {
            "board": {"t": "string", "f": "r", "enum": ["oak", "ash"]},
            "jars": {"t": "set", "f": "oc", "block": {"size": {"t": "int", "f": "o", "min": 0, "def": 0}}},
        },
        "calls": [
            {
                "n": 0,
                "product": "Pantry",
                "version": "2030-01-02",
                "action": "AddShelf|AddBoard",
                "params": [
                    {"p": "Board", "from": "attr:board", "when": "set"},
                    {"p": "Jars", "from": "attr:jars", "when": "?"},
                    {"p": "Host", "from": "attr:board", "in": "host"},
                    {"p": "Where", "from": "attr:board"},
                ],
                "reply": {"A": "string!"},
                "success": {"Code": "200"},
            },
            {
                "n": 1,
                "product": "Larder",
                "version": "2030-01-02",
                "method": "GET",
                "style": "roa",
                "path": "/shelves/{id[0]}/{any(attr:x,cat(={a},id))}",
                "not_found": ["NoShelf"],
                "ok_not_found": True,
            },
            {"n": 2, "product": "Larder", "style": "sdk", "action": "ReadShelf"},
        ],
        "create": {"steps": [{"call": 0}, {"wait": 1, "field": ["reply:1:S"], "target": ["On"], "calls": [1]}]},
        "read": {
            "steps": [{"call": 1, "when": "new"}],
            "object": {"call": 1, "path": "Shelf"},
            "set": [{"a": "board", "from": "reply:1:Board", "when": "has"}],
        },
        "delete": {"steps": []},
        "join": {"lit": {"kind": "action", "actions": ["true>0"]}},
    }
    shelves: Json = {
        "name": "alicloud_pantry_shelves",
        "kind": "data_source",
        "product": "pantry.cn-hangzhou.aliyuncs.com",
        "schema": {},
        "calls": [],
        "client_filters": [{"attrs": ["board"], "fields": ["reply:0:Board"]}],
        "read": {"steps": [], "set": []},
    }
    assert packed["entities"] == [shelf, shelves]


def test_index_finds_actions_paths_and_types(tmp_path: Path) -> None:
    assert pack(contracts(tmp_path, SHELF, SHELVES), "9.8.7")["index"] == {
        "provider": "9.8.7",
        "actions": {"2030-01-02/AddShelf": ["pantry"], "2030-01-02/AddBoard": ["pantry"]},
        "paths": {"2030-01-02": [["GET", "/shelves/{}/{}", "pantry"]]},
        "types": {"alicloud_pantry_shelf": "pantry"},
        "data_sources": {"alicloud_pantry_shelves": "pantry"},
    }


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        ("Vpc", "vpc"),
        ("R-kvstore", "r-kvstore"),
        ("cs.aliyuncs.com", "cs"),
        ("../up", "none"),
        ("a b", "a-b"),
        ("", "none"),
        (None, "none"),
    ],
)
def test_product_is_a_file_name(product: Json, expected: str) -> None:
    assert product_name({"product": product}) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/?cors", "/?cors"),
        ("/jobs/{id}", "/jobs/{}"),
        ("/a/{x(={b},{c})}/d", "/a/{}/d"),
        ("/v2/{attr:a}{attr:b}", "/v2/{}"),
    ],
)
def test_wire_path(path: str, expected: str) -> None:
    assert wire_path(path) == expected


def test_former_files_go(tmp_path: Path) -> None:
    out = tmp_path / "data"
    out.mkdir()
    (out / "former.json.z").write_bytes(b"")
    (out / "README").write_text("stays")
    size = write(pack(contracts(tmp_path, SHELF), "9.8.7"), out)
    assert sorted(path.name for path in out.iterdir()) == ["README", "index.json.z", "pantry.json.z"]
    assert size == sum(path.stat().st_size for path in out.glob("*.z"))
    text = zlib.decompress((out / "pantry.json.z").read_bytes()).decode()
    assert json.loads(text)["provider"] == "9.8.7"
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize(
    ("text", "reason"), [("{", "not JSON"), ("[]", "not an entity"), ('{"name": "x"}', "not an entity")]
)
def test_broken_contract_is_named(text: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "broken.json").write_text(text)
    out = tmp_path / "data"
    assert main([str(tmp_path), "9.8.7", str(out)]) == 2
    message = capsys.readouterr().err
    assert "broken.json" in message
    assert reason in message
    assert not out.exists()


def test_nothing_to_pack_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="no resources"):
        pack(tmp_path, "9.8.7")


def test_origins_beside_the_path_go_into_it(tmp_path: Path) -> None:
    """The former SDK has names in brackets in its paths, and says the values as parameters."""
    call: Object = {
        "n": 0, "product": "Pantry", "version": "2030-01-02", "style": "roa", "method": "GET",
        "path": "/jars/[Jar]/[Lid]",
        "params": [
            {"p": "Jar", "from": "id[0]", "in": "path"}, {"p": "Lid", "from": "id[1]", "in": "path"},
            {"p": "Deep", "from": "attr:deep"},
        ],
    }  # fmt: skip
    folder = tmp_path / "resources"
    folder.mkdir()
    (folder / "shelf.json").write_text(json.dumps({**SHELF, "calls": [call], "create": None, "read": None}))
    (tmp_path / "data_sources").mkdir()
    listed = pack(tmp_path, "1.2.3")["pantry"]["entities"]
    text = json.dumps(listed)
    assert '"path": "/jars/{id[0]}/{id[1]}"' in text
    assert '"params": [{"p": "Deep", "from": "attr:deep"}]' in text
