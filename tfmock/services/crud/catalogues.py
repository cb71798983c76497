"""Catalogues: what the cloud itself offers and a new account finds, as zones, classes and versions.

Nobody makes such entries. They follow from the fields that the provider reads, the words that it filters by and what
the request asks for: two items of each list, and one for each word of a filter.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.contract import ANY_VALUE, ResourceType, Role
from tfmock.services.crud.matching import lacks_constants, own_constants
from tfmock.services.crud.objects import Objects
from tfmock.services.crud.origins import Attribute, as_text
from tfmock.services.crud.overrides import IN_LOWER_CASE, OFFERED
from tfmock.services.crud.paths import Indexes, JsonObject
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.values import base_kind, guess, to_type, zones

#: guess: most lists filter by these words
_WORDS: Final = {"status": "Available", "state": "Available", "instancestatus": "Available"}
_AMOUNT: Final = re.compile(r"^min|^max|step|size|(?<!ac)count|memory|cpu|core|bandwidth|capacity|duration")
#: guess: a range that is one, of disks mostly
_BOUNDS: Final = {"min": "20", "max": "2000", "ste": "10"}
_REGIONS: Final = re.compile(r".*Regions?\[\]\.", re.I)
#: Keys of a JSON text that an argument chooses.
_KEYS: Final = re.compile(r"(?P<text>[^@]*)@json\.\{attr:(?P<argument>\w+)\}")
#: The values of a mapping: the list in ``{"Zones": {"Zone": []}}``, whatever its key.
_VALUES: Final = re.compile(r"(\w+)s\.@value")
#: Fields and arguments by which a list is of things that somebody made.
_MADE: Final = re.compile(r"creat(e|ed|ion)_?(time|date|at)|gmt_?creat", re.I)
_OF_A_THING: Final = re.compile(r"_(id|name)$")
#: Items of one list, at most.
_MOST: Final = 20


def catalogue(request: CrudRequest, roles: Sequence[Role]) -> JsonObject:
    """The reply of a call that only data sources make."""
    reply: JsonObject = {}
    _Catalogue(request, roles).add_to(reply)
    for role in roles:
        for word in role.type.initial_words:
            if word.call == role.call.key and word.word != ANY_VALUE:
                paths.put(reply, word.path, (), to_type(word.word, role.call.reply.get(word.path, ""), "string"))
    return reply


def is_offered(request: CrudRequest, objects: Objects, role: Role, types: Sequence[ResourceType]) -> bool:
    """Whether the cloud itself has what a data source lists, so that a new account finds it.

    Things that somebody made say when they were. What belongs to a thing (its versions, its routes) is there once the
    thing is.

    Args:
        types: the resource types that the data source's calls, and not its name, are about.
    """
    call, reply = role.call, [paths.normalized(path) for path in role.call.reply]
    if not any("[" in path for path in reply):
        return True
    if types:
        # a type that reads the same list with a constant which the request lacks has only some of what is there
        same = [spec for type in types for spec in type.all_calls() if spec.key == call.key]
        return any(lacks_constants(request, spec) for spec in same)
    if any((call.version, paths.last_key(path)) in OFFERED for path in reply):
        return True
    required = [
        parameter.path
        for parameter in call.parameters
        if isinstance(parameter.leaf, Attribute) and "r" in role.type.flags(parameter.leaf.path)
        if _OF_A_THING.search(parameter.leaf.path) and not re.search("zone|region", parameter.leaf.path)
    ]
    if required:
        values = {request.text(path) for path in required} - {""}
        return any(objects.is_emulated(value) or objects.with_value(value) for value in values)
    return not any(_MADE.search(paths.last_key(path)) for path in reply)


def wants_offers(request: CrudRequest, offered: Sequence[Role], data_sources: Sequence[Role]) -> bool:
    """Whether a call that also lists what was made is about what the cloud offers.

    Args:
        offered: those of the data sources that list it.
    """
    asked = [role for role in data_sources if not lacks_constants(request, role.call)]
    if any(own_constants(role.call) and role in asked for role in offered):
        return True
    return all(role in offered for role in asked)


class _Catalogue:
    """What the data sources that have one call read of its reply, together: an item must have all fields of any."""

    def __init__(self, request: CrudRequest, roles: Sequence[Role]) -> None:
        self._request = request
        self._types = [role.type for role in roles]
        self._version = roles[0].call.version
        self._parameters = [parameter for role in roles for parameter in role.call.parameters]
        self._filters: dict[str, dict[str, list[str]]] = {}
        read: dict[str, str] = {}
        for call in (role.call for role in roles):
            for path, kind in call.reply.items():
                if path not in read or kind.endswith("!"):
                    read[path] = kind
            for path, filters in call.filters.items():
                self._filters.setdefault(path, {}).update(filters)
        for path in self._filters:
            read.setdefault(path, "string")
        self._fields = {_VALUES.sub(r"\1s.\1", path): kind for path, kind in read.items()}
        for path in map(paths.normalized, read):
            match = _REGIONS.match(path)
            if match:  # the provider looks for its own, also where the data does not say so
                self._fields.setdefault(f"{match[0]}RegionId", "string")
        self._words = {
            path: words for path in self._filters if "@" not in path and (words := list(self._words_of(path)))
        }
        self._words.update(self._known_words())
        self._sizes = self._sizes_of_lists()

    def add_to(self, reply: JsonObject) -> None:
        """Add every field that is read."""
        for path in self._fields:
            if "@" not in path and paths.steps(path)[-1].kind in ("key", "each"):
                self._add(reply, path)
        for path, kind in self._fields.items():
            match = _KEYS.fullmatch(path)
            if match:
                self._put(reply, match["text"], self._text_with_keys(match["argument"], kind))
            elif base_kind(kind) == "list" and "[" not in path and "@" not in path and not paths.has(reply, path):
                paths.put(reply, path, (), [])  # of objects of which nothing is read

    def _text_with_keys(self, argument: str, kind: str) -> JsonValue:
        """A JSON text with each word of an argument as a key."""
        words = next((known for type in self._types if (known := type.attribute(argument).get("enum"))), None)
        return json.dumps({as_text(word): to_type("true", kind) for word in words} if isinstance(words, list) else {})

    # Words

    def _words_of(self, path: str) -> Iterator[str]:
        """What a field may say. Where several arguments look for their words in one field, it says them together."""
        requested = {attribute: self._requested(attribute) for attribute in self._filters[path]}
        if (self._version, paths.last_key(path)) in OFFERED and not any(requested.values()):
            return
        choices = [requested[attribute] or words for attribute, words in self._filters[path].items()]
        for words in itertools.product(*(words for words in choices if words)) if any(choices) else ():
            word = "".join(words)
            yield word.lower() if (self._version, paths.last_key(path)) in IN_LOWER_CASE else word

    def _requested(self, attribute: str) -> list[str]:
        """What the request says of an argument."""
        named = {parameter.path for parameter in self._parameters if parameter.leaf == Attribute(attribute)}
        found = [value for path in sorted(named) for _, value in paths.find(self._request.arguments, path)]
        return list(dict.fromkeys(as_text(value) for value in found if value not in (None, "")))

    def _known_words(self) -> Iterator[tuple[str, list[str]]]:
        """Words of fields that nothing is compared with: versions as asked for, and what must be known by its name."""
        known = [paths.normalized(path) for path in self._fields]
        for path in known:
            name = paths.last_key(path)
            depths = [other.count("[") for other in known if paths.last_key(other) == name]
            if path in self._words or not 0 < path.count("[") == min(depths):
                continue
            words = self._versions() if name.lower() == "version" else []
            words = words or list(OFFERED.get((self._version, name), ()))
            if words:
                yield path, words

    def _versions(self) -> list[str]:
        """The version that is asked for: EngineVersion, KubernetesVersion."""
        names = [name for name in self._request.arguments if re.search(r"\wversion$", name, re.I)]
        return [text for text in map(self._request.text, names) if text][:1]

    # Lists

    def _sizes_of_lists(self) -> dict[str, int]:
        """How many members each list of a reply has, by its path."""
        sizes: dict[str, int] = {}
        for path in map(paths.normalized, self._fields):
            for depth, prefix in enumerate(_lists_on(path)):
                name = paths.last_key(prefix).lower()
                own = [field for field in self._fields if paths.normalized(field).rpartition("[]")[0] == prefix[:-2]]
                words = [len(self._words[field]) for field in map(paths.normalized, own) if field in self._words]
                if words:
                    sizes[prefix] = min(max(words), _MOST)
                elif any(self._request.text(paths.last_key(field)) for field in own if field not in self._filters):
                    sizes[prefix] = 1  # the one that is asked for
                elif "region" in name:
                    sizes[prefix] = 1
                else:
                    # what a zone has is asked for in every zone by some data sources
                    has_lists = any(paths.normalized(field).count("[]", len(prefix)) for field in self._below(prefix))
                    sizes[prefix] = (2 if has_lists else 3) if "zone" in name else 2 if depth == 0 else 1
        return sizes

    def _below(self, prefix: str) -> Iterator[str]:
        """The fields of a list's items, and of lists in them."""
        return (field for field in self._fields if paths.normalized(field).startswith(prefix))

    def _add(self, reply: JsonObject, path: str) -> None:
        name, kind = paths.last_key(path), self._fields[path]
        simple, lists = base_kind(kind), _lists_on(paths.normalized(path))
        if simple in ("object", "tags") or (simple == "list" and self._has_members(path)):
            return
        if simple == "list":
            low = name.lower()
            members: JsonValue = list(zones(self._request.call.region)) if "zone" in low else [f"{low}-1"]
            self._put(reply, path, members)
            return
        in_zone = [place for place, prefix in enumerate(lists) if "zone" in paths.last_key(prefix).lower()]

        for indexes in self._places(path):
            is_of_zone = in_zone and ("zone" in name.lower() or in_zone[-1] == len(lists) - 1)
            place = indexes[in_zone[-1]] if is_of_zone else (indexes[-1] if indexes else 0)
            paths.put(reply, path, indexes, to_type(self._offered(path, place), kind))

    def _put(self, reply: JsonObject, path: str, value: JsonValue) -> None:
        """Set a field in every item to the same value."""
        for indexes in self._places(path):
            paths.put(reply, path, indexes, value)

    def _places(self, path: str) -> Iterator[Indexes]:
        """The places of a field's items in the lists on its path."""
        return itertools.product(*(range(self._sizes.get(prefix, 1)) for prefix in _lists_on(paths.normalized(path))))

    def _has_members(self, path: str) -> bool:
        return any(known != path and known.startswith(path) for known in self._fields)

    def _offered(self, path: str, place: int) -> JsonValue:
        """The value of a field of one item."""
        name, kind = paths.last_key(path), self._fields[path]
        low = name.lower()
        words: Sequence[str] = self._words.get(paths.normalized(path), ())
        if words:
            return words[place % len(words)]
        requested = self._request.text(name)
        if requested and not low.startswith("page"):
            return requested
        if low in ("id", "zones") and "zone" in paths.last_key(paths.list_of(path)).lower():
            name = "ZoneId"
        if re.search("slave|standby|secondary|backup", low):
            place += 1  # another zone than the primary's
        value = guess(self._request, name, kind, count=2, place=place)
        simple = base_kind(kind)
        if value == "" and simple in ("", "string") and not re.search("token|marker", low):
            if low.endswith("version"):
                return f"{place + 1}.0"
            return _WORDS.get(low) or (_BOUNDS.get(low[:3], "20") if _AMOUNT.search(low) else f"{low}-{place + 1}")
        if simple == "number" and value == 0 and "[" in path and not re.search("status|type|code|price", low):
            return 1
        return value


def _lists_on(path: str) -> list[str]:
    """``a[]`` and ``a[].b[]`` of ``a[].b[].c``."""
    return [path[: match.end()] for match in re.finditer(r"\[\]", path)]
