"""The ``configuration`` of a plan: who refers to whom, and which provider a resource has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from hcl_lint.evaluate.model import Argument, Mode, ProviderConfiguration, ResourceInstance
from hcl_lint.evaluate.types import ANY, STRING
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Key, ModulePath, ModuleStep, Reference, Value
from hcl_lint.plan.json_values import Json, as_array, as_object, instance_key
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax.tree import Block, Body

_RESOURCE: Final = re.compile(
    r"^(?P<data>data\.)?(?P<type>[a-z][a-z0-9_]*)\.(?P<name>[\w-]+)"
    r'(?:\[(?P<key>\d+|"(?:[^"\\]|\\.)*")\])?\.(?P<attribute>[\w]+)$'
)
_OUTPUT: Final = re.compile(r'^module\.(?P<name>[\w-]+)(?:\[(?P<key>\d+|"(?:[^"\\]|\\.)*")\])?\.(?P<output>[\w-]+)$')
_NOT_RESOURCES: Final = frozenset({"var", "local", "each", "count", "module", "path", "terraform", "self", "data"})


@dataclass(frozen=True, slots=True)
class WrittenConfiguration:
    """The ``configuration`` of a plan: the expressions as they are written."""

    modules: Mapping[tuple[str, ...], dict[str, Json]]
    calls: Mapping[tuple[str, ...], dict[str, Json]]
    providers: Mapping[str, ProviderConfiguration]
    #: The resources by module, mode, type and name.
    rows: Mapping[tuple[tuple[str, ...], str, str, str], dict[str, Json]]

    def expressions(self, module: ModulePath, mode: str, type: str, name: str) -> dict[str, Reference | None]:
        """The written arguments of a resource, with the attribute that each refers to, followed through modules."""
        row = self._row(module, mode, type, name)
        expressions = as_object(row.get("expressions"))
        return {name: self._follow(module, expression) for name, expression in expressions.items()}

    def _row(self, module: ModulePath, mode: str, type: str, name: str) -> dict[str, Json]:
        return self.rows.get((tuple(step.name for step in module), mode, type, name), {})

    def _follow(self, module: ModulePath, expression: Json) -> Reference | None:
        references = as_array(as_object(expression).get("references"))
        first = references[0] if references and isinstance(references[0], str) else ""
        if first.startswith("var.") and module:
            call = self.calls.get(tuple(step.name for step in module), {})
            name = first.removeprefix("var.")
            return self._follow(module[:-1], call.get(name)) if name.isidentifier() else None
        if any(isinstance(other, str) and not first.startswith(other) for other in references):
            return None  # a larger expression
        output = _OUTPUT.match(first)
        if output is not None:
            inner = (*module, ModuleStep(output["name"], instance_key(output["key"])))
            content = self.modules.get(tuple(step.name for step in inner), {})
            written = as_object(as_object(content.get("outputs")).get(output["output"]))
            return self._follow(inner, written.get("expression"))
        match = _RESOURCE.match(first)
        if match is None or match["type"] in _NOT_RESOURCES:
            return None
        mode = "data" if match["data"] else "managed"
        return Reference(mode, match["type"], match["name"], module, instance_key(match["key"]), (match["attribute"],))

    def resource(
        self,
        *,
        mode: str,
        type: str,
        name: str,
        module: ModulePath,
        key: Key,
        span: Span,
        arguments: Mapping[str, Argument],
    ) -> ResourceInstance:
        """An instance whose only text is its place in the plan file."""
        row = self._row(module, mode, type, name)
        provider = self.providers.get(str(row.get("provider_config_key", "")))
        block = Block(span.start, span.end, span.end, "resource", (), Body(span.end, span.end, (), ()))
        return ResourceInstance(
            mode=cast(Mode, mode),
            type=type,
            name=name,
            module=module,
            key=key,
            arguments=arguments,
            blocks=(),
            blocks_complete=False,
            span=span,
            block_span=span,
            body_span=span,
            block=block,
            provider=provider,
            provider_known=bool(row),
            provider_name="alicloud",
        )


def written_configuration(content: Mapping[str, Json], source: Source) -> WrittenConfiguration:
    """Index the ``configuration`` of a plan."""
    configuration = as_object(content.get("configuration"))
    modules: dict[tuple[str, ...], dict[str, Json]] = {}
    calls: dict[tuple[str, ...], dict[str, Json]] = {}
    rows: dict[tuple[tuple[str, ...], str, str, str], dict[str, Json]] = {}
    pending: list[tuple[tuple[str, ...], dict[str, Json]]] = [((), as_object(configuration.get("root_module")))]
    while pending:
        path, module = pending.pop()
        modules[path] = module
        for row in map(as_object, as_array(module.get("resources"))):
            kind, type, name = (str(row.get(key)) for key in ("mode", "type", "name"))
            rows.setdefault((path, kind, type, name), row)
        for name, call in as_object(module.get("module_calls")).items():
            inner = (*path, name)
            calls[inner] = as_object(as_object(call).get("expressions"))
            pending.append((inner, as_object(as_object(call).get("module"))))
    variables = {name: as_object(row).get("value") for name, row in as_object(content.get("variables")).items()}
    providers = {
        key: _provider(as_object(row), source, variables)
        for key, row in as_object(configuration.get("provider_config")).items()
    }
    return WrittenConfiguration(modules, calls, providers, rows)


def _provider(row: dict[str, Json], source: Source, variables: Mapping[str, Json]) -> ProviderConfiguration:
    start = max(source.text.find('"provider_config"'), 0)
    span = Span(source, start, start)
    arguments: dict[str, Argument] = {}
    for name, expression in as_object(row.get("expressions")).items():
        written = as_object(expression)
        constant = written.get("constant_value")
        references = as_array(written.get("references"))
        reference = None
        if references and isinstance(references[0], str) and references[0].startswith("var."):
            variable = references[0].removeprefix("var.")
            constant, reference = variables.get(variable), Reference("variable", "", variable)
        data = str(constant) if isinstance(constant, (str, int)) and not isinstance(constant, bool) else UNKNOWN_VALUE
        value = Value(STRING if data is not UNKNOWN_VALUE else ANY, data, span, reference)
        arguments[name] = Argument(name, value, span, span)
    alias = row.get("alias")
    return ProviderConfiguration(
        name=str(row.get("name", "")),
        alias=alias if isinstance(alias, str) else None,
        module=(),
        arguments=arguments,
        blocks=(),
        span=span,
    )
