"""What pydantic finds wrong with a value, in words for people who know nothing of Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_NOT_A_TABLE: Final = "must be a table of names and values"
#: By type of error. None quotes the value: it may be a secret.
_PLAIN: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_type": "must be a text",
    "path_type": "must be a path",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": _NOT_A_TABLE,
    "mapping_type": _NOT_A_TABLE,
    "model_type": _NOT_A_TABLE,
    "model_attributes_type": _NOT_A_TABLE,
    "dataclass_type": _NOT_A_TABLE,
    "json_invalid": "is not JSON",
}
_OF_LIMITS: Final[Mapping[str, Callable[[Mapping[str, object]], str]]] = {
    "greater_than": lambda limits: f"must be greater than {_number(limits['gt'])}",
    "greater_than_equal": lambda limits: f"must be at least {_number(limits['ge'])}",
    "less_than": lambda limits: f"must be less than {_number(limits['lt'])}",
    "less_than_equal": lambda limits: f"must be at most {_number(limits['le'])}",
    "string_too_short": lambda limits: f"needs at least {limits['min_length']} characters",
    "string_too_long": lambda limits: f"takes at most {limits['max_length']} characters",
    "string_pattern_mismatch": lambda limits: f"must look like {limits['pattern']} (a regular expression)",
    "literal_error": lambda limits: f"must be {limits['expected']}",
}


def worded(error: ErrorDetails) -> str:
    """One problem, to be put behind the name of what is wrong; without a full stop.

    Args:
        error: of ``ValidationError.errors()``, with its context.
    """
    if error["type"] in _PLAIN:
        return _PLAIN[error["type"]]
    limits = error.get("ctx")
    if limits and error["type"] in _OF_LIMITS:
        return _OF_LIMITS[error["type"]](limits)
    return error["msg"].removeprefix("Value error, ").rstrip(".")


def _number(limit: object) -> object:
    """``600`` of 600.0."""
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit
