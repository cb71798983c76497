"""Rows and requests: change a row by a request, match it against filters, fill a reply from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BeforeValidator

from tfmock.core.clock import timestamp
from tfmock.core.operation import Reply
from tfmock.core.store import Row, StatefulRow

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")
M = TypeVar("M", bound=Reply)


def _as_text(moment: object) -> object:
    return timestamp(moment) if isinstance(moment, float) else moment


#: A time that rows keep in seconds since 1970 and replies show as text.
Timestamp = Annotated[str, BeforeValidator(_as_text)]


def patched(row: D, **changes: object) -> D:
    """The row with those of the values that are not None: a parameter that is left out changes nothing."""
    given: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
    return replace(row, **given)


def matches(*filters: tuple[object, object]) -> bool:
    """Whether all filters of a request hold; each is what is requested and what there is.

    None, an empty text and an empty list request nothing. A list requests any of its items.
    """
    return all(_matches(requested, actual) for requested, actual in filters)


def _matches(requested: object, actual: object) -> bool:
    if requested is None or requested == "" or requested == []:
        return True
    return actual in requested if isinstance(requested, list) else actual == requested


def reply_of(model: type[M], row: Row, **fields: object) -> M:
    """A reply (or a part of one) filled from the row's fields of the same names, and from ``fields`` for the others.

    ``status`` is the row's state.
    """
    values = dict(fields)
    if isinstance(row, StatefulRow):
        values.setdefault("status", row.state)
    for name in model.model_fields:
        if name not in values and hasattr(row, name):
            values[name] = getattr(row, name)
    return model.model_validate(values)
