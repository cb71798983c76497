"""Errors that the cloud's gateway answers before any product sees the request, and tfmock's own."""

from __future__ import annotations

from tfmock.protocol.errors import ApiError, ErrorTemplate

# The gateway checks a request before any product sees it (RPC error pages).
# guess: which of three documented styles a missing parameter gets; the gateway's, since it looks first
MISSING_PARAMETER = ErrorTemplate(400, "Missing{name}", "{name} is mandatory for this action.")
INVALID_PARAMETER = ErrorTemplate(400, "InvalidParameter", "The specified parameter {name} is not valid.")
# The cloud answers 404; 400 keeps Terraform from dropping every resource when a session outlives tfmock.
ACCESS_KEY_UNKNOWN = ErrorTemplate(400, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
SECURITY_TOKEN_EXPIRED = ErrorTemplate(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
SECURITY_TOKEN_MISSING = ErrorTemplate(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.")
SECURITY_TOKEN_MISMATCH = ErrorTemplate(
    400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch with the AccessKey."
)
SECURITY_TOKEN_MALFORMED = ErrorTemplate(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.")
SIGNATURE_INCOMPLETE = ErrorTemplate(
    400, "IncompleteSignature", "The request signature does not conform to Aliyun standards. {why}"
)
SIGNATURE_WRONG = ErrorTemplate(
    400,
    "SignatureDoesNotMatch",
    "Specified signature is not matched with our calculation. server string to sign is:{string_to_sign}",
)
NONCE_USED = ErrorTemplate(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
TIMESTAMP_FORMAT = ErrorTemplate(
    400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."
)
TIMESTAMP_EXPIRED = ErrorTemplate(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
HTTP_METHOD = ErrorTemplate(403, "UnsupportedHTTPMethod", "This http method is not supported.")
BODY_TOO_LARGE = ErrorTemplate(413, "RequestBodyTooLarge", "The request body is larger than {limit} bytes.")
BODY_UNREADABLE = ErrorTemplate(400, "InvalidRequestBody", "The request body could not be read: {why}.")
# guess: documented for ALB and NLB only; the products here say nothing
TOKEN_REUSED = ErrorTemplate(
    400,
    "IdempotenceSignatureMismatch",
    "The idempotence token of request is same with the prev one, but the signature is different.",
)


def missing(name: str) -> ApiError:
    """The gateway's answer to a required parameter that is absent: ``MissingVpcId``."""
    return MISSING_PARAMETER(name=name)
