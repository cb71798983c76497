"""From one entity of the contract data to a :class:`ResourceType`: what each call means to objects of the type.

The data says what the provider does, step by step; here it becomes what a server must do. Which call creates and which
deletes is read from the provider's own create and delete functions, since names of actions do not tell enough.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from tfmock.services.crud import paths
from tfmock.services.crud.contract import (
    WHOLE_ID,
    CallSpec,
    Condition,
    Parameter,
    Pick,
    ReplyField,
    ResourceType,
)
from tfmock.services.crud.ids import id_parts, name_id_parts
from tfmock.services.crud.origins import (
    UNKNOWN,
    Attribute,
    Constant,
    IdPart,
    Origin,
    ReplyValue,
    as_text,
    direct_sources,
    parse,
    sources,
)
from tfmock.services.crud.overrides import DELETES_A_PART, NUMBERS
from tfmock.services.crud.parameter_facts import note_parameter
from tfmock.services.crud.templates import places_of, without_stand_ins
from tfmock.services.crud.wait_words import Entity, add_conditions_of_existence, add_waits, steps_of

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_STRONG_DELETE: Final = re.compile(r"(Batch)?(Delete|Release|Remove|DELETE )")
_DIFFERS: Final = re.compile(r"!=\(reply:([^,]+),(id(?:\[\d+\])?|attr:[\w.]+)\)")
#: Codes that the provider repeats a call for, in the data among those that mean gone where one branch lists both.
_RETRIED: Final = re.compile(r"(Rejected\.)?Throttling|ServiceUnavailable$|AliyunGoClientFailure|System\.?Busy$")
_EQUALS_WORD: Final = re.compile(r'(?<![!\w])==\((?:str\()?reply:(\d+):([^,()]+)\)?,="([^"]*)"\)')


def compile_type(entity: Entity, words_of: Mapping[str, Sequence[str]] = MappingProxyType({})) -> ResourceType:
    """One resource type or data source, ready for use.

    Args:
        words_of: the words of arguments of the same product, for data sources that filter by them.
    """
    type = ResourceType(
        name=entity["name"],
        product=entity.get("product") or "",
        is_data_source=entity["kind"] == "data_source",
        schema=entity.get("schema") or {},
        separator=(entity.get("id") or {}).get("sep") or ":",
    )
    type.id_parts = id_parts(entity.get("id") or {}, type.separator)
    for call in entity.get("calls") or ():
        _add_call(type, call)
    read = entity.get("read") or {}
    _mark_primary(type, read.get("object") or {})
    for entry in read.get("set") or ():
        _add_reply_fields(type, entry)
    for spec in type.all_calls():
        spec.fields = [field for field in spec.fields if not _is_read_by_its_parts(field, spec.fields)]
    for spec in type.all_calls():
        if type.is_data_source and not spec.root and (spec.is_primary or not spec.takes_reply):
            spec.root = _common_list(spec)
    for call in entity.get("calls") or ():
        _add_equalities(type, call)
    _classify(type, entity)
    add_waits(type, entity)
    add_conditions_of_existence(type)
    for client_filter in entity.get("client_filters") or ():
        _add_filter(type, client_filter, words_of)
    for attribute, join in (entity.get("join") or {}).items():
        _add_actions(type, attribute, join)
    _require_members(type)
    name_id_parts(type)
    type.echoed = frozenset(paths.last_key(path) for spec in type.all_calls() for path in spec.reply)
    return type


# Calls


def rest_key(method: str, path: str) -> str:
    """The key of a REST call: ``GET /clusters/{}``, whatever the placeholder is made of."""
    return f"{method} {_PLACEHOLDER.sub('{}', path)}"


def path_parameter(number: int) -> str:
    """The name under which a request's arguments hold what stands in the path."""
    return f"path:{number}"


def _add_call(type: ResourceType, call: Entity) -> None:
    path, style = call.get("path") or "", call.get("style") or ""
    is_rest = bool(path) and style != "sdk"
    if is_rest:
        keys = [rest_key(call.get("method") or "", path)]
    else:
        keys = [action for action in (call.get("action") or "").split("|") if action]
    for key in keys:
        spec = CallSpec(
            n=call["n"], product=call.get("product") or "", version=call.get("version") or "", key=key,
            is_rest=is_rest, style=style,
        )  # fmt: skip
        if is_rest:
            for number, origin in enumerate(_PLACEHOLDER.findall(path)):
                found = sources(parse(origin))
                spec.parameters += [Parameter(path_parameter(number), s.leaf, s.conversions) for s in found]
        _add_parameters(type, spec, call.get("params") or ())
        reply = (call.get("reply") or {}).items()
        spec.reply = {spec.field_path(field): _reply_kind(field, kind, spec) for field, kind in reply}
        spec.reply.pop("", None)
        spec.success = {spec.field_path(field): value for field, value in (call.get("success") or {}).items()}
        spec.not_found = [code for code in call.get("not_found") or () if not _RETRIED.match(code)]
        spec.knows_absence_by_status = bool(call.get("ok_not_found"))
        spec.not_found_when = call.get("not_found_when") or []
        for number, part in enumerate(type.id_parts):
            for source in part.sources:
                if isinstance(source.leaf, ReplyValue) and source.leaf.call == spec.n:
                    spec.id_fields.append((number, spec.field_path(source.leaf.path), source.conversions))
        type.calls.setdefault(spec.n, []).append(spec)


def _add_parameters(type: ResourceType, spec: CallSpec, parameters: Iterable[Entity]) -> None:
    entries: dict[str, list[tuple[Origin, str]]] = defaultdict(list)
    for parameter in parameters:
        path, origin = parameter["p"].replace(".*[]", "[]"), parse(parameter["from"])
        if path == "@body" and isinstance(origin, Attribute) and "@" not in origin.path:
            path = paths.WHOLE_BODY  # the text as it is
        if spec.is_rest:
            path = f"body{path}" if path.startswith("[") else path.removeprefix("body.")
        entries[path].append((origin, parameter.get("when") or ""))
        spec.names.add(paths.first_key(path))
        for place, value in places_of(path, origin):
            for source in direct_sources(value):
                spec.parameters.append(Parameter(place, source.leaf, source.conversions))
                spec.takes_reply |= isinstance(source.leaf, ReplyValue)
    spec.parameters = without_stand_ins(spec.parameters)
    in_host = {parameter["p"] for parameter in parameters if parameter.get("in") == "host"}
    for path, alternatives in entries.items():
        constants = {as_text(origin.value).lower() for origin, _ in alternatives if isinstance(origin, Constant)}
        is_always_sent = any(not when for _, when in alternatives)
        if all(isinstance(origin, Constant) for origin, _ in alternatives) and is_always_sent:
            spec.constants[path] = constants
        note_parameter(type, spec, path, alternatives, is_in_host=path in in_host)


def _reply_kind(path: str, kind: str, spec: CallSpec) -> str:
    """The type of a field of a reply."""
    is_number = (spec.version, paths.last_key(path)) in NUMBERS
    return f"number{'!' * kind.endswith('!')}" if is_number else kind


# What is read


def _mark_primary(type: ResourceType, read_object: Entity) -> None:
    number = read_object.get("call")
    object_path = read_object.get("path") or ""
    for spec in type.calls.get(number, ()) if number is not None else ():
        spec.is_primary = True
        spec.root = paths.list_of(spec.field_path(object_path))
        spec.picks += _picks(read_object.get("pick"))
        for condition in spec.not_found_when:
            for match in _DIFFERS.finditer(condition):
                field = _relative(object_path, match[1])
                spec.picks.append(Pick(field=field, origin=parse(match[2])))
    for spec in type.all_calls():
        if not spec.is_primary:
            _add_compared_ids(type, spec)
            _add_searched_id(type, spec)


def _add_compared_ids(type: ResourceType, spec: CallSpec) -> None:
    """What a poll compares with the id, in every call of the same action: an answer without it is another object's."""
    for condition in spec.not_found_when:
        for match in _DIFFERS.finditer(condition):
            if "[" in match[1]:
                continue
            for same in type.all_calls():
                if same.key == spec.key and not same.root:
                    same.picks.append(Pick(field=spec.field_path(match[1]), origin=parse(match[2])))


def _add_searched_id(type: ResourceType, spec: CallSpec) -> None:
    """The id in a list that is searched for it, besides the call that the object is read with: of a read without any
    parameter that names it (arms: ListNotificationPolicies)."""
    names_it = any(type.parts_of(parameter.leaf) for parameter in spec.parameters)
    if "no_match" in spec.not_found_when and len(type.id_parts) == 1 and spec.is_read and not names_it:
        spec.picks += [
            Pick(field=path, origin=IdPart())
            for path, kind in spec.reply.items()
            if path.endswith("[].Id") and path.count("[]") == 1 and not kind
        ]


def _add_equalities(type: ResourceType, call: Entity) -> None:
    """What the provider compares in the items of a list with the id or with an argument, where it reads nothing else of
    them: an answer without it is another object's."""
    for equality in call.get("equals") or ():
        for spec in type.calls.get(call["n"], ()):
            if spec.is_primary or spec.fields:
                continue
            field = spec.field_path(equality["field"])
            pick = Pick(field=field, origin=_origin(equality["eq"]), names_part=False)
            if pick not in spec.picks:
                spec.picks.append(pick)


def _common_list(spec: CallSpec) -> str:
    """The list that most fields are read from, where the data does not say which holds the objects."""
    read = [field.path for field in spec.fields] or list(spec.reply)
    lists = Counter(path.partition("[]")[0] for path in read if "[]" in path)
    return lists.most_common(1)[0][0] if lists else ""


def _picks(entries: object) -> tuple[Pick, ...]:
    found = entries if isinstance(entries, list) else []
    return tuple(Pick(field=entry["field"].lstrip("/"), origin=_origin(entry.get("eq"))) for entry in found)


def _origin(text: object) -> Origin:
    return parse(text) if isinstance(text, str) else UNKNOWN


def _relative(root: str, path: str) -> str:
    """A path from an object of the reply on."""
    start, whole = paths.normalized(root), paths.normalized(path)
    return whole[len(start) :].lstrip(".") if start and whole.startswith(start) else path


def _add_reply_fields(type: ResourceType, entry: Entity) -> None:
    origin = parse(entry["from"])
    if isinstance(origin, Constant):
        match = _EQUALS_WORD.search(entry.get("when") or "")
        for spec in type.calls.get(int(match[1]), ()) if match else ():
            assert match is not None
            path = spec.field_path(match[2])
            spec.conditions.append(Condition(attribute=entry["a"], value=origin.value, path=path, word=match[3]))
        return
    if isinstance(origin, IdPart) and not type.is_data_source:
        for place in type.parts_of(origin):
            if place != WHOLE_ID:
                type.id_parts[place].attributes |= {entry["a"]}
        return
    for source in sources(origin, reading=True):
        if not isinstance(source.leaf, ReplyValue) or source.leaf.call is None:
            continue
        for spec in type.calls.get(source.leaf.call, ()):
            path = spec.field_path(source.leaf.path)
            if not path and spec.is_rest and not spec.reply and type.kind(entry["a"]) == "string":
                path = paths.WHOLE_BODY  # the body is the text
            if not path:
                continue
            kind = spec.reply.get(path) or spec.reply.get(paths.normalized(path)) or ""
            spec.fields.append(
                ReplyField(
                    attribute=entry["a"],
                    path=path,
                    conversions=source.conversions,
                    type=kind,
                    picks=_picks(entry.get("pick")),
                    may_be_missing=entry.get("when") == "has",
                )
            )
            if any(conversion.name == "tags" for conversion in source.conversions):
                spec.reply.setdefault(path, "tags")


def _is_read_by_its_parts(field: ReplyField, fields: Iterable[ReplyField]) -> bool:
    """Whether a field is an object whose own fields are the members of a block: it is no list as the block is."""
    return any(
        part.attribute.startswith(f"{field.attribute}[].") and part.path.startswith(f"{field.path}.") for part in fields
    )


# Which call does what


def _classify(type: ResourceType, entity: Entity) -> None:
    called = {
        operation: [step["call"] for step in steps_of(entity, operation) if "call" in step]
        for operation in ("create", "read", "update", "delete")
    }
    type.reads = set(called["read"])
    primary = ((entity.get("read") or {}).get("object") or {}).get("call")
    if primary is not None:
        type.reads.add(primary)

    def writes(operation: str) -> list[int]:
        return [n for n in called[operation] if n not in type.reads and type.calls.get(n) and not _reads(type, n)]

    creating, updating, deleting = writes("create"), writes("update"), writes("delete")
    makes_id = {
        source.leaf.call for part in type.id_parts for source in part.sources if isinstance(source.leaf, ReplyValue)
    }
    type.creates = {n for n in creating if n in makes_id} or set(creating)
    type.updates = set(updating) | (set(creating) - type.creates)
    named = [n for n in deleting if type.calls[n][0].is_delete]
    strong = [n for n in named if _STRONG_DELETE.match(type.calls[n][0].key)]
    strong = [n for n in strong if type.calls[n][0].key not in DELETES_A_PART] or strong
    type.deletes = set(strong or named or deleting[-1:])
    type.updates |= set(deleting) - type.deletes
    _find_upserts(type, creating)
    waited = {n for operation in called for step in steps_of(entity, operation) for n in step.get("calls") or ()}
    type.reads |= {n for n in waited if type.calls.get(n)}
    type.reads |= {n for numbers in called.values() for n in numbers if type.calls.get(n) and _reads(type, n)}
    if type.is_data_source:
        type.reads = set(type.calls)
    is_made = bool(type.creates) or (bool(type.upserts) and not _begins_with_reading(type, entity))
    type.is_adopted = not type.is_data_source and not is_made


def _begins_with_reading(type: ResourceType, entity: Entity) -> bool:
    """Whether the provider reads the object before it first changes it: a setting, that is there all the time. What is
    called by the id of something else is a part of that."""
    if any(name.endswith("_id") for part in type.id_parts for name in part.attributes):
        return False
    steps = [step["call"] for step in (*steps_of(entity, "create"), *steps_of(entity, "update")) if "call" in step]
    return bool(steps) and any(spec.is_primary and spec.is_read for spec in type.calls.get(steps[0], ()))


def _reads(type: ResourceType, number: int) -> bool:
    return type.calls[number][0].is_read


def _find_upserts(type: ResourceType, creating: list[int]) -> None:
    """Calls that make what is not there yet: where no create does, or the user says the id."""
    if not type.creates:
        type.upserts = set(type.updates)
    if not type.has_cloud_made_id:
        type.upserts |= type.creates
        if not creating:
            type.upserts |= type.updates


# What data sources filter by, and actions that are values


def _add_filter(type: ResourceType, client_filter: Entity, words_of: Mapping[str, Sequence[str]]) -> None:
    """What a data source filters by itself: a list that nobody made must have one of each word that may be meant."""
    words: dict[str, list[str]] = {}
    for attribute in client_filter.get("attrs") or ():
        if attribute.startswith("sort"):
            continue  # an order, no filter
        described = type.attribute(attribute)
        default = described.get("def")
        own = described.get("enum") or ([] if default is None or isinstance(default, bool) else [default])
        words[attribute] = list(map(as_text, own if isinstance(own, list) else ())) or list(words_of.get(attribute, ()))
    for field in client_filter.get("fields") or () if words else ():
        for source in sources(parse(field), reading=True):
            leaf = source.leaf
            if not isinstance(leaf, ReplyValue) or leaf.call is None:
                continue
            if re.search("zone|region", paths.last_key(leaf.path), re.I):
                continue
            for spec in type.calls.get(leaf.call, ()):
                spec.filters.setdefault(paths.normalized(leaf.path), {}).update(words)


def _add_actions(type: ResourceType, attribute: str, join: Entity) -> None:
    """Pairs of actions that are an attribute's values: ``true>3`` is EnableX, ``!true>4`` DisableX."""
    if join.get("kind") != "action":
        return
    for entry in join.get("actions") or ():
        word, _, number = entry.rpartition(">")
        word = {"!true": "false", "!false": "true"}.get(word, word)
        if not number.isdigit() or word.startswith("!"):
            continue
        for spec in type.calls.get(int(number), ()):
            if not spec.is_read:
                spec.sets.append((attribute, word))


def _require_members(type: ResourceType) -> None:
    """Fields that become members of a list in another call's request: the SDK panics where one is missing."""
    for spec in type.all_calls():
        for parameter in spec.parameters:
            leaf = parameter.leaf
            if not parameter.path.endswith("[]") or not isinstance(leaf, ReplyValue) or leaf.call is None:
                continue
            for source in type.calls.get(leaf.call, ()):
                path = paths.normalized(source.field_path(leaf.path))
                if source.reply.get(path, "!")[-1:] != "!":
                    source.reply[path] += "!"
