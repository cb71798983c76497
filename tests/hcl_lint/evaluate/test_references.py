"""What references give beyond a name: ``terraform_data``, elements of arguments, whole modules, ``can`` and ``try``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hcl_lint.evaluate.load import Options, load
from hcl_lint.evaluate.model import RootModule
from tests.hcl_lint.evaluate.judge import needs_terraform, run

MAIN = """
locals {
  object = { a = 1 }
}
resource "terraform_data" "listed" {
  input            = [1, 2]
  triggers_replace = { a = "x" }
}
resource "terraform_data" "several" {
  count = 2
}
resource "terraform_data" "keyed" {
  for_each = { a = 1, b = 2 }
  input    = each.value
}
resource "terraform_data" "chained" {
  input = terraform_data.listed.output
}
module "one" {
  source = "./child"
}
module "keyed" {
  source   = "./child"
  for_each = toset(["a", "b"])
  text     = each.key
}
module "counted" {
  source = "./child"
  count  = 2
  text   = tostring(count.index)
}
"""
CHILD = """
variable "text" {
  default = "none"
}
resource "terraform_data" "inner" {
  input = var.text
}
output "text" {
  value = terraform_data.inner.output
}
output "number" {
  value = 5
}
"""
#: Expressions and what Terraform 1.11.4 gives for them after apply.
VALUES: list[tuple[str, object]] = [
    ("terraform_data.listed.input", [1, 2]),
    ("terraform_data.listed.output[1]", 2),
    ("terraform_data.chained.output[0]", 1),
    ("[for x in terraform_data.listed.input : x + 1]", [2, 3]),
    ("length(terraform_data.listed.output)", 2),
    ("terraform_data.listed.triggers_replace.a", "x"),
    ("terraform_data.listed.triggers_replace", {"a": "x"}),
    ("terraform_data.several[0].input == null", True),
    ("terraform_data.several[0].output == null", True),
    ("terraform_data.several[0].triggers_replace == null", True),
    ("terraform_data.several[*].input", [None, None]),
    ("values(terraform_data.keyed)[*].output", [1, 2]),
    ("{ for key, one in terraform_data.keyed : key => one.output }", {"a": 1, "b": 2}),
    ("module.one", {"number": 5, "text": "none"}),
    ("module.one.text", "none"),
    ('module.one["number"]', 5),
    ("keys(module.one)", ["number", "text"]),
    ("keys(module.keyed)", ["a", "b"]),
    ("module.keyed", {"a": {"number": 5, "text": "a"}, "b": {"number": 5, "text": "b"}}),
    ("[for key, one in module.keyed : one.text]", ["a", "b"]),
    ("[for one in module.counted : one]", [{"number": 5, "text": "0"}, {"number": 5, "text": "1"}]),
    ("module.counted[*].text", ["0", "1"]),
    ("length(module.counted)", 2),
    ('module.keyed["a"]', {"number": 5, "text": "a"}),
    ("jsonencode(module.counted[1])", '{"number":5,"text":"1"}'),
    ("merge(values(module.keyed)...)", {"number": 5, "text": "b"}),
    ("can(terraform_data.listed.output[5])", False),
    ("can(terraform_data.listed.output[1])", True),
    ("can(terraform_data.several[5].id)", False),
    ("can(terraform_data.several[1].id)", True),
    ("can(terraform_data.listed.id)", True),
    ("can(local.object.x)", False),
    ("can(module.one.nope)", False),
    ('try(module.one.nope, "other")', "other"),
    ('try(terraform_data.listed.output.nope, "other")', "other"),
    ('can(module.keyed["c"])', False),
]
#: Here what lies below an unknown value is unknown, although Terraform comes to a value at apply.
UNSURE: list[tuple[str, object]] = [
    ("can(tonumber(terraform_data.listed.id))", False),
    ("try(terraform_data.several[*].id[1], 5)", 5),
    ('can("${terraform_data.listed.id}x")', True),
]


def write(directory: Path) -> list[str]:
    """The configuration with an output for each expression; the names of these."""
    written = [expression for expression, _ in (*VALUES, *UNSURE)]
    outputs = "".join(f'output "e{index}" {{\n  value = {expression}\n}}\n' for index, expression in enumerate(written))
    (directory / "child").mkdir()
    (directory / "main.tf").write_text(MAIN + outputs, "utf-8")
    (directory / "child" / "main.tf").write_text(CHILD, "utf-8")
    return written


def evaluated(directory: Path, text: str) -> RootModule:
    (directory / "main.tf").write_text(text, "utf-8")
    configuration = load([str(directory)], Options())
    assert [issue.message for issue in configuration.all_issues()] == []
    return configuration.roots[0]


def test_references_have_the_values_that_apply_finds(tmp_path: Path) -> None:
    written = write(tmp_path)
    configuration = load([str(tmp_path)], Options())
    assert [issue.message for issue in configuration.all_issues()] == []
    outputs = configuration.roots[0].root.outputs
    values = {expression: outputs[f"e{index}"] for index, expression in enumerate(written)}
    differ = {
        expression: values[expression].plain() for expression, value in VALUES if values[expression].plain() != value
    }
    assert differ == {}
    assert [expression for expression, _ in UNSURE if values[expression].known] == []


@pytest.mark.terraform
@needs_terraform
def test_terraform_finds_the_same_values(tmp_path: Path) -> None:
    written = write(tmp_path)
    for arguments in (["init"], ["apply", "-auto-approve"], ["output", "-json"]):
        done = run(tmp_path, *arguments, "-no-color")
        assert done.returncode == 0, done.stdout + done.stderr
    shown = json.loads(done.stdout)
    theirs = {expression: shown[f"e{index}"]["value"] for index, expression in enumerate(written)}
    assert theirs == dict([*VALUES, *UNSURE])


@pytest.mark.parametrize(
    "expression",
    [
        "can(data.alicloud_vpcs.d.vpcs[0].id)",
        "can(data.alicloud_vpcs.d.vpcs[*].id)",
        "can(tonumber(alicloud_vpc.one.id))",
        "can(alicloud_vpc.maybe[0].id)",
        "can(alicloud_vpc.one.tags.a)",
        "can(module.maybe[0].id)",
        "can(alicloud_vpc.maybe[0].cidr_block)",
        'can("${alicloud_vpc.maybe[0].cidr_block}")',
        'try(alicloud_vpc.maybe[0].cidr_block, "") != ""',
        "can(var.unset.x)",
        'try(data.alicloud_vpcs.d.vpcs[0].id, "none") != "none"',
        'try(one(alicloud_vpc.maybe[*].id), "") == ""',
    ],
)
def test_an_uncertain_instance_makes_no_certain_resource(tmp_path: Path, expression: str) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "main.tf").write_text('output "id" {\n  value = 1\n}\n', "utf-8")
    root = evaluated(
        tmp_path,
        'variable "unset" {}\nvariable "on" {\n  type = bool\n}\ndata "alicloud_vpcs" "d" {}\n'
        'resource "alicloud_vpc" "one" {}\nresource "alicloud_vpc" "maybe" {\n  cidr_block = "10.0.0.0/8"\n'
        "  count = var.on ? 1 : 0\n}\n"
        'module "maybe" {\n  source = "./m"\n  count = var.on ? 1 : 0\n}\n'
        f'resource "alicloud_vpc" "x" {{\n  count = {expression} ? 1 : 0\n}}\n',
    )
    assert [resource.certain for resource in root.resources if resource.name == "x"] == [False]


@pytest.mark.parametrize(
    "expression",
    [
        "can(alicloud_vpc.one.id)",
        "can(data.alicloud_vpcs.d.vpcs)",
        "can(alicloud_vpc.two[1].id)",
        "can(alicloud_vpc.two[*].id)",
        "can({ for key, one in alicloud_vpc.keyed : key => one.id })",
        "can(var.unset)",
        "can(one(alicloud_vpc.one[*].id))",
    ],
)
def test_a_certain_instance_makes_a_certain_resource(tmp_path: Path, expression: str) -> None:
    root = evaluated(
        tmp_path,
        'variable "unset" {}\ndata "alicloud_vpcs" "d" {}\nresource "alicloud_vpc" "one" {}\n'
        'resource "alicloud_vpc" "two" {\n  count = 2\n}\n'
        'resource "alicloud_vpc" "keyed" {\n  for_each = toset(["a"])\n}\n'
        f'resource "alicloud_vpc" "x" {{\n  count = {expression} ? 1 : 0\n}}\n',
    )
    assert [resource.certain for resource in root.resources if resource.name == "x"] == [True]


def test_elements_of_lists_in_arguments_are_known_by_index(tmp_path: Path) -> None:
    root = evaluated(
        tmp_path,
        'resource "alicloud_vpc" "a" {\n  user_cidrs = ["10.0.0.0/8", "11.0.0.0/8"]\n}\n'
        'resource "alicloud_vpc" "b" {\n  first = alicloud_vpc.a.user_cidrs[1]\n'
        "  missing = alicloud_vpc.a.user_cidrs[2]\n"
        "  all = [for one in alicloud_vpc.a.user_cidrs : one]\n}\n",
    )
    arguments = root.resources[1].arguments
    assert arguments["first"].value.plain() == "11.0.0.0/8"
    assert str(arguments["first"].value.reference) == "alicloud_vpc.a.user_cidrs[1]"
    assert not arguments["missing"].value.known  # the provider may add some
    assert not arguments["all"].value.known  # a set would have another order


@pytest.mark.parametrize("attempt", ["try({}, 1)", "can({}) ? 1 : 2", "true ? 1 : {}", "var.unset ? 1 : {}"])
@pytest.mark.parametrize("name", ["var.nope", "local.nope", "module.nope.x", "alicloud_vpc.nope.id"])
def test_undeclared_names_are_refused_everywhere(tmp_path: Path, attempt: str, name: str) -> None:
    text = f'variable "unset" {{}}\nresource "alicloud_vpc" "x" {{\n  a = {attempt.replace("{}", name)}\n}}\n'
    (tmp_path / "main.tf").write_text(text, "utf-8")
    issues = load([str(tmp_path)], Options()).all_issues()
    assert [issue.message.partition(" is declared")[0] for issue in issues if issue.code == "ALI004"] != []


def test_path_cwd_is_the_directory_of_the_root_module(tmp_path: Path) -> None:
    root = evaluated(tmp_path, 'resource "alicloud_vpc" "a" {\n  vpc_name = basename(path.cwd)\n}\n')
    assert root.resources[0].arguments["vpc_name"].value.plain() == tmp_path.name
