"""Which objects a request is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.contract import WHOLE_ID, CallSpec, ResourceType, Role
from tfmock.services.crud.identity import is_generated
from tfmock.services.crud.objects import CrudObject, Objects
from tfmock.services.crud.origins import Attribute, as_text, invert
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.request import CrudRequest

#: Parameters that say something about the call and nothing about an object.
ABOUT_THE_CALL = frozenset({"RegionId", "ClientToken", "SourceIp", "PageSize", "PageNumber", "MaxResults", "Type"})


@dataclass(frozen=True, slots=True)
class Mention:
    """What a request says of an id.

    Attributes:
        parts: for each part of the id the values that it may have; None where the request does not say.
        whole: whole ids; None where the request has none.
    """

    parts: tuple[frozenset[str] | None, ...]
    whole: frozenset[str] | None = None

    @property
    def names_some(self) -> bool:
        """Whether the request says anything of the id."""
        return self.whole is not None or any(part is not None for part in self.parts)

    @property
    def names_all(self) -> bool:
        """Whether it says all of it."""
        return self.whole is not None or all(part is not None for part in self.parts)

    def part(self, type: ResourceType, place: int) -> str:
        """A part of the id of a new object: as it is named, or as it stands in a whole id; empty where neither is."""
        named = self.parts[place]
        if named:
            return min(named)
        wholes = min(self.whole).split(type.separator) if self.whole else []
        return wholes[place] if place < len(wholes) else ""

    @property
    def values(self) -> frozenset[str]:
        """Everything that it says."""
        return frozenset().union(*(part for part in self.parts if part), self.whole or ())


def mention_of(request: CrudRequest, type: ResourceType, call: CallSpec) -> Mention:
    """What a request says of the id of an object of a type."""
    parts: list[frozenset[str] | None] = [None] * len(type.id_parts)
    whole: frozenset[str] | None = None
    for parameter in call.parameters:
        places = type.parts_of(parameter.leaf)
        if not places:
            continue
        found = [invert(parameter.conversions, value) for _, value in paths.find(request.arguments, parameter.path)]
        values = frozenset(as_text(value) for value in paths.flatten(found) if value not in (None, ""))
        if not values:
            continue
        for place in places:
            if place == WHOLE_ID:
                whole = values | (whole or frozenset())
            else:
                parts[place] = values | (parts[place] or frozenset())
    return Mention(tuple(parts), whole)


def find(objects: Objects, type: ResourceType, mention: Mention, *, deleted: bool = False) -> list[CrudObject]:
    """The objects of a type that a request means: all where it says nothing of an id."""
    place = next((place for place, part in enumerate(mention.parts) if part is not None), None)
    if place is None:
        candidates = objects.of_type(type, deleted=deleted)
    else:
        candidates = objects.with_part(type, place, mention.parts[place] or (), deleted=deleted)
    return [candidate for candidate in candidates if fits(candidate, mention)]


def fits(candidate: CrudObject, mention: Mention) -> bool:
    """Whether an object is what a request mentions. A part of its id that nobody said yet may be anything."""
    if mention.whole is not None and candidate.id not in mention.whole:
        return False
    pairs = zip(candidate.parts, mention.parts, strict=False)
    return all(part == "" or values is None or part in values for part, values in pairs)


def in_region(request: CrudRequest, found: Sequence[CrudObject], *, is_named: bool) -> list[CrudObject]:
    """Those of the request's region. A generated id means its object wherever it is, since some clients name their own
    region; a name is used once in each region."""
    own = [thing for thing in found if not thing.region or not request.region or thing.region == request.region]
    if own or not is_named:
        return own
    return [thing for thing in found if any(map(is_generated, thing.parts))]


def sends_constants(request: CrudRequest, call: CallSpec) -> bool:
    """Whether a request has the constant parameters with which the provider makes this call for this type."""
    for name, values in call.constants.items():
        for _, value in paths.find(request.arguments, name):
            if isinstance(value, str) and value.lower() not in values:
                return False
    return True


def own_constants(call: CallSpec) -> Mapping[str, set[str]]:
    """The constants by which a list is told from others with the same call: what it says of pages is left aside."""
    return {name: values for name, values in call.constants.items() if not re.match("page|max|current", name, re.I)}


def lacks_constants(request: CrudRequest, call: CallSpec) -> bool:
    """Whether a request is without a constant with which the provider makes this call for this type."""
    return any(request.text(name).lower() not in values for name, values in own_constants(call).items())


def best_creates(request: CrudRequest, roles: Sequence[Role]) -> set[tuple[str, int]]:
    """Of the types that a call may create, those whose parameters fit the request best: name of the type and call."""
    fitting = [role for role in roles if sends_constants(request, role.call)] or list(roles)
    complete = [
        role for role in fitting if all(paths.has(request.arguments, name) for name in role.call.required)
    ] or fitting  # fmt: skip
    sent = {name for name in request.arguments if name not in ("RegionId", "ClientToken", "SourceIp")}
    fewest = min(len(sent - role.call.names) for role in complete)
    return {(role.type.name, role.call.n) for role in complete if len(sent - role.call.names) == fewest}


def with_attributes(
    request: CrudRequest, call: CallSpec, type: ResourceType, found: list[CrudObject]
) -> list[CrudObject]:
    """Those that also have what else a list asks for, as far as they know it."""
    for parameter in call.parameters:
        leaf = parameter.leaf
        if not isinstance(leaf, Attribute) or leaf.change or "." in leaf.path or type.parts_of(leaf):
            continue
        value = request.arguments.get(parameter.path)
        if isinstance(value, str) and value:
            expected = as_text(invert(parameter.conversions, value))
            found = [
                thing
                for thing in found
                if not isinstance(thing.attributes.get(leaf.path), (str, int, float))
                or as_text(thing.attributes[leaf.path]) == expected
            ]
    return found


def contradicts(
    request: CrudRequest, call: CallSpec, item: JsonValue, names: Iterable[str] | None = None
) -> bool:  # fmt: skip
    """Whether an item says, under the very name of a parameter, that it is not what was asked for. What the provider
    always sends with the call (``GroupType=all``) rules out none of the type's objects.

    Args:
        names: the parameters to look at; all where it is None.
    """
    if not isinstance(item, dict):
        return False
    for name in request.arguments if names is None else names:
        value = request.arguments.get(name)
        if not isinstance(value, str) or not value or "," in value or name in ABOUT_THE_CALL:
            continue
        if value.lower() in call.constants.get(name, ()):
            continue
        present = item.get(name)
        if isinstance(present, bool) or not isinstance(present, (str, int)) or present in ("", 0):
            continue
        if as_text(present).lower() != value.lower():
            return True
    return False


def id_parameters(request: CrudRequest, roles: Iterable[Role]) -> set[str]:
    """Names of the parameters by which the request says ids."""
    return {
        parameter.path
        for role in roles
        for parameter in role.call.parameters
        if "@" not in parameter.path and "[" not in parameter.path and role.type.parts_of(parameter.leaf)
        if request.arguments.get(parameter.path) not in (None, "")
    }


def are_one(first: CrudObject, second: CrudObject) -> bool:
    """Whether two objects are one thing of the cloud: all parts of their ids are equal, and are called the same."""
    if first is second:
        return True
    pairs = zip(first.type.id_parts, second.type.id_parts, strict=False)
    is_whole = bool(first.parts) and "" not in first.parts
    return is_whole and first.parts == second.parts and all(a.names & b.names for a, b in pairs)


def copy(value: JsonObject) -> JsonObject:
    """A copy of the outer levels that :func:`paths.merge` would otherwise share."""
    return {key: _copied(member) for key, member in value.items()}


def _copied(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return copy(value)
    return [_copied(member) for member in value] if isinstance(value, list) else value
