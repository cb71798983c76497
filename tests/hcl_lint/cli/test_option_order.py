"""Flags whose order counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from hcl_lint.cli.check import check
from hcl_lint.cli.check_options import pair_outputs
from hcl_lint.cli.options import ORDERED
from tests.hcl_lint.linting import command


def test_outputs_belong_to_the_format_before() -> None:
    args = ["x", "-fjson", "-oa", "--format", "text", "--format=sarif", "--output", "b", "--", "-o", "c"]
    assert pair_outputs(order(args)) == [("json", "a"), ("text", None), ("sarif", "b")]
    assert pair_outputs(order(["-o", "a"])) == [("", "a")]


def order(args: list[str]) -> list[tuple[str, str]]:
    options = check.make_context("check", args).meta[ORDERED]
    assert isinstance(options, tuple)
    return [*options]


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (["--var", "b=1", "--var", "b=2"], 2),
        (["--var", "b=1", "--var-file", "three.tfvars"], 3),
        (["--var-file", "three.tfvars", "--var", "b=1"], 1),
        (["--var-file=three.tfvars", "--var-file", "four.tfvars"], 4),
        (["--var-file", "four.tfvars", "--var", "b=1", "--var-file", "three.tfvars"], 3),
        ([], 5),
    ],
)
def test_the_later_of_var_and_var_file_wins(tmp_path: Path, arguments: list[str], value: int) -> None:
    """As in Terraform; automatic files come before all of them."""
    text = 'resource "alicloud_vpc" "a" {\n  cidr_block = var.b\n}\nvariable "b" {}\n'
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    for name, number in (("three", 3), ("four", 4), ("terraform", 5)):
        (tmp_path / f"{name}.tfvars").write_text(f'b = "{number}"\n', encoding="utf-8")
    done = command(tmp_path, "--select", "ALI401", *arguments)
    assert f"'{value}' is no block for a VPC" in done.stdout
