"""The table of plain facts, judged."""

from __future__ import annotations

import pytest

from tests.rulebook.facts import CASES, Facts


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case.name}" for number, case in enumerate(CASES)])
def test_facts(case: Facts) -> None:
    judged = case.judged()
    assert tuple(violation.rule for violation in judged) == case.broken
    for violation in judged:
        assert "{" not in violation.message
        assert violation.rule.api is None or "{" not in violation.api_message
