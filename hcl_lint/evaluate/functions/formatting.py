"""format and formatlist."""

import re
from collections.abc import Mapping
from decimal import Decimal

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.encoding import to_json
from hcl_lint.evaluate.functions.spec import MAX_STRING, Context, Function, listed, raw
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING
from hcl_lint.evaluate.value import Value, collected, unknown, weight_of

_VERB = re.compile(
    r"%(?P<flags>[-+ #0]*)(?P<width>\d+)?(?:\.(?P<precision>\d+))?(?:\[(?P<index>\d+)\])?(?P<verb>.)", re.DOTALL
)
_MAX_WIDTH = 1024


def _format(arguments: list[Value], context: Context) -> Value:
    if arguments[0].data is None:
        raise EvaluationError("format: the text is null")
    sensitive = any(argument.any_sensitive for argument in arguments)
    if not all(argument.wholly_known for argument in arguments):
        return unknown(STRING, sensitive=sensitive)
    return Value(STRING, _render(str(arguments[0].data), arguments[1:]), None, None, sensitive)


def _render(text: str, values: list[Value]) -> str:
    out: list[str] = []
    at = following = size = 0
    indexed = False
    for found in _VERB.finditer(text):
        out.append(text[at : found.start()])
        at = found.end()
        verb = found.group("verb")
        if verb == "%":
            out.append("%")
            continue
        position = following
        if found.group("index"):
            position, indexed = int(found.group("index")) - 1, True
        if not 0 <= position < len(values):
            raise EvaluationError(f"format: there is no argument for {found.group()}")
        following = position + 1
        out.append(_verb(found, verb, values[position]))
        size += len(out[-1])
        if size > MAX_STRING:
            raise ValueError("too long")
    if not indexed and following < len(values):
        raise EvaluationError("format: there are more arguments than the text uses")
    tail = text[at:]
    if "%" in tail:
        raise EvaluationError("format: the text ends within a %")
    return "".join(out) + tail


def _verb(found: "re.Match[str]", verb: str, value: Value) -> str:
    flags, width = found.group("flags"), int(found.group("width") or 0)
    precision = int(found.group("precision")) if found.group("precision") else None
    if width > _MAX_WIDTH or (precision or 0) > _MAX_WIDTH:
        raise EvaluationError("format: the width is too large")
    if verb == "v":
        verb = "s" if isinstance(value.data, str) and "#" not in flags else "g" if value.type == NUMBER else "json"
        flags = flags.replace("#", "")
    if verb == "json":
        text = to_json(value.plain())
    elif value.data is None:
        raise EvaluationError(f"format: null cannot be written with %{verb}")
    elif verb in "sq":
        text = str(convert(value, STRING).data)
        text = text if precision is None else text[:precision]
        text = to_json(text) if verb == "q" else text
    elif verb == "t":
        text = "true" if convert(value, BOOL).data else "false"
    elif verb in "bdoxXeEfgG":
        return _number(flags, width, precision, verb, convert(value, NUMBER).data)
    else:
        raise EvaluationError(f"format: there is no %{verb}")
    return text.ljust(width) if "-" in flags else text.rjust(width, "0" if "0" in flags else " ")


def _number(flags: str, width: int, precision: int | None, verb: str, data: object) -> str:
    if not isinstance(data, (int, Decimal)):
        raise EvaluationError("format: a number is needed")
    if verb in "bdoxX":
        text = format(int(data), verb)
    elif verb in "gG" and precision is None:
        text = format(Decimal(data), "f") if isinstance(data, Decimal) else _general(data)
    else:
        text = format(Decimal(data), f".{6 if precision is None else precision}{verb}")
        text = re.sub(r"([eE][+-])(\d)$", r"\g<1>0\g<2>", text)
    sign = text[0] if text[0] == "-" else "+" if "+" in flags else " " if " " in flags else ""
    digits = text.removeprefix("-")
    if "-" in flags:
        return (sign + digits).ljust(width)
    if "0" in flags:
        return sign + digits.rjust(width - len(sign), "0")
    return (sign + digits).rjust(width)


def _general(number: int) -> str:
    text = str(number)
    digits = text.lstrip("-")
    if len(digits) <= 21:
        return text
    mantissa = digits.rstrip("0")
    point = mantissa[0] + ("." + mantissa[1:] if len(mantissa) > 1 else "")
    return ("-" if number < 0 else "") + f"{point}e+{len(digits) - 1:02}"


def _formatlist(arguments: list[Value], context: Context) -> Value:
    sensitive = any(argument.any_sensitive for argument in arguments)
    if not all(argument.wholly_known for argument in arguments):
        return unknown(listed(STRING), sensitive=sensitive)
    lengths = {len(argument.data) for argument in arguments[1:] if isinstance(argument.data, tuple)}
    if len(lengths) > 1:
        raise EvaluationError("formatlist: all lists must have the same length")
    count = lengths.pop() if lengths else 1
    rows = [[a.data[i] if isinstance(a.data, tuple) else a for a in arguments[1:]] for i in range(count)]
    items: list[Value] = []
    for row in rows:
        items.append(Value(STRING, _render(str(arguments[0].data), row)))
        context.budget.spend(weight_of(items[-1]) + len(row))
    return collected(listed(STRING), tuple(items))._replace(sensitive=sensitive)


FUNCTIONS: Mapping[str, Function] = {
    "format": raw(_format, STRING, variadic=ANY),
    "formatlist": raw(_formatlist, STRING, variadic=ANY),
}
