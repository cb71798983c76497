"""The provider's schema of the resources that rules read: which arguments there are, and what they may be.

``resources.json`` holds it by resource type and argument; what other rules judge by the rulebook (``ip_protocol`` of
security group rules, say) has no values there, so that nothing is reported twice. tests/hcl_lint/test_schema.py
compares it with the schema that the installed provider prints.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, TypeAlias

from hcl_lint.evaluate.types import Collection, Type
from hcl_lint.schema.versions import Version, parse_version

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentSchema:
    """One argument, or one type of nested block.

    Attributes:
        type: of its value; None where values are not compared with it (blocks, what only the provider sets).
        computed: the provider sets it; configuration cannot.
        since: the first provider version that has it; None for old ones.
        removed: the first provider version that refuses it, and ``instead`` what to write.
        conflicts: arguments that cannot be given beside it.
        exactly_one_of, at_least_one_of, required_with: groups of arguments, itself included where it is one of them.
        enum: the values that there are, as text; ``ignore_case`` where capitals do not matter.
        min, max: bounds of a number, both included.
        min_length, max_length, pattern: of a text; the whole text matches the pattern, which
            begins with | where an empty text counts as not given.
        min_items, max_items: how many blocks there may be.
        either: it may be written as an argument and as blocks.
        block: the arguments inside of a nested block; None for a plain argument.
    """

    type: Type | None = None
    required: bool = False
    computed: bool = False
    since: Version | None = None
    removed: Version | None = None
    instead: str = ""
    conflicts: tuple[str, ...] = ()
    exactly_one_of: tuple[str, ...] = ()
    at_least_one_of: tuple[str, ...] = ()
    required_with: tuple[str, ...] = ()
    enum: tuple[str, ...] = ()
    ignore_case: bool = False
    min: float | None = None
    max: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    min_items: int = 0
    max_items: int | None = None
    either: bool = False
    block: Mapping[str, ArgumentSchema] | None = None


@dataclass(frozen=True, slots=True)
class ProviderSchema:
    """``version``: the newest provider version that the facts are of. ``types``: by resource type and argument."""

    version: Version
    types: Mapping[str, Mapping[str, ArgumentSchema]]


_VERSIONS: Final = ("since", "removed")


@cache
def provider_schema() -> ProviderSchema:
    """The facts, read once."""
    stored = json.loads(files("hcl_lint.schema").joinpath("resources.json").read_text(encoding="utf-8"))
    version = parse_version(stored["provider"])
    assert version is not None
    types = {type: _arguments(arguments) for type, arguments in stored["types"].items()}
    return ProviderSchema(version, MappingProxyType(types))


def _arguments(stored: Mapping[str, dict[str, Json]]) -> Mapping[str, ArgumentSchema]:
    return MappingProxyType({name: _argument(facts) for name, facts in stored.items()})


def _type(text: str) -> Type:
    """``bool``, or ``set(string)``: the types that the provider's arguments have."""
    kind, _, element = text.rstrip(")").partition("(")
    return Collection(kind, element) if element else kind


def _argument(stored: dict[str, Json]) -> ArgumentSchema:
    facts: dict[str, object] = {}
    for name, value in stored.items():
        if name == "type" and isinstance(value, str):
            facts[name] = _type(value)
        elif name in _VERSIONS and isinstance(value, str):
            facts[name] = parse_version(value)
        elif name == "block" and isinstance(value, dict):
            facts[name] = _arguments({key: inner for key, inner in value.items() if isinstance(inner, dict)})
        elif isinstance(value, list):
            facts[name] = tuple(map(str, value))
        else:
            facts[name] = value
    return ArgumentSchema(**facts)  # type: ignore[arg-type]  # a test reads the whole file
