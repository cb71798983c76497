"""Evaluates expressions. What is not known before apply is unknown, never guessed.

Where Terraform 1.11 says "unknown" although the answer is fixed (``false && x``, a condition with two
equal branches), the answer is given: it is what apply will find.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hcl_lint.evaluate.convert import convert, either
from hcl_lint.evaluate.elements import attribute_of, index_of, splat
from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError, UndeclaredNameError
from hcl_lint.evaluate.graphemes import normal
from hcl_lint.evaluate.leaves import of_literal, of_number, of_splat_item
from hcl_lint.evaluate.loops import bound, iterate, keyed
from hcl_lint.evaluate.operators import binary, unary
from hcl_lint.evaluate.references import of_name, of_path
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.special_calls import SPECIAL
from hcl_lint.evaluate.templates import rendered, rendered_for, rendered_if
from hcl_lint.evaluate.types import ANY, BOOL, STRING, ObjectType, TupleType, Type, name_of
from hcl_lint.evaluate.unify import unify
from hcl_lint.evaluate.value import (
    UNKNOWN_VALUE,
    Value,
    object_of,
    tuple_of,
    unknown,
    weight_of,
)
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression


def evaluate(node: Expression, scope: Scope) -> Value:
    """The value of ``node``.

    Raises:
        EvaluationError: where Terraform would refuse the expression, or when the budget is used up.
        RecursionError: for expressions that are nested too deeply.
    """
    budget = scope.module.budget
    budget.left -= 1
    try:
        if budget.left < 0:
            budget.consume(0)
        return _EVALUATORS[type(node)](node, scope)
    except EvaluationError as error:
        raise error.at(scope.span(node)) from None


def _template(node: tree.Template, scope: Scope) -> Value:
    return rendered(node.parts, scope, scope.span(node), evaluate)


def _inner(node: tree.TemplateWrap | tree.Parentheses, scope: Scope) -> Value:
    return evaluate(node.inner, scope)


def _template_if(node: tree.TemplateIf, scope: Scope) -> Value:
    return rendered_if(node, _condition(node.condition, scope), scope, evaluate)


def _template_for(node: tree.TemplateFor, scope: Scope) -> Value:
    return rendered_for(node, evaluate(node.collection, scope), scope, evaluate)


def _get_attr(node: tree.GetAttr, scope: Scope) -> Value:
    return scope.module.whole(_attribute(node, scope))


def _attribute(node: tree.GetAttr, scope: Scope) -> Value:
    named = of_path(node, scope)
    if named is not None:
        return named
    return attribute_of(_source(node.source, scope), normal(node.name), scope.module.attribute)


def _index(node: tree.Index, scope: Scope) -> Value:
    return scope.module.whole(_element(node, scope))


def _element(node: tree.Index, scope: Scope) -> Value:
    return index_of(_source(node.source, scope), evaluate(node.key, scope), scope.module.attribute)


def _source(node: Expression, scope: Scope) -> Value:
    """What an attribute or element is taken from: of a module call only the output that is asked for is evaluated."""
    if not isinstance(node, (tree.GetAttr, tree.Index)):
        return evaluate(node, scope)
    budget = scope.module.budget
    budget.left -= 1
    try:
        if budget.left < 0:
            budget.consume(0)
        return _attribute(node, scope) if isinstance(node, tree.GetAttr) else _element(node, scope)
    except EvaluationError as error:
        raise error.at(scope.span(node)) from None


def _splat(node: tree.Splat, scope: Scope) -> Value:
    def each(item: Value) -> Value:
        return evaluate(node.each, Scope(scope.source, scope.module, scope.names, item))

    return splat(evaluate(node.source, scope), each, scope.span(node))


def _binary(node: tree.Binary, scope: Scope) -> Value:
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    scope.module.budget.consume(weight_of(left) + weight_of(right))
    return binary(node.operator, left, right, scope.span(node))


def _unary(node: tree.Unary, scope: Scope) -> Value:
    return unary(node.operator, evaluate(node.operand, scope), scope.span(node))


def _condition(node: Expression, scope: Scope) -> Value:
    condition = evaluate(node, scope)
    if condition.data is None:
        raise EvaluationError("this condition is null", scope.span(node))
    try:
        return convert(condition, BOOL)
    except EvaluationError as error:
        raise error.at(scope.span(node)) from None


def _conditional(node: tree.Conditional, scope: Scope) -> Value:
    condition = _condition(node.condition, scope)
    if condition.data is UNKNOWN_VALUE:
        return _undecided(node, scope, condition)
    chosen, other = (node.then, node.otherwise) if condition.data else (node.otherwise, node.then)
    value = evaluate(chosen, scope)
    try:
        second = evaluate(other, scope)
        scope.module.budget.consume(value.weight + second.weight)
        kind = unify((value.type, second.type))
        sensitive = condition.sensitive or second.sensitive
    except (NotJudgedError, UndeclaredNameError):
        raise
    except EvaluationError:
        # the branch that is not taken may be impossible here
        kind, sensitive = unify((value.type, _type_of_refused(other, scope))), condition.sensitive
    if kind is None:
        raise EvaluationError("both results of a condition must have types that fit each other")
    value = convert(value, kind)
    return value._replace(sensitive=True) if sensitive and not value.sensitive else value


def _type_of_refused(node: Expression, scope: Scope) -> Type:
    """The type of an expression that has no value, as far as its shape tells it."""
    if type(node) is tree.Parentheses:
        return _type_of_refused(node.inner, scope)
    if type(node) is tree.TupleCons:
        return TupleType(tuple([_type_or_any(item, scope) for item in node.items]))
    if type(node) is tree.ObjectCons:
        types = {_written_key(key): _type_or_any(item, scope) for key, item in node.items}
        named = [(name, kind) for name, kind in types.items() if name is not None]
        return ObjectType(tuple(sorted(named))) if len(named) == len(types) else ANY
    return ANY


def _written_key(node: Expression) -> str | None:
    """The key of an object where it is written out, as ``a`` or ``"a"``."""
    if type(node) is tree.Variable:
        return normal(node.name)
    return normal(node.value) if type(node) is tree.Literal and isinstance(node.value, str) else None


def _type_or_any(node: Expression, scope: Scope) -> Type:
    try:
        return evaluate(node, scope).type
    except NotJudgedError:
        raise
    except EvaluationError:
        return _type_of_refused(node, scope)


def _undecided(node: tree.Conditional, scope: Scope, condition: Value) -> Value:
    span = scope.span(node)
    try:
        then, otherwise = evaluate(node.then, scope), evaluate(node.otherwise, scope)
        scope.module.budget.consume(weight_of(then) + weight_of(otherwise))
        found = either(then, otherwise, span)
    except UndeclaredNameError:
        raise
    except EvaluationError:
        found = None
    if found is None:
        return unknown(span=span, sensitive=condition.sensitive)
    return found._replace(sensitive=True) if condition.sensitive and not found.sensitive else found


def _tuple(node: tree.TupleCons, scope: Scope) -> Value:
    return tuple_of(tuple([evaluate(item, scope) for item in node.items]), scope.span(node))


def _object(node: tree.ObjectCons, scope: Scope) -> Value:
    out: dict[str, Value] = {}
    unknown_key = sensitive = False
    for key_node, value_node in node.items:
        if type(key_node) is tree.Variable:
            name: str | None = normal(key_node.name)
        elif type(key_node) is tree.Literal and key_node.value is None:
            name = "null"
        else:
            key = evaluate(key_node, scope)
            if key.data is None:
                raise EvaluationError("null cannot be a key", scope.span(key_node))
            name = key.text()
            if name is None and key.data is not UNKNOWN_VALUE:
                raise EvaluationError(f"a {name_of(key.type)} cannot be a key", scope.span(key_node))
            sensitive = sensitive or key.sensitive
        value = evaluate(value_node, scope)
        if name is None:
            unknown_key = True
        else:
            out[name] = value
    if unknown_key:
        return unknown(span=scope.span(node), sensitive=sensitive)
    return object_of(out, scope.span(node))._replace(sensitive=sensitive)


def _for(node: tree.For, scope: Scope) -> Value:
    span = scope.span(node)
    collection = evaluate(node.collection, scope)
    pairs = iterate(collection)
    if pairs is None:
        return unknown(span=span, sensitive=collection.sensitive)
    scope.module.budget.consume(len(pairs))
    if node.condition is not None and not pairs:  # a condition that fits no element is refused all the same
        _condition(node.condition, scope.within(bound(node.key_name, node.value_name, unknown(), unknown())))
    items: list[tuple[str, Value]] = []
    sensitive = collection.sensitive
    for key, value in pairs:
        inside = scope.within(bound(node.key_name, node.value_name, key, value))
        if node.condition is not None:
            condition = _condition(node.condition, inside)
            sensitive = sensitive or condition.sensitive
            if condition.data is UNKNOWN_VALUE:
                return unknown(span=span, sensitive=sensitive)
            if not condition.data:
                continue
        name = ""
        if node.key is not None:
            made = evaluate(node.key, inside)
            if made.data is None:
                raise EvaluationError("null cannot be a key", scope.span(node.key))
            if made.data is UNKNOWN_VALUE:
                return unknown(span=span, sensitive=sensitive)
            name = str(convert(made, STRING).data)
            sensitive = sensitive or made.sensitive
        items.append((name, evaluate(node.value, inside)))
    if node.key is None:
        return tuple_of(tuple(value for _, value in items), span)._replace(sensitive=sensitive)
    return keyed(items, node.group, span)._replace(sensitive=sensitive)


def _call(node: tree.Call, scope: Scope) -> Value:
    span = scope.span(node)
    if node.name in SPECIAL:
        return SPECIAL[node.name](node, scope, evaluate)
    arguments = [evaluate(argument, scope) for argument in node.arguments]
    if node.expand:
        last = arguments.pop()
        if last.data is UNKNOWN_VALUE:
            return unknown(span=span, sensitive=last.sensitive)
        if not isinstance(last.data, tuple):
            raise EvaluationError("only a list, set or tuple can be expanded with ...")
        arguments += [item._replace(sensitive=True) for item in last.data] if last.sensitive else last.data
    value = scope.module.function(node.name, arguments)
    return value if value.span is not None else value._replace(span=span)


_EVALUATORS: Mapping[type, Callable[[Any, Scope], Value]] = {
    tree.Literal: of_literal,
    tree.Number: of_number,
    tree.Template: _template,
    tree.TemplateWrap: _inner,
    tree.TemplateIf: _template_if,
    tree.TemplateFor: _template_for,
    tree.Variable: of_name,
    tree.GetAttr: _get_attr,
    tree.Index: _index,
    tree.Splat: _splat,
    tree.SplatItem: of_splat_item,
    tree.Call: _call,
    tree.Unary: _unary,
    tree.Binary: _binary,
    tree.Conditional: _conditional,
    tree.Parentheses: _inner,
    tree.TupleCons: _tuple,
    tree.ObjectCons: _object,
    tree.For: _for,
}
