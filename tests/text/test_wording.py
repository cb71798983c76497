"""pydantic's own error texts are never shown."""

from __future__ import annotations

from typing import cast

import pytest
from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_core._pydantic_core import list_all_errors

from tfmock.text.wording import UNIT, worded


@pytest.mark.parametrize("error", list_all_errors(), ids=lambda error: error["type"])
def test_every_pydantic_error_is_reworded(error: dict[str, object]) -> None:
    if error["type"] in ("value_error", "assertion_error"):
        pytest.skip("raised by our own checks, in our own words")
    message = str(error["example_message_python"])
    words = worded(cast(ErrorDetails, {"type": error["type"], "msg": message, "ctx": error["example_context"]}))
    assert not [word for word in ("Input", "should", "valid ", "required", "instance", "None") if word in words]


class _Model(BaseModel):
    share: float = Field(1, gt=0, le=1)
    status: int = Field(400, ge=400, le=599)
    wait: float = Field(1, gt=0, le=600, json_schema_extra={UNIT: "seconds"})
    count: int = Field(1, ge=1)
    name: str = Field("x", min_length=1)
    texts: list[str] = Field(["x"], min_length=2)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("share", 2, "must be greater than 0 and at most 1"),
        ("status", 20, "must be from 400 to 599"),
        ("wait", 601, "must be greater than 0 and at most 600 seconds"),
        ("count", 0, "must be at least 1"),
        ("count", "x", "must be a whole number"),
        ("name", "", "must not be empty"),
        ("texts", [], "needs at least 2 entries"),
    ],
)
def test_what_is_allowed(name: str, value: object, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        _Model.model_validate({name: value})
    assert worded(refused.value.errors()[0], _Model.model_fields[name]) == words
