"""What rules may compute: steps grow with the configuration, not with its square, and what is too much is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from hcl_lint import catalog, engine
from hcl_lint.common import work
from hcl_lint.common.work import Counted, Work, WorkExceededError
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.evaluate.load import Options, load
from hcl_lint.network.build import build
from hcl_lint.rule import LintRule

_PROVIDER: Final = 'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n'


def _block(number: int) -> str:
    return f"10.{number // 256}.{number % 256}.0/24"


def vpc(number: int) -> str:
    return f'resource "alicloud_vpc" "v{number}" {{\n  cidr_block = "{_block(number)}"\n}}\n'


def vswitch(number: int, of: int = 0) -> str:
    return (
        f'resource "alicloud_vswitch" "s{number}" {{\n  vpc_id     = alicloud_vpc.v{of}.id\n'
        f'  cidr_block = "{_block(number)}"\n}}\n'
    )


def peering(number: int, requester: int, accepter: int) -> str:
    return (
        f'resource "alicloud_vpc_peer_connection" "p{number}" {{\n  vpc_id = alicloud_vpc.v{requester}.id\n'
        f'  accepting_vpc_id    = alicloud_vpc.v{accepter}.id\n  accepting_region_id = "cn-hangzhou"\n}}\n'
    )


def route(name: str, table: int, over: int, to: int) -> str:
    return (
        f'resource "alicloud_route_entry" "{name}" {{\n  route_table_id        = alicloud_vpc.v{table}.route_table_id\n'
        f'  destination_cidrblock = "{_block(to)}"\n  nexthop_type          = "VpcPeer"\n'
        f"  nexthop_id            = alicloud_vpc_peer_connection.p{over}.id\n}}\n"
    )


def vswitches_of_one_vpc(size: int) -> str:
    return vpc(0) + "".join(vswitch(number) for number in range(size))


def hub(size: int) -> str:
    """One VPC that is joined to each of the others, with routes both ways and a vSwitch everywhere."""
    spokes = range(1, size + 1)
    parts = [vpc(0), vswitch(0)]
    for spoke in spokes:
        parts += [vpc(spoke), vswitch(spoke, spoke), peering(spoke, 0, spoke), route(f"a{spoke}", 0, spoke, spoke)]
        parts.append(route(f"b{spoke}", spoke, spoke, 0))
    return "".join(parts)


def accepters(size: int) -> str:
    """Connections to another account, each with its accepter."""
    parts = [vpc(0)]
    for number in range(size):
        parts.append(
            f'resource "alicloud_vpc_peer_connection" "p{number}" {{\n  vpc_id = alicloud_vpc.v0.id\n'
            f'  accepting_vpc_id = "vpc-{number}"\n  accepting_ali_uid = "1234567890123456"\n'
            f'  accepting_region_id = "cn-hangzhou"\n}}\n'
            f'resource "alicloud_vpc_peer_connection_accepter" "a{number}" {{\n'
            f"  instance_id = alicloud_vpc_peer_connection.p{number}.id\n}}\n"
        )
    return "".join(parts)


def guards(size: int) -> str:
    """Two instances in joined VPCs, and groups with a rule each that accepts no packet from the other VPC."""
    parts = [vpc(0), vpc(1), vswitch(0, 0), vswitch(1, 1), peering(0, 0, 1), route("a", 0, 0, 1), route("b", 1, 0, 0)]
    for number in (0, 1):
        parts.append(
            f'resource "alicloud_instance" "i{number}" {{\n  vswitch_id      = alicloud_vswitch.s{number}.id\n'
            f"  security_groups = [alicloud_security_group.g{number}.id]\n}}\n"
        )
    for number in range(size):
        parts.append(
            f'resource "alicloud_security_group" "g{number}" {{\n  vpc_id = alicloud_vpc.v{number % 2}.id\n}}\n'
            f'resource "alicloud_security_group_rule" "r{number}" {{\n'
            f"  security_group_id = alicloud_security_group.g{number}.id\n"
            f'  type = "ingress"\n  ip_protocol = "tcp"\n  port_range = "80/80"\n  cidr_ip = "192.168.0.0/16"\n}}\n'
        )
    return "".join(parts)


def module_calls(size: int) -> str:
    return "".join(f'module "m{number}" {{\n  source = "./inner"\n}}\n' for number in range(size))


_INNER: Final = (
    'terraform {\n  required_providers {\n    alicloud = {\n      source = "aliyun/alicloud"\n'
    '      version = "< 1.100"\n    }\n  }\n}\n' + vpc(0)
)


def steps(folder: str, rule: LintRule) -> int:
    """What building the network and one rule of it take."""
    (root,) = load([folder], Options()).roots
    with Work(10**9).part(10**9) as spent:
        list(rule.check(build(root)))
    return spent.spent


#: Once quadratic, each with what made it so.
_GROWTH: Final[dict[str, Callable[[int], str]]] = {
    "vswitch-overlap": vswitches_of_one_vpc,
    "duplicate-pair": hub,
    "route-missing": hub,
    "route-one-sided": hub,
    "destination-not-peer": hub,
    "transitive-use": hub,
    "peers-unreachable": hub,
    "destination-in-vswitch": hub,
    "peered-vswitches-overlap": hub,
    "accepter-missing": accepters,
    "accepter-twice": accepters,
    "peers-blocked": guards,
    "provider-too-old": module_calls,
}


@pytest.mark.parametrize("name", _GROWTH)
def test_twice_the_configuration_takes_twice_the_steps(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    rule = next(rule for rule in catalog.load(entry_points=False).values() if rule.name == name)
    taken = []
    for size in (50, 100, 200):
        folder = tmp_path_factory.mktemp("growth")
        if _GROWTH[name] is module_calls:
            (folder / "inner").mkdir()
            (folder / "inner" / "main.tf").write_text(_INNER, encoding="utf-8")
        (folder / "main.tf").write_text(_PROVIDER + _GROWTH[name](size), encoding="utf-8")
        taken.append(steps(str(folder), rule))
    assert taken[0] > 50
    assert taken[2] - taken[1] <= 2.2 * (taken[1] - taken[0]), taken


def check_folder(folder: str, rules: list[LintRule]) -> list[Diagnostic]:
    return engine.judge(load([folder], Options()), rules)


def test_a_rule_over_its_budget_is_reported_and_the_others_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "main.tf").write_text(_PROVIDER + hub(20), encoding="utf-8")
    monkeypatch.setattr(engine, "RULE_STEPS", 2_000)
    rules = catalog.load(entry_points=False)

    def endless(topology: object) -> list[object]:
        while True:
            work.consume_budget()

    slow = replace(rules["ALI352"], check=endless)  # type: ignore[arg-type]
    diagnostics = check_folder(str(tmp_path), [slow, rules["ALI451"], rules["ALI113"]])
    assert [(diagnostic.code, diagnostic.severity) for diagnostic in diagnostics] == [
        ("ALI006", "error"),
        ("ALI113", "warning"),
    ]
    assert "rule ALI352 (route-missing) has not judged this" in diagnostics[0].message
    assert "(40 alicloud_route_entry, 21 alicloud_vpc, 21 alicloud_vswitch)" in diagnostics[0].message


def test_the_budget_of_a_run_is_shared_and_skipped_rules_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "main.tf").write_text(_PROVIDER + hub(20), encoding="utf-8")
    monkeypatch.setattr(engine, "RUN_STEPS", 900)
    monkeypatch.setattr(engine, "STEPS_PER_BYTE", 0)
    rules = catalog.load(entry_points=False)
    chosen = [rules[code] for code in ("ALI451", "ALI365", "ALI352", "ALI353")]
    messages = [diagnostic.message for diagnostic in check_folder(str(tmp_path), chosen) if diagnostic.code == "ALI006"]
    assert [message.split(": it takes")[0] for message in messages] == [
        "not judged: rules ALI365, ALI352, ALI353 have not judged this configuration"
    ]


def test_a_network_that_is_too_large_to_build_is_judged_by_no_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "main.tf").write_text(_PROVIDER + hub(20), encoding="utf-8")
    monkeypatch.setattr(engine, "RULE_STEPS", 100)
    (only,) = check_folder(str(tmp_path), list(catalog.load(entry_points=False).values()))
    assert (only.code, "no rule has judged this configuration" in only.message) == ("ALI006", True)


def test_steps_are_counted_inside_of_a_part_only() -> None:
    whole, elements = Work(10), Counted(range(5))
    assert list(elements) == [0, 1, 2, 3, 4]
    with whole.part(100) as part:
        assert len([*elements]) == 5
    assert (part.allowed, part.spent, whole.left) == (10, 5, 5)
    with pytest.raises(WorkExceededError), whole.part(3):
        list(elements)
    assert (whole.left, whole.exhausted) == (2, False)
