"""Three values: a fact that is not known silences a rule, whatever the rest of the configuration says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hcl_lint import catalog
from tests.hcl_lint.linting import HERE, lint, lint_text
from tests.support.thorough import examples

BAD = sorted((HERE / "rules").glob("*/bad.tf"))
VALUE = re.compile(
    r'^(\s*(\w+)\s*=\s*)("(?:[^"\\$%]|\\.)*"|\d+|true|false|\[.*\]|merge\(.*\)|\{ for .*\})(\s*(?:#.*)?)$'
)
#: What a diagnostic can rest on without any of the values: that something is missing.
STRUCTURAL = {
    "ALI008",
    "ALI009",
    "ALI201",
    "ALI202",
    "ALI203",
    "ALI206",
    "ALI207",
    "ALI316",
    "ALI352",
    "ALI353",
    "ALI359",
}
STRUCTURAL |= {
    "ALI708",
    "ALI717",
    "ALI731",
    "ALI737",
    "ALI738",
    "ALI741",
    "ALI751",
    "ALI504",
    "ALI505",
    "ALI602",
    "ALI308",
    "ALI106",
    "ALI107",
    "ALI361",
    "ALI302",
}
KEPT = {"alias", "source", "version", "count"}


def hidden(text: str) -> str:
    """The text with every literal argument made an unset variable."""
    lines = []
    for line in text.split("\n"):
        match = VALUE.match(line)
        keep = match is None or match[2] in KEPT
        lines.append(line if keep or match is None else f"{match[1]}var.nobody_knows{match[4]}")
    return "\n".join([*lines, 'variable "nobody_knows" {}', ""])


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.parent.name)
def test_unknown_values_give_no_findings(bad: Path, tmp_path: Path) -> None:
    codes = {
        diagnostic.code for diagnostic in lint_text(tmp_path, hidden(bad.read_text(encoding="utf-8")), ignore=("ALI0",))
    }
    assert codes <= STRUCTURAL


@settings(max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_hiding_some_values_never_adds_a_finding(data: st.DataObject, tmp_path: Path) -> None:
    """What is found with less knowledge was found with more: unknown is never a reason."""
    bad = data.draw(st.sampled_from(BAD))
    text = bad.read_text(encoding="utf-8")
    lines = text.split("\n")
    candidates = [number for number, line in enumerate(lines) if (m := VALUE.match(line)) and m[2] not in KEPT]
    chosen = data.draw(st.sets(st.sampled_from(candidates), max_size=6)) if candidates else set()
    for number in chosen:
        match = VALUE.match(lines[number])
        assert match is not None
        lines[number] = f"{match[1]}var.nobody_knows{match[4]}"
    with_all = {(diagnostic.code, diagnostic.line) for diagnostic in lint_text(tmp_path, text, ignore=("ALI0",))}
    changed = "\n".join([*lines, 'variable "nobody_knows" {}', ""])
    with_less = {(diagnostic.code, diagnostic.line) for diagnostic in lint_text(tmp_path, changed, ignore=("ALI0",))}
    # A value can hide behind another rule: 0 gives ALI104 and, within a region, ALI101 in its place.
    added = {code for code, line in with_less - with_all}
    assert added <= MASKED


#: Rules that step back where a graver one speaks, and so may appear when that one falls silent.
MASKED = {"ALI104", "ALI105", "ALI355", "ALI358", "ALI357", "ALI352", "ALI353", "ALI405", "ALI307", "ALI107", "ALI361"}
MASKED |= {"ALI365", "ALI316", "ALI302", "ALI207", "ALI206", "ALI110", "ALI121", "ALI111"}


def test_rules_do_not_crash_on_odd_values(tmp_path: Path) -> None:
    """Every argument of every fixture as null, list, object, number and text: no rule may fail."""
    odd = ("null", "[]", "{}", "-1.5", '""', "[null]", '{ a = "b" }', "true", '"*"', "1e30")
    for number, bad in enumerate(BAD):
        text = bad.read_text(encoding="utf-8")
        for value in (odd[number % len(odd)], odd[(number + 5) % len(odd)]):
            changed = re.sub(VALUE.pattern, rf"\g<1>{value}", text, flags=re.MULTILINE)
            assert "ALI007" not in {diagnostic.code for diagnostic in lint_text(tmp_path, changed)}


def test_empty_resources_crash_no_rule(tmp_path: Path) -> None:
    types = ("alicloud_vpc", "alicloud_vswitch", "alicloud_route_entry", "alicloud_vpc_peer_connection")
    empty = "\n".join(f'resource "{type}" "a" {{}}' for type in types)
    assert "ALI007" not in {diagnostic.code for diagnostic in lint_text(tmp_path, empty)}
    assert len(catalog.load(entry_points=False)) > 40
    assert lint(tmp_path / "text").files == 1


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.parent.name)
def test_sensitive_values_are_neither_judged_nor_printed(bad: Path, tmp_path: Path) -> None:
    """The same values, each marked as sensitive: what is found does not rest on them."""
    lines = []
    for line in bad.read_text(encoding="utf-8").split("\n"):
        match = VALUE.match(line)
        keep = match is None or match[2] in KEPT or match[2] in ("access_key", "secret_key", "default")
        lines.append(line if keep or match is None else f"{match[1]}sensitive({match[3]}){match[4]}")
    codes = {diagnostic.code for diagnostic in lint_text(tmp_path, "\n".join(lines), ignore=("ALI0",))}
    assert codes <= STRUCTURAL | {"ALI601", "ALI304"}
