"""Configuration documents of buckets: stored and returned as they are, and gone with their bucket."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.oss.client import Oss, code, texts
from tests.support.lab import BOB, Lab
from tfmock.services.oss.documents import SUBRESOURCES

#: What ``**`` gives a query of one subresource; any type, since other parameters of the client have others.
Query = dict[str, Any]
XML = b"<AnyConfiguration><Rule><ID>1</ID></Rule></AnyConfiguration>"


@pytest.fixture
def oss(lab: Lab) -> Oss:
    client = Oss(lab)
    assert client("PUT", "docs").status == 200
    return client


@pytest.mark.parametrize("name", SUBRESOURCES)
def test_a_document_comes_back_as_it_was_put(oss: Oss, name: str) -> None:
    query: Query = {name: ""}
    first = oss("GET", "docs", **query)
    assert first.headers["x-tfmock-tier"] == "crud"
    if SUBRESOURCES[name].startswith("!"):
        assert (first.status, code(first)) == (404, SUBRESOURCES[name][1:])
    else:
        assert first.status == 200
    assert oss("PUT", "docs", body=XML, **query).status == 200
    stored = oss("GET", "docs", **query)
    assert (stored.status, stored.body) == (200, XML)
    assert oss("DELETE", "docs", **query).status == 204
    assert oss("GET", "docs", **query).body == first.body or first.status == 404


def test_documents_go_with_their_bucket(oss: Oss) -> None:
    oss("PUT", "docs", body=XML, cors="")
    assert oss("DELETE", "docs").status == 204
    assert code(oss("GET", "docs", cors="")) == "NoSuchBucket"
    oss("PUT", "docs")
    assert code(oss("GET", "docs", cors="")) == "NoSuchCORSConfiguration"


def test_documents_of_others_are_refused(oss: Oss) -> None:
    bob = Oss(oss.lab, account=BOB)
    for method in ("GET", "PUT", "DELETE"):
        assert code(bob(method, "docs", cors="")) == "AccessDenied"


def test_items_are_told_apart_by_their_names(oss: Oss) -> None:
    for name in ("a", "b"):
        oss("PUT", "docs", body=name.encode(), style="", styleName=name)
    assert [oss("GET", "docs", style="", styleName=name).body for name in ("a", "b")] == [b"a", b"b"]


def test_an_object_may_be_called_as_a_document(oss: Oss) -> None:
    """A subresource of an object is none of its bucket."""
    assert oss("GET", "docs", "cors", policy="").status in (400, 404)


def test_what_is_configured_shows_in_the_description_of_the_bucket(oss: Oss) -> None:
    """The provider imports encryption, versioning and access monitoring from GetBucketInfo."""
    rule = "<ApplyServerSideEncryptionByDefault>{}</ApplyServerSideEncryptionByDefault>"
    key = "<SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>key-1</KMSMasterKeyID>"
    documents = {
        "encryption": f"<ServerSideEncryptionRule>{rule.format(key)}</ServerSideEncryptionRule>",
        "versioning": "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>",
        "accessmonitor": "<AccessMonitorConfiguration><Status>Enabled</Status></AccessMonitorConfiguration>",
    }
    paths = ("ServerSideEncryptionRule/SSEAlgorithm", "ServerSideEncryptionRule/KMSMasterKeyID", "Versioning",
             "AccessMonitor")  # fmt: skip

    def described() -> list[list[str]]:
        info = oss("GET", "docs", bucketInfo="")
        return [texts(info, f"Bucket/{path}") for path in paths]

    assert described() == [["None"], [], [], []]
    for name, text in documents.items():
        query: Query = {name: ""}
        oss("PUT", "docs", body=text.encode(), **query)
    assert described() == [["KMS"], ["key-1"], ["Suspended"], ["Enabled"]]
    oss("PUT", "docs", body=b"<no document", versioning="")
    assert described() == [["KMS"], ["key-1"], [], ["Enabled"]]
    oss("DELETE", "docs", encryption="")
    assert described()[:2] == [["None"], []]


def test_a_bucket_may_be_made_encrypted(oss: Oss) -> None:
    """The provider says it in headers (Alibaba Cloud Go SDK: oss.ServerSideEncryption, ServerSideEncryptionKeyID)."""
    oss("PUT", "keyed", headers={"x-oss-server-side-encryption": "KMS", "x-oss-server-side-encryption-key-id": "k"})
    for name in ("SSEAlgorithm", "KMSMasterKeyID"):
        rule = texts(oss("GET", "keyed", encryption=""), f"ApplyServerSideEncryptionByDefault/{name}")
        shown = texts(oss("GET", "keyed", bucketInfo=""), f"Bucket/ServerSideEncryptionRule/{name}")
        assert rule == shown == (["KMS"] if name == "SSEAlgorithm" else ["k"])
