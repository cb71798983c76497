"""format and formatlist."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.encoding import to_json
from hcl_lint.evaluate.functions.spec import MAX_STRING, Function, FunctionContext, listed, raw
from hcl_lint.evaluate.graphemes import clusters, length
from hcl_lint.evaluate.numbers import Float, Number, fixed, general, is_infinite, scientific
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, kind_of
from hcl_lint.evaluate.value import Value, collected, unknown, weight_of

_VERB: Final = re.compile(
    r"%(?:%|(?P<flags>[-+ #0]*)(?P<width>[1-9][0-9]*)?(?:\.(?P<precision>[0-9]*))?(?:\[(?P<index>[1-9][0-9]*)\])?"
    r"(?P<verb>[a-zA-Z]))"
)
#: A larger width is not computed. Departs from Terraform; bounds how long a text becomes.
_MAX_WIDTH: Final = 1024
_WHOLE: Final = "bdoxX"
_DECIMAL: Final = "eEfgG"
_PREFIXES: Final = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}


def _format(arguments: list[Value], context: FunctionContext) -> Value:
    if arguments[0].data is None:
        raise EvaluationError("format: the text is null")
    if not all(argument.wholly_known for argument in arguments) or _untyped_null(arguments):
        return unknown(STRING)
    return Value(STRING, _render(str(arguments[0].data), arguments[1:]))


def _untyped_null(arguments: list[Value]) -> bool:
    """Whether an argument is a null without a type: go-cty never knows the result then, not even after apply."""
    return any(argument.data is None and argument.type == ANY for argument in arguments)


def _render(text: str, values: list[Value]) -> str:
    pieces: list[str] = []
    at = following = highest = size = 0
    for match in _VERB.finditer(text):
        if "%" in text[at : match.start()]:
            break
        pieces.append(text[at : match.start()])
        at = match.end()
        if match.group("verb") is None:
            pieces.append("%")
            continue
        position = int(match.group("index")) - 1 if match.group("index") else following
        if not 0 <= position < len(values):
            raise EvaluationError(f"format: there is no argument for {match.group()}")
        following = position + 1
        highest = max(highest, following)
        pieces.append(_Verb.of(match).write(values[position]))
        size += len(pieces[-1])
        if size > MAX_STRING:
            raise ValueError("too long")
    tail = text[at:]
    if "%" in tail:
        raise EvaluationError("format: the text ends within a %, or something else than a verb follows one")
    if highest < len(values):
        raise EvaluationError("format: there are more arguments than the text uses")
    return "".join(pieces) + tail


class _Verb(NamedTuple):
    """``%`` with its flags, width, precision and letter, as Go's ``fmt`` has them."""

    letter: str
    flags: str
    width: int
    precision: int | None

    @classmethod
    def of(cls, match: re.Match[str]) -> _Verb:
        """The verb that ``_VERB`` matched.

        Raises:
            ValueError: the width is beyond what is computed here.
        """
        precision = None if match.group("precision") is None else int(match.group("precision") or 0)
        verb = cls(match.group("verb"), match.group("flags"), int(match.group("width") or 0), precision)
        if verb.width > _MAX_WIDTH or (precision or 0) > _MAX_WIDTH:
            raise ValueError("the width is too large")
        return verb

    def write(self, value: Value) -> str:
        if self.letter == "v":
            return self._padded(to_json(value.plain()) if "#" in self.flags else _default(value))
        if value.data is None:
            raise EvaluationError(f"format: null cannot be written with %{self.letter}")
        if self.letter in "sq":
            text = str(_converted(value, STRING).data)
            text = "".join(clusters(text)[: self.precision]) if self.precision else text
            return self._padded(to_json(text) if self.letter == "q" else text)
        if self.letter == "t":
            return "true" if _converted(value, BOOL).data else "false"
        if self.letter not in _WHOLE + _DECIMAL:
            raise EvaluationError(f"format: there is no %{self.letter}")
        number = _converted(value, NUMBER).data
        if not isinstance(number, (int, Float)):
            raise ValueError("not known")
        return self._whole(number) if self.letter in _WHOLE else self._decimal(number)

    def _padded(self, text: str) -> str:
        missing = self.width - length(text)
        if missing <= 0:
            return text
        padding = ("0" if "0" in self.flags else " ") * missing
        return text + padding if "-" in self.flags else padding + text

    def _sign(self, negative: bool) -> str:
        return "-" if negative else "+" if "+" in self.flags else " " if " " in self.flags else ""

    def _whole(self, number: Number) -> str:
        """As Go's ``big.Int`` is written."""
        if isinstance(number, Float):
            raise EvaluationError(f"format: %{self.letter} needs a whole number")
        digits = format(abs(number), self.letter)
        if digits == "0" and self.precision == 0:
            return ""
        prefix = _PREFIXES.get(self.letter, "") if "#" in self.flags else ""
        head = self._sign(number < 0) + prefix
        digits = digits.rjust(self.precision or 0, "0")
        missing = max(self.width - len(head) - len(digits), 0)
        if "-" in self.flags:
            return head + digits + " " * missing
        if "0" in self.flags and self.precision is None:
            return head + "0" * missing + digits
        return " " * missing + head + digits

    def _decimal(self, number: Number) -> str:
        """As Go's ``big.Float`` is written."""
        places = 6 if self.precision is None else self.precision
        if self.letter == "f":
            text = fixed(number, places)
        elif self.letter in "eE":
            text = scientific(number, places, self.letter)
        else:
            text = general(number, self.precision, "E" if self.letter == "G" else "e")
        infinite = is_infinite(number)
        sign, digits = self._sign(text[0] == "-"), text.lstrip("+-")
        if text[0] == "+" and infinite and " " not in self.flags:
            sign = "+"
        missing = max(self.width - len(sign) - len(digits), 0)
        if "-" in self.flags:
            return sign + digits + " " * missing
        if "0" in self.flags and not infinite:
            return sign + "0" * missing + digits
        return " " * missing + sign + digits


def _default(value: Value) -> str:
    """``%v``: strings as they are, numbers with the fewest digits, all else as JSON."""
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
    items: list[Value] = []
    for index in range(count):
        row = [value.data[index] if isinstance(value.data, tuple) else value for value in values]
        items.append(Value(STRING, _render(str(arguments[0].data), row)))
        context.budget.consume(weight_of(items[-1]) + len(row))
    return collected(listed(STRING), tuple(items))


def _is_list(value: Value) -> bool:
    return isinstance(value.data, tuple) or kind_of(value.type) in ("list", "set")


FUNCTIONS: Final[Mapping[str, Function]] = {
    "format": raw(_format, STRING, variadic=ANY, nulls=True),
    "formatlist": raw(_formatlist, STRING, variadic=ANY, nulls=True),
}
