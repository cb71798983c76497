"""Terraform's operators on values that may be unknown or sensitive."""

from __future__ import annotations

import operator as compare_by
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from hcl_lint.evaluate.arithmetic import arithmetic, negated
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.numbers import Float, Number
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value
from hcl_lint.source.text import Span

_COMPARISONS: Final[Mapping[str, Callable[[Number, Number], bool]]] = {
    "<": compare_by.lt,
    ">": compare_by.gt,
    "<=": compare_by.le,
    ">=": compare_by.ge,
}


def binary(operator: str, left: Value, right: Value, span: Span | None) -> Value:
    """``left operator right``.

    Raises:
        EvaluationError: for operands that Terraform refuses.
    """
    if operator in ("==", "!="):
        same = equal(left, right)
        data = UNKNOWN_VALUE if same is None else same == (operator == "==")
        return Value(BOOL, data, span, None, left.any_sensitive or right.any_sensitive)
    sensitive = left.sensitive or right.sensitive
    if operator in ("&&", "||"):
        return _logical(operator, _operand(left, BOOL), _operand(right, BOOL), span, sensitive)
    a, b = _operand(left, NUMBER).data, _operand(right, NUMBER).data
    compare = _COMPARISONS.get(operator)
    if not isinstance(a, (int, Float)) or not isinstance(b, (int, Float)):
        return Value(NUMBER if compare is None else BOOL, UNKNOWN_VALUE, span, None, sensitive)
    if compare is not None:
        return Value(BOOL, compare(a, b), span, None, sensitive)
    try:
        return Value(NUMBER, arithmetic(operator, a, b), span, None, sensitive)
    except OverflowError:  # departs from Terraform, which computes larger numbers
        return Value(NUMBER, UNKNOWN_VALUE, span, None, sensitive)
    except ArithmeticError:
        raise EvaluationError("there is no such number: zero or infinity on both sides") from None


def _operand(value: Value, kind: str) -> Value:
    if value.data is None:
        raise EvaluationError("this operand is null")
    return convert(value, kind)


def _logical(operator: str, left: Value, right: Value, span: Span | None, sensitive: bool) -> Value:
    decides = operator == "||"
    if left.data is decides or right.data is decides:
        return Value(BOOL, decides, span, None, sensitive)
    if left.data is UNKNOWN_VALUE or right.data is UNKNOWN_VALUE:
        return Value(BOOL, UNKNOWN_VALUE, span, None, sensitive)
    return Value(BOOL, not decides, span, None, sensitive)


def unary(operator: str, operand: Value, span: Span | None) -> Value:
    """``-x`` and ``!x``.

    Raises:
        EvaluationError: for an operand that Terraform refuses.
    """
    kind = BOOL if operator == "!" else NUMBER
    value = _operand(operand, kind)
    data = value.data
    if isinstance(data, bool):
        return Value(BOOL, not data, span, None, operand.sensitive)
    if isinstance(data, (int, Float)):
        return Value(NUMBER, negated(data), span, None, operand.sensitive)
    return Value(kind, UNKNOWN_VALUE, span, None, operand.sensitive)


def equal(left: Value, right: Value) -> bool | None:
    """``left == right``; None if that is not known."""
    answer = _equal_data(left, right)
    if not answer or left.type == right.type or left.data is None:
        return answer
    # cty: equal parts do not make values of two types equal: a null or an empty list in them has a type, too
    return None if _from_provider(left) or _from_provider(right) else False


def _from_provider(value: Value) -> bool:
    """Whether the type of a part is decided by the provider's schema."""
    return value.reference is not None or any(map(_from_provider, value.elements()))


def _equal_data(left: Value, right: Value) -> bool | None:
    """Whether two values hold the same, whatever the types of nulls and empty collections in them are."""
    a, b = left.data, right.data
    if a is None or b is None:
        return None if a is UNKNOWN_VALUE or b is UNKNOWN_VALUE else a is None and b is None
    if a is UNKNOWN_VALUE or b is UNKNOWN_VALUE:
        return True if _is_same_attribute(left, right) else None
    if isinstance(left.type, str) and isinstance(right.type, str):
        if left.type == right.type:
            return a == b
        # What a provider's schema makes of a configured "80" is not known here.
        return None if left.reference or right.reference else False
    if _shape(left) != _shape(right):
        return False
    if isinstance(a, tuple) and isinstance(b, tuple):
        return _all_equal(zip(a, b, strict=True)) if len(a) == len(b) else False
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        return _all_equal((a[key], b[key]) for key in a)
    return False


def _all_equal(pairs: Iterable[tuple[Value, Value]]) -> bool | None:
    answers = [_equal_data(left, right) for left, right in pairs]
    if False in answers:
        return False
    return None if None in answers else True


def _is_same_attribute(left: Value, right: Value) -> bool:
    """Whether two unknown values are one attribute of one instance."""
    reference = left.reference
    if reference is None or reference != right.reference:
        return False
    return UNKNOWN_VALUE not in (reference.key, *(step.key for step in reference.module), *reference.path)


def _shape(value: Value) -> str:
    """list, set, map, tuple or object: equal elements in different shapes are not equal."""
    kind = value.type
    if kind == ANY:
        return "tuple" if isinstance(value.data, tuple) else "object"
    return kind if isinstance(kind, str) else getattr(kind, "kind", type(kind).__name__)
