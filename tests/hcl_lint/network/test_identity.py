"""Which thing an argument names."""

from __future__ import annotations

from pathlib import Path

import pytest

from hcl_lint.network.identity import Id, vpc_of_system_table
from tests.hcl_lint.linting import codes, lint_text
from tfmock.rulebook.rule import UNKNOWN


@pytest.mark.parametrize(
    ("table", "vpc"),
    [
        ("alicloud_vpc.a.route_table_id", "alicloud_vpc.a"),
        ('module.m["x"].alicloud_vpc.a[0].route_table_id', 'module.m["x"].alicloud_vpc.a[0]'),
        ("vpc-bp1aevy8sofi8mh1q****.route_table_id", "vpc-bp1aevy8sofi8mh1q****"),
        ("alicloud_route_table.a", UNKNOWN),
        ("alicloud_route_table.route_table_id", UNKNOWN),
        ("module.m[0].alicloud_route_table.route_table_id", UNKNOWN),
        ("vtb-bp1", UNKNOWN),
    ],
)
def test_the_system_route_table_of_a_vpc_is_recognised(table: str, vpc: Id) -> None:
    assert vpc_of_system_table(table) == vpc


TABLE = """
resource "alicloud_vpc" "a" {{
  cidr_block = "10.0.0.0/8"
}}

resource "alicloud_vswitch" "a" {{
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.0.0.0/24"
  zone_id    = "cn-hangzhou-b"
}}

resource "alicloud_route_table" "{name}" {{
  vpc_id = alicloud_vpc.a.id
}}

resource "alicloud_route_table_attachment" "a" {{
  vswitch_id     = alicloud_vswitch.a.id
  route_table_id = {table}
}}
"""


@pytest.mark.parametrize(
    ("name", "table", "reported"),
    [
        ("custom", "alicloud_route_table.custom.id", False),
        ("route_table_id", "alicloud_route_table.route_table_id.id", False),
        ("custom", "alicloud_vpc.a.route_table_id", True),
    ],
)
def test_a_custom_route_table_may_be_named_like_the_attribute(
    tmp_path: Path, name: str, table: str, reported: bool
) -> None:
    assert ("ALI467" in codes(lint_text(tmp_path, TABLE.format(name=name, table=table)))) is reported
