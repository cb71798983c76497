"""How much may be computed, so that no input, however small, keeps the linter busy without end or fills the memory.

One step is an expression evaluated, an element made, an instance's share, or 64 bytes of text worked on. A step takes
a few microseconds and keeps a few hundred bytes at most, so the limits below also bound time and memory.
"""

from __future__ import annotations

from typing import Final

from hcl_lint.common.steps import Steps
from hcl_lint.evaluate.errors import NotJudgedError

#: Of one root module with all that it calls. 1,000 resources with 20 arguments each take about 100,000.
ROOT_STEPS: Final = 500_000
#: Of all root modules of a run; each byte of configuration that was read allows one more.
RUN_STEPS: Final = 1_000_000
#: 2 ** TEXT bytes of text are one step.
TEXT: Final = 6


class BudgetExceededError(NotJudgedError):
    """Evaluation was given up; its result is unknown."""

    def __init__(self, steps: int) -> None:
        super().__init__(
            f"not judged: to evaluate this takes more than the {steps:,} steps that a configuration gets; "
            "neither is what is evaluated after it"
        )


class Budget(Steps):
    """The steps of evaluation that are left: ``consume`` raises :class:`BudgetExceededError`."""

    __slots__ = ()

    def refusal(self) -> BudgetExceededError:
        return BudgetExceededError(self.allowed)
