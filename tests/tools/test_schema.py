"""The packer of hcl-lint's schema files, on contracts of two types."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from hcl_lint.schema import facts
from tools.contracts import schema

Contract = dict[str, Any]

ATTRIBUTES: Contract = {
    "id": {"type": "string", "optional": True, "computed": True},
    "name": {"type": "string", "optional": True, "deprecated": True},
    "widget_name": {"type": "string", "optional": True},
    "size": {"type": "number", "required": True},
    "period": {"type": "number", "optional": True},
    "days": {"type": ["set", "string"], "optional": True},
    "tags": {"type": ["map", "string"], "optional": True},
    "old": {"type": "string", "optional": True},
    "status": {"type": "string", "computed": True},
}
RULE: Contract = {
    "nesting_mode": "list",
    "min_items": 1,
    "max_items": 2,
    "block": {
        "attributes": {"port": {"type": "number", "optional": True}, "range": {"type": "string", "optional": True}}
    },
}
CONTRACT: Contract = {
    "name": {"t": "string", "f": ["optional", "deprecated"], "conflicts": ["widget_name"], "min_len": 2, "max_len": 9},
    "widget_name": {"t": "string", "f": ["optional"], "exactly_one_of": ["name"], "pattern": "^w", "min": 1},
    "size": {"t": "int", "f": ["required"], "enum": [20, 40]},
    "period": {"t": "int", "f": ["optional"], "any": [{"min": 1, "max": 9}, {"enum": [12]}]},
    "days": {"t": "set", "f": ["optional"], "elem": {"t": "string", "enum": ["1", "2"]}, "max_items": 2},
    "tags": {"t": "map", "f": ["optional"], "elem": {"t": "string", "not_pattern": "^acs:"}},
    "old": {"t": "string", "f": ["optional", "removed"], "check": "validation.StringIsJSON"},
    "status": {"t": "string", "f": ["computed"], "enum": ["Up"]},
    "rule": {
        "t": "list",
        "f": ["required"],
        "block": {
            "port": {"t": "int", "f": ["optional"], "conflicts": ["rule.0.range", "name"]},
            "range": {"t": "string", "f": ["optional"], "conflicts": ["port"]},
        },
    },
}
SINCE: Contract = {
    "versions": ["1.200.0", "1.201.0", "1.205.0"],
    "resource": {
        "alicloud_widget": {
            "since": "1.201.0",
            "arguments": {
                "rule": {"since": "1.205.0"},
                "rule.port": {"since": "1.205.0"},
                "rule.gone": {"until": "1.200.0"},
                "name": {"deprecated": "before 1.200.0"},
            },
        },
        "alicloud_gone": {"until": "1.201.0"},
    },
    "data": {},
}


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    entity = {"product": "Widget", "calls": []}
    blocks = {"attributes": ATTRIBUTES, "block_types": {"rule": RULE}}
    listing = {"attributes": {"widgets": {"type": ["list", ["object", {"id": "string"}]], "computed": True}}}
    provider = {
        "resource_schemas": {"alicloud_widget": {"block": blocks}},
        "data_source_schemas": {"alicloud_widgets": {"block": {**listing, "deprecated": True}}},
    }
    for path, content in (
        ("provider_schema_1.205.0.json", {"provider_schemas": {"registry.terraform.io/aliyun/alicloud": provider}}),
        ("provider_schema_1.99.0.json", {"provider_schemas": {}}),
        ("since.json", SINCE),
        ("resources/w.json", {**entity, "name": "alicloud_widget", "kind": "resource", "schema": CONTRACT}),
        ("data_sources/w.json", {**entity, "name": "alicloud_widgets", "kind": "data_source", "schema": {}}),
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def test_the_facts_of_a_type(contracts: Path) -> None:
    files = schema.pack(contracts, "1.206.0")
    assert files["widget"] == {
        "data": {"alicloud_widgets": {"widgets": {"computed": True}}},
        "resource": {
            "alicloud_widget": {
                "id": {"type": "string"},
                "name": {
                    "type": "string",
                    "min_length": 2,
                    "max_length": 9,
                    "conflicts": ["widget_name"],
                    "deprecated": "0.0.0",
                    "instead": "widget_name",
                },
                "widget_name": {"type": "string", "search": "^w", "exactly_one_of": ["name", "widget_name"]},
                "size": {"type": "number", "required": True, "enum": ["20", "40"]},
                "period": {"type": "number", "any": [{"min": 1, "max": 9}, {"enum": ["12"]}]},
                "days": {"type": "set(string)", "max_items": 2, "element": {"enum": ["1", "2"]}},
                "tags": {"type": "map(string)"},
                "old": {"type": "string", "check": "json", "removed": "1.206.0"},
                "status": {"computed": True},
                "rule": {
                    "min_items": 1,
                    "max_items": 2,
                    "since": "1.205.0",
                    "block": {
                        "gone": {"removed": "1.201.0"},
                        "port": {"type": "number", "conflicts": ["range"]},
                        "range": {"type": "string"},
                    },
                },
            }
        },
    }


def test_the_index(contracts: Path) -> None:
    assert schema.pack(contracts, "1.206.0")["index"] == {
        "provider": "1.206.0",
        "gaps": {"1.205.0": "1.202.0"},
        "resource": {
            "alicloud_widget": ["widget", {"since": "1.201.0"}],
            "alicloud_gone": ["", {"removed": "1.205.0"}],
        },
        "data": {"alicloud_widgets": ["widget", {"deprecated": "0.0.0"}]},
    }


def test_the_same_contracts_give_the_same_bytes(contracts: Path, tmp_path: Path) -> None:
    written = []
    for name in ("a", "b"):
        assert schema.main([str(contracts), "1.206.0", str(tmp_path / name)]) == 0
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
    assert written[0].keys() == {"index.json.z", "widget.json.z"}


def test_what_is_missing_is_named(contracts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (contracts / "since.json").unlink()
    assert schema.main([str(contracts), "1.206.0", str(contracts / "out")]) == 2
    assert capsys.readouterr().err.startswith(f"schema: {contracts}/since.json: ")
    assert not (contracts / "out").exists()


def test_the_stored_files_are_small_and_of_one_version() -> None:
    folder = Path(facts.__file__).parent / "data"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 900_000
    index = json.loads(zlib.decompress((folder / "index.json.z").read_bytes()))
    assert index["provider"] == ".".join(map(str, facts.provider_schema().version))
    assert {path.name.removesuffix(".json.z") for path in folder.iterdir()} - {"index"} == {
        entry if isinstance(entry, str) else entry[0] for mode in ("resource", "data") for entry in index[mode].values()
    } - {""}
