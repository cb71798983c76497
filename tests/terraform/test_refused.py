"""What the cloud refuses, Terraform shows at the line that asked for it, with the cloud's own code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, Diagnostic, mock

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

#: configs/refused_nodes/main.tf, likewise
REFUSED_NODES = {
    "alicloud_instance.address_outside": "InvalidPrivateIpAddress",
    "alicloud_instance.address_taken": "InvalidPrivateIpAddress.Duplicated",
    "alicloud_instance.group_of_another_vpc": "InvalidParameter.Mismatch",
    "alicloud_instance.two_kinds_of_groups": "InvalidOperation.MultiGroupType",
    "alicloud_instance.another_zone": "ResourceNotAvailable",
    "alicloud_instance.unknown_image": "InvalidImageId.NotFound",
    "alicloud_instance.ipv6_without_ipv6": "InvalidOperation.VSwitchIpv6Disabled",
    "alicloud_instance.unknown_snapshot_policy": "InvalidAutoSnapshotPolicyId.NotFound",
    "alicloud_security_group_rule.group_of_another_vpc": "InvalidSourceGroupId.Mismatch",
    "alicloud_network_acl.vswitch_of_another_vpc": "InvalidResource.VpcError",
    "alicloud_vpc_ipv4_gateway.second": "OperationDenied.VpcExistIpv4Gateway",
    "alicloud_cms_alarm.unknown_group": "ResourceNotFound",
    "alicloud_cms_alarm.bad_threshold": "ParameterInvalid",
}

#: What uses things there, and what the cloud says to the deletion of each of those things
USERS = ("alicloud_ecs_network_interface.user", "alicloud_route_entry.user")
IN_USE = {
    "resource_alicloud_security_group.go": "DependencyViolation",
    "resource_alicloud_vswitch.go": "DependencyViolation",
    "resource_alicloud_vpc_ipv4_gateway.go": "OperationDenied.RouteEntryExist",
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
        shown = {diagnostic.address: diagnostic for diagnostic in terraform.fails("apply")}
        assert shown.keys() == REFUSED.keys()
        for address, code in REFUSED.items():
            assert _has_code(shown[address], code), shown[address].text
            assert (shown[address].file, shown[address].line) == ("main.tf", _line_of(terraform.folder, address))
        assert tfmock.left() == before


def test_nodes_are_refused_at_their_line_and_what_is_in_use_stays(tmp_path: Path) -> None:
    with mock(seed=WORLD) as tfmock:
        terraform = tfmock.terraform(CONFIGS / "refused_nodes", tmp_path / "config")
        shown = {diagnostic.address: diagnostic for diagnostic in terraform.fails("apply")}
        assert shown.keys() == REFUSED_NODES.keys()
        for address, code in REFUSED_NODES.items():
            assert _has_code(shown[address], code), shown[address].text
            assert (shown[address].file, shown[address].line) == ("main.tf", _line_of(terraform.folder, address))

        terraform.forget(*USERS)  # Terraform does not know any more who uses what it deletes
        refused = terraform.fails("destroy")
        assert len(refused) == len(IN_USE)
        for source, code in IN_USE.items():
            assert any(source in diagnostic.text and _has_code(diagnostic, code) for diagnostic in refused), source
        left = {kind for kind, _ in tfmock.left()}
        assert {"security_group", "vswitch", "ipv4_gateway", "network_interface", "route_entry"} <= left


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
