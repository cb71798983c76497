"""Expressions without parts: constants, and the ``*`` of a splat."""

from __future__ import annotations

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.graphemes import normal
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING
from hcl_lint.evaluate.value import Value, parse_number
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree


def of_literal(node: tree.Literal, scope: Scope) -> Value:
    value = node.value
    if isinstance(value, str):
        return Value(STRING, normal(value), Span(scope.source, node.start, node.end))
    kind = ANY if value is None else BOOL
    return Value(kind, value, Span(scope.source, node.start, node.end))


def of_number(node: tree.Number, scope: Scope) -> Value:
    parsed = parse_number(node.text)
    if parsed is None:
        raise EvaluationError("this is not a number")
    return Value(NUMBER, parsed, Span(scope.source, node.start, node.end))


def of_splat_item(node: tree.SplatItem, scope: Scope) -> Value:
    if scope.item is None:
        raise EvaluationError("* has nothing to stand for here")
    return scope.item
