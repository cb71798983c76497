"""yamldecode and yamlencode: YAML as Terraform reads and writes it, which is neither YAML 1.1 nor 1.2."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError, NestingTooDeepError
from hcl_lint.evaluate.functions.encoding import decoded64
from hcl_lint.evaluate.functions.spec import MAX_DEPTH, MAX_STRING, Function, FunctionContext, raw
from hcl_lint.evaluate.functions.yaml_writer import to_yaml
from hcl_lint.evaluate.graphemes import normal
from hcl_lint.evaluate.numbers import INFINITY, Narrow, Number
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value, null, object_of, parse_number, tuple_of, unknown, weight_of

if TYPE_CHECKING:
    import yaml

_PREFIX: Final = "tag:yaml.org,2002:"
_TRUE: Final = frozenset(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"])
_FALSE: Final = frozenset(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"])
_NULL: Final = frozenset(["", "~", "null", "Null", "NULL"])
_INFINITE: Final[Mapping[str, Number]] = {
    sign + word: -INFINITY if sign == "-" else INFINITY for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")
}
_WHOLE: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_BROKEN: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DATE: Final = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:([Tt])| +)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]+)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_TAGS: Final = frozenset(["str", "bool", "int", "float", "null", "timestamp", "binary"])


class _MergeKeyError(Exception):
    """Raised for the key ``<<``, which merges the entries of its value."""


def _yamldecode(arguments: list[Value], context: FunctionContext) -> Value:
    text = arguments[0].text()
    if text is None:
        return unknown(ANY)
    context.budget.consume(2 * len(text))  # PyYAML takes about 10 microseconds for a character
    import yaml

    events = yaml.parse(text or "\n", Loader=yaml.SafeLoader)
    try:
        return _Document(events).value()
    except yaml.YAMLError:
        raise EvaluationError("yamldecode: the text is not YAML") from None
    except RecursionError:
        raise NestingTooDeepError from None


class _Document:
    """The one document of a text, read from PyYAML's events."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        #: None while the value is still being read.
        self._anchors: dict[str, Value | None] = {}

    def value(self) -> Value:
        """The document's value.

        Raises:
            EvaluationError: there is none, or more than one, or something that Terraform does not read.
        """
        import yaml

        next(self._events)
        if not isinstance(next(self._events), yaml.DocumentStartEvent):
            raise EvaluationError("yamldecode: there is no document")
        value = self._next(0)
        next(self._events)
        if not isinstance(next(self._events), yaml.StreamEndEvent):
            raise EvaluationError("yamldecode: only a single document is allowed")
        return value

    def _next(self, depth: int) -> Value:
        return self._of(next(self._events), depth)

    def _of(self, event: yaml.Event, depth: int) -> Value:
        import yaml

        if depth > MAX_DEPTH:
            raise NestingTooDeepError
        if isinstance(event, yaml.AliasEvent):
            known = self._anchors.get(event.anchor or "")
            if known is None:
                raise EvaluationError(f"yamldecode: the anchor {event.anchor} is not defined before it is used")
            return known
        if not isinstance(event, (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            raise EvaluationError("yamldecode: a value is missing")
        if event.anchor:
            self._anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            try:
                value = _scalar(event)
            except _MergeKeyError:
                value = Value(STRING, "<<")
        elif isinstance(event, yaml.MappingStartEvent):
            value = self._mapping(event, depth)
        else:
            value = self._sequence(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = value
        return value

    def _sequence(self, start: yaml.SequenceStartEvent, depth: int) -> Value:
        import yaml

        if start.tag not in (None, _PREFIX + "seq"):
            raise EvaluationError(f"yamldecode: a sequence cannot be {start.tag}")
        items: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._of(event, depth + 1))
        return tuple_of(tuple(items))

    def _mapping(self, start: yaml.MappingStartEvent, depth: int) -> Value:
        import yaml

        if start.tag not in (None, _PREFIX + "map"):
            raise EvaluationError(f"yamldecode: a mapping cannot be {start.tag}")
        entries: dict[str, Value] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise EvaluationError("yamldecode: only strings are allowed as keys")
            try:
                key = convert(_scalar(event), STRING).data
            except _MergeKeyError:
                merged = self._next(depth + 1)
                if merged.data is UNKNOWN_VALUE:
                    raise ValueError("too large") from None
                if not isinstance(merged.data, dict):
                    raise EvaluationError("yamldecode: only a mapping can be merged") from None
                entries.update(merged.data)
                continue
            if key is None:
                raise EvaluationError("yamldecode: a key is null")
            entries[str(key)] = self._next(depth + 1)
        return object_of(entries)


def _scalar(event: yaml.ScalarEvent) -> Value:
    """A scalar's value.

    Raises:
        EvaluationError: for a tag that Terraform does not know or that does not fit.
        _MergeKeyError: it is ``<<``.
    """
    text, full = normal(event.value), event.tag or ""
    tag = full.removeprefix(_PREFIX)
    if full and (tag not in _TAGS or tag == full):
        raise EvaluationError(f"yamldecode: the tag {event.tag} is not supported")
    if tag not in ("str", "binary") and (not text or text[0] in "+-.0123456789yYnNtTfFoO~"):
        if event.style in ("'", '"'):
            return Value(STRING, text)
        value = _plain(text, tag)
        if value is not None:
            return value
    if not tag:
        if text == "<<":
            raise _MergeKeyError
        return Value(STRING, text)
    return _tagged(text, tag)


def _plain(text: str, tag: str) -> Value | None:
    """The value of a text without quotes; None if it is a plain string."""
    if text in _TRUE or text in _FALSE:
        return Value(BOOL, text in _TRUE)
    if text in _NULL:
        return null()
    if text in _INFINITE:
        return Value(NUMBER, _INFINITE[text])
    if not tag and text in (".nan", ".NaN", ".NAN"):
        raise EvaluationError("yamldecode: NaN is not supported")
    if text[0] == ".":
        return _parsed(text)
    if text[0] in "+-0123456789":
        moment = _date(text) if tag in ("", "timestamp") else None
        if moment is not None:
            return Value(STRING, moment)
        if _WHOLE.fullmatch(text) or _BROKEN.fullmatch(text):
            return _tagged(text, "int")
    return None


def _tagged(text: str, tag: str) -> Value:
    if tag == "str":
        return Value(STRING, text)
    if tag == "null":
        return null()
    if tag in ("int", "float"):
        digits = text.replace("_", "")
        parsed = _parsed(digits)
        if parsed is not None:
            return parsed
        if re.fullmatch(r"[-+]?0([oO]?[0-7]+|[xX][0-9a-fA-F]+|[bB][01]+)", digits):
            number = int(digits, 0)
            if -(1 << 63) <= number < 1 << 64:
                return Value(NUMBER, Narrow(number))
    elif tag == "timestamp":
        moment = _date(text)
        if moment is not None:
            return Value(STRING, moment)
    elif tag == "binary":
        with contextlib.suppress(EvaluationError):
            decoded64(text)
            return Value(STRING, text)
    raise EvaluationError(f"yamldecode: the text is not of the type {tag}")


def _parsed(text: str) -> Value | None:
    number = parse_number(text)
    return None if number is None else Value(NUMBER, number)


def _date(text: str) -> str | None:
    """A date or time as RFC 3339 has it; None if the text is none."""
    import datetime

    match = _DATE.fullmatch(text)
    if match is None or (match[4] and not match[8]) or (match[5] and not match[4] and match[8]):
        return None
    numbers = [int(match[group] or 0) for group in (1, 2, 3, 5, 6, 7)]
    try:
        moment = datetime.datetime(*numbers)  # type: ignore[arg-type]
    except ValueError:
        return None
    zone = match[8] or "Z"
    return moment.isoformat() + ("Z" if zone in ("Z", "+00:00", "-00:00") else zone)


def _yamlencode(arguments: list[Value], context: FunctionContext) -> Value:
    if not arguments[0].wholly_known:
        return unknown(STRING)
    context.budget.consume(8 * weight_of(arguments[0]))
    text = to_yaml(arguments[0])
    return Value(STRING, text if len(text) <= MAX_STRING else UNKNOWN_VALUE)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "yamldecode": raw(_yamldecode, STRING),
    "yamlencode": raw(_yamlencode, ANY, nulls=True),
}
