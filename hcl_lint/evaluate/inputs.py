"""Values for the variables of a root module, from everywhere that Terraform looks, later ones winning.

Order: ``TF_VAR_*``, ``terraform.tfvars``, ``terraform.tfvars.json``, ``*.auto.tfvars`` by name,
``--var-file`` and ``--var`` in the order of the command line.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hcl_lint.evaluate.budget import Budget
from hcl_lint.evaluate.errors import EvaluationError, NestingTooDeepError, NotJudgedError
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.file_loader import FileLoader
from hcl_lint.evaluate.scope import ConstantScope, Scope
from hcl_lint.evaluate.types import BOOL, NUMBER, STRING, Type
from hcl_lint.evaluate.value import Value, string, unknown
from hcl_lint.source.issue import INPUTS, NOT_JUDGED, SourceIssue
from hcl_lint.source.text import Source, Span

#: ``--var NAME=VALUE`` as a pair, or the path of a ``--var-file``.
Assignment = tuple[str, str] | str


class InputVariables:
    """What the user set for the variables of a root module."""

    def __init__(self, loader: FileLoader, environment: Mapping[str, str], budget: Budget) -> None:
        self._loader = loader
        self._budget = budget
        self._texts = {
            name.removeprefix("TF_VAR_"): text for name, text in environment.items() if name.startswith("TF_VAR_")
        }
        self._flags: dict[str, str] = {}
        #: Of files; those that a later flag does not replace.
        self._values: dict[str, Value] = {}
        self.issues: list[SourceIssue] = []

    def set(self, name: str, text: str) -> None:
        """Take the value of a ``--var`` flag."""
        self._flags[name] = text
        self._values.pop(name, None)

    def read(self, path: str) -> dict[str, Span]:
        """Take the values of a variable file; the names in it."""
        loaded = self._loader.variables(path)
        names: dict[str, Span] = {}
        if loaded is None:
            return names
        source, file = loaded
        scope = Scope(source, ConstantScope(self._budget))
        for block in file.body.blocks:
            span = Span(source, block.start, block.header_end)
            self.issues.append(
                SourceIssue(
                    code=INPUTS, message="expected name = value: a variable file has no blocks", path=path, span=span
                )
            )
        for attribute in file.body.attributes:
            try:
                self._values[attribute.name] = evaluate(attribute.expression, scope)
                names[attribute.name] = Span(source, attribute.start, attribute.name_end)
            except (EvaluationError, RecursionError) as error:
                span = Span(source, attribute.expression.start, attribute.expression.end)
                self._values[attribute.name] = unknown(span=span)
                refused = error if isinstance(error, EvaluationError) else NestingTooDeepError()
                code = NOT_JUDGED if isinstance(refused, NotJudgedError) else INPUTS
                self.issues.append(SourceIssue(code=code, message=refused.message, path=path, span=span))
        return names

    def get(self, name: str, kind: Type | None) -> Value | None:
        """The value that was set for a variable of type ``kind`` (None: no type is declared).

        Raises:
            EvaluationError: if the text given for it is no expression.
        """
        if name in self._values:
            return self._values[name]
        if name in self._flags:
            return self._parsed(f"--var {name}", self._flags[name], kind)
        if name in self._texts:
            return self._parsed(f"TF_VAR_{name}", self._texts[name], kind)
        return None

    def give_any(self, names: Collection[str]) -> bool:
        """Whether a value was set for any of these variables."""
        return any(name in names for given in (self._values, self._flags, self._texts) for name in given)

    def names_of_flags(self) -> tuple[str, ...]:
        """The names that were given with ``--var``."""
        return tuple(self._flags)

    def _parsed(self, path: str, text: str, kind: Type | None) -> Value:
        source = Source(path, text)
        whole = Span(source, 0, len(text))
        if kind is None or kind in (STRING, NUMBER, BOOL):
            return string(text, whole)
        expression = self._loader.expression(text)
        if expression is None:
            raise EvaluationError("expected an expression", whole)
        return evaluate(expression, Scope(source, ConstantScope(self._budget)))
