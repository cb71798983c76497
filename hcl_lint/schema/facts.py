"""The provider's schema: which resources and data sources there are, their arguments, and what these may be.

``resources.json`` holds the resources that rules read, by type and argument; what those rules judge by the rulebook
(``ip_protocol`` of security group rules, say) has no values there, so that nothing is reported twice.
``data/<product>.json.z`` hold all other types. `tools/contracts/schema.py` writes them with an index of the types, and
each is read when the first type of its product is met. tests/hcl_lint/test_provider_attributes.py compares both with
the schema that the installed provider prints.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, TypeAlias

from hcl_lint.evaluate.model import Mode
from hcl_lint.evaluate.types import Collection, ObjectType, Type
from hcl_lint.schema.versions import Version, parse_version

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a value of a primitive type may be.

    Attributes:
        enum: the values that there are, as text; ``ignore_case`` where capitals do not matter.
        min, max: bounds of a number, both included.
        min_length, max_length, pattern: of a text; the whole text matches the pattern, which
            begins with | where an empty text counts as not given.
        search, not_search: regular expressions (RE2) that are found in the text, or are not.
        check: the text is ``json`` or a ``regular_expression``.
        any: one of these holds, too. ``all``: all of these do.
    """

    enum: tuple[str, ...] = ()
    ignore_case: bool = False
    min: float | None = None
    max: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    search: str = ""
    not_search: str = ""
    check: str = ""
    any: tuple[Bounds, ...] = ()
    all: tuple[Bounds, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentSchema(Bounds):
    """One argument, or one type of nested block.

    Attributes:
        type: of its value; None where values are not compared with it (blocks, what only the provider sets).
        computed: the provider sets it; configuration cannot.
        since: the first provider version that has it; None for old ones.
        removed: the first provider version that refuses it; the newest one where the first is not known.
        deprecated: the first provider version that warns of it.
        instead: what to write for an argument that is removed or deprecated.
        conflicts: arguments that cannot be given beside it.
        exactly_one_of, at_least_one_of, required_with: groups of arguments, itself included where it is one of them.
        element: what the elements of a list or set may be.
        min_items, max_items: how many blocks or elements there may be.
        either: it may be written as an argument and as blocks.
        block: the arguments inside of a nested block; None for a plain argument.
    """

    type: Type | None = None
    required: bool = False
    computed: bool = False
    since: Version | None = None
    removed: Version | None = None
    deprecated: Version | None = None
    instead: str = ""
    conflicts: tuple[str, ...] = ()
    exactly_one_of: tuple[str, ...] = ()
    at_least_one_of: tuple[str, ...] = ()
    required_with: tuple[str, ...] = ()
    element: Bounds | None = None
    min_items: int = 0
    max_items: int | None = None
    either: bool = False
    block: Arguments | None = None


Arguments: TypeAlias = Mapping[str, ArgumentSchema]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeHistory:
    """Which provider version brought a type, removed it, or began to warn of it; None where none did."""

    since: Version | None = None
    removed: Version | None = None
    deprecated: Version | None = None


@dataclass(frozen=True, slots=True)
class ProviderSchema:
    """The schema of one provider version.

    Attributes:
        version: the newest provider version that the facts are of.
        judged: the types of resources that rules read, which are in ``resources.json``.
    """

    version: Version
    judged: frozenset[str]

    def arguments(self, mode: Mode, type: str) -> Arguments | None:
        """The arguments and blocks of a resource or data source; None if the provider has no such type."""
        return _type_arguments(mode, type)

    def history(self, mode: Mode, type: str) -> TypeHistory:
        """The versions of a type, known to the newest provider or removed from it."""
        if mode == "managed" and type in _OLD_TYPES:
            return TypeHistory(since=_OLD_TYPES[type])
        entry = _index()[mode].get(type)
        facts = entry[1] if isinstance(entry, list) else None
        return TypeHistory(**_converted(facts)) if isinstance(facts, dict) else TypeHistory()  # type: ignore[arg-type]

    def types(self, mode: Mode) -> Iterable[str]:
        """All types of the newest provider."""
        return (type for type in _index()[mode] if _product(mode, type))

    def earliest(self, since: Version) -> Version:
        """The oldest version that may have what is said to have come with ``since``: not all versions were read."""
        return _gaps().get(since, since)


#: Types that came before the oldest version that was read. Source: "available since" in the provider's documentation.
_OLD_TYPES: Final[Mapping[str, Version]] = MappingProxyType(
    {"alicloud_vpc_peer_connection": (1, 186, 0), "alicloud_vpc_peer_connection_accepter": (1, 196, 0)}
)
_VERSIONS: Final = ("since", "removed", "deprecated")
_MODES: Final[Mapping[Mode, str]] = MappingProxyType({"managed": "resource", "data": "data"})


@cache
def provider_schema() -> ProviderSchema:
    """The facts; what is read of them is read once."""
    stored = _judged()
    version = parse_version(str(stored["provider"]))
    assert version is not None
    types = stored["types"]
    assert isinstance(types, dict)
    return ProviderSchema(version, frozenset(types))


@cache
def _judged() -> dict[str, Json]:
    stored: dict[str, Json] = json.loads(files("hcl_lint.schema").joinpath("resources.json").read_bytes())
    return stored


@cache
def _file(name: str) -> dict[str, Json]:
    data = files("hcl_lint.schema").joinpath("data").joinpath(f"{name}.json.z").read_bytes()
    stored: dict[str, Json] = json.loads(zlib.decompress(data))
    return stored


@cache
def _index() -> Mapping[Mode, dict[str, Json]]:
    """By mode and type: the product, alone or followed by the facts of TypeHistory."""
    index = _file("index")
    return MappingProxyType({mode: _object(index[key]) for mode, key in _MODES.items()})


@cache
def _gaps() -> Mapping[Version, Version]:
    pairs = (
        (parse_version(later), parse_version(str(first))) for later, first in _object(_file("index")["gaps"]).items()
    )
    return MappingProxyType({later: first for later, first in pairs if later is not None and first is not None})


def _product(mode: Mode, type: str) -> str:
    """The product of a type; empty for one that the newest provider does not have."""
    entry = _index()[mode].get(type, "")
    return str(entry[0] if isinstance(entry, list) else entry)


@cache
def _type_arguments(mode: Mode, type: str) -> Arguments | None:
    stored = _object(_judged()["types"]).get(type) if mode == "managed" else None
    if stored is None:
        product = _product(mode, type)
        stored = _object(_file(product)[_MODES[mode]])[type] if product else None
    return None if stored is None else _arguments(_object(stored))


def _object(stored: Json) -> dict[str, Json]:
    assert isinstance(stored, dict)
    return stored


def _arguments(stored: Mapping[str, Json]) -> Arguments:
    return MappingProxyType(
        {name: ArgumentSchema(**_converted(_object(facts))) for name, facts in stored.items()}  # type: ignore[arg-type]
    )  # a test reads all files


def _type(stored: Json) -> Type:
    """``bool``, ``set(string)``, or a type as Terraform prints it: ``["list", ["map", "string"]]``."""
    if isinstance(stored, list):
        kind, element = stored
        if kind == "object":
            return ObjectType(tuple((name, _type(inner)) for name, inner in sorted(_object(element).items())))
        return Collection(str(kind), _type(element))
    kind, _, element = str(stored).rstrip(")").partition("(")
    return Collection(kind, element) if element else kind


def _converted(stored: Mapping[str, Json]) -> dict[str, object]:
    """The attributes of Bounds, ArgumentSchema or TypeHistory."""
    facts: dict[str, object] = {}
    for name, value in stored.items():
        if name == "type":
            facts[name] = _type(value)
        elif name in _VERSIONS and isinstance(value, str):
            facts[name] = parse_version(value)
        elif name == "block":
            facts[name] = _arguments(_object(value))
        elif name == "element":
            facts[name] = Bounds(**_converted(_object(value)))  # type: ignore[arg-type]
        elif name in ("any", "all") and isinstance(value, list):
            facts[name] = tuple(Bounds(**_converted(_object(inner))) for inner in value)  # type: ignore[arg-type]
        elif isinstance(value, list):
            facts[name] = tuple(map(str, value))
        else:
            facts[name] = value
    return facts
