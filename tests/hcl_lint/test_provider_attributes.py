"""Every attribute of our resources is judged by a rule or listed here with the reason why not.

``data/provider_attributes.json`` holds the settable names of ``terraform providers schema -json``, of the versions that
it names together. When a provider brings a new attribute and the file is renewed, somebody has to decide about it here.
"""

from __future__ import annotations

import inspect
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from hcl_lint import catalog
from hcl_lint.network import access, alarms, build, entities
from hcl_lint.network.entities import Entity
from tests.hcl_lint.linting import HERE

PLUGIN: Final = Path.home() / ".terraform.d" / "plugins" / "registry.terraform.io" / "aliyun" / "alicloud"

#: Nothing about these can be wrong from the configuration alone.
NOT_JUDGED: Final = {
    "id": "computed; the provider's schema merely allows it",
    "timeouts": "how long Terraform waits",
    "resource_group_id": "whether a group exists is known to the account only",
    "status": "a switch to accept or reject by hand",
    "force_delete": "a decision about deletion (its provider version is checked, ALI602)",
    "is_default": "a decision",
    "zone_id": "which zones a region has changes",
    "availability_zone": "old name of zone_id",
    "classic_link_enabled": "a feature that is closed",
    "dns_hostname_status": "a decision",
    "enable_ipv6": "judged for VPCs (ALI314); of a vSwitch a decision",
    "ipv4_cidr_mask": "sizes from an IPAM pool, known after apply",
    "ipv4_ipam_pool_id": "the pool decides the block, known after apply",
    "ipv6_cidr_block": "given by the cloud",
    "ipv6_cidr_block_mask": "0 to 255, checked by the provider",
    "ipv6_isp": "a decision",
    "secondary_cidr_mask": "sizes from an IPAM pool, known after apply",
    "system_route_table_description": "free text",
    "system_route_table_name": "free text",
    "description": "judged for connections; elsewhere free text",
    "associate_type": "checked by the provider",
    "route_propagation_enable": "a decision",
    "system_route_table_route_propagation_enable": "a decision",
    "vpc_ipv6_cidr_block": "which of its blocks the VPC has is known after apply",
    "route_publish_targets": "not part of VPC peering",
    "contact_groups": "whether a group exists is known to the account only",
    "enabled": "a decision",
    "start_time": "deprecated by the provider, which says so itself",
    "end_time": "deprecated by the provider, which says so itself",
    "notify_type": "a decision",
    "tags": "judged for networks; of an alarm not part of VPC peering",
    "targets": "not part of VPC peering",
}


def test_every_attribute_is_classified() -> None:
    stored = json.loads((HERE / "data" / "provider_attributes.json").read_text(encoding="utf-8"))["settable"]
    read = "".join(inspect.getsource(module) for module in (build, entities, alarms, *_modules_of_rules()))
    for resource, names in stored.items():
        unclassified = [name for name in names if name not in NOT_JUDGED and f'"{name}"' not in read]
        assert not unclassified, f"decide about {', '.join(unclassified)} of {resource}"


@pytest.mark.terraform
@pytest.mark.skipif(not PLUGIN.is_dir() or not shutil.which("terraform"), reason="terraform or the provider is missing")
def test_the_stored_names_are_those_of_the_installed_provider(tmp_path: Path) -> None:
    """A newer provider than those of the file: renew it, then decide about what is new."""
    text = 'terraform {\n  required_providers {\n    alicloud = {\n      source = "aliyun/alicloud"\n    }\n  }\n}\n'
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull}
    subprocess.run(
        ["terraform", "init", "-input=false"], cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    done = subprocess.run(
        ["terraform", "providers", "schema", "-json"], cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    (provider,) = json.loads(done.stdout)["provider_schemas"].values()
    stored = json.loads((HERE / "data" / "provider_attributes.json").read_text(encoding="utf-8"))["settable"]
    for resource, names in stored.items():
        block = provider["resource_schemas"][resource]["block"]
        settable = {name for name, one in block["attributes"].items() if one.get("required") or one.get("optional")}
        assert settable | set(block.get("block_types", {})) <= set(names), resource


def test_the_list_holds_nothing_old() -> None:
    stored = json.loads((HERE / "data" / "provider_attributes.json").read_text(encoding="utf-8"))["settable"]
    everything = {name for names in stored.values() for name in names}
    assert set(NOT_JUDGED) <= everything


def test_our_resources_are_the_stored_ones() -> None:
    stored = json.loads((HERE / "data" / "provider_attributes.json").read_text(encoding="utf-8"))["settable"]
    # What filters packets is read for reachability alone; its attributes are not judged one by one.
    assert set(stored) == build.RESOURCE_TYPES - access.RESOURCE_TYPES - {"alicloud_account"}
    assert issubclass(entities.Connection, Entity)


def _modules_of_rules() -> list[ModuleType]:
    return [sys.modules[rule.check.__module__] for rule in catalog.load(entry_points=False).values()]
