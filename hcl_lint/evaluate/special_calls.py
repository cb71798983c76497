"""Calls whose arguments are not just values: ``try``, ``can`` and ``convert``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from hcl_lint.evaluate.attempts import is_certain
from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError, UndeclaredNameError
from hcl_lint.evaluate.scope import Evaluate, Scope
from hcl_lint.evaluate.types import BOOL
from hcl_lint.evaluate.value import Value, boolean, unknown
from hcl_lint.syntax import tree


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
        certain = is_certain(argument, value, scope.module.is_sure)
        if node.name == "can":
            return boolean(True, span) if certain else unknown(BOOL, span)
        return value if certain else unknown(span=span, sensitive=value.sensitive)
    if node.name == "can":
        return boolean(False, span)
    raise EvaluationError("no argument of try works")


def _converted(node: tree.Call, scope: Scope, evaluate: Evaluate) -> Value:
    """``convert(value, type)``, which Terraform has since 1.15."""
    from hcl_lint.evaluate.constraints import constraint  # evaluates defaults, so it cannot be imported before

    if len(node.arguments) != 2:
        raise EvaluationError(f"convert takes 2 arguments, but {len(node.arguments)} are given")
    value = evaluate(node.arguments[0], scope)
    return constraint(node.arguments[1], scope).fitted(value, scope.module.budget)


SPECIAL: Final[Mapping[str, Callable[[tree.Call, Scope, Evaluate], Value]]] = {
    "can": _attempt,
    "convert": _converted,
    "try": _attempt,
}
