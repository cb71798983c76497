"""Origin expressions of the contract data: where a parameter or an attribute comes from, and how it is converted.

``tolower(attr:name)`` is a parameter made of the attribute ``name``. The engine stores attributes: of a request it
needs the attribute (the conversions inverted), and of an attribute the reply field that the provider would convert to
it (inverted as well). The grammar is that of ``tools/contracts``.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pydantic import JsonValue

from tfmock.services.common.crc64 import crc64


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal value."""

    value: JsonValue


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the configuration. ``change`` is ``old``, ``added`` or ``removed`` for one side of an update."""

    path: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class ReplyValue:
    """A field of a reply; ``call`` is None where it is the reply of any call."""

    call: int | None
    path: str


@dataclass(frozen=True, slots=True)
class IdPart:
    """The resource's id, or one part of it."""

    index: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the provider knows besides: ``region``, ``account``, ``uid``."""

    name: str


@dataclass(frozen=True, slots=True)
class Function:
    """A conversion or a combination of other origins; ``table`` is that of a ``map:`` conversion."""

    name: str
    arguments: tuple[Origin, ...] = ()
    table: tuple[tuple[str, str], ...] = ()


Leaf: TypeAlias = Attribute | ReplyValue | IdPart | Context
Origin: TypeAlias = Constant | Leaf | Function

UNKNOWN: Final = Function("?")

_LEAF: Final = re.compile(r"(?:attr(?:\.(?P<change>\w+))?|(?P<reply>reply)(?::(?P<call>\d+))?):(?P<path>[^,()]*)")
_ID: Final = re.compile(r"id(?![\w.])(?:\[(?P<index>\d*)\])?(?:sep\(.\))?")
_CONTEXTS: Final = frozenset({"region", "account", "uid"})


def parse(text: str) -> Origin:
    """Read an expression; :data:`UNKNOWN` for what is not understood."""
    try:
        return _read(text, 0)[0]
    except (ValueError, IndexError):
        return UNKNOWN


def _read(text: str, at: int) -> tuple[Origin, int]:
    if text.startswith(("==,", "==)"), at):  # the operator of a comparison
        return Function("=="), at + 2
    if text.startswith("=", at):
        return _read_constant(text, at + 1)
    match = _LEAF.match(text, at)
    if match:
        if match["reply"]:
            return ReplyValue(int(match["call"]) if match["call"] else None, match["path"]), match.end()
        return Attribute(match["path"], match["change"] or ""), match.end()
    match = _ID.match(text, at)
    if match:
        return IdPart(int(match["index"]) if match["index"] else None), match.end()
    table: tuple[tuple[str, str], ...] = ()
    if text.startswith("map:", at):
        end = text.index("(", at)
        pairs = (pair.split(">", 1) for pair in text[at + 4 : end].split(";") if ">" in pair)
        name, table = "map", tuple((pair[0], pair[1]) for pair in pairs)
    else:
        end = at
        while end < len(text) and text[end] not in ",()":
            end += 1
        name = text[at:end]
    if end < len(text) and text[end] == "(":
        arguments, end = _read_arguments(text, end)
        return Function(name, arguments, table), end
    return (Context(name) if name in _CONTEXTS else Function(name)), end


def _read_constant(text: str, at: int) -> tuple[Constant, int]:
    end = at
    if text.startswith('"', at):
        end = at + 1
        while text[end] != '"':
            end += 2 if text[end] == "\\" else 1
        return Constant(json.loads(text[at : end + 1])), end + 1
    while end < len(text) and text[end] not in ",)":
        end += 1
    word = text[at:end]
    try:
        return Constant(json.loads(word)), end
    except ValueError:
        return Constant(word), end


def _read_arguments(text: str, at: int) -> tuple[tuple[Origin, ...], int]:
    arguments = []
    at += 1
    while text[at] != ")":
        if text[at] == ",":
            at += 1
            continue
        argument, at = _read(text, at)
        arguments.append(argument)
    return tuple(arguments), at + 1


@dataclass(frozen=True, slots=True)
class Conversion:
    """One conversion of a chain, and what it needs.

    Attributes:
        name: ``map``, ``cat``, ``join``, ``split``, ``part``, ``==``, ``!=``, ``json``, ``base64``, ``base64decode``,
            ``tags``, ``*`` or ``/`` (by a constant), ``after`` (what stands behind ``before``), ``unjson`` (the value
            of a JSON text), ``content_of_crc64`` (content in base64, of its checksum), or the name of one that keeps
            the value: ``str``, ``int``, ...
        table: of ``map``: value before and after.
        before, after: of ``cat``; ``before`` is the separator of ``join`` and ``split``.
        constant: what ``==`` compares with, or the factor.
    """

    name: str
    table: tuple[tuple[str, str], ...] = ()
    before: str = ""
    after: str = ""
    constant: JsonValue = None


@dataclass(frozen=True, slots=True)
class Source:
    """A leaf of an expression, and the conversions between it and the whole, outermost first."""

    leaf: Leaf
    conversions: tuple[Conversion, ...] = ()


#: Conversions between types, which JSON and the form of a request undo by themselves.
_KEEPING: Final = frozenset(
    {
        "str", "int", "bool", "float", "tolower", "toupper", "any", "list", "time", "ipv6", "replace", "elem", "obj",
        "jsonata:number", "jsonata:string", "jsonata:substringBefore",
    }
)  # fmt: skip
#: What is lost by these cannot be had back: the engine neither stores from them nor answers through them.
_LOSSY: Final = frozenset({"arith"})


def sources(origin: Origin, *, reading: bool = False) -> tuple[Source, ...]:
    """Every leaf that is reached through known conversions.

    Args:
        reading: the expression makes an attribute of a reply, where ``base64`` decodes.
    """
    return tuple(_sources(origin, reading))


def direct_sources(origin: Origin) -> tuple[Source, ...]:
    """The leaves of a parameter or of an id. A part of a text (``any(cat(attr:a,="tf"),attr:b)``) only stands in for
    others: it is a name that the provider makes where the user has none."""
    found = sources(origin)
    direct = tuple(source for source in found if not any(step.name == "cat" for step in source.conversions))
    return direct or found


def _sources(origin: Origin, reading: bool) -> Iterator[Source]:
    if isinstance(origin, (Attribute, ReplyValue, IdPart, Context)):
        yield Source(origin)
    elif isinstance(origin, Function):
        for argument, conversion in _steps(origin, reading):
            for source in _sources(argument, reading):
                yield Source(source.leaf, (conversion, *source.conversions))


def _steps(function: Function, reading: bool) -> Iterator[tuple[Origin, Conversion]]:
    """The arguments of a function that reach its value, each with the conversion between."""
    name, arguments = function.name, function.arguments
    if not arguments:
        return
    if name == "map":
        yield arguments[0], Conversion("map", table=function.table)
    elif name == "cat":
        yield from _concatenation(arguments)
    elif name in ("join", "split", "trimprefix", "trimsuffix"):
        yield arguments[0], Conversion(name, before=_separator(arguments[1:]))
    elif name in ("part", "json", "unjson", "tags", "content_of_crc64"):
        constants = [argument.value for argument in arguments[1:] if isinstance(argument, Constant)]
        yield arguments[0], Conversion(name, constant=constants if name == "part" else None)
    elif name == "base64":
        yield arguments[0], Conversion("base64decode" if reading else "base64")
    elif name == "cmp":
        yield from _comparison(arguments)
    elif name in _LOSSY:
        yield from _arithmetic(arguments)
    elif name in _KEEPING or name.startswith("jsonata:"):
        for argument in arguments:
            yield argument, Conversion(name)


def _concatenation(arguments: Sequence[Origin]) -> Iterator[tuple[Origin, Conversion]]:
    if len(arguments) > 2 and any(isinstance(argument, Context) for argument in arguments[:-2]):
        last, mark = arguments[-1], arguments[-2]
        variable = [argument for argument in arguments[:-1] if not isinstance(argument, (Constant, Context))]
        if isinstance(mark, Constant) and not variable and not isinstance(last, (Constant, Context)):
            yield last, Conversion("after", before=as_text(mark.value))  # an ARN: what stands behind its last mark
            return
    live = [place for place, argument in enumerate(arguments) if not isinstance(argument, Constant)]
    if len(live) == 1:
        place = live[0]
        before = "".join(as_text(argument.value) for argument in arguments[:place] if isinstance(argument, Constant))
        after = "".join(
            as_text(argument.value) for argument in arguments[place + 1 :] if isinstance(argument, Constant)
        )
        yield arguments[place], Conversion("cat", before=before, after=after)


def _separator(arguments: Sequence[Origin]) -> str:
    return next((as_text(argument.value) for argument in arguments if isinstance(argument, Constant)), ",")


def _comparison(arguments: Sequence[Origin]) -> Iterator[tuple[Origin, Conversion]]:
    operator = arguments[0].name if isinstance(arguments[0], Function) else ""
    constants = [argument for argument in arguments[1:] if isinstance(argument, Constant)]
    live = [argument for argument in arguments[1:] if not isinstance(argument, Constant)]
    if operator in ("==", "!=") and len(live) == 1 and constants:
        yield live[0], Conversion(operator, constant=constants[0].value)


def _arithmetic(arguments: Sequence[Origin]) -> Iterator[tuple[Origin, Conversion]]:
    operators = [argument.name for argument in arguments if isinstance(argument, Function) and not argument.arguments]
    constants = [argument.value for argument in arguments if isinstance(argument, Constant)]
    live = [argument for argument in arguments if isinstance(argument, (Attribute, ReplyValue, IdPart))]
    live += [argument for argument in arguments if isinstance(argument, Function) and argument.arguments]  # type: ignore[misc]
    if len(live) == 1:
        known = operators[:1] in (["*"], ["/"], ["+"], ["-"]) and len(constants) == 1
        yield live[0], Conversion(operators[0], constant=constants[0]) if known else Conversion("arith")


def as_text(value: JsonValue) -> str:
    """A value as it stands in a form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return str(value)


def as_number(value: JsonValue) -> int | float | None:
    """A number, whole where it is one; None for what is none."""
    if isinstance(value, bool):
        return int(value)
    try:
        number = float(as_text(value))
    except ValueError:
        return None
    return int(number) if number == number and abs(number) < 1e15 and number == int(number) else number


def convert(conversions: Sequence[Conversion], value: JsonValue) -> JsonValue:
    """The value of a whole expression, of the value of its leaf. The provider does this; here it is for tests."""
    for conversion in reversed(conversions):
        value = _convert(conversion, value)
    return value


def _split(text: str, separator: str) -> list[JsonValue]:
    """The pieces of a text; its characters where the separator is empty."""
    if text == "":
        return []
    return list[JsonValue](text.split(separator) if separator else text)


def _convert(conversion: Conversion, value: JsonValue) -> JsonValue:
    name = conversion.name
    if name == "map":
        return dict(conversion.table).get(as_text(value), value)
    if name == "cat":
        return f"{conversion.before}{as_text(value)}{conversion.after}"
    if name in ("trimprefix", "trimsuffix"):
        remove = str.removeprefix if name == "trimprefix" else str.removesuffix
        return remove(as_text(value), conversion.before)
    if name == "join":
        return conversion.before.join(as_text(member) for member in value) if isinstance(value, list) else value
    if name == "split":
        return _split(as_text(value), conversion.before)
    if name in ("==", "!="):
        return (value == conversion.constant) is (name == "==")
    if name == "json":
        return json.dumps(value)
    if name in ("base64", "base64decode"):
        return _base64(name, value)
    if name in ("*", "/", "+", "-"):
        return _calculate(name, value, conversion.constant)
    return value


def invert(conversions: Sequence[Conversion], value: JsonValue) -> JsonValue:
    """The value of the leaf, of the value of the whole expression; None where nothing tells."""
    for conversion in conversions:
        if value is None:
            return None
        value = _invert(conversion, value)
    return value


def _invert(conversion: Conversion, value: JsonValue) -> JsonValue:
    name = conversion.name
    if name == "map":
        return next((before for before, after in conversion.table if after == as_text(value)), value)
    if name == "cat":
        return as_text(value).removeprefix(conversion.before).removesuffix(conversion.after)
    if name in ("trimprefix", "trimsuffix"):
        pieces = (conversion.before, as_text(value))
        return "".join(pieces if name == "trimprefix" else reversed(pieces))
    if name == "join":
        return _split(as_text(value), conversion.before)
    if name == "split":
        return conversion.before.join(as_text(member) for member in value) if isinstance(value, list) else value
    if name in ("==", "!="):
        return _uncompared(conversion, value)
    if name == "after":
        return as_text(value).rpartition(conversion.before)[2]
    if name in _INVERSES:
        return _INVERSES[name](value)
    if name in ("base64", "base64decode"):
        return _base64("base64decode" if name == "base64" else "base64", value)
    if name in ("*", "/", "+", "-"):
        return _calculate(_OPPOSITE[name], value, conversion.constant)
    if name == "arith" or (name.startswith("jsonata:") and name not in _KEEPING):
        return None
    return value


def from_json_text(value: JsonValue) -> JsonValue:
    """The value that a JSON text holds; the text itself where it is no JSON."""
    if not isinstance(value, str):
        return value
    try:
        parsed: JsonValue = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return parsed


def _content_checksum(value: JsonValue) -> JsonValue:
    """The CRC-64 of content in base64, as decimal digits; None where there is none."""
    try:
        content = base64.b64decode(as_text(value), validate=True)
    except (binascii.Error, ValueError):
        return None
    return (crc64(content) or None) if content else None


_OPPOSITE: Final[Mapping[str, str]] = {"*": "/", "/": "*", "+": "-", "-": "+"}


#: Conversion -> its inverse, where that needs nothing but the value.
_INVERSES: Final[Mapping[str, Callable[[JsonValue], JsonValue]]] = {
    "json": from_json_text,
    "unjson": as_text,
    "content_of_crc64": _content_checksum,
}


def _uncompared(conversion: Conversion, value: JsonValue) -> JsonValue:
    """``cmp(==,x,"PrePaid")`` is true where x is the constant; where it is not, x is something else of its type."""
    constant = conversion.constant
    if (as_text(value).lower() in ("true", "1")) is (conversion.name == "=="):
        return constant
    if isinstance(constant, bool):
        return not constant
    return _OPPOSITE_WORDS.get(constant, "") if isinstance(constant, str) else 0


#: guess: what a state is called that is not the one that the provider compares with
_OPPOSITE_WORDS: Final[Mapping[str, str]] = {
    "Active": "Inactive", "Inactive": "Active", "Enabled": "Disabled", "Disabled": "Enabled", "enabled": "disabled",
    "disabled": "enabled", "ENABLED": "DISABLED", "DISABLED": "ENABLED", "Enable": "Disable", "Disable": "Enable",
    "enable": "disable", "disable": "enable", "On": "Off", "Off": "On", "on": "off", "off": "on", "ON": "OFF",
    "OFF": "ON", "true": "false", "false": "true", "True": "False", "False": "True",
}  # fmt: skip


def _base64(name: str, value: JsonValue) -> JsonValue:
    if name == "base64":
        return base64.b64encode(as_text(value).encode()).decode()
    try:
        return base64.b64decode(as_text(value), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return value


def _calculate(operator: str, value: JsonValue, constant: JsonValue) -> JsonValue:
    number, other = as_number(value), as_number(constant)
    if number is None or other is None or (operator == "/" and not other):
        return None
    if operator == "*":
        return as_number(number * other)
    if operator == "/":
        return as_number(number / other)
    return as_number(number + other if operator == "+" else number - other)
