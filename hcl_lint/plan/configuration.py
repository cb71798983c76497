"""The ``configuration`` of a plan: who refers to whom, and which provider a resource has."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from hcl_lint.evaluate.model import Argument, Mode, ProviderConfiguration, ResourceInstance
from hcl_lint.evaluate.types import ANY, STRING
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Key, ModulePath, ModuleStep, Reference, Value
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax.tree import Block, Body

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_RESOURCE: Final = re.compile(
    r"^(?P<data>data\.)?(?P<type>[a-z][a-z0-9_]*)\.(?P<name>[\w-]+)"
    r'(?:\[(?P<key>\d+|"(?:[^"\\]|\\.)*")\])?\.(?P<attribute>[\w]+)$'
)
_OUTPUT: Final = re.compile(r'^module\.(?P<name>[\w-]+)(?:\[(?P<key>\d+|"(?:[^"\\]|\\.)*")\])?\.(?P<output>[\w-]+)$')
_NOT_RESOURCES: Final = frozenset({"var", "local", "each", "count", "module", "path", "terraform", "self", "data"})


@dataclass(frozen=True, slots=True)
class Written:
    """What the configuration inside a plan tells."""

    modules: Mapping[tuple[str, ...], dict[str, Json]]
    calls: Mapping[tuple[str, ...], dict[str, Json]]
    providers: Mapping[str, ProviderConfiguration]
    #: The resources by module, mode, type and name.
    rows: Mapping[tuple[tuple[str, ...], str, str, str], dict[str, Json]]

    def expressions(self, module: ModulePath, mode: str, type: str, name: str) -> dict[str, Reference | None]:
        """The written arguments of a resource, with the attribute that each refers to, followed through modules."""
        row = self._row(module, mode, type, name)
        return {name: self._follow(module, told) for name, told in _dict(row.get("expressions")).items()}

    def _row(self, module: ModulePath, mode: str, type: str, name: str) -> dict[str, Json]:
        return self.rows.get((tuple(step.name for step in module), mode, type, name), {})

    def _follow(self, module: ModulePath, expression: Json) -> Reference | None:
        references = _list(_dict(expression).get("references"))
        first = references[0] if references and isinstance(references[0], str) else ""
        if first.startswith("var.") and module:
            call = self.calls.get(tuple(step.name for step in module), {})
            name = first.removeprefix("var.")
            return self._follow(module[:-1], call.get(name)) if name.isidentifier() else None
        if any(isinstance(other, str) and not first.startswith(other) for other in references):
            return None  # a larger expression
        output = _OUTPUT.match(first)
        if output is not None:
            inner = (*module, ModuleStep(output["name"], _key(output["key"])))
            told = self.modules.get(tuple(step.name for step in inner), {})
            return self._follow(inner, _dict(_dict(told.get("outputs")).get(output["output"])).get("expression"))
        match = _RESOURCE.match(first)
        if match is None or match["type"] in _NOT_RESOURCES:
            return None
        mode = "data" if match["data"] else "managed"
        return Reference(mode, match["type"], match["name"], module, _key(match["key"]), (match["attribute"],))

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


def written_configuration(content: Mapping[str, Json], source: Source) -> Written:
    """Index the ``configuration`` of a plan."""
    configuration = _dict(content.get("configuration"))
    modules: dict[tuple[str, ...], dict[str, Json]] = {}
    calls: dict[tuple[str, ...], dict[str, Json]] = {}
    rows: dict[tuple[tuple[str, ...], str, str, str], dict[str, Json]] = {}
    pending: list[tuple[tuple[str, ...], dict[str, Json]]] = [((), _dict(configuration.get("root_module")))]
    while pending:
        path, module = pending.pop()
        modules[path] = module
        for row in map(_dict, _list(module.get("resources"))):
            kind, type, name = (str(row.get(key)) for key in ("mode", "type", "name"))
            rows.setdefault((path, kind, type, name), row)
        for name, call in _dict(module.get("module_calls")).items():
            inner = (*path, name)
            calls[inner] = _dict(_dict(call).get("expressions"))
            pending.append((inner, _dict(_dict(call).get("module"))))
    variables = {name: _dict(row).get("value") for name, row in _dict(content.get("variables")).items()}
    providers = {
        key: _provider(_dict(row), source, variables)
        for key, row in _dict(configuration.get("provider_config")).items()
    }
    return Written(modules, calls, providers, rows)


def _provider(row: dict[str, Json], source: Source, variables: Mapping[str, Json]) -> ProviderConfiguration:
    start = max(source.text.find('"provider_config"'), 0)
    span = Span(source, start, start)
    arguments: dict[str, Argument] = {}
    for name, expression in _dict(row.get("expressions")).items():
        told = _dict(expression)
        constant = told.get("constant_value")
        references = _list(told.get("references"))
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


def _key(text: str | None) -> Key:
    """An instance key as an address writes it: ``0``, ``"a"``, or none."""
    if not text:
        return None
    return int(text) if text.isdigit() else str(json.loads(text))


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
