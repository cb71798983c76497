"""Where the parts of a parameter stand: as keys of an object, or in text that the provider writes itself.

``cat(="{'ServerId':'",attr:id,="'}")`` is the key ServerId of JSON text; in ``x@json.{attr:a[].name}`` keys are values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import JsonValue

from tfmock.services.crud.contract import Parameter
from tfmock.services.crud.origins import Attribute, Constant, Function, Origin, as_text, parse

_MARK: Final = re.compile("\x01(\\d+)\x01")
#: A number or another text that the template has without quotation marks.
_BARE: Final = re.compile("([:,\\[]\\s*)(\x01\\d+\x01)")
#: A key of an object that is the value of an attribute.
_DYNAMIC_KEY: Final = re.compile(r"(?P<base>[^{}]+)\.\{(?P<key>attr[^{}]*)\}(?P<rest>[^{}]*)")


def places_of(path: str, origin: Origin) -> list[tuple[str, Origin]]:
    """Where in a request an expression stands, and what of it: one place for most parameters."""
    written = [(f"{path}@json{key}", value) for key, value in _keys_of_text(origin)]
    if written:
        return written
    match = _DYNAMIC_KEY.fullmatch(path)
    if match is None:
        return [(path, origin)]
    return [(f"{match['base']}.@key", parse(match["key"])), (f"{match['base']}.@value{match['rest']}", origin)]


def without_stand_ins(parameters: Sequence[Parameter]) -> list[Parameter]:
    """Without texts made of an attribute (``cat(attr:a,="tf")``) where another attribute is sent as it is by the same
    name: they are what the provider makes where the user has named nothing."""
    direct = {x.path for x in parameters if isinstance(x.leaf, Attribute) and not _is_part_of_text(x)}
    return [x for x in parameters if x.path not in direct or not _is_part_of_text(x)]


def _is_part_of_text(parameter: Parameter) -> bool:
    return any(conversion.name == "cat" for conversion in parameter.conversions)


def _keys_of_text(origin: Origin) -> list[tuple[str, Origin]]:
    """What an expression writes into JSON text: path within the text, and what stands there; empty for other texts."""
    found = list(_keys(origin, ""))
    return list(dict.fromkeys(found)) if any(path for path, _ in found) else []


def _keys(origin: Origin, path: str) -> Iterator[tuple[str, Origin]]:
    if isinstance(origin, Function) and origin.name in ("join", "list"):
        for argument in origin.arguments:
            if isinstance(argument, Function):
                yield from _keys(argument, path)
        return
    parsed = _parsed(origin)
    if parsed is not None and isinstance(origin, Function):
        yield from _leaves(parsed, path, origin.arguments)
    elif path.strip("[]"):
        yield path, origin


def _parsed(origin: Origin) -> JsonValue:
    """The JSON value that a concatenation is, with marks for what is not constant; None where it is none."""
    if not isinstance(origin, Function) or origin.name != "cat":
        return None
    pieces = [
        as_text(argument.value) if isinstance(argument, Constant) else f"\x01{number}\x01"
        for number, argument in enumerate(origin.arguments)
    ]  # fmt: skip
    text = _BARE.sub(r'\1"\2"', "".join(pieces).replace("'", '"'))
    if not text.startswith(("{", "[")):
        return None
    try:
        parsed: JsonValue = json.loads(text, strict=False)
    except ValueError:
        return None
    return parsed if isinstance(parsed, (dict, list)) else None


def _leaves(value: JsonValue, path: str, arguments: tuple[Origin, ...]) -> Iterator[tuple[str, Origin]]:
    if isinstance(value, dict):
        for key, member in value.items():
            if not _MARK.search(key):
                yield from _leaves(member, f"{path}.{key}", arguments)
    elif isinstance(value, list):
        for member in value:
            yield from _leaves(member, f"{path}[]", arguments)
    elif isinstance(value, str):
        mark = _MARK.fullmatch(value)
        if mark:
            yield from _keys(arguments[int(mark[1])], path)
