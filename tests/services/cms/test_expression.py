"""Alert expressions: what they mean, and what is refused as malformed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfmock.services.cms.expression import ExpressionError, NoDataError, Scope, UnknownFunctionError, compile_expression


@dataclass(frozen=True)
class Instance:
    """Average is its own; Sum is ten times that of the metric asked for; nothing else is there."""

    id: str
    average: float

    def member(self, metric: str, period: int, name: str) -> float | str:
        if name == "instanceId":
            return self.id
        if name == "Average":
            return self.average
        if name == "Sum" and metric != "gone":
            return self.average * 10 * (period or 1)
        raise NoDataError

    def count(self, test: Callable[[Scope], bool]) -> float:
        return sum(map(test, [Instance("i-1", 60.0), Instance("i-2", 70.0), Instance("i-3", 10.0)]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$Average > 50", True),
        ("$Average > 60", False),
        ("$Average>=60 && $Average<=60", True),
        ("$instanceId != 'i-1' && $Average > 50", False),
        ("$Average > ($instanceId == 'i-1' ? 80 : 50)", False),
        ("$Average > ($instanceId == 'i-2'? 80: 50)", True),
        ("count($Average > 20) > 1", True),
        ("count($Average > 20) > 2", False),
        ("@other[60].$Sum == 36000 and not ($Average < 5)", True),
        ("@('a.b')[5].$Sum == 3000", True),
        ("1 + 2 * 3 ** 2 == 19", True),
        ("2 ** 3 ** 2 == 512", True),
        ("(1 + 2) * 3 % 5 == 4", True),
        ("10 - 4 - 3 == 3", True),
        ("-$Average < 0 || false", True),
        ("true or $Missing > 1", True),
        ("'123' + 321 == 123 + '321'", True),
        ("'abcdef' contains 'cde'", True),
        ("'abcdef' startsWith 'abc' && 'abcdef' endsWith 'def'", True),
        ('!("hello" matches "^fo.+")', True),
        ("'x' matches '('", False),
        ("$Average / 0 > 1", False),
        ("$Average", True),
        ("1 > 2 ? true : 2 > 1 ? true : false", True),
    ],
)
def test_expressions(text: str, expected: bool) -> None:
    assert compile_expression(text).holds(Instance("i-1", 60.0)) is expected


def test_a_missing_metric_gives_no_value() -> None:
    with pytest.raises(NoDataError):
        compile_expression("@gone[60].$Sum > 1").holds(Instance("i-1", 1.0))
    assert compile_expression("count(@gone[60].$Sum > 1) == 0").holds(Instance("i-1", 1.0))


@pytest.mark.parametrize(
    "text",
    ["", "$", "$Average >", "> 5", "$Average 5", "(1", "1)", "1 ? 2", "@m.$Sum > 1", "@m[60]", "'open", "1 # 2",
     "count", "count(", "1 = 2", "(" * 5000 + "1" + ")" * 5000, "!" * 5000 + "1"],
)  # fmt: skip
def test_malformed_expressions_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        compile_expression(text)


def test_other_functions_are_not_known() -> None:
    with pytest.raises(UnknownFunctionError, match="median"):
        compile_expression("median($Average) > 1")


@given(st.text(alphabet="$@A[60]. ()<>=&|!?:'12+-*/%countands", max_size=40))
def test_anything_is_read_or_refused(text: str) -> None:
    try:
        expression = compile_expression(text)
    except ExpressionError:
        return
    try:
        assert expression.holds(Instance("i-1", 1.0)) in (True, False)
    except NoDataError:
        return
