"""Elements of values: ``value.name``, ``value[key]``, ``value[*]`` and loops, also where values are not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.numbers import Narrow
from hcl_lint.evaluate.types import ANY, NUMBER, STRING, Collection, ObjectType, TupleType, Type, kind_of, name_of
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Reference, Value, list_of, object_of, string, tuple_of, unknown
from hcl_lint.source.text import Span
from tfmock.rulebook.values import whole_number

#: Finds the value of a resource attribute or module output.
LookUp: TypeAlias = Callable[[Reference], Value]


def marked(value: Value, sensitive: bool) -> Value:
    """``value``, sensitive if ``sensitive``."""
    return value._replace(sensitive=True) if sensitive and not value.sensitive else value


def attribute_of(value: Value, name: str, look_up: LookUp) -> Value:
    """``value.name``.

    Raises:
        EvaluationError: if the value has no such attribute.
    """
    data = value.data
    if isinstance(data, dict):
        if name not in data:
            raise _no_attribute(value, name)
        return marked(data[name], value.sensitive)
    if data is UNKNOWN_VALUE:
        return _of_unknown(value, name, look_up)
    if isinstance(data, tuple) and (index := whole_number(name)) is not None:
        return index_of(value, Value(NUMBER, index), look_up)
    raise _no_attribute(value, name)


def _no_attribute(value: Value, name: str) -> EvaluationError:
    """Why a known value has no such attribute; of a repeated resource or module call, how to name an instance."""
    data = value.data
    if data is None:
        return EvaluationError(f"null has no attribute {name}")
    if isinstance(data, dict):
        if address := _repeated(data.values()):
            return EvaluationError(f'{address} has for_each: write {address}["KEY"].{name} with the key of one')
        what = "map" if isinstance(value.type, Collection) else "object"
        return EvaluationError(f'this {what} has no element "{name}"')
    if isinstance(data, tuple):
        address = _repeated(data)
        what = f"{address} has count" if address else f"a {name_of(value.type)} has no attribute {name}"
        return EvaluationError(f"{what}: write {address}[0].{name} for the first, {address}[*].{name} for all")
    return EvaluationError(f"a {name_of(value.type)} has no attribute {name}")


def _repeated(items: Iterable[Value]) -> str:
    """The address, within its module, of what these are the instances of; empty for other values."""
    reference = next(iter(items), unknown()).reference
    if reference is None or reference.path or reference.key is None or reference.mode == "variable":
        return ""
    return f"module.{reference.name}" if reference.mode == "module" else reference._replace(module=()).config_address


def _of_unknown(value: Value, step: str | int, look_up: LookUp) -> Value:
    reference = value.reference
    if reference is None or reference.mode == "variable":
        return unknown(_element_type(value.type, step), value.span, sensitive=value.sensitive)
    if isinstance(step, int) and reference.key is UNKNOWN_VALUE and not reference.path:
        return value._replace(reference=reference._replace(key=step))
    if isinstance(step, str) and len(reference.path) == 0 and reference.key is UNKNOWN_VALUE and value.type != ANY:
        return value._replace(reference=reference._replace(key=step))
    return marked(look_up(reference._replace(path=(*reference.path, step))), value.sensitive)


def _element_type(kind: Type, step: str | int) -> Type:
    if isinstance(kind, Collection):
        return kind.element
    if isinstance(kind, ObjectType) and isinstance(step, str):
        return dict(kind.attributes).get(step, ANY)
    if isinstance(kind, TupleType) and isinstance(step, int) and 0 <= step < len(kind.items):
        return kind.items[step]
    return ANY


def index_of(value: Value, key: Value, look_up: LookUp) -> Value:
    """``value[key]``.

    Raises:
        EvaluationError: if there is no such element.
    """
    data = value.data
    if key.data is None:
        raise EvaluationError("null cannot be an index")
    if data is None:
        raise EvaluationError("null has no elements")
    if data is UNKNOWN_VALUE:
        return _index_of_unknown(value, key, look_up)
    if isinstance(data, tuple):
        return _item(value, data, key)
    if isinstance(data, dict):
        return _entry(value, data, key)
    raise EvaluationError(f"a {name_of(value.type)} has no elements")


def _item(value: Value, items: tuple[Value, ...], key: Value) -> Value:
    if kind_of(value.type) == "set":
        raise EvaluationError("the elements of a set have no index")
    sensitive = value.sensitive or key.sensitive
    position = convert(key, NUMBER).data
    if position is UNKNOWN_VALUE:
        return unknown(_element_type(value.type, -1), value.span, _common_reference(items), sensitive)
    if not isinstance(position, int) or not 0 <= position < len(items):
        raise EvaluationError(f"there is no element {key.text()}: the {_kind(value)} has {len(items)} elements")
    return marked(items[position], sensitive)


def _entry(value: Value, entries: dict[str, Value], key: Value) -> Value:
    sensitive = value.sensitive or key.sensitive
    name = convert(key, STRING).data
    if name is UNKNOWN_VALUE:
        return unknown(_element_type(value.type, ""), value.span, _common_reference(tuple(entries.values())), sensitive)
    if name not in entries:
        raise EvaluationError(f'there is no element "{name}" in this {_kind(value)}')
    if not isinstance(value.type, Collection):  # Terraform forgets that the name of an attribute was sensitive
        sensitive = value.sensitive
    return marked(entries[str(name)], sensitive)


def _kind(value: Value) -> str:
    return value.type.kind if isinstance(value.type, Collection) else name_of(value.type)


def _index_of_unknown(value: Value, key: Value, look_up: LookUp) -> Value:
    reference = value.reference
    if key.data is not UNKNOWN_VALUE:
        step = key.data if isinstance(key.data, (int, str)) and not isinstance(key.data, bool) else key.text() or ""
        if reference is not None and reference.key is UNKNOWN_VALUE and not reference.path:
            return value._replace(reference=reference._replace(key=step))
        return _of_unknown(value, step, look_up)
    if reference is None or reference.mode == "variable":
        return unknown(_element_type(value.type, -1), value.span, sensitive=value.sensitive)
    if reference.key is UNKNOWN_VALUE and not reference.path:
        return value
    return unknown(ANY, value.span, reference._replace(path=(*reference.path, UNKNOWN_VALUE)), value.sensitive)


def _common_reference(items: tuple[Value, ...]) -> Reference | None:
    """A reference to some instance, where the items are all instances of one resource; else None."""
    references = [item.reference for item in items]
    first = references[0] if references else None
    if first is None or first.path or first.mode == "variable":
        return None
    any_instance = first._replace(key=UNKNOWN_VALUE)
    if all(reference and reference._replace(key=UNKNOWN_VALUE) == any_instance for reference in references):
        return any_instance
    return None


def _is_instance(reference: Reference | None) -> bool:
    """Whether it refers to one resource or module instance, which is an object."""
    return (
        reference is not None
        and not reference.path
        and reference.mode != "variable"
        and reference.key is not UNKNOWN_VALUE
    )


def splat(source: Value, select: Callable[[Value], Value], span: Span) -> Value:
    """``source[*]``: what ``select`` makes of every element; a single value counts as a list of it, null as none."""
    data = source.data
    if data is None:
        if kind_of(source.type) in ("list", "set", "tuple"):
            raise EvaluationError("null has no elements")
        return tuple_of((), span)._replace(sensitive=source.sensitive)
    if data is UNKNOWN_VALUE:
        if (isinstance(source.type, str) and source.type != ANY) or _is_instance(source.reference):
            return tuple_of((select(source),), span)
        return unknown(span=span, sensitive=source.sensitive)
    if not isinstance(data, tuple):
        return tuple_of((select(source),), span)._replace(sensitive=source.sensitive)
    items = tuple(select(item) for item in data)
    if isinstance(source.type, Collection):
        element = items[0].type if items else ANY
        return list_of(element, items, span)._replace(sensitive=source.sensitive)
    return tuple_of(items, span)._replace(sensitive=source.sensitive)


# --- loops


def iterate(collection: Value) -> list[tuple[Value, Value]] | None:
    """Keys and elements in the order in which Terraform walks over them; None if they are unknown.

    Raises:
        EvaluationError: if the value cannot be walked over.
    """
    data = collection.data
    if data is UNKNOWN_VALUE:
        return None
    if isinstance(data, dict):
        return [(string(key, data[key].span), data[key]) for key in sorted(data)]
    if isinstance(data, tuple):
        if kind_of(collection.type) == "set":
            return [(item, item) for item in data]
        return [(Value(NUMBER, Narrow(index), item.span), item) for index, item in enumerate(data)]
    raise EvaluationError("null has no elements" if data is None else f"a {name_of(collection.type)} has no elements")


def loop_names(key_name: str | None, value_name: str, key: Value, value: Value) -> dict[str, Value]:
    """The names that are bound to one element."""
    return {key_name: key, value_name: value} if key_name else {value_name: value}


def object_of_pairs(items: list[tuple[str, Value]], grouped: bool, span: Span) -> Value:
    """The object of ``{for ... : key => value}``, or with ``grouped`` of ``value...``.

    Raises:
        EvaluationError: if a key comes twice and nothing groups.
    """
    groups: dict[str, list[Value]] = {}
    for name, value in items:
        groups.setdefault(name, []).append(value)
        if not grouped and len(groups[name]) > 1:
            raise EvaluationError(f'two elements have the key "{name}": write ... after the value to group them')
    if grouped:
        return object_of({name: tuple_of(tuple(group), span) for name, group in groups.items()}, span)
    return object_of({name: group[0] for name, group in groups.items()}, span)
