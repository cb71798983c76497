"""One object as the reply of one call: the whole reply, with the object as the only item of its list."""

from __future__ import annotations

import json
import re

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.contract import (
    ANY_VALUE,
    WHOLE_ID,
    CallSpec,
    Pick,
    ReplyField,
    ResourceType,
)
from tfmock.services.crud.contracts import Contracts
from tfmock.services.crud.objects import CrudObject
from tfmock.services.crud.origins import Attribute, Constant, Context, Conversion, Origin, as_text, invert, sources
from tfmock.services.crud.paths import Indexes, JsonObject
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.values import base_kind, computed, guess, made_up, tag_list, to_type, zero

#: Conversions after which a missing field still becomes a value: ``fmt.Sprint(nil)`` is "<nil>", which would drift.
_PRINTING = frozenset({"str", "bool", "int", "float"})


def attribute_values(thing: CrudObject, path: str) -> list[tuple[Indexes, JsonValue]]:
    """An attribute of an object; one that is a part of the id comes from there."""
    for place, part in enumerate(thing.type.id_parts):
        if path in part.attributes and place < len(thing.parts) and thing.parts[place]:
            return [((), thing.parts[place])]
    return paths.find(thing.attributes, path)


def seal(reply: JsonObject, call: CallSpec) -> None:
    """Write texts that hold JSON (``x@json.y`` was made of objects first), and lists that are a text with commas."""
    for path, kind in call.reply.items():
        if base_kind(kind) == "string" and f"{path}[]" in call.reply:
            for indexes, value in paths.find(reply, path):
                if isinstance(value, list):
                    paths.put(reply, path, indexes, ",".join(map(as_text, value)))
    every = [*(field.path for field in call.fields), *call.reply]
    bases = {path.split("@")[0] for path in every if "@json" in path or "@yaml" in path}
    for base in sorted(bases, key=len, reverse=True):
        kind = call.reply.get(base) or call.reply.get(paths.normalized(base)) or ""
        if base_kind(kind) in ("string", ""):
            for indexes, value in paths.find(reply, base):
                if not isinstance(value, str):
                    paths.put(reply, base, indexes, json.dumps(value, separators=(",", ":"), ensure_ascii=False))


class Renderer:
    """Makes the reply of one call about one object."""

    def __init__(self, request: CrudRequest, contracts: Contracts, call: CallSpec, thing: CrudObject) -> None:
        self._request = request
        self._contracts = contracts
        self._call = call
        self._thing = thing
        self._type: ResourceType = thing.type
        self._reply: JsonObject = {}
        self._configured: set[str] = set()

    def render(self) -> JsonObject:
        """The reply."""
        # What was configured first: a field that is read into two attributes shows it, and not what is made up
        for field in sorted(self._call.fields, key=lambda field: not self._is_set(field)):
            self._add_field(field)
        self._add_other_words()
        self._add_conditions()
        for pick in self._call.picks:
            self._add_pick(f"{self._call.root}[].{pick.field}" if self._call.root else pick.field, pick)
        self._add_required()
        self._add_item()
        for path, kind in self._call.reply.items():
            self._add_remaining(path, kind)
        for path, kind in self._call.reply.items():
            self._add_to_items(path, kind)
        self._add_empty_lists()
        seal(self._reply, self._call)
        return self._reply

    # Helpers

    def _has(self, path: str) -> bool:
        return paths.has(self._reply, path)

    def _put(self, path: str, value: JsonValue) -> None:
        paths.put(self._reply, path, (0,), value)

    def _kind(self, path: str, kind: str | None = None) -> str:
        """The type of a field; where this type does not tell, that which another type reads it as."""
        known = self._call.reply.get(paths.normalized(path), "") if kind is None else kind
        if known.rstrip("!"):
            return known
        return self._contracts.field_kind(self._call.version, self._call.key, path) or known

    def _word(self, path: str) -> str | None:
        """What the provider waits to read in a field."""
        return self._thing.words.get((self._call.key, paths.normalized(path)))

    # Attributes

    def _add_field(self, field: ReplyField) -> None:
        top = paths.first_key(field.attribute)
        if top in ("tags", "tags_all") and any(conversion.name == "tags" for conversion in field.conversions):
            paths.put(self._reply, field.path, (), tag_list(self._thing.attributes.get(top) or {}, field.type))
            return
        if field.attribute.endswith(".*") and paths.last_key(field.path) in ("TagValue", "Value", "value"):
            self._add_pairs(field, self._thing.attributes.get(top))
            return
        if field.attribute.endswith(".#") and field.path.endswith("@json[]") and field.path.count("[]") < 2:
            self._add_mapping(field.path.partition("@")[0], self._thing.attributes.get(top))
            return
        word = self._word(field.path)
        if word is not None and word != ANY_VALUE and not self._is_chosen(field):
            members = self._thing.attributes.get(top) if "[]" in field.attribute else [None]
            for number in range(len(members) if isinstance(members, list) else 0):
                value = to_type(word, self._kind(field.path, field.type), "string")
                paths.put(self._reply, field.path, (*self._call.item_indexes(field.path), number), value)
            return
        values = attribute_values(self._thing, field.attribute)
        if values and self._is_said_by_parts(field):
            return
        if values:
            self._configured.add(field.path)
        elif field.path not in self._configured or "[" in self._call.below_root(field.path):
            values = self._unset(field)
        for indexes, value in values:
            self._add_value(field, indexes, self._whole(field, invert(field.conversions, value)))
        if values:
            at = field.path.rfind("[]")
            for pick in field.picks if at >= 0 else ():
                self._add_pick(f"{field.path[:at]}[].{pick.field}", pick)

    def _whole(self, field: ReplyField, value: JsonValue) -> JsonValue:
        """An address whose first part the user has chosen (rds: connection_string_prefix)."""
        is_first = any(
            step.name == "jsonata:substringBefore" or (step.name == "part" and step.constant == [0, "."])
            for step in field.conversions
        )
        address = made_up(self._request, self._type, paths.last_key(field.path), self._thing) if is_first else ""
        return f"{as_text(value)}.{address.partition('.')[2]}" if address and value else value

    def _is_chosen(self, field: ReplyField) -> bool:
        """Whether the user has chosen one of several words that end the wait for a field."""
        words = self._type.alternatives.get((self._call.key, paths.normalized(field.path)), ())
        values = attribute_values(self._thing, field.attribute) if words else []
        return any(as_text(invert(field.conversions, value)) in words for _, value in values)

    def _is_said_by_parts(self, field: ReplyField) -> bool:
        """Whether another attribute says the same thing in parts (cms_site_monitor: options_json and option_json)."""
        below = f"{field.path}."
        return field.conversions[:1] == (Conversion("json"),) and any(
            known.path.startswith(below) and self._is_set(known) for known in self._call.fields
        )

    def _is_set(self, field: ReplyField) -> bool:
        return bool(attribute_values(self._thing, field.attribute))

    def _add_pairs(self, field: ReplyField, mapping: JsonValue) -> None:
        """A mapping as the list of its pairs, of which the data names the values."""
        items, _, name = field.path.rpartition("[].")
        key_name = {"TagValue": "TagKey", "Value": "Key"}.get(name, "key")
        pairs = mapping if isinstance(mapping, dict) and "[]" not in field.attribute else {}
        if items and pairs:
            members: JsonValue = [{key_name: key, name: as_text(value)} for key, value in pairs.items()]
            paths.put(self._reply, items, self._call.item_indexes(field.path), members)

    def _add_mapping(self, path: str, mapping: JsonValue) -> None:
        """A mapping as a JSON text. Without one the provider would not know it (kvstore_instance: config)."""
        self._put(path, json.dumps(mapping or {}, separators=(",", ":"), ensure_ascii=False))

    def _unset(self, field: ReplyField) -> list[tuple[Indexes, JsonValue]]:
        """The value of an attribute that nobody has set; none where the field had better be missing."""
        attribute, is_element = field.attribute, "[]" in field.attribute
        if self._stays_away(field):
            return []
        described = self._type.attribute(attribute)
        value: JsonValue = described.get("def") if "[" not in attribute else None
        if value is None and not is_element:
            value = self._call.fallbacks.get(paths.normalized(field.path))
        flags = self._type.flags(attribute)
        if value is None and "c" in flags and self._is_of_object(field):
            value = self._part(paths.last_key(field.path))
        if value is None and not is_element and "c" in flags and "o" not in flags:
            kind = self._kind(field.path, field.type)
            is_id = self._is_plain(field) and self._type.kind(attribute) in ("string", "int")
            value = self._part(paths.last_key(field.path)) if is_id else None
            value = value or computed(self._request, self._type, field, kind, self._thing)
        names = {conversion.name for conversion in field.conversions}
        if value is None and "c" in flags and not names and self._is_map(field):
            value = {}  # Terraform plans "known after apply" for a computed map that the state does not have
        if value is None and not is_element and names & _PRINTING:
            value = zero(self._type.kind(attribute), "")
        if value is None and names & {"==", "!="} and self._type.kind(attribute) == "bool" and self._is_plain(field):
            value = False
        if value is None and names <= _PRINTING | {"map"} and self._is_plain(field):
            value = self._zero(field)
        if value is None or (value == "" and self._empty_document(field.path)):
            return []  # the provider parses the text where it is there
        return [((), value)]

    def _stays_away(self, field: ReplyField) -> bool:
        """Whether a field is of a block that nobody has configured; or a number that the provider prints into an
        optional text, and only where it is there: "0" would be a drift. Texts are there, and empty: an older version
        may take for granted what the newest looks for (1.246, RDS: ParamGroupInfo)."""
        if "[]" in field.attribute:
            block = field.attribute.rpartition("[].")[0]
            return block != "" and not any(value for _, value in paths.find(self._thing.attributes, block))
        described = self._type.attribute(field.attribute)
        is_optional_text = described.get("f") == "o" and described.get("t") == "string" and "def" not in described
        is_printed = any(conversion.name in _PRINTING for conversion in field.conversions)
        return is_optional_text and is_printed and field.may_be_missing

    def _is_of_object(self, field: ReplyField) -> bool:
        """Whether a field is of the object itself: neither of a list in it nor of something that it refers to."""
        rest = self._call.below_root(field.path)
        return not re.search(r"[\[@]", rest) and rest.count(".") <= (0 if self._call.root else 1)

    def _is_map(self, field: ReplyField) -> bool:
        kind, is_own = self._type.kind(field.attribute), "[" not in field.attribute and self._is_plain(field)
        return kind == "map" and base_kind(field.type) == "object" and is_own

    def _is_plain(self, field: ReplyField) -> bool:
        """Whether a field is of the object itself, and not of a list in it."""
        rest = self._call.below_root(field.path)
        # An attribute that is one value, read out of a list in the object, needs an item there
        is_one_value = not self._call.root and self._type.kind(field.attribute) in ("string", "int", "bool", "float")
        in_list = "[" in rest.replace("[0]", "") and not (is_one_value and "[" not in field.attribute)
        return not in_list and "@" not in field.path

    def _zero(self, field: ReplyField) -> JsonValue:
        """Empty, 0 or false: the provider takes a missing key for an error where it looks for the field by a path."""
        attribute_kind = self._type.kind(field.attribute)
        kind = base_kind(field.type) or {"int": "number", "float": "number"}.get(attribute_kind, attribute_kind)
        if kind == "string":
            return zero(attribute_kind, "")
        return 0 if kind == "number" else False if kind == "bool" else None

    def _add_value(self, field: ReplyField, indexes: Indexes, value: JsonValue) -> None:
        if value is None or self._hides_text(field.path, value):
            return
        if isinstance(value, list) and any(known.startswith(f"{field.path}.") for known in self._call.reply):
            return  # one block, which the reply shows as an object: its fields are read one by one
        kind = self._type.element_kind(field.attribute)
        if isinstance(value, dict) and kind == "map" and "tags" in field.type:
            value = tag_list(value, field.type)
        depth = field.path.count("[]")
        is_inside = self._call.inside(field.path)
        lead = self._call.item_indexes(field.path) if is_inside else (0,) * max(0, depth - len(indexes))
        place = (*lead, *indexes)
        if isinstance(value, list) and field.path.endswith("[]"):
            for number, member in enumerate(value):
                paths.put(self._reply, field.path, (*place[: depth - 1], number), to_type(member, "", kind))
        elif isinstance(value, list) and not field.path.endswith("[]"):
            paths.put(self._reply, field.path, place, value)
        else:
            paths.put(self._reply, field.path, place, to_type(value, self._kind(field.path, field.type), kind))

    def _hides_text(self, path: str, value: JsonValue) -> bool:
        """Whether a text that was configured as a whole is there, which keys read out of it must not replace; or
        nothing was, and the keys are there."""
        present = paths.first(self._reply, path.partition("@")[0])
        if "@" in path:
            return isinstance(present, str) and present != ""
        return value == "" and isinstance(present, (dict, list))

    # What else the provider looks at

    def _add_other_words(self) -> None:
        for (call, path), word in self._thing.words.items():
            if call != self._call.key or self._has(path) or ("@" in path and not self._opens(path)):
                continue
            at = path.rfind("[]")
            items = f"{path[:at]}[]"
            if at >= 0 and not self._has(items) and self._call.lists_attribute(path[:at]):
                continue  # a list of the attributes, and it is empty
            shown = (self._part(paths.last_key(path)) or self._thing.number) if word == ANY_VALUE else word
            paths.put(self._reply, path, (), to_type(shown, self._kind(path), "string"))

    def _opens(self, path: str) -> bool:
        """Whether this call reads something out of the text that a path goes through; another type's call may."""
        text = path.partition("@")[0]
        return any(known.startswith(f"{text}@") for known in (*self._call.reply, *(f.path for f in self._call.fields)))

    def _add_conditions(self) -> None:
        """Words that mean a value of an attribute: ``Enabled`` is true."""
        for condition in self._call.conditions:
            if "[]" in condition.attribute:
                continue
            values = attribute_values(self._thing, condition.attribute)
            present = values[0][1] if values else self._type.attribute(condition.attribute).get("def")
            if present is None and condition.word == "" and self._type.kind(condition.attribute) == "bool":
                present = False  # a field that is there would switch it on
            if present is not None and _same(present, condition.value):
                self._put(condition.path, to_type(condition.word, self._kind(condition.path), "string"))

    def _add_pick(self, path: str, pick: Pick) -> None:
        """What the provider finds the object by."""
        value = self._value_of(pick.origin)
        if value is None or (path.endswith("[]") and self._has(path)):
            return
        paths.put(self._reply, path, (0,) * 3, to_type(value, self._call.reply.get(path, "")))

    def _value_of(self, origin: Origin) -> JsonValue:
        if isinstance(origin, Constant):
            return origin.value
        for source in sources(origin):
            leaf = source.leaf
            for place in self._type.parts_of(leaf):
                if place == WHOLE_ID:
                    return self._thing.id
                if place < len(self._thing.parts) and self._thing.parts[place]:
                    return self._thing.parts[place]
            if isinstance(leaf, Attribute):
                values = attribute_values(self._thing, leaf.path)
                if values:
                    return values[0][1]
            if isinstance(leaf, Context) and leaf.name == "region":
                return self._request.call.region
        return None

    def _add_required(self) -> None:
        """Fields without which the provider takes the object for gone."""
        for path in self._type.required_fields.get(self._call.key, ()):
            if paths.first(self._reply, path) not in (None, ""):
                continue
            kind, name = self._kind(path), paths.last_key(path)
            if kind.rstrip("!") in ("list", "object", "tags"):
                continue
            value: JsonValue = self._part(name)
            if value is None:
                value = self._thing.parameters.get(name) or guess(self._request, name, kind, self._thing)
            self._put(path, to_type(value or self._thing.number, kind))

    def _add_item(self) -> None:
        """An item of the list in which the provider looks for the object: it is there, whatever is known of it."""
        root = self._call.root
        if self._call.is_primary and root and not self._has(f"{root}[]"):
            self._put(f"{root}[]", {})

    def _part(self, name: str) -> str | None:
        """The part of the id that is called so."""
        place = self._type.part_named(name)
        known = place is not None and place < len(self._thing.parts) and self._thing.parts[place]
        return self._thing.parts[place] if place is not None and known else None

    def _add_remaining(self, path: str, kind: str) -> None:
        """A field that is looked at and that nothing has set so far: an id, what the request said, a guess."""
        if self._has(path):
            return
        if "@" in path:
            text = paths.first(self._reply, path.partition("@")[0])
            # YAML is what the cloud writes (kubeconfig): whole, with one item in each of its lists
            if kind.endswith("!") and ("[" not in path or "@yaml" in path) and not isinstance(text, str):
                self._put(path, guess(self._request, paths.last_key(path), kind, self._thing))
            return
        name, rest, simple = paths.last_key(path), self._call.below_root(path), base_kind(kind)
        is_own = "[" not in rest
        if is_own and simple in ("", "string", "number") and paths.steps(path)[-1].kind == "key":
            part = self._part(name)
            if part is not None:
                self._put(path, to_type(part, kind))
                return
        for place, field, conversions in self._call.id_fields:
            if field == path and place < len(self._thing.parts) and self._thing.parts[place]:
                self._put(path, to_type(invert(conversions, self._thing.parts[place]), kind))
                return
        said = self._thing.parameters.get(name)
        if isinstance(said, str) and is_own and simple in ("", "string", "number", "bool"):
            self._put(path, to_type(said, kind))
        elif kind.endswith("!") and not path.endswith("[]") and is_own:
            self._put(path, guess(self._request, name, kind, self._thing))

    def _add_to_items(self, path: str, kind: str) -> None:
        """What every item of a list, and every object that is there, must have: fields with a ``!``, and texts, which
        the provider may take for texts without looking whether they are there. An object that is not there must not
        come to be by this."""
        parent, _, key = path.rpartition(".")
        if key == "@value" and "@" not in parent and "[]." in parent:
            self._add_mapping_to_items(parent)
        if "@" in path or not key or key.endswith("]"):
            return
        for holder in [value for _, value in paths.find(self._reply, parent)] if parent else [self._reply]:
            if isinstance(holder, dict) and key not in holder and (kind.endswith("!") or base_kind(kind) == "string"):
                document = self._empty_document(path)
                if key == "NextToken" and not kind.endswith("!"):
                    continue  # the last page has none; an empty one begins again (sae: GET /tags)
                if document and not kind.endswith("!"):
                    continue  # the provider parses it where it is there
                is_text = base_kind(kind) == "string" and not self._is_of_set(path)
                text = document or (made_up(self._request, self._type, key, self._thing) if is_text else "")
                holder[key] = text or (guess(self._request, key, kind, self._thing) if kind.endswith("!") else "")

    def _add_mapping_to_items(self, path: str) -> None:
        """A mapping of the items of a list, which the provider walks through whether or not it is there."""
        parent, _, key = path.rpartition(".")
        for _, holder in paths.find(self._reply, parent):
            if isinstance(holder, dict):
                holder.setdefault(key, {})

    def _is_of_set(self, path: str) -> bool:
        """Whether a field is of members of a set that was configured: Terraform compares these as a whole, and what
        was made up would make each another one."""
        tops = {paths.first_key(field.attribute) for field in self._call.fields if field.path == path}
        return any(self._type.kind(top) == "set" and self._thing.attributes.get(top) for top in tops)

    def _empty_document(self, path: str) -> str:
        """An empty list or object as JSON, where a field is a text that holds JSON; empty where it is another text."""
        inside = [known for known in self._call.reply if known.startswith(f"{path}@json")]
        if not inside:
            return ""
        is_list = any(
            known.startswith(f"{path}@json[")
            or (known == f"{path}@json" and base_kind(self._call.reply[known]) == "list")
            for known in inside
        )
        return "[]" if is_list else "{}"

    def _add_empty_lists(self) -> None:
        for path in self._call.reply:
            at = path.find("[]")
            if at > 0 and "@" not in path[:at] and not self._has(path[:at]) and not self._is_in_unset_block(path[:at]):
                paths.put(self._reply, path[:at], (), [])

    def _is_in_unset_block(self, path: str) -> bool:
        """Whether a list belongs to a block that nobody has configured, and which the reply shows as an object: with
        the list in it the block would be there."""
        return self._call.reply.get(path) != "list!" and any(
            field.path.startswith(f"{path}[")
            and field.attribute.count("[]") > field.path.count("[")
            and not self._thing.attributes.get(paths.first_key(field.attribute))
            for field in self._call.fields
        )


def _same(first: JsonValue, second: JsonValue) -> bool:
    return str(first).lower() == str(second).lower()
