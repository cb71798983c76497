"""Functions on maps and objects; elements keep where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.collections import items_of
from hcl_lint.evaluate.functions.spec import Function, FunctionContext, lift, listed, marked_like, plain, raw
from hcl_lint.evaluate.types import ANY, STRING, Collection, Type, kind_of, name_of
from hcl_lint.evaluate.value import Value, collected, list_of, map_of, object_of, tuple_of, unknown

_STRINGS: Final = listed(STRING)


def entries_of(value: Value, name: str) -> dict[str, Value] | None:
    """Entries of a map or object; None if unknown.

    Raises:
        EvaluationError: for anything else.
    """
    kind = value.type
    if value.data is None or (kind != ANY and kind_of(kind) not in ("map", "object")):
        raise EvaluationError(
            f"{name} needs a map or object, not {'null' if value.data is None else 'a ' + name_of(kind)}"
        )
    return value.data if isinstance(value.data, dict) else None


def _lookup(arguments: list[Value], context: FunctionContext) -> Value:
    entries, key = entries_of(arguments[0], "lookup"), arguments[1].data
    if arguments[1].null:
        raise EvaluationError("lookup: the key is null")
    kind = arguments[0].type
    default = arguments[2] if len(arguments) > 2 else None
    if default is not None and isinstance(kind, Collection):
        default = convert(default, kind.element)
    if entries is None or not isinstance(key, str):
        return marked_like(unknown(), arguments[:2])
    value = entries.get(key, default)
    if value is None:
        raise EvaluationError(f'lookup: there is no key "{key}" and no default')
    return marked_like(value, arguments[:2])


def _merge(arguments: list[Value], context: FunctionContext) -> Value:
    merged: dict[str, Value] = {}
    known = True
    for argument in arguments:
        if argument.null and (argument.type == ANY or not isinstance(argument.type, str)):
            known = known and argument.type != ANY
            continue
        entries = entries_of(argument, "merge")
        if entries is None:
            known = False
            continue
        merged.update(entries)
    present = [argument for argument in arguments if not argument.null]
    kinds = {argument.type for argument in arguments}
    if not known and not all(argument.known for argument in arguments):
        return marked_like(unknown(), present)
    first = next(iter(kinds), None)
    if len(kinds) == 1 and isinstance(first, Collection):
        return marked_like(map_of(first.element, merged), present)
    return marked_like(object_of(merged), present)


def _keys(arguments: list[Value], context: FunctionContext) -> Value:
    entries = entries_of(arguments[0], "keys")
    if entries is None:
        return marked_like(unknown(_STRINGS), arguments)
    items = tuple(Value(STRING, key, entries[key].span) for key in sorted(entries))
    is_map = isinstance(arguments[0].type, Collection)
    return marked_like(collected(_STRINGS, items) if is_map else tuple_of(items), arguments)


def _values(arguments: list[Value], context: FunctionContext) -> Value:
    entries = entries_of(arguments[0], "values")
    if entries is None:
        return marked_like(unknown(), arguments)
    items = tuple(entries[key] for key in sorted(entries))
    kind = arguments[0].type
    return marked_like(list_of(kind.element, items) if isinstance(kind, Collection) else tuple_of(items), arguments)


def _zipmap(arguments: list[Value], context: FunctionContext) -> Value:
    keys, items = items_of(arguments[0], "zipmap"), items_of(arguments[1], "zipmap", sets=False)
    if keys is None or items is None or not all(key.known for key in keys):
        return marked_like(unknown(), arguments)
    if len(keys) != len(items):
        raise EvaluationError("zipmap: there must be as many keys as values")
    if any(key.null for key in keys):
        raise EvaluationError("zipmap: a key is null")
    entries = {str(key.data): item for key, item in zip(keys, items, strict=True)}
    kind = arguments[1].type
    result = map_of(kind.element, entries) if isinstance(kind, Collection) else object_of(entries)
    return marked_like(result, [*arguments, *keys])


def _transpose(groups: dict[str, list[str | None] | None]) -> Value:
    transposed: dict[str, list[str]] = {}
    for key in sorted(groups):
        for item in groups[key] or ():
            if item is None:
                raise EvaluationError("a list has a null in it")
            transposed.setdefault(item, []).append(key)
    kind: Type = Collection("map", _STRINGS)
    return convert(lift({key: sorted(items) for key, items in transposed.items()}), kind)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "lookup": raw(_lookup, ANY, STRING, ANY, optional=1, nulls=True, keeps_marks=True),
    "merge": raw(_merge, variadic=ANY, nulls=True, keeps_marks=True),
    "keys": raw(_keys, ANY, keeps_marks=True),
    "values": raw(_values, ANY, keeps_marks=True),
    "zipmap": raw(_zipmap, _STRINGS, ANY, keeps_marks=True),
    "transpose": plain(_transpose, Collection("map", _STRINGS), result=Collection("map", _STRINGS)),
}
