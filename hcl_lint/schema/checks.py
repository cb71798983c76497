"""What of a configuration the provider's schema refuses, before any request to the cloud.

A plan is not checked: Terraform validated the configuration that it was made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, TypeAlias

from hcl_lint.common.suggestions import LONGEST
from hcl_lint.common.work import consume_budget, counted
from hcl_lint.evaluate.model import Mode, NestedBlock, ResourceInstance, RootModule
from hcl_lint.evaluate.value import ModulePath
from hcl_lint.schema.facts import Arguments, ArgumentSchema, provider_schema
from hcl_lint.schema.locked import allowed_versions, is_official
from hcl_lint.schema.values import LIKENESS, is_set, value_problems
from hcl_lint.schema.versions import Allowed, show_version

ViolationKind: TypeAlias = Literal["type", "unknown", "missing", "conflict", "removed", "deprecated", "value"]

#: Steps for comparing the name of a type with all that there are.
_SUGGESTING: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaViolation:
    """What the provider refuses, and where: the first of ``names`` that is written is shown.

    Attributes:
        kind: what a rule selects it by.
        message: says what is refused.
        resource: where it was found.
        names: the arguments that it is about.
        block: the nested block of the resource that has the arguments; None for the resource itself.
        at_name: the argument's name is at fault, not its value.
    """

    kind: ViolationKind
    message: str
    resource: ResourceInstance
    names: tuple[str, ...] = ()
    block: NestedBlock | None = None
    at_name: bool = False


def schema_violations(root: RootModule) -> dict[ViolationKind, list[SchemaViolation]]:
    """Everything that the provider's schema refuses, by kind; nothing for resources of a plan."""
    violations: dict[ViolationKind, list[SchemaViolation]] = {}
    if root.planned:
        return violations
    versions = allowed_versions(root)
    types = _TypeCheck(root, versions)
    for resource in counted(root.resources):
        if not resource.type.startswith("alicloud_"):
            continue
        for violation in types.violations(resource):
            violations.setdefault(violation.kind, []).append(violation)
        arguments = provider_schema().arguments(resource.mode, resource.type)
        if arguments is not None:
            for violation in _BlockCheck(resource, None, arguments, versions).run():
                violations.setdefault(violation.kind, []).append(violation)
    return violations


def title_of(resource: ResourceInstance) -> str:
    return f"data.{resource.type}" if resource.mode == "data" else resource.type


class _TypeCheck:
    """Compares the types of resources and data sources with those of the provider."""

    def __init__(self, root: RootModule, versions: Allowed) -> None:
        self._versions = versions
        #: Where the provider is not the one that the schema is of.
        self._foreign: frozenset[ModulePath] = frozenset(
            module.path for module in root.modules if not is_official(module.requirements.get("alicloud"))
        )
        #: By mode and type: the kind of what is wrong and the message.
        self._judged: dict[tuple[Mode, str], tuple[ViolationKind, str] | None] = {}

    def violations(self, resource: ResourceInstance) -> Iterator[SchemaViolation]:
        schema, type = provider_schema(), resource.type
        if resource.mode == "managed" and type in schema.judged:
            return  # neither removed nor deprecated: no file needs to be read
        key = (resource.mode, type)
        if key not in self._judged:
            self._judged[key] = self._judge(resource.mode, type, title_of(resource))
        judged = self._judged[key]
        if judged is not None and not (judged[0] == "type" and resource.module in self._foreign):
            yield SchemaViolation(kind=judged[0], message=judged[1], resource=resource)

    def _judge(self, mode: Mode, type: str, title: str) -> tuple[ViolationKind, str] | None:
        schema = provider_schema()
        history = schema.history(mode, type)
        if history.removed is not None:
            if not self._versions.some_from(history.removed):
                return None
            return "removed", f"{title} was removed in version {show_version(history.removed)} of the provider"
        if schema.arguments(mode, type) is not None:
            if history.deprecated is None or not self._versions.some_from(history.deprecated):
                return None
            return "deprecated", f"{title} is deprecated: a later version of the provider will not have it"
        if self._versions.least is not None and self._versions.least > schema.version:
            return None  # a provider newer than this schema: it may have the type
        return (
            "type",
            f"the provider (up to {show_version(schema.version)}) has no {_kind(mode)} {type}{_hint(mode, type)}",
        )


def _kind(mode: Mode) -> str:
    return "data source" if mode == "data" else "resource"


def _hint(mode: Mode, type: str) -> str:
    """The type that is most like ``type``, or what it is instead."""
    consume_budget(_SUGGESTING)
    schema, other = provider_schema(), _OTHER_MODE[mode]
    if schema.arguments(other, type) is not None:
        return f": {type} is a {_kind(other)}"
    close = get_close_matches(type, schema.types(mode), 1, LIKENESS) if len(type) <= LONGEST else []
    return f": did you mean {close[0]}?" if close else ""


_OTHER_MODE: Final[Mapping[Mode, Mode]] = {"managed": "data", "data": "managed"}


class _BlockCheck:
    """Compares a resource, or a nested block of it, with its schema.

    Args:
        resource: the resource.
        nested: the nested block; None for the resource itself.
        schema: the arguments and blocks that there may be.
        versions: the provider versions that are allowed.
        path: of the nested block, for messages.
    """

    def __init__(
        self,
        resource: ResourceInstance,
        nested: NestedBlock | None,
        schema: Arguments,
        versions: Allowed,
        path: str = "",
    ) -> None:
        self._resource = resource
        self._nested = nested
        self._block: ResourceInstance | NestedBlock = nested or resource
        self._schema = schema
        self._versions = versions
        self._path = path
        title = title_of(resource)
        self._title = f"{title}.{path}" if path else title
        #: JSON does not say what is a block: an object is given as both.
        self._is_json = resource.source.path.endswith(".json")
        self._blocks: dict[str, list[NestedBlock]] = {}
        for block in self._block.blocks:
            self._blocks.setdefault(block.type, []).append(block)

    def run(self) -> Iterator[SchemaViolation]:
        consume_budget(len(self._schema) + len(self._block.blocks))
        for name in self._block.arguments:
            yield from self._check_argument(name)
        for block in self._block.blocks:
            yield from self._check_block(block)
        for name, facts in self._schema.items():
            yield from self._check_number(name, facts)
        yield from self._check_groups()

    def _is_set(self, name: str) -> bool | None:
        """Whether an argument or block is given: True, False, or None where that is not known."""
        blocks = self._blocks.get(name)
        if blocks:
            return True if any(block.certain for block in blocks) else None
        return is_set(self._block.get(name))

    def _at_name(self, kind: ViolationKind, message: str, name: str) -> SchemaViolation:
        return SchemaViolation(
            kind=kind, message=message, resource=self._resource, names=(name,), block=self._nested, at_name=True
        )

    def _at_value(self, kind: ViolationKind, message: str, *names: str) -> SchemaViolation:
        return SchemaViolation(kind=kind, message=message, resource=self._resource, names=names, block=self._nested)

    def _at_block(self, kind: ViolationKind, message: str, block: NestedBlock) -> SchemaViolation:
        return SchemaViolation(kind=kind, message=message, resource=self._resource, block=block)

    # --- arguments

    def _check_argument(self, name: str) -> Iterator[SchemaViolation]:
        facts = self._schema.get(name)
        if facts is None:
            yield from self._check_unknown(name)
        elif facts.computed:
            # terraform-plugin-sdk: in a nested block a value that is not known yet is not refused
            given = self._is_set(name)
            if given or (given is None and self._nested is None):
                message = f"{name} of {self._title} is set by the provider, so it cannot be written"
                yield self._at_name("unknown", message, name)
        elif self._is_removed(facts):
            if self._is_set(name):
                yield self._at_name("removed", self._removal(name, facts), name)
        elif facts.block is not None and not facts.either:
            if not self._is_json:
                message = f"{name} of {self._title} is a block, not an argument: {name} {{ ... }}"
                yield self._at_name("unknown", message, name)
        elif facts.removed is None:
            if self._is_deprecated(facts) and self._is_set(name) is not False:
                yield self._at_name("deprecated", self._deprecation(name, facts), name)
            yield from self._check_conflicts(name, facts)
            value = self._block.get(name)
            if value is not None:
                for message in value_problems(name, self._title, value, facts):
                    yield self._at_value("value", message, name)

    def _check_unknown(self, name: str) -> Iterator[SchemaViolation]:
        newest = provider_schema().version
        if self._versions.least is not None and self._versions.least > newest:
            return  # a provider newer than this schema: it may have the argument
        hint = self._hint(name)
        message = f"{self._title} has no argument {name} (provider up to {show_version(newest)}){hint}"
        yield self._at_name("unknown", message, name)

    def _hint(self, name: str) -> str:
        """The argument that can be written and is most like ``name``, if any is."""
        if len(name) > LONGEST:
            return ""
        settable = [known for known, facts in self._schema.items() if not facts.computed and facts.removed is None]
        close = get_close_matches(name, settable, 1, LIKENESS)
        return f": did you mean {close[0]}?" if close else ""

    def _is_removed(self, facts: ArgumentSchema) -> bool:
        return facts.removed is not None and self._versions.some_from(facts.removed)

    def _is_deprecated(self, facts: ArgumentSchema) -> bool:
        return facts.deprecated is not None and self._versions.some_from(facts.deprecated)

    def _removal(self, name: str, facts: ArgumentSchema) -> str:
        assert facts.removed is not None
        instead = f": write {facts.instead}" if facts.instead else ""
        version = show_version(facts.removed)
        if facts.removed == provider_schema().version:  # the schema does not say which version removed it
            return f"{name} was removed from the provider (version {version} refuses it){instead}"
        return f"{name} was removed in version {version} of the provider{instead}"

    def _deprecation(self, name: str, facts: ArgumentSchema) -> str:
        instead = f": write {facts.instead}" if facts.instead else ""
        return f"{name} of {self._title} is deprecated{instead}"

    def _check_conflicts(self, name: str, facts: ArgumentSchema) -> Iterator[SchemaViolation]:
        if not self._is_set(name):
            return
        for other in facts.conflicts:
            mutual = other in self._schema and name in self._schema[other].conflicts
            if mutual and other < name and (other in self._block.arguments or other in self._blocks):
                continue  # reported at the other one
            if self._is_set(other):
                yield self._at_name("conflict", f"{name} cannot be given together with {other}", name)
        for other in facts.required_with:
            if other != name and self._is_set(other) is False:
                yield self._at_name("missing", f"{name} needs {other} beside it", name)

    # --- blocks, and what is missing

    def _check_block(self, block: NestedBlock) -> Iterator[SchemaViolation]:
        name = block.type
        facts = self._schema.get(name)
        if facts is None or facts.computed:
            if self._is_json and name in self._block.arguments:
                return  # reported as an argument
            if facts is None and self._versions.least is not None and self._versions.least > provider_schema().version:
                return  # a provider newer than this schema: it may have the block
            message = f"{self._title} has no block {name}{self._hint(name)}"
            yield self._at_block("unknown", message, block)
        elif self._is_removed(facts):
            if not (self._is_json and name in self._block.arguments):
                yield self._at_block("removed", self._removal(name, facts), block)
        elif facts.block is not None:
            if self._is_deprecated(facts):
                yield self._at_block("deprecated", self._deprecation(name, facts), block)
            if block is self._blocks[name][0]:
                yield from self._check_conflicts(name, facts)
            path = f"{self._path}.{name}" if self._path else name
            yield from _BlockCheck(self._resource, block, facts.block, self._versions, path).run()
        elif not facts.either and not self._is_json:
            message = f"{name} of {self._title} is an argument, not a block: {name} = ..."
            yield self._at_block("unknown", message, block)

    def _check_number(self, name: str, facts: ArgumentSchema) -> Iterator[SchemaViolation]:
        """Check that what is required is there, and that there are neither too few nor too many blocks."""
        block = self._block
        blocks = self._blocks.get(name, [])
        if facts.required and not blocks and is_set(block.get(name)) is False:
            yield self._at_name("missing", f"{self._title} needs {name}", name)
        complete = block.complete if isinstance(block, NestedBlock) else block.blocks_complete
        if facts.block is None or not complete or name in block.arguments:
            return
        if len(blocks) < facts.min_items:
            number = f"at least {facts.min_items} blocks" if facts.min_items > 1 else "a block"
            yield self._at_value("missing", f"{self._title} needs {number} {name}")
        if facts.max_items is not None and len(blocks) > facts.max_items:
            message = f"{self._title} has {len(blocks)} blocks {name}, but takes at most {facts.max_items}"
            yield self._at_block("conflict", message, blocks[facts.max_items])

    def _check_groups(self) -> Iterator[SchemaViolation]:
        exactly_one = {facts.exactly_one_of for facts in self._schema.values() if facts.exactly_one_of}
        at_least_one = {facts.at_least_one_of for facts in self._schema.values() if facts.at_least_one_of}
        for group in sorted(exactly_one | at_least_one):
            states = {name: self._is_set(name) for name in group}
            if all(state is False for state in states.values()):
                yield self._at_value("missing", f"{self._title} needs {' or '.join(group)}", *group)
            given = [name for name, state in states.items() if state]
            if group in exactly_one and len(given) > 1:
                message = f"{given[1]} cannot be given together with {given[0]}"
                yield self._at_name("conflict", message, given[1])
