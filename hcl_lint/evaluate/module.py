"""One instance of a module: what its names mean. Everything is evaluated once, when it is first asked for."""

from __future__ import annotations

import os
from collections.abc import Callable

from hcl_lint.evaluate.alone import TemplateScope
from hcl_lint.evaluate.attributes import is_sure, resource_attribute, whole_module
from hcl_lint.evaluate.call import ModuleCall
from hcl_lint.evaluate.conditions import Condition
from hcl_lint.evaluate.constraints import TypeConstraint, constraint
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.directory import Directory, MergedBlock, ResourceKey
from hcl_lint.evaluate.errors import (
    EvaluationError,
    NestingTooDeepError,
    NotJudgedError,
    UndeclaredError,
    UndeclaredNameError,
)
from hcl_lint.evaluate.expansion import SINGLE, ExpandedInstance, Expansion, each, expand, unsure
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.functions import call_function
from hcl_lint.evaluate.memo import Memo
from hcl_lint.evaluate.root_context import RootContext
from hcl_lint.evaluate.scope import EvaluationData, Scope
from hcl_lint.evaluate.types import ANY, Type
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Key, ModulePath, ModuleStep, Reference, Value, string, unknown
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax.tree import Expression

MODULE_STEPS = 20  # what one instance of a module takes besides its blocks


class Module(EvaluationData):
    """``call`` is None for a root. ``conditions`` are those of all calls above."""

    def __init__(
        self, root: RootContext, directory: Directory, path: ModulePath = (), call: ModuleCall | None = None
    ) -> None:
        self.root = root
        self.budget = root.budget
        self.directory = directory
        self.path_steps = path
        self.made_by = call
        self.callers: tuple[Span, ...] = () if call is None else (*call.parent.callers, call.view.span)
        self.conditions: tuple[Condition, ...] = (
            () if call is None else (*call.parent.conditions, *call.item.conditions)
        )
        self._values = Memo()
        self._expansions: dict[object, Expansion] = {}
        self._expanding: set[object] = set()
        self._children: dict[str, dict[Key, Module] | None] = {}

    @property
    def origin(self) -> Span:
        """Where this module comes from: its call, or for a root the first of its blocks."""
        if self.callers:
            return self.callers[-1]
        directory = self.directory
        tables = (directory.resources, directory.calls, directory.variables, directory.outputs, directory.providers)
        views = [view for table in tables for view in table.values()] + directory.terraform
        return views[0].span if views else Span(Source(directory.path, ""), 0, 0)

    def scope(self, source: Source, item: ExpandedInstance | None = None) -> Scope:
        """The scope of expressions in ``source``, inside instance ``item`` of a block."""
        return Scope(source, self, item.names if item is not None else None)

    def _missing(self, what: str, name: str, names: Callable[[], list[str]], likeness: float = 0.6) -> Value:
        """A name that is not declared: an error, unless a part of the module could not be read.

        Raises:
            UndeclaredError: if the module is complete.
        """
        if not self.directory.complete:
            return unknown()
        kind = UndeclaredError if what == "output" else UndeclaredNameError
        raise kind(what, name, self.directory.path, self.root.hint(name, names, likeness))

    # --- variables, local values, outputs

    def variable(self, name: str) -> Value:
        view = self.directory.variables.get(name)
        if view is None:
            return self._missing("variable", name, lambda: list(self.directory.variables))
        return self._values.get_or_compute(("var", name), lambda: self._variable(name, view))

    def constraint_of(self, view: MergedBlock) -> TypeConstraint | None:
        """The declared type of a variable; None without one.

        Raises:
            EvaluationError: if it is no type.
        """
        found = view.attributes.get("type")
        return None if found is None else constraint(found[0].expression, self.scope(found[1]))

    def _variable(self, name: str, view: MergedBlock) -> Value:
        declared = self.constraint_of(view)
        kind: Type = ANY if declared is None else declared.type
        sensitive = self._flag(view, "sensitive") is True or self._flag(view, "ephemeral") is True
        if self.made_by is not None:
            value = self.made_by.argument(name)
        else:
            value = self.root.inputs.get(name, None if declared is None else kind)
        default = view.attributes.get("default")
        if default is not None and (value is None or (value.null and self._flag(view, "nullable") is False)):
            value = evaluate(default[0].expression, self.scope(default[1]))
            if self.made_by is None and self.root.library_module:
                if declared is not None:  # what Terraform refuses, it refuses for all callers
                    self._check_default(name, default[0].expression, default[1], declared)
                value = None
        elif default is not None and declared is not None:
            self._check_default(name, default[0].expression, default[1], declared)
        if value is None:
            reference = Reference("variable", "", name, self.path_steps)
            value = unknown(convert(unknown(), kind).type, view.span, reference)
        if declared is not None and value.data is not None:
            try:
                value = declared.fitted(value, self.budget)
            except NotJudgedError:
                raise
            except EvaluationError as error:
                raise EvaluationError(f"var.{name}: {error.message}", value.span or view.span) from None
        return value._replace(sensitive=True) if sensitive else value

    def _check_default(self, name: str, node: Expression, source: Source, declared: TypeConstraint) -> None:
        """A default must fit the variable's type, even where another value is given."""
        if (self.directory.path, name) in self.root.checked_defaults:
            return
        self.root.checked_defaults.add((self.directory.path, name))
        try:
            declared.fitted(evaluate(node, self.scope(source)), self.budget)
        except NotJudgedError:
            raise
        except EvaluationError as error:
            span = error.span or Span(source, node.start, node.end)
            self.root.report(EvaluationError(f"var.{name}: the default does not fit: {error.message}", span), span)

    def _flag(self, view: MergedBlock, name: str) -> bool | None:
        found = view.attributes.get(name)
        if found is None:
            return None
        try:
            return evaluate(found[0].expression, self.scope(found[1])).boolean()
        except EvaluationError:
            return None

    def local(self, name: str) -> Value:
        found = self.directory.locals.get(name)
        if found is None:
            return self._missing("local value", name, lambda: list(self.directory.locals))
        return self._values.get_or_compute(("local", name), lambda: evaluate(found[0].expression, self.scope(found[1])))

    def output(self, name: str) -> Value:
        """The value of an output.

        Raises:
            EvaluationError: if there is no such output or Terraform would refuse its expression.
        """
        view = self.directory.outputs.get(name)
        found = None if view is None else view.attributes.get("value")
        if view is not None and found is None:  # said where its structure is judged
            return unknown(span=view.span)
        if view is None or found is None:
            return self._missing("output", name, lambda: list(self.directory.outputs))
        value = self._values.get_or_compute(
            ("output", name), lambda: evaluate(found[0].expression, self.scope(found[1]))
        )
        return value._replace(sensitive=True) if self._flag(view, "sensitive") else value

    # --- repetition

    def expansion(self, key: object, view: MergedBlock) -> Expansion:
        """Instances of a resource or module call; an error in count or for_each makes them unknown."""
        known = self._expansions.get(key)
        if known is None:
            if key in self._expanding:
                return unsure(view)
            self._expanding.add(key)
            try:
                known = expand(view, self.scope)
                self.budget.consume(len(known.items))
            except (EvaluationError, RecursionError) as error:
                self.root.report(error if isinstance(error, EvaluationError) else NestingTooDeepError(), view.span)
                known = unsure(view)
            finally:
                self._expanding.discard(key)
            self._expansions[key] = known
        return known

    # --- resources

    def resource(self, mode: str, kind: str, name: str) -> Value:
        key = (mode, kind, name)
        view = self.directory.resources.get(key)
        if view is None:
            what = "resource" if mode == "managed" else "data source"
            return self._missing(
                what,
                f"{kind}.{name}",
                lambda: [f"{two}.{three}" for one, two, three in self.directory.resources if one == mode],
                likeness=0.8,
            )
        base = Reference(mode, kind, name, self.path_steps)
        if view.block.skipped:
            return unknown(ANY, view.span, base)
        return each(self.expansion(key, view), base, view.span)

    def attribute(self, reference: Reference) -> Value:
        module = self.root.modules.get(reference.module)
        if module is None or len(reference.path) > 2:
            return unknown(reference=reference)
        if reference.mode == "module":
            return module.module_output(reference)
        return resource_attribute(module, reference)

    def is_sure(self, root: str, name: str, second: str) -> bool:
        return is_sure(self, root, name, second)

    def whole(self, value: Value) -> Value:
        return whole_module(self, value)

    def argument(self, key: ResourceKey, view: MergedBlock, item: ExpandedInstance, name: str) -> Value:
        """An argument of one resource instance.

        Raises:
            EvaluationError: if Terraform would refuse it.
        """
        attribute, source = view.attributes[name]
        node = attribute.expression
        return self._values.get_or_compute((key, item.key, name), lambda: evaluate(node, self.scope(source, item)))

    # --- module calls

    def children(self, name: str) -> dict[Key, Module] | None:
        """Instances of the module that a call makes, by key; None if its files are not known.

        Raises:
            BudgetExceededError: there would be too many.
        """
        if name not in self._children:
            view = self.directory.calls[name]
            directory = self.root.directory_of(self, name, view)
            if directory is None:
                self._children[name] = None
            else:
                made: dict[Key, Module] = {}
                self._children[name] = made
                for item in self.expansion(("module", name), view).items:
                    self.budget.consume(MODULE_STEPS + directory.size)
                    path = (*self.path_steps, ModuleStep(name, item.key))
                    made[item.key] = self.root.modules[path] = Module(
                        self.root, directory, path, ModuleCall(self, view, item)
                    )
        return self._children[name]

    def call(self, name: str) -> Value:
        view = self.directory.calls.get(name)
        if view is None:
            return self._missing("module", name, lambda: list(self.directory.calls))
        if self.children(name) is None:
            return unknown(ANY, view.span)
        expansion = self._expansions.get(("module", name), SINGLE)
        return each(expansion, Reference("module", "", name, self.path_steps), view.span)

    def module_output(self, reference: Reference) -> Value:
        """``module.name.output``."""
        children = self.children(reference.name) or {}
        child = children.get(reference.key)
        if child is None and len(children) == 1 and UNKNOWN_VALUE in children:
            child = children[UNKNOWN_VALUE]
        if child is None or not isinstance(reference.path[0], str):
            return unknown()
        return child.output(reference.path[0])

    # --- the rest

    def path(self, name: str) -> Value:
        if name == "module":
            return string(os.path.relpath(self.directory.path or ".", self.root.path or ".").replace(os.sep, "/"))
        if name == "root":
            return string(".")
        if name == "cwd":  # guess: terraform is started where the root module is
            return string(os.path.abspath(self.root.path or ".").replace(os.sep, "/"))
        raise EvaluationError(f"path.{name} does not exist: there are path.module, path.root and path.cwd")

    def workspace(self) -> Value:
        return string(self.root.workspace)

    def function(self, name: str, arguments: list[Value]) -> Value:
        return call_function(name, arguments, self)

    @property
    def base_directory(self) -> str:
        """Where relative paths of file functions start."""
        return self.root.path or "."

    def readable(self, path: str) -> bool:
        """The path is inside the root module or one of its modules."""
        return self.root.readable(path)

    def template(self, text: str, path: str, variables: dict[str, Value]) -> Value:
        """The result of a template file."""
        made = self.root.library.template(text, self.budget)
        if made is None:
            raise EvaluationError(f"{path} is not a template")
        scope = Scope(Source(path, made[1]), TemplateScope(self), variables)
        return evaluate(made[0], scope)
