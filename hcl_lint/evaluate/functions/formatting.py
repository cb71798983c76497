"""format and formatlist."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.encoding import to_json
from hcl_lint.evaluate.functions.spec import MAX_STRING, Function, FunctionContext, listed, raw
from hcl_lint.evaluate.graphemes import clusters, length
from hcl_lint.evaluate.numbers import Float, fixed, general, is_infinite, scientific
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, kind_of
from hcl_lint.evaluate.value import Value, collected, unknown, weight_of

_VERB = re.compile(
    r"%(?:%|(?P<flags>[-+ #0]*)(?P<width>[1-9][0-9]*)?(?:\.(?P<precision>[0-9]*))?(?:\[(?P<index>[1-9][0-9]*)\])?"
    r"(?P<verb>[a-zA-Z]))"
)
_MAX_WIDTH = 1024


def _format(arguments: list[Value], context: FunctionContext) -> Value:
    if arguments[0].data is None:
        raise EvaluationError("format: the text is null")
    if not all(argument.wholly_known for argument in arguments) or _untyped_null(arguments):
        return unknown(STRING)
    return Value(STRING, _render(str(arguments[0].data), arguments[1:]))


def _untyped_null(arguments: list[Value]) -> bool:
    """With a null that has no type, go-cty never knows the result, also not after apply."""
    return any(argument.data is None and argument.type == ANY for argument in arguments)


def _render(text: str, values: list[Value]) -> str:
    out: list[str] = []
    at = following = highest = size = 0
    for found in _VERB.finditer(text):
        if "%" in text[at : found.start()]:
            break
        out.append(text[at : found.start()])
        at = found.end()
        verb = found.group("verb")
        if verb is None:
            out.append("%")
            continue
        position = int(found.group("index")) - 1 if found.group("index") else following
        if not 0 <= position < len(values):
            raise EvaluationError(f"format: there is no argument for {found.group()}")
        following = position + 1
        highest = max(highest, following)
        out.append(_verb(found, verb, values[position]))
        size += len(out[-1])
        if size > MAX_STRING:
            raise ValueError("too long")
    tail = text[at:]
    if "%" in tail:
        raise EvaluationError("format: the text ends within a %, or something else than a verb follows one")
    if highest < len(values):
        raise EvaluationError("format: there are more arguments than the text uses")
    return "".join(out) + tail


def _verb(found: re.Match[str], verb: str, value: Value) -> str:
    flags, width = found.group("flags"), int(found.group("width") or 0)
    precision = None if found.group("precision") is None else int(found.group("precision") or 0)
    if width > _MAX_WIDTH or (precision or 0) > _MAX_WIDTH:
        raise ValueError("the width is too large")
    if verb == "v":
        return _padded(_default(value) if "#" not in flags else to_json(value.plain()), flags, width)
    if value.data is None:
        raise EvaluationError(f"format: null cannot be written with %{verb}")
    if verb in "sq":
        text = str(_converted(value, STRING).data)
        text = "".join(clusters(text)[:precision]) if precision else text
        return _padded(to_json(text) if verb == "q" else text, flags, width)
    if verb == "t":
        return "true" if _converted(value, BOOL).data else "false"
    if verb in "bdoxXeEfgG":
        data = _converted(value, NUMBER).data
        if not isinstance(data, (int, Float)):
            raise ValueError("not known")
        written = _whole if verb in "bdoxX" else _broken
        return written(flags, width, precision, verb, data)
    raise EvaluationError(f"format: there is no %{verb}")


def _default(value: Value) -> str:
    """``%v``: strings as they are, numbers in short, all else as JSON."""
    data = value.data
    if isinstance(data, str):
        return data
    if isinstance(data, (int, Float)) and not isinstance(data, bool):
        return general(data, None)
    return to_json(value.plain())


def _converted(value: Value, kind: str) -> Value:
    try:
        return convert(value, kind)
    except EvaluationError as error:
        raise EvaluationError(f"format: {error.message}") from None


def _padded(text: str, flags: str, width: int) -> str:
    missing = width - length(text)
    if missing <= 0:
        return text
    padding = ("0" if "0" in flags else " ") * missing
    return text + padding if "-" in flags else padding + text


def _whole(flags: str, width: int, precision: int | None, verb: str, number: int | Float) -> str:
    """As Go's ``big.Int`` is written."""
    if isinstance(number, Float):
        raise EvaluationError(f"format: %{verb} needs a whole number")
    digits = format(abs(number), verb)
    sign = "-" if number < 0 else "+" if "+" in flags else " " if " " in flags else ""
    prefix = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}.get(verb, "") if "#" in flags else ""
    zeros = left = right = 0
    if precision is not None:
        if len(digits) < precision:
            zeros = precision - len(digits)
        elif digits == "0" and precision == 0:
            return ""
    if (missing := width - len(sign) - len(prefix) - zeros - len(digits)) > 0:
        if "-" in flags:
            right = missing
        elif "0" in flags and precision is None:
            zeros = missing
        else:
            left = missing
    return " " * left + sign + prefix + "0" * zeros + digits + " " * right


def _broken(flags: str, width: int, precision: int | None, verb: str, number: int | Float) -> str:
    """As Go's ``big.Float`` is written."""
    if verb == "f":
        text = fixed(number, 6 if precision is None else precision)
    elif verb in "eE":
        text = scientific(number, 6 if precision is None else precision, verb)
    else:
        text = general(number, precision, "E" if verb == "G" else "e")
    sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text.lstrip("+"))
    if text[0] == "+" and is_infinite(number) and " " not in flags:
        sign = "+"
    elif not sign:
        sign = "+" if "+" in flags else " " if " " in flags else ""
    missing = max(width - len(sign) - len(digits), 0)
    if "0" in flags and "-" not in flags and not is_infinite(number):
        return sign + "0" * missing + digits
    return sign + digits + " " * missing if "-" in flags else " " * missing + sign + digits


def _formatlist(arguments: list[Value], context: FunctionContext) -> Value:
    values = arguments[1:]
    lists = [value for value in values if _is_list(value)]
    if any(value.data is None for value in lists) or arguments[0].data is None:
        raise EvaluationError("formatlist: a list or the text is null")
    if not all(argument.wholly_known for argument in arguments) or _untyped_null(arguments):
        return unknown(listed(STRING))
    lengths = {len(value.data) for value in lists if isinstance(value.data, tuple)}
    if len(lengths) > 1:
        raise EvaluationError("formatlist: all lists must have the same length")
    count = lengths.pop() if lengths else 1
    rows = [[a.data[i] if isinstance(a.data, tuple) else a for a in values] for i in range(count)]
    items: list[Value] = []
    for row in rows:
        items.append(Value(STRING, _render(str(arguments[0].data), row)))
        context.budget.consume(weight_of(items[-1]) + len(row))
    return collected(listed(STRING), tuple(items))


def _is_list(value: Value) -> bool:
    return isinstance(value.data, tuple) or kind_of(value.type) in ("list", "set")


FUNCTIONS: Mapping[str, Function] = {
    "format": raw(_format, STRING, variadic=ANY, nulls=True),
    "formatlist": raw(_formatlist, STRING, variadic=ANY, nulls=True),
}
