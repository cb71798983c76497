"""Access rules and nodes through their whole life, and the examples that need them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terraform.runner import CONFIGS, EXAMPLES, import_blocks, mock

pytestmark = pytest.mark.terraform

#: The provider cannot import it (contract 6).
NO_IMPORT = "alicloud_network_acl_attachment.attached"
CHANGED = {"changed.auto.tfvars": 'word = "changed"\n'}


def test_every_access_rule_and_node(tmp_path: Path) -> None:
    source = CONFIGS / "access"
    with mock() as tfmock:
        terraform = tfmock.terraform(source, tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        assert terraform.outputs()["listed"] == [["peers-first", 1, 2]]

        (terraform.folder / "changed.auto.tfvars").write_text(CHANGED["changed.auto.tfvars"], encoding="utf-8")
        plan = terraform.plan()
        assert set(plan.actions.values()) == {("update",)}
        assert set(plan.actions) == {
            "alicloud_ecs_prefix_list.peers",
            "alicloud_instance.this",
            "alicloud_network_acl.this",
            "alicloud_security_group.other",
            "alicloud_security_group.this",
            'alicloud_security_group_rule.listed["egress"]',
            'alicloud_security_group_rule.listed["ingress"]',
            "alicloud_security_group_rule.ports",
            "alicloud_vpc_ipv4_gateway.this",
        }
        terraform.apply(plan)
        assert terraform.plan().clean

        resources = terraform.resources()
        wanted = {address: id for address, id in resources.items() if address != NO_IMPORT}
        imported = tfmock.terraform(
            source, tmp_path / "imported", extra={**CHANGED, "imports.tf": import_blocks(wanted)}
        )
        plan = imported.plan()
        assert plan.imported == frozenset(wanted)
        # dry_run of an instance is known to the provider only from its configuration (contract 9)
        assert plan.actions == {NO_IMPORT: ("create",), "alicloud_instance.this": ("update",)}
        assert plan.attributes["alicloud_instance.this"] == {"dry_run"}

        terraform.destroy()
        assert tfmock.left() == set()


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
            (one, two): tfmock.ask("GET", "/reach", source=one, target=two)["reachable"]
            for one in names
            for two in names
            if one != two
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
