"""Every example through its whole life: apply, nothing to do, change in place, import, destroy, nothing left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.terraform import EXAMPLES, import_blocks, mock

pytestmark = pytest.mark.terraform

CHANGED_VARIABLES = {"changed.auto.tfvars": 'bandwidth = 200\nlink_type = "Platinum"\n'}
# The seed's examples have no variables for these two; an override file changes what a user would edit.
CHANGED_SEED = {
    "changed_override.tf": """
resource "alicloud_vpc_peer_connection" "example_peer_connection" {
  bandwidth = 200
  link_type = "Platinum"
}
"""
}


def _all(_one: str, _other: str) -> bool:
    return True


def _through_centre(spoke: str, other: str) -> bool:
    return "hub-centre" in (spoke, other)


@dataclass(frozen=True)
class Example:
    """An example, its size, what changes its connections in place, and who reaches whom."""

    name: str
    resources: int
    changed: tuple[str, ...]
    change: Mapping[str, str]
    reaches: Callable[[str, str], bool] = _all
    seed: str = ""


EXAMPLES_TABLE = [
    Example("hub_and_spoke", 19, ("alicloud_vpc_peer_connection.remote",), CHANGED_VARIABLES, reaches=_through_centre),
    Example("same_account", 11, ("alicloud_vpc_peer_connection.this",), CHANGED_VARIABLES),
    Example(
        "three_vpc_mesh",
        15,
        (
            "module.beijing_shenzhen.alicloud_vpc_peer_connection.this",
            "module.hangzhou_beijing.alicloud_vpc_peer_connection.this",
            "module.shenzhen_hangzhou.alicloud_vpc_peer_connection.this",
        ),
        CHANGED_VARIABLES,
    ),
    Example("cross_account", 8, ("alicloud_vpc_peer_connection.this",), CHANGED_VARIABLES),
    Example("cross_account_assume_role", 8, ("alicloud_vpc_peer_connection.this",), CHANGED_VARIABLES),
    Example(
        "seed_cross_account",
        4,
        ("alicloud_vpc_peer_connection.example_peer_connection",),
        CHANGED_SEED,
        seed="world.yaml",
    ),
    Example(
        "seed_same_account",
        3,
        ("alicloud_vpc_peer_connection.example_peer_connection",),
        CHANGED_SEED,
        seed="world.yaml",
    ),
]


#: Examples about more than connections have tests of their own: test_access.py, test_landing_zone.py and
#: test_monitoring.py.
ELSEWHERE = {"central_vpc", "ipv6", "landing_zone", "monitoring", "security"}


def test_every_example_is_here() -> None:
    folders = {path.parent.name for path in EXAMPLES.glob("*/versions.tf")}
    assert folders == {example.name for example in EXAMPLES_TABLE} | ELSEWHERE


@pytest.mark.parametrize("example", EXAMPLES_TABLE, ids=lambda example: example.name)
def test_cycle(example: Example, tmp_path: Path) -> None:
    source = EXAMPLES / example.name
    with mock(seed=source / example.seed if example.seed else None) as tfmock:
        before = tfmock.left()
        terraform = tfmock.terraform(source, tmp_path / "applied")

        terraform.apply()
        assert terraform.plan().clean
        assert {pair: example.reaches(*pair) for pair in tfmock.reach()} == tfmock.reach()

        for name, content in example.change.items():
            (terraform.folder / name).write_text(content, encoding="utf-8")
        plan = terraform.plan()
        assert plan.actions == dict.fromkeys(example.changed, ("update",))
        assert plan.attributes == {address: {"bandwidth", "link_type"} for address in example.changed}
        terraform.apply(plan)
        assert terraform.plan().clean

        resources = terraform.resources()
        assert len(resources) == example.resources
        imported = tfmock.terraform(
            source, tmp_path / "imported", extra={**example.change, "imports.tf": import_blocks(resources)}
        )
        plan = imported.plan()
        assert (plan.imported, plan.actions) == (frozenset(resources), {})
        imported.apply(plan)
        assert imported.plan().clean
        assert imported.resources() == resources

        imported.destroy()
        assert tfmock.left() == before
        # All of it came through the proxy, which mock() asks at the end what it refused and what it let out: nothing.
        assert "vpcpeer.aliyuncs.com" in tfmock.report().proxy.served
