"""The table that both judges share: here each case is written as HCL and judged by the linter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.hcl_lint.linting import lint_text
from tests.rulebook_cases import CASES, Case, Fact


def hcl(value: Fact) -> str:
    return json.dumps(value, ensure_ascii=False)


def block(type: str, name: str, arguments: Mapping[str, Fact]) -> str:
    lines = [f"  {key} = {hcl(value)}" for key, value in arguments.items() if value is not None]
    return "\n".join([f'resource "{type}" "{name}" {{', *lines, "}", ""])


def connection(facts: Mapping[str, Fact]) -> str:
    arguments: dict[str, Fact] = {
        "vpc_id": "vpc-bp1one",
        "accepting_vpc_id": "vpc-bp1one" if facts.get("same_vpc") else "vpc-bp1two",
        "accepting_region_id": facts.get("accepting_region", "cn-hangzhou"),
        "peer_connection_name": facts.get("name"),
        **{key: facts.get(key) for key in ("bandwidth", "link_type", "description", "dry_run", "tags")},
    }
    text = f'provider "alicloud" {{\n  region = {hcl(facts.get("region", "cn-hangzhou"))}\n}}\n'
    text += block("alicloud_vpc_peer_connection", "a", arguments)
    return text + (block("alicloud_vpc_peer_connection", "b", arguments) if facts.get("twice") else "")


def route(facts: Mapping[str, Fact]) -> str:
    text = block("alicloud_vpc", "v", {"cidr_block": "10.0.0.0/8"})
    if "vswitch" in facts:
        vswitch = block("alicloud_vswitch", "s", {"cidr_block": facts["vswitch"], "zone_id": "cn-hangzhou-b"})
        text += vswitch.replace("{", "{\n  vpc_id = alicloud_vpc.v.id", 1)
    arguments: dict[str, Fact] = {
        "destination_cidrblock": facts.get("destination", "192.168.0.0/16"),
        "nexthop_type": facts.get("nexthop_type", "VpcPeer"),
        "nexthop_id": facts.get("nexthop_id", "pcc-bp1one"),
    }
    for name in ("a", "b") if facts.get("twice") else ("a",):
        entry = block("alicloud_route_entry", name, arguments)
        text += entry.replace("{", "{\n  route_table_id = alicloud_vpc.v.route_table_id", 1)
    return text


def vpc(facts: Mapping[str, Fact]) -> str:
    arguments = {"cidr_block": facts.get("cidr", "10.0.0.0/8"), "vpc_name": facts.get("name")}
    text = block("alicloud_vpc", "v", {**arguments, "user_cidrs": facts.get("user_cidrs")})
    if "secondary" in facts:
        more = block("alicloud_vpc_ipv4_cidr_block", "s", {"secondary_cidr_block": facts["secondary"]})
        text += more.replace("{", "{\n  vpc_id = alicloud_vpc.v.id", 1)
    return text


def vswitch(facts: Mapping[str, Fact]) -> str:
    text = block("alicloud_vpc", "v", {"cidr_block": facts.get("vpc_cidr", "10.0.0.0/16")})
    cidrs = {"other": facts.get("other"), "this": facts.get("cidr", "10.0.1.0/24")}
    for name, cidr in cidrs.items():
        if cidr is not None:
            title = facts.get("name") if name == "this" else None
            one = block(
                "alicloud_vswitch", name, {"cidr_block": cidr, "zone_id": "cn-hangzhou-b", "vswitch_name": title}
            )
            text += one.replace("{", "{\n  vpc_id = alicloud_vpc.v.id", 1)
    return text


WRITERS = {"connection": connection, "route": route, "vpc": vpc, "vswitch": vswitch}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_lint_agrees_with_the_rulebook(case: Case, tmp_path: Path) -> None:
    findings = lint_text(tmp_path, WRITERS[case.kind](case.facts))
    found = {one.code for one in findings}
    if case.rule is None:
        assert not [one for one in findings if one.severity == "error"]
    else:
        assert case.rule.id in found
        assert case.code


def test_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
