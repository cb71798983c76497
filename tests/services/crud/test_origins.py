"""Origin expressions: read as the contract data writes them, and every conversion inverted."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from tfmock.services.crud.origins import (
    UNKNOWN,
    Attribute,
    Constant,
    Context,
    Function,
    IdPart,
    Origin,
    ReplyValue,
    convert,
    invert,
    parse,
    sources,
)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ('="a,\\"b)"', Constant('a,"b)')),
        ("=3", Constant(3)),
        ("=true", Constant(True)),
        ("attr:a.b[].c", Attribute("a.b[].c")),
        ("attr.removed:tags[]", Attribute("tags[]", "removed")),
        ("reply:12:A.B[0].C", ReplyValue(12, "A.B[0].C")),
        ("reply:A.B", ReplyValue(None, "A.B")),
        ("id", IdPart()),
        ("id[1]", IdPart(1)),
        ("region", Context("region")),
        ("str(attr:n)", Function("str", (Attribute("n"),))),
        ("map:a>b;c>d(attr:n)", Function("map", (Attribute("n"),), (("a", "b"), ("c", "d")))),
        ('cat(="x:",id[0])', Function("cat", (Constant("x:"), IdPart(0)))),
        ('="unfinished', UNKNOWN),
        ("str(attr:n", UNKNOWN),
        ("?", UNKNOWN),
    ],
)
def test_an_expression_is_read(text: str, origin: Origin) -> None:
    assert parse(text) == origin


VALUES: dict[str, tuple[JsonValue, ...]] = {
    "str(attr:x)": ("a", ""),
    "map:Enabled>true;Disabled>false(attr:x)": ("Enabled", "Disabled", "Other"),
    'cat(="group:",attr:x,=":end")': ("a", "", "group:"),
    'join(attr:x,=";")': (["a"], ["a", "b"], []),
    'split(attr:x,=",")': ("a", "a,b"),
    'trimprefix(attr:x,="Enterprise_")': ("Enterprise_Basic",),
    'trimsuffix(attr:x,="Z")': ("12:00Z",),
    "json(attr:x)": ({"a": [1, "b"]}, [1, {}]),
    "base64(attr:x)": ("text", "", "Ünïcödé 名"),
    'cmp(==,attr:x,="PrePaid")': ("PrePaid",),
    "cmp(!=,attr:x,=true)": (True, False),
    'base64(join(map:a>b(attr:x),="|"))': (["c", "d"],),
    "arith(*,attr:x,=1024)": (3, 0),
    "arith(/,attr:x,=1024)": (2048,),
    "arith(+,attr:x,=1)": (7,),
}


@pytest.mark.parametrize(("text", "value"), [(text, value) for text, values in VALUES.items() for value in values])
def test_conversions_are_inverted(text: str, value: JsonValue) -> None:
    (source,) = sources(parse(text))
    assert source.leaf == Attribute("x")
    assert invert(source.conversions, convert(source.conversions, value)) == value


def test_reading_base64_decodes() -> None:
    (source,) = sources(parse("base64(reply:0:Content)"), reading=True)
    assert convert(source.conversions, "dGV4dA==") == "text"
    assert invert(source.conversions, "text") == "dGV4dA=="


@pytest.mark.parametrize("text", ["arith(attr:x,=12)", "jsonata:sum(attr:x)"])
def test_what_cannot_be_inverted_is_not(text: str) -> None:
    (source,) = sources(parse(text))
    assert invert(source.conversions, 12) is None
