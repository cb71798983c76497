"""One instance of a module: what its names mean. Everything is evaluated once, when it is first asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.directory import Directory, ResourceKey
from hcl_lint.evaluate.errors import (
    EvaluationError,
    NestingTooDeepError,
    NotJudgedError,
    UndeclaredError,
    UndeclaredNameError,
)
from hcl_lint.evaluate.expansion import (
    SINGLE,
    ExpandedInstance,
    Expansion,
    expand,
    uncertain_expansion,
    value_of_name,
)
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.functions import call_function
from hcl_lint.evaluate.memo import Memo
from hcl_lint.evaluate.merged_block import MergedBlock
from hcl_lint.evaluate.model import Condition
from hcl_lint.evaluate.root_context import RootContext
from hcl_lint.evaluate.scope import EvaluationData, Scope, TemplateScope
from hcl_lint.evaluate.type_constraints import TypeConstraint, parse_type_constraint
from hcl_lint.evaluate.types import ANY
from hcl_lint.evaluate.value import (
    UNKNOWN_VALUE,
    Key,
    ModulePath,
    ModuleStep,
    Reference,
    UnknownValue,
    Value,
    null,
    object_of,
    string,
    tuple_of,
    unknown,
)
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax.tree import Expression

#: What one instance of a module takes besides its blocks.
MODULE_STEPS: Final = 20
_META_ARGUMENTS: Final = frozenset(["count", "for_each", "provider", "depends_on", "lifecycle"])
#: Attributes of ``terraform_data`` and the argument whose value each has after apply, of whatever type that is.
_ECHOED: Final = {"input": "input", "output": "input", "triggers_replace": "triggers_replace"}


class ModuleCall:
    """The ``module`` block that made a module instance, in its caller, for one instance key."""

    __slots__ = ("block", "caller", "instance")

    def __init__(self, caller: Module, block: MergedBlock, instance: ExpandedInstance) -> None:
        self.caller, self.block, self.instance = caller, block, instance

    def argument(self, name: str) -> Value | None:
        """The value that the caller sets for a variable."""
        argument = self.block.attributes.get(name)
        if argument is None:
            return None
        return evaluate(argument[0].expression, Scope(argument[1], self.caller, self.instance.names))


class Module(EvaluationData):
    """``call`` is None for a root. ``conditions`` are those of all calls above."""

    def __init__(
        self, root: RootContext, directory: Directory, path: ModulePath = (), call: ModuleCall | None = None
    ) -> None:
        self.root = root
        self.budget = root.budget
        self.directory = directory
        self.path = path
        self.call = call
        self.callers: tuple[Span, ...] = () if call is None else (*call.caller.callers, call.block.span)
        self.conditions: tuple[Condition, ...] = (
            () if call is None else (*call.caller.conditions, *call.instance.conditions)
        )
        #: All instances of modules below the root that were made so far, by path; shared by all of them.
        self._modules: dict[ModulePath, Module] = {} if call is None else call.caller._modules
        self._modules[path] = self
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
        blocks = [block for table in tables for block in table.values()] + directory.terraform
        return blocks[0].span if blocks else Span(Source(directory.path, ""), 0, 0)

    def scope(self, source: Source, instance: ExpandedInstance | None = None) -> Scope:
        """The scope of expressions in ``source``, inside an instance of a block."""
        return Scope(source, self, instance.names if instance is not None else None)

    def _undeclared(self, what: str, name: str, names: Callable[[], list[str]], likeness: float = 0.6) -> Value:
        """A name that is not declared: an error, unless a part of the module could not be read.

        Raises:
            UndeclaredError: if the module is complete.
        """
        if not self.directory.complete:
            return unknown()
        kind = UndeclaredError if what == "output" else UndeclaredNameError
        raise kind(what, name, self.directory.path, self.root.hint(name, names, likeness))

    # --- variables, local values, outputs

    def input_variable(self, name: str) -> Value:
        block = self.directory.variables.get(name)
        if block is None:
            return self._undeclared("variable", name, lambda: list(self.directory.variables))
        return self._values.get_or_compute(("var", name), lambda: self._variable(name, block))

    def type_constraint(self, block: MergedBlock) -> TypeConstraint | None:
        """The declared type of a variable; None without one.

        Raises:
            EvaluationError: if it is no type.
        """
        argument = block.attributes.get("type")
        if argument is None:
            return None
        return parse_type_constraint(argument[0].expression, self.scope(argument[1]), evaluate)

    def _variable(self, name: str, block: MergedBlock) -> Value:
        constraint = self.type_constraint(block)
        value = self._given_or_default(name, block, constraint)
        if value is None:
            kind = ANY if constraint is None else constraint.type
            reference = Reference("variable", "", name, self.path)
            value = unknown(convert(unknown(), kind).type, block.span, reference)
        if constraint is not None and value.data is not None:
            try:
                value = constraint.convert(value, self.budget)
            except NotJudgedError:
                raise
            except EvaluationError as error:
                raise EvaluationError(f"var.{name}: {error.message}", value.span or block.span) from None
        sensitive = self._flag(block, "sensitive") is True or self._flag(block, "ephemeral") is True
        return value._replace(sensitive=True) if sensitive else value

    def _given_or_default(self, name: str, block: MergedBlock, constraint: TypeConstraint | None) -> Value | None:
        """The value that the caller or the user gives a variable, else its default; None without one."""
        if self.call is not None:
            value = self.call.argument(name)
        else:
            value = self.root.inputs.get(name, None if constraint is None else constraint.type)
        default = block.attributes.get("default")
        if default is None:
            return value
        attribute, source = default
        is_default = value is None or (value.null and self._flag(block, "nullable") is False)
        if is_default:
            value = evaluate(attribute.expression, self.scope(source))
        # A caller that is not here may give another value; but what Terraform refuses, it refuses for all callers.
        is_open = is_default and self.call is None and self.root.is_library
        if constraint is not None and (is_open or not is_default):
            self._check_default(name, attribute.expression, source, constraint)
        return None if is_open else value

    def _check_default(self, name: str, node: Expression, source: Source, constraint: TypeConstraint) -> None:
        """Report a default that does not fit the variable's type, even where another value is given."""
        if (self.directory.path, name) in self.root.checked_defaults:
            return
        self.root.checked_defaults.add((self.directory.path, name))
        try:
            constraint.convert(evaluate(node, self.scope(source)), self.budget)
        except NotJudgedError:
            raise
        except EvaluationError as error:
            span = error.span or Span(source, node.start, node.end)
            self.root.report(EvaluationError(f"var.{name}: the default does not fit: {error.message}", span), span)

    def _flag(self, block: MergedBlock, name: str) -> bool | None:
        argument = block.attributes.get(name)
        if argument is None:
            return None
        try:
            return evaluate(argument[0].expression, self.scope(argument[1])).boolean()
        except EvaluationError:
            return None

    def local_value(self, name: str) -> Value:
        definition = self.directory.locals.get(name)
        if definition is None:
            return self._undeclared("local value", name, lambda: list(self.directory.locals))
        attribute, source = definition
        return self._values.get_or_compute(("local", name), lambda: evaluate(attribute.expression, self.scope(source)))

    def output(self, name: str) -> Value:
        """The value of an output.

        Raises:
            EvaluationError: if there is no such output or Terraform would refuse its expression.
        """
        block = self.directory.outputs.get(name)
        if block is None:
            return self._undeclared("output", name, lambda: list(self.directory.outputs))
        argument = block.attributes.get("value")
        if argument is None:  # reported by the check of the block's structure
            return unknown(span=block.span)
        attribute, source = argument
        value = self._values.get_or_compute(
            ("output", name), lambda: evaluate(attribute.expression, self.scope(source))
        )
        return value._replace(sensitive=True) if self._flag(block, "sensitive") else value

    # --- repetition

    def expansion(self, key: object, block: MergedBlock) -> Expansion:
        """Instances of a resource or module call; an error in count or for_each makes them unknown."""
        expansion = self._expansions.get(key)
        if expansion is None:
            if key in self._expanding:
                return uncertain_expansion(block)
            self._expanding.add(key)
            try:
                expansion = expand(block, self.scope)
                self.budget.consume(len(expansion.instances))
            except (EvaluationError, RecursionError) as error:
                self.root.report(error if isinstance(error, EvaluationError) else NestingTooDeepError(), block.span)
                expansion = uncertain_expansion(block)
            finally:
                self._expanding.discard(key)
            self._expansions[key] = expansion
        return expansion

    def has_certain_instances(self, root: str, name: str, second: str) -> bool:
        if root == "module":
            call = self.directory.calls.get(name)
            return call is None or self.expansion(("module", name), call).certain
        mode = "data" if root == "data" else "managed"
        key = (mode, name, second) if root in ("data", "resource") else (mode, root, name)
        resource = self.directory.resources.get(key)
        return resource is None or self.expansion(key, resource).certain

    # --- resources

    def resource(self, mode: str, kind: str, name: str) -> Value:
        key = (mode, kind, name)
        block = self.directory.resources.get(key)
        if block is None:
            what = "resource" if mode == "managed" else "data source"

            def declared() -> list[str]:
                return [f"{type}.{name}" for other, type, name in self.directory.resources if other == mode]

            return self._undeclared(what, f"{kind}.{name}", declared, likeness=0.8)
        base = Reference(mode, kind, name, self.path)
        if block.syntax.skipped:
            return unknown(ANY, block.span, base)
        return value_of_name(self.expansion(key, block), base, block.span)

    def resolve(self, reference: Reference) -> Value:
        module = self._modules.get(reference.module)
        if module is None or len(reference.path) > 2:
            return unknown(reference=reference)
        if reference.mode == "module":
            return module._module_output(reference)
        return module._resource_attribute(reference)

    def argument(self, key: ResourceKey, block: MergedBlock, instance: ExpandedInstance, name: str) -> Value:
        """An argument of one resource instance.

        Raises:
            EvaluationError: if Terraform would refuse it.
        """
        attribute, source = block.attributes[name]
        return self._values.get_or_compute(
            (key, instance.key, name), lambda: evaluate(attribute.expression, self.scope(source, instance))
        )

    def _resource_attribute(self, reference: Reference) -> Value:
        """What is configured for ``reference``, else unknown; either way it refers to that attribute."""
        key: ResourceKey = (reference.mode, reference.type, reference.name)
        block = self.directory.resources.get(key)
        instance = None if block is None else self._instance_of(key, block, reference)
        name, *deeper = reference.path
        argument = str(name)
        if block is None or instance is None or argument in _META_ARGUMENTS:
            return unknown(ANY, None if block is None else block.span, reference)
        is_echo = reference.type == "terraform_data" and reference.mode == "managed" and argument in _ECHOED
        if is_echo:
            argument = _ECHOED[argument]
        if argument not in block.attributes:
            absent = null(ANY, block.span) if is_echo else unknown(ANY, block.span)
            return absent._replace(reference=reference)
        try:
            value = self.argument(key, block, instance, argument)
        except EvaluationError:
            return unknown(ANY, block.span, reference)
        if is_echo and not deeper:
            return _referring(value, reference)
        return _element_as_attribute(value, deeper, reference) if deeper else _as_attribute(value, reference)

    def _instance_of(self, key: ResourceKey, block: MergedBlock, reference: Reference) -> ExpandedInstance | None:
        """The instance that a reference means; the one that stands for all where the number is unknown."""
        instances = self.expansion(key, block).instances
        for instance in instances:
            if instance.key == reference.key:
                return instance
        return instances[0] if len(instances) == 1 and instances[0].key is UNKNOWN_VALUE else None

    # --- module calls

    def children(self, name: str) -> dict[Key, Module] | None:
        """Instances of the module that a call makes, by key; None if its files are not known.

        Raises:
            BudgetExceededError: there would be too many.
        """
        if name not in self._children:
            block = self.directory.calls[name]
            directory = self.root.directory_of_call(name, block, self.path, self.directory.path, self.scope)
            if directory is None:
                self._children[name] = None
            else:
                children: dict[Key, Module] = {}
                self._children[name] = children
                for instance in self.expansion(("module", name), block).instances:
                    self.budget.consume(MODULE_STEPS + directory.size)
                    path = (*self.path, ModuleStep(name, instance.key))
                    children[instance.key] = Module(self.root, directory, path, ModuleCall(self, block, instance))
        return self._children[name]

    def module_call(self, name: str) -> Value:
        block = self.directory.calls.get(name)
        if block is None:
            return self._undeclared("module", name, lambda: list(self.directory.calls))
        if self.children(name) is None:
            return unknown(ANY, block.span)
        expansion = self._expansions.get(("module", name), SINGLE)
        return value_of_name(expansion, Reference("module", "", name, self.path), block.span)

    def _module_output(self, reference: Reference) -> Value:
        """``module.name.output``."""
        children = self.children(reference.name) or {}
        child = children.get(reference.key)
        if child is None and len(children) == 1 and UNKNOWN_VALUE in children:
            child = children[UNKNOWN_VALUE]
        if child is None or not isinstance(reference.path[0], str):
            return unknown()
        return child.output(reference.path[0])

    def with_outputs(self, value: Value) -> Value:
        """A module call as a value of its own, such as in ``keys(module.a)``: the object of its outputs, and a tuple or
        object of these where it is repeated. Other values stay."""
        data = value.data
        if isinstance(data, tuple) and data and _is_module_call(data[0]):
            return tuple_of(tuple([self.with_outputs(item) for item in data]), value.span)
        if isinstance(data, dict) and _is_module_call(next(iter(data.values()), unknown())):
            return object_of({key: self.with_outputs(item) for key, item in data.items()}, value.span)
        reference = value.reference
        if not _is_module_call(value) or reference is None or reference.key is UNKNOWN_VALUE:
            return value
        caller = self._modules.get(reference.module)
        child = None if caller is None else (caller.children(reference.name) or {}).get(reference.key)
        if child is None or not child.directory.complete:
            return value
        outputs: dict[str, Value] = {}
        for name in child.directory.outputs:
            self.budget.consume(1)
            try:
                outputs[name] = child.output(name)
            except NotJudgedError:
                raise
            except EvaluationError:  # reported at the output itself
                outputs[name] = unknown(span=value.span)
        return object_of(outputs, value.span)

    # --- the rest

    def path_attribute(self, name: str) -> Value:
        if name == "module":
            return string(os.path.relpath(self.directory.path or ".", self.root.path or ".").replace(os.sep, "/"))
        if name == "root":
            return string(".")
        if name == "cwd":  # guess: terraform is started where the root module is
            return string(os.path.abspath(self.root.path or ".").replace(os.sep, "/"))
        raise EvaluationError(f"path.{name} does not exist: there are path.module, path.root and path.cwd")

    def workspace(self) -> Value:
        return string(self.root.workspace)

    def call_function(self, name: str, arguments: list[Value]) -> Value:
        return call_function(name, arguments, self)

    @property
    def base_directory(self) -> str:
        """Where relative paths of file functions start."""
        return self.root.path or "."

    def readable(self, path: str) -> bool:
        """Whether the path is inside the root module or one of its modules."""
        return self.root.readable(path)

    def template(self, text: str, path: str, variables: dict[str, Value]) -> Value:
        """The result of a template file."""
        template = self.root.loader.template(text, self.budget)
        if template is None:
            raise EvaluationError(f"{path} is not a template")
        expression, content = template
        return evaluate(expression, Scope(Source(path, content), TemplateScope(self), variables))


def _referring(value: Value, reference: Reference) -> Value:
    """``value``, which refers to what it already refers to, else to ``reference``."""
    return value if value.reference is not None else value._replace(reference=reference)


def _element_as_attribute(value: Value, path: list[str | int | UnknownValue], reference: Reference) -> Value:
    """An element of a configured list as the attribute of a resource.

    The element of a tuple has an index only if the provider has a list there; Terraform refuses it for sets.
    """
    items, index = value.data, path[0]
    if len(path) > 1 or not isinstance(items, tuple) or not isinstance(index, int) or index >= len(items):
        return unknown(ANY, value.span, reference)
    return _as_attribute(items[index], reference)


def _as_attribute(value: Value, reference: Reference) -> Value:
    """A configured value as the attribute of a resource: the provider may make something else of some."""
    if value.data is UNKNOWN_VALUE or isinstance(value.data, tuple):  # a list and a set have other elements
        return unknown(ANY, value.span, value.reference or reference, value.sensitive)
    if value.data is None:  # the provider may put a default there
        return unknown(ANY, value.span, reference)
    return _referring(value, reference)


def _is_module_call(value: Value) -> bool:
    reference = value.reference
    return value.data is UNKNOWN_VALUE and reference is not None and reference.mode == "module" and not reference.path
