"""Rows as earlier versions of tfmock stored them: documents and journal records may have former names of fields.

A row, or a dataclass that is part of one, says in ``former_fields`` what its fields were called; see
:class:`tfmock.core.store.Row`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from pydantic import JsonValue

#: Gives a stored value its present field names. The value given is left as it is.
Renaming: TypeAlias = Callable[[JsonValue], JsonValue]


def renaming_for(annotation: object) -> Renaming | None:
    """What gives stored values of a type their present names; None where no name in it was ever another."""
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        return _renaming_for_dataclass(annotation)
    arguments = [argument for argument in get_args(annotation) if argument is not Ellipsis]
    renamings = [renaming_for(argument) for argument in arguments]
    if not any(renamings):
        return None
    origin = get_origin(annotation)
    if origin is tuple and Ellipsis not in get_args(annotation):
        return lambda value: _each_by_place(renamings, value)
    changing = [renaming for renaming in renamings if renaming is not None]
    if origin in (tuple, list, frozenset):
        return lambda value: [changing[0](member) for member in value] if isinstance(value, list) else value
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return lambda value: (
            {name: changing[-1](member) for name, member in value.items()} if isinstance(value, dict) else value
        )
    return lambda value: _one_after_the_other(changing, value)  # Union, Annotated


def _renaming_for_dataclass(kind: type[Any]) -> Renaming | None:
    former: Mapping[str, str] = getattr(kind, "former_fields", {})
    hints = get_type_hints(kind)
    parts = {
        field.name: renaming
        for field in dataclasses.fields(kind)
        if (renaming := renaming_for(hints[field.name])) is not None
    }
    if not former and not parts:
        return None

    def rename(value: JsonValue) -> JsonValue:
        if not isinstance(value, dict):
            return value
        renamed = dict(value)
        for old, new in former.items():
            if old in renamed and new not in renamed:
                renamed[new] = renamed.pop(old)
        for name, part in parts.items():
            if name in renamed:
                renamed[name] = part(renamed[name])
        return renamed

    return rename


def _each_by_place(renamings: list[Renaming | None], value: JsonValue) -> JsonValue:
    if not isinstance(value, list) or len(value) != len(renamings):
        return value
    pairs = zip(renamings, value, strict=True)
    return [member if renaming is None else renaming(member) for renaming, member in pairs]


def _one_after_the_other(renamings: list[Renaming], value: JsonValue) -> JsonValue:
    for renaming in renamings:
        value = renaming(value)
    return value
