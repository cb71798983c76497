"""What OSS answers when something is wrong. Source: error codes of the OSS API reference (EC 0015, 0026, ...)."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate
from tfmock.services.common.product_errors import ProductErrors

PRODUCT_ERRORS: Final = ProductErrors(
    product="Oss",
    invalid_parameter=ErrorTemplate(400, "InvalidArgument", "The argument {name} is not valid."),
)
# The first sentence is the cloud's.
NO_SUCH_BUCKET: Final = ErrorTemplate(
    404,
    "NoSuchBucket",
    "The specified bucket does not exist. (In tfmock a seed makes it, or PutBucket: see docs/oss.md.)",
)
NO_SUCH_DOCUMENT: Final = ErrorTemplate(404, "{code}", "The bucket has no such configuration.")
NO_SUCH_KEY: Final = ErrorTemplate(404, "NoSuchKey", "The specified key does not exist.")
BUCKET_ALREADY_EXISTS: Final = ErrorTemplate(
    409,
    "BucketAlreadyExists",
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
    "Please select a different name and try again.",
)
BUCKET_NOT_EMPTY: Final = ErrorTemplate(409, "BucketNotEmpty", "The bucket you tried to delete is not empty.")
ACCESS_DENIED: Final = ErrorTemplate(
    403, "AccessDenied", "You have no right to access this object because of bucket acl."
)
ANONYMOUS: Final = ErrorTemplate(403, "AccessDenied", "Anonymous access is forbidden for this operation.")
OTHER_ENDPOINT: Final = ErrorTemplate(
    403,
    "AccessDenied",
    "The bucket you are attempting to access must be addressed using the specified endpoint. "
    "Please send all future requests to this endpoint: {endpoint}.",
)
BUCKET_NAME: Final = ErrorTemplate(400, "InvalidBucketName", "The specified bucket is not valid.")
OBJECT_NAME: Final = ErrorTemplate(400, "InvalidObjectName", "The specified object is not valid.")
ARGUMENT: Final = ErrorTemplate(400, "InvalidArgument", "The argument {name} is not valid.")
DIGEST: Final = ErrorTemplate(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
ENCRYPTION: Final = ErrorTemplate(
    400,
    "InvalidEncryptionAlgorithmError",
    "The Encryption request you specified is not valid. Supported value: AES256.",
)
MALFORMED_XML: Final = ErrorTemplate(
    400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema."
)
PRECONDITION_FAILED: Final = ErrorTemplate(
    412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold."
)
NOT_MODIFIED: Final = ErrorTemplate(304, "NotModified", "Not Modified")
FILE_ALREADY_EXISTS: Final = ErrorTemplate(
    409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten."
)
