"""Whether a value is of an argument's type, and one that the provider takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Final

from hcl_lint.common.suggestions import LONGEST
from hcl_lint.common.work import LINE, consume_budget
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.regular import Pattern, compile_expression
from hcl_lint.evaluate.known_values import is_placeholder, known_text
from hcl_lint.evaluate.numbers import Number
from hcl_lint.evaluate.types import NUMBER, Collection, name_of
from hcl_lint.evaluate.value import Value
from hcl_lint.schema.facts import ArgumentSchema, Bounds

#: How like a value must be to be suggested (difflib's ratio).
LIKENESS: Final = 0.75
#: Characters of a value, and values of an enumeration, in a message.
_SHOWN: Final = 80
_LISTED: Final = 30
#: Steps for compiling a regular expression of the configuration: up to 10 ms.
_COMPILING: Final = 5_000


def is_set(value: Value | None) -> bool | None:
    """Whether an argument is set: True, False, or None where that depends on what is not known."""
    if value is None or value.null:
        return False
    return True if value.known or _is_id(value) else None  # the id of a resource is never null


def _is_id(value: Value) -> bool:
    """Whether a value is the id of a managed resource."""
    reference = value.reference
    return reference is not None and reference.mode == "managed" and reference.path == ("id",)


def value_problems(name: str, title: str, value: Value, facts: ArgumentSchema) -> Iterator[str]:
    """What Terraform or the provider refuses of a value; nothing of one that is null, sensitive or not known.

    Args:
        name: of the argument.
        title: of the block that has it, for messages.
        value: the argument's value.
        facts: what the argument may be.
    """
    if value.null or value.any_sensitive:
        return
    text = known_text(value)
    if text is not None and is_placeholder(text):
        return
    converted = _converted(value, facts)
    if isinstance(converted, str):
        yield f"{name} of {title} does not take this value: {converted}"
    elif text is not None:
        yield from _out_of_bounds(name, text, value.number(), facts, is_number=facts.type == NUMBER)
    else:
        yield from _element_problems(name, converted, facts)


def _converted(value: Value, facts: ArgumentSchema) -> Value | str:
    """The value as one of the argument's type, or why Terraform does not convert it."""
    if facts.type is None:
        return value
    if not value.known and _is_id(value) and isinstance(facts.type, Collection):
        return f"{name_of(facts.type)} required, but an id is a string"
    try:
        return convert(value, facts.type)
    except EvaluationError as error:
        return str(error)


def _element_problems(name: str, value: Value, facts: ArgumentSchema) -> Iterator[str]:
    """What is refused of the elements of a list or set."""
    elements = value.sequence()
    if elements is None:
        return
    if len(elements) < facts.min_items:
        yield f"{name} has {len(elements)} elements, but needs at least {facts.min_items}"
    if facts.max_items is not None and len(elements) > facts.max_items:
        yield f"{name} has {len(elements)} elements, but takes at most {facts.max_items}"
    if facts.element is None:
        return
    for element in elements:
        text = known_text(element)
        if text is not None and not is_placeholder(text):
            yield from _out_of_bounds(name, text, element.number(), facts.element, is_number=False)


def _out_of_bounds(name: str, text: str, number: Number | None, facts: Bounds, *, is_number: bool) -> Iterator[str]:
    """Why a value, whose text and number are given, is none of the argument ``name``."""
    consume_budget(1 + (len(text) >> LINE))
    if facts.enum and not _is_listed(text, number if is_number else None, facts):
        yield f"{_shown(text)} is no value of {name}: {_expected(text, facts.enum)}"
    if number is not None and not _is_within(float(number), facts.min, facts.max):
        yield f"{name} is {text}, but must be {_range(facts.min, facts.max)}"
    size = len(text.encode())  # terraform-plugin-sdk: StringLenBetween counts bytes
    if not _is_within(size, facts.min_length, facts.max_length):
        yield f"{name} has {size} bytes, but must have {_range(facts.min_length, facts.max_length)}"
    elif facts.pattern and not re.fullmatch(facts.pattern, text):
        yield f"{_shown(text)} is no value of {name}: it must match {facts.pattern.removeprefix('|')}"
    elif facts.search and not _is_found(facts.search, text):
        yield f"{_shown(text)} is no value of {name}: it must match {facts.search}"
    elif facts.not_search and _is_found(facts.not_search, text):
        yield f"{_shown(text)} is no value of {name}: it must not match {facts.not_search}"
    if facts.check == "json" and not _is_json(text):
        yield f"{name} is not valid JSON"
    elif facts.check == "regular_expression" and not _is_expression(text):
        yield f"{_shown(text)} is no value of {name}: it is not a regular expression"
    for bounds in facts.all:
        yield from _out_of_bounds(name, text, number, bounds, is_number=is_number)
    if facts.any:
        problems = [[*_out_of_bounds(name, text, number, bounds, is_number=is_number)] for bounds in facts.any]
        if all(problems):
            yield ", and ".join(alternative[0] for alternative in problems)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")


def _expected(text: str, enum: tuple[str, ...]) -> str:
    close = get_close_matches(text, enum, 1, LIKENESS) if len(text) <= LONGEST else []
    if close:
        return f"did you mean {close[0]!r}?"
    values = [value for value in enum if value]
    more = f" or one of {len(values) - _LISTED} others" if len(values) > _LISTED else ""
    return " or ".join(map(repr, values[:_LISTED])) + more


def _is_listed(text: str, number: Number | None, facts: Bounds) -> bool:
    if number is not None:
        return any(float(number) == float(value) for value in facts.enum)
    if facts.ignore_case:
        return text.lower() in {value.lower() for value in facts.enum}
    return text in facts.enum


def _is_within(number: float, least: float | None, most: float | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def _range(least: float | None, most: float | None) -> str:
    if least is None or most is None:
        return f"at most {most:.15g}" if least is None and most is not None else f"at least {least or 0:.15g}"
    return f"{least:.15g} to {most:.15g}"


@cache
def _expression(pattern: str) -> Pattern | None:
    return compile_expression(pattern)  # of the schema: a test compiles all


def _is_found(pattern: str, text: str) -> bool:
    expression = _expression(pattern)
    return expression is None or expression.search(text) is not None


def _is_json(text: str) -> bool:
    """terraform-plugin-sdk: StringIsJSON takes an empty text, too."""
    consume_budget(len(text) >> LINE)
    try:
        json.loads(text or "null")
    except RecursionError:
        pass
    except ValueError:
        return False
    return True


def _is_expression(text: str) -> bool:
    consume_budget(_COMPILING)
    try:
        compile_expression(text)
    except EvaluationError:
        return False
    return True
