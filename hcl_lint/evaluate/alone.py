"""The inside of a template file."""

from __future__ import annotations

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.scope import EvaluationData
from hcl_lint.evaluate.value import Reference, Value


class TemplateScope(EvaluationData):
    """Inside a template file only its variables and functions exist."""

    def __init__(self, module: EvaluationData) -> None:
        self._module = module
        self.budget = module.budget

    def _none(self) -> EvaluationError:
        return EvaluationError("a template file only knows the variables that are given to it")

    def variable(self, name: str) -> Value:
        raise self._none()

    def local(self, name: str) -> Value:
        raise self._none()

    def resource(self, mode: str, kind: str, name: str) -> Value:
        raise self._none()

    def call(self, name: str) -> Value:
        raise self._none()

    def path(self, name: str) -> Value:
        raise self._none()

    def workspace(self) -> Value:
        raise self._none()

    def attribute(self, reference: Reference) -> Value:
        return self._module.attribute(reference)

    def is_sure(self, root: str, name: str, second: str) -> bool:
        return self._module.is_sure(root, name, second)

    def whole(self, value: Value) -> Value:
        return self._module.whole(value)

    def function(self, name: str, arguments: list[Value]) -> Value:
        if name.removeprefix("core::") == "templatefile":
            raise EvaluationError("a template file cannot read another one")
        return self._module.function(name, arguments)
