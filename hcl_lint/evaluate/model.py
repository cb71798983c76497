"""What evaluation hands to the rules: root modules, their module instances and resource instances.

A *root* is a directory that no other read directory calls as a module. Everything below it (local
modules, installed remote modules) is evaluated once per call. All objects are immutable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from operator import itemgetter
from typing import Literal, NamedTuple, TypeAlias

from hcl_lint.common.work import consume_budget, counted
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Key, ModulePath, Reference, Value
from hcl_lint.source.issue import SourceIssue
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax.tree import Block

Mode: TypeAlias = Literal["managed", "data"]


class Condition(NamedTuple):
    """An unknown fact: ``subject`` is (``holds``) or is not (not ``holds``) ``equal``.

    ``subject`` names an unknown value, the same one everywhere in a root: ``var.enabled``,
    ``module.a/local.x > 3``. A bool that must be true is ``equal="true"``.
    """

    subject: str
    equal: str
    holds: bool

    def negated(self) -> Condition:
        return self._replace(holds=not self.holds)


def are_exclusive(conditions: Iterable[Condition]) -> bool:
    """Whether the conditions cannot hold together whatever the unknown values are."""
    required: dict[str, str] = {}
    forbidden: dict[str, set[str]] = {}
    for subject, equal, holds in conditions:
        if not holds:
            forbidden.setdefault(subject, set()).add(equal)
        elif required.setdefault(subject, equal) != equal:
            return True
    return any(required.get(subject) in values for subject, values in forbidden.items()) or any(
        {"true", "false"} <= values for values in forbidden.values()
    )


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a block as written in the module. ``value.span`` is where the value comes from."""

    name: str
    value: Value
    name_span: Span
    expression_span: Span

    @property
    def span(self) -> Span:
        """From the name to the end of the expression."""
        return Span(self.name_span.source, self.name_span.start, self.expression_span.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedBlock:
    """A block inside a resource or provider, ``dynamic`` already expanded.

    ``complete`` is False where a ``dynamic`` inside has an unknown ``for_each``: there can be more
    blocks than are listed. Such a block is listed once with ``certain`` False.
    """

    type: str
    labels: tuple[str, ...]
    arguments: Mapping[str, Argument]
    blocks: tuple[NestedBlock, ...]
    span: Span
    certain: bool = True
    complete: bool = True

    def get(self, name: str) -> Value | None:
        """Value of an argument; None where it is not written. ``null`` means not set, too."""
        argument = self.arguments.get(name)
        return argument.value if argument else None

    def nested(self, kind: str) -> tuple[NestedBlock, ...]:
        return tuple(block for block in self.blocks if block.type == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderConfiguration:
    """One ``provider`` block, evaluated in the module that has it (always a root or a called module)."""

    name: str
    alias: str | None
    module: ModulePath
    arguments: Mapping[str, Argument]
    blocks: tuple[NestedBlock, ...]
    span: Span

    def get(self, name: str) -> Value | None:
        """Value of an argument such as ``region``, ``access_key``, ``account_id``, ``profile``."""
        argument = self.arguments.get(name)
        return argument.value if argument else None

    @property
    def region(self) -> Value | None:
        """The ``region`` argument; None where it is not written (the environment decides then)."""
        return self.get("region")

    @property
    def assume_role(self) -> NestedBlock | None:
        return next((block for block in self.blocks if block.type == "assume_role"), None)

    @property
    def address(self) -> str:
        """``provider["alicloud"].b``: the same address is the same configuration."""
        head = "".join(f"{step}." for step in self.module)
        return f'{head}provider["{self.name}"]' + (f".{self.alias}" if self.alias else "")


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The ``lifecycle`` block; ``ignore_changes`` is None for ``all``."""

    ignore_changes: tuple[str, ...] | None = ()
    create_before_destroy: bool | None = None
    prevent_destroy: bool | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceInstance:
    """One instance of a resource or data block.

    ``key`` is UNKNOWN_VALUE when ``count``/``for_each`` is unknown: there can be any number of them, this one
    stands for all. ``callers`` are the ``module`` call headers from the root down to this module.
    ``provider`` is the configuration that it uses, None where none is written (all from the
    environment) or where the wiring cannot be resolved (then ``provider_known`` is False).
    ``conditions`` must all hold for this instance to exist (see ``may_coexist``).
    """

    mode: Mode
    type: str
    name: str
    module: ModulePath
    key: Key
    arguments: Mapping[str, Argument]
    blocks: tuple[NestedBlock, ...]
    blocks_complete: bool
    span: Span
    block_span: Span
    body_span: Span
    block: Block
    callers: tuple[Span, ...] = ()
    depends_on: tuple[Reference, ...] = ()
    lifecycle: Lifecycle = Lifecycle()
    provider: ProviderConfiguration | None = None
    provider_known: bool = True
    provider_name: str = ""
    conditions: tuple[Condition, ...] = ()
    #: ``module.a[0].alicloud_vpc.b["x"]`` as in a plan.
    address: str = field(init=False, default="", repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", self.reference.address)  # built once: rules read it often

    @property
    def source(self) -> Source:
        return self.span.source

    def get(self, name: str) -> Value | None:
        """Value of an argument; None where it is not written. A value that is ``null`` means not set."""
        argument = self.arguments.get(name)
        return argument.value if argument else None

    def nested(self, kind: str) -> tuple[NestedBlock, ...]:
        consume_budget(len(self.blocks))
        return tuple(block for block in self.blocks if block.type == kind)

    @property
    def reference(self) -> Reference:
        """The reference to this instance (empty path)."""
        return Reference(self.mode, self.type, self.name, self.module, self.key)

    @property
    def config_address(self) -> str:
        """Address of the block, without keys."""
        return self.reference.config_address

    @property
    def certain(self) -> bool:
        """Whether it exists for sure, once: nothing unknown decides about it."""
        return self.key is not UNKNOWN_VALUE and not self.conditions

    def __str__(self) -> str:
        return self.address


def may_coexist(*instances: ResourceInstance) -> bool:
    """False if the conditions of these instances exclude each other (``count = var.a ? 1 : 0`` and ``? 0 : 1``)."""
    return not are_exclusive([condition for instance in instances for condition in instance.conditions])


class ResourceIndex:
    """Finds instances of one root module by type and by address. Each index is built when it is first needed."""

    __slots__ = ("_by_config", "_by_keys", "_by_type")

    def __init__(self) -> None:
        self._by_type: dict[tuple[str, str], list[tuple[int, ResourceInstance]]] = {}
        #: By the address of the block, without instance keys.
        self._by_config: dict[str, list[ResourceInstance]] = {}
        #: By that address and all instance keys; where one is unknown, by the address and UNKNOWN_VALUE.
        self._by_keys: dict[tuple[Key, ...], list[ResourceInstance]] = {}

    def of_type(
        self, resources: Sequence[ResourceInstance], types: Sequence[str], mode: Mode
    ) -> Iterator[ResourceInstance]:
        """Those of these types, in the order of ``resources``."""
        if not self._by_type:
            for number, resource in enumerate(resources):
                self._by_type.setdefault((resource.mode, resource.type), []).append((number, resource))
        listed = [self._by_type.get((mode, type), []) for type in types]
        ordered = listed[0] if len(listed) == 1 else merge(*listed, key=itemgetter(0))
        return (resource for _, resource in counted(ordered))

    def candidates(self, resources: Sequence[ResourceInstance], reference: Reference) -> tuple[ResourceInstance, ...]:
        """Those that ``reference`` can mean: one where the key is known, else all of the block."""
        if not self._by_config:
            self._fill(resources)
        config, keys = reference.config_address, instance_keys(reference)
        if UNKNOWN_VALUE in keys:
            exact: Sequence[ResourceInstance] = ()
            possible = self._by_config.get(config, ())
        else:
            exact = self._by_keys.get((config, *keys), ())
            possible = self._by_keys.get((config, UNKNOWN_VALUE), ())
        consume_budget(1 + len(possible))
        return (*exact, *(resource for resource in possible if keys_may_match(instance_keys(resource), keys)))

    def _fill(self, resources: Sequence[ResourceInstance]) -> None:
        for resource in resources:
            keys, config = instance_keys(resource), resource.config_address
            self._by_config.setdefault(config, []).append(resource)
            key = (config, UNKNOWN_VALUE) if UNKNOWN_VALUE in keys else (config, *keys)
            self._by_keys.setdefault(key, []).append(resource)


def instance_keys(instance: ResourceInstance | Reference) -> list[Key]:
    """The instance keys of an address: of the modules, from the outermost one, and of the instance itself."""
    return [*(step.key for step in instance.module), instance.key]


def keys_may_match(keys: Sequence[Key], others: Sequence[Key]) -> bool:
    """Whether two addresses of one block can mean the same instance."""
    return all(a is UNKNOWN_VALUE or b is UNKNOWN_VALUE or a == b for a, b in zip(keys, others, strict=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableDeclaration:
    """A ``variable`` block of one module instance with the value that it has there."""

    name: str
    module: ModulePath
    value: Value
    sensitive: bool
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRequirement:
    """An entry of ``required_providers``; ``version`` is the constraint text, None where not written."""

    name: str
    source: str | None
    version: str | None
    span: Span
    version_span: Span | None
    configuration_aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBlock:
    """A ``moved``, ``import`` or ``removed`` block: its addresses as written (``from``/``to``/``id``)."""

    kind: Literal["moved", "import", "removed"]
    source_address: str | None
    target_address: str | None
    id: Value | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleInstance:
    """One evaluated call of a module (or the root).

    ``providers`` are the configurations that it can use, by local name: ``alicloud``, ``alicloud.alias``.
    ``backends`` are the ``backend`` blocks, each with its type as the label.
    """

    path: ModulePath
    directory: str
    variables: Mapping[str, VariableDeclaration]
    outputs: Mapping[str, Value]
    providers: Mapping[str, ProviderConfiguration]
    requirements: Mapping[str, ProviderRequirement]
    required_version: tuple[Value, ...]
    addresses: tuple[AddressBlock, ...]
    callers: tuple[Span, ...] = ()
    backends: tuple[NestedBlock, ...] = ()

    @property
    def address(self) -> str:
        return ".".join(str(step) for step in self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class RootModule:
    """A root directory (or single files) and all that is below it.

    ``complete`` is False if a part of it could not be judged: then nothing can be said about what is missing. ``named``
    are the files that the user named, if any, ``undeclared`` names given with ``--var`` that it does not declare.
    ``library``: a module whose callers are not here, judged without the defaults of its variables.
    ``planned``: the resources are those of a plan, with what the provider computed.
    ``sources``: all files that were read, by path.
    """

    directory: str
    modules: tuple[ModuleInstance, ...]
    resources: tuple[ResourceInstance, ...]
    issues: tuple[SourceIssue, ...] = ()
    complete: bool = True
    named: tuple[str, ...] = ()
    undeclared: frozenset[str] = frozenset()
    library: bool = False
    planned: bool = False
    sources: Mapping[str, Source] = field(default_factory=dict, repr=False, compare=False)
    _index: ResourceIndex = field(init=False, default_factory=ResourceIndex, repr=False, compare=False)

    def of_type(self, *types: str, mode: Mode = "managed") -> Iterator[ResourceInstance]:
        """Instances of these resource types in file order."""
        return self._index.of_type(self.resources, types, mode)

    def candidates(self, reference: Reference) -> tuple[ResourceInstance, ...]:
        """Instances that ``reference`` can mean: one where the key is known, else all of the block."""
        return self._index.candidates(self.resources, reference)

    def resource(self, reference: Reference | None) -> ResourceInstance | None:
        """The one instance that ``reference`` means for sure; None if there is no such one."""
        if reference is None:
            return None
        candidates = self.candidates(reference)
        if len(candidates) != 1 or instance_keys(candidates[0]) != instance_keys(reference):
            return None
        return candidates[0]

    @property
    def root(self) -> ModuleInstance:
        return self.modules[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that was read: ``sources`` by path; ``files`` counts those that were not read, too.

    ``comments`` gives the comments of each read file (markers included, line ends not), in order.
    """

    roots: tuple[RootModule, ...]
    issues: tuple[SourceIssue, ...]
    sources: Mapping[str, Source]
    comments: Mapping[str, tuple[Span, ...]]
    files: int = 0
    hints: tuple[str, ...] = ()

    def all_issues(self) -> tuple[SourceIssue, ...]:
        """Reading, syntax and evaluation, in no special order."""
        return (*self.issues, *(issue for root in self.roots for issue in root.issues))
