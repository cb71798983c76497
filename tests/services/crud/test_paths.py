"""Paths of values: what is put at a path is found there."""

from __future__ import annotations

import json

import pytest
from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.paths import Indexes, JsonObject


@pytest.mark.parametrize(
    ("path", "indexes"),
    [
        ("a", ()),
        ("a.b.c", ()),
        ("a[].b", (2,)),
        ("a[].b[].c", (1, 2)),
        ("a[2].b", ()),
        ("a[Code=k].Value", ()),
        ("a.b[].c[]", (0, 3)),
        ("a[]", (1,)),
    ],
)
def test_what_is_put_is_found(path: str, indexes: Indexes) -> None:
    root: JsonObject = {}
    paths.put(root, path, indexes, "value")
    assert (indexes, "value") in paths.find(root, path)
    paths.put(root, path, indexes, "other")  # there is still one
    assert [value for _, value in paths.find(root, path) if value in ("value", "other")] == ["other"]


@pytest.mark.parametrize(
    ("node", "path", "values"),
    [
        ({"a": json.dumps([{"b": 1}])}, "a@json[].b", [1]),
        ({"a": "eyJiIjoxfQ=="}, "a@base64@json.b", [1]),
        ({"a": "x,y"}, "a@join[]", ["x", "y"]),
        ({"a": {"k": 1, "l": 2}}, "a.@key", ["k", "l"]),
        ({"a": {"k": 1, "l": 2}}, "a.@value", [1, 2]),
        ({"a": "no JSON"}, "a@json.b", []),
        ({"a": [{"k": "x", "v": 1}, {"k": "y", "v": 2}]}, "a[k=y].v", [2]),
        ({"a": "one value where a list may be"}, "a[]", ["one value where a list may be"]),
        ({"a": None}, "a.b[].c", []),
    ],
)
def test_values_are_found(node: JsonObject, path: str, values: list[JsonValue]) -> None:
    assert [value for _, value in paths.find(node, path)] == values


def test_a_huge_index_makes_no_huge_list() -> None:
    root: JsonObject = {}
    paths.put(root, "a[999999999].b", (), 1)
    paths.put(root, "c[]", (999_999_999,), 1)
    assert root == {"a": [], "c": []}


def test_merging_hides_nothing_behind_what_is_empty() -> None:
    target: JsonObject = {"a": 1, "list": [{"x": 1}], "deep": {"k": "v"}}
    paths.merge(target, {"a": "", "b": 2, "list": [{"y": 2}], "deep": {"l": ""}})
    assert target == {"a": 1, "b": 2, "list": [{"x": 1, "y": 2}], "deep": {"k": "v", "l": ""}}


def test_filling_adds_only() -> None:
    target: JsonObject = {"a": 1, "list": [{"x": 1}]}
    paths.fill(target, {"a": 2, "b": 3, "list": [{"x": 2, "y": 2}]})
    assert target == {"a": 1, "b": 3, "list": [{"x": 1, "y": 2}]}
