"""What OpenTofu has and Terraform has not: files, functions, providers and instances that are switched off."""

from __future__ import annotations

# ruff: noqa: E501 - a configuration is easier to read on one line
import os
from pathlib import Path

import pytest

from hcl_lint.evaluate.load import Options, load
from hcl_lint.evaluate.model import RootModule
from hcl_lint.source.files import list_directory

VPC = 'resource "alicloud_vpc" "%s" {}\n'


def root_of(directory: Path, files: dict[str, str], options: Options | None = None) -> RootModule:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, "utf-8")
    configuration = load([str(directory)], options or Options())
    assert [issue.message for issue in configuration.all_issues()] == []
    return next(root for root in configuration.roots if root.directory == str(directory))


def addresses(root: RootModule) -> list[str]:
    return [resource.address for resource in root.resources]


def test_files_of_opentofu_replace_those_of_the_same_name(tmp_path: Path) -> None:
    for name in (
        "a.tf",
        "a.tofu",
        "b.tf",
        "c.tofu",
        "d.tf.json",
        "d.tofu.json",
        "e.tf",
        "e.tofu.json",
        "f_override.tofu",
    ):
        (tmp_path / name).write_text("", "utf-8")
    listing = list_directory(str(tmp_path))
    assert [os.path.basename(path) for path in listing.primary] == [
        "a.tofu",
        "b.tf",
        "c.tofu",
        "d.tofu.json",
        "e.tf",
        "e.tofu.json",
    ]
    assert [os.path.basename(path) for path in listing.overrides] == ["f_override.tofu"]


def test_a_directory_with_files_of_opentofu_is_judged_as_opentofu_reads_it(tmp_path: Path) -> None:
    files = {"main.tf": VPC % "of_terraform", "main.tofu": VPC % "of_opentofu", "more.tf": VPC % "of_both"}
    assert addresses(root_of(tmp_path, files)) == ["alicloud_vpc.of_opentofu", "alicloud_vpc.of_both"]
    excluded = Options(exclude=("*.tofu",))
    assert addresses(root_of(tmp_path, {}, excluded)) == ["alicloud_vpc.of_terraform", "alicloud_vpc.of_both"]


def test_modules_of_opentofu_are_called(tmp_path: Path) -> None:
    files = {"main.tofu": 'module "m" {\n  source = "./m"\n}\n', "m/main.tofu": VPC % "a"}
    assert addresses(root_of(tmp_path, files)) == ["module.m.alicloud_vpc.a"]


PROVIDERS = """
locals {
  regions = { bj = "cn-beijing", hz = "cn-hangzhou" }
}
provider "alicloud" {
  alias    = "by_name"
  for_each = local.regions
  region   = each.value
}
resource "alicloud_vpc" "a" {
  for_each = local.regions
  provider = alicloud.by_name[each.key]
}
resource "alicloud_vpc" "b" {
  provider = alicloud.by_name["hz"]
}
module "m" {
  source    = "./m"
  for_each  = local.regions
  providers = { alicloud = alicloud.by_name[each.key] }
}
data "alicloud_account" "me" {}
resource "alicloud_vpc" "unknown" {
  provider = alicloud.by_name[data.alicloud_account.me.id]
}
"""


def test_a_provider_with_for_each_is_one_for_each_key(tmp_path: Path) -> None:
    root = root_of(tmp_path, {"main.tf": PROVIDERS, "m/main.tf": VPC % "inner"})
    regions = {
        resource.address: resource.provider.region.text() if resource.provider and resource.provider.region else None
        for resource in root.of_type("alicloud_vpc")
    }
    assert regions == {
        'alicloud_vpc.a["bj"]': "cn-beijing",
        'alicloud_vpc.a["hz"]': "cn-hangzhou",
        "alicloud_vpc.b": "cn-hangzhou",
        "alicloud_vpc.unknown": None,
        'module.m["bj"].alicloud_vpc.inner': "cn-beijing",
        'module.m["hz"].alicloud_vpc.inner': "cn-hangzhou",
    }
    assert [resource.address for resource in root.resources if not resource.provider_known] == ["alicloud_vpc.unknown"]
    used = root.resources[0].provider
    assert used is not None
    assert used.address == 'provider["alicloud"].by_name["bj"]'


@pytest.mark.parametrize(
    ("enabled", "expected"),
    [("true", ["a"]), ("false", []), ("1 > 2", []), ("var.on", ["a?"]), ("!local.off", ["a"])],
)
def test_a_disabled_instance_does_not_exist(tmp_path: Path, enabled: str, expected: list[str]) -> None:
    text = (
        'variable "on" {\n  type = bool\n}\nlocals {\n  off = false\n}\n'
        f'resource "alicloud_vpc" "a" {{\n  lifecycle {{\n    enabled = {enabled}\n  }}\n}}\n'
    )
    root = root_of(tmp_path, {"main.tf": text})
    assert [resource.name + ("" if resource.certain else "?") for resource in root.resources] == expected


def test_a_disabled_instance_is_null(tmp_path: Path) -> None:
    text = 'module "m" {\n  source = "./m"\n  lifecycle {\n    enabled = false\n  }\n}\noutput "is_null" {\n  value = module.m == null\n}\nresource "alicloud_vpc" "b" {}\n'
    root = root_of(tmp_path, {"main.tf": text, "m/main.tf": VPC % "inner"})
    assert addresses(root) == ["alicloud_vpc.b"]
    assert root.root.outputs["is_null"].plain() is True


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("tofu.workspace", "default"),
        ('base64gunzip("H4sIAAAAAAAA/ypJLS4BAAAA//8BAAD//wx+f9gEAAAA")', "test"),
        ('urldecode("a%20b+c%E4%B8%AD")', "a b c中"),
        ('cidrcontains("10.0.0.0/8", "10.1.0.0/16")', True),
        ('cidrcontains("10.0.0.0/16", "10.0.0.0/8")', False),
        ('cidrcontains("10.0.0.0/8", "10.1.2.3")', True),
        ('cidrcontains("10.0.0.0/8", "11.1.2.3")', False),
        ('cidrcontains("fd00::/8", "fd00:1::/64")', True),
        ('can(cidrcontains("10.0.0.0/8", "fd00::1"))', False),
        ('can(cidrcontains("10.0.0.0/8", "x"))', False),
        ('can(base64gunzip("YQ=="))', False),
        ('can(urldecode("%zz"))', False),
        ('convert("5", number)', 5),
        ('convert(["a", "a"], set(string))', ["a"]),
        ("convert({ a = 1 }, object({ a = string, b = optional(string) })).a", "1"),
        ('can(convert("x", number))', False),
    ],
)
def test_functions_and_names(tmp_path: Path, expression: str, value: object) -> None:
    root = root_of(tmp_path, {"main.tf": f'output "a" {{\n  value = {expression}\n}}\n' + VPC % "a"})
    assert root.root.outputs["a"].plain() == value


def test_a_source_is_evaluated(tmp_path: Path) -> None:
    text = 'provider "alicloud" {}\nvariable "dir" {\n  default = "m"\n}\nmodule "m" {\n  source = "./${var.dir}"\n}\n'
    root = root_of(tmp_path, {"main.tf": text, "m/main.tf": VPC % "inner"})
    assert addresses(root) == ["module.m.alicloud_vpc.inner"]


def test_a_source_without_a_value_is_reported(tmp_path: Path) -> None:
    text = 'variable "dir" {}\nmodule "m" {\n  source = "./${var.dir}"\n}\n'
    (tmp_path / "main.tf").write_text(text, "utf-8")
    issues = load([str(tmp_path)], Options()).all_issues()
    assert [(issue.code, issue.message) for issue in issues] == [
        ("ALI006", "module m is not judged: the value of its source is not known")
    ]
