"""EIPs through their whole life: allocated, associated, changed, imported, released."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, import_blocks, mock

pytestmark = pytest.mark.terraform

#: What the second stage changes, all in place.
CHANGED = {"alicloud_eip_address.interface", "alicloud_eip_address.web"}
#: An import cannot bring these: the provider knows them only from its configuration.
NOT_IMPORTED = {"alicloud_instance.web": {"dry_run"}}


def test_every_eip(tmp_path: Path) -> None:
    source = CONFIGS / "eips"
    with mock() as tfmock:
        terraform = tfmock.terraform(source, tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        assert terraform.outputs()["found"] == {"web": [["web-first", "10", "InUse"]], "of_instance": [True]}

        terraform.set(second=True)
        plan = terraform.plan()
        assert plan.actions == dict.fromkeys(CHANGED, ("update",))
        terraform.apply(plan)
        assert not terraform.plan().actions  # outputs of data sources, read before the change, may still follow it

        resources = terraform.resources()
        imported = tfmock.terraform(source, tmp_path / "imported", extra={"imports.tf": import_blocks(resources)})
        imported.set(second=True)
        plan = imported.plan()
        assert plan.imported == frozenset(resources)
        assert plan.actions == dict.fromkeys(NOT_IMPORTED, ("update",))
        assert {address: plan.attributes[address] for address in NOT_IMPORTED} == NOT_IMPORTED

        terraform.destroy()
        assert tfmock.left() == set()
