"""Regular expressions by RE2, the model of Terraform's own engine: the same syntax, and time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Protocol, cast

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.spec import FunctionContext

#: Bytes for a compiled expression. A larger one is unknown: Terraform's limit is higher.
_MEMORY: Final = 1 << 20
_TOO_LARGE: Final = "pattern too large"
#: ``\C``, which RE2 has and Go refuses.
_ONE_BYTE: Final = re.compile(r"(?:[^\\]|\\[^CQ])*\\C", re.DOTALL)
_LONGEST: Final = 10_000
#: Steps for an expression whose program grew up to the limit: about 10 ms.
_REFUSED: Final = 5_000


class Match(Protocol):
    """What is used of ``re2``'s match objects."""

    def start(self) -> int: ...
    def end(self) -> int: ...
    def group(self, index: int | str = 0) -> str | None: ...
    def groups(self) -> tuple[str | None, ...]: ...


class Pattern(Protocol):
    """What is used of ``re2``'s compiled expressions."""

    @property
    def groups(self) -> int: ...
    @property
    def groupindex(self) -> Mapping[str, int]: ...
    @property
    def programsize(self) -> int: ...
    def search(self, text: str) -> Match | None: ...
    def fullmatch(self, text: str) -> Match | None: ...
    def finditer(self, text: str) -> Iterator[Match]: ...


def compiled(text: str, context: FunctionContext) -> Pattern | None:
    """The expression; None for one that is too large to be compiled here.

    Raises:
        EvaluationError: it is no regular expression.
        BudgetExceededError: compiling it, or one more, could take too long.
    """
    if len(text) > _LONGEST:
        return None
    context.budget.consume(1 + (len(text) >> 3))
    pattern = compile_expression(text)
    context.budget.consume(_REFUSED if pattern is None else pattern.programsize >> 2)
    return pattern


def compile_expression(text: str) -> Pattern | None:
    """The expression; None for one that is too large to be compiled here. It takes up to 10 ms.

    Raises:
        EvaluationError: it is no regular expression.
    """
    if len(text) > _LONGEST:
        return None
    import re2  # 10 ms that most runs need not spend

    if _ONE_BYTE.match(text):
        raise EvaluationError(f"{text} is not a regular expression: there is no \\C")
    options = re2.Options()
    options.max_mem, options.log_errors = _MEMORY, False
    try:
        return cast(Pattern, re2.compile(text, options))
    except re2.error as error:
        why = error.args[0] if error.args else ""
        reason = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        if _TOO_LARGE in reason:
            return None
        raise EvaluationError(f"{text} is not a regular expression") from None


def search(pattern: Pattern, text: str, context: FunctionContext) -> Match | None:
    """The first match.

    Raises:
        BudgetExceededError: the search could take too long.
    """
    context.budget.consume(_cost(pattern, text))
    return pattern.search(text)


def matches(pattern: Pattern, text: str, context: FunctionContext) -> Iterator[Match]:
    """All matches as Go finds them: an empty one directly behind another is none.

    Raises:
        BudgetExceededError: the search could take too long.
    """
    context.budget.consume(_cost(pattern, text))
    last = -1
    for match in pattern.finditer(text):
        rest = len(text) - match.start() + 1
        context.budget.consume(1 + (pattern.programsize * rest >> 13))  # each search may look at all that is left
        if match.start() == match.end() == last:
            continue
        last = match.end()
        yield match


def _cost(pattern: Pattern, text: str) -> int:
    """RE2 walks over the program once for each character, at worst."""
    return pattern.programsize * (len(text) + 1) >> 10
