"""The files of the CRUD tier: of one version, small, and found by their index."""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import tfmock
from tools.contracts.json_values import Json, Object
from tools.contracts.pack import INDEX, SUFFIX, product_name, wire_path

DATA: Final = Path(tfmock.__file__).parent / "services" / "crud" / "data"
SCHEMA: Final = DATA.parents[3] / "hcl_lint" / "schema" / "data"
MOST: Final = 2_500_000  # bytes in the wheel, with what hcl-lint has of the same source


def read(path: Path) -> Object:
    content: Json = json.loads(zlib.decompress(path.read_bytes()))
    assert isinstance(content, dict)
    return content


def objects(value: Json) -> list[Object]:
    assert isinstance(value, list)
    return [item for item in value if isinstance(item, dict)]


@pytest.fixture(scope="module")
def files() -> dict[str, Object]:
    return {path.name.removesuffix(SUFFIX): read(path) for path in sorted(DATA.glob(f"*{SUFFIX}"))}


def entities(files: dict[str, Object]) -> Iterator[tuple[str, Object]]:
    for name, content in files.items():
        if name != INDEX:
            for entity in objects(content["entities"]):
                yield name, entity


def test_one_provider_version(files: dict[str, Object]) -> None:
    versions = {str(content["provider"]) for content in files.values()}
    assert len(versions) == 1
    assert re.fullmatch(r"\d+\.\d+\.\d+", versions.pop())


def test_index_agrees_with_the_files(files: dict[str, Object]) -> None:
    """Each action, path and type of the files leads to its file, and the index holds nothing else."""
    actions: defaultdict[str, set[str]] = defaultdict(set)
    paths: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    names: dict[str, dict[str, str]] = {"resource": {}, "data_source": {}}
    for file, entity in entities(files):
        assert product_name(entity) == file
        names[str(entity["kind"])][str(entity["name"])] = file
        for call in objects(entity["calls"]):
            version = str(call.get("version", ""))
            if "path" in call:
                paths[version].add((str(call["method"]), wire_path(str(call["path"])), file))
            elif version:
                for action in str(call["action"]).split("|"):
                    actions[f"{version}/{action}"].add(file)
    assert files[INDEX] == {
        "provider": files[INDEX]["provider"],
        "actions": {action: sorted(found) for action, found in actions.items()},
        "paths": {version: [list(path) for path in sorted(found)] for version, found in paths.items()},
        "types": names["resource"],
        "data_sources": names["data_source"],
    }


def test_all_types_are_there(files: dict[str, Object]) -> None:
    kinds = [entity["kind"] for _, entity in entities(files)]
    assert kinds.count("resource") >= 1184
    assert kinds.count("data_source") >= 780


def test_steps_name_calls_that_exist(files: dict[str, Object]) -> None:
    for _, entity in entities(files):
        numbers = {call["n"] for call in objects(entity["calls"])}
        for operation in ("create", "read", "update", "delete"):
            described = entity.get(operation, {"steps": []})
            assert isinstance(described, dict)
            for step in objects(described["steps"]):
                named = step.get("calls", [step["call"]] if "call" in step else [])
                assert isinstance(named, list)
                assert {*named} <= numbers, (entity["name"], operation)


def test_small_enough_for_the_wheel() -> None:
    assert (
        sum(path.stat().st_size for folder in (DATA, SCHEMA) for path in folder.glob("**/*") if path.is_file()) < MOST
    )
