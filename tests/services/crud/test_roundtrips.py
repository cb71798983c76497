"""Every type that is created is found again, and its attributes are read as they were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

import pytest
from flask import Flask
from pydantic import JsonValue

from tests.support.crud_provider import SimulatedProvider, configuration, entities, ignore_checks
from tfmock.core.universe import Universe
from tfmock.protocol.errors import ApiError
from tfmock.services.crud import paths
from tfmock.services.crud.contract import ResourceType
from tfmock.services.crud.contracts import installed_contracts
from tfmock.services.crud.engine import CrudEngine
from tfmock.services.crud.origins import Attribute, as_text
from tfmock.services.registry import Registry, all_operations

#: Types that are not found again: their data does not say where the id comes from or which item is meant, or they are
#: privileges of an account that is not there.
NOT_FOUND: Final = frozenset({"db_account_privilege", "esa_scheduled_preload_execution", "polardb_account_privilege"})
#: Attributes that are read otherwise than they were sent. These are gaps of the data, or of the provider that is played
#: here: it writes no JSON text, sends no later updates, and takes any text for a number or an enumeration.
CHANGED: Final[Mapping[str, frozenset[str]]] = {
    "adb_account": frozenset({"account_description", "account_name"}),
    "alikafka_instance": frozenset({"name"}),
    "alikafka_sasl_user": frozenset({"username"}),
    "bastionhost_instance": frozenset({"storage"}),
    "click_house_db_cluster": frozenset({"db_node_storage"}),
    "click_house_enterprise_db_cluster_public_endpoint": frozenset({"connection_string_prefix"}),
    "cloud_firewall_vpc_firewall_cen": frozenset({"status"}),
    "cs_kubernetes_addon": frozenset({"name"}),
    "cs_kubernetes_policy_instance": frozenset({"cluster_id", "policy_name"}),
    "cs_serverless_kubernetes": frozenset({"deletion_protection", "name"}),
    "dcdn_er": frozenset({"description"}),
    "dcdn_waf_rule": frozenset({"policy_id"}),
    "dms_enterprise_proxy": frozenset({"instance_id"}),
    "ecd_command": frozenset({"command_content"}),
    "edas_application": frozenset({"application_name", "cluster_id"}),
    "gpdb_elastic_instance": frozenset({"instance_spec"}),
    "graph_database_db_instance": frozenset({"db_instance_category"}),
    "hbase_instance": frozenset({"core_disk_size"}),
    "hbr_ecs_backup_plan": frozenset({"retention"}),
    "hbr_nas_backup_plan": frozenset({"retention"}),
    "hbr_oss_backup_plan": frozenset({"retention"}),
    "hbr_ots_backup_plan": frozenset({"retention"}),
    "log_alert": frozenset({"alert_description", "alert_displayname"}),
    "log_dashboard": frozenset({"char_list"}),
    "log_etl": frozenset({"description", "display_name", "logstore", "script"}),
    "log_ingestion": frozenset({"source"}),
    "logtail_attachment": frozenset({"machine_group_name"}),
    "oos_patch_baseline": frozenset({"approval_rules"}),
    "oss_bucket_policy": frozenset({"policy"}),
    "ots_instance": frozenset({"description", "instance_type", "name"}),
    "polardb_account": frozenset({"account_description", "account_name"}),
    "rds_db_instance_endpoint": frozenset({"connection_string_prefix"}),
    "resource_manager_shared_target": frozenset({"target_id"}),
    "router_interface_connection": frozenset({"opposite_interface_id"}),
    "sae_config_map": frozenset({"data"}),
    "sddp_instance": frozenset({"sdc"}),
    "selectdb_db_instance": frozenset({"cache_size"}),
    "sms_short_url": frozenset({"effective_days"}),
    "vpn_gateway": frozenset({"enable_ipsec", "enable_ssl"}),
    "waf_certificate": frozenset({"certificate_name"}),
    "yundun_bastionhost_instance": frozenset({"storage"}),
}


def created_types() -> Iterator[ResourceType]:
    """Types that no emulated action makes, and that one call reads."""
    contracts, registry = installed_contracts(), Registry(all_operations())
    for name in sorted(contracts.index.types):
        type = contracts.type(name)
        if type is None or not any(spec.is_primary for spec in type.all_calls()):
            continue
        if not any(registry.has_action(spec.version, spec.key) for spec in type.specs_of(type.creates)):
            yield type


def sent_by(type: ResourceType, made: Mapping[str, JsonValue]) -> set[str]:
    """Attributes that the creating calls send, each by a parameter of its own: of two that are sent by one, as of an
    argument and its former name, a user configures one."""
    names: dict[tuple[int, str], set[str]] = defaultdict(set)
    for spec in type.specs_of(type.creates | type.upserts):
        for parameter in spec.parameters:
            is_text = "@" in parameter.path  # which the simulated provider does not write
            if isinstance(parameter.leaf, Attribute) and not parameter.leaf.change and not is_text:
                names[spec.n, parameter.path].add(paths.first_key(parameter.leaf.path))
    shared = {name for sent in names.values() if len(sent & made.keys()) > 1 for name in sent}
    return {name for sent in names.values() for name in sent} - shared


def test_what_is_created_is_read_as_it_was_sent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ignore_checks(monkeypatch)
    universe: Universe = app.extensions["tfmock.universe"]
    engine = CrudEngine(installed_contracts(), Registry(all_operations()).has_action)
    missing: set[str] = set()
    changed: dict[str, set[str]] = {}
    compared = 0
    for number, type in enumerate(created_types()):
        provider = SimulatedProvider(engine, universe.world(f"round-trip-{number}"))
        made = configuration(type)
        try:
            row = provider.create(type, made)
            read = provider.read(type, row, made) if row is not None else {}
        except ApiError:
            read = None
        if read is None:
            missing.add(type.name.removeprefix("alicloud_"))
            continue
        for name in sorted(read.keys() & made.keys() & sent_by(type, made)):
            compared += 1
            if as_text(read[name]) != as_text(made[name]):
                changed.setdefault(type.name.removeprefix("alicloud_"), set()).add(name)
    assert sorted(missing - NOT_FOUND) == []
    assert {name: more for name, lost in changed.items() if (more := lost - CHANGED.get(name, frozenset()))} == {}
    assert compared > 2000


def test_the_lists_name_types_that_there_are() -> None:
    names = {name.removeprefix("alicloud_") for name in entities()}
    assert NOT_FOUND | CHANGED.keys() <= names
