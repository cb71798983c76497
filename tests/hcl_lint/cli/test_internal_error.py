"""Exit code 1 means diagnostics; unexpected errors and closed streams end with 2 and one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hcl_lint import cli
from tests.hcl_lint.linting import command

PROVIDER = 'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n'
VPC = 'resource "alicloud_vpc" "a" {\n  cidr_block = "10.0.0.0/8"\n%s}\n'
DEEP = "1" + "+1" * 900
NINES = "9" * 5_000


def raised(*arguments: object) -> None:
    raise LookupError("no such\nthing")


def test_an_unexpected_exception_is_one_line_and_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hcl_lint.cli.check_run.run", raised)
    monkeypatch.delenv("HCL_LINT_DEBUG", raising=False)
    done = CliRunner().invoke(cli.main, ["check", "."])
    assert done.exit_code == 2
    assert done.output.startswith("hcl-lint: internal error: LookupError: no such thing; ")
    assert "report it" in done.output
    assert done.output.count("\n") == 1
    monkeypatch.setenv("HCL_LINT_DEBUG", "1")
    debugged = CliRunner().invoke(cli.main, ["check", "."])
    assert debugged.exit_code == 2
    assert "Traceback" in debugged.output


def test_an_interrupt_does_not_exit_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hcl_lint.cli.check_run.run", interrupted)
    assert CliRunner().invoke(cli.main, ["check", "."]).exit_code == 130


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams with a POSIX shell")
@pytest.mark.parametrize(
    ("streams", "code", "printed"),
    [
        ("<&-", 2, "standard input is closed"),
        ("</dev/null >&-", 2, "standard output is closed"),
        ("</dev/null 2>&-", 0, ""),
        ("</dev/null >&- 2>&-", 2, ""),
    ],
)
def test_closed_streams_exit_with_2(tmp_path: Path, streams: str, code: int, printed: str) -> None:
    script = f'"{sys.executable}" -m hcl_lint --no-cache - {streams}'
    home = {"HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=tmp_path, env=home, capture_output=True, text=True, check=False
    )
    assert (done.returncode, printed in done.stderr, done.stderr.count("\n")) == (code, True, 1 if printed else 0)


#: Texts on which something of Python's own raises: what stands in main.tf, beside a provider and a VPC.
ODD = {
    "a superscript as an attribute": VPC % "  vpc_name = local.b\n"
    + "locals {\n  l = [1]\n  a = [1].²\n  b = local.l.²\n}\n",
    "a long index in depends_on": VPC % f"  depends_on = [alicloud_vpc.a[{NINES}]]\n",
    "a long index": VPC % f"  vpc_name = [1][{NINES}]\n",
    "a deep identity": VPC % "" + f"import {{\n  to = alicloud_vpc.a\n  id = {DEEP}\n}}\n",
    "a deep count": VPC % f"  count = {DEEP}\n",
    "a deep for_each": VPC % f"  for_each = toset([{DEEP}])\n",
    "a deep key of a provider": VPC % f"  provider = alicloud.x[{DEEP}]\n",
    "a deep condition": VPC % f"  count = {DEEP} == alicloud_vpc.b.x ? 1 : 0\n",
    "a deep branch": VPC % f"  count = alicloud_vpc.b.x ? {DEEP} : 0\n",
    "a deep flag": VPC % "" + f'variable "v" {{\n  default = 1\n  sensitive = {DEEP} == 1\n}}\n',
    "a deep default": VPC % "  vpc_name = var.v\n" + f'variable "v" {{\n  default = {DEEP}\n}}\n',
    "a deep type": VPC % "" + f'variable "v" {{\n  type = {"list(" * 900}string{")" * 900}\n}}\n',
    "a deep lifecycle": VPC % f"  lifecycle {{\n    prevent_destroy = {DEEP} == 1\n  }}\n",
    "a deep dynamic block": VPC % f'  dynamic "x" {{\n    for_each = [{DEEP}]\n    content {{}}\n  }}\n',
    "a deep region": f'provider "alicloud" {{\n  alias = "o"\n  region = {DEEP}\n}}\n' + VPC % "",
    "a deep output": VPC % "" + f'output "o" {{\n  value = {DEEP}\n}}\n',
    "a deep version": VPC % "" + f"terraform {{\n  required_version = {DEEP}\n}}\n",
    "a deep requirement": VPC % "" + f"terraform {{\n  required_providers {{\n    alicloud = {DEEP}\n  }}\n}}\n",
    "a deep argument of a module": VPC % "" + f'module "m" {{\n  source = "./m"\n  count = {DEEP}\n  v = {DEEP}\n}}\n',
    "a carriage return in CSV": VPC % '  vpc_name = csvdecode("a\\rb\\nc")[0].a\n',
    "a long field of CSV": VPC % f'  vpc_name = csvdecode("a\\n{"b" * 140_000}")[0].a\n',
    "NUL in a source": VPC % "" + 'module "m" {\n  source = "./a\\u0000b"\n}\n',
    "NUL in a file's name": VPC % '  vpc_name = file("a\\u0000b")\n',
    "a long version": VPC % "" + "terraform {\n  required_providers {\n    alicloud = {\n"
    + f'      source = "aliyun/alicloud"\n      version = "{NINES}"\n    }}\n  }}\n}}\n',
    "a superscript as a priority": VPC % ""
    + 'resource "alicloud_security_group_rule" "r" {\n  priority = "²"\n  type = "ingress"\n}\n',
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_text_breaks_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "main.tf").write_text(PROVIDER + ODD[name], encoding="utf-8")
    done = command(tmp_path, "--format", "compact", ".")
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr == ""
    assert "ALI007" not in done.stdout


@pytest.mark.parametrize("place", ["a\\u0000b", "a\\ud800b", "\\u0000"])
def test_an_odd_path_of_an_installed_module_is_ignored(tmp_path: Path, place: str) -> None:
    (tmp_path / "main.tf").write_text(PROVIDER + VPC % "" + 'module "m" {\n  source = "x/y/alicloud"\n}\n', "utf-8")
    (tmp_path / ".terraform" / "modules").mkdir(parents=True)
    listed = f'{{"Modules": [{{"Key": "m", "Source": "x", "Dir": "{place}"}}]}}'
    (tmp_path / ".terraform" / "modules" / "modules.json").write_text(listed, encoding="utf-8")
    done = command(tmp_path, "--format", "compact", ".")
    assert (done.returncode, done.stderr) == (0, "")
    assert "[ALI006] not judged, since not installed (terraform init): module m" in done.stdout
