"""Operations of buckets that the data describes: XML in and out, kept by the CRUD tier."""

from __future__ import annotations

import pytest

from tests.services.oss.client import Oss, code, texts
from tests.support.lab import BOB, Lab
from tfmock.protocol.reply import document


@pytest.fixture
def oss(lab: Lab) -> Oss:
    client = Oss(lab)
    assert client("PUT", "docs").status == 200
    return client


def test_names_of_a_bucket(oss: Oss) -> None:
    for domain in ("a.example.com", "b.example.com"):
        body = document("BucketCnameConfiguration", {"Cname": {"Domain": domain}})
        assert oss("POST", "docs", body=body, cname="", comp="add").status == 200
    assert sorted(texts(oss("GET", "docs", cname=""), "Cname/Domain")) == ["a.example.com", "b.example.com"]
    assert oss("POST", "docs", body=body, cname="", comp="delete").status == 200
    assert texts(oss("GET", "docs", cname=""), "Cname/Domain") == ["a.example.com"]


def test_meta_queries(oss: Oss) -> None:
    assert code(oss("GET", "docs", metaQuery="")) in ("MetaQueryNotExist", "AccessDenied")
    assert oss("POST", "docs", metaQuery="", comp="add").status == 200
    assert oss("GET", "docs", metaQuery="").status == 200
    assert oss("POST", "docs", metaQuery="", comp="delete").status == 200
    assert oss("GET", "docs", metaQuery="").status == 404


def test_buckets_of_others_and_broken_documents_are_refused(oss: Oss) -> None:
    assert code(Oss(oss.lab, account=BOB)("GET", "docs", cname="")) == "AccessDenied"
    assert code(oss("GET", "none", cname="")) == "NoSuchBucket"
    assert code(oss("POST", "docs", body=b"<a>", cname="", comp="add")) == "MalformedXML"
    assert code(oss("POST", "docs", unheard="")) == "Tfmock.NotImplemented"
    assert code(oss("POST", "docs", cname="", comp="token")) == "Tfmock.NotImplemented"
