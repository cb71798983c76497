"""Numbers on the command line, and problems of API fields in terms of options and arguments."""

from __future__ import annotations

import math
import re
from typing import Final

import click
from click.core import ParameterSource

_NEGATIVE: Final = re.compile(r"-[0-9.][^=]*")
#: Longer values are not repeated in messages.
_LONGEST_SHOWN: Final = 60


class IntegerType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A whole number, with the bounds in its message."""

    name = "integer"

    def __init__(self, lowest: int | None = None, highest: int | None = None) -> None:
        self._lowest = lowest
        self._highest = highest

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(str(value)) if str(value).isascii() else None
        except ValueError:  # more digits than Python reads, too
            number = None
        too_low = number is not None and self._lowest is not None and number < self._lowest
        too_high = number is not None and self._highest is not None and number > self._highest
        if number is None or too_low or too_high:
            self.fail(f"{str(value)[:40]!r} is not a whole number{self._bounds()}.", param, ctx)
        return number

    def _bounds(self) -> str:
        if self._highest is not None:
            return f" from {self._lowest} to {self._highest}"
        return "" if self._lowest is None else f" from {self._lowest} on"


class FiniteNumberType(click.ParamType):  # type: ignore[type-arg]
    """A number that JSON can hold: neither nan nor inf."""

    name = "float"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(str(value))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.fail(f"{str(value)[:40]!r} is not a number; write 2 or 0.5.", param, ctx)
        return number


INTEGER: Final = IntegerType()
FINITE_NUMBER: Final = FiniteNumberType()
PORT: Final = IntegerType(1, 65535)


class NumericArgumentsCommand(click.Command):
    """A command whose arguments are numbers: ``-1`` is a number that is too low, not an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if any(map(_NEGATIVE.fullmatch, args)):
            ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


def describe_parameter_problem(field: str, problem: str) -> str:
    """A problem of a field of the API, in terms of the option or argument of the running command.

    A parameter of a command has the name of the field that it becomes.

    Args:
        problem: without the field's name; begins with what is wrong.

    Returns:
        ``--for 1000d: must be at most 366 days.``; an empty text if the user did not give it.
    """
    context = click.get_current_context()
    parameter = next((candidate for candidate in context.command.params if candidate.name == field), None)
    source = context.get_parameter_source(field)
    if parameter is None or source in (None, ParameterSource.DEFAULT):
        return ""
    if source is ParameterSource.ENVIRONMENT:
        label = f"{parameter.envvar} (environment variable)"
    elif isinstance(parameter, click.Option):
        label = max(parameter.opts, key=len)
    else:
        label = parameter.human_readable_name.strip("[]")
    return f"{label}{_value_shown(context.params[field], problem)}: {problem}"


def _value_shown(value: object, problem: str) -> str:
    """A value as it was typed, unless the problem quotes it."""
    if isinstance(value, float):
        return f" {value:g}"
    if not isinstance(value, (str, int)) or isinstance(value, bool) or len(str(value)) > _LONGEST_SHOWN:
        return ""
    if isinstance(value, str) and repr(value) in problem:
        return ""
    return f" {value}" if value != "" else " ''"
