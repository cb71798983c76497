"""Calls whose arguments are not just values: ``try``, ``can`` and ``convert``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError, UndeclaredNameError
from hcl_lint.evaluate.references import root_names
from hcl_lint.evaluate.scope import Evaluate, Scope
from hcl_lint.evaluate.type_constraints import parse_type_constraint
from hcl_lint.evaluate.types import BOOL
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value, boolean, unknown
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression

#: Functions that take any element: what they are given cannot make them fail later.
_HANDS_ON: Final = frozenset(
    ["concat", "element", "lookup", "merge", "nonsensitive", "one", "reverse", "sensitive", "slice", "try", "values"]
)


def _attempt(node: tree.Call, scope: Scope, evaluate: Evaluate) -> Value:
    """``try(...)`` and ``can(x)``: an unknown value can still turn out to be an error."""
    span = scope.span(node)
    if node.name == "can" and len(node.arguments) != 1:
        raise EvaluationError(f"can takes 1 argument, but {len(node.arguments)} are given")
    for argument in node.arguments:
        try:
            value = evaluate(argument, scope)
        except (NotJudgedError, UndeclaredNameError):
            raise  # Terraform would have come to a value, or refuses the name wherever it stands
        except EvaluationError:
            continue
        certain = _is_certain(argument, value, scope)
        if node.name == "can":
            return boolean(True, span) if certain else unknown(BOOL, span)
        return value if certain else unknown(span=span, sensitive=value.sensitive)
    if node.name == "can":
        return boolean(False, span)
    raise EvaluationError("no argument of try works")


def _is_certain(node: Expression, value: Value, scope: Scope) -> bool:
    """Whether ``node``, which gave ``value``, cannot turn out to be an error at apply."""
    if not value.wholly_known and not (_only_refers(node) and _exists(value)):
        return False
    return all(scope.data.has_certain_instances(*names) for names in root_names((node,)))


def _exists(value: Value) -> bool:
    """Whether the schema has the attribute that an unknown value is, whatever apply finds.

    What lies deeper, such as ``vpcs[0].id``, may be missing.
    """
    if value.data is UNKNOWN_VALUE:
        reference = value.reference
        return reference is not None and len(reference.path) <= 1 and reference.key is not UNKNOWN_VALUE
    return all(map(_exists, value.elements()))


def _only_refers(node: Expression) -> bool:
    """Whether the expression only names and arranges values: it converts none, so cannot fail by what they are."""
    if isinstance(node, (tree.Variable, tree.SplatItem, tree.Literal, tree.Number)):
        return True
    if isinstance(node, tree.Call) and node.name not in _HANDS_ON:
        return False
    parts = _parts(node)
    return parts is not None and all(map(_only_refers, parts))


def _parts(node: Expression) -> tuple[Expression, ...] | None:
    """What the elements of a value are made from; None for expressions that compute."""
    if isinstance(node, (tree.Parentheses, tree.TemplateWrap)):
        return (node.inner,)
    if isinstance(node, (tree.GetAttr, tree.Index)):
        return (node.source,)
    if isinstance(node, tree.Splat):
        return (node.source, node.each)
    if isinstance(node, tree.TupleCons):
        return node.items
    if isinstance(node, tree.ObjectCons):
        return tuple(value for _, value in node.items)
    if isinstance(node, tree.For):
        return (node.collection, node.value)
    if isinstance(node, tree.Conditional):
        return (node.then, node.otherwise)
    return node.arguments if isinstance(node, tree.Call) else None


def _converted(node: tree.Call, scope: Scope, evaluate: Evaluate) -> Value:
    """``convert(value, type)``, which Terraform has since 1.15."""
    if len(node.arguments) != 2:
        raise EvaluationError(f"convert takes 2 arguments, but {len(node.arguments)} are given")
    value = evaluate(node.arguments[0], scope)
    return parse_type_constraint(node.arguments[1], scope, evaluate).convert(value, scope.data.budget)


SPECIAL: Final[Mapping[str, Callable[[tree.Call, Scope, Evaluate], Value]]] = {
    "can": _attempt,
    "convert": _converted,
    "try": _attempt,
}
