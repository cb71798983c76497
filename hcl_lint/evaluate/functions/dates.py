"""formatdate, timeadd, timecmp: timestamps as RFC 3339 has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.spec import Function, plain
from hcl_lint.evaluate.numbers import Narrow
from hcl_lint.evaluate.types import NUMBER, STRING

_TIMESTAMP: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
_DURATION: Final = re.compile(r"([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)")
_UNITS: Final = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_TOKEN: Final = re.compile(r"''|'(?:[^']|'')*'?|([a-zA-Z])\1*|[^a-zA-Z']+")
#: Characters of a format or duration. Bounds evaluation cost; real configurations stay below.
_LONGEST: Final = 1_000
_DAY: Final = 86_400 * 10**9
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WEEKDAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Moment(NamedTuple):
    """A local time: nanoseconds since the year 1 began, and the offset from UTC in seconds."""

    nanoseconds: int
    offset: int

    def day(self) -> date:
        """The local date.

        Raises:
            OverflowError: the year is not 1 to 9999.
        """
        if self.nanoseconds < 0:
            raise OverflowError("before the year 1")
        return date.fromordinal(self.nanoseconds // _DAY + 1)

    def clock(self) -> tuple[int, int, int]:
        """Hour, minute, second."""
        seconds = self.nanoseconds % _DAY // 10**9
        return seconds // 3600, seconds // 60 % 60, seconds % 60

    def zone(self, colon: str) -> str:
        """``+02:00``."""
        minutes = abs(self.offset) // 60
        return f"{'-' if self.offset < 0 else '+'}{minutes // 60:02}{colon}{minutes % 60:02}"

    def text(self) -> str:
        """As RFC 3339 has it, without fractions of a second."""
        day, (hour, minute, second) = self.day(), self.clock()
        zone = self.zone(":") if self.offset else "Z"
        return f"{day.year:04}-{day.month:02}-{day.day:02}T{hour:02}:{minute:02}:{second:02}{zone}"


def _moment(text: str) -> Moment:
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise EvaluationError(f'"{text}" is not a timestamp such as 2020-01-31T10:00:00Z')
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    fraction, sign, hours, minutes = match.groups()[6:]
    if year == 0:
        raise OverflowError("before the year 1")
    try:
        days = date(year, month, day).toordinal() - 1
    except ValueError:
        raise EvaluationError(f'"{text}" has a day that does not exist') from None
    if hour > 23 or minute > 59 or second > 59 or int(hours or 0) > 23 or int(minutes or 0) > 59:
        raise EvaluationError(f'"{text}" has a time that does not exist')
    nanoseconds = days * _DAY + (hour * 3600 + minute * 60 + second) * 10**9
    nanoseconds += int((fraction or "0")[:9].ljust(9, "0"))
    offset = (int(hours or 0) * 60 + int(minutes or 0)) * 60
    return Moment(nanoseconds, -offset if sign == "-" else offset)


def _nanoseconds(text: str) -> int:
    """A duration as Go reads it: ``1h30m``."""
    if len(text) > _LONGEST:
        raise ArithmeticError("the duration is too long")
    rest = text[1:] if text[:1] in ("+", "-") else text
    if rest == "0":
        return 0
    total = at = 0
    while at < len(rest):
        match = _DURATION.match(rest, at)
        if match is None or not (match[1] or match[2]):
            break
        unit = _UNITS[match[3]]
        whole, fraction = match[1][:30] or "0", (match[2] or "")[:18]
        total += int(whole) * unit + int(fraction or 0) * unit // 10 ** len(fraction)
        at = match.end()
    if not rest or at < len(rest) or total >= 1 << 63:
        raise EvaluationError(f'"{text}" is not a duration such as 1h30m')
    return -total if text[0] == "-" else total


def _timeadd(timestamp: str, duration: str) -> str:
    moment = _moment(timestamp)
    return moment._replace(nanoseconds=moment.nanoseconds + _nanoseconds(duration)).text()


def _timecmp(first: str, second: str) -> int:
    a, b = (moment.nanoseconds - moment.offset * 10**9 for moment in (_moment(first), _moment(second)))
    return Narrow((a > b) - (a < b))


_VERBS: Final[Mapping[str, Callable[[Moment], str]]] = {
    "YY": lambda moment: f"{moment.day().year % 100:02}",
    "YYYY": lambda moment: f"{moment.day().year:04}",
    "M": lambda moment: str(moment.day().month),
    "MM": lambda moment: f"{moment.day().month:02}",
    "MMM": lambda moment: _MONTHS[moment.day().month - 1][:3],
    "MMMM": lambda moment: _MONTHS[moment.day().month - 1],
    "D": lambda moment: str(moment.day().day),
    "DD": lambda moment: f"{moment.day().day:02}",
    "EEE": lambda moment: _WEEKDAYS[moment.day().weekday()][:3],
    "EEEE": lambda moment: _WEEKDAYS[moment.day().weekday()],
    "h": lambda moment: str(moment.clock()[0]),
    "hh": lambda moment: f"{moment.clock()[0]:02}",
    "H": lambda moment: str(moment.clock()[0] % 12 or 12),
    "HH": lambda moment: f"{moment.clock()[0] % 12 or 12:02}",
    "AA": lambda moment: "AM" if moment.clock()[0] < 12 else "PM",
    "aa": lambda moment: "am" if moment.clock()[0] < 12 else "pm",
    "m": lambda moment: str(moment.clock()[1]),
    "mm": lambda moment: f"{moment.clock()[1]:02}",
    "s": lambda moment: str(moment.clock()[2]),
    "ss": lambda moment: f"{moment.clock()[2]:02}",
    "Z": lambda moment: moment.zone(":") if moment.offset else "Z",
    "ZZZ": lambda moment: moment.zone("") if moment.offset else "UTC",
    "ZZZZ": lambda moment: moment.zone(""),
    "ZZZZZ": lambda moment: moment.zone(":"),
}


def _formatdate(format: str, timestamp: str) -> str:
    moment = _moment(timestamp)
    if len(format) > _LONGEST:
        raise ArithmeticError("the format is too long")
    pieces: list[str] = []
    for match in _TOKEN.finditer(format):
        token = match.group()
        if match[1]:
            verb = _VERBS.get(token)
            if verb is None:
                raise EvaluationError(f"{token[:20]} stands for no part of a date: put text between single quotes")
            pieces.append(verb(moment))
        elif token == "''":
            pieces.append("'")
        elif token[0] == "'":
            if len(token) < 2 or token[-1] != "'":
                raise EvaluationError("a single quote is not closed")
            pieces.append(token[1:-1].replace("''", "'"))
        else:
            pieces.append(token)
    return "".join(pieces)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "formatdate": plain(_formatdate, STRING, STRING, result=STRING),
    "timeadd": plain(_timeadd, STRING, STRING, result=STRING),
    "timecmp": plain(_timecmp, STRING, STRING, result=NUMBER),
}
