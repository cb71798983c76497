"""The provider's schema of types that no other rule reads: resources and data sources of every product."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hcl_lint.evaluate.functions.regular import compile_expression
from hcl_lint.evaluate.model import Mode
from hcl_lint.schema.facts import Arguments, Bounds, provider_schema
from tests.hcl_lint.linting import lint, lint_text

SCHEMA = {"ALI602", "ALI611", "ALI612", "ALI613", "ALI614", "ALI615", "ALI619", "ALI620"}


def found(folder: Path, text: str) -> list[tuple[str, str]]:
    """Code and marked text of what the schema's rules find."""
    return [
        (diagnostic.code, diagnostic.span.text.split()[0] if diagnostic.span else "")
        for diagnostic in lint_text(folder, text)
        if diagnostic.code in SCHEMA
    ]


def resource(type: str, *lines: str) -> str:
    return "\n".join([f'resource "{type}" "r" {{', *lines, "}", ""])


def data(type: str, *lines: str) -> str:
    return "\n".join([f'data "{type}" "d" {{', *lines, "}", ""])


def bucket(*lines: str) -> str:
    return resource("alicloud_oss_bucket", 'bucket = "example-logs-bucket"', *lines)


def database(*lines: str) -> str:
    usual = ['engine = "MySQL"', 'engine_version = "8.0"', 'instance_type = "rds.mysql.s1.small"']
    return resource("alicloud_db_instance", *usual, "instance_storage = 30", *lines)


def nodes(*lines: str) -> str:
    usual = ['cluster_id = "c1"', 'node_pool_name = "n"', 'vswitch_ids = ["vsw-bp1"]']
    return resource("alicloud_cs_kubernetes_node_pool", *usual, 'instance_types = ["ecs.g6.large"]', *lines)


VARIABLE = 'variable "x" {\n}\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # types
        (resource("alicloud_oss_bucke"), [("ALI619", "resource")]),
        (resource("alicloud_zones"), [("ALI619", "resource")]),
        (data("alicloud_zone"), [("ALI619", "data")]),
        (resource("aws_s3_buckets"), []),
        (resource("alicloud_cs_swarm"), [("ALI614", "resource")]),
        # arguments and blocks
        (bucket(), []),
        (bucket("count = 2", "depends_on = []", "lifecycle {", "}", 'provisioner "local-exec" {', "}"), []),
        (bucket("acll = 1"), [("ALI611", "acll")]),
        (bucket('creation_date = "x"'), [("ALI611", "creation_date")]),
        (bucket("versioning = {}"), [("ALI611", "versioning")]),
        (bucket("versioning {", 'status = "Enabled"', "}"), []),
        (bucket("versioning {", 'status = "On"', "}"), [("ALI615", '"On"')]),
        (bucket("versioning {", "}"), [("ALI612", "versioning")]),
        (bucket("versioning {", "status = null", "}"), [("ALI612", "status")]),
        (bucket("versioning {", "status = var.x", "}") + VARIABLE, []),
        (bucket(*("versioning {", 'status = "Enabled"', "}") * 2), [("ALI613", "versioning")]),
        (bucket("timeouts {", 'create = "5m"', "}"), [("ALI611", "timeouts")]),
        (nodes("timeouts {", 'create = "5m"', "}"), []),
        (nodes("timeouts {", 'crate = "5m"', "}"), [("ALI611", "crate")]),
        (resource("alicloud_ram_role_policy_attachment"), [("ALI612", "resource")] * 3),
        (data("alicloud_zones", "nothing = 1"), [("ALI611", "nothing")]),
        (data("alicloud_zones", "zones = []"), [("ALI611", "zones")]),
        # values
        (data("alicloud_zones", 'available_resource_creation = "VSwitch"'), []),
        (data("alicloud_zones", 'available_resource_creation = "vswitch"'), [("ALI615", '"vswitch"')]),
        (data("alicloud_zones", "available_resource_creation = var.x") + VARIABLE, []),
        (data("alicloud_zones", "available_resource_creation = null"), []),
        (data("alicloud_images", 'name_regex = "^ubuntu"'), []),
        (data("alicloud_images", 'name_regex = "(ubuntu"'), [("ALI615", '"(ubuntu"')]),
        (data("alicloud_images"), [("ALI612", "data")]),
        (database("period = 12"), []),
        (database("period = 11"), [("ALI615", "11")]),
        (database('period = "12"'), []),
        (database('period = "many"'), [("ALI615", '"many"')]),
        (database("monitoring_period = 7"), [("ALI615", "7")]),
        (database('security_ips = "10.0.0.0/8"'), [("ALI615", '"10.0.0.0/8"')]),
        (database('security_ips = ["10.0.0.0/8"]'), []),
        (nodes(), []),
        (nodes("security_group_ids = []"), []),
        (resource("alicloud_brain_industrial_pid_organization"), [("ALI612", "resource"), ("ALI620", "resource")]),
        # conflicts, groups, deprecation
        (nodes('name = "n"'), [("ALI613", "node_pool_name"), ("ALI620", "name")]),
        (nodes("name = null"), []),
        (database('zone_id_slave_a = "Auto"', "tags = {", "a = 1", "}"), []),
    ],
)
def test_schema(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(found(tmp_path, text)) == sorted(expected)


@pytest.mark.parametrize(
    ("for_each", "expected"),
    [("[1]", []), ("[]", []), ("[1, 2]", ["ALI613"]), ("var.x", [])],
)
def test_dynamic_blocks_are_counted_where_they_are_known(tmp_path: Path, for_each: str, expected: list[str]) -> None:
    text = bucket('dynamic "versioning" {', f"for_each = {for_each}", "content {", 'status = "Enabled"', "}", "}")
    assert [code for code, _ in found(tmp_path, text + VARIABLE)] == expected


def test_the_type_that_is_meant_is_named(tmp_path: Path) -> None:
    for text, hint in (
        (resource("alicloud_oss_bucke"), "did you mean alicloud_oss_bucket?"),
        (data("alicloud_vpc"), "alicloud_vpc is a resource"),
        (resource("alicloud_zones"), "alicloud_zones is a data source"),
    ):
        (diagnostic,) = [d for d in lint_text(tmp_path, text) if d.code == "ALI619"]
        assert diagnostic.message.endswith(hint)


def test_each_instance_is_judged_in_modules_too(tmp_path: Path) -> None:
    module = tmp_path / "text" / "m"
    module.mkdir(parents=True)
    inner = 'variable "period" {}\n' + database("period = var.period")
    (module / "main.tf").write_text(inner, encoding="utf-8")
    text = 'module "m" {\n  source = "./m"\n  for_each = { good = 12, bad = 11 }\n  period = each.value\n}\n'
    assert found(tmp_path, text) == [("ALI615", "11")]


def test_comments_silence(tmp_path: Path) -> None:
    assert found(tmp_path, bucket("acll = 1 # hcl-lint: ignore[ALI611]")) == []


def test_json(tmp_path: Path) -> None:
    good = {"bucket": "b-example", "versioning": {"status": "Enabled"}, "tags": {"a": "b"}, "//": "a comment"}
    bad = {**good, "versioning": [{"status": "On"}, {"status": "Enabled"}], "nothing": {"a": 1}}
    for arguments, expected in ((good, []), (bad, ["ALI611", "ALI615"])):
        document = {"resource": {"alicloud_oss_bucket": {"b": arguments}}}
        (tmp_path / "main.tf.json").write_text(json.dumps(document), encoding="utf-8")
        codes = sorted(d.code for d in lint(tmp_path).diagnostics if d.code in SCHEMA)
        assert codes == expected


LOCK = 'provider "registry.terraform.io/aliyun/alicloud" {{\n  version     = "{}"\n  hashes = [\n  ]\n}}\n'


def lock_file(folder: Path) -> Path:
    """Beside the configuration that ``lint_text`` writes."""
    (folder / "text").mkdir()
    return folder / "text" / ".terraform.lock.hcl"


REQUIRED = 'terraform {{\n  required_providers {{\n    alicloud = {{\n      version = "{}"\n    }}\n  }}\n}}\n'
#: It came with 1.241.0; its argument ``name`` is deprecated since 1.235.0, and this type was removed with 1.276.0.
NEW = resource("alicloud_alb_load_balancer_access_log_config_attachment", 'load_balancer_id = "a"', 'log_project = "b"', 'log_store = "c"')  # fmt: skip  # noqa: E501
AGED = resource("alicloud_nat_gateway", 'vpc_id = "vpc-bp1vpc"', 'name = "n"')


@pytest.mark.parametrize(
    ("locked", "constraint", "text", "expected"),
    [
        ("", "", NEW, []),
        ("1.240.0", "", NEW, ["ALI602"]),
        ("1.241.0", "", NEW, []),
        ("1.240.0", "~> 1.240.0", NEW, ["ALI602"]),
        ("", "< 1.241.0", NEW, ["ALI602"]),
        ("", ">= 1.200", NEW, []),
        ("1.240.0", ">= 1.250.0", NEW, []),
        ("not a version", "", NEW, []),
        ("1.234.0", "", AGED, []),
        ("1.235.0", "", AGED, ["ALI620"]),
        ("", "", AGED, ["ALI620"]),
        ("1.275.0", "", resource("alicloud_cs_swarm"), []),
        ("1.276.0", "", resource("alicloud_cs_swarm"), ["ALI614"]),
        ("1.999.0", "", resource("alicloud_not_yet"), []),
        ("1.999.0", "", bucket("not_yet = 1"), []),
        # versions between 1.283.0 and 1.289.0 were not looked at
        ("1.286.0", "", resource("alicloud_gpdb_instance", 'status = "Running"'), ["ALI612"]),
        ("1.283.0", "", resource("alicloud_gpdb_instance", 'status = "Running"'), ["ALI602", "ALI612"]),
    ],
)
def test_the_allowed_versions_decide(
    tmp_path: Path, locked: str, constraint: str, text: str, expected: list[str]
) -> None:
    if locked:
        lock_file(tmp_path).write_text(LOCK.format(locked), encoding="utf-8")
    head = REQUIRED.format(constraint) if constraint else ""
    assert sorted({code for code, _ in found(tmp_path, head + text)}) == expected


def test_a_lock_file_of_others_decides_nothing(tmp_path: Path) -> None:
    path = lock_file(tmp_path)
    for lock in (LOCK.replace("aliyun/alicloud", "hashicorp/random"), "\xff" * 100, 'provider "aliyun/alicloud" {'):
        path.write_text(lock.replace("{}", "1.240.0"), encoding="latin-1")
        assert found(tmp_path, NEW) == []
    path.unlink()
    path.symlink_to("/dev/zero")
    assert found(tmp_path, NEW) == []


def test_another_provider_of_this_name_may_have_other_types(tmp_path: Path) -> None:
    for source, expected in (
        ("aliyun/alicloud", ["ALI619"]),
        ("hashicorp/alicloud", ["ALI619"]),
        ("acme/alicloud", []),
    ):
        head = (
            f'terraform {{\n  required_providers {{\n    alicloud = {{\n      source = "{source}"\n    }}\n  }}\n}}\n'
        )
        assert [code for code, _ in found(tmp_path, head + resource("alicloud_of_our_own"))] == expected


def test_a_sensitive_value_is_not_shown(tmp_path: Path) -> None:
    text = 'variable "x" {\n  default   = "secret"\n  sensitive = true\n}\n'
    text += data("alicloud_zones", "available_resource_creation = var.x")
    assert found(tmp_path, text) == []


def test_all_that_is_stored_can_be_read() -> None:
    """And every expression in it is one."""
    expressions: set[str] = set()
    schema = provider_schema()
    modes: tuple[Mode, ...] = ("managed", "data")
    for mode in modes:
        for type in schema.types(mode):
            arguments = schema.arguments(mode, type)
            assert arguments is not None
            expressions |= _expressions(arguments)
    assert len(expressions) > 50
    for expression in expressions:
        assert compile_expression(expression) is not None


def _expressions(arguments: Arguments) -> set[str]:
    found: set[str] = set()
    for facts in arguments.values():
        bounds: list[Bounds] = [facts, *facts.any, *facts.all, *([facts.element] if facts.element else [])]
        found |= {text for bound in bounds for text in (bound.search, bound.not_search) if text}
        found |= _expressions(facts.block or {})
        others = {*facts.conflicts, *facts.exactly_one_of, *facts.at_least_one_of, *facts.required_with}
        assert others <= arguments.keys()
    return found


def test_nothing_is_said_of_values_that_are_not_known(tmp_path: Path) -> None:
    """Every argument of every thirtieth type, with a value that only apply knows, and each again as ``null``."""
    schema = provider_schema()
    modes: tuple[tuple[Mode, str], ...] = (("managed", "resource"), ("data", "data"))
    blocks = []
    for mode, word in modes:
        for number, type in enumerate(sorted(schema.types(mode))):
            if number % 30:
                continue
            arguments = schema.arguments(mode, type) or {}
            plain = [
                name
                for name, facts in arguments.items()
                if not facts.computed and facts.block is None and facts.removed is None
            ]
            for label, value in (("unknown", "var.x"), ("null", "null")):
                lines = "".join(f"  {name} = {value}\n" for name in plain)
                blocks.append(f'{word} "{type}" "{label}" {{\n{lines}}}\n')
    assert len(blocks) > 120
    codes = {code for code, _ in found(tmp_path, 'variable "x" {\n}\n' + "".join(blocks))}
    assert codes <= {"ALI612", "ALI620"}  # what null leaves out, or is a block, is missing
