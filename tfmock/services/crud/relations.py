"""Objects that a call shows within the items of another type: :data:`tfmock.services.crud.overrides.RELATIONS`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.objects import CrudObject
from tfmock.services.crud.origins import as_text
from tfmock.services.crud.overrides import Relation
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.request import CrudRequest


def add_members(request: CrudRequest, relation: Relation, item: JsonObject, objects: Iterable[CrudObject]) -> None:
    """Put the list of a relation into an item; it is there also where nothing belongs to the item."""
    members = [
        member for found in objects if _belongs(request, relation, item, found) for member in _shown(relation, found)
    ]
    paths.put(item, relation.members, (), members)


def _belongs(request: CrudRequest, relation: Relation, item: JsonObject, found: CrudObject) -> bool:
    for name, place in relation.names.items():
        value = as_text(item[name]) if item.get(name) not in (None, "") else request.text(name)
        if value not in _values(found, place):
            return False
    return True


def _values(found: CrudObject, place: int | str) -> list[str]:
    if isinstance(place, int):
        return [found.parts[place]]
    values = found.attributes.get(place)
    return [as_text(value) for value in values] if isinstance(values, list) else []


def _shown(relation: Relation, found: CrudObject) -> Iterator[JsonValue]:
    """One member for each value of the list that it shows; one where it shows none."""
    lists = [_values(found, place) for place in relation.fields.values() if isinstance(place, str)]
    for number in range(max(map(len, lists), default=1)):
        yield {
            name: _values(found, place)[number if isinstance(place, str) else 0]
            for name, place in relation.fields.items()
        }
