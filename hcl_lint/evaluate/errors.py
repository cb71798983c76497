"""What Terraform would refuse while evaluating."""

from __future__ import annotations

from typing import Final

from hcl_lint.source.text import Span

_LONGEST: Final = 500


def shortened(message: str) -> str:
    """The message without its middle, where it quotes a very long value."""
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST // 2]} ... {message[-_LONGEST // 4 :]}"


class EvaluationError(Exception):
    """An expression that cannot have a value; ``span`` is the part at fault, once it is known."""

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.message, self.span = shortened(message), span

    def at(self, span: Span) -> EvaluationError:
        """The same error, placed unless it already has a place."""
        if self.span is None:
            self.span = span
        return self


class UndeclaredError(EvaluationError):
    """A reference to what the module in ``directory`` does not declare; one is reported for all that mean the same."""

    def __init__(self, what: str, name: str, directory: str, hint: str = "") -> None:
        super().__init__(f"no {what} {name} is declared in this module{hint}")
        self.key = (what, name, directory)


class UndeclaredNameError(UndeclaredError):
    """A name that Terraform refuses before it evaluates: also in ``try``, and in a branch that is not taken."""


class NotJudgedError(EvaluationError):
    """What this evaluator does not compute although Terraform may: no fault of the configuration."""


class NestingTooDeepError(NotJudgedError):
    """Nesting that Terraform may follow but this evaluator does not."""

    def __init__(self) -> None:
        super().__init__("this is nested too deeply to be judged")
