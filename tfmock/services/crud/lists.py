"""What data sources read: the objects that there are, and catalogues of what the cloud itself offers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.contract import ANY_VALUE, CallSpec, Parameter, ReplyField, ResourceType
from tfmock.services.crud.contracts import Contracts
from tfmock.services.crud.matching import copy, in_region
from tfmock.services.crud.objects import CrudObject, Objects
from tfmock.services.crud.origins import Attribute, ReplyValue, as_number, as_text, invert
from tfmock.services.crud.paths import Indexes, JsonObject
from tfmock.services.crud.rendering import Renderer, attribute_values, seal
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.values import base_kind, guess, tag_list, to_type, zones


def listed(request: CrudRequest, objects: Objects, type: ResourceType, call: CallSpec) -> list[CrudObject]:
    """The objects of a type that a data source's call means."""
    found = [
        thing
        for thing in objects.of_type(type)
        if all(_fits(request, thing, parameter) for parameter in call.parameters)
    ]
    return in_region(request, found, is_named=False)


def _fits(request: CrudRequest, thing: CrudObject, parameter: Parameter) -> bool:
    leaf = parameter.leaf
    found = paths.flatten([value for _, value in paths.find(request.arguments, parameter.path)])
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
    present = [as_text(value) for _, value in paths.find(thing.attributes, attribute)]
    is_plain = thing.type.kind(attribute) in ("string", "int")
    return not present or not is_plain or bool(set(present) & values)


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
        paths.put(self._reply, path, (0, *indexes) if self._call.inside(path) else indexes, value)

    def _add_field(self, field: ReplyField) -> None:
        attribute = re.sub(r"^\w+\[\]\.", "", field.attribute)
        kind = self._type.kind(attribute)
        is_tags = any(conversion.name == "tags" for conversion in field.conversions)
        for indexes, value in self._values(field, attribute):
            if value is not None:
                shown = tag_list(value) if is_tags and isinstance(value, dict) else to_type(value, field.type, kind)
                self._put(field.path, indexes, shown)

    def _values(self, field: ReplyField, attribute: str) -> list[tuple[Indexes, JsonValue]]:
        rest = self._call.below_root(field.path)
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


#: guess: most lists filter by these words
_WORDS: Final = {"status": "Available", "state": "Available", "instancestatus": "Available"}
_AMOUNT: Final = re.compile(r"^min|^max|step|size|count|memory|cpu|core|bandwidth|capacity|duration")
_MOST: Final = 9


def catalogue(request: CrudRequest, calls: Sequence[CallSpec]) -> JsonObject:
    """What nobody made: zones, classes, engines. Two of each kind, and all words that the provider filters by."""
    reply: JsonObject = {}
    for call in calls:
        sizes = _sizes(call)
        for path in call.reply:
            if "@" not in path and paths.steps(path)[-1].kind in ("key", "each"):
                _add_to_catalogue(request, call, reply, path, sizes)
    return reply


def _sizes(call: CallSpec) -> dict[str, int]:
    """How many members each list of a reply has, by its path."""
    sizes: dict[str, int] = {}
    for path in map(paths.normalized, call.reply):
        for depth, prefix in enumerate(_lists_on(path)):
            name = paths.last_key(prefix).lower()
            words = [
                found
                for filtered, found in call.filters.items()
                if filtered.startswith(prefix) and "[]" not in filtered[len(prefix) :]
            ]  # fmt: skip
            if words:
                sizes[prefix] = max(map(len, words))
            elif "region" in name:
                sizes[prefix] = 1
            else:
                sizes[prefix] = 2 if "zone" in name or depth == 0 else 1
    return sizes


def _lists_on(path: str) -> list[str]:
    """``a[]`` and ``a[].b[]`` of ``a[].b[].c``."""
    return [path[: match.end()] for match in re.finditer(r"\[\]", path)]


def _add_to_catalogue(
    request: CrudRequest, call: CallSpec, reply: JsonObject, path: str, sizes: dict[str, int]
) -> None:  # fmt: skip
    name, simple = paths.last_key(path), base_kind(call.reply[path])
    lists = _lists_on(paths.normalized(path))
    places = list(itertools.product(*(range(min(sizes.get(prefix, 1), _MOST)) for prefix in lists)))
    if simple in ("object", "tags") or (simple == "list" and _has_members(call, path)):
        return
    if simple == "list":
        low = name.lower()
        members: JsonValue = list(zones(request.call.region)) if "zone" in low else [f"{low}-1"]
        for indexes in places:
            paths.put(reply, path, indexes, members)
        return
    in_zone = [place for place, prefix in enumerate(lists) if "zone" in paths.last_key(prefix).lower()]
    for indexes in places:
        place = indexes[in_zone[-1]] if in_zone and "zone" in name.lower() else (indexes[-1] if indexes else 0)
        paths.put(reply, path, indexes, to_type(_offered(request, call, path, place), call.reply[path]))


def _has_members(call: CallSpec, path: str) -> bool:
    return any(known != path and known.startswith(path) for known in call.reply)


def _offered(request: CrudRequest, call: CallSpec, path: str, place: int) -> JsonValue:
    """The value of a field of one item of a catalogue."""
    name, kind = paths.last_key(path), call.reply[path]
    low = name.lower()
    words = call.filters.get(paths.normalized(path))
    if words:
        return words[place % len(words)]
    requested = request.text(name)
    if requested and not low.startswith("page"):
        return requested
    value = guess(request, name, kind, count=2, place=place)
    simple = base_kind(kind)
    if value == "" and simple in ("", "string") and not re.search("token|marker", low):
        return _WORDS.get(low) or ("20" if _AMOUNT.search(low) else f"{low}-{place + 1}")
    if simple == "number" and value == 0 and "[" in path and not re.search("status|type|code|price", low):
        return 1
    return value


_TOTAL: Final = re.compile(r"total(record)?(count|num|number)?", re.I)
_ALWAYS_SAID: Final = re.compile(r"(total|success|code$|pagesize|pagenumber|maxresults|issuccess|httpstatus)", re.I)


def complete(request: CrudRequest, reply: JsonObject, calls: Iterable[CallSpec], count: int) -> None:
    """Add what replies have beside their items: totals, pages, and whatever the provider cannot do without.

    Args:
        count: of the items.
    """
    for path, kind in _outside_of_lists(calls):
        name = paths.last_key(path)
        if _TOTAL.fullmatch(name):
            paths.put(reply, path, (), to_type(count, kind))
        elif (kind.endswith("!") or _ALWAYS_SAID.match(name)) and not paths.has(reply, path):
            paths.put(reply, path, (), guess(request, name, kind, count=count))


_INSIDE: Final = re.compile(r"[\[@]")  # of a list, or of a text that holds JSON


def _outside_of_lists(calls: Iterable[CallSpec]) -> Iterator[tuple[str, str]]:
    for call in calls:
        yield from ((path, kind) for path, kind in call.reply.items() if not _INSIDE.search(path))


_PAGE_NUMBERS: Final = ("PageNumber", "PageNo", "PageNum", "CurrentPage", "pageNumber", "Page")
_PAGE_SIZES: Final = ("PageSize", "pageSize")


def page_of(request: CrudRequest, members: list[JsonValue]) -> list[JsonValue]:
    """The page of a list that a request asks for; all where it asks for none."""
    number = next((as_number(request.text(name)) for name in _PAGE_NUMBERS if request.text(name)), None)
    size = next((as_number(request.text(name)) for name in _PAGE_SIZES if request.text(name)), None)
    if not isinstance(number, int) or not isinstance(size, int) or size < 1:
        return members
    start = max(number - 1, 0) * size
    return members[start : start + size]


def add_empty_lists(reply: JsonObject, calls: Iterable[CallSpec]) -> None:
    """An empty list for each that would hold objects; of lists within lists the outermost, which has no member."""
    for call in calls:
        outermost = call.root.partition("[")[0]
        if outermost and not paths.has(reply, outermost):
            paths.put(reply, outermost, (), [])
