"""What an expression can refer to: where it stands (``Scope``), and what answers for its names (``EvaluationData``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from hcl_lint.evaluate.budget import Budget
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.value import Reference, Value
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax.tree import Expression


class EvaluationData(Protocol):
    """What a module answers to the expressions in it, and how much they may still compute."""

    budget: Budget

    def input_variable(self, name: str) -> Value:
        """``var.name``."""

    def local_value(self, name: str) -> Value:
        """``local.name``."""

    def resource(self, mode: str, kind: str, name: str) -> Value:
        """``type.name`` or ``data.type.name``."""

    def module_call(self, name: str) -> Value:
        """``module.name``."""

    def path_attribute(self, name: str) -> Value:
        """``path.name``."""

    def workspace(self) -> Value:
        """``terraform.workspace``."""

    def resolve(self, reference: Reference) -> Value:
        """The value of a resource attribute or module output."""

    def has_certain_instances(self, root: str, name: str, second: str) -> bool:
        """Whether it is known how many instances there are of what a reference that begins with these names means."""

    def with_outputs(self, value: Value) -> Value:
        """A module call as a value of its own: the object of its outputs. Other values stay."""

    def call_function(self, name: str, arguments: list[Value]) -> Value:
        """``name(arguments...)``."""


class _NoNames(EvaluationData):
    """Answers for expressions without references: every name is refused."""

    def refusal(self) -> EvaluationError:
        """Why there are no names."""
        raise NotImplementedError

    def input_variable(self, name: str) -> Value:
        raise self.refusal()

    def local_value(self, name: str) -> Value:
        raise self.refusal()

    def resource(self, mode: str, kind: str, name: str) -> Value:
        raise self.refusal()

    def module_call(self, name: str) -> Value:
        raise self.refusal()

    def path_attribute(self, name: str) -> Value:
        raise self.refusal()

    def workspace(self) -> Value:
        raise self.refusal()

    def resolve(self, reference: Reference) -> Value:
        raise self.refusal()

    def has_certain_instances(self, root: str, name: str, second: str) -> bool:
        raise self.refusal()

    def with_outputs(self, value: Value) -> Value:
        return value

    def call_function(self, name: str, arguments: list[Value]) -> Value:
        raise self.refusal()


class ConstantScope(_NoNames):
    """A variable file: only constants have a value."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def refusal(self) -> EvaluationError:
        return EvaluationError("expected a constant: a variable file has no references and functions")


class TemplateScope(_NoNames):
    """A template file: only its variables, which the scope has, and the functions of its module exist."""

    def __init__(self, module: EvaluationData) -> None:
        self._module = module
        self.budget = module.budget

    def refusal(self) -> EvaluationError:
        return EvaluationError("a template file only knows the variables that are given to it")

    def resolve(self, reference: Reference) -> Value:
        return self._module.resolve(reference)

    def has_certain_instances(self, root: str, name: str, second: str) -> bool:
        return self._module.has_certain_instances(root, name, second)

    def with_outputs(self, value: Value) -> Value:
        return self._module.with_outputs(value)

    def call_function(self, name: str, arguments: list[Value]) -> Value:
        if name.removeprefix("core::") == "templatefile":
            raise EvaluationError("a template file cannot read another one")
        return self._module.call_function(name, arguments)


class Scope:
    """Where an expression stands: its file, its module's data, and the names that only exist around it.

    ``item`` is what the ``*`` of a splat stands for.
    """

    __slots__ = ("data", "item", "names", "source")

    def __init__(
        self, source: Source, data: EvaluationData, names: Mapping[str, Value] | None = None, item: Value | None = None
    ) -> None:
        self.source = source
        self.data = data
        self.names: Mapping[str, Value] = names or {}
        self.item = item

    def within(self, names: Mapping[str, Value]) -> Scope:
        """The scope inside a loop that binds ``names``."""
        return Scope(self.source, self.data, {**self.names, **names}, self.item)

    def span(self, node: Expression) -> Span:
        return Span(self.source, node.start, node.end)


#: How parts of an expression are evaluated, given to what the evaluator itself imports.
Evaluate: TypeAlias = Callable[[Expression, Scope], Value]
