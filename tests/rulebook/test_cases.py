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
        fault = violation.fault
        assert fault is None or "{" not in fault.code + fault.message
        if fault is not None and violation.rule.api is not None:
            assert fault.code in {one.code for one in violation.rule.api.each()}
