"""Type constraints of variables: ``list(object({a = string, b = optional(number, 1)}))``."""

from __future__ import annotations

from typing import NamedTuple

from hcl_lint.evaluate.budget import Budget
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, Collection, ObjectType, TupleType, Type, optional_names
from hcl_lint.evaluate.value import Value, object_of, tuple_of, weight_of
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression

_SIMPLE = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": ANY}
_BARE = {"list": Collection("list", ANY), "map": Collection("map", ANY), "set": Collection("set", ANY)}


class TypeConstraint(NamedTuple):
    """A type and the defaults of its optional attributes, in the same shape as the type."""

    type: Type
    defaults: dict[str, Value]
    inner: dict[str, TypeConstraint]

    def fitted(self, value: Value, budget: Budget) -> Value:
        """``value`` as one of this type, with the defaults of what it lacks.

        Raises:
            EvaluationError: it does not fit.
            BudgetExceededError: the value, or what it would become, is too large.
        """
        budget.consume(value.weight * (1 + optional_names(self.type) // 8))  # each object may get all that it lacks
        return convert(self.filled(value, budget), self.type)

    def filled(self, value: Value, budget: Budget) -> Value:
        """``value`` with missing and null optional attributes set to their defaults.

        Raises:
            BudgetExceededError: the defaults are too many, or too large.
        """
        data = value.data
        if isinstance(self.type, ObjectType) and isinstance(data, dict):
            out = dict(data)
            for name, default in self.defaults.items():
                if name not in out or out[name].null:
                    budget.consume(weight_of(default))
                    out[name] = default
            for name, constraint in self.inner.items():
                if name in out:
                    out[name] = constraint.filled(out[name], budget)
            return _like(value, object_of(out))
        element = self.inner.get("*")
        if element is None:
            return value
        if isinstance(data, tuple):
            return _like(value, tuple_of(tuple([element.filled(item, budget) for item in data])))
        if isinstance(data, dict):
            return _like(value, object_of({name: element.filled(item, budget) for name, item in data.items()}))
        return value


def _like(value: Value, filled: Value) -> Value:
    """``filled`` with the place, reference and mark of ``value``."""
    return filled._replace(span=value.span, reference=value.reference, sensitive=value.sensitive)


def constraint(node: Expression, scope: Scope) -> TypeConstraint:
    """The constraint that ``node`` is.

    Raises:
        EvaluationError: if it is none.
    """
    if isinstance(node, tree.Literal) and isinstance(node.value, str):  # as before Terraform 0.12
        node = tree.Variable(node.start, node.end, node.value)
    if isinstance(node, tree.Variable):
        found = _SIMPLE.get(node.name) or _BARE.get(node.name)
        if found is not None:
            return TypeConstraint(found, {}, {})
    elif isinstance(node, tree.Call) and len(node.arguments) == 1:
        if node.name in _BARE:
            inner = constraint(node.arguments[0], scope)
            deeper = {"*": inner} if inner.defaults or inner.inner else {}
            return TypeConstraint(Collection(node.name, inner.type), {}, deeper)
        argument = node.arguments[0]
        if node.name == "object" and isinstance(argument, tree.ObjectCons):
            return _object(argument, scope)
        if node.name == "tuple" and isinstance(argument, tree.TupleCons):
            return TypeConstraint(TupleType(tuple(constraint(item, scope).type for item in argument.items)), {}, {})
    raise EvaluationError(
        "expected a type: string, number, bool, any, list(...), set(...), map(...), object({...}) or tuple([...])",
        scope.span(node),
    )


def _object(node: tree.ObjectCons, scope: Scope) -> TypeConstraint:
    types: dict[str, Type] = {}
    optional: list[str] = []
    defaults: dict[str, Value] = {}
    inner: dict[str, TypeConstraint] = {}
    for key, value in node.items:
        name = key.name if isinstance(key, tree.Variable) else str(key.value) if isinstance(key, tree.Literal) else ""
        if isinstance(value, tree.Call) and value.name == "optional" and value.arguments:
            optional.append(name)
            if len(value.arguments) > 1:
                defaults[name] = evaluate(value.arguments[1], scope)
            value = value.arguments[0]
        made = constraint(value, scope)
        types[name] = made.type
        if made.defaults or made.inner:
            inner[name] = made
    kind = ObjectType(tuple((name, types[name]) for name in sorted(types)), tuple(sorted(optional)))
    return TypeConstraint(kind, defaults, inner)
