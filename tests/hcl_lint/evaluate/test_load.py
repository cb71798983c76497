"""Roots, modules, provenance, provider wiring, conditions, unknowns, the cache."""

from __future__ import annotations

# ruff: noqa: E501 - a configuration is easier to read on one line
import json
import subprocess
import sys
from pathlib import Path

import pytest

from hcl_lint.evaluate.load import Options, load
from hcl_lint.evaluate.model import Configuration, ResourceInstance, RootModule, may_coexist
from hcl_lint.evaluate.value import UNKNOWN_VALUE


def write(directory: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, "utf-8")


def one_root(directory: Path, text: str, options: Options | None = None, clean: bool = True) -> RootModule:
    write(directory, {"main.tf": text})
    configuration = load([str(directory)], options or Options())
    if clean:
        assert [issue.message for issue in configuration.all_issues()] == []
    (root,) = configuration.roots
    return root


def by_address(root: RootModule) -> dict[str, ResourceInstance]:
    return {resource.address: resource for resource in root.resources}


def issue_texts(configuration: Configuration) -> list[str]:
    return [f"{issue.code} {issue.message}" for issue in configuration.all_issues()]


MODULE = 'variable "name" {}\nresource "alicloud_vpc" "v" {\n  vpc_name = var.name\n}\noutput "id" {\n  value = alicloud_vpc.v.id\n}\n'
CALL = 'module "m" {\n  source = "./modules/m"\n  name   = "given"\n}\nresource "alicloud_vswitch" "s" {\n  vpc_id = module.m.id\n}\n'


def test_a_called_module_is_checked_through_its_callers(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": CALL, "modules/m/main.tf": MODULE, "alone/main.tf": MODULE})
    configuration = load([str(tmp_path)], Options())
    assert issue_texts(configuration) == []
    assert [Path(root.directory).name for root in configuration.roots] == [tmp_path.name, "alone"]
    called, alone = configuration.roots
    inside = by_address(called)["module.m.alicloud_vpc.v"]
    assert alone.resources[0].address == "alicloud_vpc.v"
    name = inside.arguments["vpc_name"]
    assert name.value.text() == "given"
    assert name.value.span is not None
    assert (name.value.span.path, name.value.span.line) == (str(tmp_path / "main.tf"), 3)
    assert (name.expression_span.path, name.expression_span.text) == (str(tmp_path / "modules/m/main.tf"), "var.name")
    assert [(span.line, span.text) for span in inside.callers] == [(1, 'module "m"')]
    vpc_id = by_address(called)["alicloud_vswitch.s"].get("vpc_id")
    assert vpc_id is not None
    assert str(vpc_id.reference) == "module.m.alicloud_vpc.v.id"
    assert called.resource(vpc_id.reference) is inside


def test_named_files_stand_alone_unless_they_need_their_neighbours(tmp_path: Path) -> None:
    vpc = 'resource "alicloud_vpc" "a" {\n  vpc_name = "%s"\n}\n'
    write(tmp_path, {"one.tf": vpc % "one", "two.tf": vpc % "two", "three.tf": vpc.replace('"a"', '"c"') % "${var.x}"})
    write(
        tmp_path,
        {
            "v/a.tf": 'resource "alicloud_vpc" "a" {\n  vpc_name = var.x\n}\n',
            "v/b.tf": 'variable "x" {\n  default = "d"\n}\nprovider "alicloud" {}\n',
        },
    )
    alone = load([str(tmp_path / "one.tf")], Options())
    assert issue_texts(alone) == []
    assert [resource.get("vpc_name").text() for resource in alone.roots[0].resources] == ["one"]  # type: ignore[union-attr]
    (root,) = load([str(tmp_path / "v" / "a.tf")], Options()).roots
    assert root.resources[0].get("vpc_name").text() == "d"  # type: ignore[union-attr]
    assert root.named == (str(tmp_path / "v" / "a.tf"),)
    standard = load(["-"], Options(standard_input=vpc.encode() % b"in"))
    assert standard.roots[0].resources[0].span.path == "-"


UNUSUAL = (
    'variable "block" {\n  default = "10.0.0.0/33"\n}\nresource "alicloud_vpc" "a" {\n  cidr_block = var.block\n}\n'
)


@pytest.mark.parametrize(
    ("files", "options", "library"),
    [
        ({}, Options(), True),
        ({"x.tf": 'variable "more" {}\n'}, Options(), True),
        ({"x.tf": 'terraform {\n  required_version = ">= 1"\n}\n'}, Options(), True),
        ({"x.tf": 'provider "alicloud" {}\n'}, Options(), False),
        ({"x.tf": 'terraform {\n  backend "oss" {}\n}\n'}, Options(), False),
        ({"x.tf": "terraform {\n  cloud {\n  }\n}\n"}, Options(), False),
        ({"terraform.tfvars": ""}, Options(), False),
        ({"a.auto.tfvars": 'block = "10.0.0.0/8"\n'}, Options(), False),
        ({}, Options(variables=(("block", "10.0.0.0/8"),)), False),
        ({}, Options(environment={"TF_VAR_block": "10.0.0.0/8"}), False),
        ({}, Options(environment={"TF_VAR_other": "10.0.0.0/8"}), True),
        ({}, Options(applied=lambda directory: directory.endswith("m")), False),
    ],
)
def test_defaults_are_values_only_where_something_is_applied(
    tmp_path: Path, files: dict[str, str], options: Options, library: bool
) -> None:
    write(tmp_path, {f"m/{name}": text for name, text in {"main.tf": UNUSUAL, **files}.items()})
    (root,) = load([str(tmp_path)], options).roots
    assert root.library == library
    assert (root.resources[0].arguments["cidr_block"].value.text() is None) == library


def test_a_folder_of_modules_holds_modules_even_with_providers(tmp_path: Path) -> None:
    write(tmp_path, {"modules/net/main.tf": UNUSUAL + 'provider "alicloud" {}\n'})
    configuration = load([str(tmp_path)], Options())
    assert configuration.roots[0].library
    assert "provider" not in configuration.hints[0]  # what the hint advises helps here, too
    write(tmp_path, {"main.tf": 'module "net" {\n  source = "./modules/net"\n}\n'})
    (root,) = load([str(tmp_path)], Options()).roots
    assert not root.library
    assert root.resources[0].arguments["cidr_block"].value.text() == "10.0.0.0/33"


def test_one_file_of_a_root_is_no_library(tmp_path: Path) -> None:
    write(tmp_path, {"a.tf": UNUSUAL, "b.tf": "variable {\n"})
    assert load([str(tmp_path / "a.tf")], Options()).roots[0].library
    write(tmp_path, {"b.tf": 'provider "alicloud" {\n}\n'})
    assert not load([str(tmp_path / "a.tf")], Options()).roots[0].library


def test_an_invalid_default_is_an_error_for_all_callers(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": 'variable "n" {\n  type = number\n  default = "x"\n}\n'
                     'resource "alicloud_vpc" "a" {\n  vpc_name = var.n\n}\n'})  # fmt: skip
    assert [issue.code for issue in load([str(tmp_path)], Options()).all_issues()] == ["ALI004"]


def test_provider_configurations_reach_modules(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "m/main.tf": 'terraform {\n  required_providers {\n    alicloud = {\n      source = "aliyun/alicloud"\n'
            '      version = ">= 1.2"\n      configuration_aliases = [alicloud.peer]\n    }\n  }\n}\n'
            'resource "alicloud_vpc" "own" {}\nresource "alicloud_vpc" "peer" {\n  provider = alicloud.peer\n}\n'
        },
    )
    root = one_root(
        tmp_path,
        'provider "alicloud" {\n  region = "cn-hangzhou"\n}\nprovider "alicloud" {\n  alias = "b"\n  region = local.r\n'
        '  assume_role {\n    role_arn = "acs:ram::1:role/x"\n  }\n}\nlocals {\n  r = "cn-beijing"\n}\n'
        'module "m" {\n  source = "./m"\n  providers = {\n    alicloud.peer = alicloud.b\n  }\n}\n'
        'resource "alicloud_vpc" "x" {\n  provider = alicloud.b\n}\n',
    )
    regions = {
        address: resource.provider.region.text()
        for address, resource in by_address(root).items()
        if resource.provider and resource.provider.region
    }
    assert regions == {
        "alicloud_vpc.x": "cn-beijing",
        "module.m.alicloud_vpc.own": "cn-hangzhou",
        "module.m.alicloud_vpc.peer": "cn-beijing",
    }
    used = by_address(root)["alicloud_vpc.x"].provider
    assert used is not None
    assert used.assume_role is not None
    assert used.address == 'provider["alicloud"].b'
    assert root.modules[1].requirements["alicloud"].version == ">= 1.2"


def test_an_alias_that_is_not_passed_is_unknown(tmp_path: Path) -> None:
    root = one_root(
        tmp_path,
        "terraform {\n  required_providers {\n    alicloud = {\n      configuration_aliases = [alicloud.x]\n    }\n  }\n}\n"
        'resource "alicloud_vpc" "a" {\n  provider = alicloud.x\n}\nresource "alicloud_vpc" "b" {}\n',
    )
    assert [(resource.provider, resource.provider_known) for resource in root.resources] == [
        (None, False),
        (None, True),
    ]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("var.on ? 1 : 0", "var.on ? 0 : 1", False),
        ("var.on ? 1 : 0", "!var.on ? 1 : 0", False),
        ("var.on ? 1 : 0", "var.on ? 1 : 0", True),
        ('var.env == "a" ? 1 : 0', 'var.env == "b" ? 1 : 0', False),
        ('var.env == "a" ? 1 : 0', 'var.env != "a" ? 1 : 0', False),
        ('var.env == "a" ? 1 : 0', 'var.env != "b" ? 1 : 0', True),
        ('var.on && var.env == "a" ? 1 : 0', "var.on ? 0 : 1", False),
        ("var.on ? 1 : 0", "local.on ? 0 : 1", False),
    ],
)
def test_conditions_that_exclude_each_other(tmp_path: Path, first: str, second: str, together: bool) -> None:
    root = one_root(
        tmp_path,
        'variable "on" {\n  type = bool\n}\nvariable "env" {}\nlocals {\n  on = var.on\n}\n'
        f'resource "alicloud_vpc" "a" {{\n  count = {first}\n}}\nresource "alicloud_vpc" "b" {{\n  count = {second}\n}}\n',
    )
    assert [resource.address for resource in root.resources] == ["alicloud_vpc.a[0]", "alicloud_vpc.b[0]"]
    assert may_coexist(*root.resources) is together


def test_unknown_stays_unknown_and_keeps_its_reference(tmp_path: Path) -> None:
    root = one_root(
        tmp_path,
        'provider "alicloud" {}\ndata "alicloud_account" "me" {}\nvariable "n" {\n  type = number\n}\nvariable "secret" {\n  sensitive = true\n  default = "s"\n}\n'
        'resource "alicloud_vpc" "a" {\n  count = var.n\n  cidr_block = "10.0.0.0/8"\n}\n'
        'resource "alicloud_vpc" "b" {\n  account = data.alicloud_account.me.id\n  text = "x-${var.n}"\n'
        "  either = var.n > 1 ? 5 : 5\n  never = false && var.n > 1\n  first = alicloud_vpc.a[0].id\n"
        "  cidr = alicloud_vpc.a[var.n].cidr_block\n  secret = upper(var.secret)\n  time = timestamp()\n"
        "  same = alicloud_vpc.b2.id == alicloud_vpc.b2.id\n  tried = try(data.alicloud_account.me.nothing, 1)\n}\n"
        'resource "alicloud_vpc" "b2" {}\n',
    )
    resources = by_address(root)
    assert resources["alicloud_vpc.a[*]"].key is UNKNOWN_VALUE
    values = {name: argument.value for name, argument in resources["alicloud_vpc.b"].arguments.items()}
    plain = {name: value.plain() for name, value in values.items()}
    assert {name for name, value in plain.items() if value is not UNKNOWN_VALUE} == {
        "either",
        "never",
        "cidr",
        "secret",
        "same",
    }
    assert (plain["either"], plain["never"], plain["cidr"], plain["same"]) == (5, False, "10.0.0.0/8", True)
    assert values["secret"].sensitive
    assert str(values["account"].reference) == "data.alicloud_account.me.id"
    assert str(values["first"].reference) == "alicloud_vpc.a[0].id"
    assert root.candidates(values["first"].reference) == (resources["alicloud_vpc.a[*]"],)  # type: ignore[arg-type]


def test_dynamic_blocks_are_expanded(tmp_path: Path) -> None:
    root = one_root(
        tmp_path,
        'variable "unknown" {}\nresource "alicloud_vpc" "a" {\n  dynamic "b" {\n    for_each = { x = 1, y = 2 }\n    content {\n'
        '      n = "${b.key}${b.value}"\n      dynamic "c" {\n        for_each = range(b.value)\n        iterator = it\n'
        "        content {\n          i = it.value + b.value\n        }\n      }\n    }\n  }\n}\n"
        'resource "alicloud_vpc" "d" {\n  dynamic "b" {\n    for_each = var.unknown\n    content {}\n  }\n}\n',
    )
    first, second = root.resources
    assert [block.get("n").text() for block in first.nested("b")] == ["x1", "y2"]  # type: ignore[union-attr]
    assert [[c.get("i").plain() for c in b.nested("c")] for b in first.blocks] == [[1], [2, 3]]  # type: ignore[union-attr]
    assert first.blocks_complete
    assert not second.blocks_complete
    assert [block.certain for block in second.blocks] == [False]


def test_installed_modules_are_read_and_others_named(tmp_path: Path) -> None:
    listed = {
        "Modules": [{"Key": "", "Dir": "."}, {"Key": "far", "Source": "registry/x", "Dir": ".terraform/modules/far"}]
    }
    write(tmp_path, {".terraform/modules/modules.json": json.dumps(listed), ".terraform/modules/far/main.tf": MODULE})
    text = 'module "far" {\n  source = "registry/x"\n  name = "n"\n}\nmodule "missing" {\n  source = "registry/y"\n}\nresource "alicloud_vpc" "x" {}\n'
    write(tmp_path, {"main.tf": text})
    configuration = load([str(tmp_path)], Options())
    assert issue_texts(configuration) == ["ALI006 not judged, since not installed (terraform init): module missing"]
    (root,) = configuration.roots
    assert sorted(by_address(root)) == ["alicloud_vpc.x", "module.far.alicloud_vpc.v"]
    assert not root.complete


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('resource "alicloud_vpc" "a" {\n  n = var.nam\n}\nvariable "name" {}\n', "ALI004 no variable nam is declared in this module: did you mean name?"),
        ('resource "alicloud_vpc" "a" {\n  n = uper("x")\n}\n', "ALI004 there is no function uper: did you mean upper?"),
        ('resource "alicloud_vpc" "a" {\n  n = [1][2]\n}\n', "ALI004 there is no element 2: the tuple has 1 elements"),
        ('resource "alicloud_vpc" "a" {}\nresource "alicloud_vpc" "a" {}\n', 'ALI003 expected each resource once: "alicloud_vpc" "a" is already declared in DIR/main.tf line 1'),
        ('resource "alicloud_vpc" "a" {\n  for_each = ["a"]\n}\n', "ALI004 for_each needs a map or a set of strings, not a tuple: write toset(...)"),
        ('resource "alicloud_vpc" "a" {\n  n = local.x\n}\nlocals {\n  x = local.y\n  y = local.x\n}\n', "ALI004 this value depends on itself"),
        ('resource "alicloud_vpc" {}\n', "ALI003 expected two labels after resource, found 1"),
        ('resource "alicloud_vpc" "a" {}\nmodule "m" {\n  source = "./none"\n}\n', "ALI003 expected a directory with *.tf files: there is none at ./none"),
        ('resource "alicloud_vpc" "a" {\n  provider = alicloud.x\n}\n', "ALI003 expected a provider configuration that exists: there is no alicloud.x"),
    ],
)  # fmt: skip
def test_what_terraform_would_refuse_is_reported(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, {"main.tf": text})
    configuration = load([str(tmp_path)], Options())
    assert message.replace("DIR", str(tmp_path)) in issue_texts(configuration)


def test_an_unreadable_file_silences_what_it_may_declare(tmp_path: Path) -> None:
    write(tmp_path, {"bad.tf": "locals {\n  x = [\n}\n"})
    root = one_root(tmp_path, 'resource "alicloud_vpc" "a" {\n  n = local.x\n}\n', clean=False)
    assert not root.complete
    assert root.resources[0].get("n").plain() is UNKNOWN_VALUE  # type: ignore[union-attr]
    assert root.issues == ()


def test_modules_that_call_each_other_are_cut_off_at_a_depth(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a/main.tf": 'module "b" {\n  source = "../b"\n}\n',
            "b/main.tf": 'module "a" {\n  source = "../a"\n}\nresource "alicloud_vpc" "x" {}\n',
        },
    )
    configuration = load([str(tmp_path)], Options())
    assert issue_texts(configuration) == ["ALI006 modules called more than 20 deep are not judged"]
    assert len(configuration.roots) == 1


def test_files_outside_the_read_boundary_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"secret.txt": "secret", "in/near.txt": "near"})
    write(
        tmp_path,
        {
            "in/main.tf": 'resource "alicloud_vpc" "a" {\n  a = file("../secret.txt")\n  b = file("/etc/passwd")\n  c = file("near.txt")\n}\n'
        },
    )
    (root,) = load([str(tmp_path / "in")], Options()).roots
    assert {name: argument.value.plain() for name, argument in root.resources[0].arguments.items()} == {
        "a": UNKNOWN_VALUE,
        "b": UNKNOWN_VALUE,
        "c": "near",
    }


def test_the_cache_gives_the_same_and_needs_no_lark(tmp_path: Path) -> None:
    write(
        tmp_path / "x",
        {"main.tf": CALL, "modules/m/main.tf": MODULE, "b.tf": "locals {\n  l = [for x in range(3) : x if x > 1]\n}\n"},
    )
    cache = tmp_path / "cache"
    script = (
        "import sys\nfrom hcl_lint.evaluate.load import load, Options\n"
        f"c = load([{str(tmp_path / 'x')!r}], Options(cache_directory={str(cache)!r}))\n"
        "print('lark' in sys.modules, [(r.address, sorted(r.arguments)) for r in c.roots[0].resources], len(c.all_issues()))\n"
    )

    def run() -> str:
        return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    cold, warm = run(), run()
    assert cold.startswith("True")
    assert warm == cold.replace("True", "False", 1)
    for entry in cache.rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-3] + b"xxx")
    assert run() == cold
    cache.joinpath("not").write_text("a directory")
    assert run() == warm


def test_directories_without_a_resource_of_ours_are_not_parsed(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"other/main.tf": 'resource "aws_vpc" "a" {\n  x = \n}\n', "ours/main.tf": 'resource "alicloud_vpc" "a" {}\n'},
    )
    assert issue_texts(load([str(tmp_path)], Options())) == []
    assert issue_texts(load([str(tmp_path)], Options(strict_syntax=True))) == [
        "ALI001 expected a value after x = on the same line"
    ]
    assert issue_texts(load([str(tmp_path / "other/main.tf")], Options())) == [
        "ALI001 expected a value after x = on the same line"
    ]


@pytest.mark.parametrize("any_resource", [True, False])
@pytest.mark.parametrize(
    ("name", "text", "counts"),
    [
        ("main.tf", 'provider "alicloud" {\n  access_key = "x"\n}\n', True),
        ("main.tf", "provider /* ours */ alicloud {}\n", True),
        ("main.tf.json", '{"provider": {"alicloud": {"access_key": "x"}}}', True),
        ("main.tf", 'provider "aws" {\n  region = "x"\n}\n', False),
        ("main.tf", 'module "m" {\n  source = "x/y"\n  provider = alicloud.x\n}\n', False),
        ("main.tf", "terraform {\n  required_providers {\n    alicloud = {}\n  }\n}\n", False),
    ],
)
def test_a_directory_with_only_a_provider_block_counts(
    tmp_path: Path, name: str, text: str, counts: bool, any_resource: bool
) -> None:
    write(tmp_path, {name: text})
    roots = load([str(tmp_path)], Options(any_resource=any_resource)).roots
    assert any(root.root.providers for root in roots) == counts


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("alicloud_vpc.many.id", "alicloud_vpc.many has count: write alicloud_vpc.many[0].id for the first"),
        ("alicloud_vpc.each.id", 'alicloud_vpc.each has for_each: write alicloud_vpc.each["KEY"].id'),
        ("module.many.id", "module.many has count: write module.many[0].id for the first"),
        ("alicloud_vpc.none.id", "a tuple has no attribute id: write [0].id for the first, [*].id for all"),
        ('jsondecode("{}").b', 'this object has no element "b"'),
    ],
)
def test_a_missing_attribute_of_a_repeated_block_suggests_an_index(
    tmp_path: Path, expression: str, message: str
) -> None:
    repeated = {"many": "count = 2", "none": "count = 0", "each": "for_each = { a = 1 }"}
    text = "".join(f'resource "alicloud_vpc" "{name}" {{\n  {how}\n}}\n' for name, how in repeated.items())
    text += 'module "many" {\n  source = "./m"\n  count = 2\n}\n'
    text += f'resource "alicloud_vpc" "x" {{\n  vpc_name = {expression}\n}}\n'
    write(tmp_path, {"main.tf": text, "m/main.tf": 'output "id" {\n  value = 1\n}\n'})
    (issue,) = load([str(tmp_path)], Options()).all_issues()
    assert issue.message.startswith(message)
