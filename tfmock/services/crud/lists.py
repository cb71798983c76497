"""What data sources read of the objects that there are: which of them, and how a list shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.contract import ANY_VALUE, CallSpec, Parameter, ReplyField, ResourceType, Role
from tfmock.services.crud.contracts import Contracts
from tfmock.services.crud.matching import copy, in_region
from tfmock.services.crud.objects import CrudObject, Objects
from tfmock.services.crud.origins import Attribute, ReplyValue, as_number, as_text, from_json_text, invert
from tfmock.services.crud.paths import Indexes, JsonObject
from tfmock.services.crud.rendering import Renderer, attribute_values, seal
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.values import base_kind, guess, tag_list, to_type


def listed(
    request: CrudRequest, objects: Objects, type: ResourceType, call: CallSpec, always: Iterable[str] = (),
    *, is_strict: bool = False,
) -> list[CrudObject]:  # fmt: skip
    """The objects of a type that a data source's call means.

    Args:
        always: parameters that are sent whatever is meant, and filter nothing.
        is_strict: an object that does not know what a filter is about is left out.
    """
    tags = _tags_asked(request, call)
    filters = [
        parameter
        for parameter in call.parameters
        if parameter.path not in always and isinstance(parameter.leaf, (Attribute, ReplyValue))
        if paths.first_key(parameter.leaf.path) != "tags"
    ]
    found = [
        thing
        for thing in objects.of_type(type)
        if all(_fits(request, thing, parameter, is_strict) for parameter in filters) and _has_tags(thing, tags)
    ]
    return in_region(request, found, is_named=False)


def _fits(request: CrudRequest, thing: CrudObject, parameter: Parameter, is_strict: bool) -> bool:
    leaf = parameter.leaf
    found = paths.flatten([from_json_text(value) for _, value in paths.find(request.arguments, parameter.path)])
    values = {as_text(value) for value in found if value not in (None, "")}
    if not values or not isinstance(leaf, (Attribute, ReplyValue)):
        return True
    several = {piece for value in values for piece in value.split(",")}
    attribute = leaf.path.removesuffix("[]")
    if attribute == "ids":
        return bool({*thing.parts, thing.id} & several)
    place = _part_asked(thing.type, parameter)
    if place is not None:
        return place >= len(thing.parts) or not thing.parts[place] or thing.parts[place] in several
    if not thing.type.kind(attribute):
        attribute = attribute.removesuffix("s")  # names, of which the object has one
    present = {as_text(value) for _, value in paths.find(thing.attributes, attribute)} or _words(thing, parameter)
    is_plain = thing.type.kind(attribute) in ("string", "int", "bool")
    configured = {as_text(invert(parameter.conversions, value)) for value in values}
    if not present or not is_plain:
        return not is_strict
    return bool(present & (values | several | configured))


def _words(thing: CrudObject, parameter: Parameter) -> set[str]:
    """What an object shows in the field that is called as a parameter, a state mostly."""
    name = paths.last_key(parameter.path)
    return {word for (_, path), word in thing.words.items() if paths.last_key(path) == name and word != ANY_VALUE}


def _tags_asked(request: CrudRequest, call: CallSpec) -> JsonObject:
    """The tags that a list is filtered by: key and value, an empty one for any."""
    asked: JsonObject = {}
    sides: dict[str, dict[Indexes, JsonValue]] = {"key": {}, "value": {}}
    for parameter in call.parameters:
        attribute, _, side = parameter.leaf.path.partition(".@") if isinstance(parameter.leaf, Attribute) else ("",) * 3
        found = paths.find(request.arguments, parameter.path) if attribute == "tags" else []
        if side in sides:
            sides[side].update(found)
        for value in (from_json_text(value) for _, value in found if side == ""):
            asked.update(value if isinstance(value, dict) else {})
    return asked | {as_text(key): sides["value"].get(place, "") for place, key in sides["key"].items()}


def _has_tags(thing: CrudObject, tags: JsonObject) -> bool:
    present = thing.attributes.get("tags")
    if not tags or thing.type.kind("tags") != "map":
        return True
    return isinstance(present, dict) and all(
        key in present and value in ("", present[key]) for key, value in tags.items()
    )


def _part_asked(type: ResourceType, parameter: Parameter) -> int | None:
    """The part of the id that a parameter of a list names, by its name, its attribute or the reply it comes from."""
    name = paths.last_key(parameter.path)
    if isinstance(parameter.leaf, ReplyValue):
        place = type.part_named(paths.last_key(parameter.leaf.path))
        if place is not None:
            return place
    attribute = parameter.leaf.path.removesuffix("[]") if isinstance(parameter.leaf, (Attribute, ReplyValue)) else ""
    for place, part in enumerate(type.id_parts):
        if name in part.names or name.rstrip("s") in part.names or attribute in part.attributes:
            return place
    return None


class ListRenderer:
    """One object as the reply of a data source's call: what its own type answers, and the data source's own fields."""

    def __init__(self, request: CrudRequest, contracts: Contracts, call: CallSpec, thing: CrudObject) -> None:
        self._request = request
        self._contracts = contracts
        self._call = call
        self._thing = thing
        self._type = thing.type
        self._reply: JsonObject = {}
        self._item: JsonObject = {}

    def render(self) -> JsonObject:
        """The reply, with the object as the only item of its list."""
        self._item = self._own_item()
        for field in self._call.fields:
            self._add_field(field)
        for path, kind in self._call.reply.items():
            if not paths.has(self._reply, path) and paths.steps(path)[-1].kind == "key":
                self._add_remaining(path, kind)
        seal(self._reply, self._call)
        return self._reply

    def _own_item(self) -> JsonObject:
        """What all reads of the object's own type say of it, as one object."""
        item: JsonObject = {}
        for call in self._type.specs_of(self._type.reads):
            if not call.fields:
                continue
            reply: JsonValue = Renderer(self._request, self._contracts, call, self._thing).render()
            if call.root:
                members = paths.first(reply, call.root)
                reply = members[0] if isinstance(members, list) and members else {}
            else:
                while isinstance(reply, dict) and len(reply) == 1 and isinstance(next(iter(reply.values())), dict):
                    reply = next(iter(reply.values()))
            if isinstance(reply, dict):
                paths.merge(item, copy(reply))
        return item

    def _put(self, path: str, indexes: Indexes, value: JsonValue) -> None:
        paths.put(self._reply, path, (*self._call.item_indexes(path), *indexes), value)

    def _add_field(self, field: ReplyField) -> None:
        attribute = re.sub(r"^\w+\[\]\.", "", field.attribute)
        kind = self._type.kind(attribute)
        is_tags = any(conversion.name == "tags" for conversion in field.conversions)
        for indexes, value in self._values(field, attribute):
            if value is not None:
                shown = (
                    tag_list(value, field.type)
                    if is_tags and isinstance(value, dict)
                    else to_type(value, field.type, kind)
                )
                self._put(field.path, indexes, shown)

    def _values(self, field: ReplyField, attribute: str) -> list[tuple[Indexes, JsonValue]]:
        rest = self._call.below_root(field.path)
        if self._thing.parts and self._call.inside(field.path) and not rest:
            return [((), self._thing.parts[-1])]  # a list of names
        if attribute in ("id", "ids[]", "ids") and rest and self._thing.parts:
            place = self._type.part_named(paths.last_key(rest))
            return [((), self._thing.parts[-1 if place is None else place])]
        values = paths.find(self._item, rest) if rest else []
        if not values:
            values = [
                (indexes, invert(field.conversions, value))
                for indexes, value in attribute_values(self._thing, attribute)
            ]
        if not values and "status" in attribute and self._type.kind(attribute) == "string":
            values = [((), word) for word in list(self._thing.words.values())[-1:] if word != ANY_VALUE]
        return values

    def _add_remaining(self, path: str, kind: str) -> None:
        rest, name = self._call.below_root(path), paths.last_key(path)
        values = paths.find(self._item, rest)
        for indexes, value in values:
            self._put(path, indexes, value)
        if values:
            return
        place = self._type.part_named(name) if "[" not in rest else None
        if place is not None and self._thing.parts[place] and base_kind(kind) in ("", "string", "number"):
            paths.put(self._reply, path, (0,), to_type(self._thing.parts[place], kind))
        elif kind.endswith("!") and ("[" not in rest or paths.has(self._reply, f"{path[: path.rfind('[]')]}[]")):
            paths.put(self._reply, path, (0,), guess(self._request, name, kind, self._thing))


def stored_items(
    request: CrudRequest, objects: Objects, contracts: Contracts, call: CallSpec, types: Iterable[ResourceType]
) -> dict[str, JsonObject]:
    """What a list that the emulated tier answers lacks: items by the object's id. Nothing where the request says what
    the data source does not know; it may name an object of the other tier.

    Args:
        call: of a data source, with a list.
        types: those of this tier that it lists.
    """
    pages = {name for name in request.arguments if _ABOUT_PAGES.match(name)}
    if not {*request.arguments} <= {*call.names, *pages, "RegionId"}:
        return {}
    items: dict[str, JsonObject] = {}
    for thing in [thing for type in types for thing in listed(request, objects, type, call, pages, is_strict=True)]:
        members = paths.first(ListRenderer(request, contracts, call, thing).render(), call.root)
        if isinstance(members, list) and members and isinstance(members[0], dict):
            paths.fill(items.setdefault(thing.id, {}), members[0])
    return items


def add_items(reply: JsonObject, root: str, items: Collection[JsonValue]) -> None:
    """Add items to a list, and to the total of a reply."""
    present = paths.first(reply, root)
    if not isinstance(present, list):
        return
    present += items
    for name, value in reply.items():
        if _TOTAL.fullmatch(name) and isinstance(value, int):
            reply[name] = value + len(items)


_ABOUT_PAGES: Final = re.compile(r"page|max|current|next", re.I)
_TOTAL: Final = re.compile(r"total(record)?(count|num|number)?", re.I)
_ALWAYS_SAID: Final = re.compile(r"(is)?success|code|page(size|number)|maxresults|httpstatus(code)?|total\w*", re.I)


def complete(request: CrudRequest, reply: JsonObject, calls: Iterable[CallSpec], count: int) -> None:
    """Add what replies have beside their items: totals, pages, what the request said, and whatever the provider cannot
    do without.

    Args:
        count: of the items.
    """
    for path, kind in _outside_of_lists(calls):
        name = paths.last_key(path)
        if _TOTAL.fullmatch(name):
            paths.put(reply, path, (), to_type(count, kind))
        elif request.text(name) and paths.first(reply, path) in (None, ""):
            paths.put(reply, path, (), to_type(request.text(name), kind))
        elif (kind.endswith("!") or _ALWAYS_SAID.fullmatch(name)) and not paths.has(reply, path):
            paths.put(reply, path, (), guess(request, name, kind, count=count))


def complete_items(request: CrudRequest, reply: JsonObject, roles: Iterable[Role]) -> None:
    """Add to every item of a list what the provider cannot do without, whichever type's object it shows: a call of one
    type may answer with what another type made."""
    for role in roles:
        for path, kind in role.call.demanded:
            parent, _, key = path.rpartition(".")
            for _, holder in paths.find(reply, parent):
                if isinstance(holder, dict) and key not in holder:
                    word = role.type.first_word(role.call.key, path)
                    holder[key] = to_type(word, kind) if word else guess(request, key, kind)


_INSIDE: Final = re.compile(r"[\[@]")  # of a list, or of a text that holds JSON


def _outside_of_lists(calls: Iterable[CallSpec]) -> Iterator[tuple[str, str]]:
    for call in calls:
        yield from ((path, kind) for path, kind in call.reply.items() if not _INSIDE.search(path))


#: What products call the number of a page, its size, and the place of its first item, in lower case.
_PAGE_NUMBERS: Final = ("pagenumber", "pageno", "pagenum", "currentpage", "page", "page_number", "pagenumbers")
_PAGE_SIZES: Final = ("pagesize", "showsize", "page_size", "size", "limit")
_OFFSETS: Final = ("offset",)


def page_of(request: CrudRequest, members: list[JsonValue]) -> list[JsonValue]:
    """The page of a list that a request asks for; all where it asks for none."""
    number, size, start = (_number(request, names) for names in (_PAGE_NUMBERS, _PAGE_SIZES, _OFFSETS))
    if size is None or size < 1 or (number is None and start is None):
        return members
    first = start if start is not None else max((number or 0) - 1, 0) * size
    return members[first : first + size]


def _number(request: CrudRequest, names: Sequence[str]) -> int | None:
    said = {
        name.lower(): as_number(value) for name, value in request.arguments.items() if isinstance(value, (str, int))
    }
    found = (said.get(name) for name in names)
    return next((number for number in found if isinstance(number, int) and number >= 0), None)


def add_empty_lists(reply: JsonObject, calls: Iterable[CallSpec]) -> None:
    """An empty list for each that would hold objects; of lists within lists the outermost, which has no member."""
    for call in calls:
        outermost = call.root.partition("[")[0]
        if outermost and not paths.has(reply, outermost):
            paths.put(reply, outermost, (), [])
