"""Routes to prefix lists, next hops that change in place, and next hops that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, import_blocks, mock

pytestmark = pytest.mark.terraform

#: What the second stage changes, all in place
CHANGED = {"alicloud_vpc_prefix_list.partners", "alicloud_vpc_route_entry.changing"}

#: configs/refused_next_hops/main.tf: resource -> what the cloud answers
REFUSED = {
    "alicloud_route_entry.to_interface": "Mismatch.EniIdAndRouteTableId",
    "alicloud_route_entry.to_instance": "OperationFailed.InstanceDismatchCurrentVpc",
    "alicloud_route_entry.to_gateway": "Mismatch.Ipv4GatewayIdAndRouteTableId",
    "alicloud_route_entry.to_nobody": "InvalidNetworkInterface.NotFound",
    "alicloud_route_entry.to_no_list": "ResourceNotFound.PrefixList",
}


def test_a_prefix_list_through_its_whole_life(tmp_path: Path) -> None:
    source = CONFIGS / "prefix_lists"
    with mock() as tfmock:
        terraform = tfmock.terraform(source, tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        assert tfmock.reach() == {("a", "b"): True, ("b", "a"): True}
        assert terraform.outputs()["listed"] == [2]

        terraform.set(second=True)
        plan = terraform.plan()
        assert {address: actions for address, actions in plan.actions.items() if actions != ("read",)} == dict.fromkeys(
            CHANGED, ("update",)
        )
        terraform.apply(plan)
        assert terraform.plan().clean
        assert tfmock.reach() == {("a", "b"): True, ("b", "a"): True}

        listed = {
            address: id for address, id in terraform.resources().items() if address.startswith("alicloud_vpc_prefix")
        }
        terraform.forget(*listed)
        (terraform.folder / "imports.tf").write_text(import_blocks(listed), encoding="utf-8")
        plan = terraform.plan()
        assert plan.imported == frozenset(listed)
        assert plan.attributes == {}
        terraform.apply(plan)
        terraform.destroy()
        assert tfmock.left() == set()


def test_next_hops_of_another_vpc_are_refused(tmp_path: Path) -> None:
    with mock(seed=CONFIGS / "world.yaml") as tfmock:
        before = tfmock.left()
        terraform = tfmock.terraform(CONFIGS / "refused_next_hops", tmp_path / "config")
        shown = {diagnostic.address: diagnostic for diagnostic in terraform.fails("apply")}
        assert shown.keys() == REFUSED.keys(), [diagnostic.text for diagnostic in shown.values()]
        assert {address: code for address, code in REFUSED.items() if code in shown[address].text} == REFUSED
        terraform.destroy()
        assert tfmock.left() == before
