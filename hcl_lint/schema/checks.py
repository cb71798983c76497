"""What of a configuration the provider's schema refuses, before any request to the cloud.

A plan is not checked: Terraform validated the configuration that it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, TypeAlias

from hcl_lint.common.work import consume_budget, counted
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.known_values import is_placeholder, known_text
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, RootModule
from hcl_lint.evaluate.numbers import Number
from hcl_lint.evaluate.types import Collection, name_of
from hcl_lint.evaluate.value import Value
from hcl_lint.schema.facts import ArgumentSchema, provider_schema
from hcl_lint.schema.versions import Allowed, allowed, show_version

ViolationKind: TypeAlias = Literal["unknown", "missing", "conflict", "removed", "value"]
Arguments: TypeAlias = Mapping[str, ArgumentSchema]

#: How like a name must be to be suggested (difflib's ratio).
_LIKENESS: Final = 0.75


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
    names: tuple[str, ...]
    block: NestedBlock | None = None
    at_name: bool = False


def schema_violations(root: RootModule) -> dict[ViolationKind, list[SchemaViolation]]:
    """Everything that the provider's schema refuses, by kind; nothing for resources of a plan."""
    violations: dict[ViolationKind, list[SchemaViolation]] = {}
    if root.planned:
        return violations
    types = provider_schema().types
    requirements = (module.requirements.get("alicloud") for module in root.modules)
    versions = allowed(
        requirement.version for requirement in requirements if requirement is not None and requirement.version
    )
    for resource in counted(root.resources):
        arguments = types.get(resource.type) if resource.mode == "managed" else None
        if arguments is not None:
            for violation in _BlockCheck(resource=resource, nested=None, schema=arguments, versions=versions).run():
                violations.setdefault(violation.kind, []).append(violation)
    return violations


def _is_set(value: Value | None) -> bool | None:
    """Whether an argument is set: True, False, or None where that depends on what is not known."""
    if value is None or value.null:
        return False
    return True if value.known or _is_id(value) else None  # the id of a resource is never null


def _is_id(value: Value) -> bool:
    """Whether a value is the id of a managed resource."""
    reference = value.reference
    return reference is not None and reference.mode == "managed" and reference.path == ("id",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _BlockCheck:
    """Compares a resource, or a nested block of it, with its schema. ``path`` is that of the block, for messages."""

    resource: ResourceInstance
    nested: NestedBlock | None
    schema: Arguments
    versions: Allowed
    path: str = ""

    def run(self) -> Iterator[SchemaViolation]:
        consume_budget(len(self.schema))
        for name in self._block.arguments:
            yield from self._check_argument(name)
        for block in self._block.blocks:
            yield from self._check_block(block)
        yield from self._check_required()
        yield from self._check_groups()

    @property
    def _block(self) -> ResourceInstance | NestedBlock:
        return self.nested or self.resource

    @property
    def _title(self) -> str:
        return f"{self.resource.type}.{self.path}" if self.path else self.resource.type

    @property
    def _is_json(self) -> bool:
        """JSON does not say what is a block: an object is given as both."""
        return self.resource.source.path.endswith(".json")

    def _value(self, name: str) -> Value | None:
        return self._block.get(name)

    def _at_name(self, kind: ViolationKind, message: str, name: str) -> SchemaViolation:
        return SchemaViolation(
            kind=kind, message=message, resource=self.resource, names=(name,), block=self.nested, at_name=True
        )

    def _at_value(self, kind: ViolationKind, message: str, *names: str) -> SchemaViolation:
        return SchemaViolation(kind=kind, message=message, resource=self.resource, names=names, block=self.nested)

    def _at_block(self, kind: ViolationKind, message: str, block: NestedBlock) -> SchemaViolation:
        return SchemaViolation(kind=kind, message=message, resource=self.resource, names=(), block=block)

    # --- arguments

    def _check_argument(self, name: str) -> Iterator[SchemaViolation]:
        facts = self.schema.get(name)
        if facts is None:
            yield from self._check_unknown(name)
        elif facts.removed is not None:
            if self.versions.some_from(facts.removed) and _is_set(self._value(name)):
                instead = f": write {facts.instead}" if facts.instead else ""
                message = f"{name} was removed in version {show_version(facts.removed)} of the provider{instead}"
                yield self._at_name("removed", message, name)
        elif facts.computed:
            if _is_set(self._value(name)) is not False:
                message = f"{name} of {self._title} is set by the provider, so it cannot be written"
                yield self._at_name("unknown", message, name)
        elif facts.block is not None and not facts.either:
            if not self._is_json:
                message = f"{name} of {self._title} is a block, not an argument: {name} {{ ... }}"
                yield self._at_name("unknown", message, name)
        else:
            yield from self._check_conflicts(name, facts)
            yield from self._check_value(name, facts)

    def _check_unknown(self, name: str) -> Iterator[SchemaViolation]:
        newest = provider_schema().version
        if self.versions.least is not None and self.versions.least > newest:
            return  # a provider newer than this schema: it may have the argument
        hint = self._hint(name)
        message = f"{self._title} has no argument {name} (provider up to {show_version(newest)}){hint}"
        yield self._at_name("unknown", message, name)

    def _hint(self, name: str) -> str:
        """The argument that can be written and is most like ``name``, if any is."""
        settable = [known for known, facts in self.schema.items() if not facts.computed and facts.removed is None]
        close = get_close_matches(name, settable, 1, _LIKENESS)
        return f": did you mean {close[0]}?" if close else ""

    def _check_conflicts(self, name: str, facts: ArgumentSchema) -> Iterator[SchemaViolation]:
        if not _is_set(self._value(name)):
            return
        for other in facts.conflicts:
            mutual = other in self.schema and name in self.schema[other].conflicts
            if mutual and other < name and other in self._block.arguments:
                continue  # reported at the other one
            if _is_set(self._value(other)) or self._block.nested(other):
                yield self._at_name("conflict", f"{name} cannot be given together with {other}", name)
        for other in facts.required_with:
            if other != name and _is_set(self._value(other)) is False:
                yield self._at_name("missing", f"{name} needs {other} beside it", name)

    def _check_value(self, name: str, facts: ArgumentSchema) -> Iterator[SchemaViolation]:
        """Check the type of a value, and the bounds of one that is known."""
        value = self._value(name)
        if value is None or value.null or value.any_sensitive:
            return
        text = known_text(value)
        mistyped = _mistyped(value, facts)
        if mistyped is not None:
            if not value.known or not is_placeholder(text or ""):
                message = f"{name} of {self._title} does not take this value: {mistyped}"
                yield self._at_value("value", message, name)
        elif text is not None and not is_placeholder(text):
            for message in _outside_of_bounds(name, text, value.number(), facts):
                yield self._at_value("value", message, name)

    # --- blocks, and what is missing

    def _check_block(self, block: NestedBlock) -> Iterator[SchemaViolation]:
        facts = self.schema.get(block.type)
        if facts is None or facts.computed:
            if self._is_json and block.type in self._block.arguments:
                return  # reported as an argument
            message = f"{self._title} has no block {block.type}{self._hint(block.type)}"
            yield self._at_block("unknown", message, block)
        elif facts.block is not None:
            path = f"{self.path}.{block.type}" if self.path else block.type
            yield from _BlockCheck(
                resource=self.resource, nested=block, schema=facts.block, versions=self.versions, path=path
            ).run()
        elif not facts.either and not self._is_json:
            message = f"{block.type} of {self._title} is an argument, not a block: {block.type} = ..."
            yield self._at_block("unknown", message, block)

    def _check_required(self) -> Iterator[SchemaViolation]:
        block = self._block
        complete = block.complete if isinstance(block, NestedBlock) else block.blocks_complete
        for name, facts in self.schema.items():
            blocks = block.nested(name)
            if facts.required and _is_set(self._value(name)) is False and not blocks:
                yield self._at_name("missing", f"{self._title} needs {name}", name)
            if not complete or name in block.arguments:
                continue
            if len(blocks) < facts.min_items:
                yield self._at_value("missing", f"{self._title} needs a block {name}")
            if facts.max_items is not None and len(blocks) > facts.max_items:
                message = f"{self._title} has {len(blocks)} blocks {name}, but takes at most {facts.max_items}"
                yield self._at_block("conflict", message, blocks[facts.max_items])

    def _check_groups(self) -> Iterator[SchemaViolation]:
        exactly_one = {facts.exactly_one_of for facts in self.schema.values() if facts.exactly_one_of}
        at_least_one = {facts.at_least_one_of for facts in self.schema.values() if facts.at_least_one_of}
        for group in sorted(exactly_one | at_least_one):
            states = {name: _is_set(self._value(name)) for name in group}
            if all(state is False for state in states.values()):
                yield self._at_value("missing", f"{self._title} needs {' or '.join(group)}", *group)
            given = [name for name, state in states.items() if state]
            if group in exactly_one and len(given) > 1:
                message = f"{given[1]} cannot be given together with {given[0]}"
                yield self._at_name("conflict", message, given[1])


def _mistyped(value: Value, facts: ArgumentSchema) -> str | None:
    """Why Terraform does not convert a value to the argument's type; None where it does, or may."""
    if facts.type is None:
        return None
    if not value.known:
        refused = _is_id(value) and isinstance(facts.type, Collection)
        return f"{name_of(facts.type)} required, but an id is a string" if refused else None
    try:
        convert(value, facts.type)
    except EvaluationError as error:
        return str(error)
    return None


def _outside_of_bounds(name: str, text: str, number: Number | None, facts: ArgumentSchema) -> Iterator[str]:
    """Why a value, whose text and number are given, is none of the argument ``name``."""
    if facts.enum and not _is_listed(text, facts):
        close = get_close_matches(text, facts.enum, 1, _LIKENESS)
        expected = f"did you mean {close[0]!r}?" if close else " or ".join(map(repr, filter(None, facts.enum)))
        yield f"{text!r} is no value of {name}: {expected}"
    if number is not None and not _is_within(float(number), facts.min, facts.max):
        yield f"{name} is {text}, but must be {_range(facts.min, facts.max)}"
    size = len(text.encode())  # terraform-plugin-sdk: StringLenBetween counts bytes
    if not _is_within(size, facts.min_length, facts.max_length):
        yield f"{name} has {size} bytes, but must have {_range(facts.min_length, facts.max_length)}"
    elif facts.pattern and not re.fullmatch(facts.pattern, text):
        yield f"{text!r} is no value of {name}: it must match {facts.pattern.removeprefix('|')}"


def _is_listed(text: str, facts: ArgumentSchema) -> bool:
    if facts.ignore_case:
        return text.lower() in {value.lower() for value in facts.enum}
    return text in facts.enum


def _is_within(number: float, least: float | None, most: float | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def _range(least: float | None, most: float | None) -> str:
    if least is None or most is None:
        return f"at most {most:g}" if least is None and most is not None else f"at least {least or 0:g}"
    return f"{least:g} to {most:g}"
