"""What the parts of an id are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tfmock.services.crud import paths
from tfmock.services.crud.contract import WHOLE_ID, IdPartSpec, ResourceType
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
    """The parts of a type's id, from the contract's ``id``. Several origins are alternatives."""
    parsed = [parse(text) for text in id.get("from") or ()]
    alternatives = [origin for origin in parsed if origin != UNKNOWN] or parsed
    if not alternatives:
        return []
    wholes = [
        _groups(origin.arguments, separator)
        for origin in alternatives
        if isinstance(origin, Function) and origin.name == "cat"
        if any(isinstance(x, Constant) and separator in as_text(x.value) for x in origin.arguments)
    ]  # fmt: skip
    if wholes:
        first, *others = (list(map(_id_part, groups)) for groups in wholes)
        for other in others:
            if len(other) == len(first):
                first = [_joined(part, same) for part, same in zip(first, other, strict=True)]
        return first
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


def _joined(part: IdPartSpec, other: IdPartSpec) -> IdPartSpec:
    """A part of the id that two calls may make."""
    found = tuple(dict.fromkeys((*part.sources, *other.sources)))
    return _part(found, part.constant if part.constant == other.constant else None)


def _part(found: tuple[Source, ...], constant: str | None) -> IdPartSpec:
    attributes = frozenset(source.leaf.path for source in found if isinstance(source.leaf, Attribute))
    return IdPartSpec(sources=found, constant=constant, attributes=attributes)


def name_id_parts(type: ResourceType) -> None:
    """Note what requests and replies call each part of the id."""
    known = type.reads | type.creates | type.updates | type.deletes
    for spec in type.specs_of(known):
        for parameter in spec.parameters:
            _name_parts(type, parameter.leaf, parameter.path)
        for place, path, _ in spec.id_fields:
            type.id_parts[place].names.add(paths.last_key(path))
        for pick in (pick for pick in spec.picks if pick.names_part):
            _name_parts(type, pick.origin, pick.field)
    others = _names_of_others(type)
    for part in type.id_parts:
        if part.constant == "":
            _find_attribute(type, part)
        part.names -= others | {name for name in part.names if not name or name.startswith("path:")}


def _name_parts(type: ResourceType, leaf: Origin, path: str) -> None:
    for place in type.parts_of(leaf):
        if place != WHOLE_ID:
            type.id_parts[place].names.add(paths.last_key(path))


def _names_of_others(type: ResourceType) -> set[str]:
    """Names by which creating sends other arguments: these are no names of the id, though some call may have the id
    there; but those of the call that reads the object are."""
    certain = {paths.last_key(path) for spec in type.all_calls() for _, path, _ in spec.id_fields}
    certain |= {paths.last_key(p.path) for spec in type.all_calls() if spec.is_primary for p in spec.parameters}
    others = {
        paths.last_key(parameter.path)
        for spec in type.specs_of(type.creates)
        for parameter in spec.parameters
        if isinstance(parameter.leaf, Attribute) and parameter.leaf.path.endswith("_id")
        if not type.parts_of(parameter.leaf)
    }
    return others - certain


def _find_attribute(type: ResourceType, part: IdPartSpec) -> None:
    """The attribute behind a part of which the data does not say where it comes from: what is sent by the name."""
    part.constant = None
    for spec in type.specs_of(type.creates):
        for parameter in spec.parameters:
            if isinstance(parameter.leaf, Attribute) and paths.last_key(parameter.path) in part.names:
                part.attributes |= {parameter.leaf.path}
