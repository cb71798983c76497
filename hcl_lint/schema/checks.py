"""What of a configuration the provider's schema refuses, before anything is asked of the cloud.

A plan needs no such look: Terraform validated what it was made from.
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
from hcl_lint.evaluate.known_text import is_placeholder, known_text
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, RootModule
from hcl_lint.evaluate.types import Collection, name_of
from hcl_lint.evaluate.value import Value
from hcl_lint.schema.facts import ArgumentSchema, provider_schema
from hcl_lint.schema.versions import Allowed, allowed, show_version

ViolationKind = Literal["unknown", "missing", "conflict", "removed", "value"]
Arguments: TypeAlias = Mapping[str, ArgumentSchema]

_LIKENESS: Final = 0.75


@dataclass(frozen=True, slots=True)
class SchemaViolation:
    """What the provider refuses, and where: the first of ``names`` that is written is shown.

    ``at_name``: the argument's name is at fault, not its value. ``block`` is the one in the resource that has it.
    """

    kind: ViolationKind
    message: str
    resource: ResourceInstance
    names: tuple[str, ...]
    block: NestedBlock | None = None
    at_name: bool = False


def schema_violations(root: RootModule) -> dict[ViolationKind, list[SchemaViolation]]:
    """Everything that the provider's schema refuses, by kind; nothing for resources of a plan."""
    found: dict[ViolationKind, list[SchemaViolation]] = {}
    if root.planned:
        return found
    schema = provider_schema()
    texts = (one.requirements.get("alicloud") for one in root.modules)
    versions = allowed(one.version for one in texts if one is not None and one.version is not None)
    for resource in counted(root.resources):
        arguments = schema.types.get(resource.type) if resource.mode == "managed" else None
        if arguments is not None:
            for one in _Place(resource, None, arguments, versions).schema_violations():
                found.setdefault(one.kind, []).append(one)
    return found


def _given(value: Value | None) -> bool | None:
    """Whether an argument is set: True, False, or None where that depends on what is not known."""
    if value is None or value.null:
        return False
    return True if value.known or _is_id(value) else None  # an id is never null once there is one


def _is_id(value: Value) -> bool:
    """Whether a value is the id of a resource that is made."""
    reference = value.reference
    return reference is not None and reference.mode == "managed" and reference.path == ("id",)


@dataclass(frozen=True, slots=True)
class _Place:
    """A resource, or a block in it, beside its schema. ``path`` is that of the block, for messages."""

    resource: ResourceInstance
    block: NestedBlock | None
    schema: Arguments
    versions: Allowed
    path: str = ""

    @property
    def _written(self) -> ResourceInstance | NestedBlock:
        return self.block or self.resource

    def schema_violations(self) -> Iterator[SchemaViolation]:
        consume_budget(len(self.schema))
        for name in self._written.arguments:
            yield from self._argument(name)
        for block in self._written.blocks:
            yield from self._block(block)
        yield from self._missing()
        yield from self._groups()

    def _violation(self, kind: ViolationKind, message: str, *names: str, at_name: bool = False) -> SchemaViolation:
        return SchemaViolation(kind, message, self.resource, names, self.block, at_name)

    @property
    def _what(self) -> str:
        return f"{self.resource.type}.{self.path}" if self.path else self.resource.type

    @property
    def _json(self) -> bool:
        """JSON does not say what is a block: an object is given as both."""
        return self.resource.source.path.endswith(".json")

    def _value(self, name: str) -> Value | None:
        return self._written.get(name)

    def _argument(self, name: str) -> Iterator[SchemaViolation]:
        facts = self.schema.get(name)
        if facts is None:
            yield from self._unknown(name)
        elif facts.removed is not None:
            if self.versions.some_from(facts.removed) and _given(self._value(name)):
                instead = f": write {facts.instead}" if facts.instead else ""
                message = f"{name} was removed in version {show_version(facts.removed)} of the provider{instead}"
                yield self._violation("removed", message, name, at_name=True)
        elif facts.computed:
            if _given(self._value(name)) is not False:
                yield self._violation(
                    "unknown", f"{name} of {self._what} is set by the provider, so it cannot be written", name,
                    at_name=True,
                )  # fmt: skip
        elif facts.block is not None and not facts.either:
            if not self._json:
                message = f"{name} of {self._what} is a block, not an argument: {name} {{ ... }}"
                yield self._violation("unknown", message, name, at_name=True)
        else:
            yield from self._conflicts(name, facts)
            yield from self._judged(name, facts)

    def _hint(self, name: str) -> str:
        """The argument that can be written and is most like ``name``, if any is."""
        settable = [one for one, facts in self.schema.items() if not facts.computed and facts.removed is None]
        close = get_close_matches(name, settable, 1, _LIKENESS)
        return f": did you mean {close[0]}?" if close else ""

    def _unknown(self, name: str) -> Iterator[SchemaViolation]:
        newest = provider_schema().version
        if self.versions.least is not None and self.versions.least > newest:
            return  # a provider newer than these facts: it may have it
        hint = self._hint(name)
        message = f"{self._what} has no argument {name} (provider up to {show_version(newest)}){hint}"
        yield self._violation("unknown", message, name, at_name=True)

    def _conflicts(self, name: str, facts: ArgumentSchema) -> Iterator[SchemaViolation]:
        if not _given(self._value(name)):
            return
        for other in facts.conflicts:
            mutual = name in self.schema[other].conflicts if other in self.schema else False
            if mutual and other < name and other in self._written.arguments:
                continue  # told once
            if _given(self._value(other)) or self._written.nested(other):
                message = f"{name} cannot be given together with {other}"
                yield self._violation("conflict", message, name, at_name=True)
        for other in facts.required_with:
            if other != name and _given(self._value(other)) is False:
                yield self._violation("missing", f"{name} needs {other} beside it", name, at_name=True)

    def _judged(self, name: str, facts: ArgumentSchema) -> Iterator[SchemaViolation]:
        """Its type, and bounds of a value that is known."""
        value = self._value(name)
        if value is None or value.null or value.any_sensitive:
            return
        if (wrong := _mistyped(value, facts)) is not None:
            if not value.known or not is_placeholder(known_text(value) or ""):
                yield self._violation("value", f"{name} of {self._what} does not take this value: {wrong}", name)
            return
        text, number = known_text(value), value.number()
        if text is None or is_placeholder(text):
            return
        if facts.enum and not _listed(text, facts):
            close = get_close_matches(text, facts.enum, 1, _LIKENESS)
            wanted = f"did you mean {close[0]!r}?" if close else " or ".join(map(repr, filter(None, facts.enum)))
            yield self._violation("value", f"{text!r} is no value of {name}: {wanted}", name)
        if number is not None and not _within(float(number), facts.min, facts.max):
            yield self._violation("value", f"{name} is {text}, but must be {_range(facts.min, facts.max)}", name)
        size = len(text.encode())  # terraform-plugin-sdk: StringLenBetween counts bytes
        if not _within(size, facts.min_length, facts.max_length):
            wanted = _range(facts.min_length, facts.max_length)
            yield self._violation("value", f"{name} has {size} bytes, but must have {wanted}", name)
        elif facts.pattern and not re.fullmatch(facts.pattern, text):
            yield self._violation(
                "value", f"{text!r} is no value of {name}: it must match {facts.pattern.removeprefix('|')}", name
            )

    def _block(self, block: NestedBlock) -> Iterator[SchemaViolation]:
        facts = self.schema.get(block.type)
        if facts is None or facts.computed:
            if self._json and block.type in self._written.arguments:
                return  # told as an argument
            message = f"{self._what} has no block {block.type}{self._hint(block.type)}"
            yield SchemaViolation("unknown", message, self.resource, (), block)
        elif facts.block is not None:
            path = f"{self.path}.{block.type}" if self.path else block.type
            yield from _Place(self.resource, block, facts.block, self.versions, path).schema_violations()
        elif not facts.either and not self._json:
            message = f"{block.type} of {self._what} is an argument, not a block: {block.type} = ..."
            yield SchemaViolation("unknown", message, self.resource, (), block)

    def _missing(self) -> Iterator[SchemaViolation]:
        place = self._written
        whole = place.complete if isinstance(place, NestedBlock) else place.blocks_complete
        for name, facts in self.schema.items():
            if facts.required and _given(self._value(name)) is False and not place.nested(name):
                yield self._violation("missing", f"{self._what} needs {name}", name, at_name=True)
            many = len(place.nested(name))
            if whole and name not in place.arguments:
                if many < facts.min_items:
                    yield self._violation("missing", f"{self._what} needs a block {name}")
                if facts.max_items is not None and many > facts.max_items:
                    message = f"{self._what} has {many} blocks {name}, but takes at most {facts.max_items}"
                    yield SchemaViolation("conflict", message, self.resource, (), place.nested(name)[facts.max_items])

    def _groups(self) -> Iterator[SchemaViolation]:
        exact = {facts.exactly_one_of for facts in self.schema.values() if facts.exactly_one_of}
        for group in sorted(exact | {facts.at_least_one_of for facts in self.schema.values() if facts.at_least_one_of}):
            given = {name: _given(self._value(name)) for name in group}
            if not any(one is not False for one in given.values()):
                yield self._violation("missing", f"{self._what} needs {' or '.join(group)}", *group)
            several = [name for name, one in given.items() if one]
            if group in exact and len(several) > 1:
                message = f"{several[1]} cannot be given together with {several[0]}"
                yield self._violation("conflict", message, several[1], at_name=True)


def _mistyped(value: Value, facts: ArgumentSchema) -> str | None:
    """Why Terraform does not convert a value to the argument's type; None where it does, or may."""
    if facts.type is None:
        return None
    if not value.known:
        wrong = _is_id(value) and isinstance(facts.type, Collection)
        return f"{name_of(facts.type)} required, but an id is a string" if wrong else None
    try:
        convert(value, facts.type)
    except EvaluationError as error:
        return str(error)
    return None


def _listed(text: str, facts: ArgumentSchema) -> bool:
    if facts.ignore_case:
        return text.lower() in {one.lower() for one in facts.enum}
    return text in facts.enum


def _within(number: float, least: float | None, most: float | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def _range(least: float | None, most: float | None) -> str:
    if least is None or most is None:
        return f"at most {most:g}" if least is None and most is not None else f"at least {least or 0:g}"
    return f"{least:g} to {most:g}"
