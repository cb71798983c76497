from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import hcl2
import pytest

from tfmock.cli import provider_override
from tfmock.cli.provider_blocks import Provider, find_providers
from tfmock.services.registry import all_operations
from tfmock.services.resources import RESOURCES
from tfmock.settings import Settings, SettingsError

PLAIN = 'provider "alicloud" {\n  region = "cn-beijing"\n}\n'
ALIAS = 'provider "alicloud" {\n  alias = "b"\n  access_key = var.key\n  assume_role {\n    role_arn = "x"\n  }\n}\n'
# Terraform accepts it, python-hcl2 does not.
UNREADABLE = 'output "x" {\n  value = <<-EOT\n    %{ if true ~}\n  }}}\n'
DEFAULT = Provider("alicloud", "", False)
OTHER = Provider("alicloud", "b", True)


JSON_LIST = '{"provider": {"alicloud": [{"region": "x"}, {"alias": "b", "profile": "p"}]}}'
JSON_OBJECT = '{"provider": [{"alicloud": {"alias": "b", "access_key": "k"}}]}'
RENAMED = """
terraform {
  required_providers {
    ali = {
      source = "aliyun/alicloud"
    }
  }
}
provider "ali" {
  alias = "z"
}
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, [DEFAULT]),
        ({"a.tf": PLAIN, "b.tf": ALIAS}, [DEFAULT, OTHER]),
        ({"a.tf": ALIAS + 'provider "aws" {\n  alias = "c"\n}\n'}, [DEFAULT, OTHER]),
        ({"a.tf": ALIAS + UNREADABLE}, [DEFAULT, OTHER]),
        ({"a.tf.json": JSON_LIST}, [DEFAULT, OTHER]),
        ({"a.tf.json": JSON_OBJECT}, [DEFAULT, OTHER]),
        ({".hidden.tf": ALIAS, "a.tf.bak": ALIAS, "a.tfvars": ALIAS}, [DEFAULT]),
        ({"a.tf": RENAMED}, [Provider("ali", "", False), Provider("ali", "z", False)]),
    ],
)
def test_finds_every_provider_configuration(tmp_path: Path, files: dict[str, str], expected: list[Provider]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert list(find_providers(tmp_path)) == expected


@pytest.mark.parametrize("as_json", [False, True])
def test_writes_one_block_for_each(tmp_path: Path, as_json: bool) -> None:
    (tmp_path / "main.tf").write_text(PLAIN + ALIAS)
    written = provider_override.write(tmp_path, Settings(gateway_port=4999), as_json=as_json)
    text = written.path.read_text()
    blocks: list[dict[str, Any]] = json.loads(text)["provider"]["alicloud"] if as_json else _blocks(text)
    assert [block.get("alias", "") for block in blocks] == ["", "b"]
    assert blocks[0]["access_key"] == "default.1000000000000001"
    assert "access_key" not in blocks[1]  # the user's own says which account is meant
    for block in blocks:
        assert "region" not in block
        assert (block["protocol"], block["account_type"]) == ("HTTP", "Domestic")
        endpoints = block["endpoints"] if as_json else block["endpoints"][0]
        assert {endpoints[key] for key in ("vpc", "vpcpeer", "ecs", "sts", "location")} == {"127.0.0.1:4999"}


def _blocks(text: str) -> list[dict[str, Any]]:
    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key.strip('"'): plain(member) for key, member in value.items() if not key.startswith("__")}
        if isinstance(value, list):
            return [plain(member) for member in value]
        return value.strip('"') if isinstance(value, str) else value

    tree = plain(hcl2.loads(text))
    assert isinstance(tree, dict)
    return [block["alicloud"] for block in tree["provider"]]


def test_writing_again_replaces_and_removing_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(PLAIN)
    before = sorted(tmp_path.iterdir())
    for as_json, name in (
        (False, provider_override.HCL_NAME),
        (True, provider_override.JSON_NAME),
        (False, provider_override.HCL_NAME),
    ):
        assert provider_override.write(tmp_path, Settings(), as_json=as_json).path == tmp_path / name
        assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / name])
    assert provider_override.remove(tmp_path) == (tmp_path / provider_override.HCL_NAME,)
    assert sorted(tmp_path.iterdir()) == before
    assert provider_override.remove(tmp_path) == ()


@pytest.mark.parametrize("name", [provider_override.HCL_NAME, provider_override.JSON_NAME])
@pytest.mark.parametrize("content", [b"# mine\n", b"\xff"])
def test_a_file_of_the_users_is_left_alone(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    for act in (lambda: provider_override.write(tmp_path, Settings()), lambda: provider_override.remove(tmp_path)):
        with pytest.raises(SettingsError, match="was not written by tfmock"):
            act()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, content)]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tf", b"\xff", r"a\.tf: is not UTF-8"),
        ("a.tf.json", b"{", r"a\.tf\.json:1: is not valid JSON"),
    ],
)
def test_files_that_cannot_be_read_are_named(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SettingsError, match=message):
        provider_override.write(tmp_path, Settings())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such folder"):
        provider_override.write(tmp_path / "missing", Settings())


@pytest.mark.parametrize("names", [[], ["readme.md"], [provider_override.HCL_NAME]])
def test_a_folder_without_configuration_is_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text(f"# {provider_override.MARKER}\n")
    with pytest.raises(SettingsError, match="no Terraform configuration"):
        provider_override.write(tmp_path, Settings())
    assert sorted(path.name for path in tmp_path.iterdir()) == names


#: The provider has no endpoint of the name (cdt, nis), or only Terraform's backend uses the product (oss, ots).
NO_ENDPOINT = {"cdt", "nis", "oss", "ots"}


def test_every_product_of_a_resource_has_its_endpoint(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(PLAIN, encoding="utf-8")
    text = provider_override.write(tmp_path, Settings(), as_json=True).path.read_text(encoding="utf-8")
    (provider,) = json.loads(text)["provider"]["alicloud"]
    products = {operation.product.lower() for operation in all_operations()}
    assert {kind.resource.product.lower() for kind in RESOURCES} <= products
    assert set(provider["endpoints"]) == products - NO_ENDPOINT
