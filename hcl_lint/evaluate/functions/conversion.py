"""Type conversion and the sensitive mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.functions.spec import Function, FunctionContext, raw
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, Collection, Type
from hcl_lint.evaluate.value import Value, boolean


def _to(kind: Type) -> Callable[[list[Value], FunctionContext], Value]:
    def run(arguments: list[Value], context: FunctionContext) -> Value:
        return convert(arguments[0], kind)

    return run


def _sensitive(arguments: list[Value], context: FunctionContext) -> Value:
    return arguments[0]._replace(sensitive=True)


def _nonsensitive(arguments: list[Value], context: FunctionContext) -> Value:
    return arguments[0]._replace(sensitive=False)


def _ephemeralasnull(arguments: list[Value], context: FunctionContext) -> Value:
    return arguments[0]


def _issensitive(arguments: list[Value], context: FunctionContext) -> Value:
    return boolean(arguments[0].sensitive)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "ephemeralasnull": raw(_ephemeralasnull, ANY, nulls=True, keeps_marks=True),
    "tobool": raw(_to(BOOL), ANY, nulls=True, keeps_marks=True),
    "tolist": raw(_to(Collection("list", ANY)), ANY, nulls=True, keeps_marks=True),
    "tomap": raw(_to(Collection("map", ANY)), ANY, nulls=True, keeps_marks=True),
    "tonumber": raw(_to(NUMBER), ANY, nulls=True, keeps_marks=True),
    "toset": raw(_to(Collection("set", ANY)), ANY, nulls=True, keeps_marks=True),
    "tostring": raw(_to(STRING), ANY, nulls=True, keeps_marks=True),
    "sensitive": raw(_sensitive, ANY, nulls=True, keeps_marks=True),
    "nonsensitive": raw(_nonsensitive, ANY, nulls=True, keeps_marks=True),
    "issensitive": raw(_issensitive, ANY, nulls=True, keeps_marks=True),
}
