"""Errors as the cloud gives them: a status, a code, a message. Products keep catalogues of :class:`Fault`."""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry of a product's error catalogue; call it to get the error to raise.

    ``code`` and ``message`` are templates: ``raise VPC_NOT_FOUND()`` or ``raise INCORRECT_STATUS(id=row.id)``.
    """

    status: int
    code: str
    message: str

    def __call__(self, **facts: object) -> ApiError:
        return ApiError(self.status, self.code.format_map(facts), self.message.format_map(facts))


# The gateway checks a request before any product sees it (RPC error pages).
# guess: which of three documented styles a missing parameter gets; the gateway's, since it looks first
MISSING_PARAMETER = Fault(400, "Missing{name}", "{name} is mandatory for this action.")
INVALID_PARAMETER = Fault(400, "InvalidParameter", "The specified parameter {name} is not valid.")
# The cloud answers 404; 400 keeps Terraform from dropping every resource when a session outlives tfmock.
ACCESS_KEY_UNKNOWN = Fault(400, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
SECURITY_TOKEN_EXPIRED = Fault(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
SECURITY_TOKEN_MISSING = Fault(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.")
SECURITY_TOKEN_MISMATCH = Fault(
    400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch with the AccessKey."
)
SECURITY_TOKEN_MALFORMED = Fault(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.")
SIGNATURE_INCOMPLETE = Fault(
    400, "IncompleteSignature", "The request signature does not conform to Aliyun standards. {why}"
)
SIGNATURE_WRONG = Fault(
    400,
    "SignatureDoesNotMatch",
    "Specified signature is not matched with our calculation. server string to sign is:{string_to_sign}",
)
NONCE_USED = Fault(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
TIMESTAMP_FORMAT = Fault(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.")
TIMESTAMP_EXPIRED = Fault(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
HTTP_METHOD = Fault(403, "UnsupportedHTTPMethod", "This http method is not supported.")
TOO_MANY_WORLDS = Fault(
    400,
    "Tfmock.TooManyWorlds",
    "tfmock keeps {limit} worlds at most. Delete some (tfmock world delete), or start it with --world-ttl.",
)
BODY_TOO_LARGE = Fault(413, "RequestBodyTooLarge", "The request body is larger than {limit} bytes.")
BODY_UNREADABLE = Fault(400, "InvalidRequestBody", "The request body could not be read: {why}.")
# guess: documented for ALB and NLB only; the products here say nothing
TOKEN_REUSED = Fault(
    400,
    "IdempotenceSignatureMismatch",
    "The idempotence token of request is same with the prev one, but the signature is different.",
)


def missing(name: str) -> ApiError:
    """The gateway's answer to a required parameter that is absent: ``MissingVpcId``."""
    return MISSING_PARAMETER(name=name)
