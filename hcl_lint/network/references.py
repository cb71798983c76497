"""References inside a larger expression, such as a template, whose whole value is not known."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.evaluate.model import ResourceInstance, RootModule
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Reference
from hcl_lint.syntax.tree import Expression, GetAttr, Variable


def mentioned(root: RootModule, resource: ResourceInstance, attribute: str, type: str) -> list[ResourceInstance]:
    """The instances of ``type`` whose attributes an argument of ``resource`` mentions anywhere."""
    written = next((a for a in resource.block.body.attributes if a.name == attribute), None)
    if written is None:
        return []
    by_address: dict[str, ResourceInstance] = {}
    for node in _walk(written.expression):
        if isinstance(node, GetAttr) and isinstance(node.source, Variable) and node.source.name == type:
            reference = Reference("managed", type, node.name, resource.module, UNKNOWN_VALUE)
            by_address.update((instance.address, instance) for instance in root.candidates(reference))
    return list(by_address.values())


def _walk(expression: Expression) -> Iterator[Expression]:
    pending: list[object] = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, tuple):
            if hasattr(node, "start"):
                yield node  # type: ignore[misc]  # every tuple with offsets is an Expression
            pending.extend(node)
