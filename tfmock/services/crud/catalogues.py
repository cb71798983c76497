"""Catalogues: what the cloud itself offers and a new account finds, as zones, classes and versions.

Nobody makes such entries. They follow from the fields that the provider reads, the words that it filters by and what
the request asks for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.contract import CallSpec
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.values import base_kind, guess, to_type, zones

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
