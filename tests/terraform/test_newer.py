"""What only newer providers know, through its whole life."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, import_blocks, mock, since

pytestmark = pytest.mark.terraform

#: What the second stage changes, all in place
CHANGED = {
    "alicloud_cloud_monitor_service_metric_alarm_rule.this",
    "alicloud_cms_monitor_group.this",
    "alicloud_cms_monitor_group_instances.this",
    "alicloud_ecs_network_interface.this",
    "alicloud_instance.changed",
    "alicloud_instance.spot",
    "alicloud_resource_manager_resource_group_settings.this",
    "alicloud_route_table.quiet",
    'alicloud_security_group_rule.long["egress"]',
    'alicloud_security_group_rule.long["ingress"]',
    "alicloud_vpc.this",
}
#: What the provider knows only from its configuration, so that an import cannot bring it.
NOT_IMPORTED = {
    "alicloud_cms_monitor_group.of_resource_group": {"resource_group_id", "resource_group_name"},
    "alicloud_instance.changed": {"dry_run"},
    "alicloud_instance.spot": {"dry_run"},
    "alicloud_instance.with_interface": {"dry_run"},
    "alicloud_vswitch.asked": {"ipv6_cidr_block_mask", "vpc_ipv6_cidr_block"},
}


def test_what_only_newer_providers_know(tmp_path: Path, provider_version: str) -> None:
    if not since(provider_version, "1.289.0"):
        pytest.skip("the configuration needs provider 1.289")
    source = CONFIGS / "newer"
    with mock(default_vpc=True) as tfmock:
        before = tfmock.left()
        terraform = tfmock.terraform(source, tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean

        terraform.set(second=True)
        plan = terraform.plan()
        assert plan.actions == dict.fromkeys(CHANGED, ("update",))
        terraform.apply(plan)
        assert terraform.plan().clean

        resources = terraform.resources()
        imported = tfmock.terraform(source, tmp_path / "imported", extra={"imports.tf": import_blocks(resources)})
        imported.set(second=True)
        plan = imported.plan()
        assert plan.imported == frozenset(resources)
        assert plan.attributes == NOT_IMPORTED
        assert plan.actions == dict.fromkeys(NOT_IMPORTED, ("update",))

        terraform.destroy()
        assert tfmock.left() == before
