"""A platform team's whole root through its life: what is emulated and what is only stored, beside each other."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.terraform import EXAMPLES, FROM_REGISTRY, import_blocks, mock
from tests.terraform.conftest import mirrored_versions

pytestmark = pytest.mark.terraform

SOURCE = EXAMPLES / "landing_zone"
CHANGED = 'log_retention = 30\negress_bandwidth = 20\noffices = ["198.51.100.0/24"]\n'
#: What the changed variables change, and in which attributes.
UPDATES = {
    "alicloud_cloud_firewall_address_book.offices": {"address_list"},
    "alicloud_eip_address.egress": {"bandwidth"},
    'alicloud_log_store.this["apps"]': {"retention_period"},
    'alicloud_log_store.this["flows"]': {"retention_period"},
    "alicloud_oss_bucket.audit": {"lifecycle_rule"},
}
#: Arguments that the provider never reads, so that an import lacks them until the next apply.
NEVER_READ = {
    "alicloud_cs_managed_kubernetes.apps": {"name_prefix", "new_nat_gateway", "slb_internet_enabled"},
    'alicloud_kms_key.this["data"]': {"pending_window_in_days"},
    'alicloud_kms_key.this["logs"]': {"pending_window_in_days"},
}
#: The same, of databases: passwords, and how changes are made.
NEVER_READ_OF_DATABASES = {
    "alicloud_db_instance.orders[0]": {"force_restart"},
    "alicloud_kvstore_account.apps[0]": {"account_password"},
    "alicloud_kvstore_instance.sessions[0]": {"enable_backup_log", "force_upgrade", "order_type"},
    "alicloud_rds_account.apps[0]": {"account_password", "reset_permission_flag"},
}
#: What is removed from the state and imported by commands; import blocks bring in all of it afterwards.
FORGOTTEN = (
    "alicloud_alb_rule.legacy",
    "alicloud_cs_kubernetes_node_pool.apps",
    'alicloud_log_store.this["flows"]',
)


def cycle(tmp_path: Path, *, with_databases: bool, resources: int) -> None:
    """Apply, nothing to do, change in place, import one by one and all at once, destroy, nothing left."""
    databases = {"databases.auto.tfvars": f"with_databases = {str(with_databases).lower()}\n"}
    with mock() as tfmock:
        before = tfmock.left()
        # The provider waits for minutes before it looks at a new database
        terraform = replace(tfmock.terraform(SOURCE, tmp_path / "applied", extra=databases), seconds=900.0)
        terraform.apply()
        assert terraform.plan().clean
        assert tfmock.reach() == {("landing-hub", "landing-data"): True, ("landing-data", "landing-hub"): True}
        stored = {type for entry in tfmock.report().stored for type in entry.types}
        assert {"alicloud_alb_listener", "alicloud_cs_managed_kubernetes", "alicloud_kms_key"} <= stored
        assert not {"alicloud_vpc", "alicloud_vpc_peer_connection", "alicloud_eip_address"} & stored

        (terraform.folder / "changed.auto.tfvars").write_text(CHANGED, encoding="utf-8")
        plan = terraform.plan()
        assert plan.actions == dict.fromkeys(UPDATES, ("update",))
        assert plan.attributes == UPDATES
        terraform.apply(plan)
        assert terraform.plan().clean

        ids = terraform.resources()
        assert len(ids) == resources
        terraform.forget(*FORGOTTEN)
        for address in FORGOTTEN:
            terraform.import_one(address, ids[address])
        assert terraform.plan().clean
        assert terraform.resources() == ids

        extra = {**databases, "changed.auto.tfvars": CHANGED, "imports.tf": import_blocks(ids)}
        imported = replace(tfmock.terraform(SOURCE, tmp_path / "imported", extra=extra), seconds=900.0)
        plan = imported.plan()
        never_read = NEVER_READ | (NEVER_READ_OF_DATABASES if with_databases else {})
        assert plan.imported == frozenset(ids)
        assert plan.attributes == never_read
        imported.apply(plan)
        assert imported.plan().clean

        imported.destroy()
        assert tfmock.left() == before


def test_cycle(tmp_path: Path) -> None:
    cycle(tmp_path, with_databases=False, resources=59)


@pytest.mark.slow
@pytest.mark.skipif("TFMOCK_WITH_DATABASES" not in os.environ, reason="takes about 11 minutes; make databases runs it")
def test_cycle_with_databases(tmp_path: Path, provider_version: str) -> None:
    """RDS and Redis: seven minutes of the apply are the provider's own pauses, which no server can shorten."""
    if provider_version != (mirrored_versions() or [FROM_REGISTRY])[-1]:
        pytest.skip("the newest version is enough")
    cycle(tmp_path, with_databases=True, resources=65)
