"""Plans: ``terraform show -json`` in, the evaluated configuration out, as if it had been read from the files.

What the plan knows wins: which instances there are, and their values. Where the HCL is at hand, lines, ignores and
references come from it, joined by address; else references come from the plan's own ``configuration`` and the
lines are those of the plan file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hcl_lint.evaluate.model import Argument, Configuration, ModuleInstance, ResourceInstance, RootModule
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, Type
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Data, Key, ModulePath, ModuleStep, Reference, Value
from hcl_lint.plan.configuration import WrittenConfiguration, written_configuration
from hcl_lint.plan.json_values import Json, as_array, as_object, instance_key
from hcl_lint.source.files import read_bytes
from hcl_lint.source.issue import SourceIssue
from hcl_lint.source.text import Source, Span

_MAX_BYTES: Final = 200_000_000
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


class PlanError(Exception):
    """A plan that cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedResource:
    """One resource of ``planned_values`` (or a data source of ``prior_state``)."""

    address: str
    mode: str
    type: str
    name: str
    key: Key
    module: ModulePath
    values: Mapping[str, Json]


def join(path: Path, configuration: Configuration) -> Configuration:
    """The configuration with the plan's instances and values.

    Raises:
        PlanError: the file is missing, or is not what ``terraform show -json`` writes.
    """
    text, content = _read(path)
    source = Source(str(path), text)
    planned = list(_planned(content))
    known_ids = {
        str(resource.values["id"]): resource
        for resource in planned
        if resource.mode == "managed" and isinstance(resource.values.get("id"), str)
    }
    root = _best_root(configuration, planned)
    places = _places(text, {json.dumps(resource.address) for resource in planned})
    joiner = _Joiner(
        root=root, written=written_configuration(content, source), source=source, known_ids=known_ids, places=places
    )
    resources = tuple(joiner.instance(resource) for resource in planned)
    empty = ModuleInstance(
        path=(),
        directory="",
        variables={},
        outputs={},
        providers={},
        requirements={},
        required_version=(),
        addresses=(),
    )
    modules = root.modules if root else (empty,)
    directory = root.directory if root else str(path.parent)
    issues, sources = (root.issues, root.sources) if root else ((), {})
    planned_root = RootModule(
        directory=directory, modules=modules, resources=resources, issues=issues, planned=True, sources=sources
    )
    return replace(configuration, roots=(planned_root,), sources={**configuration.sources, str(path): source})


def variables(path: Path) -> tuple[tuple[str, str], ...]:
    """The input variables that the plan was made with, as ``--var`` takes them.

    Raises:
        PlanError: the file is missing, or is not what ``terraform show -json`` writes.
    """
    rows = as_object(_read(path)[1].get("variables"))
    values = ((name, as_object(row).get("value")) for name, row in rows.items())
    return tuple((name, value if isinstance(value, str) else json.dumps(value)) for name, value in values)


def _read(path: Path) -> tuple[str, dict[str, Json]]:
    data = read_bytes(str(path), limit=_MAX_BYTES)
    if isinstance(data, SourceIssue):
        raise PlanError(f"--plan {path} cannot be read: {data.message}")
    try:
        text = data.decode(json.detect_encoding(data))  # PowerShell's > writes UTF-16, others a byte order mark
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlanError(f"{path} is not JSON; make it with: terraform show -json PLAN > {path}") from error
    if not isinstance(content, dict) or not isinstance(content.get("planned_values"), dict):
        raise PlanError(f"{path} is not a plan; make it with: terraform show -json PLAN > {path}")
    return text, content


def _planned(content: dict[str, Json]) -> Iterator[PlannedResource]:
    """All managed resources as planned, and the data sources that were read for the plan."""
    yield from _module(as_object(as_object(content["planned_values"]).get("root_module")), ())
    prior = as_object(as_object(as_object(content.get("prior_state")).get("values")).get("root_module"))
    yield from (resource for resource in _module(prior, ()) if resource.mode == "data")


def _module(content: dict[str, Json], path: ModulePath) -> Iterator[PlannedResource]:
    for row in map(as_object, as_array(content.get("resources"))):
        index = row.get("index")
        key: Key = index if isinstance(index, (int, str)) else None
        address, mode, type, name = (str(row.get(field, "")) for field in ("address", "mode", "type", "name"))
        yield PlannedResource(
            address=address, mode=mode, type=type, name=name, key=key, module=path, values=as_object(row.get("values"))
        )
    for child in map(as_object, as_array(content.get("child_modules"))):
        yield from _module(child, _steps(str(child.get("address", "")), path))


def _steps(address: str, parent: ModulePath) -> ModulePath:
    """The path of a child module from its address, such as ``module.a["x"].module.b[0]``."""
    prefix = ".".join(map(str, parent))
    own = address[len(prefix) :].lstrip(".").removeprefix("module.")
    name, bracket, rest = own.partition("[")
    return (*parent, ModuleStep(name, instance_key(rest.removesuffix("]")) if bracket else None))


def _best_root(configuration: Configuration, planned: list[PlannedResource]) -> RootModule | None:
    """The root that the plan was made of: the one that writes most of its resources."""
    addresses = {_reference(resource).config_address for resource in planned}

    def count_shared(root: RootModule) -> int:
        return len(addresses & {resource.config_address for resource in root.resources})

    best = max(configuration.roots, key=count_shared, default=None)
    return best if best is not None and count_shared(best) else None


def _reference(resource: PlannedResource) -> Reference:
    return Reference(resource.mode, resource.type, resource.name, resource.module, resource.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joiner:
    """Makes instances of planned resources, from the HCL where it is at hand."""

    root: RootModule | None
    written: WrittenConfiguration
    source: Source
    known_ids: Mapping[str, PlannedResource]
    places: Mapping[str, int]

    def instance(self, resource: PlannedResource) -> ResourceInstance:
        reference = _reference(resource)
        candidates = self.root.candidates(reference) if self.root else ()
        if not candidates:
            return self._alone(resource)
        template = candidates[0]
        arguments = {
            name: replace(argument, value=_known(argument.value, resource.values.get(name)))
            for name, argument in template.arguments.items()
        }
        return replace(template, key=resource.key, module=resource.module, arguments=arguments, conditions=())

    def _alone(self, resource: PlannedResource) -> ResourceInstance:
        span = self._span(resource.address)
        expressions = self.written.expressions(resource.module, resource.mode, resource.type, resource.name)
        arguments: dict[str, Argument] = {}
        for name in dict.fromkeys((*resource.values, *expressions)):
            value = _value(resource.values.get(name), span)
            reference = self._refers(resource, expressions.get(name), value)
            if value.data is None and name in resource.values:
                continue  # null is not given
            data: Data = UNKNOWN_VALUE if name not in resource.values else value.data
            whole = Value(value.type if data is not UNKNOWN_VALUE else ANY, data, span, reference)
            arguments[name] = Argument(name, whole, span, span)
        return self.written.resource(
            mode=resource.mode,
            type=resource.type,
            name=resource.name,
            module=resource.module,
            key=resource.key,
            span=span,
            arguments=arguments,
        )

    def _refers(self, resource: PlannedResource, reference: Reference | None, value: Value) -> Reference | None:
        text = value.text()
        if text is not None and text in self.known_ids and text != resource.values.get("id"):
            return _reference(self.known_ids[text])._replace(path=("id",))
        return reference

    def _span(self, address: str) -> Span:
        quoted = json.dumps(address)
        start = self.places.get(quoted, 0)
        return Span(self.source, start, start + len(quoted) if start else 0)


def _places(text: str, quoted: Collection[str]) -> dict[str, int]:
    """Where each of many quoted strings first stands, found in one pass."""
    places: dict[str, int] = {}
    for match in _QUOTED.finditer(text):
        if match.group() in quoted:
            places.setdefault(match.group(), match.start())
    return places


def _known(value: Value, planned: Json) -> Value:
    """A value with what the plan knows of it; where it was written and what it refers to stay."""
    if planned is None:
        return value
    known = _value(planned, value.span)
    return known._replace(reference=value.reference, sensitive=value.sensitive)


def _value(planned: Json, span: Span | None) -> Value:
    kind: Type = ANY
    data: Data
    if isinstance(planned, bool):
        kind, data = BOOL, planned
    elif isinstance(planned, (int, float)):
        kind, data = NUMBER, planned if isinstance(planned, int) else UNKNOWN_VALUE
        if isinstance(planned, float) and planned.is_integer():
            data = int(planned)
    elif isinstance(planned, str):
        kind, data = STRING, planned
    elif isinstance(planned, list):
        data = tuple(_value(item, span) for item in planned)
    elif isinstance(planned, dict):
        data = {name: _value(item, span) for name, item in planned.items()}
    else:
        data = None
    return Value(kind, data, span)
