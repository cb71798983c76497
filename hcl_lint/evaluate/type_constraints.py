"""Type constraints of variables: ``list(object({a = string, b = optional(number, 1)}))``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from hcl_lint.evaluate.budget import Budget
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.scope import Evaluate, Scope
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, Collection, ObjectType, TupleType, Type, optional_names
from hcl_lint.evaluate.value import Value, object_of, tuple_of, weight_of
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression

_PRIMITIVES: Final = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": ANY}
#: Without parentheses, as before Terraform 0.12.
_COLLECTIONS: Final = {"list": Collection("list", ANY), "map": Collection("map", ANY), "set": Collection("set", ANY)}
#: The key of ``TypeConstraint.inner`` for the elements of a collection.
_ELEMENT: Final = "*"


class TypeConstraint(NamedTuple):
    """A type and the defaults of its optional attributes, in the same shape as the type."""

    type: Type
    defaults: Mapping[str, Value] = {}
    inner: Mapping[str, TypeConstraint] = {}

    @property
    def has_defaults(self) -> bool:
        return bool(self.defaults or self.inner)

    def convert(self, value: Value, budget: Budget) -> Value:
        """``value`` as one of this type, with the defaults of what it lacks.

        Raises:
            EvaluationError: it does not fit.
            BudgetExceededError: the value, or what it would become, is too large.
        """
        budget.consume(value.weight * (1 + optional_names(self.type) // 8))  # each object may get all that it lacks
        return convert(self.with_defaults(value, budget), self.type)

    def with_defaults(self, value: Value, budget: Budget) -> Value:
        """``value`` with missing and null optional attributes set to their defaults.

        Raises:
            BudgetExceededError: the defaults are too many, or too large.
        """
        data = value.data
        if isinstance(self.type, ObjectType) and isinstance(data, dict):
            attributes = dict(data)
            for name, default in self.defaults.items():
                if name not in attributes or attributes[name].null:
                    budget.consume(weight_of(default))
                    attributes[name] = default
            for name, constraint in self.inner.items():
                if name in attributes:
                    attributes[name] = constraint.with_defaults(attributes[name], budget)
            return _like(value, object_of(attributes))
        element = self.inner.get(_ELEMENT)
        if element is None:
            return value
        if isinstance(data, tuple):
            return _like(value, tuple_of(tuple([element.with_defaults(item, budget) for item in data])))
        if isinstance(data, dict):
            return _like(value, object_of({name: element.with_defaults(item, budget) for name, item in data.items()}))
        return value


def _like(value: Value, filled: Value) -> Value:
    """``filled`` with the place, reference and mark of ``value``."""
    return filled._replace(span=value.span, reference=value.reference, sensitive=value.sensitive)


def parse_type_constraint(node: Expression, scope: Scope, evaluate: Evaluate) -> TypeConstraint:
    """The constraint that ``node`` is. ``evaluate`` is for the defaults of optional attributes.

    Raises:
        EvaluationError: if it is none.
    """
    if isinstance(node, tree.Literal) and isinstance(node.value, str):  # as before Terraform 0.12
        node = tree.Variable(node.start, node.end, node.value)
    if isinstance(node, tree.Variable):
        named = _PRIMITIVES.get(node.name) or _COLLECTIONS.get(node.name)
        if named is not None:
            return TypeConstraint(named)
    elif isinstance(node, tree.Call) and len(node.arguments) == 1:
        argument = node.arguments[0]
        if node.name in _COLLECTIONS:
            element = parse_type_constraint(argument, scope, evaluate)
            inner = {_ELEMENT: element} if element.has_defaults else {}
            return TypeConstraint(Collection(node.name, element.type), {}, inner)
        if node.name == "object" and isinstance(argument, tree.ObjectCons):
            return _object_constraint(argument, scope, evaluate)
        if node.name == "tuple" and isinstance(argument, tree.TupleCons):
            items = [parse_type_constraint(item, scope, evaluate) for item in argument.items]
            return TypeConstraint(TupleType(tuple(item.type for item in items)))
    raise EvaluationError(
        "expected a type: string, number, bool, any, list(...), set(...), map(...), object({...}) or tuple([...])",
        scope.span(node),
    )


def _attribute_name(key: Expression) -> str:
    if isinstance(key, tree.Variable):
        return key.name
    return str(key.value) if isinstance(key, tree.Literal) else ""


def _object_constraint(node: tree.ObjectCons, scope: Scope, evaluate: Evaluate) -> TypeConstraint:
    types: dict[str, Type] = {}
    optional: list[str] = []
    defaults: dict[str, Value] = {}
    inner: dict[str, TypeConstraint] = {}
    for key, value in node.items:
        name = _attribute_name(key)
        if isinstance(value, tree.Call) and value.name == "optional" and value.arguments:
            optional.append(name)
            if len(value.arguments) > 1:
                defaults[name] = evaluate(value.arguments[1], scope)
            value = value.arguments[0]
        constraint = parse_type_constraint(value, scope, evaluate)
        types[name] = constraint.type
        if constraint.has_defaults:
            inner[name] = constraint
    kind = ObjectType(tuple((name, types[name]) for name in sorted(types)), tuple(sorted(optional)))
    return TypeConstraint(kind, defaults, inner)
