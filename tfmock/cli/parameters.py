"""Numbers on the command line, and refusals of the server in the words that were typed."""

from __future__ import annotations

import math
import re
from typing import Final

import click
from click.core import ParameterSource

_NEGATIVE: Final = re.compile(r"-[0-9.][^=]*")
#: A longer value would hide what is wrong with it.
_LONG: Final = 60


class Whole(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
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
            self.fail(f"{str(value)[:40]!r} is no whole number{self._bounds()}.", param, ctx)
        return number

    def _bounds(self) -> str:
        if self._highest is not None:
            return f" from {self._lowest} to {self._highest}"
        return "" if self._lowest is None else f" from {self._lowest} on"


class Number(click.ParamType):  # type: ignore[type-arg]
    """A number that JSON can hold: neither nan nor inf."""

    name = "float"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(str(value))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.fail(f"{str(value)[:40]!r} is no number; write 2 or 0.5.", param, ctx)
        return number


WHOLE: Final = Whole()
NUMBER: Final = Number()
PORT: Final = Whole(1, 65535)


class TakesNumbers(click.Command):
    """A command whose arguments are numbers: ``-1`` is one that is too low, and no option of that name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if any(map(_NEGATIVE.fullmatch, args)):
            ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


def as_typed(field: str, problem: str) -> str:
    """What the server found wrong with a field of its API, said of the flag or argument of the command that runs.

    A parameter of a command has the name of the field that it becomes.

    Args:
        problem: without the field's name; begins with what is wrong.

    Returns:
        ``--for 1000d: must be at most 366 days.``; an empty text where nobody typed it.
    """
    context = click.get_current_context()
    parameter = next((each for each in context.command.params if each.name == field), None)
    source = context.get_parameter_source(field)
    if parameter is None or source in (None, ParameterSource.DEFAULT):
        return ""
    if source is ParameterSource.ENVIRONMENT:
        label = f"{parameter.envvar} (environment variable)"
    elif isinstance(parameter, click.Option):
        label = max(parameter.opts, key=len)
    else:
        label = parameter.human_readable_name.strip("[]")
    return f"{label}{_shown(context.params[field], problem)}: {problem}"


def _shown(value: object, problem: str) -> str:
    """A value as it was typed, where the problem does not quote it already."""
    if isinstance(value, float):
        return f" {value:g}"
    if not isinstance(value, (str, int)) or isinstance(value, bool) or len(str(value)) > _LONG:
        return ""
    if isinstance(value, str) and repr(value) in problem:
        return ""
    return f" {value}" if value != "" else " ''"
