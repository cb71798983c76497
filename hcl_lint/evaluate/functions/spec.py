"""How a function is declared and called, with what all have in common: counts, types, null, unknown, sensitive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol

from hcl_lint.evaluate.budget import Budget
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError, NestingTooDeepError, NotJudgedError
from hcl_lint.evaluate.graphemes import normal
from hcl_lint.evaluate.numbers import Float
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, Collection, Type
from hcl_lint.evaluate.value import Value, object_of, tuple_of, unknown, unmarked, weight_of

#: Longer strings are unknown.
MAX_STRING: Final = 1_000_000
MAX_DEPTH: Final = 200
#: 2 ** _CLUSTERS characters that are not ASCII take about as long as one step.
_CLUSTERS: Final = 2


class FunctionContext(Protocol):
    """What a module provides to the functions that are called in it."""

    @property
    def base_directory(self) -> str: ...

    @property
    def budget(self) -> Budget: ...

    def readable(self, path: str) -> bool: ...
    def template(self, text: str, path: str, variables: dict[str, Value]) -> Value: ...


class Function(NamedTuple):
    """``parameters`` by position, then any number of ``variadic``; ``optional`` of the parameters may be missing.

    A *plain* function gets known, converted, non-null Python data and returns Python data. A *raw* one gets
    the values (converted where the parameter has a type) and the context, and handles the rest itself: null only
    where it takes ``nulls``, and the sensitive marks of its arguments' parts only where it ``keeps_marks``; else the
    arguments come without marks and the result is sensitive if any part of them was, as in cty.
    """

    run: Callable[..., Any]
    parameters: tuple[Type, ...] = ()
    variadic: Type | None = None
    result: Type = ANY
    optional: int = 0
    raw: bool = False
    nulls: bool = False
    keeps_marks: bool = False


def plain(
    run: Callable[..., Any], *parameters: Type, result: Type, variadic: Type | None = None, optional: int = 0
) -> Function:
    """A plain function."""
    return Function(run, parameters, variadic, result, optional)


def raw(
    run: Callable[..., Value],
    *parameters: Type,
    variadic: Type | None = None,
    optional: int = 0,
    nulls: bool = False,
    keeps_marks: bool = False,
) -> Function:
    """A raw function."""
    return Function(run, parameters, variadic, optional=optional, raw=True, nulls=nulls, keeps_marks=keeps_marks)


def call(name: str, function: Function, arguments: list[Value], context: FunctionContext) -> Value:
    """Call ``function``.

    Raises:
        EvaluationError: for a wrong number of arguments, wrong types, null, or what the function refuses.
    """
    least = len(function.parameters) - function.optional
    if len(arguments) < least or (function.variadic is None and len(arguments) > len(function.parameters)):
        raise EvaluationError(f"{name} takes {_count(function, least)}, but {len(arguments)} are given")
    context.budget.consume(sum(map(_cost, arguments)))
    converted = [_converted(name, function, index, argument) for index, argument in enumerate(arguments)]
    if function.keeps_marks:
        return _finished(_run_raw(function, converted, context), context)
    sensitive = any(argument.any_sensitive for argument in converted)
    if function.raw:
        unmarked_arguments = [unmarked(argument) for argument in converted] if sensitive else converted
        result = _run_raw(function, unmarked_arguments, context)
    else:
        result = _run_plain(name, function, converted)
    return _finished(result._replace(sensitive=True) if sensitive else result, context)


def _cost(argument: Value) -> int:
    cost = weight_of(argument)
    if type(argument.data) is str and not argument.data.isascii():  # its grapheme clusters may be looked for
        cost += len(argument.data) >> _CLUSTERS
    return cost


def _converted(name: str, function: Function, index: int, argument: Value) -> Value:
    """An argument as the type of its parameter."""
    kind = function.parameters[index] if index < len(function.parameters) else function.variadic or ANY
    try:
        converted = convert(argument, kind)
    except EvaluationError as error:
        raise EvaluationError(f"argument {index + 1} of {name}: {error.message}") from None
    if argument.data is None and not function.nulls:
        raise EvaluationError(f"argument {index + 1} of {name} is null")
    return converted


def _run_plain(name: str, function: Function, arguments: list[Value]) -> Value:
    if not all(argument.wholly_known for argument in arguments):
        return unknown(function.result)
    if any(element.null for argument in arguments for element in argument.elements()):
        raise EvaluationError(f"{name}: an element is null")
    try:
        result = function.run(*(argument.plain() for argument in arguments))
    except NotJudgedError:
        raise
    except EvaluationError as error:
        raise EvaluationError(f"{name}: {error.message}") from None
    except (TypeError, ValueError, ArithmeticError):  # a limit, or a case that the function does not cover
        return unknown(function.result)
    return convert(lift(result), function.result)


def _run_raw(function: Function, arguments: list[Value], context: FunctionContext) -> Value:
    try:
        value: Value = function.run(arguments, context)
    except (TypeError, ValueError, ArithmeticError):  # a limit, or a case that the function does not cover
        return unknown(function.result, sensitive=any(argument.any_sensitive for argument in arguments))
    return value


def _finished(result: Value, context: FunctionContext) -> Value:
    """The result, whose weight is taken from the budget; a string in Unicode's normal form."""
    context.budget.consume(weight_of(result))
    if type(result.data) is str:
        text = normal(result.data)
        return result if text is result.data else result._replace(data=text)
    return result


def _count(function: Function, least: int) -> str:
    most = len(function.parameters)
    if function.variadic is not None:
        return f"at least {least} arguments"
    return f"{least} arguments" if least == most else f"{least} to {most} arguments"


def lift(data: object, depth: int = 0) -> Value:
    """Plain Python data as a value (lists as tuples, dicts as objects).

    Raises:
        NestingTooDeepError: for more levels than the parser of configuration would follow.
    """
    if depth > MAX_DEPTH:
        raise NestingTooDeepError
    if isinstance(data, Value):
        return data
    if isinstance(data, bool):
        return Value(BOOL, data)
    if isinstance(data, (int, Float)):
        return Value(NUMBER, data)
    if isinstance(data, str):
        return Value(STRING, normal(data))
    if isinstance(data, dict):
        return object_of({normal(str(key)): lift(item, depth + 1) for key, item in data.items()})
    if isinstance(data, (list, tuple)):
        return tuple_of(tuple([lift(item, depth + 1) for item in data]))
    return Value(ANY, None)


def listed(kind: Type) -> Collection:
    return Collection("list", kind)


def marked_like(value: Value, sources: Sequence[Value]) -> Value:
    """``value``, sensitive if one of ``sources`` is, not counting their elements."""
    return value._replace(sensitive=True) if any(source.sensitive for source in sources) else value
