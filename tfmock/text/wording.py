"""What pydantic finds wrong with a value, in words that need no knowledge of Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

_NOT_A_TABLE: Final = "must be a table of names and values"
_WHOLE: Final = "must be a whole number"
_NUMBER: Final = "must be a number"
_TEXT: Final = "must be a text"
_LIST: Final = "must be a list"
#: By type of error. None quotes the value: it may be a secret.
_PLAIN: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "extra_forbidden": "is unknown",
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": "must be a smaller number",
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": "must be a finite number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "none_required": "must be null",
    "string_type": _TEXT,
    "string_unicode": "must be UTF-8 text",
    "bytes_type": _TEXT,
    "path_type": "must be a path",
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "iterable_type": _LIST,
    "dict_type": _NOT_A_TABLE,
    "mapping_type": _NOT_A_TABLE,
    "model_type": _NOT_A_TABLE,
    "model_attributes_type": _NOT_A_TABLE,
    "dataclass_type": _NOT_A_TABLE,
    "unexpected_keyword_argument": "is unknown",
    "missing_argument": "is missing",
    "missing_keyword_only_argument": "is missing",
    "json_type": "is not JSON",
    "recursion_loop": "is nested too deeply",
}
_OF_LIMITS: Final[Mapping[str, Callable[[Mapping[str, object]], str]]] = {
    "greater_than": lambda limits: f"must be greater than {_number(limits['gt'])}",
    "greater_than_equal": lambda limits: f"must be at least {_number(limits['ge'])}",
    "less_than": lambda limits: f"must be less than {_number(limits['lt'])}",
    "less_than_equal": lambda limits: f"must be at most {_number(limits['le'])}",
    "string_too_short": lambda limits: _at_least(limits["min_length"], "character"),
    "string_too_long": lambda limits: f"takes at most {limits['max_length']} characters",
    "too_short": lambda limits: _at_least(limits["min_length"], "entry"),
    "too_long": lambda limits: f"takes at most {limits['max_length']} entries",
    "string_pattern_mismatch": lambda limits: f"must look like {limits['pattern']} (a regular expression)",
    "literal_error": lambda limits: f"must be {limits['expected']}",
    "enum": lambda limits: f"must be {limits['expected']}",
    "json_invalid": lambda limits: f"is not JSON: {limits['error']}",
}
_BOUNDS: Final = frozenset({"greater_than", "greater_than_equal", "less_than", "less_than_equal"})
#: Own checks raise these: their messages are ours.
_OURS: Final = frozenset({"value_error", "assertion_error"})
#: Of a field's description for programs (``json_schema_extra``): the unit of its bounds.
UNIT: Final = "x-unit"


def worded(error: ErrorDetails, field: FieldInfo | None = None) -> str:
    """One problem, to be put behind the name of what is wrong; without a full stop.

    Args:
        error: of ``ValidationError.errors()``, with its context.
        field: the field that it is about: both of its bounds are said, and their unit.
    """
    kind, limits = error["type"], error.get("ctx")
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _BOUNDS and field is not None:
        return _range(field)
    if limits and kind in _OF_LIMITS:
        return _OF_LIMITS[kind](limits)
    if kind in _OURS:
        return error["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ").rstrip(".")
    return "does not fit here"


def first_problem(invalid: ValidationError) -> tuple[str, str]:
    """Where a value is wrong (``tables.vpcs.2.serial``; empty where it is as a whole), and what is wrong there."""
    first = invalid.errors(include_url=False, include_input=False)[0]
    return ".".join(str(part) for part in first["loc"]), worded(first)


def sentence(what: str) -> str:
    """A message with its full stop; a question (``did you mean a?``) has an end already."""
    return what if what.endswith("?") else f"{what}."


def _range(field: FieldInfo) -> str:
    """``must be from 400 to 599``, ``must be greater than 0 and at most 600 seconds``."""
    bounds = {
        name: getattr(constraint, name)
        for constraint in field.metadata
        for name in ("gt", "ge", "lt", "le")
        if hasattr(constraint, name)
    }
    words = (("gt", "greater than"), ("ge", "at least"), ("lt", "less than"), ("le", "at most"))
    extra = field.json_schema_extra
    unit = f" {extra[UNIT]}" if isinstance(extra, dict) and UNIT in extra else ""
    if {"ge", "le"} == bounds.keys():
        return f"must be from {_number(bounds['ge'])} to {_number(bounds['le'])}{unit}"
    return f"must be {' and '.join(f'{word} {_number(bounds[name])}' for name, word in words if name in bounds)}{unit}"


def _at_least(count: object, what: str) -> str:
    if count == 1:
        return "must not be empty"
    return f"needs at least {count} {what.removesuffix('y') + 'ies' if what.endswith('y') else what + 's'}"


def _number(limit: object) -> object:
    """``600`` of 600.0."""
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit
