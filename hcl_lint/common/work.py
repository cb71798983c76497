"""How much rules may compute: no configuration, however large or strange, keeps the linter busy without end.

The evaluator has a budget of its own (:mod:`hcl_lint.evaluate.budget`) that bounds how many resources there are and
how heavy their values; but rules that compare each with each take the square of it. So everything that rules read is
counted where it is read: each resource, block, route or vSwitch that is looked at is one step, and so is each part of
a value. The same configuration takes the same steps on every machine, so what is judged does not depend on its speed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar

from hcl_lint.common.steps import Steps

T = TypeVar("T")

#: For one rule in one root module, and for building the network that rules read. A hub of 1,000 peerings with 2,000
#: routes takes at most 40,000.
RULE_STEPS: Final = 3_000_000
#: For all rules and all root modules of a run.
RUN_STEPS: Final = 12_000_000
#: Added for each byte of configuration that was read, so that large configurations are judged, too.
STEPS_PER_BYTE: Final = 4
#: 2 ** LINE bytes of text are one step: texts are searched and compared, which is quick.
LINE: Final = 10


class WorkExceededError(Exception):
    """A rule takes more steps than it may; nothing is known about what it would have found."""


class Work(Steps):
    """The steps of rules that are left: ``consume`` raises :class:`WorkExceededError`."""

    __slots__ = ()

    def refusal(self) -> WorkExceededError:
        return WorkExceededError()

    @contextmanager
    def part(self, limit: int) -> Iterator[Work]:
        """Count what is read inside of this block, up to ``limit`` steps and to what is left of the whole."""
        part = Work(min(limit, self.left))
        token = _COUNTED.set(part)
        try:
            yield part
        finally:
            _COUNTED.reset(token)
            self.left -= part.spent


_COUNTED: Final[ContextVar[Work | None]] = ContextVar("hcl_lint_work", default=None)


def consume_budget(steps: int = 1) -> None:
    """Count what is read; outside of :meth:`Work.part` nothing is counted.

    Raises:
        WorkExceededError: it is more than may be read.
    """
    work = _COUNTED.get()
    if work is not None:
        work.consume(steps)


def counted(elements: Iterable[T]) -> Iterator[T]:
    """The elements, each counted when it is looked at."""
    work = _COUNTED.get()
    return iter(elements) if work is None else _counting(iter(elements), work)


class Counted(tuple[T, ...]):
    """A tuple whose elements are counted one by one, when they are looked at."""

    __slots__ = ()

    def __iter__(self) -> Iterator[T]:
        return counted(super().__iter__())


def _counting(elements: Iterator[T], work: Work) -> Iterator[T]:
    for element in elements:
        work.consume(1)
        yield element
