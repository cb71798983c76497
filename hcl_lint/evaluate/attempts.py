"""Whether an expression inside ``try`` or ``can`` is sure to have a value, although the value is not known yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hcl_lint.evaluate.directory import roots_of
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression

#: Functions that take any element: what they are given cannot make them fail later.
_HANDS_ON: Final = frozenset(
    ["concat", "element", "lookup", "merge", "nonsensitive", "one", "reverse", "sensitive", "slice", "try", "values"]
)


def is_certain(node: Expression, value: Value, is_sure: Callable[[str, str, str], bool]) -> bool:
    """Whether ``node``, which gave ``value``, cannot turn out to be an error at apply.

    Args:
        is_sure: whether it is known how many instances there are of what such names begin a reference to.
    """
    if not value.wholly_known and not (_only_refers(node) and _is_there(value)):
        return False
    return all(is_sure(*names) for names in roots_of((node,)))


def _is_there(value: Value) -> bool:
    """Whatever apply finds, the schema has the attribute. Of what lies deeper, such as ``vpcs[0].id``, nobody knows."""
    if value.data is UNKNOWN_VALUE:
        reference = value.reference
        return reference is not None and len(reference.path) <= 1 and reference.key is not UNKNOWN_VALUE
    return all(map(_is_there, value.elements()))


def _only_refers(node: Expression) -> bool:
    """The expression only names and arranges values: it converts none, so it does not depend on what they are."""
    if isinstance(node, (tree.Variable, tree.SplatItem, tree.Literal, tree.Number)):
        return True
    if isinstance(node, (tree.Parentheses, tree.TemplateWrap)):
        return _only_refers(node.inner)
    if isinstance(node, (tree.GetAttr, tree.Index)):
        return _only_refers(node.source)
    if isinstance(node, tree.Splat):
        return _only_refers(node.source) and _only_refers(node.each)
    if isinstance(node, tree.TupleCons):
        return all(map(_only_refers, node.items))
    if isinstance(node, tree.ObjectCons):
        return all(_only_refers(value) for _, value in node.items)
    if isinstance(node, tree.For):
        return _only_refers(node.collection) and _only_refers(node.value)
    if isinstance(node, tree.Conditional):
        return _only_refers(node.then) and _only_refers(node.otherwise)
    return isinstance(node, tree.Call) and node.name in _HANDS_ON and all(map(_only_refers, node.arguments))
