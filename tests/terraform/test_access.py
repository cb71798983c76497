"""Access rules and nodes through their whole life, and the examples that need them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, EXAMPLES, import_blocks, mock, since

pytestmark = pytest.mark.terraform

#: The provider cannot import it (provider-contract: alicloud_network_acl_attachment).
NO_IMPORT = "alicloud_network_acl_attachment.this"
#: What the second stage changes, all in place
CHANGED = {
    "alicloud_ecs_network_interface.counted",
    "alicloud_ecs_network_interface.full",
    "alicloud_ecs_prefix_list.peers",
    "alicloud_instance.moved",
    "alicloud_instance.prepaid",
    "alicloud_instance.running",
    "alicloud_instance.spot",
    "alicloud_instance.stopped",
    "alicloud_network_acl.this",
    "alicloud_network_acl_attachment.this",
    "alicloud_security_group.this",
    *(f'alicloud_security_group_rule.ipv4["{key}"]' for key in ("all", "gre", "icmp", "tcp", "udp")),
    *(
        f'alicloud_security_group_rule.{kind}["{direction}"]'
        for kind in ("group", "ipv6", "listed")
        for direction in ("ingress", "egress")
    ),
    "alicloud_vpc_ipv4_gateway.this",
    "alicloud_vswitch.later",
}
#: What the provider knows only from its configuration, so that an import cannot bring it. user_data it reads encoded.
ONLY_WRITTEN = {"dry_run"}
ONLY_WRITTEN_PREPAID = {*ONLY_WRITTEN, "force_delete", "include_data_disks", "period"}
NOT_IMPORTED = {
    "alicloud_instance.moved": ONLY_WRITTEN,
    "alicloud_instance.prepaid": ONLY_WRITTEN_PREPAID,
    "alicloud_instance.running": ONLY_WRITTEN,
    "alicloud_instance.spot": ONLY_WRITTEN,
    "alicloud_instance.stopped": {*ONLY_WRITTEN_PREPAID, "password", "user_data"},
}


def not_imported(version: str) -> dict[str, set[str]]:
    """What an import leaves to be written: of vSwitches, 1.280 reads enable_ipv6, and the mask no more."""
    ipv6 = {"ipv6_cidr_block_mask" if since(version, "1.280.0") else "enable_ipv6"}
    return {**NOT_IMPORTED, **{f"alicloud_vswitch.{name}": ipv6 for name in ("later", "this[0]", "this[1]")}}


def test_every_access_rule_and_node(tmp_path: Path, provider_version: str) -> None:
    source = CONFIGS / "access"
    with mock(record=tmp_path / "calls.jsonl") as tfmock:
        terraform = tfmock.terraform(source, tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        assert terraform.outputs()["found"] == {
            "acls": [["acl-first", "BINDED"]],
            "groups": ["this-first"],
            "image": ["ubuntu_22_04_x64_20G_alibase_20250113.vhd"],
            "instances": ["running-first"],
            "interfaces": [["10.0.0.51", "10.0.0.52"]],
            "lists": [["peers-first", 1, 2]],
            "rules": [["53/53", "10.0.0.0/8"]],
            "types": ["ecs.g7.large"],
            "zones": 8,
        }

        terraform.set(second=True)
        plan = terraform.plan()
        assert plan.actions == dict.fromkeys(CHANGED, ("update",))
        terraform.apply(plan)
        assert not terraform.plan().actions  # outputs of data sources, read before the change, may still follow it

        resources = terraform.resources()
        expected = {address: id for address, id in resources.items() if address != NO_IMPORT}
        imported = tfmock.terraform(source, tmp_path / "imported", extra={"imports.tf": import_blocks(expected)})
        imported.set(second=True)
        plan = imported.plan()
        assert plan.imported == frozenset(expected)
        unread = not_imported(provider_version)
        assert plan.actions == {NO_IMPORT: ("create",), **dict.fromkeys(unread, ("update",))}
        assert {address: plan.attributes[address] for address in unread} == unread

        terraform.destroy()
        assert tfmock.left() == set()
    # The provider passes over some refusals in silence: an argument that is then dropped would still look applied.
    records = [json.loads(line) for line in (tmp_path / "calls.jsonl").read_text(encoding="utf-8").splitlines()]
    refused = {(record["action"], record["error"]) for record in records if "error" in record}
    assert {code for _, code in refused if not code.endswith((".NotFound", ".Ipv4Gateway"))} == set()


def test_security_example_names_the_rule_that_blocks(tmp_path: Path) -> None:
    with mock() as tfmock:
        terraform = tfmock.terraform(EXAMPLES / "security", tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        answer = tfmock.ask("GET", "/reach", source="app-server", target="db-server", port="3306")
        assert not answer["reachable"]
        assert (answer["there"]["cause"], answer["there"]["rule"]) == ("target-network-acl", "nobody-else")

        (terraform.folder / "mended.auto.tfvars").write_text("mend = true\n", encoding="utf-8")
        terraform.apply()
        assert terraform.plan().clean
        assert tfmock.ask("GET", "/reach", source="app-server", target="db-server", port="3306")["reachable"]
        other_port = tfmock.ask("GET", "/reach", source="app-server", target="db-server", port="22")
        assert other_port["there"]["cause"] == "target-network-acl"
        terraform.destroy()
        assert tfmock.left() == set()


def test_central_vpc_example(tmp_path: Path) -> None:
    with mock() as tfmock:
        terraform = tfmock.terraform(EXAMPLES / "central_vpc", tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        names = [f"{name}-server" for name in ("centre", "branch-a", "branch-b")]
        reached = {
            (name, two): tfmock.ask("GET", "/reach", source=name, target=two)["reachable"]
            for name in names
            for two in names
            if name != two
        }
        assert reached == {pair: "centre-server" in pair for pair in reached}
        between_branches = tfmock.ask("GET", "/reach", source=names[1], target=names[2])
        assert between_branches["there"]["cause"] == "transit"
        terraform.destroy()
        assert tfmock.left() == set()


def test_ipv6_example(tmp_path: Path) -> None:
    with mock() as tfmock:
        terraform = tfmock.terraform(EXAMPLES / "ipv6", tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        ends = {"source": "left-server", "target": "right-server"}
        for ipv6 in ("false", "true"):
            assert tfmock.ask("GET", "/reach", **ends, port="443", ipv6=ipv6)["reachable"]
            blocked = tfmock.ask("GET", "/reach", **ends, port="80", ipv6=ipv6)
            assert blocked["there"]["cause"] == "target-security-group"
        terraform.destroy()
        assert tfmock.left() == set()
