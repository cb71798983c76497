"""The parts of a resource's id, and what each is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tfmock.services.crud.contract import IdPartSpec
from tfmock.services.crud.origins import (
    UNKNOWN,
    Attribute,
    Constant,
    Function,
    Origin,
    Source,
    as_text,
    direct_sources,
    parse,
    sources,
)


def id_parts(id: Mapping[str, Any], separator: str) -> list[IdPartSpec]:
    """The parts of an id, of what the data says of it."""
    parsed = [parse(text) for text in id.get("from") or ()]
    alternatives = [origin for origin in parsed if origin != UNKNOWN] or parsed
    if not alternatives:
        return []
    whole = next((origin for origin in alternatives if isinstance(origin, Function) and origin.name == "cat"), None)
    if whole is not None and any(isinstance(x, Constant) and separator in as_text(x.value) for x in whole.arguments):
        return [_id_part(group) for group in _groups(whole.arguments, separator)]
    every = tuple(source for origin in alternatives for source in direct_sources(origin))
    only = alternatives[0]
    return [_part(every, as_text(only.value) if isinstance(only, Constant) else None)]


def _groups(arguments: Iterable[Origin], separator: str) -> list[list[Origin]]:
    """The arguments of a concatenation, cut where the separator stands; it may be within a constant: ``"group:"``."""
    groups: list[list[Origin]] = [[]]
    for argument in arguments:
        if isinstance(argument, Constant) and separator in as_text(argument.value):
            for number, piece in enumerate(as_text(argument.value).split(separator)):
                if number:
                    groups.append([])
                if piece:
                    groups[-1].append(Constant(piece))
        else:
            groups[-1].append(argument)
    return groups


def _id_part(group: list[Origin]) -> IdPartSpec:
    if len(group) == 1:
        only = group[0]
        return _part(direct_sources(only), as_text(only.value) if isinstance(only, Constant) else None)
    return _part(sources(Function("cat", tuple(group))), None)


def _part(found: tuple[Source, ...], constant: str | None) -> IdPartSpec:
    attributes = frozenset(source.leaf.path for source in found if isinstance(source.leaf, Attribute))
    return IdPartSpec(sources=found, constant=constant, attributes=attributes)
