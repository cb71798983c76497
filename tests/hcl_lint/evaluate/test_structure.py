"""What Terraform refuses at ``init`` and ``validate``, before it evaluates anything; and what it takes."""

from __future__ import annotations

# ruff: noqa: E501 - a configuration is easier to read on one line
import subprocess
from pathlib import Path

import pytest

from hcl_lint.evaluate.load import Options, load
from tests.hcl_lint.evaluate.judge import TERRAFORM, needs_terraform

DATA = 'resource "terraform_data" "a" {\n%s\n}\n'
#: Configurations that Terraform 1.11.4 refuses, with a part of our message and its line.
REFUSED: dict[str, tuple[str, str, int]] = {
    "unknown block": ('resorce "terraform_data" "a" {}\n', "found resorce: did you mean resource?", 1),
    "count with for_each": (DATA % "  count = 1\n  for_each = {}", "expected count or for_each, found both", 3),
    "null default": (
        'variable "a" {\n  nullable = false\n  default = null\n}\n',
        "expected a default that is not null",
        3,
    ),
    "ignore_changes text": (
        DATA % '  lifecycle {\n    ignore_changes = "input"\n  }',
        "expected all, or a list",
        3,
    ),
    "ignore_changes star": (DATA % '  lifecycle {\n    ignore_changes = ["*"]\n  }', "ignore_changes = all", 3),
    "ignore_changes call": (
        DATA % '  lifecycle {\n    ignore_changes = [upper("a")]\n  }',
        "expected the name of an argument",
        3,
    ),
    "required_providers twice": (
        "terraform {\n  required_providers {}\n}\nterraform {\n  required_providers {}\n}\n",
        "expected required_providers once in a module",
        5,
    ),
    "backend twice": (
        'terraform {\n  backend "local" {}\n}\nterraform {\n  backend "http" {}\n}\n',
        "expected a backend once",
        5,
    ),
    "backend and cloud": (
        'terraform {\n  backend "local" {}\n  cloud {\n    organization = "a"\n    workspaces {\n      name = "a"\n    }\n  }\n}\n',
        "expected a backend once",
        3,
    ),
    "default of another type": ('variable "a" {\n  type    = list(string)\n  default = "x"\n}\n', "list required", 3),
    "default of another type, value given": (
        'variable "given" {\n  type    = number\n  default = "x"\n}\n',
        "the default does not fit: a number is required",
        3,
    ),
    "resource twice": (DATA % "" + DATA % "", "expected each resource once", 4),
    "variable twice": ('variable "a" {}\nvariable "a" {}\n', "expected each variable once", 2),
    "output twice": (
        'output "a" {\n  value = 1\n}\noutput "a" {\n  value = 1\n}\n',
        "expected each output once",
        4,
    ),
    "local twice": ("locals {\n  a = 1\n}\nlocals {\n  a = 1\n}\n", "expected each local value once", 5),
    "output without value": ('output "a" {}\n', "expected the argument value", 1),
    "misspelt argument of a variable": ('variable "a" {\n  sensetive = true\n}\n', "did you mean sensitive?", 2),
    "misspelt argument of an output": (
        'output "a" {\n  value = 1\n  decription = "x"\n}\n',
        "did you mean description?",
        3,
    ),
    "reserved name": ('variable "count" {}\n', "expected another name", 1),
    "name with a superscript": ('output "a\u00b2" {\n  value = 1\n}\n', "expected a name that begins with a letter", 1),
    "name of a resource": ('resource "terraform_data" "1a" {}\n', "expected a name that begins with a letter", 1),
    "undeclared variable": (DATA % "  input = var.nope", "no variable nope is declared", 2),
    "undeclared in try": (DATA % "  input = try(local.nope, 1)", "no local value nope is declared", 2),
    "undeclared in the other branch": (DATA % "  input = true ? 1 : var.nope", "no variable nope is declared", 2),
    "terraform.env": (DATA % "  input = terraform.env", "terraform.env does not exist", 2),
}
#: Configurations that Terraform 1.11.4 takes.
TAKEN: dict[str, str] = {
    "language edition": "terraform {\n  language = TF2021\n}\n",
    "blocks that hold nothing of ours": 'check "a" {\n  assert {\n    condition     = path.module != ""\n    error_message = "x"\n  }\n}\n',
    "ignore_changes": DATA % "  lifecycle {\n    ignore_changes = [input, triggers_replace[0]]\n  }",
    "ignore_changes all": DATA % "  lifecycle {\n    ignore_changes = all\n  }",
    "ignore_changes in quotes": DATA % '  lifecycle {\n    ignore_changes = ["input"]\n  }',
    "name with a combining mark": 'variable "q\u0307a" {\n  default = 1\n}\noutput "x" {\n  value = var.q\u0307a\n}\n',
    "null default": 'variable "a" {\n  default = null\n}\n',
    "settings in several blocks": 'terraform {\n  backend "local" {}\n}\nterraform {\n  required_providers {}\n}\n',
    "all arguments": 'variable "a" {\n  type = string\n  default = ""\n  description = ""\n  sensitive = true\n  nullable = false\n  ephemeral = false\n  validation {\n    condition     = var.a == ""\n    error_message = "x"\n  }\n}\n'
    'output "a" {\n  value = 1\n  description = ""\n  sensitive = true\n  depends_on = []\n  precondition {\n    condition     = path.module != ""\n    error_message = "x"\n  }\n}\n',
}


def reported(directory: Path, text: str, values: str = "given = 1\n") -> list[tuple[str, str, int]]:
    (directory / "main.tf").write_text(text, "utf-8")
    if '"given"' in text:
        (directory / "terraform.tfvars").write_text(values, "utf-8")
    issues = load([str(directory)], Options(strict_syntax=True)).all_issues()
    return [(issue.code, issue.message, issue.span.line if issue.span else 0) for issue in issues]


@pytest.mark.parametrize(("text", "message", "line"), REFUSED.values(), ids=REFUSED)
def test_what_terraform_refuses_is_one_finding_at_its_line(tmp_path: Path, text: str, message: str, line: int) -> None:
    issues = reported(tmp_path, text)
    assert [(code, at) for code, _, at in issues] in ([("ALI003", line)], [("ALI004", line)]), issues
    assert message in issues[0][1]


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_what_terraform_accepts_has_no_finding(tmp_path: Path, text: str) -> None:
    assert reported(tmp_path, text) == []


@pytest.mark.terraform
@needs_terraform
def test_terraform_refuses_and_takes_the_same(tmp_path: Path) -> None:
    """Each as a module of its own, which init reads and refuses by name; those that only validate refuses by itself."""
    cases = {**{name: text for name, (text, _, _) in REFUSED.items()}, **TAKEN}
    verdicts: dict[str, bool] = {}
    for name, text in cases.items():
        directory = tmp_path / name.replace(" ", "_").replace(",", "")
        directory.mkdir()
        (directory / "main.tf").write_text(text, "utf-8")
        assert TERRAFORM
        run = subprocess.run(
            [TERRAFORM, "validate", "-no-color"],
            cwd=directory,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        verdicts[name] = run.returncode == 0
    assert verdicts == {**dict.fromkeys(REFUSED, False), **dict.fromkeys(TAKEN, True)}


@pytest.mark.parametrize("kind", ["action", "list"])
def test_newer_blocks_are_taken_in_json(tmp_path: Path, kind: str) -> None:
    (tmp_path / "main.tf.json").write_text(f'{{"{kind}": {{"a_b": {{"c": {{}}}}}}}}', "utf-8")
    assert load([str(tmp_path)], Options(strict_syntax=True)).all_issues() == ()


def test_override_files_may_name_providers_and_settings_again(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("terraform {\n  required_providers {}\n}\n", "utf-8")
    (tmp_path / "override.tf").write_text('terraform {\n  required_providers {}\n}\nprovider "alicloud" {}\n', "utf-8")
    assert load([str(tmp_path)], Options(strict_syntax=True)).all_issues() == ()


@pytest.mark.parametrize(
    "arguments",
    ["count = 1001", "for_each = toset([for one in range(1001) : tostring(one)])", "count = var.on ? 1001 : 0"],
)
def test_instances_over_the_limit_are_reported(tmp_path: Path, arguments: str) -> None:
    issues = reported(
        tmp_path, f'variable "on" {{\n  type = bool\n}}\nresource "alicloud_vpc" "a" {{\n  {arguments}\n}}\n'
    )
    assert issues == [("ALI006", "not judged: 1,001 instances, and at most 1,000 of a block are", 5)]
