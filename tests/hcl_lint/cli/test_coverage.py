"""``hcl-lint --coverage``: the same answer as ``tfmock coverage``, of another parser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hcl_lint.cli import main as hcl_lint
from tests.docs.blocks import ROOT
from tfmock.cli.main import main as tfmock

TEXT = """\
# resource "alicloud_in_a_comment" "a" {}
resource "alicloud_vpc" "a" {
  count = 0
  description = <<-EOT
    resource "alicloud_in_a_text" "a" {}
  EOT
}
resource "alicloud_kms_key" "b" {}
data "alicloud_zones" "z" {}
resource "random_id" "r" { byte_length = 1 }
module "m" {
  source = "./m"
}
"""


def run(*arguments: str) -> dict[str, object]:
    done = CliRunner().invoke(hcl_lint, ["--coverage", "--no-cache", *arguments, "--format", "json"])
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert isinstance(report, dict)
    return report


def of_tfmock(folder: Path) -> dict[str, object]:
    report = json.loads(CliRunner().invoke(tfmock, ["coverage", str(folder), "--format", "json"]).stdout)
    assert isinstance(report, dict)
    return report


def test_both_tools_agree(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "main.tf").write_text(TEXT, "utf-8")
    (tmp_path / "m" / "main.tf").write_text('resource "alicloud_of_no_version" "q" {}\n', "utf-8")
    report = run(str(tmp_path))
    assert report["totals"] == {"emulated": 2, "crud": 1, "none": 1}
    assert report == of_tfmock(tmp_path)


@pytest.mark.parametrize("name", ["same_account", "monitoring", "landing_zone"])
def test_both_tools_agree_on_examples(name: str) -> None:
    folder = ROOT / "terraform_examples" / name
    assert run(str(folder)) == of_tfmock(folder)


def test_text_and_modules_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('module "a" {\n  source = "a/b/c"\n}\n' + TEXT.partition("module")[0], "utf-8")
    done = CliRunner().invoke(hcl_lint, ["--coverage", "--no-cache", str(tmp_path)])
    assert done.exit_code == 0
    assert "  CRUD      alicloud_kms_key  resource     " in done.stdout
    assert "not looked at: module a is not here; terraform init gets it" in done.stdout
    assert "ALI" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["--fix"], ["--diff"], ["--plan", "plan.json"], ["--format", "sarif"], ["--format", "json", "-o", "x"]],
)
def test_flags_that_do_not_go_with_it(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "main.tf").write_text(TEXT, "utf-8")
    done = CliRunner().invoke(hcl_lint, [str(tmp_path), "--coverage", *arguments])
    assert done.exit_code == 2
    assert done.stderr.startswith("hcl-lint: --coverage ")


#: A file that Terraform would refuse, and the line that is to be named by tfmock; hcl-lint may name the file's end.
BROKEN = [
    ('resource "alicloud_kms_key" {\n', 1),
    ('resource "alicloud_kms_key" {}\n', 1),
    ('\nresource "alicloud_kms_key" "a" {\n\nresource "alicloud_kms_key" "b" {}\n', 2),
    ('resource "alicloud_kms_key" "a" {}\n}\n', 2),
    ('\nresource "alicloud_kms_key "a" {\n}\n', 2),
    ('resource "alicloud_kms_key" "a" {\n  description = <<-X\n}\n', 2),
    ('resource "alicloud_kms_key" "a" {\n  description = [(1]\n}\n', 2),
    ('/* resource "alicloud_kms_key" "a" {}\n', 1),
]


@pytest.mark.parametrize(("text", "line"), BROKEN)
@pytest.mark.parametrize("place", [".", "m"])
def test_a_file_that_cannot_be_parsed_is_no_success(tmp_path: Path, text: str, line: int, place: str) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "main.tf").write_text(TEXT, "utf-8")
    file = tmp_path / place / "broken.tf"
    file.write_text(text, "utf-8")
    ours = CliRunner().invoke(tfmock, ["coverage", str(tmp_path), "--fail-under", "crud"])
    theirs = CliRunner().invoke(hcl_lint, ["--coverage", "--no-cache", str(tmp_path)])
    assert (ours.exit_code, ours.stdout) == (2, "")
    assert ours.stderr.startswith(f"tfmock: {file}:{line}: ")
    assert ours.stderr.count("\n") == 1
    assert (theirs.exit_code, theirs.stdout) == (2, "")
    assert theirs.stderr.startswith(f"hcl-lint: {file}:")
    assert theirs.stderr.count("\n") == 1


@pytest.mark.parametrize("content", [b'resource "alicloud_kms_key" "\xff" {}', b'{"resource": {"alicloud_kms_key": 1'])
def test_a_file_that_is_no_text_or_no_json_is_no_success(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / ("main.tf.json" if content.startswith(b"{") else "main.tf")
    file.write_bytes(content)
    for command in (tfmock, hcl_lint):
        arguments = ["coverage"] if command is tfmock else ["--coverage", "--no-cache"]
        done = CliRunner().invoke(command, [*arguments, str(tmp_path)])
        assert (done.exit_code, done.stdout) == (2, "")
        assert str(file) in done.stderr
