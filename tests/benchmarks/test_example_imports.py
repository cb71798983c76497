from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.example_imports import (
    IMPORTED,
    changed_attributes,
    ignored_attributes,
    import_blocks,
    own_resource,
    planned_imports,
    unsupported_imports,
)


def test_the_resource_of_a_page_is_found_in_a_state() -> None:
    def resource(type: str, module: str, *instances: dict[str, object], mode: str = "managed") -> dict[str, object]:
        return {"module": module, "mode": mode, "type": type, "name": "x", "instances": list(instances)}

    state = {
        "resources": [
            resource("alicloud_a", "module.b", {"attributes": {"id": "of-b"}}),
            resource("alicloud_a", "module.a", {"attributes": {"id": "read"}}, mode="data"),
            resource("alicloud_a", "module.a", {"index_key": "k", "attributes": {"id": "first"}}),
            resource("alicloud_c", "module.c", {"index_key": 0, "attributes": {"id": "c-0"}}),
        ]
    }
    text = json.dumps(state)
    assert own_resource(text, "a") == ('module.a.alicloud_a.x["k"]', "first")
    assert own_resource(text, "c") == ("module.c.alicloud_c.x[0]", "c-0")
    assert own_resource(text, "b") is None


def test_ids_in_import_blocks_are_no_templates() -> None:
    blocks = import_blocks([("module.a.alicloud_a.x", 'a:${b}"')])
    assert blocks == 'import {\n  to = module.a.alicloud_a.x\n  id = "a:$${b}\\""\n}\n'


def plan_of(**changes: dict[str, object]) -> str:
    """What ``terraform show -json`` says of a plan, by page."""
    entries = [
        {"address": f"module.{page}.alicloud_{page}.x", "change": change} for page, change in changes.items()
    ]  # fmt: skip
    return json.dumps({"resource_changes": entries})


@pytest.mark.parametrize(
    ("change", "result"),
    [
        ({"actions": ["no-op"], "before": {}, "after": {}}, IMPORTED),
        ({"actions": ["update"], "before": {"n": 1, "m": 2}, "after": {"n": 2, "m": 2}}, "planned: update: n"),
        (
            {"actions": ["update"], "before": {"password": None}, "after": {"password": "x"}},
            "imported, apart from password",
        ),
        (
            {"actions": ["update"], "before": {"password": None, "n": 1}, "after": {"password": "x", "n": 2}},
            "planned: update: n",
        ),
        (
            {"actions": ["update"], "before": {"disks": [{"size": 1}]}, "after": {"disks": [{"size": 2}]}},
            "imported, apart from disks",
        ),
        (
            {"actions": ["update"], "before": {"disks": [{"type": 1}]}, "after": {"disks": [{"type": 2}]}},
            "planned: update: disks",
        ),
        (
            {
                "actions": ["delete", "create"],
                "before": {"id": "i", "zone": None},
                "after": {"zone": "z"},
                "replace_paths": [["zone"]],
            },
            "planned: replace: zone",
        ),
        (
            {"actions": ["delete", "create"], "before": {}, "after": {}, "replace_paths": [["password"]]},
            "imported, apart from password",
        ),
        ({"actions": ["create"], "before": None, "after": {"n": 1}}, "planned: create: "),
    ],
)
def test_what_an_import_would_change(change: dict[str, object], result: str) -> None:
    resources = {"a": ("module.a.alicloud_a.x", "id")}
    other: dict[str, object] = {"actions": ["update"], "before": {}, "after": {}}
    ignored = {"a": {"password", "disks.0.size"}}
    assert planned_imports(plan_of(a=change, b=other), resources, ignored) == {"a": result}


def test_a_plan_that_was_not_saved_says_nothing() -> None:
    assert planned_imports("", {"a": ("module.a.alicloud_a.x", "id")}, {}) == {}


def test_what_is_known_only_later_is_no_change_unless_nothing_else_is() -> None:
    change = {
        "before": {"n": 1, "list": [1], "arn": "x"},
        "after": {"n": 1, "list": [1, 2], "tags": {}, "timeouts": {"create": None}},
        "after_unknown": {"arn": True},
    }
    assert changed_attributes(change) == ["list.1", "tags"]
    assert changed_attributes({"before": {"arn": "x"}, "after": {}, "after_unknown": {"arn": True}}) == ["arn"]


def test_attributes_that_the_tests_of_the_provider_leave_out(tmp_path: Path) -> None:
    (tmp_path / "alicloud").mkdir()
    text = 'ImportStateVerifyIgnore: []string{"dry_run", "force"},\n}\nImportStateVerifyIgnore: []string{\n"x",\n}\n'
    (tmp_path / "alicloud" / "resource_alicloud_a_test.go").write_text(text, "utf-8")
    assert ignored_attributes(tmp_path, "a") == {"dry_run", "force", "x"}
    assert ignored_attributes(tmp_path, "b") == frozenset()


def test_which_resource_cannot_be_imported() -> None:
    errors = ["resource alicloud_a doesn't support import", "resource alicloud_b doesn't support import", "other"]
    assert unsupported_imports(errors, ["a", "c"]) == {"a": errors[0]}
