"""What could not be judged is said, and a run that judged nothing is not green."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hcl_lint.linting import command

OTHERS = 'resource "aws_vpc" "a" {}\n'
REMOTE = 'module "one" {\n  source = "git::https://example.com/one"\n}\nmodule "two" {\n  source = "x/y/z"\n}\n'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("readme.md", "", "there are no *.tf or *.tofu files;"),
        ("terragrunt.hcl", "", "there are no *.tf or *.tofu files, only Terragrunt units: judge their plans (--plan);"),
        ("main.tf", "", "no resource of Alibaba Cloud is declared, or has an instance, in 1 file"),
        ("main.tf", OTHERS, "no resource of Alibaba Cloud"),
        ("main.tf", 'provider "alicloud" {}\n', "no resource of Alibaba Cloud"),
        ("main.tf", REMOTE, "modules are called that are not installed"),
        ("main.tf", 'provider "alicloud" {}\n' + REMOTE, "modules are called that are not installed"),
    ],
)
def test_a_run_that_judged_nothing_does_not_pass(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = command(tmp_path, ".")
    assert done.returncode == 2
    assert message in done.stderr
    assert "--allow-empty" in done.stderr
    assert command(tmp_path, ".", "--allow-empty").returncode == 0
    assert command(tmp_path, ".", "--allow-empty").stderr == ""
    if name == "main.tf":  # a single file may hold nothing
        assert command(tmp_path, name).returncode == 0


def test_modules_that_are_not_installed_are_named_once(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(REMOTE, encoding="utf-8")
    lines = command(tmp_path, ".", "-f", "compact").stdout.splitlines()
    assert lines == ["main.tf:1:1: notice [ALI006] not judged, since not installed (terraform init): module one, two"]


def test_what_is_left_out_is_summarised_in_one_line(tmp_path: Path) -> None:
    units = ("live/a/terragrunt.hcl", "live/b/terragrunt.hcl", "live/terragrunt.stack.hcl")
    for name in (*units, "one/main.tf", "two/main.tf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('resource "alicloud_vpc" "v" {\n  cidr_block = "10.0.0.0/8"\n}\n' + REMOTE)
    calls = "".join(f'module "m{number}" {{\n  source = "x/y/z"\n}}\n' for number in range(20))
    (tmp_path / "two/more.tf").write_text("# hcl-lint: ignore-file[ALI006] known\n" + calls)
    lines = command(tmp_path, ".", "-f", "compact").stdout.splitlines()
    assert lines == [
        "live/a/terragrunt.hcl:1:1: notice [ALI006] not judged, since Terragrunt makes configurations of them: "
        "live/a/terragrunt.hcl, live/b/terragrunt.hcl, live/terragrunt.stack.hcl",
        "one/main.tf:5:12: notice [ALI006] not judged, since not installed (terraform init): module one, two",
    ]
    (tmp_path / "two/more.tf").write_text(calls)
    line = command(tmp_path, ".", "-f", "compact").stdout.splitlines()[1]
    assert line.endswith("module one, two, m0, m1, m2, m3, m4, m5, m6, m7 and 12 more")


def test_diagnostics_decide_the_exit_code_before_not_judged(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'module "m" {\n  source = "./gone"\n}\nprovider "alicloud" {}\n', encoding="utf-8"
    )
    assert command(tmp_path, ".").returncode == 1


@pytest.mark.parametrize("broken", [False, True])
def test_absence_is_not_reported_when_a_file_is_unreadable(tmp_path: Path, broken: bool) -> None:
    text = """resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_vpc" "b" {
  cidr_block = "10.1.0.0/16"
}
resource "alicloud_vpc" "c" {
  cidr_block = "10.2.0.0/16"
}
resource "alicloud_vswitch" "a" {
  vpc_id     = alicloud_vpc.a.id
  cidr_block = "10.9.0.0/24"
}
resource "alicloud_vpc_peer_connection" "p" {
  vpc_id              = alicloud_vpc.a.id
  accepting_vpc_id    = alicloud_vpc.b.id
  accepting_region_id = "cn-hangzhou"
}
"""
    for name, block in (("near", "10.2.0.0/16"), ("wide", "10.0.0.0/8"), ("off", "192.168.0.0/16")):
        text += f"""resource "alicloud_route_entry" "{name}" {{
  route_table_id        = alicloud_vpc.a.route_table_id
  destination_cidrblock = "{block}"
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.p.id
}}
"""
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    if broken:
        (tmp_path / "broken.tf").write_text(
            'resource "alicloud_vpc_ipv4_cidr_block" "x" {\n  a = \n}\n', encoding="utf-8"
        )
    done = command(tmp_path, ".", "--format", "compact", "-q").stdout
    absent = {code for code in ("ALI404", "ALI355", "ALI357", "ALI358") if code in done}
    assert absent == (set() if broken else {"ALI404", "ALI355", "ALI357", "ALI358"})
