"""Each constraint over each case of plain facts."""

from __future__ import annotations

import pytest

from tests.rulebook.facts import CASES, Facts
from tests.rulebook.guard_facts import GUARDS

ALL = (*CASES, *GUARDS)


@pytest.mark.parametrize("case", ALL, ids=[f"{number}-{case.name}" for number, case in enumerate(ALL)])
def test_facts(case: Facts) -> None:
    violations = case.check_all()
    assert tuple(violation.rule for violation in violations) == case.violated
    for violation in violations:
        assert "{" not in violation.message
        api_error = violation.api_error
        assert api_error is None or "{" not in api_error.code + api_error.message
        if api_error is not None and violation.rule.api_error is not None:
            assert api_error.code in {variant.code for variant in violation.rule.api_error.variants()}
