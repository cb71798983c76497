"""The provider as far as the contract data describes it: creates a resource and reads a data source, in process.

It sends what the provider would, without HTTP, and evaluates the origins of the data forwards, as the provider does.
Conditions are left aside: an argument that is there is sent.
"""

from __future__ import annotations

import functools
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import JsonValue

from tests.support.lab import ALICE, HANGZHOU, Json
from tfmock.core.accounts import Caller
from tfmock.core.call import Call
from tfmock.core.store import Transaction
from tfmock.core.world import World
from tfmock.services.crud import paths
from tfmock.services.crud.checks import Checker
from tfmock.services.crud.contract import CallSpec, ResourceType
from tfmock.services.crud.contracts import DATA
from tfmock.services.crud.engine import CrudCall, CrudEngine
from tfmock.services.crud.origins import (
    Attribute,
    Constant,
    Context,
    Function,
    IdPart,
    Origin,
    ReplyValue,
    as_number,
    as_text,
    parse,
)
from tfmock.services.crud.references import ReferenceChecker
from tfmock.services.crud.rows import CrudRow

#: An id of which the data does not say how the provider makes it.
UNKNOWN = "?"
_CONTEXT = {"region": HANGZHOU, "account": ALICE}


@functools.cache
def entities() -> Mapping[str, Json]:
    """Every resource and data source, as the data has it, by name."""
    found: dict[str, Json] = {}
    for path in sorted(DATA.glob("*.json.z")):
        if path.name != "index.json.z":
            for entity in json.loads(zlib.decompress(path.read_bytes()))["entities"]:
                found[entity["name"]] = entity
    return found


def ignore_references(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let calls name what does not exist: arguments are made up."""
    monkeypatch.setattr(ReferenceChecker, "problem", lambda *_: None)
    monkeypatch.setattr(ReferenceChecker, "check_ram_names", lambda *_: None)


def ignore_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let calls say no more than a test is about."""
    monkeypatch.setattr(Checker, "check_required", lambda *_: None)
    monkeypatch.setattr(Checker, "check_values", lambda *_: None)


@dataclass(kw_only=True)
class Known:
    """What an origin may be made of: arguments, replies by the call's number, the id, and the item of a list."""

    attributes: Mapping[str, Any] = field(default_factory=dict)
    replies: dict[int, Json] = field(default_factory=dict)
    item: tuple[int, ...] = ()
    id: tuple[str, ...] = ()
    separator: str = ":"

    def value(self, origin: Origin) -> Any:
        """The value of an expression; None where something of it is not there."""
        if isinstance(origin, Constant):
            return origin.value
        if isinstance(origin, Context):
            return _CONTEXT.get(origin.name)
        if isinstance(origin, IdPart):
            parts = self.id if origin.index is None else self.id[origin.index : origin.index + 1]
            return self.separator.join(parts) if parts else None
        if isinstance(origin, Attribute):
            found = [] if origin.change else [value for _, value in paths.find(dict(self.attributes), origin.path)]
            return (found or None) if "[]" in origin.path else next(iter(found), None)
        if isinstance(origin, ReplyValue):
            values = paths.find(self.replies.get(origin.call or 0, {}), origin.path)
            own = [value for place, value in values if place[: len(self.item)] == self.item or "[]" not in origin.path]
            return next(iter(own), None)
        return self._computed(origin) if isinstance(origin, Function) else None

    def _computed(self, function: Function) -> Any:
        values = [self.value(argument) for argument in function.arguments]
        if function.name == "any":
            return next((value for value in values if value not in (None, "")), None)
        if None in values or not values:
            return None
        first = values[0]
        if function.name == "cat":
            return "".join(map(as_text, values))
        if function.name == "map":
            return dict(function.table).get(as_text(first), first)
        if function.name in ("tolower", "toupper"):
            return as_text(first).lower() if function.name == "tolower" else as_text(first).upper()
        if function.name == "part":
            pieces = as_text(first).split(as_text(values[2]) if len(values) > 2 else ":")
            return pieces[int(values[1])] if int(values[1]) < len(pieces) else None
        simple: dict[str, Callable[[Any], Any]] = {
            "str": as_text,
            "int": as_number,
            "json": json.dumps,
            "list": lambda value: [value],
        }
        return simple[function.name](first) if function.name in simple else first


def _reply_values(origin: Origin) -> Iterator[ReplyValue]:
    if isinstance(origin, ReplyValue):
        yield origin
    elif isinstance(origin, Function):
        for argument in origin.arguments:
            yield from _reply_values(argument)


def sample(name: str, described: Mapping[str, Any]) -> JsonValue:
    """A value that an argument may have."""
    kind, enum = described.get("t"), described.get("enum")
    if enum:
        return enum[0]  # type: ignore[no-any-return]
    if kind in ("list", "set"):
        block = described.get("block")
        if block:
            return [{key: sample(key, below) for key, below in block.items() if "r" in below.get("f", "")}]
        return [1] if described.get("elem") == "int" else [f"m-{name}"]
    values: dict[str, JsonValue] = {
        "int": int(described.get("min") or 1),
        "float": 1.5,
        "bool": True,
        "map": {"k": "v"},
    }
    return values.get(str(kind)) or _text(name, described)


def _text(name: str, described: Mapping[str, Any]) -> str:
    """A text of the form that an argument's pattern asks for."""
    plain = f"of-{name.replace('_', '-')}"
    forms = (
        plain, plain.replace("-", "_"), plain.replace("-", ""), f"/{plain}", f"https://{plain}.com", "1234567",
        "letters", "me@example.com", "https://oapi.dingtalk.com/robot/send?access_token=abc",
    )  # fmt: skip
    pattern, most = described.get("pattern") or "", described.get("max_len")
    readable = pattern.replace(r"\w-.", r"\w.-")  # Go reads a range there as three characters
    return next((form[:most] for form in forms if re.search(readable, form[:most])), plain)


def configuration(type: ResourceType) -> dict[str, JsonValue]:
    """Arguments of a resource: what is required, defaults, names, descriptions and tags."""
    chosen: dict[str, JsonValue] = {}
    for name, described in type.schema.items():
        assert isinstance(described, dict)
        flags = type.flags(name)
        is_name = type.kind(name) == "string" and re.search(r"(^|_)name$|description", name)
        if "r" in flags or ("o" in flags and (is_name or name == "tags")):
            chosen[name] = sample(name, described)
        elif described.get("def") is not None:
            chosen[name] = described["def"]
    return chosen


@dataclass(frozen=True)
class SimulatedProvider:
    """The provider in one world."""

    engine: CrudEngine
    world: World

    def call(self, spec: CallSpec, arguments: Json) -> Json:
        """The reply of a call.

        Raises:
            ApiError: the call is refused.
        """

        def work(transaction: Transaction) -> Json:
            call = Call(
                world=self.world, transaction=transaction, caller=Caller(ALICE), region=HANGZHOU, now=transaction.now
            )
            crud_call = CrudCall(
                product=spec.product, version=spec.version, key=spec.key, host=spec.product.lower(),
                arguments=arguments, region=HANGZHOU, explicit_region=HANGZHOU,
            )  # fmt: skip
            return self.engine.answer(call, crud_call)

        return self.world.run(work)

    def create(self, type: ResourceType, attributes: Mapping[str, JsonValue]) -> CrudRow | None:
        """Create a resource; what is stored of it, if anything is."""
        entity, known = entities()[type.name], Known(attributes=attributes)
        for step in (entity.get("create") or {}).get("steps") or ():
            number = step.get("call")
            if number in type.creates | type.upserts:
                known.replies[number] = self.call(type.calls[number][0], _arguments(entity, number, known))
                if number in type.creates:
                    break
        rows = [row for row in self.world.store.table(CrudRow).rows() if row.type == type.name and not row.deleted]
        return rows[0] if rows else None

    def read(self, type: ResourceType, row: CrudRow, attributes: Mapping[str, JsonValue]) -> dict[str, Any] | None:
        """What the provider reads of a resource with the call that it finds it by: attributes that are one value, as
        far as no condition stands before them. None where it takes the resource for gone.

        Raises:
            ApiError: the call is refused.
        """
        entity = entities()[type.name]
        known = Known(attributes=attributes, id=row.parts, separator=type.separator)
        spec = next(spec for spec in type.all_calls() if spec.is_primary)
        reply = known.replies[spec.n] = self.call(spec, _arguments(entity, spec.n, known))
        if spec.root and not paths.first(reply, spec.root):
            return None
        read = {}
        for entry in entity["read"].get("set") or ():
            origin, name = parse(entry["from"]), entry["a"]
            calls = {value.call for value in _reply_values(origin)}
            if calls == {spec.n} and not entry.get("when") and type.kind(name) in ("string", "int", "bool", "float"):
                known.item = (0,) * max(value.path.count("[]") for value in _reply_values(origin))
                read[name] = known.value(origin)
        return read

    def ids(self, data_source: ResourceType, attributes: Mapping[str, JsonValue]) -> list[str]:
        """The ids of what a data source lists, :data:`UNKNOWN` where the data does not say it.

        Raises:
            ApiError: a call is refused.
        """
        entity, known = entities()[data_source.name], Known(attributes=attributes)
        primary = next(spec for spec in data_source.all_calls() if spec.is_primary)
        before = [step.get("call") for step in entity["read"].get("steps") or () if not step.get("when")]
        for number in [*(n for n in before if n is not None and n < primary.n), primary.n]:
            spec = data_source.calls[number][0]
            known.replies[number] = self.call(spec, _arguments(entity, number, known))
        entries = entity["read"].get("set") or ()
        name = "ids[]" if any(entry["a"] == "ids[]" for entry in entries) else "[].id"
        origins = [parse(entry["from"]) for entry in entries if entry["a"].endswith(name)]
        if not any(any(_reply_values(origin)) for origin in origins):
            return [UNKNOWN for _ in paths.find(known.replies[primary.n], f"{primary.root}[]")]
        return [as_text(value) for origin in origins for value in _each(origin, known)]


def _each(origin: Origin, known: Known) -> Iterator[JsonValue]:
    """The values of an expression for each item of the list that it goes through."""
    values = sorted(_reply_values(origin), key=lambda value: value.path.count("["), reverse=True)
    for value in values[:1]:
        items = value.path.rpartition("[]")[0]
        reply = known.replies.get(value.call or 0, {})
        for place, _ in paths.find(reply, f"{items}[]") if items else [((), reply)]:
            yield Known(attributes=known.attributes, replies=known.replies, item=place).value(origin)


def _arguments(entity: Json, number: int, known: Known) -> Json:
    call = next(call for call in entity["calls"] if call["n"] == number)
    is_rest = bool(call.get("path")) and call.get("style") != "sdk"
    arguments: Json = {}
    for place, origin in enumerate(re.findall(r"\{([^{}]*)\}", call["path"]) if is_rest else ()):
        arguments[f"path:{place}"] = as_text(known.value(parse(origin)))
    for parameter in call.get("params") or ():
        origin, path = parse(parameter["from"]), parameter["p"]
        if "@" in path or (isinstance(origin, Constant) and parameter.get("when")):
            continue
        value = known.value(origin)
        if is_rest:
            path = f"body{path}" if path.startswith("[") else path.removeprefix("body.")
        elif isinstance(value, (bool, int, float)):
            value = as_text(value)
        if isinstance(value, list) and "[]" in path:
            for place, member in enumerate(value):
                paths.put(arguments, path, (place,), member)
        elif value is not None and value != []:
            paths.put(arguments, path, (), value)
    return arguments
