"""Paths of values in requests and replies: ``a.b[].c``, ``x@json.y``, ``list[Code=k].Value``, ``list[2]``."""

from __future__ import annotations

import base64
import binascii
import functools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pydantic import JsonValue

#: The place of a value in the lists that its path goes through with ``[]``.
Indexes: TypeAlias = tuple[int, ...]
JsonObject: TypeAlias = dict[str, JsonValue]

#: The key that stands for a body that is no JSON object: a list, or a text.
WHOLE_BODY: Final = "$body"

_STEP: Final = re.compile(r"\[(?P<inside>[^\]]*)\]|@(?P<codec>\w+)|(?P<key>[^.\[\]@]+)|\.")
_BRACKETS: Final = re.compile(r"\[[^\]]*\]")
#: Longer lists than this are made by no request of the provider; a path with ``[999999999]`` must not fill the memory.
_LONGEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path.

    Attributes:
        kind: ``key``, ``each`` (all members), ``at`` (one member), ``pick`` (the member with a field of a given
            value), ``map`` (the keys or the values of a mapping) or ``open`` (a text that holds further values).
        name: the key; the field of ``pick``; ``key`` or ``value`` of ``map``; ``json``, ``base64``, ... of ``open``.
    """

    kind: str
    name: str = ""
    value: str = ""
    index: int = 0


@functools.lru_cache(maxsize=8192)
def steps(path: str) -> tuple[Step, ...]:
    """A path, parsed."""
    return tuple(_steps(path))


def _steps(path: str) -> Iterator[Step]:
    for match in _STEP.finditer(path):
        inside, codec, key = match["inside"], match["codec"], match["key"]
        if key is not None:
            yield Step("key", key)
        elif codec is not None:
            yield Step("map" if codec in ("key", "value") else "open", codec)
        elif inside is not None and inside.isdigit():
            yield Step("at", index=int(inside))
        elif inside and "=" in inside:
            name, _, value = inside.partition("=")
            yield Step("pick", name, value)
        elif inside is not None:
            yield Step("each")


def find(node: JsonValue, path: str) -> list[tuple[Indexes, JsonValue]]:
    """Every value at a path, with its place in the lists on the way."""
    found: list[tuple[Indexes, JsonValue]] = [((), node)]
    for step in steps(path):
        found = [
            ((*indexes, *more), value) for indexes, parent in found for more, value in _SELECT[step.kind](step, parent)
        ]
    return found


def first(node: JsonValue, path: str) -> JsonValue:
    """The first value at a path; None where there is none."""
    found = find(node, path)
    return found[0][1] if found else None


def has(node: JsonValue, path: str) -> bool:
    """Whether there is a value at a path."""
    return bool(find(node, path))


_Selected: TypeAlias = "Iterator[tuple[Indexes, JsonValue]]"


def _select_key(step: Step, node: JsonValue) -> _Selected:
    if isinstance(node, list) and len(node) == 1:
        node = node[0]
    if isinstance(node, dict) and step.name in node:
        yield (), node[step.name]


def _select_each(step: Step, node: JsonValue) -> _Selected:
    if isinstance(node, list):
        yield from (((number,), member) for number, member in enumerate(node))
    elif node not in (None, ""):
        yield (0,), node


def _select_at(step: Step, node: JsonValue) -> _Selected:
    if not isinstance(node, list):
        if step.index == 0:
            yield (), node
    elif step.index < len(node):
        yield (), node[step.index]


def _select_pick(step: Step, node: JsonValue) -> _Selected:
    if isinstance(node, list):
        yield from (((), member) for member in node if _is_picked(step, member))


def _is_picked(step: Step, member: JsonValue) -> bool:
    return isinstance(member, dict) and str(member.get(step.name)) == step.value


def _select_map(step: Step, node: JsonValue) -> _Selected:
    if isinstance(node, dict):
        for number, (key, value) in enumerate(node.items()):
            yield (number,), key if step.name == "key" else value


def _select_open(step: Step, node: JsonValue) -> _Selected:
    try:
        yield (), _opened(step.name, node)
    except (ValueError, binascii.Error, RecursionError):
        return


def _opened(codec: str, node: JsonValue) -> JsonValue:
    if not isinstance(node, str):
        return node
    if codec in ("json", "yaml"):  # the YAML that is written here is JSON
        # slb: the provider writes this JSON itself, with single quotation marks
        text = node.replace("'", '"') if node.startswith(("{'", "[{'")) else node
        parsed: JsonValue = json.loads(text)
        return parsed
    if codec == "base64":
        return base64.b64decode(node).decode()
    return list[JsonValue](node.split(",")) if codec == "join" else node


_SELECT: Final = {
    "key": _select_key, "each": _select_each, "at": _select_at, "pick": _select_pick, "map": _select_map,
    "open": _select_open,
}  # fmt: skip


def put(root: JsonObject, path: str, indexes: Sequence[int], value: JsonValue) -> None:
    """Set a value, making what is missing on the way.

    Args:
        indexes: the members to take at the ``[]`` of the path, in order; 0 where there are fewer.
    """
    todo = [step for step in steps(path) if step.kind not in ("open", "map")]
    rest = list(indexes)
    node: JsonValue = root
    for number, step in enumerate(todo):
        following = todo[number + 1].kind if number + 1 < len(todo) else ""
        if not following:
            _set_last(node, step, rest, value)
            return
        child = _child(node, step, rest, is_list=following in ("each", "at", "pick"))
        if child is None:
            return
        node = child


def _set_last(node: JsonValue, step: Step, rest: list[int], value: JsonValue) -> None:
    if step.kind == "key":
        if isinstance(node, dict):
            node[step.name] = value
    elif step.kind == "pick":
        _picked(node, step)
    elif isinstance(node, list):
        index = _index(step, rest)
        if index < _LONGEST:
            node.extend([None] * (index + 1 - len(node)))
            node[index] = value


def _child(node: JsonValue, step: Step, rest: list[int], *, is_list: bool) -> JsonValue:
    """The list or object at a step, made where it is missing; None where the path does not fit what is there."""
    if step.kind == "key":
        if not isinstance(node, dict):
            return None
        child = node.get(step.name)
        if not isinstance(child, (dict, list)):
            child = node[step.name] = [] if is_list else {}
        return child
    if step.kind == "pick":
        return _picked(node, step)
    index = _index(step, rest)
    if not isinstance(node, list) or index >= _LONGEST:
        return None
    while len(node) <= index:
        node.append({})
    child = node[index]
    if is_list and not isinstance(child, list):
        child = node[index] = []
    return child


def _index(step: Step, rest: list[int]) -> int:
    if step.kind == "at":
        return step.index
    return rest.pop(0) if rest else 0


def _picked(node: JsonValue, step: Step) -> JsonObject | None:
    if not isinstance(node, list):
        return None
    for member in node:
        if isinstance(member, dict) and _is_picked(step, member):
            return member
    made: JsonObject = {step.name: step.value}
    node.append(made)
    return made


@functools.lru_cache(maxsize=8192)
def normalized(path: str) -> str:
    """A path with every bracket empty: ``a[0].b`` and ``a[].b`` are the same field."""
    return _BRACKETS.sub("[]", path)


@functools.lru_cache(maxsize=8192)
def last_key(path: str) -> str:
    """The name of the field: ``c`` of ``a.b[].c``."""
    names = [step.name for step in steps(path) if step.kind == "key"]
    return names[-1] if names else ""


@functools.lru_cache(maxsize=8192)
def first_key(path: str) -> str:
    """The outermost name: ``a`` of ``a.b[].c``."""
    return re.split(r"[.\[@]", path, maxsplit=1)[0]


def list_of(path: str) -> str:
    """The innermost list that a path goes through: ``A.B`` of ``A.B[0].C``; empty where there is none."""
    at = path.rfind("[")
    return path[:at] if at >= 0 else ""


_EMPTY: Final[tuple[JsonValue, ...]] = ("", None, [], {})


def merge(target: JsonObject, other: JsonObject) -> None:
    """Put one object over another, deeply: what is empty hides nothing, lists of objects are merged by place."""
    for key, value in other.items():
        present = target.get(key)
        if isinstance(value, dict) and isinstance(present, dict):
            merge(present, value)
        elif isinstance(value, list) and isinstance(present, list) and _are_alike(present, value):
            for mine, theirs in zip(present, value, strict=True):
                if isinstance(mine, dict) and isinstance(theirs, dict):
                    merge(mine, theirs)
        elif value in _EMPTY and present not in _EMPTY:
            continue
        else:
            target[key] = value


def _are_alike(first_list: list[JsonValue], second: list[JsonValue]) -> bool:
    """Whether two lists hold as many objects, so that their members belong together."""
    return len(first_list) == len(second) > 0 and isinstance(first_list[0], dict) and isinstance(second[0], dict)


def fill(target: JsonObject, other: JsonObject, *, lists: bool = False) -> None:
    """Add what an object lacks; what it has stays.

    Args:
        lists: an empty list counts as lacking.
    """
    for key, value in other.items():
        present = target.get(key)
        if key not in target or (lists and present == [] and isinstance(value, list)):
            target[key] = value
        elif isinstance(value, dict) and isinstance(present, dict):
            fill(present, value, lists=lists)
        elif isinstance(value, list) and isinstance(present, list) and len(present) == len(value):
            for mine, theirs in zip(present, value, strict=True):
                if isinstance(mine, dict) and isinstance(theirs, dict):
                    fill(mine, theirs, lists=lists)


def flatten(values: Sequence[JsonValue]) -> list[JsonValue]:
    """The values in lists of lists, in order."""
    flat: list[JsonValue] = []
    for value in values:
        if isinstance(value, list):
            flat += flatten(value)
        else:
            flat.append(value)
    return flat
