"""Evaluates expressions. What is not known before apply is unknown, never guessed.

Where Terraform 1.11 says "unknown" although the answer is fixed (``false && x``, a condition with two
equal branches), the answer is given: it is what apply will find.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hcl_lint.evaluate.convert import convert, either
from hcl_lint.evaluate.elements import attribute_of, index_of, iterate, loop_names, marked, object_of_pairs, splat
from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError, UndeclaredNameError
from hcl_lint.evaluate.graphemes import normal
from hcl_lint.evaluate.operators import binary, unary
from hcl_lint.evaluate.references import name_value, path_value
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.special_calls import SPECIAL
from hcl_lint.evaluate.templates import render, render_for, render_if
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, ObjectType, TupleType, Type, name_of, unify
from hcl_lint.evaluate.value import (
    UNKNOWN_VALUE,
    Value,
    object_of,
    parse_number,
    tuple_of,
    unknown,
    weight_of,
)
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression


def evaluate(node: Expression, scope: Scope) -> Value:
    """The value of ``node``.

    Raises:
        EvaluationError: where Terraform would refuse the expression, or when the budget is used up.
        RecursionError: for expressions that are nested too deeply.
    """
    budget = scope.data.budget
    budget.left -= 1
    try:
        if budget.left < 0:
            budget.consume(0)
        return _EVALUATORS[type(node)](node, scope)
    except EvaluationError as error:
        raise error.at(scope.span(node)) from None


# --- constants


def _literal(node: tree.Literal, scope: Scope) -> Value:
    value = node.value
    if isinstance(value, str):
        return Value(STRING, normal(value), Span(scope.source, node.start, node.end))
    kind = ANY if value is None else BOOL
    return Value(kind, value, Span(scope.source, node.start, node.end))


def _number(node: tree.Number, scope: Scope) -> Value:
    parsed = parse_number(node.text)
    if parsed is None:
        raise EvaluationError("this is not a number")
    return Value(NUMBER, parsed, Span(scope.source, node.start, node.end))


def _splat_item(node: tree.SplatItem, scope: Scope) -> Value:
    if scope.item is None:
        raise EvaluationError("* has nothing to stand for here")
    return scope.item


# --- templates and references


def _template(node: tree.Template, scope: Scope) -> Value:
    return render(node.parts, scope, scope.span(node), evaluate)


def _inner(node: tree.TemplateWrap | tree.Parentheses, scope: Scope) -> Value:
    return evaluate(node.inner, scope)


def _template_if(node: tree.TemplateIf, scope: Scope) -> Value:
    return render_if(node, _condition(node.condition, scope), scope, evaluate)


def _template_for(node: tree.TemplateFor, scope: Scope) -> Value:
    return render_for(node, evaluate(node.collection, scope), scope, evaluate)


def _get_attr(node: tree.GetAttr, scope: Scope) -> Value:
    return scope.data.with_outputs(_attribute(node, scope))


def _attribute(node: tree.GetAttr, scope: Scope) -> Value:
    named = path_value(node, scope)
    if named is not None:
        return named
    return attribute_of(_source(node.source, scope), normal(node.name), scope.data.resolve)


def _index(node: tree.Index, scope: Scope) -> Value:
    return scope.data.with_outputs(_element(node, scope))


def _element(node: tree.Index, scope: Scope) -> Value:
    return index_of(_source(node.source, scope), evaluate(node.key, scope), scope.data.resolve)


def _source(node: Expression, scope: Scope) -> Value:
    """What an attribute or element is taken from: of a module call only the output that is asked for is evaluated."""
    if not isinstance(node, (tree.GetAttr, tree.Index)):
        return evaluate(node, scope)
    budget = scope.data.budget
    budget.left -= 1
    try:
        if budget.left < 0:
            budget.consume(0)
        return _attribute(node, scope) if isinstance(node, tree.GetAttr) else _element(node, scope)
    except EvaluationError as error:
        raise error.at(scope.span(node)) from None


def _splat(node: tree.Splat, scope: Scope) -> Value:
    def select(item: Value) -> Value:
        return evaluate(node.each, Scope(scope.source, scope.data, scope.names, item))

    return splat(evaluate(node.source, scope), select, scope.span(node))


def _binary(node: tree.Binary, scope: Scope) -> Value:
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    scope.data.budget.consume(weight_of(left) + weight_of(right))
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
        scope.data.budget.consume(value.weight + second.weight)
        kind = unify((value.type, second.type))
        sensitive = condition.sensitive or second.sensitive
    except (NotJudgedError, UndeclaredNameError):
        raise
    except EvaluationError:
        # The branch that is not taken may have no value here, such as a[0] of an empty list.
        kind, sensitive = unify((value.type, _type_of_refused(other, scope))), condition.sensitive
    if kind is None:
        raise EvaluationError("both results of a condition must have types that fit each other")
    return marked(convert(value, kind), sensitive)


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
        scope.data.budget.consume(weight_of(then) + weight_of(otherwise))
        value = either(then, otherwise, span)
    except UndeclaredNameError:
        raise
    except EvaluationError:
        value = None
    if value is None:
        return unknown(span=span, sensitive=condition.sensitive)
    return marked(value, condition.sensitive)


def _tuple(node: tree.TupleCons, scope: Scope) -> Value:
    return tuple_of(tuple([evaluate(item, scope) for item in node.items]), scope.span(node))


def _object(node: tree.ObjectCons, scope: Scope) -> Value:
    attributes: dict[str, Value] = {}
    all_known, sensitive = True, False
    for key_node, value_node in node.items:
        name = _written_key(key_node)
        if name is None:
            key = _key(key_node, scope)
            name = key.text()
            sensitive = sensitive or key.sensitive
        value = evaluate(value_node, scope)
        if name is None:
            all_known = False
        else:
            attributes[name] = value
    if not all_known:
        return unknown(span=scope.span(node), sensitive=sensitive)
    return object_of(attributes, scope.span(node))._replace(sensitive=sensitive)


def _key(node: Expression, scope: Scope) -> Value:
    """The key of an element of an object: something that is a string, or unknown."""
    key = evaluate(node, scope)
    if key.data is None:
        raise EvaluationError("null cannot be a key", scope.span(node))
    if key.data is not UNKNOWN_VALUE and key.text() is None:
        raise EvaluationError(f"a {name_of(key.type)} cannot be a key", scope.span(node))
    return key


def _written_key(node: Expression) -> str | None:
    """The key of an object where it is written out, as ``a``, ``null`` or ``"a"``; None for other expressions."""
    if type(node) is tree.Variable:
        return normal(node.name)
    if type(node) is tree.Literal:
        if node.value is None:
            return "null"
        return normal(node.value) if isinstance(node.value, str) else None
    return None


def _for(node: tree.For, scope: Scope) -> Value:
    span = scope.span(node)
    collection = evaluate(node.collection, scope)
    pairs = iterate(collection)
    if pairs is None:
        return unknown(span=span, sensitive=collection.sensitive)
    scope.data.budget.consume(len(pairs))
    if node.condition is not None and not pairs:  # a condition that fits no element is refused all the same
        _condition(node.condition, scope.within(loop_names(node.key_name, node.value_name, unknown(), unknown())))
    items: list[tuple[str, Value]] = []
    sensitive = collection.sensitive
    for key, value in pairs:
        inside = scope.within(loop_names(node.key_name, node.value_name, key, value))
        if node.condition is not None:
            condition = _condition(node.condition, inside)
            sensitive = sensitive or condition.sensitive
            if condition.data is UNKNOWN_VALUE:
                return unknown(span=span, sensitive=sensitive)
            if not condition.data:
                continue
        name = ""
        if node.key is not None:
            result_key = _for_key(node.key, inside)
            if result_key.data is UNKNOWN_VALUE:
                return unknown(span=span, sensitive=sensitive)
            name = str(result_key.data)
            sensitive = sensitive or result_key.sensitive
        items.append((name, evaluate(node.value, inside)))
    if node.key is None:
        return tuple_of(tuple(value for _, value in items), span)._replace(sensitive=sensitive)
    return object_of_pairs(items, node.group, span)._replace(sensitive=sensitive)


def _for_key(node: Expression, scope: Scope) -> Value:
    key = evaluate(node, scope)
    if key.data is None:
        raise EvaluationError("null cannot be a key", scope.span(node))
    return key if key.data is UNKNOWN_VALUE else convert(key, STRING)


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
    value = scope.data.call_function(node.name, arguments)
    return value if value.span is not None else value._replace(span=span)


_EVALUATORS: Final[Mapping[type, Callable[[Any, Scope], Value]]] = {
    tree.Literal: _literal,
    tree.Number: _number,
    tree.Template: _template,
    tree.TemplateWrap: _inner,
    tree.TemplateIf: _template_if,
    tree.TemplateFor: _template_for,
    tree.Variable: name_value,
    tree.GetAttr: _get_attr,
    tree.Index: _index,
    tree.Splat: _splat,
    tree.SplatItem: _splat_item,
    tree.Call: _call,
    tree.Unary: _unary,
    tree.Binary: _binary,
    tree.Conditional: _conditional,
    tree.Parentheses: _inner,
    tree.TupleCons: _tuple,
    tree.ObjectCons: _object,
    tree.For: _for,
}
