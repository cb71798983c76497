"""What Terraform would refuse while evaluating."""

from hcl_lint.source.text import Span


class EvaluationError(Exception):
    """An expression that can not have a value; ``span`` is the part to blame, once it is known."""

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.message, self.span = message, span

    def at(self, span: Span) -> "EvaluationError":
        """The same error, placed unless it already has a place."""
        if self.span is None:
            self.span = span
        return self


class TooDeep(EvaluationError):
    """Nesting that Terraform could follow but this evaluator does not: no fault of the configuration."""

    def __init__(self) -> None:
        super().__init__("this is nested too deeply to be judged")
