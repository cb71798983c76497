"""Each expression of the table has the value, type and marks that Terraform gave it when the table was recorded."""

from __future__ import annotations

import json
from pathlib import Path

from tests.hcl_lint.evaluate.judge import (
    DIFFERENT,
    ERROR,
    NOT_KNOWN,
    difference,
    our_results,
    recorded,
    table,
)

ROOT = Path(__file__).parents[3]


def test_the_record_is_of_this_table() -> None:
    assert list(dict.fromkeys(table())) == list(recorded()), "run python -m tests.hcl_lint.evaluate.record"


def test_expressions_have_the_values_that_terraform_gave_them(tmp_path: Path) -> None:
    theirs = recorded()
    ours = dict(zip(theirs, our_results(tmp_path, list(theirs)), strict=True))
    differ = {expression for expression in theirs if ours[expression] != theirs[expression]}
    unexpected = sorted(differ - set(DIFFERENT))
    assert not unexpected, "\n".join(
        difference(expression, ours[expression], theirs[expression]) for expression in unexpected
    )
    assert not set(DIFFERENT) - differ, "these agree now, or are not in the table: remove them from DIFFERENT"
    # unknown is a gap; a false error would be a diagnostic in a valid configuration
    assert [expression for expression in differ if ours[expression] == ERROR] == []
    not_known = [expression for expression in differ if ours[expression] == NOT_KNOWN]
    counts = (len(theirs) - len(differ), len(not_known), len(differ) - len(not_known))
    row = " | ".join([f"{len(theirs):,} expressions", *(f"{count:,}" for count in counts)])
    assert row in (ROOT / "docs" / "evaluator.md").read_text("utf-8"), row


def test_the_record_loses_no_digit() -> None:
    kind, value, _ = json.loads(json.dumps(recorded()["tostring(1 / 3)"]))
    assert kind == "string"
    assert len(value) == 157
