"""Each value is computed once, and one that depends on itself is an error."""

from __future__ import annotations

from collections.abc import Callable

from hcl_lint.evaluate.errors import EvaluationError, NestingTooDeepError
from hcl_lint.evaluate.value import Value


class Memo:
    """Values and errors of one module, by key."""

    __slots__ = ("_busy", "_known")

    def __init__(self) -> None:
        self._known: dict[object, Value | EvaluationError] = {}
        self._busy: set[object] = set()

    def get_or_compute(self, key: object, compute: Callable[[], Value]) -> Value:
        """The result of ``compute()``, remembered under ``key``.

        Raises:
            EvaluationError: what ``compute`` raised (each time), or that the value depends on itself.
        """
        known = self._known.get(key)
        if known is None:
            if key in self._busy:
                raise EvaluationError("this value depends on itself")
            self._busy.add(key)
            try:
                known = compute()
            except EvaluationError as error:
                known = error
            except RecursionError:
                known = NestingTooDeepError()
            finally:
                self._busy.discard(key)
            self._known[key] = known
        if isinstance(known, EvaluationError):
            # Without the traceback of earlier raises, which would keep every frame alive, with what is in them.
            raise known.with_traceback(None)
        return known
