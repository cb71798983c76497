"""Configuration documents of a bucket (``?cors``, ``?lifecycle``, ...): stored and returned as they are.

They belong to the CRUD tier: no rule of the cloud is applied to them, and nothing follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from xml.etree import ElementTree

from tfmock.core.call import Call
from tfmock.core.store import Row, Transaction
from tfmock.protocol.errors import ApiError
from tfmock.protocol.reply import HttpReply, document
from tfmock.protocol.request import ApiRequest
from tfmock.services.oss import errors, find, replies
from tfmock.services.oss.requests import BucketRequest, parse_xml


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketDocumentRow(Row):
    """One document of a bucket; ``name`` is its subresource, with the name of the item where there may be several."""

    table = "oss_bucket_documents"

    bucket: str
    name: str
    body: bytes

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "bucket", self.bucket


def _absent(what: str) -> str:
    return f"!NoSuch{what}"


#: Subresource -> what is answered where there is no document: the code after ``!`` (OSS API reference, and what the
#: provider takes for gone), or the document that every bucket begins with.
SUBRESOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "accessmonitor": "<AccessMonitorConfiguration><Status>Disabled</Status></AccessMonitorConfiguration>",
        "bucketArchiveDirectRead": "<ArchiveDirectReadConfiguration><Enabled>false</Enabled>"
        "</ArchiveDirectReadConfiguration>",
        "cors": _absent("CORSConfiguration"),
        "encryption": _absent("ServerSideEncryptionRule"),
        "httpsConfig": _absent("HttpsConfig"),
        "inventory": _absent("InventoryConfiguration"),
        "lifecycle": _absent("Lifecycle"),
        "logging": "<BucketLoggingStatus></BucketLoggingStatus>",
        "objectWorm": _absent("ObjectWormConfiguration"),
        "overwriteConfig": _absent("BucketOverwriteConfig"),
        "policy": _absent("BucketPolicy"),
        "publicAccessBlock": "<PublicAccessBlockConfiguration><BlockPublicAccess>false</BlockPublicAccess>"
        "</PublicAccessBlockConfiguration>",
        "referer": "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer><RefererList></RefererList>"
        "</RefererConfiguration>",
        "replication": _absent("ReplicationConfiguration"),
        "requestPayment": "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>",
        "resourceGroup": "<BucketResourceGroupConfiguration><ResourceGroupId></ResourceGroupId>"
        "</BucketResourceGroupConfiguration>",
        "responseHeader": _absent("ResponseHeaderConfiguration"),
        "style": _absent("Style"),
        "tagging": "<Tagging><TagSet></TagSet></Tagging>",
        "transferAcceleration": _absent("TransferAccelerationConfiguration"),
        "userDefinedLogFieldsConfig": _absent("UserDefinedLogFieldsConfig"),
        "versioning": "<VersioningConfiguration></VersioningConfiguration>",
        "website": _absent("WebsiteConfiguration"),
    }
)
#: Query parameters that name one of several documents.
_ITEMS: Final = ("inventoryId", "styleName")
_METHODS: Final = frozenset({"GET", "PUT", "POST", "DELETE"})


def subresource_of(request: ApiRequest) -> str:
    """The kind of document that a request is about; empty for other requests."""
    if "Bucket" not in request.params or "Key" in request.params or request.method not in _METHODS:
        return ""
    return next((name for name in request.params if name in SUBRESOURCES), "")


def answer(call: Call, request: ApiRequest) -> HttpReply:
    """Store, return or remove a document.

    Raises:
        ApiError: there is no such bucket or document, or they are another account's.
    """
    bucket = find.get_own_bucket(call, BucketRequest.model_validate(request.arguments()))
    name = subresource_of(request)
    item = next((request.params[parameter] for parameter in _ITEMS if request.params.get(parameter)), "")
    id = f"{bucket.id}/{name}/{item}"
    row = call.transaction.get(BucketDocumentRow, id)
    if request.method == "DELETE":
        if row is not None:
            call.transaction.delete(row)
        return replies.deleted()
    if request.method == "GET":
        return _shown(name, row)
    serial = row.serial if row is not None else call.transaction.next_serial()
    stored = BucketDocumentRow(id=id, serial=serial, bucket=bucket.id, name=f"{name}/{item}", body=request.body)
    call.transaction.put(stored)
    return replies.empty()


def _shown(name: str, row: BucketDocumentRow | None) -> HttpReply:
    content_type = "application/json" if name == "policy" else "application/xml"
    if row is not None:
        return HttpReply(status=200, content_type=content_type, body=row.body)
    default = SUBRESOURCES[name]
    if default.startswith("!"):
        raise errors.NO_SUCH_DOCUMENT(code=default[1:])
    return HttpReply(status=200, content_type=content_type, body=default.encode())


#: Subresource with a ``Status`` that GetBucketInfo repeats -> the root of its document, and the element there.
_STATUSES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "accessmonitor": ("AccessMonitorConfiguration", "AccessMonitor"),
        "versioning": ("VersioningConfiguration", "Versioning"),
    }
)
_ENCRYPTION: Final = ("SSEAlgorithm", "KMSMasterKeyID", "KMSDataEncryption")


def repeated(transaction: Transaction, bucket: str) -> dict[str, object]:
    """What GetBucketInfo repeats of a bucket's documents, by element: the provider imports it from there."""
    elements: dict[str, object] = {}
    for name, (root, element) in _STATUSES.items():
        status = _document(transaction, bucket, name, root).findtext("Status")
        if status:
            elements[element] = status
    rule = _document(transaction, bucket, "encryption", "ServerSideEncryptionRule")
    found = {name: rule.findtext(f"ApplyServerSideEncryptionByDefault/{name}") for name in _ENCRYPTION}
    encryption = {name: text for name, text in found.items() if text}
    return elements | ({"ServerSideEncryptionRule": encryption} if encryption else {})


def _document(transaction: Transaction, bucket: str, name: str, root: str) -> ElementTree.Element:
    """A document of a bucket; empty where there is none that can be read."""
    row = transaction.get(BucketDocumentRow, f"{bucket}/{name}/")
    try:
        return parse_xml(row.body if row is not None else b"", root)
    except ApiError:
        return ElementTree.Element(root)


def encrypt(transaction: Transaction, bucket: str, **texts: str) -> None:
    """Store how a new bucket encrypts, by element of the document; nothing where no text is set."""
    rule = {name: text for name, text in texts.items() if text}
    if rule:
        body = document("ServerSideEncryptionRule", {"ApplyServerSideEncryptionByDefault": rule})
        serial = transaction.next_serial()
        name = "encryption/"
        row = BucketDocumentRow(id=f"{bucket}/{name}", serial=serial, bucket=bucket, name=name, body=body)
        transaction.put(row)


def drop(transaction: Transaction, bucket: str) -> None:
    """Remove what a deleted bucket was configured with."""
    for row in transaction.find(BucketDocumentRow, "bucket", bucket):
        transaction.delete(row)
