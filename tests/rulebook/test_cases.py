"""The table of plain facts, judged."""

from __future__ import annotations

import pytest

from tests.rulebook.facts import CASES, Facts
from tests.rulebook.guard_facts import GUARDS

ALL = (*CASES, *GUARDS)


@pytest.mark.parametrize("case", ALL, ids=[f"{number}-{case.name}" for number, case in enumerate(ALL)])
def test_facts(case: Facts) -> None:
    judged = case.judged()
    assert tuple(violation.rule for violation in judged) == case.broken
    for violation in judged:
        assert "{" not in violation.message
        api_error = violation.api_error
        assert api_error is None or "{" not in api_error.code + api_error.message
        if api_error is not None and violation.rule.api_error is not None:
            assert api_error.code in {variant.code for variant in violation.rule.api_error.variants()}
