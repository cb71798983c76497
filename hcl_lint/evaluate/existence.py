"""What an unknown condition says, so that resources which exclude each other are not compared."""

from __future__ import annotations

from hcl_lint.evaluate.conditions import Condition
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.value import UNKNOWN_VALUE, unknown
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression


def describe(node: Expression, scope: Scope) -> list[Condition]:
    """What an unknown condition being true means, as far as it can be said: see ``conditions``."""
    if isinstance(node, (tree.Parentheses, tree.TemplateWrap)):
        return describe(node.inner, scope)
    if isinstance(node, tree.Unary) and node.operator == "!":
        inner = describe(node.operand, scope)
        return [inner[0]._replace(holds=not inner[0].holds)] if len(inner) == 1 else []
    if isinstance(node, tree.Binary):
        if node.operator == "&&":
            return describe(node.left, scope) + describe(node.right, scope)
        if node.operator in ("==", "!="):
            return _comparison(node, scope)
    return [Condition(_subject(node, scope), "true", True)]


def _comparison(node: tree.Binary, scope: Scope) -> list[Condition]:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        try:
            value = evaluate(other, scope)
        except EvaluationError:
            continue
        if value.wholly_known:
            subject, equal = _subject(side, scope), value.text() if not value.null else "null"
            return [Condition(subject, equal if equal is not None else repr(value.plain()), node.operator == "==")]
    return [Condition(_subject(node, scope), "true", True)]


def _subject(node: Expression, scope: Scope) -> str:
    """A name for an unknown value: what it refers to, else its text and its module."""
    try:
        value = evaluate(node, scope)
    except EvaluationError:
        value = unknown()
    if (
        value.reference is not None
        and UNKNOWN_VALUE not in value.reference.path
        and value.reference.key is not UNKNOWN_VALUE
    ):
        return str(value.reference)
    text = " ".join(scope.source.text[node.start : node.end].split())
    if value.span is not None and value.span.source is not scope.source:
        return f"{value.span}"
    names = ",".join(f"{name}={scope.names[name].plain()}" for name in sorted(scope.names))
    return f"{id(scope.module)}/{names}/{text}"
