"""Rules that users write: one check of several rules, what is refused when it is loaded, and the former spelling."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from hcl_lint.session.request import Request, SessionError
from hcl_lint.session.run import run
from hcl_lint.settings.config import Config, Selection

_PAGE: Final = """
Why: So.

Bad::

    resource "alicloud_vpc" "a" {
    }

Good::

    resource "alicloud_vpc" "a" {
    }

Fix: Do it.
"""
_TWO_RULES: Final = f'''
from hcl_lint.rule import check, documented
from tfmock.rulebook.rule import Rule

PAGE = """A VPC.
{_PAGE}"""
NAMED = documented(Rule("ORG001", "named", "error", None, "{{name}} is named", "x"), PAGE)
NAMELESS = documented(Rule("ORG002", "nameless", "error", None, "a VPC without a name", "x"), PAGE, severity="notice")
OTHER = Rule("ORG003", "other", "error", None, "declared by no check", "x")


@check(NAMED, NAMELESS)
def check_names(topology):
    for vpc in topology.vpcs:
        name = vpc.text("vpc_name")
        yield vpc.diagnostic(OTHER.violation(""))
        yield vpc.diagnostic(NAMED.violation("vpc_name", name=name) if name else NAMELESS.violation())
'''
_FORMER: Final = f'''"""A VPC with a name.
{_PAGE}"""

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, at_resource, lint_rule, told
from tfmock.rulebook.rule import Rule

RULE = Rule("ORG001", "named", "warning", None, "{{name}} is named", "x")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for vpc in topology.vpcs:
        name = vpc.text("vpc_name")
        if isinstance(name, str):
            violation = RULE.broken("vpc_name", name=name)
            yield at(vpc, "vpc_name", message=f"{{violation.message}}, by at").with_severity("error")
            yield at_resource(vpc.resource, "vpc_name", message=f"{{violation.message}}, by at_resource")
            yield from told(RULE, [violation], vpc)
'''
_CONFIGURATION: Final = """
resource "alicloud_vpc" "a" {
  cidr_block = "10.0.0.0/8"
  vpc_name   = "team"
}

resource "alicloud_vpc" "b" {
  cidr_block = "10.0.0.0/8"
}
"""


def judge(tmp_path: Path, rules: str, *select: str) -> list[tuple[str, str, int, str]]:
    """Code, severity, line and message of what rules in a folder find."""
    (tmp_path / "rules").mkdir(exist_ok=True)
    (tmp_path / "rules" / "own.py").write_text(rules, encoding="utf-8")
    (tmp_path / "main.tf").write_text(_CONFIGURATION, encoding="utf-8")
    config = Config(root=tmp_path, selection=Selection(select or ("ORG",), ()))
    request = Request(paths=(str(tmp_path),), config=config, environment={}, rule_folders=(tmp_path / "rules",))
    diagnostics = run(request).diagnostics
    return [(diagnostic.code, diagnostic.severity, diagnostic.line, diagnostic.message) for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        (("ORG001",), [("ORG001", "error", 4, "team is named")]),
        (("ORG002",), [("ORG002", "notice", 7, "a VPC without a name")]),
        (
            ("ORG",),
            [("ORG001", "error", 4, "team is named"), ("ORG002", "notice", 7, "a VPC without a name")],
        ),
    ],
)
def test_of_a_check_of_several_rules_the_selected_codes_are_reported(
    tmp_path: Path, select: tuple[str, ...], expected: list[tuple[str, str, int, str]]
) -> None:
    """A rule that the check does not declare is never among them."""
    assert judge(tmp_path, _TWO_RULES, *select) == expected


def test_a_check_that_fails_names_all_its_codes(tmp_path: Path) -> None:
    (diagnostic,) = judge(tmp_path, _TWO_RULES.replace("topology.vpcs", "topology.vps"))
    assert diagnostic[0] == "ALI007"
    assert diagnostic[3].startswith("the check of ORG001, ORG002 failed with AttributeError: ")


def test_a_check_runs_once_for_all_its_rules(tmp_path: Path) -> None:
    count = "    with open(__file__ + '.runs', 'a') as runs:\n        runs.write('x')\n"
    judge(tmp_path, _TWO_RULES.replace("    for vpc in", f"{count}    for vpc in"))
    assert (tmp_path / "rules" / "own.py.runs").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (_TWO_RULES.replace("@check(NAMED, NAMELESS)", "@check(NAMED)"), "no check declares ORG002"),
        (_TWO_RULES.replace("Fix: Do it.", ""), "ORG001: the manual page lacks Fix"),
        (_FORMER.replace("Why: So.", ""), "ORG001: the manual page lacks Why"),
        (_TWO_RULES.replace("ORG002", "ORG001"), "ORG001 is the code of two rules"),
        (_TWO_RULES.replace("ORG002", "ALI101"), "ALI101 is the code of two rules"),
    ],
)
def test_what_cannot_be_loaded_is_said(tmp_path: Path, rules: str, message: str) -> None:
    with pytest.raises(SessionError, match=message) as refused:
        judge(tmp_path, rules)
    assert "own.py" in str(refused.value)


def test_a_rule_may_stand_in_another_file_than_its_check(tmp_path: Path) -> None:
    before, after = _TWO_RULES.split("@check")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a_pages.py").write_text(before, encoding="utf-8")
    names = "import sys\nfrom hcl_lint.rule import check\nPAGES = sys.modules['hcl_lint_own_rules.a_pages']\n"
    names += "NAMED, NAMELESS, OTHER = PAGES.NAMED, PAGES.NAMELESS, PAGES.OTHER\n"
    (tmp_path / "rules" / "b_checks.py").write_text(f"{names}@check{after}", encoding="utf-8")
    assert [code for code, *_ in judge(tmp_path, "")] == ["ORG001", "ORG002"]


def test_the_former_spelling_is_understood(tmp_path: Path) -> None:
    assert judge(tmp_path, _FORMER) == [
        ("ORG001", "warning", 4, "team is named"),
        ("ORG001", "error", 4, "team is named, by at"),
        ("ORG001", "warning", 4, "team is named, by at_resource"),
    ]
