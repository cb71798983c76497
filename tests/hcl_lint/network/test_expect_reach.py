"""``--expect-reach``: three answers, where each is shown, and what cannot be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from hcl_lint.cli import main
from hcl_lint.diagnostic import Diagnostic
from tests.hcl_lint.linting import codes, command, lint_text

NETWORK = """
variable "nobody_knows" {}

provider "alicloud" {
  region     = "cn-hangzhou"
  account_id = "1000000000000001"
}

resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "alicloud_vpc" "b" {
  cidr_block = "10.1.0.0/16"
}

resource "alicloud_vpc" "empty" {
  cidr_block = "10.9.0.0/16"
}

resource "alicloud_vswitch" "a" {
  for_each   = { "x:y" = "10.0.0.0/24", z = "10.0.1.0/24" }
  vpc_id     = alicloud_vpc.a.id
  cidr_block = each.value
}

resource "alicloud_vswitch" "b" {
  vpc_id     = alicloud_vpc.b.id
  cidr_block = "10.1.0.0/24"
}

resource "alicloud_vswitch" "elsewhere" {
  vpc_id     = "vpc-bp1elsewhere"
  cidr_block = "10.3.0.0/24"
}

resource "alicloud_vswitch" "perhaps" {
  count      = var.nobody_knows
  vpc_id     = "vpc-bp1elsewhere"
  cidr_block = "10.3.1.0/24"
}

resource "alicloud_vpc_peer_connection" "p" {
  vpc_id              = alicloud_vpc.a.id
  accepting_vpc_id    = alicloud_vpc.b.id
  accepting_region_id = "cn-hangzhou"
  accepting_ali_uid   = "1000000000000001"
}

resource "alicloud_route_entry" "to_b" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "10.1.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.p.id
}

resource "alicloud_route_entry" "to_a" {
  route_table_id        = alicloud_vpc.b.route_table_id
  destination_cidrblock = "10.0.0.0/16"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.p.id
}

resource "alicloud_security_group" "db" {
  vpc_id = alicloud_vpc.b.id
}

resource "alicloud_security_group_rule" "db" {
  security_group_id = alicloud_security_group.db.id
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "3306/3306"
  cidr_ip           = "10.0.0.0/24"
}

resource "alicloud_instance" "db" {
  vswitch_id      = alicloud_vswitch.b.id
  security_groups = [alicloud_security_group.db.id]
}
"""
X, Z, B, DB = 'alicloud_vswitch.a["x:y"]', 'alicloud_vswitch.a["z"]', "alicloud_vswitch.b", "alicloud_instance.db"


def ask(tmp_path: Path, expected: str, change: tuple[str, str] = ("", "")) -> list[Diagnostic]:
    """The diagnostics where ``expected`` is said of the network, changed in one place."""
    assert change[0] in NETWORK
    changed = NETWORK.replace(*change, 1) if change[0] else NETWORK
    diagnostics = lint_text(tmp_path, f"# --expect-reach {expected}\n{changed}", select=("ALI367",))
    return [diagnostic for diagnostic in diagnostics if diagnostic.code == "ALI367"]


TRUE = (f"{X}:{B}", f"{X}:{DB}:3306", f"!{Z}:{DB}:3306", f"!{X}:{DB}:22", "alicloud_vpc.a:alicloud_vpc.b")


@pytest.mark.parametrize("expected", TRUE)
def test_a_fulfilled_expectation_has_no_diagnostic(expected: str, tmp_path: Path) -> None:
    assert ask(tmp_path, expected) == []


ROUTE_BACK = '"10.0.0.0/16"\n  nexthop_type'
WRONG = {
    "rule-missing": (f"{Z}:{DB}:3306", ("", ""), "does not reach", '"alicloud_security_group" "db"'),
    "must-not": (f"!{X}:{DB}:3306", ("", ""), "to vSwitch alicloud_vswitch.b of", '"alicloud_vpc_peer_connection" "p"'),
    "answer-lost": (f"{X}:{B}", (ROUTE_BACK, ROUTE_BACK.replace("0/16", "0/26")), "answer", '"alicloud_vpc" "b"'),
    "wrong-hop": (
        f"{X}:{B}",
        ('"VpcPeer"\n  nexthop_id            = alicloud_vpc_peer_connection.p.id',
         '"NatGateway"\n  nexthop_id = "ngw-bp1a"'),
        "NatGateway ngw-bp1a", '"ngw-bp1a"',
    ),
    "other-account": (f"{X}:{B}", ('uid   = "1', 'uid   = "2'), "Accepting", '"alicloud_vpc_peer_connection" "p"'),
    "stopped": (
        f"{DB}:{X}", ("[alicloud_security_group.db.id]", '[alicloud_security_group.db.id]\n  status = "Stopped"'),
        "not running", '"Stopped"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_an_unfulfilled_expectation_is_reported_at_the_deciding_resource(name: str, tmp_path: Path) -> None:
    expected, change, why, piece = WRONG[name]
    (diagnostic,) = ask(tmp_path, expected, change)
    assert diagnostic.span is not None
    assert (diagnostic.severity, why in diagnostic.message, piece in diagnostic.span.text) == ("error", True, True), (
        diagnostic
    )


EIP = """
resource "alicloud_eip_association" "e" {
  COUNT
  allocation_id = "eip-bp1db"
  instance_id   = alicloud_instance.db.id
}
"""


@pytest.mark.parametrize(
    ("eip", "why"),
    [
        ("", ""),
        (EIP.replace("COUNT", ""), "has Internet access"),
        (EIP.replace("COUNT", "count = var.nobody_knows"), "is not known"),
    ],
    ids=["none", "one", "perhaps"],
)
def test_an_instance_with_an_eip_goes_to_the_internet_first(eip: str, why: str, tmp_path: Path) -> None:
    text = NETWORK.replace("10.0.", "30.0.") + eip
    diagnostics = lint_text(tmp_path, f"# --expect-reach {DB}:{X}\n{text}", select=("ALI367",))
    messages = [diagnostic.message for diagnostic in diagnostics if diagnostic.code == "ALI367"]
    assert [why in message for message in messages] == ([True] if eip else [])


SECRET = "sensitive(var.nobody_knows)"
NOT_KNOWN = {
    "block": (
        f"{X}:{B}", ('cidr_block = "10.1.0.0/24"', "cidr_block = var.nobody_knows"), "cidr_block of alicloud_vswitch.b",
    ),
    "port": (f"{X}:{DB}:3306", ('"3306/3306"', "var.nobody_knows"), "port_range of alicloud_security_group_rule.db"),
    "sensitive": (f"{X}:{DB}:3306", ('"3306/3306"', SECRET), "port_range of alicloud_security_group_rule.db"),
    "hop": (
        f"{X}:{B}", ("= alicloud_vpc_peer_connection.p.id", "= var.nobody_knows"),
        "nexthop_id of alicloud_route_entry.to_b",
    ),
    "number": (f"{X}:alicloud_vswitch.perhaps[0]", ("", ""), "how many of alicloud_vswitch.perhaps[*]"),
    "vpc": (f"{X}:alicloud_vswitch.elsewhere", ("", ""), "vpc-bp1elsewhere"),
    "account": (f"{X}:{B}", ('ali_uid   = "1000000000000001"', "ali_uid = var.nobody_knows"), "accepting_ali_uid"),
    "no-vswitch": ("!alicloud_vpc.a:alicloud_vpc.empty", ("", ""), "alicloud_vpc.empty has no vSwitch"),
    "address": (f"{X}:{DB}:3306", ('cidr_ip           = "10.0.0.0/24"', 'cidr_ip = "10.0.0.0/24"\n}\n'
                'resource "alicloud_route_entry" "half" {\n  route_table_id = alicloud_vpc.a.route_table_id\n'
                '  destination_cidrblock = "10.1.0.128/25"\n  nexthop_type = "NatGateway"\n  nexthop_id = "ngw-bp1a"'),
                "private_ip of alicloud_instance.db"),
}  # fmt: skip


@pytest.mark.parametrize("negated", ["", "!"])
@pytest.mark.parametrize("name", NOT_KNOWN)
def test_an_undecidable_expectation_names_the_unknown_value(name: str, negated: str, tmp_path: Path) -> None:
    expected, change, what = NOT_KNOWN[name]
    (diagnostic,) = ask(tmp_path, f"{negated}{expected.removeprefix('!')}", change)
    assert ("is not known" in diagnostic.message, what in diagnostic.message) == (True, True), diagnostic.message


def test_a_path_without_a_route_needs_no_access_rules(tmp_path: Path) -> None:
    """The group is not known, and no route leads there."""
    unknown = ('"3306/3306"', "var.nobody_knows")
    assert ask(tmp_path, f"!{DB}:alicloud_vswitch.elsewhere", unknown)  # a VPC of which nothing is known
    assert ask(tmp_path, f"{X}:{DB}:22", unknown)
    assert ask(tmp_path, f"!{X}:{DB}", ('"10.1.0.0/16"\n  nexthop', '"10.2.0.0/16"\n  nexthop')) == []


@pytest.mark.parametrize("ignored", ["ALI367", "ALI3"])
def test_selecting_other_rules_does_not_turn_expectations_off(ignored: str, tmp_path: Path) -> None:
    said = f"# --expect-reach !{X}:{B}\n{NETWORK}"
    assert "ALI367" in codes(lint_text(tmp_path, said, select=("ALI101",)))
    assert "ALI367" not in codes(lint_text(tmp_path, said, ignore=(ignored,)))


@pytest.fixture
def infra(tmp_path: Path) -> Path:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(NETWORK, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        (f"{X}:alicloud_vswitch.bb", "there is no alicloud_vswitch.bb in infra; closest: alicloud_vswitch.b"),
        (f"alicloud_vswitch.a:{B}", 'closest: alicloud_vswitch.b, alicloud_vswitch.a["z"]'),
        (f"{X}:alicloud_security_group.db", "alicloud_security_group.db is no end of a path"),
        (f"{X}", "write A:B or A:B:443"),
        (f"{X}:{B}:http", "write A:B or A:B:443"),
    ],
)
def test_an_invalid_expectation_exits_with_2(expected: str, message: str, infra: Path) -> None:
    done = command(infra, "infra", "--expect-reach", expected)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert message in done.stderr


def test_an_endpoint_outside_of_all_roots_is_refused(infra: Path) -> None:
    """Both ends must be in one root module; which of several is found out."""
    (infra / "other").mkdir()
    (infra / "other" / "main.tf").write_text(
        'resource "alicloud_vswitch" "c" {\n  vpc_id = "vpc-1"\n}\n', encoding="utf-8"
    )
    assert command(infra, ".", "--expect-reach", f"{X}:{B}", "--select", "ALI367").returncode == 0
    done = command(infra, ".", "--expect-reach", f"{X}:alicloud_vswitch.c")
    assert (done.returncode, "there is no alicloud_vswitch.c in infra" in done.stderr) == (2, True)


SETTINGS = {
    "own-folder": ("infra/.hcl-lint.toml", f"expect-reach = ['!{X}:{B}']", 1),
    "glob": (".hcl-lint.toml", f"[per-path.'infra']\nexpect-reach = ['!{X}:{B}']", 1),
    "other-glob": (".hcl-lint.toml", f"[per-path.'other/*']\nexpect-reach = ['!{X}:{B}']", 0),
    "above": (".hcl-lint.toml", f"expect-reach = ['!{X}:{B}']", 0),
    "no-such-end": ("infra/.hcl-lint.toml", "expect-reach = ['alicloud_vpc.a:alicloud_vpc.z']", 2),
    "malformed": ("infra/.hcl-lint.toml", "expect-reach = ['alicloud_vpc.a']", 2),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_expectations_can_be_written_in_the_settings(name: str, infra: Path) -> None:
    file, text, code = SETTINGS[name]
    (infra / file).write_text(text + "\n", encoding="utf-8")
    done = command(infra, "infra", "--select", "ALI367")
    assert (done.returncode, done.stderr.count("expect-reach")) == (code, 1 if code == 2 else 0), done
    assert ("and must not (expected in .hcl-lint.toml): through" in done.stdout) is (code == 1)


def test_help_describes_expectations() -> None:
    assert any("--expect-reach" in option.opts for option in main.commands["check"].params)


LISTED = """
resource "{type}" "partners" {{
  address_family   = "IPv4"
  prefix_list_name = "partners"
  max_entries      = 5

  {entry} {{
    cidr = "172.16.0.0/16"
  }}

  {entry} {{
    cidr = {cidr}
  }}
}}
"""
TO_B = 'destination_cidrblock = "10.1.0.0/16"'
LISTS = (("alicloud_vpc_prefix_list", "entrys"), ("alicloud_ecs_prefix_list", "entry"))
LED = (('"10.1.0.0/16"', ""), ('"10.2.0.0/16"', "has no route to"), ("var.nobody_knows", "cidr in entry"))


@pytest.mark.parametrize(("cidr", "why"), LED, ids=str)
@pytest.mark.parametrize(("type", "entry"), LISTS)
def test_a_prefix_list_leads_packets(tmp_path: Path, type: str, entry: str, cidr: str, why: str) -> None:
    prefix_list = LISTED.format(type=type, entry=entry, cidr=cidr)
    text = NETWORK.replace(TO_B, f"destination_cidrblock = {type}.partners.id") + prefix_list
    diagnostics = lint_text(tmp_path, f"# --expect-reach {X}:{B}\n{text}", select=("ALI367",))
    said = [diagnostic.message for diagnostic in diagnostics if diagnostic.code == "ALI367"]
    assert [why in message for message in said] == ([True] if why else []), said


def test_a_nat_gateway_takes_public_blocks_first(tmp_path: Path) -> None:
    """As a public address of the sender does (VPC peering help page)."""
    to_nat = """
resource "alicloud_route_entry" "nat" {
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "0.0.0.0/0"
  nexthop_type          = "NatGateway"
  nexthop_id            = "ngw-bp1a"
}
"""
    gateway = """
resource "alicloud_vpc_ipv4_gateway" "a" {
  vpc_id  = alicloud_vpc.a.id
  enabled = true
}
"""
    public = NETWORK.replace('"10.1.', '"30.1.')
    for more, count in (("", 0), (to_nat, 1), (to_nat + gateway, 0)):
        diagnostics = lint_text(tmp_path, f"# --expect-reach {X}:{B}\n{public}{more}", select=("ALI365", "ALI367"))
        codes = sorted(diagnostic.code for diagnostic in diagnostics if "ngw-bp1a" in diagnostic.message)
        assert codes == ["ALI365", "ALI367"] * count


BOUND = """# --expect-reach alicloud_vswitch.a:alicloud_vswitch.b
provider "alicloud" {
  region = "cn-hangzhou"
}

data "alicloud_account" "own" {}

resource "alicloud_vpc" "this" {
  for_each   = { a = "10.0.0.0/16", b = "10.1.0.0/16" }
  cidr_block = each.value
}

resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.this["a"].id
  cidr_block = "10.0.1.0/24"
  zone_id    = "cn-hangzhou-i"
}

resource "alicloud_vswitch" "b" {
  vpc_id     = alicloud_vpc.this["b"].id
  cidr_block = "10.1.1.0/24"
  zone_id    = "cn-hangzhou-i"
}

resource "alicloud_vpc_peer_connection" "this" {
  vpc_id              = alicloud_vpc.this["a"].id
  accepting_ali_uid   = data.alicloud_account.own.id
  accepting_vpc_id    = alicloud_vpc.this["b"].id
  accepting_region_id = "cn-hangzhou"
}

resource "alicloud_route_entry" "this" {
  for_each              = { a = "10.1.0.0/16", b = "10.0.0.0/16" }
  route_table_id        = alicloud_vpc.this[each.key].route_table_id
  destination_cidrblock = each.value
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.this.id
}

resource "alicloud_network_acl" "closed" {
  vpc_id = alicloud_vpc.this["b"].id

  ingress_acl_entries {
    policy         = "drop"
    protocol       = "all"
    port           = "-1/-1"
    source_cidr_ip = "0.0.0.0/0"
  }
}

resource "alicloud_vpc_network_acl_attachment" "closed" {
  network_acl_id = alicloud_network_acl.closed.id
  resource_id    = alicloud_vswitch.b.id
  resource_type  = "VSwitch"
}
"""


def test_a_network_acl_bound_by_the_newer_resource_decides(tmp_path: Path) -> None:
    assert codes(lint_text(tmp_path, BOUND)) == ["ALI367"]
    assert codes(lint_text(tmp_path, BOUND.partition('resource "alicloud_vpc_network_acl_attachment"')[0])) == []
