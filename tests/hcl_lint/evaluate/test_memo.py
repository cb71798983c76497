"""What is remembered of a value that cannot be computed: the error, and nothing of how it came about."""

from __future__ import annotations

import contextlib
import gc
import weakref

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.memo import Memo
from hcl_lint.evaluate.value import Value


class Large:
    """A thing that lives as long as the frame that made it."""


def test_an_error_keeps_no_frame() -> None:
    memory = Memo()
    references: list[weakref.ref[Large]] = []

    def fail() -> Value:
        large = Large()
        references.append(weakref.ref(large))
        raise EvaluationError("no such name")

    for _ in range(2):
        with contextlib.suppress(EvaluationError):
            memory.get_or_compute("x", fail)
    gc.collect()
    assert [reference() for reference in references] == [None]
