"""Every rule against its own manual page, and against fixtures that name codes and lines."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from hcl_lint import catalog, manual
from hcl_lint.rule import LintRule
from tests.hcl_lint.linting import HERE, codes, expected, lint, lint_text
from tfmock.rulebook import eips

RULES = list(catalog.load(entry_points=False).values())
RULEBOOK = catalog.rulebook_rules()
NEIGHBOURS = ("bad.tf", "good.tf")
FIXTURES = sorted((HERE / "rules").glob("*/*.tf"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_bad_example_is_found(rule: LintRule, tmp_path: Path) -> None:
    diagnostics = [
        diagnostic
        for diagnostic in lint_text(tmp_path, rule.manual.bad, select=(rule.code,))
        if diagnostic.code == rule.code
    ]
    assert diagnostics
    for diagnostic in diagnostics:
        assert diagnostic.span is not None
        line = diagnostic.span.source.line(diagnostic.line).split()[0]
        assert line in (diagnostic.subject, "resource", "provider", "nexthop_type") or diagnostic.span.text == line


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_example_is_silent(rule: LintRule, tmp_path: Path) -> None:
    diagnostics = lint_text(tmp_path, rule.manual.good)
    assert rule.code not in codes(diagnostics)
    assert "ALI157" not in codes(diagnostics)  # an example that is copied must not replace the connection in each plan
    assert [diagnostic for diagnostic in diagnostics if diagnostic.severity == "error"] == []


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_fixture_gives_exactly_what_it_names(path: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(path.parent, alone, ignore=lambda folder, names: {*NEIGHBOURS} - {path.name})
    reported = Counter((diagnostic.line, diagnostic.code) for diagnostic in lint(alone).diagnostics)
    assert reported == expected(path)


def test_there_is_a_rule_for_most_of_the_known_mistakes() -> None:
    assert len(RULES) >= 40
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_code_with_an_api_error_is_the_rulebooks_own(rule: LintRule) -> None:
    """A lint-only rule has no API error; one with an error comes from the rulebook, so both judges agree."""
    assert RULEBOOK.get(rule.code, rule.rule) is rule.rule
    assert rule.rule.api_error is None or rule.code in RULEBOOK


def test_two_rules_of_the_rulebook_cannot_share_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    first = RULEBOOK["ALI704"]
    monkeypatch.setattr(eips, "TRIAL", replace(first, name="trial"), raising=False)
    with pytest.raises(ValueError, match=f"ALI704 is the code of trial and of {first.name}"):
        catalog.rulebook_rules()


@pytest.mark.parametrize("code", RULEBOOK)
def test_every_rule_of_the_rulebook_is_explained(code: str) -> None:
    """Every code that an error of tfmock shows can be explained, whether a configuration can violate it or not."""
    page = manual.explain(code, catalog.load(entry_points=False))
    assert page is not None
    assert page.startswith(f"{code} {RULEBOOK[code].name} (")
    assert RULEBOOK[code].source in " ".join(page.split())
    assert ("files cannot tell" in page) == (code not in {rule.code for rule in RULES})
    assert manual.explain(RULEBOOK[code].name, catalog.load(entry_points=False)) == page
