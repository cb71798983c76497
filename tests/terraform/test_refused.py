"""What the cloud refuses, Terraform shows at the line that asked for it, with the cloud's own code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terraform.runner import CONFIGS, Diagnostic, mock

pytestmark = pytest.mark.terraform

WORLD = CONFIGS / "world.yaml"

#: configs/refused/main.tf: resource -> what the cloud answers
REFUSED = {
    "alicloud_vpc_peer_connection.bandwidth_within_region": "OperationFailed.BandwidthCannotBeChangedInSameRegion",
    "alicloud_vpc_peer_connection.link_type_within_region": "OperationFailed.InterRegionLinkTypeNotSupported",
    "alicloud_vpc_peer_connection.special_link_type": "OperationFailed.SpecificLinkTypeNotSupported",
    "alicloud_vpc_peer_connection.too_much_bandwidth": "QuotaExceeded.Bandwidth",
    "alicloud_vpc_peer_connection.same_vpc": "IllegalParam.AcceptingVpcId",
    "alicloud_vpc_peer_connection.wrong_region": "ResourceNotFound.AcceptingVpc",
    "alicloud_vpc_peer_connection_accepter.nothing_to_accept": "ResourceNotFound.InstanceId",
    "alicloud_vswitch.outside_the_vpc": "InvalidParameter",
    "alicloud_route_entry.no_such_connection": "ResourceNotFound.VpcPeer",
    "alicloud_route_entry.within_a_vswitch": "InvalidCidrBlock",
}

#: configs/routes_and_data: attribute, value -> what the cloud answers, within one region
CHANGES_REFUSED = [
    ("bandwidth", 100, "OperationFailed.BandwidthCannotBeChangedInSameRegion"),
    ("link_type", "Gold", "OperationFailed.InterRegionLinkTypeNotSupported"),
]


def test_create_is_refused_at_its_line(tmp_path: Path) -> None:
    with mock(seed=WORLD) as tfmock:
        before = tfmock.left()
        terraform = tfmock.terraform(CONFIGS / "refused", tmp_path / "config")
        shown = {each.address: each for each in terraform.fails("apply")}
        assert shown.keys() == REFUSED.keys()
        for address, code in REFUSED.items():
            assert _has_code(shown[address], code), shown[address].text
            assert (shown[address].file, shown[address].line) == ("main.tf", _line_of(terraform.folder, address))
        assert tfmock.left() == before


def test_changes_and_deletions_are_refused_and_force_delete_forces(tmp_path: Path) -> None:
    connection = "alicloud_vpc_peer_connection.this"
    with mock(seed=WORLD) as tfmock:
        before = tfmock.left()
        terraform = tfmock.terraform(CONFIGS / "routes_and_data", tmp_path / "config")
        terraform.apply()
        applied = tfmock.left()

        for attribute, value, code in CHANGES_REFUSED:
            terraform.set(**{attribute: value})
            assert terraform.plan().actions == {connection: ("update",)}
            (shown,) = terraform.fails("apply")
            assert _has_code(shown, code)
            assert (shown.file, shown.line) == ("main.tf", _line_of(terraform.folder, connection))
        terraform.set()
        assert terraform.plan().clean
        assert tfmock.left() == applied

        # A route that Terraform does not know of keeps the connection, unless that is deleted by force.
        terraform.forget('alicloud_route_entry.this["vtb-bp1a00000001"]')
        (shown,) = terraform.fails("destroy")
        assert _has_code(shown, "OperationDenied.RouteEntryExist")
        terraform.set(force_delete=True, routes={})
        terraform.apply()
        assert {kind for kind, _ in tfmock.left() - before} == {"vpc_peer_connection", "route_entry"}
        terraform.destroy()
        assert tfmock.left() == before


def _has_code(shown: Diagnostic, code: str) -> bool:
    return any(line.strip() in (f"Code: {code}", f"ErrorCode: {code}") for line in shown.text.splitlines())


def _line_of(folder: Path, address: str) -> int:
    kind, name = address.split(".")
    lines = (folder / "main.tf").read_text(encoding="utf-8").splitlines()
    return lines.index(f'resource "{kind}" "{name}" {{') + 1
