"""The table that both judges share: here each case is written as HCL and judged by the linter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.hcl_lint.linting import lint_text
from tests.support.rulebook_cases import CASES, Case, Fact


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


def next_hop(facts: Mapping[str, Fact]) -> str:
    text = vpc({"cidr": "10.0.0.0/16"}) + vpc({"cidr": "10.1.0.0/16"}).replace('"v"', '"w"')
    home, cidr = ("w", "10.1.1.0/24") if facts.get("other_vpc") else ("v", "10.0.1.0/24")
    text += within(block("alicloud_vswitch", "s", {"cidr_block": cidr, "zone_id": "cn-hangzhou-b"}), home)
    text += within(block("alicloud_security_group", "g", {}), home)
    groups = {"Instance": "security_groups", "NetworkInterface": "security_group_ids"}.get(str(facts["type"]))
    place = f"{{\n  vswitch_id = alicloud_vswitch.s.id\n  {groups} = [alicloud_security_group.g.id]"
    image: dict[str, Fact] = {"instance_type": "ecs.g7.large", "image_id": "aliyun_3_x64_20G_alibase_20250117.vhd"}
    hop_block = {
        "Instance": block("alicloud_instance", "hop", image).replace("{", place, 1),
        "NetworkInterface": block("alicloud_ecs_network_interface", "hop", {}).replace("{", place, 1),
        "Ipv4Gateway": within(block("alicloud_vpc_ipv4_gateway", "hop", {}), home),
    }[str(facts["type"])]
    arguments = {"destination_cidrblock": "192.168.0.0/16", "nexthop_type": facts["type"]}
    hop = hop_block.split('"')[1]
    names = f"{{\n  route_table_id = alicloud_vpc.v.route_table_id\n  nexthop_id = {hop}.hop.id"
    return text + hop_block + block("alicloud_route_entry", "r", arguments).replace("{", names, 1)


def listed_route(facts: Mapping[str, Fact]) -> str:
    text = vpc({})
    if "vswitch" in facts:
        subnet = block("alicloud_vswitch", "s", {"cidr_block": facts["vswitch"], "zone_id": "cn-hangzhou-b"})
        text += within(subnet)
    destinations = ["alicloud_vpc_prefix_list.one.id"] * (2 if facts.get("twice") else 1)
    for name, key in (("one", "entries"), ("two", "others")):
        entries = facts.get(key)
        if isinstance(entries, list):
            inner = "".join(nested("entrys", {"cidr": entry}) for entry in entries)
            text += block("alicloud_vpc_prefix_list", name, {"ip_version": "IPV4"}).replace("}\n", inner + "}\n", 1)
    destinations += ["alicloud_vpc_prefix_list.two.id"] if "others" in facts else []
    destinations += [hcl(facts["block"])] if "block" in facts else []
    if facts.get("shared"):
        hop: dict[str, Fact] = {"nexthop_type": "RouterInterface", "nexthop_id": "ri-bp1one", "weight": 100}
        names = f"{{\n  route_table_id = alicloud_vpc.v.route_table_id\n  destination_cidr_block = {destinations[0]}"
        route = block("alicloud_vpc_route_entry", "r", {}).replace("{", names, 1)
        return text + route.replace("}\n", nested("next_hops", hop) * 2 + "}\n", 1)
    for number, destination in enumerate(destinations):
        names = f"{{\n  route_table_id = alicloud_vpc.v.route_table_id\n  destination_cidrblock = {destination}"
        arguments: dict[str, Fact] = {"nexthop_type": "NatGateway", "nexthop_id": "ngw-bp1one"}
        text += block("alicloud_route_entry", f"r{number}", arguments).replace("{", names, 1)
    return text


def vpc(facts: Mapping[str, Fact]) -> str:
    arguments = {"cidr_block": facts.get("cidr", "10.0.0.0/8"), "vpc_name": facts.get("name")}
    more = {"user_cidrs": facts.get("user_cidrs"), "description": facts.get("description")}
    if "ipv6" in facts:
        more |= {"ipv6_cidr_block": facts["ipv6"], "enable_ipv6": facts.get("enabled", True)}
    text = block("alicloud_vpc", "v", {**arguments, **more})
    if "ipv6_more" in facts:
        text += within(block("alicloud_vpc_ipv6_cidr_block", "m", {"ipv6_cidr_block": facts["ipv6_more"]}))
    if "secondary" in facts:
        second = block("alicloud_vpc_ipv4_cidr_block", "s", {"secondary_cidr_block": facts["secondary"]})
        text += second.replace("{", "{\n  vpc_id = alicloud_vpc.v.id", 1)
    return text


def vswitch(facts: Mapping[str, Fact]) -> str:
    whole = {"cidr_block": facts.get("vpc_cidr", "10.0.0.0/16"), "enable_ipv6": facts.get("vpc_ipv6")}
    text = 'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n' + block("alicloud_vpc", "v", whole)
    others: dict[str, Fact] = {"cidr_block": facts.get("other"), "ipv6_cidr_block_mask": facts.get("other_ipv6")}
    this: dict[str, Fact] = {
        "cidr_block": facts.get("cidr", "10.0.1.0/24"), "zone_id": facts.get("zone"),
        "ipv6_cidr_block_mask": facts.get("ipv6"), "vswitch_name": facts.get("name"),
        "description": facts.get("description"),
    }  # fmt: skip
    for name, arguments in (("other", others), ("this", this)):
        if arguments["cidr_block"] is not None:
            zone = arguments.get("zone_id") or "cn-hangzhou-b"
            vswitch_block = block("alicloud_vswitch", name, {**arguments, "zone_id": zone})
            text += vswitch_block.replace("{", "{\n  vpc_id = alicloud_vpc.v.id", 1)
    return text


def binding(facts: Mapping[str, Fact]) -> str:
    text = vswitch({}) + vpc({"cidr": "10.1.0.0/16"}).replace('"v"', '"w"')
    kind = {"associate_type": "Gateway"} if facts.get("gateway") else {}
    text += within(block("alicloud_route_table", "t", kind), "w" if facts.get("other_vpc") else "v")
    text += within(block("alicloud_route_table", "u", {}))
    tables = ["alicloud_vpc.v.route_table_id" if facts.get("system") else "alicloud_route_table.t.id"]
    if facts.get("bound"):
        tables.append(tables[0] if facts["bound"] == "same" else "alicloud_route_table.u.id")
    for number, table in enumerate(tables):
        names = f"{{\n  vswitch_id = alicloud_vswitch.this.id\n  route_table_id = {table}"
        text += block("alicloud_route_table_attachment", f"a{number}", {}).replace("{", names, 1)
    return text


def group(facts: Mapping[str, Fact]) -> str:
    names = {"security_group_name": facts.get("name"), "description": facts.get("description")}
    kind = {"security_group_type": facts.get("kind"), "inner_access": facts.get("inner_access")}
    text = block("alicloud_security_group", "g", {**names, **kind})
    return vpc({}) + (within(text) if facts.get("vpc", True) else text)


def group_rule(facts: Mapping[str, Fact]) -> str:
    kind = facts.get("far_group")
    text = vpc({"cidr": "10.0.0.0/16"}) + vpc({"cidr": "10.1.0.0/16"}).replace('"v"', '"w"')
    text += within(block("alicloud_security_group", "own", {}))
    other = within(block("alicloud_security_group", "other", {"security_group_type": hcl_kind(kind)}))
    text += other.replace("alicloud_vpc.v", "alicloud_vpc.w") if kind == "vpc" else other
    arguments: dict[str, Fact] = {
        "type": "egress" if facts.get("egress") else "ingress",
        "ip_protocol": facts.get("protocol", "tcp"),
        "port_range": facts.get("ports", "22/22"),
        "policy": facts.get("policy"),
        "priority": facts.get("priority"),
        "cidr_ip": None if kind else facts.get("cidr", "10.0.0.0/8"),
        "ipv6_cidr_ip": facts.get("ipv6"),
    }
    rule = block("alicloud_security_group_rule", "r", arguments)
    rule = rule.replace("{", "{\n  security_group_id = alicloud_security_group.own.id", 1)
    far = "{\n  source_security_group_id = alicloud_security_group.other.id"
    return text + (rule.replace("{", far, 1) if kind else rule)


def hcl_kind(kind: Fact) -> str:
    return "enterprise" if kind == "enterprise" else "normal"


def within(text: str, vpc: str = "v") -> str:
    """A resource in a VPC."""
    return text.replace("{", f"{{\n  vpc_id = alicloud_vpc.{vpc}.id", 1)


def nested(type: str, arguments: Mapping[str, Fact]) -> str:
    lines = [f"    {key} = {hcl(value)}" for key, value in arguments.items() if value is not None]
    return "\n".join([f"  {type} {{", *lines, "  }", ""])


def acl_entry(facts: Mapping[str, Fact]) -> str:
    text = block("alicloud_vpc", "v", {"cidr_block": "10.0.0.0/16", "enable_ipv6": facts.get("vpc_ipv6")})
    text += vpc({"cidr": "10.1.0.0/16"}).replace('"v"', '"w"')
    vswitch_vpc, cidr = ("w", "10.1.1.0/24") if facts.get("other_vpc") else ("v", "10.0.1.0/24")
    text += within(block("alicloud_vswitch", "s", {"cidr_block": cidr, "zone_id": "cn-hangzhou-b"}), vswitch_vpc)
    direction, far = ("egress", "destination_cidr_ip") if facts.get("egress") else ("ingress", "source_cidr_ip")
    entry = {
        "policy": facts.get("policy", "accept"),
        "protocol": facts.get("protocol", "tcp"),
        "port": facts.get("port", "443/443"),
        far: facts.get("cidr", "10.0.0.0/8"),
        "network_acl_entry_name": facts.get("name"),
    }
    if facts.get("apart"):
        return text + acl_apart(direction, entry)
    bound = nested("resources", {"resource_type": "VSwitch"}).replace(
        "{", "{\n    resource_id = alicloud_vswitch.s.id", 1
    )
    acl = within(block("alicloud_network_acl", "a", {}))
    text += acl.replace("}\n", nested(f"{direction}_acl_entries", entry) + bound + "}\n")
    if facts.get("bound"):
        again = block("alicloud_network_acl_attachment", "a", {}).replace("}\n", bound + "}\n")
        text += again.replace("{", "{\n  network_acl_id = alicloud_network_acl.a.id", 1)
    return text


def acl_apart(direction: str, entry: Mapping[str, Fact]) -> str:
    """A network ACL whose entries and binding are resources of their own."""
    named = "{\n  network_acl_id = alicloud_network_acl.a.id"
    entries = block("alicloud_network_acl_entries", "a", {}).replace("}\n", nested(direction, entry) + "}\n")
    bound = block("alicloud_vpc_network_acl_attachment", "a", {"resource_type": "VSwitch"})
    text = within(block("alicloud_network_acl", "a", {})) + entries.replace("{", named, 1)
    return text + bound.replace("{", f"{named}\n  resource_id = alicloud_vswitch.s.id", 1)


def gateway(facts: Mapping[str, Fact]) -> str:
    title = {"ipv4_gateway_name": facts.get("name")}
    names = ("a", "b") if facts.get("twice") else ("a",)
    return vpc({}) + "".join(within(block("alicloud_vpc_ipv4_gateway", name, title)) for name in names)


def ipv6_gateway(facts: Mapping[str, Fact]) -> str:
    text = block("alicloud_vpc", "v", {"cidr_block": "10.0.0.0/16", "enable_ipv6": facts.get("vpc_ipv6", True)})
    texts = {"ipv6_gateway_name": facts.get("name"), "description": facts.get("description")}
    names = ("a", "b") if facts.get("twice") else ("a",)
    return text + "".join(within(block("alicloud_vpc_ipv6_gateway", name, texts)) for name in names)


def gateway_table(facts: Mapping[str, Fact]) -> str:
    text = vpc({}) + within(block("alicloud_route_table", "t", {"associate_type": "Gateway"}))
    text += within(block("alicloud_vpc_ipv4_gateway", "g", {"enabled": not facts.get("inactive")}))
    table = "{\n  route_table_id = alicloud_route_table.t.id"
    both = f"{table}\n  ipv4_gateway_id = alicloud_vpc_ipv4_gateway.g.id"
    for name in ("a", "b") if facts.get("bound") else ("a",):
        text += block("alicloud_vpc_gateway_route_table_attachment", name, {}).replace("{", both, 1)
    route = {"destination_cidrblock": "172.16.0.0/16", "nexthop_type": "VpnGateway", "nexthop_id": "vpn-bp1one"}
    return text + (block("alicloud_route_entry", "r", {**route}).replace("{", table, 1) if facts.get("route") else "")


def instance(facts: Mapping[str, Fact]) -> str:
    text = vswitch({}) + vpc({"cidr": "10.1.0.0/16"}).replace('"v"', '"w"')
    kinds = ["normal"] * int(str(facts.get("groups", 1))) + (["enterprise"] if facts.get("kinds") else [])
    for number, kind in enumerate(kinds):
        group = block("alicloud_security_group", f"g{number}", {"security_group_type": kind})
        text += within(group, "w" if facts.get("other_vpc") else "v")
    arguments = {"instance_type": "ecs.g7.large", "image_id": "aliyun_3_x64_20G_alibase_20250117.vhd"}
    more: dict[str, Fact] = {
        "availability_zone": facts.get("zone"), "private_ip": facts.get("address"),
        "ipv6_address_count": facts.get("ipv6"), "instance_name": facts.get("name"),
        "description": facts.get("description"),
    }  # fmt: skip
    listed = ", ".join(f"alicloud_security_group.g{number}.id" for number in range(len(kinds)))
    where = "\n  vswitch_id = alicloud_vswitch.this.id" if facts.get("vswitch", True) else ""
    names = f"{{{where}\n  security_groups = [{listed}]"
    for name in ("i", "j") if facts.get("same_address") else ("i",):
        text += block("alicloud_instance", name, {**arguments, **more}).replace("{", names, 1)
    return text


def alarm(facts: Mapping[str, Fact]) -> str:
    text = block(
        "alicloud_cms_alarm", "a",
        {
            "name": "rule", "project": facts.get("namespace", "acs_vpcpeer"),
            "metric": facts.get("metric", "IntranetRX"), "contact_groups": ["ops"], "period": facts.get("period", 60),
            "silence_time": facts.get("silence"), "effective_interval": facts.get("hours"),
            "metric_dimensions": facts.get("resources"), "webhook": facts.get("webhook"),
        },
    )  # fmt: skip
    blocks = ""
    if facts.get("level", True):
        names: dict[str, Fact] = {"statistics": "Sum", "comparison_operator": ">", "threshold": "5", "times": 3}
        keys = {**facts, **({"comparison_operator": facts["comparison"]} if "comparison" in facts else {})}
        blocks += nested("escalations_critical", {name: keys.get(name, usual) for name, usual in names.items()})
    if "composite" in facts:
        blocks += nested("composite_expression", {"expression_raw": facts["composite"], "level": "WARN", "times": 3})
    if "prometheus" in facts:
        blocks += nested("prometheus", {"prom_ql": facts["prometheus"], "level": "Warn", "times": 3})
    return text.replace("}\n", blocks + "}\n")


def eip(facts: Mapping[str, Fact]) -> str:
    arguments = {
        "bandwidth": facts.get("bandwidth"),
        "internet_charge_type": facts.get("charge"),
        "payment_type": "Subscription" if facts.get("subscription") else None,
    }
    return block("alicloud_eip_address", "e", arguments)


def eip_use(facts: Mapping[str, Fact]) -> str:
    text = (
        instance({}).replace('"i" {', '"i" {\n  internet_max_bandwidth_out = 5')
        if facts.get("public")
        else instance({})
    )
    for name in ("a", "b") if facts.get("twice") else ("a",):
        association = block("alicloud_eip_association", name, {"instance_type": facts.get("type")})
        names = f"{{\n  allocation_id = alicloud_eip_address.{name}.id\n  instance_id = alicloud_instance.i.id"
        text += block("alicloud_eip_address", name, {}) + association.replace("{", names, 1)
    return text


WRITERS = {
    "connection": connection, "route": route, "next_hop": next_hop, "listed_route": listed_route, "vpc": vpc,
    "vswitch": vswitch, "binding": binding, "group": group, "group_rule": group_rule,
    "acl_entry": acl_entry, "gateway": gateway, "ipv6_gateway": ipv6_gateway, "gateway_table": gateway_table,
    "instance": instance, "alarm": alarm, "eip": eip, "eip_use": eip_use,
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_lint_agrees_with_the_rulebook(case: Case, tmp_path: Path) -> None:
    diagnostics = lint_text(tmp_path, WRITERS[case.kind](case.facts))
    codes = {diagnostic.code for diagnostic in diagnostics}
    if case.rule is None:
        assert not [diagnostic for diagnostic in diagnostics if diagnostic.severity == "error"]
    else:
        assert case.rule.id in codes
        assert case.code


def test_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
