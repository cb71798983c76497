"""Ignore comments: what they cover, and what is said of those that cover nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hcl_lint.hostile import HOSTILE
from tests.hcl_lint.linting import codes, command, lint, lint_text

CONNECTION = """
provider "alicloud" {{
  region = "cn-hangzhou"
}}
{above}
resource "alicloud_vpc_peer_connection" "a" {{ {header}
  vpc_id              = "vpc-bp1a"
  accepting_vpc_id    = "vpc-bp1b"
  accepting_ali_uid   = data.alicloud_account.own.id
  accepting_region_id = "cn-hangzhou"
  {over}
  bandwidth           = 10 {behind}
}}
data "alicloud_account" "own" {{}}
"""


def text(above: str = "", header: str = "", over: str = "", behind: str = "") -> str:
    return CONNECTION.format(above=above, header=header, over=over, behind=behind)


@pytest.mark.parametrize("place", ["above", "header", "over", "behind"])
@pytest.mark.parametrize("comment", ["# {}", "// {}", "/* {} */"])
def test_an_ignore_covers_its_line_and_block(tmp_path: Path, place: str, comment: str) -> None:
    mark = comment.format("hcl-lint: ignore[ALI101] agreed with the cloud")
    assert codes(lint_text(tmp_path, text(**{place: mark}), select=("ALI101",))) == []


def test_two_codes_and_a_blank_line(tmp_path: Path) -> None:
    mark = "# hcl-lint: ignore[ALI101, ALI352] both\n\n# another comment"
    assert codes(lint_text(tmp_path, text(above=mark))) == []


def test_a_file_can_be_ignored(tmp_path: Path) -> None:
    diagnostics = lint_text(tmp_path, "# hcl-lint: ignore-file[ALI101,ALI352]\n" + text())
    assert codes(diagnostics) == []


def test_an_unused_ignore_is_reported_and_can_be_removed(tmp_path: Path) -> None:
    diagnostics = lint_text(
        tmp_path, text(above="# hcl-lint: ignore[ALI102] nothing here"), ignore=("ALI352", "ALI101")
    )
    assert codes(diagnostics) == ["ALI008"]
    assert diagnostics[0].fix is not None
    assert not diagnostics[0].fix.safe
    assert "--unsafe-fixes" in diagnostics[0].help


IGNORED = "# hcl-lint: ignore-file[ALI102] needed in production\n" + text()


def vpc(first: str, block: str) -> str:
    return f'resource "alicloud_vpc" "more" {{\n  {first}\n  cidr_block = {block}\n}}\n'


#: What keeps a module from being judged: file -> text, beside a main.tf with an ignore that could be needed then.
PARTLY = {
    "a file does not parse": {"other.tf": "resource {"},
    "variables do not parse": {"terraform.tfvars": "a = ="},
    "a name twice": {"other.tf": 'provider "alicloud" {}\n'},
    "a module is not installed": {"other.tf": 'module "m" {\n  source = "registry/x/alicloud"\n}\n'},
    "a module that does not parse": {"other.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": "resource {"},
    "a variable without a value": {"other.tf": 'variable "link" {}\n'},
    "a variable with a default": {"other.tf": 'variable "link" {\n  default = "Gold"\n}\n'},
    "a module that is judged without its callers": {"main.tf": IGNORED.replace("region =", "# region =", 1)},
    "more instances than are judged": {"other.tf": vpc("count = 2000", '"10.0.${count.index}.0/24"')},
    "a number of instances that is unknown": {"other.tf": vpc("count = alicloud_vpc_peer_connection.a.n", '"a"')},
    "modules in an unknown number": {
        "other.tf": 'module "m" {\n  source = "./m"\n  count = alicloud_vpc_peer_connection.a.n\n}\n',
        "m/main.tf": 'output "o" {\n  value = 1\n}\n',
    },
    "a value of a data source": {"other.tf": vpc("", "data.alicloud_vpcs.all.vpcs[0].cidr_block")},
    "a value that is not computed": {"other.tf": vpc("", "timestamp()")},
    "an expression that is refused": {"other.tf": 'output "o" {\n  value = nothing.at.all\n}\n'},
    "too much to compute": {"other.tf": HOSTILE["loops in loops"]["main.tf"].partition("}\n")[2].replace('"a"', '"h"')},
}


@pytest.mark.parametrize("name", PARTLY)
def test_no_ignore_is_reported_unused_when_something_was_not_judged(tmp_path: Path, name: str) -> None:
    (tmp_path / "main.tf").write_text(IGNORED, encoding="utf-8")
    assert "ALI008" in codes(list(lint(tmp_path).diagnostics))
    for path, content in PARTLY[name].items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    assert "ALI008" not in codes(list(lint(tmp_path).diagnostics))
    command(tmp_path, "--fix", ".")
    assert (tmp_path / "main.tf").read_text(encoding="utf-8").startswith("# hcl-lint: ignore-file[ALI102]")


def test_no_ignore_is_reported_unused_beside_files_that_were_not_named(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(IGNORED, encoding="utf-8")
    assert "ALI008" in command(tmp_path, "main.tf").stdout  # it is alone
    (tmp_path / "other.tf").write_text('resource "alicloud_vpc" "v" {}\n', encoding="utf-8")
    assert "ALI008" not in command(tmp_path, "main.tf").stdout
    assert "ALI008" not in command(tmp_path, ".", "--exclude", "other.tf").stdout
    assert "ALI008" in command(tmp_path, ".").stdout


def test_only_an_unsafe_fix_removes_an_unused_ignore(tmp_path: Path) -> None:
    """Another run may need it: with other variable files, in another workspace, from another caller."""
    path = tmp_path / "main.tf"
    path.write_text(IGNORED, encoding="utf-8")
    assert "ALI008" in command(tmp_path, "--fix", ".").stdout
    assert path.read_text(encoding="utf-8").startswith("# hcl-lint: ignore-file[ALI102]")
    command(tmp_path, "--fix", "--unsafe-fixes", ".")
    assert "hcl-lint:" not in path.read_text(encoding="utf-8")


def test_no_ignore_is_reported_unused_when_settings_ignore_its_code(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(IGNORED.replace("ALI102", "ALI101"), encoding="utf-8")
    (tmp_path / ".hcl-lint.toml").write_text('[per-path."*.tf"]\nignore = ["ALI1"]\n', encoding="utf-8")
    assert "ALI008" not in command(tmp_path, ".").stdout


def test_no_ignore_is_reported_unused_when_a_rule_reached_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hcl_lint.engine.MAX_DIAGNOSTICS", 0)
    assert "ALI008" not in codes(lint_text(tmp_path, IGNORED))


def test_no_ignore_is_reported_unused_in_a_module_that_is_not_checked(tmp_path: Path) -> None:
    """Others may call it, too."""
    for name, content in {
        "top/main.tf": IGNORED.partition("\n")[2].partition("resource")[0] + 'module "m" {\n  source = "../m"\n}\n',
        "m/main.tf": "# hcl-lint: ignore-file[ALI102] for another caller\n" + vpc("", '"10.0.0.0/8"'),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert "ALI008" not in codes(list(lint(tmp_path / "top").diagnostics))
    assert "ALI008" in codes(list(lint(tmp_path).diagnostics))


def test_an_ignore_of_a_rule_that_did_not_run_is_not_reported_unused(tmp_path: Path) -> None:
    diagnostics = lint_text(tmp_path, text(above="# hcl-lint: ignore[ALI102]"), select=("ALI103",))
    assert codes(diagnostics) == []


@pytest.mark.parametrize("comment", ["# hcl-lint: ignore", "# hcl-lint: ignore[]", "# hcl-lint: ignroe[ALI101]"])
def test_an_ignore_without_a_code_is_not_understood(tmp_path: Path, comment: str) -> None:
    assert codes(lint_text(tmp_path, text(above=comment), select=("ALI102",))) == ["ALI009"]


def test_an_unknown_code_is_reported(tmp_path: Path) -> None:
    diagnostics = lint_text(tmp_path, text(above="# hcl-lint: ignore[ALI999]"), select=("ALI102",))
    assert codes(diagnostics) == ["ALI009"]


def test_an_ignore_inside_a_string_has_no_effect(tmp_path: Path) -> None:
    inside = 'description = "# hcl-lint: ignore[ALI101]"'
    assert "ALI101" in codes(lint_text(tmp_path, text(over=inside)))
