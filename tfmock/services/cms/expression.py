"""Alert expressions: ``$Average > ($instanceId == 'pcc-1' ? 80 : 50)``, ``@IntranetRX[60].$Sum > 5 && ...``.

Source: help page, Alert rule expressions (metrics, members, operators, string becomes number where types differ), and
the metadata of DescribeMetricRuleList for ``count`` and the conditional. Precedence follows other such languages
(guess). An expression is compiled to a function once, which is called for each period and instance.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol, TypeAlias

from tfmock.rulebook.alarms import LONGEST_PERIOD
from tfmock.rulebook.values import whole_number

#: guess: the metadata has no bounds. An expression is evaluated for each period, on as many levels as it is nested.
LONGEST: Final = 2000
MAX_TOKENS: Final = 200


class ExpressionError(ValueError):
    """A text is no expression; the message says where and why."""


_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<string>'[^']*'|"[^"]*")
    |@(?:\('(?P<quoted>[^']+)'\)|(?P<metric>[a-zA-Z]\w*))\[(?P<period>[0-9]+)\]\.\$(?P<of>\w+)
    |\$(?P<member>\w+)
    |(?P<word>[a-zA-Z]\w*)
    |(?P<sign>\*\*|&&|\|\||==|!=|>=|<=|[-+*/%<>!?:()]))""",
    re.VERBOSE,
)


def tokenize(text: str) -> list[re.Match[str]]:
    """The tokens from left to right.

    Raises:
        ExpressionError: it is too long, or a piece of it is no token.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"it is longer than {LONGEST} characters")
    tokens = list(_matches(text))
    if len(tokens) > MAX_TOKENS:
        raise ExpressionError(f"it has more than {MAX_TOKENS} parts")
    return tokens


def _matches(text: str) -> Iterator[re.Match[str]]:
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise ExpressionError(f"{text[position:].strip()[:20]!r} cannot be read")
        yield match
        position = match.end()


Value: TypeAlias = float | str | bool


class NoDataError(Exception):
    """A metric has no data for the requested period."""


class Scope(Protocol):
    """One instance at the end of one period."""

    def member(self, metric: str, period: int, name: str) -> float | str:
        """A statistic or a dimension of a metric; an empty metric and period 0 are the rule's own.

        Raises:
            NoDataError: there is none.
        """

    def count(self, test: Callable[[Scope], bool]) -> float:
        """How many instances of the rule pass a test at that time. A test is run once for a time."""


Node: TypeAlias = Callable[[Scope], Value]


class UnknownFunctionError(ExpressionError):
    """The expression calls a function that tfmock does not know."""


@dataclass(frozen=True, slots=True)
class Member:
    """A statistic or a dimension that an expression names; see :meth:`Scope.member`."""

    metric: str
    period: int
    name: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression, the members that it names, and how many tokens it has."""

    members: tuple[Member, ...]
    size: int
    holds: Callable[[Scope], bool]


def _number(value: Value) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan


def _comparing(compare: Callable[[Value, Value], bool]) -> Callable[[Value, Value], bool]:
    """Two strings are compared as strings, everything else as numbers."""

    def compared(a: Value, b: Value) -> bool:
        return compare(a, b) if isinstance(a, str) and isinstance(b, str) else compare(_number(a), _number(b))

    return compared


def _calculating(calculate: Callable[[float, float], float]) -> Callable[[Value, Value], float]:
    """What cannot be calculated, such as a division by zero, is NaN, which no comparison holds for."""

    def calculated(a: Value, b: Value) -> float:
        try:
            return calculate(_number(a), _number(b))
        except (ArithmeticError, ValueError):
            return math.nan

    return calculated


#: A match over LONGEST characters takes about 10 ms at most: once its cache of states is full, RE2 takes time in
#: proportion to the text times the program's size. guess: the metadata has no bounds
_PATTERN_MEMORY: Final = 1 << 20
_PATTERN_SIZE: Final = 500


def _matching(pattern: str, room: int) -> tuple[Callable[[str], bool], int]:
    """A test by RE2, whose time is linear in the text for every pattern.

    A pattern that RE2 cannot read matches nothing. A text that is longer than an expression may be is not matched.

    Args:
        pattern: as RE2 has them.
        room: how large its program may be.

    Returns:
        The test, and the size of its program.

    Raises:
        ExpressionError: the pattern makes a program too large to be run for each period.
    """
    import re2  # only expressions with "matches" need it

    options = re2.Options()
    options.log_errors, options.never_capture, options.max_mem = False, True, _PATTERN_MEMORY
    try:
        program = re2.compile(pattern, options)
        too_large = program.programsize > room
    except re2.error as error:
        if b"too large" not in error.args[0]:
            return (lambda text: False), 1
        too_large = True
    if too_large:
        raise ExpressionError("its patterns have too many parts or repetitions")
    # The same few texts (instances, literals) come at every period.
    results: dict[str, bool] = {}

    def matches(text: str) -> bool:
        if len(text) > LONGEST:
            return False
        if text not in results:
            results[text] = program.search(text) is not None
        return results[text]

    return matches, program.programsize


def _power(a: float, b: float) -> float:
    return math.pow(a, b)


#: Binary operators: their precedence, and what they do.
_BINARY: Final[Mapping[str, tuple[int, Callable[[Value, Value], Value]]]] = MappingProxyType(
    {
        "==": (3, _comparing(operator.eq)), "!=": (3, _comparing(operator.ne)),
        ">": (3, _comparing(operator.gt)), ">=": (3, _comparing(operator.ge)),
        "<": (3, _comparing(operator.lt)), "<=": (3, _comparing(operator.le)),
        "contains": (3, lambda a, b: str(b) in str(a)),
        "startsWith": (3, lambda a, b: str(a).startswith(str(b))),
        "endsWith": (3, lambda a, b: str(a).endswith(str(b))),
        "+": (4, _calculating(operator.add)), "-": (4, _calculating(operator.sub)),
        "*": (5, _calculating(operator.mul)), "/": (5, _calculating(operator.truediv)),
        "%": (5, _calculating(math.fmod)), "**": (6, _calculating(_power)),
    }
)  # fmt: skip
_OR: Final = 1
_AND: Final = 2
_MATCHES: Final = "matches"
_COMPARISON: Final = 3
_WORDS: Final = MappingProxyType({_MATCHES: _MATCHES, "and": "&&", "or": "||", "not": "!"})


def compile_expression(text: str) -> Expression:
    """Read an expression.

    Raises:
        ExpressionError: the text is none.
    """
    parser = _Parser(text)
    try:
        node = parser.conditional()
    except RecursionError:
        raise ExpressionError("it is nested too deeply") from None
    if parser.sign or parser.position < len(parser.tokens):
        raise ExpressionError(f"{parser.next_text} is not expected there")
    return Expression(tuple(parser.members), len(parser.tokens), lambda scope: _truth(node(scope)))


def _truth(value: Value) -> bool:
    return bool(value) and value == value  # NaN is false


class _Parser:
    """Reads tokens from left to right; ``sign`` is the next one if it is an operator or a parenthesis."""

    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.position = 0
        self._counting = False
        self._room = _PATTERN_SIZE  # of all patterns together: fifty of the largest would take half a second
        self.members: list[Member] = []

    @property
    def _next(self) -> re.Match[str] | None:
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    @property
    def next_text(self) -> str:
        token = self._next
        return repr(token.group().strip()) if token is not None else "its end"

    @property
    def sign(self) -> str:
        token = self._next
        if token is None:
            return ""
        word = token["word"] or ""
        return token["sign"] or _WORDS.get(word, word if word in _BINARY else "")

    def accept(self, sign: str) -> bool:
        if self.sign != sign:
            return False
        self.position += 1
        return True

    def expect(self, sign: str) -> None:
        if not self.accept(sign):
            raise ExpressionError(f"{sign!r} is expected before {self.next_text}")

    def conditional(self) -> Node:
        node = self.binary(_OR)
        if self.accept("?"):
            yes = self.conditional()
            self.expect(":")
            no = self.conditional()
            node = _choice(node, yes, no)
        return node

    def binary(self, least: int) -> Node:
        node = self.unary()
        while True:
            sign = self.sign
            if sign in ("||", "&&"):
                binds = _OR if sign == "||" else _AND
                if binds < least:
                    return node
                self.position += 1
                node = _logical(sign, node, self.binary(binds + 1))
                continue
            if sign == _MATCHES and least <= _COMPARISON:
                self.position += 1
                matches, size = _matching(self._literal(), self._room)
                self._room -= size
                node = _matched(node, matches)
                continue
            if sign not in _BINARY or _BINARY[sign][0] < least:
                return node
            binds, work = _BINARY[sign]
            self.position += 1
            node = _applied(work, node, self.binary(binds if sign == "**" else binds + 1))

    def _literal(self) -> str:
        """A pattern is read once, so it does not change by period. guess: all examples have literals"""
        token = self._next
        if token is None or not token["string"]:
            raise ExpressionError(f"a pattern in quotes is expected before {self.next_text}")
        self.position += 1
        return token["string"][1:-1]

    def unary(self) -> Node:
        if self.accept("!"):
            denied = self.unary()
            return lambda scope: not _truth(denied(scope))
        if self.accept("-"):
            negated = self.unary()
            return lambda scope: -_number(negated(scope))
        return self.primary()

    def primary(self) -> Node:
        if self.accept("("):
            node = self.conditional()
            self.expect(")")
            return node
        token = self._next
        if token is None or self.sign:
            raise ExpressionError(f"a value is expected before {self.next_text}")
        self.position += 1
        if token["number"]:
            return _constant(float(token["number"]))
        if token["string"]:
            return _constant(token["string"][1:-1])
        if token["word"]:
            return self.word(token["word"])
        metric, name = token["quoted"] or token["metric"] or "", token["of"] or token["member"]
        period = whole_number(token["period"] or "0")
        if period is None or period > LONGEST_PERIOD:
            raise ExpressionError(f"a period is at most {LONGEST_PERIOD} seconds")
        member = Member(metric, period, name)
        self.members.append(member)
        return lambda scope: scope.member(member.metric, member.period, member.name)

    def word(self, word: str) -> Node:
        if word in ("true", "false"):
            return _constant(word == "true")
        if word != "count":
            raise UnknownFunctionError(word)
        if self._counting:  # each level would multiply the work by the number of instances. guess: the page shows none
            raise ExpressionError("count() is not counted")
        self.expect("(")
        self._counting = True
        counted = self.conditional()
        self._counting = False
        self.expect(")")
        test = _test(counted)
        return lambda scope: scope.count(test)


def _test(node: Node) -> Callable[[Scope], bool]:
    def test(scope: Scope) -> bool:
        try:
            return _truth(node(scope))
        except NoDataError:
            return False

    return test


def _constant(value: Value) -> Node:
    return lambda scope: value


def _choice(condition: Node, yes: Node, no: Node) -> Node:
    return lambda scope: yes(scope) if _truth(condition(scope)) else no(scope)


def _logical(sign: str, left: Node, right: Node) -> Node:
    if sign == "||":
        return lambda scope: _truth(left(scope)) or _truth(right(scope))
    return lambda scope: _truth(left(scope)) and _truth(right(scope))


def _matched(left: Node, matches: Callable[[str], bool]) -> Node:
    return lambda scope: matches(str(left(scope)))


def _applied(work: Callable[[Value, Value], Value], left: Node, right: Node) -> Node:
    return lambda scope: work(left(scope), right(scope))
