"""``tfmock coverage``: no server is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.server_fixtures import ROOT
from tfmock.cli.main import main

CRUD_TYPE = 'resource "alicloud_vpc" "a" {}\nresource "alicloud_kms_key" "b" {}\n'


def coverage(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["coverage", *arguments])


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("alicloud_vpc", "alicloud_vpc  resource  emulated: rules, states and errors of the cloud (vpc)\n"),
        (
            "kms_key",
            "alicloud_kms_key  resource  CRUD: only stored and returned; no rule of the cloud is applied (kms)\n",
        ),
        ("alicloud_vpcs", "alicloud_vpcs  data source  emulated: rules, states and errors of the cloud (vpc)\n"),
        ("CreateVpc", "Vpc 2016-04-28 CreateVpc  emulated: rules, states and errors of the cloud\n"),
        ("Vpc.CreateVpcc", "Vpc.CreateVpcc  none: tfmock refuses its calls. Did you mean CreateVpc?\n"),
    ],
)
def test_one(target: str, expected: str) -> None:
    done = coverage(target)
    assert (done.exit_code, done.output) == (0, expected)


def test_a_mistyped_type_is_none_with_a_hint() -> None:
    done = coverage("alicloud_kms_keyy")
    assert done.exit_code == 0
    assert "no such type. Did you mean alicloud_kms_key?" in done.output


@pytest.mark.parametrize(
    ("target", "hint"), [("kms_kee", ". Did you mean kms_key?"), ("createvpc", ". Did you mean CreateVpc?"), ("zz", "")]
)
def test_a_name_that_is_nothing_is_refused_with_the_closest(target: str, hint: str) -> None:
    done = coverage(target)
    assert done.exit_code == 2
    assert done.stderr.endswith(f"'GET /clusters'){hint}\n")


def test_the_help_names_each_exit_code() -> None:
    text = " ".join(coverage("--help").output.split())
    assert "Exit codes: 0; 1 where --fail-under is not met; 2 where" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["alicloud_vpc", "--fail-under", "emulated"], 0),
        (["alicloud_kms_key", "--fail-under", "emulated"], 1),
        (["alicloud_kms_key", "--fail-under", "crud"], 0),
        (["alicloud_nonsense", "--fail-under", "crud"], 1),
        (["CreateLoadBalancer", "--fail-under", "emulated"], 1),
        (["CreateNonsense", "--fail-under", "crud"], 1),
        (["./infra", "--fail-under", "emulated"], 1),
        (["./infra", "--fail-under", "crud"], 0),
        (["./calls", "--fail-under", "crud"], 2),  # a module is not installed: its types are unknown
        (["./calls"], 0),
        (["--fail-under", "crud"], 2),
        (["./nowhere"], 2),
        (["./empty"], 2),
        ([""], 2),
        (["./infra/main.tf"], 2),
        (["what is this"], 2),
    ],
)
def test_exit_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("infra", "calls", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "infra" / "main.tf").write_text(CRUD_TYPE, "utf-8")
    (tmp_path / "calls" / "main.tf").write_text('module "a" {\n  source = "a/b/c"\n}\n', "utf-8")
    done = coverage(*arguments)
    assert done.exit_code == code
    assert ("Traceback" in done.output) is False
    if code == 2:
        assert done.stderr.startswith("tfmock: ")


def test_totals() -> None:
    text, report = coverage(), json.loads(coverage("--format", "json").output)
    assert text.exit_code == 0
    assert "by product" in text.output
    assert report["totals"]["resource"]["emulated"] > 25
    assert report["totals"]["actions"]["crud"] > 4000
    assert report["products"]["kms"]["resource"]["emulated"] == 0
    assert sum(report["totals"]["data"].values()) == sum(
        count for product in report["products"].values() for count in product["data"].values()
    )


@pytest.mark.parametrize("target", ["alicloud_vpc", "CreateVpc"])
def test_json_of_one(target: str) -> None:
    entries = json.loads(coverage(target, "--format", "json").output)["entries"]
    assert [entry["tier"] for entry in entries] == ["emulated"]


def test_no_name_is_a_command_to_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "alicloud_\x1b[2J" "a" {}\n', "utf-8")
    assert "\x1b" not in coverage(str(tmp_path)).output


@pytest.mark.parametrize("name", ["same_account", "monitoring"])
def test_examples_are_emulated(name: str) -> None:
    assert coverage(str(ROOT / "terraform_examples" / name), "--fail-under", "emulated").exit_code == 0


def test_the_landing_zone_is_more_than_emulated() -> None:
    folder = str(ROOT / "terraform_examples" / "landing_zone")
    assert coverage(folder, "--fail-under", "crud").exit_code == 0
    assert coverage(folder, "--fail-under", "emulated").exit_code == 1
