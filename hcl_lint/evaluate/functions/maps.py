"""Functions on maps and objects; elements keep where they come from."""

from collections.abc import Mapping

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.collections import items_of
from hcl_lint.evaluate.functions.spec import Context, Function, lift, listed, marked, plain, raw
from hcl_lint.evaluate.types import ANY, STRING, Collection, Type, name_of
from hcl_lint.evaluate.value import UNKNOWN, Value, collected, list_of, map_of, object_of, tuple_of, unknown

_STRINGS = listed(STRING)


def entries_of(value: Value, name: str) -> dict[str, Value] | None:
    """Entries of a map or object; None if unknown.

    Raises:
        EvaluationError: for anything else.
    """
    if value.data is UNKNOWN:
        return None
    if not isinstance(value.data, dict):
        raise EvaluationError(
            f"{name} needs a map or object, not {'null' if value.null else 'a ' + name_of(value.type)}"
        )
    return value.data


def _lookup(arguments: list[Value], context: Context) -> Value:
    entries, key = entries_of(arguments[0], "lookup"), arguments[1].data
    if entries is None or not isinstance(key, str):
        return marked(unknown(), arguments[:2])
    found = entries.get(key)
    if found is None:
        if len(arguments) < 3:
            raise EvaluationError(f'lookup: there is no key "{key}" and no default')
        found = arguments[2]
    if isinstance(arguments[0].type, Collection):
        found = convert(found, arguments[0].type.element)
    return marked(found, arguments[:2])


def _merge(arguments: list[Value], context: Context) -> Value:
    out: dict[str, Value] = {}
    known = True
    for argument in arguments:
        if argument.null:
            continue
        entries = entries_of(argument, "merge")
        if entries is None:
            known = False
            continue
        out.update(entries)
    if not known:
        return marked(unknown(), arguments)
    kinds = {argument.type for argument in arguments if not argument.null}
    first = next(iter(kinds), None)
    if len(kinds) == 1 and isinstance(first, Collection):
        return marked(map_of(first.element, out), arguments)
    return marked(object_of(out), arguments)


def _keys(arguments: list[Value], context: Context) -> Value:
    entries = entries_of(arguments[0], "keys")
    if entries is None:
        return marked(unknown(_STRINGS), arguments)
    items = tuple(Value(STRING, key, entries[key].span) for key in sorted(entries))
    is_map = isinstance(arguments[0].type, Collection)
    return marked(collected(_STRINGS, items) if is_map else tuple_of(items), arguments)


def _values(arguments: list[Value], context: Context) -> Value:
    entries = entries_of(arguments[0], "values")
    if entries is None:
        return marked(unknown(), arguments)
    items = tuple(entries[key] for key in sorted(entries))
    kind = arguments[0].type
    return marked(list_of(kind.element, items) if isinstance(kind, Collection) else tuple_of(items), arguments)


def _zipmap(arguments: list[Value], context: Context) -> Value:
    keys, items = items_of(arguments[0], "zipmap"), items_of(arguments[1], "zipmap")
    if keys is None or items is None or not all(key.known for key in keys):
        return marked(unknown(), arguments)
    if len(keys) != len(items):
        raise EvaluationError("zipmap: there must be as many keys as values")
    out = {str(key.data): item for key, item in zip(keys, items, strict=True)}
    kind = arguments[1].type
    return marked(map_of(kind.element, out) if isinstance(kind, Collection) else object_of(out), arguments)


def _transpose(groups: dict[str, list[str]]) -> Value:
    out: dict[str, list[str]] = {}
    for key in sorted(groups):
        for item in groups[key]:
            out.setdefault(item, []).append(key)
    kind: Type = Collection("map", _STRINGS)
    return convert(lift({key: sorted(items) for key, items in out.items()}), kind)


FUNCTIONS: Mapping[str, Function] = {
    "lookup": raw(_lookup, ANY, STRING, ANY, optional=1),
    "merge": raw(_merge, variadic=ANY),
    "keys": raw(_keys, ANY),
    "values": raw(_values, ANY),
    "zipmap": raw(_zipmap, _STRINGS, ANY),
    "transpose": plain(_transpose, Collection("map", _STRINGS), result=Collection("map", _STRINGS)),
}
