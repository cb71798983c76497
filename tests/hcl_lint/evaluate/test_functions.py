"""The table of functions and the modules that hold them say the same."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

from hcl_lint.evaluate import functions
from hcl_lint.evaluate.load import Options, load


def test_each_function_is_where_the_table_says() -> None:
    for group, names in functions._GROUPS.items():
        held = import_module(f"hcl_lint.evaluate.functions.{group}").FUNCTIONS
        assert sorted(held) == sorted(names.split())


def test_rarely_needed_libraries_are_imported_lazily() -> None:
    code = "import sys, hcl_lint.evaluate.load, hcl_lint.evaluate.expressions; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"yaml", "regex", "re2", "decimal", "csv"} & set(loaded)


def test_the_index_of_an_instance_has_64_bits_as_in_terraform(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "alicloud_vpc" "v" {\n  count = 2\n  vpc_name = tostring(count.index / length("abc"))\n}\n', "utf-8"
    )
    (root,) = load([str(tmp_path)], Options(applied=lambda directory: True)).roots
    names = [resource.arguments["vpc_name"].value.data for resource in root.resources]
    assert names == ["0", "0.33333333333333333334"]


def test_a_variable_of_a_template_file_may_have_a_combining_mark(tmp_path: Path) -> None:
    (tmp_path / "a.tpl").write_text("${q\u0307}!", "utf-8")
    (tmp_path / "main.tf").write_text(
        'resource "alicloud_vpc" "v" {\n  vpc_name = templatefile("a.tpl", { q\u0307 = "x" })\n}\n', "utf-8"
    )
    (root,) = load([str(tmp_path)], Options()).roots
    assert [issue.message for issue in root.issues] == []
    assert root.resources[0].arguments["vpc_name"].value.data == "x!"
