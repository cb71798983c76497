"""Requests of the Object Storage Service: REST with the bucket in the host name, XML where a body is no object.

Source: aliyun-oss-go-sdk (conn.go: urls and signatures), which Terraform's oss backend uses, and the OSS API reference.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from tfmock.protocol import common_errors
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.request import ApiRequest, Signed, fields, headers_of, read_body

#: OSS requests name no version; the API's metadata has this one.
VERSION: Final = "2019-05-17"

#: Bytes of one object. The cloud takes 5 GB in one request; here objects live in memory and in the journal.
MAX_OBJECT: Final = 16 << 20

_ENDPOINT: Final = re.compile(
    r"(?:(?P<bucket>.+)\.)?oss(?:[-.](?P<region>[a-z]{2}-[a-z0-9-]+?)|-accelerate(?:-overseas)?)?(?:-internal)?"
)
_DOMAIN: Final = ".aliyuncs.com"
_LOCAL: Final = ".localhost"
_CREDENTIAL: Final = re.compile(r"(?:Credential=|AccessKeyId:)([^/,\s]+)")  # V4, V2

#: Query parameters that do not change which operation a request is.
_PLAIN: Final = frozenset(
    {
        "prefix", "marker", "delimiter", "max-keys", "encoding-type", "list-type", "continuation-token", "start-after",
        "fetch-owner", "versionId", "tag-key", "tag-value",
        "key-marker", "version-id-marker", "upload-id-marker", "part-number-marker", "max-parts", "max-uploads",
        "partNumber", "position",
    }
)  # fmt: skip
#: Query parameters that prove who calls, or until when a call is valid: never recorded, never part of an operation.
_PROOF: Final = frozenset(
    {
        "OSSAccessKeyId", "Signature", "Expires", "security-token", "x-oss-credential", "x-oss-date", "x-oss-expires",
        "x-oss-signature", "x-oss-signature-version", "x-oss-additional-headers", "x-oss-security-token",
    }
)  # fmt: skip
_PROOF_HEADERS: Final = frozenset({"x-oss-security-token", "x-oss-date", "x-oss-content-sha256"})
#: Headers that say something about the operation, besides those that begin with ``x-oss-``.
_HEADERS: Final = frozenset(
    {
        "cache-control", "content-disposition", "content-encoding", "content-language", "content-md5", "content-type",
        "expires", "range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since",
    }
)  # fmt: skip

#: Names of operations that do not follow from method and subresource.
_NAMES: Final[Mapping[tuple[bool, str, str], str]] = MappingProxyType(
    {  # (of an object, method, subresource)
        (False, "PUT", ""): "PutBucket",
        (False, "DELETE", ""): "DeleteBucket",
        (False, "GET", ""): "ListObjects",
        (False, "HEAD", ""): "HeadBucket",
        (False, "POST", ""): "PostObject",
        (False, "GET", "bucketInfo"): "GetBucketInfo",
        (False, "POST", "delete"): "DeleteMultipleObjects",
        (False, "GET", "uploads"): "ListMultipartUploads",
        (False, "GET", "versions"): "ListObjectVersions",
        (False, "GET", "stat"): "GetBucketStat",
        (True, "PUT", ""): "PutObject",
        (True, "GET", ""): "GetObject",
        (True, "HEAD", ""): "HeadObject",
        (True, "DELETE", ""): "DeleteObject",
        (True, "HEAD", "objectMeta"): "GetObjectMeta",
        (True, "POST", "append"): "AppendObject",
        (True, "POST", "uploads"): "InitiateMultipartUpload",
        (True, "PUT", "uploadId"): "UploadPart",
        (True, "GET", "uploadId"): "ListParts",
        (True, "POST", "uploadId"): "CompleteMultipartUpload",
        (True, "DELETE", "uploadId"): "AbortMultipartUpload",
        (True, "POST", "restore"): "RestoreObject",
        (True, "GET", "x-oss-process"): "ProcessImage",
    }
)
_VERBS: Final[Mapping[str, str]] = MappingProxyType(
    {"GET": "Get", "PUT": "Put", "DELETE": "Delete", "POST": "Post", "HEAD": "Head"}
)


def decode(environ: Mapping[str, object]) -> ApiRequest:
    """Read a request.

    Raises:
        ApiError: the body is too large or unreadable.
    """
    method = str(environ["REQUEST_METHOD"])
    headers = headers_of(environ)
    host = headers.get("host", "")
    path = _path(environ)
    query = fields(str(environ.get("QUERY_STRING", "")))
    bucket, key, region = place(host, path)
    action = _action(method, bucket, key, query, headers)
    try:
        body = read_body(environ, MAX_OBJECT)
    except ApiError as error:
        if error.code == common_errors.BODY_TOO_LARGE.code:
            raise ENTITY_TOO_LARGE() from None
        raise
    access_key_id, token = _signer(headers, query)
    params = {name: value for name, value in query.items() if name not in _PROOF}
    params |= {
        name: value
        for name, value in headers.items()
        if value and (name in _HEADERS or (name.startswith("x-oss-") and name not in _PROOF_HEADERS))
    }
    named = ("Bucket", bucket), ("Key", key), ("RegionId", region), ("Anonymous", "" if access_key_id else "true")
    params |= {name: value for name, value in named if value}
    return ApiRequest(
        method=method,
        host=host,
        action=action,
        version=VERSION,
        params=params,
        access_key_id=access_key_id,
        security_token=token,
        wants_xml=True,
        protocol=Protocol.OSS,
        product="Oss",
        body=body,
        signed=Signed(path, str(environ.get("QUERY_STRING", "")), headers),
    )


ENTITY_TOO_LARGE: Final = ErrorTemplate(
    400, "EntityTooLarge", f"Your proposed upload exceeds the maximum allowed size: tfmock takes {MAX_OBJECT} bytes."
)


def place(host: str, path: str) -> tuple[str, str, str]:
    """Bucket, key and region that host and path name, each empty where they do not.

    The bucket is the host's first label, below ``oss-<region>.aliyuncs.com`` and below ``localhost``; at an address, at
    a bare host name and at an endpoint itself it is the first segment of the path.
    """
    name = host.lower()
    name = name.rpartition("]")[0] if name.startswith("[") else name.partition(":")[0]
    region = bucket = ""
    if name.endswith(_DOMAIN):
        match = _ENDPOINT.fullmatch(name.removesuffix(_DOMAIN))
        if match:
            bucket, region = match["bucket"] or "", match["region"] or ""
    elif name.endswith(_LOCAL) and not _is_address(name):
        bucket = name.removesuffix(_LOCAL)
    if bucket:
        return bucket, path[1:], region
    bucket, _, key = path[1:].partition("/")
    return bucket, key, region


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _path(environ: Mapping[str, object]) -> str:
    """WSGI's paths are decoded, and read as Latin-1 (PEP 3333)."""
    path = str(environ.get("PATH_INFO") or "/")
    try:
        return path.encode("latin-1").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return path


def _action(method: str, bucket: str, key: str, query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The operation's name in the API reference."""
    if not bucket:
        return "ListBuckets" if method == "GET" else f"{method} /"
    sub = next((name for name in query if _is_subresource(name)), "")
    named = _NAMES.get((bool(key), method, sub))
    if named == "ListObjects" and query.get("list-type") == "2":
        return "ListObjectsV2"
    if named == "PutObject" and "x-oss-copy-source" in headers:
        return "CopyObject"
    if named is not None:
        return named
    thing = "Object" if key else "Bucket"
    return f"{_VERBS.get(method, method)}{thing}{sub[:1].upper()}{sub[1:]}"


def _is_subresource(name: str) -> bool:
    if name in _PLAIN or name in _PROOF or name.startswith("response-"):
        return False
    return not name.startswith("x-oss-") or name == "x-oss-process"


def _signer(headers: Mapping[str, str], query: Mapping[str, str]) -> tuple[str, str]:
    authorization = headers.get("authorization", "")
    match = _CREDENTIAL.search(authorization)
    if match:
        key = match.group(1)
    elif authorization.startswith("OSS "):
        key = authorization[4:].partition(":")[0].strip()
    else:
        key = query.get("OSSAccessKeyId") or unquote(query.get("x-oss-credential", "")).partition("/")[0]
    token = headers.get("x-oss-security-token") or query.get("security-token") or query.get("x-oss-security-token", "")
    return key, token
