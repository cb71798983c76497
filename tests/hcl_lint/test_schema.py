"""What the provider's schema refuses is reported once, at the argument, and only if it is certain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hcl_lint.schema.versions import allowed
from tests.hcl_lint.linting import lint, lint_text

SCHEMA = {"ALI611", "ALI612", "ALI613", "ALI614", "ALI615", "ALI619", "ALI620"}


def problems(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    """Code and marked text of what the schema's rules find."""
    diagnostics = [diagnostic for diagnostic in lint_text(tmp_path, text) if diagnostic.code in SCHEMA]
    return [(diagnostic.code, diagnostic.span.text.split()[0] if diagnostic.span else "") for diagnostic in diagnostics]


def rule(*lines: str) -> str:
    usual = ['type = "ingress"', 'ip_protocol = "tcp"', 'port_range = "443/443"', 'security_group_id = "sg-bp1web"']
    return "\n".join(['resource "alicloud_security_group_rule" "r" {', *usual, *lines, "}", ""])


def alarm(*lines: str) -> str:
    usual = ['name = "a"', 'project = "acs_ecs_dashboard"', 'metric = "CPUUtilization"', 'contact_groups = ["ops"]']
    level = ["escalations_critical {", 'statistics = "Average"', 'threshold = "7"', "times = 3", "}"]
    return "\n".join(['resource "alicloud_cms_alarm" "a" {', *usual, *level, *lines, "}", ""])


GROUP = 'resource "alicloud_security_group" "g" {\n  vpc_id = "vpc-bp1vpc"\n}\n'
CIDR = 'cidr_ip = "10.0.0.0/8"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rule(CIDR), []),
        (rule(CIDR, "cidr = 1"), [("ALI611", "cidr")]),
        (rule(CIDR, 'security_group_rule_id = "sgr-1"'), [("ALI611", "security_group_rule_id")]),
        (rule(CIDR, "security_group_rule_id = null"), []),
        (rule(CIDR, "tags {", "}"), [("ALI611", "tags")]),
        (rule(CIDR, "count = 2", "depends_on = []", "lifecycle {", "}"), []),
        (rule(CIDR, "timeouts {", 'create = "5m"', "}"), [("ALI611", "timeouts")]),
        (rule(CIDR).replace('ip_protocol = "tcp"\n', ""), [("ALI612", "resource")]),
        (rule(CIDR).replace('"sg-bp1web"', "null"), [("ALI612", "security_group_id")]),
        (rule(CIDR).replace('"sg-bp1web"', "var.group") + 'variable "group" {\n}\n', []),
        (rule(CIDR, 'source_security_group_id = "sg-bp1x"'), [("ALI613", "source_security_group_id")]),
        (rule(CIDR, "source_security_group_id = null"), []),
        (
            GROUP + rule(CIDR, "source_security_group_id = alicloud_security_group.g.id"),
            [("ALI613", "source_security_group_id")],
        ),
        (rule(CIDR, "source_security_group_id = var.x") + 'variable "x" {\n}\n', []),
        (rule(CIDR).replace('"ingress"', '"in"'), [("ALI615", '"in"')]),
        (alarm(), []),
        (alarm("threshold = 70"), [("ALI614", "threshold")]),
        (alarm("threshold = null"), []),
        (alarm("targets {", 'level = "Fatal"', "}"), [("ALI615", '"Fatal"')]),
        (alarm("targets {", 'name = "x"', "}"), [("ALI611", "name")]),
        (alarm('escalations_info = "x"'), [("ALI611", "escalations_info")]),
        (alarm(*("escalations_warn {\n}",) * 2), [("ALI613", "escalations_warn")]),
        (alarm("period = 60.0", 'silence_time = "100"', 'enabled = "true"'), []),
        (alarm('period = "1m"'), [("ALI615", '"1m"')]),
        (alarm('enabled = "yes"'), [("ALI615", '"yes"')]),
        (alarm('enabled = "<yes or no>"'), []),
        (alarm("webhook = []"), [("ALI615", "[]")]),
        (alarm('tags = ["a"]'), [("ALI615", '["a"]')]),
        (alarm("tags = { a = 1, b = true }"), []),
        (alarm("tags = { a = [] }"), [("ALI615", "{")]),
        (alarm("targets {", "level = {}", "}"), [("ALI615", "{}")]),
        (alarm().replace('["ops"]', '"ops"'), [("ALI615", '"ops"')]),
        (alarm().replace('["ops"]', 'toset(["ops"])'), []),
        (alarm().replace('["ops"]', "var.x") + 'variable "x" {\n}\n', []),
        (
            GROUP + alarm().replace('["ops"]', "alicloud_security_group.g.id"),
            [("ALI615", "alicloud_security_group.g.id")],
        ),
        (GROUP + alarm().replace('["ops"]', "[alicloud_security_group.g.id]"), []),
        (
            alarm('dimensions = { instanceId = "i-1" }', 'metric_dimensions = "[]"'),
            [("ALI613", "dimensions"), ("ALI620", "dimensions")],
        ),
    ],
)
def test_schema(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert problems(tmp_path, text) == expected


def test_lengths_count_as_the_provider_counts_them(tmp_path: Path) -> None:
    """Bytes: a Chinese character has three."""
    acl = 'resource "alicloud_network_acl" "n" {{\n  vpc_id = "vpc-bp1a"\n  description = "{}"\n}}\n'
    route = (
        'resource "alicloud_route_entry" "r" {{\n  route_table_id = "vtb-bp1a"\n'
        '  destination_cidrblock = "10.0.0.0/8"\n'
        '  nexthop_type = "Instance"\n  nexthop_id = "i-bp1a"\n  name = "{}"\n}}\n'
    )
    counted = [(acl, "a", ["ALI615"]), (acl, "网", []), (route, "a", ["ALI364"]), (route, "网", []),
               (route, "网" * 42, []), (route, "网" * 43, ["ALI615"])]  # fmt: skip
    for text, name, expected in counted:
        codes = [
            diagnostic.code
            for diagnostic in lint_text(tmp_path, text.format(name))
            if diagnostic.code in {*SCHEMA, "ALI364"}
        ]
        assert (name, codes) == (name, expected)


REQUIRED = 'terraform {{\n  required_providers {{\n    alicloud = {{\n      version = "{}"\n    }}\n  }}\n}}\n'


@pytest.mark.parametrize(
    ("constraint", "removed", "unknown"),
    [
        ("~> 1.200", True, True),
        ("1.215.0", False, True),
        ("< 1.216.0", False, True),
        (">= 1.216.0", True, True),
        (">= 1.999.0", True, False),
        ("latest", True, True),
    ],
)
def test_the_constraint_on_the_provider_decides(tmp_path: Path, constraint: str, removed: bool, unknown: bool) -> None:
    text = REQUIRED.format(constraint) + alarm("threshold = 70", "not_yet = 1")
    codes = {code for code, _ in problems(tmp_path, text)}
    assert ("ALI614" in codes, "ALI611" in codes) == (removed, unknown)


def test_constraints_hold_together() -> None:
    both = allowed([">= 1.200.0, < 1.260", "~> 1.246.2"])
    assert both.least == (1, 246, 2)
    assert both.some_from((1, 246, 9))
    assert not both.some_from((1, 247, 0))


def test_json_does_not_say_what_is_a_block(tmp_path: Path) -> None:
    level = {"statistics": "Average", "threshold": "7", "times": 3}
    good = {"name": "a", "project": "acs_ecs_dashboard", "metric": "CPUUtilization", "contact_groups": ["ops"],
            "escalations_critical": [level], "tags": {"a": "b"}}  # fmt: skip
    bad = {**good, "wrong": {"x": 1}, "name": None}
    for arguments, expected in ((good, []), (bad, ["ALI611", "ALI612"])):
        document = {"resource": {"alicloud_cms_alarm": {"a": arguments}}}
        (tmp_path / "main.tf.json").write_text(json.dumps(document), encoding="utf-8")
        assert (
            sorted(diagnostic.code for diagnostic in lint(tmp_path).diagnostics if diagnostic.code in SCHEMA)
            == expected
        )
