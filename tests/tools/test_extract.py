"""extract and pack, run on an invented provider of a few files (data/provider): what they must find in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tools.contracts.json_values import Json, Object
from tools.contracts.pack import pack

PROVIDER: Final = Path(__file__).parent / "data" / "provider"
TOOLS: Final = Path(__file__).parents[2] / "tools" / "contracts"

pytestmark = pytest.mark.skipif(shutil.which("go") is None, reason="Go is not installed: the extractor cannot be built")


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of contracts that the two Go tools write for the invented provider."""
    folder = tmp_path_factory.mktemp("contracts")
    offline = {**os.environ, "GOPROXY": "off", "GOFLAGS": "-mod=mod"}
    for command in (
        ["go", "build", "-o", f"{folder}/bin/", "./..."],
        [f"{folder}/bin/sdkindex", str(PROVIDER), f"{folder}/sdk.json"],
        [f"{folder}/bin/extract", str(PROVIDER), f"{folder}/sdk.json", str(folder)],
    ):
        subprocess.run(command, cwd=TOOLS, env=offline, check=True, capture_output=True, text=True, timeout=300)
    return folder


@pytest.fixture(scope="module")
def entities(contracts: Path) -> dict[str, Object]:
    found: dict[str, Object] = {}
    for name, content in pack(contracts, "9.8.7").items():
        if name != "index":
            listed = content["entities"]
            assert isinstance(listed, list)
            found |= {str(entity["name"]): entity for entity in listed if isinstance(entity, dict)}
    return found


def calls(entity: Object) -> dict[str, Object]:
    """The calls by action, or by method and path."""
    listed = entity["calls"]
    assert isinstance(listed, list)
    return {
        str(call.get("action") or f"{call['method']} {call['path']}"): call for call in listed if isinstance(call, dict)
    }


def test_resource_is_packed_whole(entities: dict[str, Object]) -> None:
    """All of one entity: what the tool writes is what the files in the tree hold."""
    reply = {
        "Oven": "object!",  # jsonpath.Get fails without it
        "Oven.Fuel": "string",
        "Oven.Glow": "number",
        "Oven.Litres": "number",
        "Oven.Name": "string!",  # a type assertion panics without it
        "Oven.Status": "string",
        "Oven.Trays": "list!",  # convertJsonStringToStringList takes a list, not a text
    }
    api = {"product": "Bakery", "version": "2031-05-06"}
    expected: Json = {
        "name": "alicloud_bakery_oven",
        "kind": "resource",
        "product": "Bakery",
        "id": {"from": ['cat(="oven",=":",reply:0:OvenId)'], "sep": ":"},
        "schema": {
            "fuel": {"t": "string", "f": "o", "def": "Wood", "enum": ["Wood", "Gas"]},
            "oven_name": {"t": "string", "f": "r", "min_len": 2, "max_len": 16},
            "status": {"t": "string", "f": "c"},
            "trays": {"t": "list", "f": "c", "elem": "string"},
            "volume": {"t": "int", "f": "o", "min": 0, "max": 900},
        },
        "calls": [
            {
                **api,
                "n": 0,
                "action": "CreateOven",
                "params": [
                    {"p": "RegionId", "from": "region"},
                    {"p": "OvenName", "from": "attr:oven_name"},
                    {"p": "Fuel", "from": "attr:fuel", "when": "set"},
                    {"p": "Litres", "from": "arith(*,attr:volume,=1000)", "when": "set:volume"},
                ],
                "reply": {"Code": "", "OvenId": ""},
                "success": {"Code": "200"},
            },
            {
                **api,
                "n": 1,
                "action": "DescribeOven",
                "params": [{"p": "OvenId", "from": "id[1]"}],
                "reply": {**reply},
                "not_found": ["InvalidOven.NotFound"],
                "ok_not_found": True,
            },
            {
                **api,
                "n": 2,
                "action": "ModifyOven",
                "params": [{"p": "OvenId", "from": "id"}, {"p": "OvenName", "from": "attr:oven_name"}],
            },
            {**api, "n": 3, "path": "/ovens/{id}", "method": "DELETE", "style": "roa"},
        ],
        "create": {
            "steps": [
                {"call": 0},
                {"wait": 1, "field": ["map:7>Hot(int(reply:1:Oven.Glow))"], "target": ["Hot"], "calls": [1]},
            ]
        },
        "read": {
            "steps": [{"call": 1}],
            "object": {"call": 1, "path": "Oven"},
            "set": [
                {"a": "oven_name", "from": "reply:1:Oven.Name"},
                {"a": "fuel", "from": "reply:1:Oven.Fuel"},
                {"a": "volume", "from": "arith(/,int(reply:1:Oven.Litres),=1000)"},
                {"a": "trays", "from": "reply:1:Oven.Trays"},
                {"a": "status", "from": "reply:1:Oven.Status"},
            ],
        },
        "update": {"steps": [{"call": 2, "when": "changed:oven_name"}]},
        "delete": {"steps": [{"call": 3}]},
    }
    assert entities["alicloud_bakery_oven"] == expected


#: Call of alicloud_bakery_sack -> what is known of its reply.
FACTS_OF_REPLIES: Final[dict[str, Object]] = {
    "DescribeSack": {  # a text is parsed, and what is taken out of it unchecked must be there
        "reply": {
            "Grade": "string", "Label": "string!", "Label@yaml.seals": "list!", "Label@yaml.seals[]": "string",
            "Sifted": "string",  # it may be missing, but a bool panics
        }
    },
    "DescribeMill": {  # put into the other reply, and read from there
        "reply": {"Address": "object!", "Address.Town": "string"}
    },
    "ListShelfRows": {  # a row is looked at only where it is there, but then it must have sacks
        "reply": {
            "Rows": "list!", "Rows[]": "object!", "Rows[].Sacks": "object!", "Rows[].Sacks.Sack": "list!",
            "Rows[].Sacks.Sack[]": "object!",
        },
        "equals": [{"field": "Rows[0].Sacks.Sack[].Grade", "eq": "id[1]"}],
    },
}  # fmt: skip


@pytest.mark.parametrize("action", FACTS_OF_REPLIES)
def test_what_a_reply_must_have(entities: dict[str, Object], action: str) -> None:
    call, expected = calls(entities["alicloud_bakery_sack"])[action], FACTS_OF_REPLIES[action]
    assert {name: call.get(name) for name in expected} == expected


def test_only_the_word_that_is_waited_for_is_a_state(entities: dict[str, Object]) -> None:
    """WaitForSack gets "Filled" and compares the grade with "Any"."""
    create = entities["alicloud_bakery_sack"]["create"]
    assert create == {"steps": [{"call": 0}]}


def test_request_of_a_typed_sdk_has_the_names_on_the_wire(entities: dict[str, Object]) -> None:
    shelf = entities["alicloud_pantry_shelf"]
    assert calls(shelf)["AddShelf"] == {
        "n": 0,
        "product": "Pantry",
        "version": "2030-01-02",
        "action": "AddShelf",
        "params": [{"p": "Board", "from": "attr:board"}],
        "reply": {"ShelfID": ""},
    }
    assert shelf["id"] == {"from": ["reply:0:ShelfID"]}


def test_sdk_of_the_log_service_is_a_rest_api(entities: dict[str, Object]) -> None:
    """Its methods send requests themselves, or hand over to those of a project with names of their own."""
    api = {"product": "Sls", "version": "2020-12-30", "style": "roa"}
    assert calls(entities["alicloud_log_jar"]) == {
        "CreateJar": {
            **api,
            "n": 0,
            "action": "CreateJar",
            "method": "POST",
            "path": "/jars",
            "params": [
                {"p": "project", "from": "attr:project", "in": "host"},
                {"p": "jarLabel", "from": "attr:label"},
                {"p": "labels.top.lid_colour", "from": "attr:colour"},
            ],
        },
        "GetJar": {
            **api,
            "n": 1,
            "action": "GetJar",
            "method": "GET",
            "path": "/jars/{id[1]}",
            "params": [{"p": "project", "from": "id[0]", "in": "host"}],
            "reply": {"jarLabel": "string"},
        },
        "DeleteJar": {
            **api,
            "n": 2,
            "action": "DeleteJar",
            "method": "DELETE",
            "path": "/jars/{id[1]}",
            "params": [{"p": "project", "from": "id[0]", "in": "host"}],
        },
    }


def test_filter_of_a_data_source_is_found(entities: dict[str, Object]) -> None:
    ovens = entities["alicloud_bakery_ovens"]
    assert ovens["client_filters"] == [{"attrs": ["fuel"], "fields": ["reply:0:Ovens[].Fuel"]}]
    assert calls(ovens)["ListOvens"]["reply"] == {
        "Ovens": "list!",
        "Ovens[]": "object!",
        "Ovens[].Fuel": "",
        "Ovens[].Name": "",
    }


def test_calls_while_planning_are_known(entities: dict[str, Object]) -> None:
    assert calls(entities["alicloud_pantry_shelf"])["PreviewShelf"]["reply"] == {"Allowed": "bool!"}


def test_provider_is_not_a_checkout(contracts: Path, tmp_path: Path) -> None:
    result = subprocess.run(
        [f"{contracts}/bin/extract", str(tmp_path), f"{contracts}/sdk.json", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "is this a checkout of the provider" in result.stderr
    assert json.loads((contracts / "index.json").read_text())
