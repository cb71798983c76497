"""Where an expression stands, and what it can ask of its module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from hcl_lint.evaluate.budget import Budget
from hcl_lint.evaluate.value import Reference, Value
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax.tree import Expression


class EvaluationData(Protocol):
    """What a module answers to the expressions in it, and how much they may still compute."""

    budget: Budget

    def variable(self, name: str) -> Value: ...
    def local(self, name: str) -> Value: ...
    def resource(self, mode: str, kind: str, name: str) -> Value: ...
    def call(self, name: str) -> Value: ...
    def path(self, name: str) -> Value: ...
    def workspace(self) -> Value: ...
    def attribute(self, reference: Reference) -> Value: ...
    def is_sure(self, root: str, name: str, second: str) -> bool: ...
    def whole(self, value: Value) -> Value: ...
    def function(self, name: str, arguments: list[Value]) -> Value: ...


class Scope:
    """Where an expression stands: its file, its module, and the names that only exist around it."""

    __slots__ = ("item", "module", "names", "source")

    def __init__(
        self,
        source: Source,
        module: EvaluationData,
        names: Mapping[str, Value] | None = None,
        item: Value | None = None,
    ) -> None:
        self.source = source
        self.module = module
        self.names: Mapping[str, Value] = names or {}
        self.item = item

    def within(self, names: Mapping[str, Value]) -> Scope:
        """The scope inside a loop that binds ``names``."""
        return Scope(self.source, self.module, {**self.names, **names}, self.item)

    def span(self, node: Expression) -> Span:
        return Span(self.source, node.start, node.end)


#: How parts of an expression are evaluated, given to what the evaluator itself imports.
Evaluate: TypeAlias = Callable[[Expression, Scope], Value]
