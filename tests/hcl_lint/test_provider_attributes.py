"""Every attribute of our resources is judged by a rule or listed here with the reason why not.

``hcl_lint/schema`` holds what a provider's schema says. When a provider brings a new attribute and the
file is renewed, somebody has to decide about it here.
"""

from __future__ import annotations

import inspect
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from hcl_lint import catalog
from hcl_lint.evaluate.model import Mode
from hcl_lint.evaluate.types import Collection, ObjectType, Type
from hcl_lint.network import (
    access,
    access_checks,
    alarms,
    build,
    entities,
    next_hops,
    placement,
    table_bindings,
    text_checks,
)
from hcl_lint.schema.facts import ArgumentSchema, provider_schema

PLUGIN: Final = Path.home() / ".terraform.d" / "plugins" / "registry.terraform.io" / "aliyun" / "alicloud"

#: Nothing about these can be wrong from the configuration alone.
NOT_JUDGED: Final = {
    "id": "computed; the provider's schema merely allows it",
    "timeouts": "how long Terraform waits",
    "resource_group_id": "whether a group exists is known to the account only",
    "status": "a switch to accept or reject by hand",
    "force_delete": "a decision about deletion (its provider version is checked, ALI602)",
    "is_default": "a decision",
    "classic_link_enabled": "a feature that is closed",
    "dns_hostname_status": "a decision",
    "ipv4_cidr_mask": "sizes from an IPAM pool, known after apply",
    "ipv4_ipam_pool_id": "the pool decides the block, known after apply",
    "ipv6_cidr_block": "given by the cloud",
    "ipv6_isp": "a decision",
    "secondary_cidr_mask": "sizes from an IPAM pool, known after apply",
    "system_route_table_description": "free text",
    "system_route_table_name": "free text",
    "route_propagation_enable": "a decision",
    "system_route_table_route_propagation_enable": "a decision",
    "route_publish_targets": "not part of VPC peering",
    "contact_groups": "whether a group exists is known to the account only",
    "enabled": "a decision",
    "start_time": "deprecated by the provider, which says so itself",
    "end_time": "deprecated by the provider, which says so itself",
    "tags": "judged for networks; of an alarm not part of VPC peering",
    "targets": "not part of VPC peering",
    "activity_id": "known to the account only",
    "address_name": "free text",
    "allocation_id": "which EIP was released is known to the account only",
    "auto_pay": "a decision",
    "high_definition_monitor_log_status": "not part of VPC peering",
    "ip_address": "which EIP was released is known to the account only",
    "isp": "the provider's schema has the values",
    "log_project": "not part of VPC peering",
    "log_store": "not part of VPC peering",
    "netmode": "the provider's schema has the values",
    "pricing_cycle": "the provider's schema has the values",
    "public_ip_address_pool_id": "known to the account only",
    "security_protection_types": "not part of VPC peering",
    "zone": "a decision",
}


#: They are judged by the schema alone.
SCHEMA_ONLY: Final = {
    "alicloud_cms_alarm_contact",
    "alicloud_cms_alarm_contact_group",
    "alicloud_cms_monitor_group",
    "alicloud_cms_monitor_group_instances",
    "alicloud_resource_manager_resource_group",
    "alicloud_vpc_gateway_route_table_attachment",
    "alicloud_vpc_ipv6_cidr_block",
}
#: One argument of them is read; their schema is that of all other types.
WITHOUT_SCHEMA: Final = {"alicloud_account", "alicloud_oss_bucket"}
#: What filters packets is read for reachability, and what routes lead to for its place; their attributes are not judged
#: one by one.
OTHERS: Final = access.RESOURCE_TYPES | next_hops.RESOURCE_TYPES | SCHEMA_ONLY | WITHOUT_SCHEMA
OURS: Final = build.RESOURCE_TYPES - OTHERS


def settable(type: str) -> list[str]:
    arguments = provider_schema().arguments("managed", type) or {}
    return [name for name, facts in arguments.items() if not facts.computed and facts.removed is None]


def test_every_attribute_is_classified() -> None:
    modules = (build, entities, alarms, access_checks, placement, table_bindings, text_checks, *_modules_of_rules())
    read = "".join(inspect.getsource(module) for module in modules)
    for resource in OURS:
        unclassified = [name for name in settable(resource) if name not in NOT_JUDGED and f'"{name}"' not in read]
        assert not unclassified, f"decide about {', '.join(unclassified)} of {resource}"


def test_the_list_holds_nothing_old() -> None:
    assert set(NOT_JUDGED) <= {name for resource in OURS for name in settable(resource)}


def test_every_type_that_is_read_has_a_schema() -> None:
    assert provider_schema().judged == build.RESOURCE_TYPES - WITHOUT_SCHEMA


@pytest.mark.terraform
@pytest.mark.skipif(not PLUGIN.is_dir() or not shutil.which("terraform"), reason="terraform or the provider is missing")
def test_the_schema_is_that_of_the_installed_provider(tmp_path: Path) -> None:
    """A newer provider than the file's: renew it, then decide about what is new."""
    text = 'terraform {\n  required_providers {\n    alicloud = {\n      source = "aliyun/alicloud"\n    }\n  }\n}\n'
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull}
    run = partial(subprocess.run, cwd=tmp_path, env=environment, check=True, capture_output=True)
    run(["terraform", "init", "-input=false"])
    (provider,) = json.loads(run(["terraform", "providers", "schema", "-json"]).stdout)["provider_schemas"].values()
    modes: tuple[tuple[Mode, str], ...] = (("managed", "resource_schemas"), ("data", "data_source_schemas"))
    for mode, key in modes:
        assert set(provider_schema().types(mode)) == set(provider[key])
        for type, schema in provider[key].items():
            arguments = provider_schema().arguments(mode, type)
            assert arguments is not None
            _compare(type, arguments, schema["block"])


def _compare(path: str, ours: Mapping[str, ArgumentSchema], block: dict[str, Any]) -> None:
    attributes, blocks = block.get("attributes", {}), block.get("block_types", {})
    gone = {name for name, facts in ours.items() if facts.removed is not None}
    assert set(ours) - gone <= {*attributes, *blocks} <= set(ours), path
    for name, attribute in attributes.items():
        facts = ours[name]
        router_id = (path, name) == ("alicloud_route_entry", "router_id")  # ALI362 tells of it
        assert facts.required == bool(attribute.get("required")), (path, name)
        if not (facts.computed or facts.removed or facts.either or router_id):
            assert attribute["type"] == _as_printed(facts.type), (path, name)
        assert router_id or facts.computed == (not attribute.get("required") and not attribute.get("optional")), (
            path,
            name,
        )
    for name, attribute in blocks.items():
        inner = ours[name].block
        assert inner is not None, (path, name)
        assert (ours[name].min_items, ours[name].max_items) == (
            attribute.get("min_items", 0),
            attribute.get("max_items"),
        )
        _compare(f"{path}.{name}", inner, attribute["block"])


def _as_printed(kind: Type | None) -> object:
    if isinstance(kind, ObjectType):
        return ["object", {name: _as_printed(inner) for name, inner in kind.attributes}]
    return [kind.kind, _as_printed(kind.element)] if isinstance(kind, Collection) else kind


def _modules_of_rules() -> list[ModuleType]:
    return [sys.modules[rule.check.__module__] for rule in catalog.load(entry_points=False).values()]
