"""Elements of values: ``value.name``, ``value[key]`` and ``value[*]``, also of resources whose values are not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.types import ANY, NUMBER, STRING, Collection, ObjectType, TupleType, Type, kind_of, name_of
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Reference, Value, list_of, tuple_of, unknown
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
        found = data.get(name)
        if found is None:
            resource = _repeated(data.values())
            if resource:
                raise EvaluationError(f'{resource} has for_each: write {resource}["KEY"].{name} with the key of one')
            what = "map" if isinstance(value.type, Collection) else "object"
            raise EvaluationError(f'this {what} has no element "{name}"')
        return marked(found, value.sensitive)
    if data is UNKNOWN_VALUE:
        return _of_unknown(value, name, look_up)
    if data is None:
        raise EvaluationError(f"null has no attribute {name}")
    if isinstance(data, tuple) and (index := whole_number(name)) is not None:
        return index_of(value, Value(NUMBER, index), look_up)
    if isinstance(data, tuple):
        listed = _repeated(data)
        what = f"{listed} has count" if listed else f"a {name_of(value.type)} has no attribute {name}"
        raise EvaluationError(f"{what}: write {listed}[0].{name} for the first, {listed}[*].{name} for all")
    raise EvaluationError(f"a {name_of(value.type)} has no attribute {name}")


def _repeated(items: Iterable[Value]) -> str:
    """The resource or module call whose instances these are, as its own module writes it; empty for other values."""
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
    found = look_up(reference._replace(path=(*reference.path, step)))
    return marked(found, value.sensitive)


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
    sensitive = value.sensitive or key.sensitive
    if data is UNKNOWN_VALUE:
        return _index_unknown(value, key, look_up)
    if isinstance(data, tuple):
        if kind_of(value.type) == "set":
            raise EvaluationError("the elements of a set have no index")
        position = convert(key, NUMBER).data
        if position is UNKNOWN_VALUE:
            return unknown(_element_type(value.type, -1), value.span, _common_reference(data), sensitive)
        if not isinstance(position, int) or not 0 <= position < len(data):
            raise EvaluationError(f"there is no element {key.text()}: the {_kind(value)} has {len(data)} elements")
        found = data[position]
    elif isinstance(data, dict):
        name = convert(key, STRING).data
        if name is UNKNOWN_VALUE:
            return unknown(
                _element_type(value.type, ""), value.span, _common_reference(tuple(data.values())), sensitive
            )
        if name not in data:
            raise EvaluationError(f'there is no element "{name}" in this {_kind(value)}')
        found = data[str(name)]
        if not isinstance(value.type, Collection):  # Terraform forgets that the name of an attribute was sensitive
            sensitive = value.sensitive
    else:
        raise EvaluationError(f"a {name_of(value.type)} has no elements")
    return marked(found, sensitive)


def _kind(value: Value) -> str:
    return value.type.kind if isinstance(value.type, Collection) else name_of(value.type)


def _index_unknown(value: Value, key: Value, look_up: LookUp) -> Value:
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
    """All instances of one resource indexed by something unknown: some instance of it."""
    references = [item.reference for item in items]
    first = references[0] if references else None
    if first is None or first.path or first.mode == "variable":
        return None
    if all(one is not None and one._replace(key=None) == first._replace(key=None) for one in references):
        return first._replace(key=UNKNOWN_VALUE)
    return None


def _is_instance(reference: Reference | None) -> bool:
    """One resource or module instance, so an object."""
    return (
        reference is not None
        and not reference.path
        and reference.mode != "variable"
        and reference.key is not UNKNOWN_VALUE
    )


def splat(source: Value, each: Callable[[Value], Value], span: Span) -> Value:
    """``source[*]``: what ``each`` makes of every element; a single value counts as a list of it, null as none."""
    data = source.data
    if data is None:
        if kind_of(source.type) in ("list", "set", "tuple"):
            raise EvaluationError("null has no elements")
        return tuple_of((), span)._replace(sensitive=source.sensitive)
    if data is UNKNOWN_VALUE:
        if (isinstance(source.type, str) and source.type != ANY) or _is_instance(source.reference):
            return tuple_of((each(source),), span)
        return unknown(span=span, sensitive=source.sensitive)
    if not isinstance(data, tuple):
        return tuple_of((each(source),), span)._replace(sensitive=source.sensitive)
    items = tuple(each(item) for item in data)
    if isinstance(source.type, Collection):
        element = items[0].type if items else ANY
        return list_of(element, items, span)._replace(sensitive=source.sensitive)
    return tuple_of(items, span)._replace(sensitive=source.sensitive)
