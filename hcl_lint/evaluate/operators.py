"""Terraform's operators on values that may be unknown or sensitive."""

from __future__ import annotations

from hcl_lint.evaluate.arithmetic import arithmetic, negated
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.numbers import Float
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value
from hcl_lint.source.text import Span


def binary(operator: str, left: Value, right: Value, span: Span | None) -> Value:
    """``left operator right``.

    Raises:
        EvaluationError: for operands that Terraform refuses.
    """
    sensitive = left.sensitive or right.sensitive
    if operator in ("==", "!="):
        sensitive = left.any_sensitive or right.any_sensitive
        same = equal(left, right)
        if same is None:
            return Value(BOOL, UNKNOWN_VALUE, span, None, sensitive)
        return Value(BOOL, same == (operator == "=="), span, None, sensitive)
    if operator in ("&&", "||"):
        return _logical(operator, _operand(left, BOOL), _operand(right, BOOL), span, sensitive)
    left, right = _operand(left, NUMBER), _operand(right, NUMBER)
    compares = operator in ("<", ">", "<=", ">=")
    kind = BOOL if compares else NUMBER
    a, b = left.data, right.data
    if not isinstance(a, (int, Float)) or not isinstance(b, (int, Float)):
        return Value(kind, UNKNOWN_VALUE, span, None, sensitive)
    if compares:
        answer = {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[operator]
        return Value(BOOL, answer, span, None, sensitive)
    try:
        return Value(NUMBER, arithmetic(operator, a, b), span, None, sensitive)
    except OverflowError:  # beyond what anybody means
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
    answer = _equal(left, right)
    if not answer or left.type == right.type or left.data is None:
        return answer
    # cty: equal parts do not make values of two types equal: a null or an empty list in them has a type, too
    return None if _from_provider(left) or _from_provider(right) else False


def _from_provider(value: Value) -> bool:
    """Whether the type of a part is the provider's to say."""
    return value.reference is not None or any(map(_from_provider, value.elements()))


def _equal(left: Value, right: Value) -> bool | None:
    """Equal in what they hold."""
    if left.data is None or right.data is None:
        other = right if left.data is None else left
        return None if other.data is UNKNOWN_VALUE else left.data is None and right.data is None
    a, b = left.data, right.data
    if a is UNKNOWN_VALUE or b is UNKNOWN_VALUE:
        if left.reference is not None and left.reference == right.reference and UNKNOWN_VALUE not in _parts(left):
            return True
        return None
    if isinstance(left.type, str) and isinstance(right.type, str):
        if left.type != right.type:
            # what a provider's schema makes of a configured "80" is not known here
            return None if left.reference or right.reference else False
        return a == b
    if isinstance(a, tuple) and isinstance(b, tuple):
        if _shape(left) != _shape(right):
            return False
        pairs = list(zip(a, b, strict=False))
        answers = [_equal(x, y) for x, y in pairs]
        if False in answers or len(a) != len(b):
            return False
        return None if None in answers else True
    if isinstance(a, dict) and isinstance(b, dict):
        if _shape(left) != _shape(right) or a.keys() != b.keys():
            return False
        answers = [_equal(a[key], b[key]) for key in a]
        return False if False in answers else None if None in answers else True
    return False


def _parts(value: Value) -> tuple[object, ...]:
    reference = value.reference
    if reference is None:
        return ()
    return (reference.key, *(step.key for step in reference.module), *reference.path)


def _shape(value: Value) -> str:
    """list, set, map, tuple or object: equal elements in different shapes are not equal."""
    kind = value.type
    if isinstance(kind, str):
        return kind if kind != ANY else ("tuple" if isinstance(value.data, tuple) else "object")
    return getattr(kind, "kind", type(kind).__name__)
