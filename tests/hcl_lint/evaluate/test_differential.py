"""Our evaluator and the Terraform in PATH give the same values for the same expressions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from tests.hcl_lint.evaluate import judge
from tests.hcl_lint.evaluate.generator import EXPRESSIONS
from tests.hcl_lint.evaluate.judge import NOT_KNOWN, difference

pytestmark = [
    pytest.mark.terraform,
    judge.needs_terraform,
]
#: Terraform takes a second to start and evaluates 1,000 expressions in a few, so all are judged by one run of it.
GENERATED = 600


def test_terraform_gives_what_was_recorded(tmp_path: Path) -> None:
    if (version := judge.terraform_version()) not in judge.RECORD.name:
        pytest.skip(f"terraform is {version}, and the record is {judge.RECORD.name}")
    recorded = judge.recorded()
    theirs = dict(zip(recorded, judge.terraform_results(tmp_path, list(recorded)), strict=True))
    differ = [expression for expression in recorded if theirs[expression] != recorded[expression]]
    assert not differ, "\n".join(
        difference(expression, recorded[expression], theirs[expression]) for expression in differ
    )


def generated() -> list[str]:
    """Expressions of the generator, the same ones in each run."""
    written: dict[str, None] = {}

    @settings(max_examples=GENERATED, deadline=None, phases=[Phase.generate], derandomize=True, database=None)
    @given(EXPRESSIONS)
    def collect(expression: str) -> None:
        written[expression] = None

    collect()
    return list(written)


def test_generated_expressions_have_the_values_that_terraform_gives_them(tmp_path: Path) -> None:
    written = generated()
    assert len(written) > GENERATED / 2
    ours, theirs = judge.our_results(tmp_path, written), judge.terraform_results(tmp_path, written)
    differ = [
        difference(expression, our, their)
        for expression, our, their in zip(written, ours, theirs, strict=True)
        if our != their and not (our == NOT_KNOWN and their == judge.ERROR)
    ]
    assert not differ, "\n".join(differ)
