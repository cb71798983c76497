"""Strings with interpolations and directives."""

from __future__ import annotations

from hcl_lint.evaluate.budget import TEXT
from hcl_lint.evaluate.elements import iterate, loop_names
from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError
from hcl_lint.evaluate.functions.spec import MAX_STRING
from hcl_lint.evaluate.graphemes import normal
from hcl_lint.evaluate.numbers import Float
from hcl_lint.evaluate.scope import Evaluate, Scope
from hcl_lint.evaluate.types import STRING, name_of
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value, unknown, weight_of
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression


def render(parts: tuple[Expression, ...], scope: Scope, span: Span, evaluate: Evaluate) -> Value:
    """The text of all parts together.

    Raises:
        EvaluationError: a part is null, or cannot be text.
    """
    texts: list[str] = []
    known, sensitive = True, False
    for part in parts:
        value = evaluate(part, scope)
        sensitive = sensitive or value.sensitive
        if value.data is None:
            raise EvaluationError("null cannot be part of a string", scope.span(part))
        if value.data is UNKNOWN_VALUE:
            known = False
            continue
        if type(value.data) is Float:
            scope.data.budget.consume(weight_of(value))
        text = value.text()
        if text is None:
            message = f"a {name_of(value.type)} cannot be part of a string"
            raise EvaluationError(message, scope.span(part))
        texts.append(text)
    size = sum(map(len, texts))
    if size >> TEXT:
        scope.data.budget.consume(size >> TEXT)
    known = known and size <= MAX_STRING
    return Value(STRING, normal("".join(texts)) if known else UNKNOWN_VALUE, span, None, sensitive)


def render_if(node: tree.TemplateIf, condition: Value, scope: Scope, evaluate: Evaluate) -> Value:
    """``%{ if condition }``, whose condition is a bool."""
    span = scope.span(node)
    if condition.data is UNKNOWN_VALUE:
        then, otherwise = render(node.then, scope, span, evaluate), render(node.otherwise, scope, span, evaluate)
        sensitive = condition.sensitive or then.sensitive or otherwise.sensitive
        same = then.data == otherwise.data and then.known
        return then._replace(sensitive=sensitive) if same else unknown(STRING, span, sensitive=sensitive)
    chosen, other = (node.then, node.otherwise) if condition.data else (node.otherwise, node.then)
    value = render(chosen, scope, span, evaluate)
    if condition.sensitive or value.sensitive or _is_sensitive(other, scope, span, evaluate):
        return value._replace(sensitive=True)
    return value


def _is_sensitive(parts: tuple[Expression, ...], scope: Scope, span: Span, evaluate: Evaluate) -> bool:
    """Whether the branch that is not taken is sensitive: Terraform marks the result by it, too."""
    if all(type(part) is tree.Literal for part in parts):
        return False
    try:
        return render(parts, scope, span, evaluate).sensitive
    except NotJudgedError:
        raise
    except EvaluationError:
        return False


def render_for(node: tree.TemplateFor, collection: Value, scope: Scope, evaluate: Evaluate) -> Value:
    """``%{ for x in collection }``."""
    span = scope.span(node)
    pairs = iterate(collection)
    if pairs is None:
        return unknown(STRING, span, sensitive=collection.sensitive)
    scope.data.budget.consume(len(pairs))
    pieces = [
        render(node.body, scope.within(loop_names(node.key_name, node.value_name, key, value)), span, evaluate)
        for key, value in pairs
    ]
    sensitive = collection.sensitive or any(piece.sensitive for piece in pieces)
    if not all(piece.known for piece in pieces):
        return unknown(STRING, span, sensitive=sensitive)
    text = "".join(str(piece.data) for piece in pieces)
    return Value(STRING, normal(text) if len(text) <= MAX_STRING else UNKNOWN_VALUE, span, None, sensitive)
