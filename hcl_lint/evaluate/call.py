"""A module call, seen from the module that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcl_lint.evaluate.directory import MergedBlock
from hcl_lint.evaluate.expansion import ExpandedInstance
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.value import Value

if TYPE_CHECKING:
    from hcl_lint.evaluate.module import Module


class ModuleCall:
    """The ``module`` block that made a module instance, in its parent, for one instance key."""

    __slots__ = ("item", "parent", "view")

    def __init__(self, parent: Module, view: MergedBlock, item: ExpandedInstance) -> None:
        self.parent, self.view, self.item = parent, view, item

    def argument(self, name: str) -> Value | None:
        """The value that the caller sets for a variable."""
        found = self.view.attributes.get(name)
        if found is None:
            return None
        return evaluate(found[0].expression, Scope(found[1], self.parent, self.item.names))
