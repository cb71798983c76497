"""Evaluates a root and all modules below it into a ``RootModule``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, Literal

from hcl_lint.evaluate.budget import BudgetExceededError
from hcl_lint.evaluate.directory import Directory
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.instances import arguments_of, instances_of
from hcl_lint.evaluate.merged_block import MergedBlock
from hcl_lint.evaluate.model import (
    AddressBlock,
    ModuleInstance,
    NestedBlock,
    ProviderConfiguration,
    ResourceInstance,
    RootModule,
    VariableDeclaration,
)
from hcl_lint.evaluate.module import Module
from hcl_lint.evaluate.providers import ProviderMap, available_providers, configurations, provider_of, requirements
from hcl_lint.evaluate.root_context import RootContext
from hcl_lint.evaluate.value import Value, unknown
from hcl_lint.source.issue import INPUTS, NOT_JUDGED, STRUCTURE, SourceIssue, issue_at

#: Of all resources below one root; the rest is left out, and an issue says so: rules compare some in pairs.
MAX_INSTANCES: Final = 5_000
_META_ARGUMENTS: Final = frozenset(["source", "version", "providers", "count", "for_each", "depends_on"])
_ADDRESS_KINDS: Final[Mapping[str, Literal["moved", "import", "removed"]]] = {
    "moved": "moved", "import": "import", "removed": "removed"
}  # fmt: skip


def evaluate_root(root: RootContext, directory: Directory, named: tuple[str, ...], complete: bool) -> RootModule:
    """Evaluate ``directory`` as a root module. ``complete`` False: some input could not be read."""
    module = Module(root, directory)
    undeclared = _check_inputs(root, directory)
    builder = _RootModuleBuilder(root)
    builder.add(module, None)
    return RootModule(
        directory=directory.path,
        modules=tuple(builder.modules),
        resources=tuple(builder.resources),
        issues=root.issues,
        complete=complete and builder.complete and not root.budget.exhausted,
        named=named,
        undeclared=undeclared,
        library=root.is_library,
        sources=root.loader.sources,
    )


def _check_inputs(root: RootContext, directory: Directory) -> frozenset[str]:
    """Reports which names given with ``--var`` the root module does not declare, and returns them."""
    undeclared: set[str] = set()
    for name in root.inputs.names_of_flags():
        if name not in directory.variables and directory.complete:
            undeclared.add(name)
            message = f"expected the name of a variable of the root module after --var, found {name}"
            root.add(SourceIssue(code=INPUTS, message=message, path=directory.path, span=None, severity="notice"))
    return frozenset(undeclared)


class _RootModuleBuilder:
    """Collects module instances and resource instances, callers before what they call."""

    def __init__(self, root: RootContext) -> None:
        self.root = root
        self.modules: list[ModuleInstance] = []
        self.resources: list[ResourceInstance] = []
        self.complete = True

    def add(self, module: Module, parent: ProviderMap | None) -> None:
        """Evaluate ``module`` and all below it. ``parent``: the providers of its caller."""
        self.complete = self.complete and module.directory.complete
        position = len(self.modules)
        providers: ProviderMap = {}
        try:
            providers = available_providers(module, configurations(module), parent)
            self._add_resources(module, providers)
            self._add_calls(module, providers)
        except BudgetExceededError as error:
            self.root.report(error, error.span or module.origin)
            self.complete = False
        self.modules.insert(position, self._instance(module, providers))

    def _add_resources(self, module: Module, providers: ProviderMap) -> None:
        for key, block in module.directory.resources.items():
            if block.syntax.skipped or not module.root.loader.is_evaluated(key[1]):
                continue
            if len(self.resources) >= MAX_INSTANCES:
                message = f"more than {MAX_INSTANCES} resource instances: the rest is not judged"
                self.root.add(issue_at(NOT_JUDGED, message, block.span))
                self.complete = False
                break
            try:
                for instance in instances_of(module, key, block, partial(provider_of, module, block, providers)):
                    self.resources.append(instance)
            except BudgetExceededError as error:
                raise error.at(block.span) from None

    def _add_calls(self, module: Module, providers: ProviderMap) -> None:
        for name, block in module.directory.calls.items():
            try:
                children = module.children(name)
            except BudgetExceededError as error:
                raise error.at(block.span) from None
            if children is None:
                self.complete = False
                continue
            for child in children.values():
                self._check_call(child, block)
                self.add(child, providers)
                if self.root.budget.exhausted:
                    return

    def _check_call(self, child: Module, call: MergedBlock) -> None:
        """Arguments of a call must be variables of the module, and those without default must be set."""
        variables = child.directory.variables
        if not child.directory.complete:
            return
        for name, written in call.attributes.items():
            if name not in variables and name not in _META_ARGUMENTS:
                span = written.name_span
                message = f"expected an argument that the module has: it declares no variable {name}"
                self.root.add(issue_at(STRUCTURE, message, span))
        for name, variable in variables.items():
            if "default" not in variable.attributes and name not in call.attributes:
                message = f"expected the argument {name}, which the module needs"
                self.root.add(issue_at(STRUCTURE, message, call.span))

    def _instance(self, module: Module, providers: ProviderMap) -> ModuleInstance:
        directory = module.directory
        variables = {
            name: VariableDeclaration(
                name=name,
                module=module.path,
                value=(value := self._safe(module.input_variable, name, block)),
                sensitive=value.sensitive,
                span=block.span,
            )
            for name, block in directory.variables.items()
        }
        return ModuleInstance(
            path=module.path,
            directory=directory.path,
            variables=variables,
            outputs={name: self._safe(module.output, name, block) for name, block in directory.outputs.items()},
            providers={
                name + (f".{alias}" if alias else ""): configuration
                for (name, alias), configuration in providers.items()
                if isinstance(configuration, ProviderConfiguration)
            },
            requirements=requirements(module),
            required_version=tuple(
                argument.value
                for block in directory.terraform
                for argument in arguments_of(module, block, None, ("required_version",)).values()
            ),
            addresses=tuple(_address_block(module, block) for block in directory.addresses),
            callers=module.callers,
            backends=tuple(
                _backend(module, backend) for block in directory.terraform for backend in block.nested("backend")
            ),
        )

    def _safe(self, get: Callable[[str], Value], name: str, block: MergedBlock) -> Value:
        """The value of a variable or output, unknown (and reported) where Terraform would refuse it."""
        try:
            return get(name)
        except EvaluationError as error:
            self.root.report(error, block.span)
        except RecursionError:
            pass
        return unknown(span=block.span)


def _backend(module: Module, block: MergedBlock) -> NestedBlock:
    return NestedBlock(
        type="backend", labels=block.labels, arguments=arguments_of(module, block, None), blocks=(), span=block.span
    )


def _address_block(module: Module, block: MergedBlock) -> AddressBlock:
    return AddressBlock(
        kind=_ADDRESS_KINDS[block.type],
        source_address=_text(block, "from"),
        target_address=_text(block, "to"),
        id=_imported_id(module, block) if block.type == "import" else None,
        span=block.span,
    )


def _text(block: MergedBlock, name: str) -> str | None:
    """An argument as it is written; None where it is not."""
    argument = block.attributes.get(name)
    return None if argument is None else argument.expression_span.text


def _imported_id(module: Module, block: MergedBlock) -> Value | None:
    argument = block.attributes.get("id")
    if argument is None or "for_each" in block.attributes:
        return None
    try:
        return evaluate(argument.expression, module.scope(argument.source))
    except (EvaluationError, RecursionError):
        return None
