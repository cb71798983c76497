"""What an expression gives: a value that is known, unknown or sensitive, and where it was written.

Unknown is not a failure and not a guess: a rule that meets it stays silent. A known list or object
can hold unknown elements. No value changes after it was created.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple, TypeAlias

from hcl_lint.evaluate.arithmetic import number_from_text
from hcl_lint.evaluate.budget import TEXT
from hcl_lint.evaluate.numbers import Float, Number, number_text
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, Collection, ObjectType, TupleType, Type, type_weight
from hcl_lint.source.text import Span


class UnknownValue(Enum):
    """The type of UNKNOWN_VALUE: ``Value.data``, or an instance key, that is not known before apply."""

    UNKNOWN_VALUE = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN_VALUE: Final = UnknownValue.UNKNOWN_VALUE

#: Of an instance: ``count`` index, ``for_each`` key, UNKNOWN_VALUE, or None without repetition.
Key: TypeAlias = int | str | UnknownValue | None
Data: TypeAlias = "bool | int | Float | str | tuple[Value, ...] | dict[str, Value] | UnknownValue | None"
Plain: TypeAlias = "bool | int | Float | str | list[Plain] | dict[str, Plain] | UnknownValue | None"


class ModuleStep(NamedTuple):
    """One ``module`` call on the way down: its name and instance key."""

    name: str
    key: Key = None

    def __str__(self) -> str:
        return f"module.{self.name}{key_suffix(self.key)}"


ModulePath: TypeAlias = tuple[ModuleStep, ...]


def key_suffix(key: Key) -> str:
    """``[0]``, ``["a"]``, ``[*]`` for an unknown key, nothing without one."""
    if key is None:
        return ""
    if key is UNKNOWN_VALUE:
        return "[*]"
    return f"[{key}]" if isinstance(key, int) else '["' + str(key).replace('"', '\\"') + '"]'


class Reference(NamedTuple):
    """The resource attribute (or root variable) that a value is, unchanged.

    ``mode`` is ``managed``, ``data`` or ``variable`` (then ``type`` is empty). ``path`` is what follows
    the resource: ``("id",)``, ``("tags", "a")``; an index that is unknown ends it with UNKNOWN_VALUE. ``key``
    is the instance, UNKNOWN_VALUE if it depends on something unknown.
    """

    mode: str
    type: str
    name: str
    module: ModulePath = ()
    key: Key = None
    path: tuple[str | int | UnknownValue, ...] = ()

    @property
    def config_address(self) -> str:
        """Address without instance keys, to find the block: ``module.a.alicloud_vpc.b``."""
        steps = [f"module.{step.name}" for step in self.module]
        if self.mode == "variable":
            return ".".join([*steps, "var", self.name])
        return ".".join([*steps, *(["data"] if self.mode == "data" else []), self.type, self.name])

    @property
    def address(self) -> str:
        """Address of the instance: ``module.a[0].alicloud_vpc.b["x"]``."""
        head = [str(step) for step in self.module]
        if self.mode == "variable":
            return ".".join([*head, "var", self.name])
        data = ["data"] if self.mode == "data" else []
        return ".".join([*head, *data, self.type, self.name]) + key_suffix(self.key)

    def __str__(self) -> str:
        steps = (f".{step}" if isinstance(step, str) else key_suffix(step) for step in self.path)
        return self.address + "".join(steps)


class Value(NamedTuple):
    """A value of an expression.

    ``data`` by type: None (null), bool, int or Float, str, a tuple of values (list, set, tuple), a
    dict of values (map, object), or UNKNOWN_VALUE. ``span`` is where the value was **written**: for
    ``var.x`` in a module that is the argument in the caller, for a default the default. ``reference``
    is set when the value is, without any change, an attribute of a resource or data source or an
    unset root variable; it is set whether the value is known or not.
    """

    type: Type
    data: Data
    span: Span | None = None
    reference: Reference | None = None
    sensitive: bool = False
    weight: int = 1

    @property
    def known(self) -> bool:
        """The value itself is known (null counts as known); its elements need not be."""
        return self.data is not UNKNOWN_VALUE

    @property
    def wholly_known(self) -> bool:
        """Known down to the last element."""
        if self.data is UNKNOWN_VALUE:
            return False
        return all(element.wholly_known for element in self.elements())

    @property
    def null(self) -> bool:
        """Known to be null, which in an argument means: not set."""
        return self.data is None

    @property
    def any_sensitive(self) -> bool:
        """The value or a part of it is sensitive: do not print it."""
        return self.sensitive or any(element.any_sensitive for element in self.elements())

    def elements(self) -> Iterator[Value]:
        """Elements of a known list, set, tuple, map or object (values only)."""
        if isinstance(self.data, tuple):
            yield from self.data
        elif isinstance(self.data, dict):
            yield from self.data.values()

    # For rules. Each returns None when the value is unknown, null or cannot be converted.

    def text(self) -> str | None:
        """The string that Terraform would pass (numbers and bools converted)."""
        if isinstance(self.data, str):
            return self.data
        if isinstance(self.data, bool):
            return "true" if self.data else "false"
        if isinstance(self.data, (int, Float)):
            return number_text(self.data)
        return None

    def number(self) -> Number | None:
        """The number that Terraform would pass (numeric strings converted)."""
        if isinstance(self.data, bool):
            return None
        if isinstance(self.data, (int, Float)):
            return self.data
        parsed = parse_number(self.data) if isinstance(self.data, str) else None
        return None if parsed is UNKNOWN_VALUE else parsed

    def boolean(self) -> bool | None:
        """The bool that Terraform would pass (``"true"``, ``"1"``... converted)."""
        if isinstance(self.data, bool):
            return self.data
        return (
            {"true": True, "1": True, "false": False, "0": False}.get(self.data) if isinstance(self.data, str) else None
        )

    def sequence(self) -> tuple[Value, ...] | None:
        """Elements of a known list, set or tuple."""
        return self.data if isinstance(self.data, tuple) else None

    def mapping(self) -> Mapping[str, Value] | None:
        """Entries of a known map or object."""
        return self.data if isinstance(self.data, dict) else None

    def plain(self) -> Plain:
        """The value as plain Python data, UNKNOWN_VALUE at unknown places."""
        if isinstance(self.data, tuple):
            return [element.plain() for element in self.data]
        if isinstance(self.data, dict):
            return {key: element.plain() for key, element in self.data.items()}
        return self.data

    def at(self, span: Span | None) -> Value:
        """The same value, written at ``span``."""
        return self._replace(span=span)


def parse_number(text: str) -> Number | UnknownValue | None:
    """The number that Terraform reads in a string; None where it would refuse, UNKNOWN_VALUE if it is too large."""
    try:
        return number_from_text(text)
    except OverflowError:
        return UNKNOWN_VALUE


def unknown(
    kind: Type = ANY, span: Span | None = None, reference: Reference | None = None, sensitive: bool = False
) -> Value:
    """An unknown value of type ``kind``; it weighs what its type does, so that no type grows without bound."""
    if isinstance(kind, str):
        return Value(kind, UNKNOWN_VALUE, span, reference, sensitive)
    weight = type_weight(kind, MAX_WEIGHT)
    return Value(ANY if weight > MAX_WEIGHT else kind, UNKNOWN_VALUE, span, reference, sensitive, weight)


def unmarked(value: Value) -> Value:
    """``value`` without the sensitive marks of it and its parts."""
    if not value.any_sensitive:
        return value
    data = value.data
    if isinstance(data, tuple):
        data = tuple([unmarked(item) for item in data])
    elif isinstance(data, dict):
        data = {name: unmarked(item) for name, item in data.items()}
    return value._replace(data=data, sensitive=False)


def string(text: str, span: Span | None = None) -> Value:
    return Value(STRING, text, span)


def number(data: Number, span: Span | None = None) -> Value:
    return Value(NUMBER, data, span)


def boolean(data: bool, span: Span | None = None) -> Value:
    return Value(BOOL, data, span)


def null(kind: Type = ANY, span: Span | None = None) -> Value:
    return Value(kind, None, span)


#: A heavier value is unknown. Bounds evaluation cost; real configurations stay below.
MAX_WEIGHT: Final = 100_000


#: Added to the weight of a Float, which has up to a thousand digits.
_FLOAT_WEIGHT: Final = 8


def weight_of(value: Value) -> int:
    """How much a value takes: 1 for each element through all levels and for each 64 characters of text."""
    data = value.data
    if type(data) is str:
        return value.weight + (len(data) >> TEXT)
    return value.weight + _FLOAT_WEIGHT if type(data) is Float else value.weight


def _weight_with(items: Iterable[Value]) -> int:
    """The weight of a value with these elements. Depth counts, too (a sixteenth of the heaviest element), so that
    nothing becomes deeper than Python's recursion follows."""
    weights = [item.weight if type(item.data) not in (str, Float) else weight_of(item) for item in items]
    return 1 + sum(weights) + (max(weights) >> 4) if weights else 1


def collected(kind: Type, items: tuple[Value, ...]) -> Value:
    """Elements as a value of a collection type that they already fit."""
    weight = _weight_with(items) if items else type_weight(kind, MAX_WEIGHT)
    return unknown(kind) if weight > MAX_WEIGHT else Value(kind, items, None, None, False, weight)


def tuple_of(items: tuple[Value, ...], span: Span | None = None) -> Value:
    """The value of ``[a, b]``."""
    weight = _weight_with(items)
    if weight > MAX_WEIGHT:
        return unknown(ANY, span)
    return Value(TupleType(tuple([item.type for item in items])), items, span, None, False, weight)


def object_of(items: dict[str, Value], span: Span | None = None) -> Value:
    """The value of ``{a = b}``; attributes in Terraform's (sorted) order."""
    weight = _weight_with(items.values())
    if weight > MAX_WEIGHT:
        return unknown(ANY, span)
    data = {key: items[key] for key in sorted(items)}
    kind = ObjectType(tuple([(key, data[key].type) for key in data]))
    return Value(kind, data, span, None, False, weight)


def list_of(element: Type, items: tuple[Value, ...], span: Span | None = None) -> Value:
    return collected(Collection("list", element), items)._replace(span=span)


def map_of(element: Type, items: dict[str, Value], span: Span | None = None) -> Value:
    weight = _weight_with(items.values()) if items else type_weight(element, MAX_WEIGHT)
    if weight > MAX_WEIGHT:
        return unknown(Collection("map", element), span)
    data = {key: items[key] for key in sorted(items)}
    return Value(Collection("map", element), data, span, None, False, weight)
