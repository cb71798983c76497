"""The descriptors of resources: each kind has one, and the lists that read them know every kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.lab import Net
from tfmock.core.store import ResourceRow
from tfmock.rulebook.quotas import Quotas
from tfmock.seed.resources import KINDS as SEEDED
from tfmock.services.registry import all_operations, row_types
from tfmock.services.resources import RESOURCES

#: Rows of accounts that are no resources of their own: what a resource is made of, or what happened to it.
PARTS = {
    "alarm_history", "alert_logs", "client_tokens", "crud", "monitor_groups", "network_analyses", "network_paths",
    "quota_applications", "reserved_ipv6_blocks", "sts_sessions", "tags",
}  # fmt: skip
ROOT = Path(__file__).parents[2]
PRODUCTS = {operation.product for operation in all_operations()}


def name_of(kind: type[ResourceRow]) -> str:
    return kind.__name__


def test_every_row_of_an_account_is_a_resource_or_known_as_none() -> None:
    owned = {kind.table for kind in row_types() if "account" in kind.__dataclass_fields__}
    assert {kind.table for kind in RESOURCES} | PARTS >= owned
    assert not {kind.table for kind in RESOURCES} & PARTS
    assert {kind for kind in row_types() if issubclass(kind, ResourceRow)} == set(RESOURCES)


@pytest.mark.parametrize("kind", RESOURCES, ids=name_of)
def test_a_descriptor_names_what_there_is(kind: type[ResourceRow]) -> None:
    resource = kind.resource
    assert resource.product in PRODUCTS
    assert not resource.quota or resource.quota in Quotas.names()
    assert set(resource.seed.values()) <= set(kind.__dataclass_fields__)
    assert not resource.seed or resource.terraform_types


def test_terraform_types_are_of_one_kind() -> None:
    types = [name for kind in RESOURCES for name in (*kind.resource.terraform_types, *kind.resource.terraform_parts)]
    assert sorted(types) == sorted(set(types))
    seeded = {type for mode, type in SEEDED if mode == "managed"}
    assert seeded - set(types) == {"alicloud_oss_bucket"}  # emulated for Terraform's own state, and CRUD as a type


@pytest.mark.parametrize("kind", [kind for kind in RESOURCES if kind.resource.tag_type], ids=name_of)
def test_tag_actions_know_the_kind(net: Net, kind: type[ResourceRow]) -> None:
    """An unknown id is refused because of the id, an unknown kind because of the kind."""
    action = f"{kind.resource.product}.TagResources"
    tagged = {"ResourceId": ["nobody-1"], "Tag": [{"Key": "k", "Value": "v"}]}
    code = net.lab.code(action, ResourceType=kind.resource.tag_type, **tagged)
    assert code != net.lab.code(action, ResourceType="Nonsense", **tagged)


@pytest.mark.parametrize("kind", [kind for kind in RESOURCES if kind.resource.move_type], ids=name_of)
def test_move_resource_group_knows_the_kind(net: Net, kind: type[ResourceRow]) -> None:
    action = f"{kind.resource.product}.MoveResourceGroup"
    moved = {"ResourceId": "nobody-1", "NewResourceGroupId": net.lab.group("other")}
    code = net.lab.code(action, ResourceType=kind.resource.move_type, **moved)
    assert code != net.lab.code(action, ResourceType="Nonsense", **moved)


def test_ids_are_made_from_the_descriptors() -> None:
    """No handler spells a prefix that a descriptor has."""
    spelt = [f'new_id("{kind.resource.id_prefix}"' for kind in RESOURCES if kind.resource.id_prefix]
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tfmock").rglob("*.py")}
    assert [path for path, text in texts.items() for start in spelt if start in text] == []
