"""ALI366 and the mock: the same access rules as HCL and by API calls get the same answer."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from hcl_lint.network.unreachable_groups import closed_acl, closed_groups
from tests.hcl_lint.linting import codes, lint_text
from tests.rulebook.test_walk_oracle import Rule, World, build, rule_of
from tests.support.lab import Lab
from tfmock.rulebook.access import (
    ANY_PORT,
    NetworkAcl,
    Packet,
    SecurityGroup,
    SecurityGroupRule,
    evaluate_acl,
    evaluate_groups,
)
from tfmock.rulebook.cidr import DEFAULT_IPV4, cidr_block
from tfmock.rulebook.tracing import trace_packet
from tfmock.simulation.network_view import network

A, B = (0, "10.0.0.0/24"), (1, "10.1.0.0/24")
PACKETS = [
    Packet(), Packet("tcp", 22), Packet("tcp", 80), Packet("tcp", 3306), Packet("udp", 53), Packet("gre"),
]  # fmt: skip


def rule(
    accept: bool, far: str, *, egress: bool = False, protocol: str = "all", priority: int = 1, port: int = 0
) -> Rule:
    return Rule(accept, protocol, port, port or 65535, far, egress, priority)


def both(*rules: tuple[bool, str]) -> tuple[Rule, ...]:
    return tuple(rule(accept, far, egress=egress) for egress in (False, True) for accept, far in rules)


ACLS = {
    "accepts-own-only": (both((True, "10.1.0.0/16")), True),
    "accepts-all": (both((True, "0.0.0.0/0")), False),
    "accepts-peer": (both((True, "10.0.0.0/16")), False),
    "drops-peer-first": (both((False, "10.0.0.0/16"), (True, "0.0.0.0/0")), True),
    "drops-peer-last": (both((True, "0.0.0.0/0"), (False, "10.0.0.0/16")), False),
}
INWARD = rule(True, "10.1.0.0/16")
GROUPS = {
    "nothing-in": ((INWARD,), False, True),
    "one-port-in": ((INWARD, rule(True, "10.0.0.0/24", protocol="tcp", port=22)), False, False),
    "dropped-first": ((rule(True, "0.0.0.0/0", priority=2), rule(False, "10.0.0.0/8")), False, True),
    "dropped-last": ((rule(True, "0.0.0.0/0"), rule(False, "10.0.0.0/8", priority=2)), False, False),
    "enterprise-in": ((rule(True, "0.0.0.0/0"),), True, True),
}


def world(
    acl: tuple[Rule, ...] | None = None, group: tuple[Rule, ...] | None = None, enterprise: bool = False
) -> World:
    guards = {} if group is None else {A: (rule(True, "10.0.0.0/24"),), B: group}
    return World(
        ((A[1],), (B[1],)), ((0, 1),), ((0, "10.1.0.0/16", 0), (1, "10.0.0.0/16", 0)),
        {} if acl is None else {B: acl}, guards, enterprise, ((*A, 1), (*B, 1)), "icmp", 80,
    )  # fmt: skip


def passes(app: Flask, world: World) -> bool:
    """Whether the mock lets any of the packets through, either way."""
    lab = Lab(app, f"access-{uuid.uuid4().hex}")
    ends = build(lab, world)
    with lab.world.reading() as tx:
        net = network(tx)
    ways = (ends, ends[::-1])
    return any(
        trace_packet(net, source, target, packet).reachable for (source, target), packet in product(ways, PACKETS)
    )


def hcl(world: World) -> str:
    lines: list[str] = []
    for n, (_, cidr) in enumerate((A, B)):
        lines.append(f"""
resource "alicloud_vpc" "v{n}" {{
  cidr_block = "10.{n}.0.0/16"
}}
resource "alicloud_vswitch" "s{n}" {{
  vpc_id     = alicloud_vpc.v{n}.id
  cidr_block = "{cidr}"
}}
resource "alicloud_route_entry" "r{n}" {{
  route_table_id        = alicloud_vpc.v{n}.route_table_id
  destination_cidrblock = "10.{1 - n}.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.p.id
}}
""")
    for (n, _), listed in world.groups.items():
        lines.append(f"""
resource "alicloud_security_group" "g{n}" {{
  vpc_id              = alicloud_vpc.v{n}.id
  security_group_type = "{"enterprise" if world.enterprise else "normal"}"
}}
resource "alicloud_instance" "i{n}" {{
  vswitch_id      = alicloud_vswitch.s{n}.id
  private_ip      = "10.{n}.0.1"
  security_groups = [alicloud_security_group.g{n}.id]
}}
""")
        lines += [f"""
resource "alicloud_security_group_rule" "g{n}_{number}" {{
  security_group_id = alicloud_security_group.g{n}.id
  type              = "{"egress" if entry.egress else "ingress"}"
  policy            = "{"accept" if entry.accept else "drop"}"
  priority          = {entry.priority}
  ip_protocol       = "{entry.protocol}"
  port_range        = "{"-1/-1" if entry.protocol == "all" else f"{entry.low}/{entry.high}"}"
  cidr_ip           = "{entry.far}"
}}
""" for number, entry in enumerate(listed)]  # fmt: skip
    for (n, _), listed in world.acls.items():
        entries = "".join(f"""
  {"egress" if entry.egress else "ingress"}_acl_entries {{
    policy   = "{"accept" if entry.accept else "drop"}"
    protocol = "all"
    port     = "-1/-1"
    {"destination" if entry.egress else "source"}_cidr_ip = "{entry.far}"
  }}""" for entry in listed)  # fmt: skip
        lines.append(f"""
resource "alicloud_network_acl" "n{n}" {{
  vpc_id = alicloud_vpc.v{n}.id
{entries}
}}
resource "alicloud_network_acl_attachment" "n{n}" {{
  network_acl_id = alicloud_network_acl.n{n}.id
  resources {{
    resource_id   = alicloud_vswitch.s{n}.id
    resource_type = "VSwitch"
  }}
}}
""")
    return (
        "".join(lines)
        + """
resource "alicloud_vpc_peer_connection" "p" {
  vpc_id              = alicloud_vpc.v0.id
  accepting_vpc_id    = alicloud_vpc.v1.id
  accepting_region_id = "cn-hangzhou"
}
"""
    )


@pytest.mark.parametrize("name", ACLS)
def test_network_acls_agree_with_the_mock(name: str, app: Flask, tmp_path: Path) -> None:
    listed, blocked = ACLS[name]
    reported = codes(lint_text(tmp_path, hcl(world(listed)), select=("ALI366",)))
    assert ("ALI366" in reported, passes(app, world(listed))) == (blocked, not blocked)


@pytest.mark.parametrize("name", GROUPS)
def test_security_groups_agree_with_the_mock(name: str, app: Flask, tmp_path: Path) -> None:
    listed, enterprise, blocked = GROUPS[name]
    drawn = world(None, listed, enterprise)
    reported = codes(lint_text(tmp_path, hcl(drawn), select=("ALI366",)))
    assert ("ALI366" in reported, passes(app, drawn)) == (blocked, not blocked)


LISTED = """
resource "alicloud_ecs_prefix_list" "l{n}" {{
  prefix_list_name = "list"
  address_family   = "IPv4"
  max_entries      = 2
  entry {{
    cidr = {cidr}
  }}
  entry {{
    cidr = "192.168.0.0/24"
  }}
}}
"""


def by_prefix_list(config: str, cidr: str = "") -> str:
    """The same rules, each by a prefix list with one more entry that no packet matches."""
    lists: list[str] = []

    def named(match: re.Match[str]) -> str:
        lists.append(LISTED.format(n=len(lists), cidr=cidr or match[1]))
        return f"  prefix_list_id    = alicloud_ecs_prefix_list.l{len(lists) - 1}.id"

    return re.sub(r"^  cidr_ip +=(.*)$", named, config, flags=re.MULTILINE) + "".join(lists)


@pytest.mark.parametrize("name", GROUPS)
def test_prefix_lists_count_as_their_entries(name: str, tmp_path: Path) -> None:
    listed, enterprise, blocked = GROUPS[name]
    config = by_prefix_list(hcl(world(None, listed, enterprise)))
    assert ("ALI366" in codes(lint_text(tmp_path, config, select=("ALI366",)))) == blocked


@pytest.mark.parametrize("cidr", ["var.unknown", "data.alicloud_vpcs.all.vpcs[0].cidr_block"])
def test_an_unknown_prefix_list_silences_the_rule(cidr: str, tmp_path: Path) -> None:
    config = by_prefix_list(hcl(world(None, (INWARD,))), cidr)
    config += 'variable "unknown" {}\ndata "alicloud_vpcs" "all" {}\n'
    assert codes(lint_text(tmp_path, config, select=("ALI366",))) == []
    elsewhere = re.sub(r"alicloud_ecs_prefix_list\.l\d+\.id", '"pl-bp1elsewhere"', config)
    assert codes(lint_text(tmp_path, elsewhere, select=("ALI366",))) == []


def test_a_five_tuple_rule_makes_nothing_unreachable() -> None:
    """HCL has no words for one yet; the rulebook does."""
    far = cidr_block("10.0.0.0/24")
    everything = SecurityGroupRule(
        id="1", direction="ingress", accept=False, priority=1, protocol="all", ports=ANY_PORT, block=DEFAULT_IPV4
    )
    accepted = SecurityGroupRule(
        id="2", direction="ingress", accept=True, priority=2, protocol="all", ports=ANY_PORT, block=DEFAULT_IPV4
    )
    for some in (
        replace(everything, near_block=cidr_block("10.1.0.1/32")),
        replace(everything, source_ports=(1, 1023)),
    ):
        assert not closed_groups([SecurityGroup("sg", rules=(some, accepted))], "ingress", far, ())
    assert closed_groups([SecurityGroup("sg", rules=(everything, accepted))], "ingress", far, ())


FAR = st.sampled_from(["0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/24", "10.0.0.0/25", "10.0.0.128/25", "10.1.0.0/16"])
RULES = st.lists(
    st.builds(
        lambda accept, protocol, far, priority, port: rule(
            accept, far, protocol=protocol, priority=priority, port=port if protocol in ("tcp", "udp") else 0
        ),
        st.booleans(), st.sampled_from(["all", "tcp", "udp", "icmp"]), FAR, st.integers(1, 3),
        st.sampled_from([0, 22, 80]),
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(RULES, st.sampled_from(["normal", "enterprise"]))
def test_an_unreachable_group_lets_no_packet_through(drawn: list[Rule], kind: str) -> None:
    far = cidr_block("10.0.0.0/24")
    rules = [rule_of(n, draft) for n, draft in enumerate(drawn)]
    acl = NetworkAcl("acl", tuple(rules))
    permissions = tuple(
        SecurityGroupRule(
            id=own.id,
            direction="egress",
            accept=own.accept,
            priority=draft.priority,
            protocol=own.protocol,
            ports=own.ports,
            block=own.block,
        )
        for own, draft in zip(rules, drawn, strict=True)
    )
    group = SecurityGroup("sg", "normal" if kind == "normal" else "enterprise", True, permissions)
    shut, silent = closed_acl(acl, "ingress", far), closed_groups([group], "egress", far, ())
    for packet, host in product(PACKETS, map(cidr_block, ("10.0.0.1/32", "10.0.0.200/32"))):
        assert not (shut and evaluate_acl(acl, "ingress", packet, host).accept)
        assert not (silent and evaluate_groups([group], "egress", packet, cidr_block("10.1.0.1/32"), host, ()).accept)
