"""Errors as the cloud gives them: a status, a code, a message. Products keep catalogues of :class:`ErrorTemplate`."""

from __future__ import annotations

from tfmock.rulebook.rule import ApiErrorTemplate, Violations


class ApiError(Exception):
    """What the caller gets instead of a reply. Raised anywhere, it rolls the transaction back.

    Attributes:
        status: HTTP status. 404 makes Terraform drop a resource from its state and 5xx makes it retry for
            minutes, so both are used only where the cloud itself uses them (provider-contract: Not found, Retries).
        code: the cloud's error code.
        message: the cloud's message; it never quotes other codes, since the provider searches it for them.
        reason: which rule was broken, in the rulebook's words; for tfmock's own reports, never on the wire.
    """

    def __init__(self, status: int, code: str, message: str, reason: str = "") -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.reason = reason


class ErrorTemplate(ApiErrorTemplate):
    """One entry of a product's error catalogue; call it to get the error to raise.

    ``code`` and ``message`` are templates: ``raise VPC_NOT_FOUND()`` or ``raise INCORRECT_STATUS(id=row.id)``.
    """

    __slots__ = ()

    def __call__(self, **facts: object) -> ApiError:
        error = self.fill(facts)
        return ApiError(error.status, error.code, error.message)


def enforce(violations: Violations) -> None:
    """Raise the first violation that the API refuses.

    Raises:
        ApiError: with the cloud's own status, code and message.
    """
    for violation in violations:
        error = violation.api_error
        if error is not None:
            raise ApiError(error.status, error.code, error.message, violation.message)
