"""JSON values of contracts."""

from __future__ import annotations

from typing import TypeAlias, Union

Json: TypeAlias = Union[str, int, float, bool, "list[Json]", "dict[str, Json]", None]
Object: TypeAlias = dict[str, Json]


def as_object(value: Json) -> Object:
    """The value if it is an object; else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Json]:
    """The value if it is a list; else an empty one."""
    return value if isinstance(value, list) else []
