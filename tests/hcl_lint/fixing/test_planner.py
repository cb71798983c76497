"""Fixes: they cure, twice is like once, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from hcl_lint import catalog
from hcl_lint.fixing import planner
from hcl_lint.rule import LintRule
from tests.hcl_lint.linting import HERE, lint

FIXABLE = [rule for rule in catalog.load(entry_points=False).values() if rule.fixable]
BAD = sorted((HERE / "rules").glob("*/bad.tf"))


def write(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "fix"
    folder.mkdir(exist_ok=True)
    path = folder / "main.tf"
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.mark.parametrize("rule", FIXABLE, ids=lambda rule: rule.code)
def test_a_fix_removes_its_diagnostic(rule: LintRule, tmp_path: Path) -> None:
    path = write(tmp_path, rule.manual.bad + "\n")
    before = lint(path.parent)
    outcome = planner.fix(lambda files: lint(path.parent, overlay=files), unsafe=True)
    assert not outcome.stopped
    assert rule.code not in [diagnostic.code for diagnostic in outcome.report.diagnostics]
    assert outcome.fixed >= 1
    assert len(outcome.report.diagnostics) < len(before.diagnostics)


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_fixing_twice_is_fixing_once(bad: Path, unsafe: bool, newline: str, tmp_path: Path) -> None:
    path = write(tmp_path, bad.read_text(encoding="utf-8").replace("\n", newline))
    first = planner.fix(lambda files: lint(path.parent, ignore=("ALI008",), overlay=files), unsafe=unsafe)
    once = path.read_bytes()
    assert not first.stopped
    again = planner.fix(lambda files: lint(path.parent, ignore=("ALI008",), overlay=files), unsafe=unsafe)
    assert path.read_bytes() == once
    assert again.fixed == 0
    assert not [diagnostic for diagnostic in first.report.diagnostics if diagnostic.code == "ALI001"]
    assert (b"\r\n" in once) == (newline == "\r\n")
    assert once.count(b"\r") in (0, once.count(b"\n"))


def test_comments_and_blanks_stay(tmp_path: Path) -> None:
    text = (
        'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n\n# about the connection\n'
        'resource "alicloud_vpc_peer_connection" "a" {\n    vpc_id="vpc-bp1a"   # odd   blanks\n'
        '  accepting_vpc_id    = "vpc-bp1b"\n  accepting_region_id = "cn-hangzhou"\n\n  bandwidth = 10 # keep me\n\n'
        '  link_type = "Gold"\n}\n'
    )
    path = write(tmp_path, text)
    planner.fix(lambda files: lint(path.parent, overlay=files), unsafe=False)
    fixed = path.read_text(encoding="utf-8")
    assert fixed == text.replace("bandwidth = 10 # keep me", " # keep me").replace('  link_type = "Gold"\n', "")


def test_a_byte_order_mark_and_the_mode_stay(tmp_path: Path) -> None:
    rule = next(diagnostic for diagnostic in FIXABLE if diagnostic.code == "ALI101")
    path = write(tmp_path, "\ufeff" + rule.manual.bad)
    path.chmod(0o640)
    planner.fix(lambda files: lint(path.parent, overlay=files), unsafe=False)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"bandwidth" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_fix_that_harms_another_instance_is_unsafe(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n'
        'resource "alicloud_vpc_peer_connection" "a" {\n  for_each = { here = "cn-hangzhou", there = "cn-beijing" }\n'
        '  vpc_id = "vpc-bp1a"\n  accepting_vpc_id = "vpc-${each.key}"\n  accepting_region_id = each.value\n'
        "  bandwidth = 10\n}\n",
    )
    diagnostics = lint(path.parent, select=("ALI101",)).diagnostics
    assert len(diagnostics) == 1
    assert diagnostics[0].fix is not None
    assert not diagnostics[0].fix.safe


def test_a_diff_changes_nothing_and_applies(tmp_path: Path) -> None:
    rule = next(diagnostic for diagnostic in FIXABLE if diagnostic.code == "ALI102")
    path = write(tmp_path, rule.manual.bad)
    before = path.read_bytes()
    text = planner.diff(lambda files: lint(path.parent, overlay=files), unsafe=False)[0]
    assert path.read_bytes() == before
    assert '-  link_type           = "Gold"' in text
    assert text.startswith("--- a/")


CHAINED = """provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "own" {
  vpc_id              = "vpc-bp1one"
  accepting_vpc_id    = "vpc-bp1two"
  accepting_region_id = "cn-hangzhou"
  bandwidth           = 10
}

resource "alicloud_vpc_peer_connection_accepter" "own" {
  instance_id = alicloud_vpc_peer_connection.own.id
}
"""


@pytest.mark.parametrize(
    "reference",
    [
        'resource "alicloud_route_entry" "a" {\n  nexthop_id = alicloud_vpc_peer_connection_accepter.own.id\n}\n',
        'resource "alicloud_vpc" "a" {\n  depends_on = [alicloud_vpc_peer_connection_accepter.own]\n}\n',
        'output "id" {\n  value = alicloud_vpc_peer_connection_accepter.own.id\n}\n',
        'resource "null_resource" "a" {\n  triggers = { a = alicloud_vpc_peer_connection_accepter.own.id }\n}\n',
    ],
)
def test_referenced_arguments_are_not_removed(tmp_path: Path, reference: str) -> None:
    path = write(tmp_path, CHAINED)
    (path.parent / "other.tf").write_text(reference, encoding="utf-8")
    (needless,) = [diagnostic for diagnostic in lint(path.parent).diagnostics if diagnostic.code == "ALI202"]
    assert needless.fix is None
    planner.fix(lambda files: lint(path.parent, overlay=files), unsafe=True)
    assert 'alicloud_vpc_peer_connection_accepter" "own"' in path.read_text(encoding="utf-8")


def test_the_diff_is_what_fixing_writes(tmp_path: Path) -> None:
    for bad in BAD:
        path = write(tmp_path, bad.read_text(encoding="utf-8"))
        before = path.read_text(encoding="utf-8")
        _, planned = planner.diff(lambda files: lint(path.parent, overlay=files), unsafe=True)  # noqa: B023
        assert path.read_text(encoding="utf-8") == before
        planner.fix(lambda files: lint(path.parent, overlay=files), unsafe=True)  # noqa: B023
        assert path.read_text(encoding="utf-8") == planned.texts.get(str(path), before)


HARMFUL = '''"""A VPC.

Why: x

Bad::

    x

Good::

    x

Fix: x
"""

from hcl_lint import fixes
from hcl_lint.rule import at, lint_rule
from tfmock.rulebook.rule import Rule


@lint_rule(Rule("ORG001", "no-vpc", "warning", None, "x", "x"), fixable=True)
def check(topology):
    for vpc in topology.vpcs:
        yield at(vpc, message="x").with_fix(fixes.remove_block(vpc, safe=True))
'''


def test_a_harmful_fix_is_skipped_and_the_others_are_applied(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "harm.py").write_text(HARMFUL, encoding="utf-8")
    used = 'resource "alicloud_vpc" "used" {\n  cidr_block = "10.0.0.0/8"\n}\n'
    tail = CHAINED + 'locals {\n  id = alicloud_vpc.used.id\n}\noutput "id" {\n  value = local.id\n}\n'
    path = write(tmp_path, used + used.replace("used", "free") + tail)
    outcome = planner.fix(
        lambda files: lint(path.parent, rule_folders=(tmp_path / "rules",), overlay=files), unsafe=False
    )
    assert "ORG001" in outcome.stopped
    assert "would break" in outcome.stopped
    text = path.read_text(encoding="utf-8")
    assert 'alicloud_vpc" "used"' in text
    assert "free" not in text
    assert "bandwidth" not in text
