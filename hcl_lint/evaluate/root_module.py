"""Evaluates a root and all modules below it into a ``RootModule``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from hcl_lint.evaluate.budget import BudgetExceededError
from hcl_lint.evaluate.directory import Directory, MergedBlock
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.instances import arguments_of, instances_of
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
from hcl_lint.evaluate.providers import Wiring, configurations, of_resource, requirements, wiring
from hcl_lint.evaluate.root_context import RootContext
from hcl_lint.evaluate.value import Value, unknown
from hcl_lint.source.issue import INPUTS, NOT_JUDGED, STRUCTURE, SourceIssue
from hcl_lint.source.text import Span

#: Of all resources below one root; the rest is left out, and an issue says so: rules compare some in pairs.
MAX_INSTANCES = 5_000


def evaluated(root: RootContext, directory: Directory, named: tuple[str, ...], complete: bool) -> RootModule:
    """Evaluate ``directory`` as a root module. ``complete`` False: some input could not be read."""
    top = root.modules[()] = Module(root, directory)
    undeclared = _check_inputs(root, directory)
    walk = _Walk(root)
    walk.module(top, None)
    return RootModule(
        directory=directory.path,
        modules=tuple(walk.modules),
        resources=tuple(walk.resources),
        issues=root.issues,
        complete=complete and walk.complete and not root.budget.exhausted,
        named=named,
        undeclared=undeclared,
        library=root.library_module,
        sources=root.library.sources,
    )


def _check_inputs(root: RootContext, directory: Directory) -> frozenset[str]:
    """Says which names given with ``--var`` the root module does not declare, and returns them."""
    undeclared: set[str] = set()
    for name in root.inputs.names_of_flags():
        if name not in directory.variables and directory.complete:
            undeclared.add(name)
            message = f"expected the name of a variable of the root module after --var, found {name}"
            root.add(SourceIssue(INPUTS, message, directory.path, None, "notice"))
    return frozenset(undeclared)


class _Walk:
    def __init__(self, root: RootContext) -> None:
        self.root = root
        self.modules: list[ModuleInstance] = []
        self.resources: list[ResourceInstance] = []
        self.complete = True

    def module(self, module: Module, parent: Wiring | None) -> None:
        directory = module.directory
        self.complete = self.complete and directory.complete
        place = len(self.modules)
        known: Wiring = {}
        try:
            known = wiring(module, configurations(module), parent)
            self._resources(module, known)
            self._calls(module, known)
        except BudgetExceededError as error:
            self.root.report(error, error.span or module.origin)
            self.complete = False
        self.modules.insert(place, self._instance(module, known))

    def _resources(self, module: Module, known: Wiring) -> None:
        for key, view in module.directory.resources.items():
            if view.block.skipped or not module.root.library.wants(key[0], key[1]):
                continue
            if len(self.resources) >= MAX_INSTANCES:
                message = f"more than {MAX_INSTANCES} resource instances: the rest is not judged"
                self.root.add(SourceIssue(NOT_JUDGED, message, view.span.path, view.span))
                self.complete = False
                break
            try:
                for one in instances_of(module, key, view, partial(of_resource, module, view, known)):
                    self.resources.append(one)
            except BudgetExceededError as error:
                raise error.at(view.span) from None

    def _calls(self, module: Module, known: Wiring) -> None:
        for name, view in module.directory.calls.items():
            try:
                children = module.children(name)
            except BudgetExceededError as error:
                raise error.at(view.span) from None
            if children is None:
                self.complete = False
                continue
            for child in children.values():
                self._check_call(child, view)
                self.module(child, known)
                if self.root.budget.exhausted:
                    return

    def _check_call(self, child: Module, view: MergedBlock) -> None:
        """Arguments of a call must be variables of the module, and those without default must be set."""
        meta = {"source", "version", "providers", "count", "for_each", "depends_on"}
        if not child.directory.complete:
            return
        for name, (attribute, source) in view.attributes.items():
            if name not in child.directory.variables and name not in meta:
                span = Span(source, attribute.start, attribute.name_end)
                message = f"expected an argument that the module has: it declares no variable {name}"
                self.root.add(SourceIssue(STRUCTURE, message, span.path, span))
        for name, declared in child.directory.variables.items():
            if "default" not in declared.attributes and name not in view.attributes:
                message = f"expected the argument {name}, which the module needs"
                self.root.add(SourceIssue(STRUCTURE, message, view.span.path, view.span))

    def _instance(self, module: Module, known: Wiring) -> ModuleInstance:
        directory = module.directory
        variables = {
            name: VariableDeclaration(
                name=name,
                module=module.path_steps,
                value=(value := self._safe(module.variable, name, view)),
                sensitive=value.sensitive,
                span=view.span,
            )
            for name, view in directory.variables.items()
        }
        outputs = {name: self._safe(module.output, name, view) for name, view in directory.outputs.items()}
        return ModuleInstance(
            path=module.path_steps,
            directory=directory.path,
            variables=variables,
            outputs=outputs,
            providers={
                name + (f".{alias}" if alias else ""): found
                for (name, alias), found in known.items()
                if isinstance(found, ProviderConfiguration)
            },
            requirements=requirements(module),
            required_version=tuple(
                argument.value
                for view in directory.terraform
                for argument in arguments_of(module, view, None, ("required_version",)).values()
            ),
            addresses=tuple(self._address(module, view) for view in directory.addresses),
            callers=module.callers,
            backends=tuple(
                NestedBlock(
                    "backend",
                    tuple(one.value for one in inner.block.labels),
                    arguments_of(module, inner, None),
                    (),
                    inner.span,
                )
                for view in directory.terraform
                for inner in view.nested("backend")
            ),
        )

    def _safe(self, get: Callable[[str], Value], name: str, view: MergedBlock) -> Value:
        try:
            return get(name)
        except EvaluationError as error:
            self.root.report(error, view.span)
        except RecursionError:
            pass
        return unknown(span=view.span)

    def _address(self, module: Module, view: MergedBlock) -> AddressBlock:
        def written(name: str) -> str | None:
            found = view.attributes.get(name)
            if found is None:
                return None
            node = found[0].expression
            return found[1].text[node.start : node.end]

        kinds: dict[str, Literal["moved", "import", "removed"]] = {"moved": "moved", "import": "import"}
        identity = self._identity(module, view) if view.block.type == "import" else None
        return AddressBlock(
            kind=kinds.get(view.block.type, "removed"),
            source_address=written("from"),
            target_address=written("to"),
            id=identity,
            span=view.span,
        )

    @staticmethod
    def _identity(module: Module, view: MergedBlock) -> Value | None:
        found = view.attributes.get("id")
        if found is None or "for_each" in view.attributes:
            return None
        try:
            return evaluate(found[0].expression, module.scope(found[1]))
        except (EvaluationError, RecursionError):
            return None
