"""Limits of what evaluation and rules may compute, in steps, not seconds: every machine judges the same."""

from __future__ import annotations


class Steps:
    """The steps that are left. Once they are used up, each further one is refused."""

    __slots__ = ("allowed", "left")

    def __init__(self, allowed: int) -> None:
        self.allowed = self.left = max(allowed, 0)

    @property
    def spent(self) -> int:
        return self.allowed - max(self.left, 0)

    @property
    def exhausted(self) -> bool:
        return self.left < 0

    def consume(self, steps: int) -> None:
        """Take ``steps`` off what is left, before they are made.

        Raises:
            Exception: the :meth:`refusal`, where there are not that many left; then there are none any more.
        """
        if steps > self.left:
            self.left = -1
            raise self.refusal()
        self.left -= steps

    def refusal(self) -> Exception:
        """What is raised once the steps are used up."""
        raise NotImplementedError
