"""What a case of an operation is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.lab import ALICE, Json, Net

Params = Mapping[str, object]


@dataclass(frozen=True)
class Case:
    """An operation, tried.

    Attributes:
        name: ``Product.Action``.
        good: parameters that are accepted.
        then: what is looked at afterwards, and what it must be.
        bad: parameters that are refused, with the code.
        by: who calls well.
    """

    name: str
    good: Callable[[Net], Params]
    then: Callable[[Net, Json], tuple[object, object]]
    bad: Callable[[Net], Params]
    code: str
    by: str = ALICE
    status: int = 400

    @property
    def product(self) -> str:
        return self.name.partition(".")[0]

    @property
    def action(self) -> str:
        return self.name.partition(".")[2]
