"""Values of a plan's JSON."""

from __future__ import annotations

import json
from typing import TypeAlias

from hcl_lint.evaluate.value import Key

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def as_object(value: Json) -> dict[str, Json]:
    """The value, if it is an object; else an empty one."""
    return value if isinstance(value, dict) else {}


def as_array(value: Json) -> list[Json]:
    """The value, if it is an array; else an empty one."""
    return value if isinstance(value, list) else []


def instance_key(text: str | None) -> Key:
    """An instance key as an address writes it between brackets: ``0``, ``"a"``, or none."""
    if not text:
        return None
    return int(text) if text.isdigit() else str(json.loads(text))
