"""From a request's parameters to attributes of an object: what the provider made of the configuration, inverted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.contract import WHOLE_ID, CallSpec, Parameter, ResourceType
from tfmock.services.crud.objects import CrudObject
from tfmock.services.crud.origins import Attribute, Conversion, as_number, as_text, from_json_text, invert
from tfmock.services.crud.paths import Indexes, JsonObject
from tfmock.services.crud.request import CrudRequest

_LISTS = ("list", "set")
_PAIR = re.compile(r"\.@(key|value)\b")


def to_kind(value: JsonValue, kind: str) -> JsonValue:
    """A value of a request, which is text in a form, as its attribute's type."""
    if isinstance(value, (dict, list)):
        return value
    if kind == "bool":
        return as_text(value).lower() in ("true", "1", "yes", "on", "enable", "enabled")
    if kind in ("int", "float"):
        number = as_number(value)
        return value if number is None and value != "" else number
    return value


class AttributeWriter:
    """Writes the parameters of one call into the attributes of one object."""

    def __init__(self, request: CrudRequest, call: CallSpec, target: CrudObject) -> None:
        self._request = request
        self._call = call
        self._target = target
        self._type: ResourceType = target.type
        self._replaced: set[str] = set()
        self._pairs: dict[tuple[str, str], dict[Indexes, dict[str, JsonValue]]] = defaultdict(dict)
        self._members: dict[tuple[str, str], dict[Indexes, JsonValue]] = defaultdict(dict)

    def write(self) -> None:
        """Write all that the request says."""
        target = self._target
        target.change_time = self._request.call.now
        arguments = self._request.arguments
        target.parameters.update({name: arguments[name] for name in arguments if name in self._type.echoed})
        for parameter in self._call.parameters:
            if isinstance(parameter.leaf, Attribute) and parameter.leaf.path:
                found = paths.find(arguments, parameter.path)
                if found:
                    self._write(parameter, parameter.leaf, found)
        self._write_pairs()
        self._write_members()
        for attribute, word in self._call.sets:
            paths.put(target.attributes, attribute, (0,), to_kind(word, self._type.kind(attribute)))
        target.show(self._call.effects)

    def _write(self, parameter: Parameter, leaf: Attribute, found: list[tuple[Indexes, JsonValue]]) -> None:
        for place in self._type.parts_of(leaf):
            if place != WHOLE_ID and place < len(self._target.parts) and not self._target.parts[place]:
                self._target.parts[place] = as_text(found[0][1])
        if leaf.change == "old":
            return
        top = paths.first_key(leaf.path)
        top_kind = self._type.kind(top)
        if _PAIR.search(leaf.path):
            self._collect_pair(leaf, found)
        elif leaf.change == "removed" and top_kind == "map":
            self._remove_keys(top, parameter.conversions, found)
        elif leaf.change in ("added", "removed"):
            self._collect_members(leaf, parameter.conversions, found)
        else:
            if top_kind in _LISTS and top not in self._replaced:
                self._replaced.add(top)
                self._target.attributes.pop(top, None)
            for indexes, value in found:
                self._set(leaf.path, indexes, invert(parameter.conversions, value))

    def _set(self, path: str, indexes: Indexes, value: JsonValue) -> None:
        attributes, kind = self._target.attributes, self._type.element_kind(path)
        if value is None:
            return
        if "@" in path:
            self._set_within_text(path, indexes, value)
        elif isinstance(value, list) and not path.endswith("[]") and kind in _LISTS:
            paths.put(attributes, path, indexes, value)
        elif isinstance(value, list) and "[]." in path and not indexes and kind in ("string", "int", "bool", "float"):
            for number, member in enumerate(value):
                paths.put(attributes, path, (number,), to_kind(member, kind))
        elif isinstance(value, dict) and kind == "map":
            paths.put(attributes, path, indexes, value)
        elif kind not in (*_LISTS, "map") or value != "":
            if kind in (*_LISTS, "map"):
                value = from_json_text(value)
            paths.put(attributes, path, indexes, to_kind(value, kind))

    def _set_within_text(self, path: str, indexes: Indexes, value: JsonValue) -> None:
        """A key of an attribute that is JSON text; such a text is stored as what it holds."""
        base, _, rest = path.partition("@")
        rest = rest.partition(".")[2]
        if not rest:
            self._target.attributes[base] = value
            return
        held = self._target.attributes.get(base)
        document: JsonObject = held if isinstance(held, dict) else {}
        paths.put(document, rest, indexes, value)
        self._target.attributes[base] = document

    # Maps, by their keys and values

    def _collect_pair(self, leaf: Attribute, found: list[tuple[Indexes, JsonValue]]) -> None:
        base, _, which = leaf.path.rpartition(".@")
        for number, (indexes, value) in enumerate(found):
            self._pairs[base, leaf.change].setdefault(indexes or (number,), {})[which] = value

    def _write_pairs(self) -> None:
        attributes = self._target.attributes
        for (base, change), entries in self._pairs.items():
            pairs: JsonObject = {
                as_text(entry.get("key")): entry.get("value", "") for _, entry in sorted(entries.items())
            }  # fmt: skip
            present = attributes.get(base)
            if "." in base or "[" in base:
                paths.put(attributes, base, (), pairs)
            elif isinstance(present, dict) and (self._call.n not in self._type.creates or change == "added"):
                present.update(pairs)
            else:
                attributes[base] = pairs

    def _remove_keys(
        self, name: str, conversions: Sequence[Conversion], found: list[tuple[Indexes, JsonValue]]
    ) -> None:
        present = self._target.attributes.get(name)
        for value in paths.flatten([invert(conversions, value) for _, value in found]):
            if isinstance(present, dict):
                present.pop(as_text(value), None)

    # Lists whose members are added and removed one by one

    def _collect_members(
        self, leaf: Attribute, conversions: Sequence[Conversion], found: list[tuple[Indexes, JsonValue]]
    ) -> None:
        base = paths.first_key(leaf.path)
        rest = leaf.path[len(base) :].removeprefix("[]").lstrip(".")
        members = self._members[base, leaf.change]
        for number, (indexes, sent) in enumerate(found):
            value = invert(conversions, sent)
            for place, member in enumerate(value) if isinstance(value, list) else [(-1, value)]:
                key = (number, place) if place >= 0 else (indexes[:1] or (number,))
                if not rest:
                    members[key] = member
                    continue
                row = members.setdefault(key, {})
                if isinstance(row, dict):
                    paths.put(row, rest, indexes[1:], to_kind(member, self._type.kind(leaf.path)))

    def _write_members(self) -> None:
        for (base, change), members in self._members.items():
            present = self._target.attributes.setdefault(base, [])
            if not isinstance(present, list):
                continue
            for member in members.values():
                if change == "removed":
                    present[:] = [kept for kept in present if not _is_meant(member, kept)]
                elif member not in present:
                    present.append(member)


def _is_meant(removed: JsonValue, member: JsonValue) -> bool:
    """Whether a member is the one that a request removes; of an object it may say some fields only."""
    if isinstance(removed, dict):
        return isinstance(member, dict) and all(
            as_text(member.get(name)) == as_text(value) for name, value in removed.items()
        )
    return as_text(member) == as_text(removed)
