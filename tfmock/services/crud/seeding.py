"""Objects that are there before the first call: as a state of Terraform or a seed file describes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from tfmock.core.call import Call
from tfmock.services.crud import paths
from tfmock.services.crud.contract import ResourceType
from tfmock.services.crud.contracts import Contracts
from tfmock.services.crud.objects import CrudObject, Objects
from tfmock.services.crud.origins import as_text
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.request import CrudRequest
from tfmock.text.suggest import did_you_mean


class SeedObjectError(ValueError):
    """A described object cannot be: its type, an attribute or its id is not one. The message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededObject:
    """An object by the names of Terraform.

    Attributes:
        region: empty for one that every region shows.
        attributes: of the resource, as a state holds them; null ones, ``id`` and ``timeouts`` do not count.
    """

    type: str
    id: str
    region: str
    attributes: Mapping[str, JsonValue]


def seed_object(call: Call, contracts: Contracts, described: SeededObject, *, strict: bool) -> None:
    """Store an object in the call's account.

    Args:
        strict: refuse attributes that the type does not have. A state may be of another version of the provider.

    Raises:
        SeedObjectError: there is no such type or attribute, the id has too few parts, or it is there already.
    """
    type = contracts.type(described.type)
    if type is None or type.is_data_source:
        raise SeedObjectError(
            f"the provider has no resource {described.type}{_hint(described.type, contracts.index.types)}"
        )
    request = CrudRequest(call=call, version="", key="", arguments={}, region=described.region)
    objects = Objects(request, contracts)
    parts = _parts(type, described.id)
    if any(present.parts == parts for present in objects.with_part(type, 0, parts[:1])):
        raise SeedObjectError(f"{described.type} {described.id} is there twice; ids are unique")
    seeded = objects.create(type)
    seeded.parts = parts
    seeded.attributes = _attributes(type, described.attributes, strict=strict)
    _show_attributes(seeded)
    objects.save(seeded)


def _hint(name: str, known: Iterable[str]) -> str:
    hint = did_you_mean(name, known)
    return f". {hint}" if hint else ""


def _parts(type: ResourceType, id: str) -> list[str]:
    count = max(len(type.id_parts), 1)
    parts = id.split(type.separator, count - 1) if count > 1 else [id]
    if len(parts) < count or not all(parts):
        raise SeedObjectError(f"{type.name} {id}: such ids have {count} parts, joined by {type.separator!r}")
    return parts


def _attributes(type: ResourceType, given: Mapping[str, JsonValue], *, strict: bool) -> JsonObject:
    attributes: JsonObject = {}
    for name, value in given.items():
        if name in ("id", "timeouts") or value is None:
            continue
        if name not in type.schema:
            if strict:
                raise SeedObjectError(f"{type.name} has no argument or attribute {name}{_hint(name, type.schema)}")
            continue
        is_text = type.kind(name) == "string" and not isinstance(value, (dict, list))
        attributes[name] = as_text(value) if is_text else value
    return attributes


def _show_attributes(seeded: CrudObject) -> None:
    """What an attribute says goes before the word that a new object would show in its place."""
    for call in seeded.type.specs_of(seeded.type.reads):
        for field in call.fields:
            if seeded.attributes.get(paths.first_key(field.attribute)) not in (None, ""):
                seeded.words.pop((call.key, paths.normalized(field.path)), None)
