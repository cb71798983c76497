"""Buckets and objects: made, listed, read, refused; every error is provoked and leaves no trace."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.oss.client import Oss, code, texts
from tests.support.lab import BEIJING, BOB, Answered, Lab, ask
from tfmock.app import create_app
from tfmock.protocol.errors import ErrorTemplate
from tfmock.protocol.oss import MAX_OBJECT, place
from tfmock.protocol.protocol import Protocol
from tfmock.services.common.crc64 import crc64
from tfmock.services.oss import errors
from tfmock.services.oss.models import ObjectRow
from tfmock.services.registry import all_operations
from tfmock.settings import Settings

STATE: Final = b'{"version": 4, "serial": 1}\n'


@pytest.fixture
def oss(lab: Lab) -> Oss:
    """A bucket ``state`` with an object ``env/dev``."""
    client = Oss(lab)
    assert client("PUT", "state").status == 200
    assert client("PUT", "state", "env/dev", STATE, {"Content-Type": "application/json"}).status == 200
    return client


def test_an_object_comes_back_as_it_was_put(oss: Oss) -> None:
    got = oss("GET", "state", "env/dev")
    assert (got.status, got.body) == (200, STATE)
    assert got.headers["Content-Type"] == "application/json"
    assert got.headers["ETag"] == f'"{hashlib.md5(STATE).hexdigest().upper()}"'
    assert got.headers["x-oss-hash-crc64ecma"] == str(_crc64(STATE))
    assert got.headers["x-oss-object-type"] == "Normal"
    assert got.headers["x-oss-request-id"]
    for head in (oss("HEAD", "state", "env/dev"), oss("HEAD", "state", "env/dev", objectMeta="")):
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == str(len(STATE))
        assert head.headers["ETag"] == got.headers["ETag"]


def _crc64(data: bytes) -> int:
    """The CRC of the xz format bit by bit, as an independent oracle."""
    crc = (1 << 64) - 1
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xC96C5795D7870F42 if crc & 1 else 0)
    return crc ^ ((1 << 64) - 1)


@pytest.mark.parametrize("size", [0, 1, 2, 9, 4095, 4096, 4097, 70_001])
def test_crc64(size: int) -> None:
    for data in (random.Random(size).randbytes(size), b"a" * size):
        assert crc64(data) == str(_crc64(data))
    assert crc64(b"123456789") == str(0x995DC9BBDF1939FA)  # the check value of CRC-64/XZ


BYTES: Final = {
    "none": b"",
    "no text": b"\xff\xfe\x00",
    "gzip": gzip.compress(STATE, mtime=0),
    "unicode": "\u4e2d".encode(),
    "5 MB, more than any other request may have": STATE * 200_000,
}


@pytest.mark.parametrize("name", BYTES)
def test_any_bytes_are_kept(oss: Oss, name: str) -> None:
    assert oss("PUT", "state", "any \u4e2d/x", BYTES[name]).status == 200
    assert oss("GET", "state", "any \u4e2d/x").body == BYTES[name]


def test_an_object_may_not_be_too_large(oss: Oss) -> None:
    answered = ask(
        oss.lab.app, method="PUT", path="/key", headers={"Authorization": "OSS k:s"},
        environ={"HTTP_HOST": "state.oss-cn-hangzhou.aliyuncs.com", "CONTENT_LENGTH": str(MAX_OBJECT + 1)},
    )  # fmt: skip
    assert code(answered) == "EntityTooLarge"


def test_headers_of_an_upload_are_returned(oss: Oss) -> None:
    headers = {
        "Content-Type": "text/plain", "Content-Encoding": "gzip", "Cache-Control": "no-cache",
        "Content-Disposition": "attachment", "x-oss-meta-team": "network", "x-oss-server-side-encryption": "AES256",
        "x-oss-object-acl": "public-read",
    }  # fmt: skip
    put = oss("PUT", "state", "k", b"x", headers)
    assert put.headers["x-oss-server-side-encryption"] == "AES256"
    got = {name.lower(): value for name, value in oss("GET", "state", "k").headers.items()}
    expected = {name.lower(): value for name, value in headers.items() if name != "x-oss-object-acl"}
    assert got | expected == got
    instead = oss("GET", "state", "k", response_content_type="application/x")
    assert instead.headers["Content-Type"] == "application/x"


RANGES: Final = {
    "bytes=0-3": (206, STATE[:4], f"bytes 0-3/{len(STATE)}"),
    "bytes=5-": (206, STATE[5:], f"bytes 5-{len(STATE) - 1}/{len(STATE)}"),
    "bytes=-4": (206, STATE[-4:], f"bytes {len(STATE) - 4}-{len(STATE) - 1}/{len(STATE)}"),
    "bytes=4-9999": (206, STATE[4:], f"bytes 4-{len(STATE) - 1}/{len(STATE)}"),
    "bytes=9999-": (200, STATE, None),
    "bytes=3-1": (200, STATE, None),
    "bytes=-": (200, STATE, None),
    "pages=1-2": (200, STATE, None),
}


@pytest.mark.parametrize("text", RANGES)
def test_ranges(oss: Oss, text: str) -> None:
    got = oss("GET", "state", "env/dev", headers={"Range": text})
    assert (got.status, got.body, got.headers.get("Content-Range")) == RANGES[text]


ETAG: Final = hashlib.md5(STATE).hexdigest().upper()
PAST, FUTURE = "Thu, 01 Jan 2015 00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT"
CONDITIONS: Final = {
    "matches": ({"If-Match": f'"{ETAG}"'}, 200),
    "matches any": ({"If-Match": "*"}, 200),
    "does not match": ({"If-Match": '"0"'}, 412),
    "none matches": ({"If-None-Match": '"0"'}, 200),
    "known already": ({"If-None-Match": f'"0", "{ETAG}"'}, 304),
    "modified": ({"If-Modified-Since": PAST}, 200),
    "not modified": ({"If-Modified-Since": FUTURE}, 304),
    "unmodified": ({"If-Unmodified-Since": FUTURE}, 200),
    "modified meanwhile": ({"If-Unmodified-Since": PAST}, 412),
    "no date": ({"If-Modified-Since": "yesterday"}, 200),
}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("name", CONDITIONS)
def test_conditions(oss: Oss, name: str, method: str) -> None:
    headers, status = CONDITIONS[name]
    answered = oss(method, "state", "env/dev", headers=headers)
    assert answered.status == status
    assert not (answered.body and (method == "HEAD" or status == 304))


def test_a_refused_head_says_why_in_a_header(oss: Oss) -> None:
    answered = oss("HEAD", "state", "none")
    assert (answered.status, answered.body) == (404, b"")
    assert b"<Code>NoSuchKey</Code>" in base64.b64decode(answered.headers["x-oss-err"])


KEYS: Final = ("a", "b/1", "b/2", "b/c/3", "d e", "\u4e2d")


@pytest.fixture
def keys(lab: Lab) -> Oss:
    """A bucket ``keys`` with a few objects."""
    client = Oss(lab)
    client("PUT", "keys")
    for key in KEYS:
        client("PUT", "keys", key, b"x")
    return client


LISTS: Final = {
    "all": ({}, list(KEYS), []),
    "prefix": ({"prefix": "b/"}, ["b/1", "b/2", "b/c/3"], []),
    "delimiter": ({"delimiter": "/"}, ["a", "d e", "\u4e2d"], ["b/"]),
    "both": ({"prefix": "b/", "delimiter": "/"}, ["b/1", "b/2"], ["b/c/"]),
    "nothing": ({"prefix": "z"}, [], []),
}


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("page", ["1", "2", "1000"])
@pytest.mark.parametrize("name", LISTS)
def test_lists_page_by_page(keys: Oss, name: str, page: str, version: str) -> None:
    query, expected, prefixes = LISTS[name]
    more = {**query, "max_keys": page, **({"list_type": "2"} if version == "2" else {})}
    next_name, next_of = (
        ("continuation_token", "NextContinuationToken") if version == "2" else ("marker", "NextMarker")
    )  # fmt: skip
    seen: list[str] = []
    shown: list[str] = []
    for _ in range(10):
        answered = keys("GET", "keys", "", b"", None, **more)
        contents, common = texts(answered, "Contents/Key"), texts(answered, "CommonPrefixes/Prefix")
        assert len(contents) + len(common) <= int(page)
        seen += contents
        shown += common
        if texts(answered, "IsTruncated") == ["false"]:
            break
        (more[next_name],) = texts(answered, next_of)
    assert (seen, shown) == (expected, prefixes)


def test_keys_are_encoded_when_asked(keys: Oss) -> None:
    """The Go SDK always asks, and decodes."""
    answered = keys("GET", "keys", encoding_type="url", prefix="d ")
    assert texts(answered, "Contents/Key") == ["d%20e"]
    assert [unquote(prefix) for prefix in texts(answered, "Prefix")] == ["d "]


def test_copies(oss: Oss) -> None:
    oss("PUT", "other")
    assert oss("PUT", "other", "copy", headers={"x-oss-copy-source": "/state/env%2Fdev"}).status == 200
    got = oss("GET", "other", "copy")
    assert (got.body, got.headers["Content-Type"]) == (STATE, "application/json")
    again = {"x-oss-copy-source": "/state/env/dev", "x-oss-metadata-directive": "REPLACE", "Content-Type": "text/x"}
    oss("PUT", "other", "copy", headers=again)
    assert oss("GET", "other", "copy").headers["Content-Type"] == "text/x"


def test_deletes(keys: Oss) -> None:
    assert keys("DELETE", "keys", "a").status == 204
    assert keys("DELETE", "keys", "a").status == 204  # gone already is no error
    body = b"<Delete><Object><Key>b/1</Key></Object><Object><Key>none</Key></Object></Delete>"
    assert texts(keys("POST", "keys", body=body, delete=""), "Deleted/Key") == ["b/1", "none"]
    quiet = b"<Delete><Quiet>true</Quiet><Object><Key>b/2</Key></Object></Delete>"
    assert texts(keys("POST", "keys", body=quiet, delete=""), "Deleted/Key") == []
    assert texts(keys("GET", "keys"), "Contents/Key") == ["b/c/3", "d e", "\u4e2d"]


def test_buckets(lab: Lab) -> None:
    oss = Oss(lab)
    body = b"<CreateBucketConfiguration><StorageClass>IA</StorageClass></CreateBucketConfiguration>"
    assert oss("PUT", "mine", body=body, headers={"x-oss-acl": "public-read"}).status == 200
    Oss(lab, region=BEIJING)("PUT", "far")
    Oss(lab, account=BOB)("PUT", "bobs")
    assert texts(oss("GET"), "Buckets/Bucket/Name") == ["far", "mine"]
    assert texts(oss("GET", max_keys="1"), "NextMarker") == ["far"]
    info = oss("GET", "mine", bucketInfo="")
    assert texts(info, "Bucket/StorageClass") == ["IA"]
    assert texts(info, "Bucket/ExtranetEndpoint") == ["oss-cn-hangzhou.aliyuncs.com"]
    assert b">oss-cn-hangzhou</LocationConstraint>" in oss("GET", "mine", location="").body
    assert texts(oss("GET", "mine", acl=""), "AccessControlList/Grant") == ["public-read"]
    assert oss("PUT", "mine", acl="", headers={"x-oss-acl": "private"}).status == 200
    assert texts(oss("GET", "mine", acl=""), "AccessControlList/Grant") == ["private"]
    assert oss("DELETE", "mine").status == 204
    assert code(oss("GET", "mine", bucketInfo="")) == "NoSuchBucket"


#: Fault -> what provokes it.
REFUSED: Final[dict[str, tuple[ErrorTemplate, Callable[[Oss], Answered]]]] = {
    "no bucket": (errors.NO_SUCH_BUCKET, lambda oss: oss("GET", "none", "k")),
    "no bucket to list": (errors.NO_SUCH_BUCKET, lambda oss: oss("GET", "none")),
    "no bucket to put into": (errors.NO_SUCH_BUCKET, lambda oss: oss("PUT", "none", "k", b"x")),
    "no key": (errors.NO_SUCH_KEY, lambda oss: oss("GET", "state", "none")),
    "own bucket again": (errors.BUCKET_ALREADY_EXISTS, lambda oss: oss("PUT", "state")),
    "another's bucket again": (errors.BUCKET_ALREADY_EXISTS, lambda oss: Oss(oss.lab, account=BOB)("PUT", "state")),
    "not empty": (errors.BUCKET_NOT_EMPTY, lambda oss: oss("DELETE", "state")),
    "another's object": (errors.ACCESS_DENIED, lambda oss: Oss(oss.lab, account=BOB)("GET", "state", "env/dev")),
    "another's missing object": (errors.ACCESS_DENIED, lambda oss: Oss(oss.lab, account=BOB)("GET", "state", "x")),
    "into another's bucket": (errors.ACCESS_DENIED, lambda oss: Oss(oss.lab, account=BOB)("PUT", "state", "x", b"")),
    "another's bucket": (errors.ACCESS_DENIED, lambda oss: Oss(oss.lab, account=BOB)("DELETE", "state")),
    "nobody's buckets": (errors.ANONYMOUS, lambda oss: Oss(oss.lab, account="")("GET")),
    "nobody makes": (errors.ANONYMOUS, lambda oss: Oss(oss.lab, account="")("PUT", "nobodys")),
    "other region": (errors.OTHER_ENDPOINT, lambda oss: Oss(oss.lab, region=BEIJING)("GET", "state", "env/dev")),
    "bucket name": (errors.BUCKET_NAME, lambda oss: oss("PUT", "no_underscores")),
    "key of a folder": (errors.OBJECT_NAME, lambda oss: oss("PUT", "state", "/k", b"x")),
    "key too long": (errors.OBJECT_NAME, lambda oss: oss("PUT", "state", "k" * 1024, b"x")),
    "acl": (errors.ARGUMENT, lambda oss: oss("PUT", "state", "k", b"x", {"x-oss-object-acl": "mine"})),
    "bucket acl": (errors.ARGUMENT, lambda oss: oss("PUT", "other", headers={"x-oss-acl": "default"})),
    "max-keys": (errors.ARGUMENT, lambda oss: oss("GET", "state", max_keys="1001")),
    "encoding": (errors.ARGUMENT, lambda oss: oss("GET", "state", encoding_type="base64")),
    "token": (errors.ARGUMENT, lambda oss: oss("GET", "state", list_type="2", continuation_token="\u4e2d")),
    "copy of nothing": (errors.ARGUMENT, lambda oss: oss("PUT", "state", "k", headers={"x-oss-copy-source": "/state"})),
    "md5": (errors.DIGEST, lambda oss: oss("PUT", "state", "k", b"x", {"Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="})),
    "md5 of no base64": (errors.DIGEST, lambda oss: oss("PUT", "state", "k", b"x", {"Content-MD5": "?"})),
    "sse": (errors.ENCRYPTION, lambda oss: oss("PUT", "state", "k", b"", {"x-oss-server-side-encryption": "ROT13"})),
    "xml": (errors.MALFORMED_XML, lambda oss: oss("POST", "state", body=b"<Delete>", delete="")),
    "other xml": (errors.MALFORMED_XML, lambda oss: oss("PUT", "other", body=b"<Delete/>")),
    "expanding xml": (
        errors.MALFORMED_XML,
        lambda oss: oss("POST", "state", body=b"<!DOCTYPE Delete [<!ENTITY a 'b'>]><Delete/>", delete=""),
    ),
    "condition": (
        errors.PRECONDITION_FAILED, lambda oss: oss("GET", "state", "env/dev", headers={"If-Match": "x"}),
    ),
    "exists": (
        errors.FILE_ALREADY_EXISTS,
        lambda oss: oss("PUT", "state", "env/dev", b"x", {"x-oss-forbid-overwrite": "true"}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_without_a_trace(oss: Oss, name: str) -> None:
    error, provoke = REFUSED[name]
    before = oss.lab.snapshot()
    answered = provoke(oss)
    assert (answered.status, code(answered)) == (error.status, error.code)
    assert oss.lab.snapshot() == before


def test_every_fault_is_provoked() -> None:
    provoked = {id(error) for error, _ in REFUSED.values()} | {
        id(errors.NOT_MODIFIED),  # test_conditions
        id(errors.NO_SUCH_DOCUMENT),  # test_documents
    }
    assert [
        name
        for name, template in vars(errors).items()
        if isinstance(template, ErrorTemplate) and id(template) not in provoked
    ] == []


def test_anonymous_requests_see_public_objects_only() -> None:
    """A request without a key is of no world but the default one."""
    lab = Lab(create_app(Settings(world_seed="tests")), "default")
    oss, nobody = Oss(lab), Oss(lab, account="")
    oss("PUT", "open", headers={"x-oss-acl": "public-read-write"})
    assert nobody("PUT", "open", "k", b"x").status == 200
    assert nobody("GET", "open", "k").body == b"x"
    assert code(nobody("GET", "open", acl="")) == "AccessDenied"
    oss("PUT", "closed")
    oss("PUT", "closed", "secret", b"x")
    oss("PUT", "closed", "public", b"x", {"x-oss-object-acl": "public-read"})
    assert code(nobody("GET", "closed", "secret")) == "AccessDenied"
    assert code(nobody("GET", "closed", "none")) == "AccessDenied"
    assert nobody("GET", "closed", "public").status == 200


def test_a_recording_holds_no_content(oss: Oss) -> None:
    """A state is full of secrets, and an object may have megabytes."""
    oss("GET", "state", "env/dev")
    oss("HEAD", "state", "env/dev")  # JSON by its type, and empty
    text = json.dumps(ask(oss.lab.app, method="GET", path="/_tfmock/calls", query=f"world={oss.lab.world.id}").json())
    assert "GetObject" in text
    assert "PutObject" in text
    assert f"({len(STATE)} bytes)" in text
    assert "serial\\\\\\" not in text
    assert '"content": "***"' in text


def test_faults_strike_by_the_operation_s_name(oss: Oss) -> None:
    client = oss.lab.app.test_client()
    rule = {
        "product": "Oss",
        "action": "Put*",
        "resource": "env/dev",
        "error": "InternalError",
        "status": 500,
        "count": 1,
    }
    assert client.post(f"/_tfmock/faults?world={oss.lab.name}", json=rule).status_code == 200
    assert oss("PUT", "state", "other", b"x").status == 200
    struck = oss("PUT", "state", "env/dev", b"changed")
    assert (struck.status, code(struck)) == (500, "InternalError")
    assert oss("GET", "state", "env/dev").body == STATE
    assert oss("PUT", "state", "env/dev", b"changed").status == 200


def test_objects_are_in_snapshots(oss: Oss) -> None:
    saved = oss.lab.world.snapshot()
    assert saved.tables["oss_objects"][0]["content"] == STATE.decode()
    oss("DELETE", "state", "env/dev")
    oss.lab.world.load(saved)
    assert oss("GET", "state", "env/dev").body == STATE


PLACES: Final = {
    ("b.oss-cn-hangzhou.aliyuncs.com", "/k/l"): ("b", "k/l", "cn-hangzhou"),
    ("b.oss-cn-hangzhou-internal.aliyuncs.com:443", "/"): ("b", "", "cn-hangzhou"),
    ("b.oss.cn-hangzhou.aliyuncs.com", "/k"): ("b", "k", "cn-hangzhou"),
    ("b.oss-us-west-1.aliyuncs.com", "/k"): ("b", "k", "us-west-1"),
    ("B.OSS-accelerate.aliyuncs.com", "/k"): ("b", "k", ""),
    ("oss-cn-hangzhou.aliyuncs.com", "/b/k"): ("b", "k", "cn-hangzhou"),
    ("oss-cn-hangzhou.aliyuncs.com", "/"): ("", "", "cn-hangzhou"),
    ("127.0.0.1:4180", "/b/k/l"): ("b", "k/l", ""),
    ("[::1]:4180", "/b"): ("b", "", ""),
    ("localhost:4180", "/b/k"): ("b", "k", ""),
    ("b.localhost:4180", "/k"): ("b", "k", ""),
    ("tfmock:4180", "/b/k"): ("b", "k", ""),
}


@pytest.mark.parametrize("host_and_path", PLACES)
def test_the_bucket_is_read_from_host_and_path(host_and_path: tuple[str, str]) -> None:
    assert place(*host_and_path) == PLACES[host_and_path]


OPERATIONS: Final = [op for op in all_operations() if op.protocol is Protocol.OSS]
_text = st.text(max_size=20) | st.sampled_from(["state", "env/dev", "0", "true", "url", "2", "bytes=0-1", "*", "<x>"])


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS"]),
    bucket=st.sampled_from(["", "state", "none", "\u4e2d"]),
    key=_text,
    body=st.binary(max_size=40) | st.sampled_from([b"<Delete/>", b"<CreateBucketConfiguration/>"]),
    query=st.dictionaries(st.sampled_from(["acl", "delete", "prefix", "list_type", "marker", "x"]), _text, max_size=3),
    headers=st.dictionaries(
        st.sampled_from(["x-oss-acl", "x-oss-copy-source", "Range", "If-Match", "Content-MD5", "If-Modified-Since"]),
        _text, max_size=3,
    ),
)  # fmt: skip
def test_any_request_gets_a_defined_answer(
    *, oss: Oss, method: str, bucket: str, key: str, body: bytes, query: dict[str, str], headers: dict[str, str]
) -> None:
    answered = oss(method, bucket, key, body, headers, **query)
    assert answered.status in {200, 204, 206, 304, 400, 403, 404, 409, 412}
    assert b"Tfmock.Bug" not in answered.body
    assert base64.b64decode(answered.headers.get("x-oss-err", "")).find(b"Tfmock.Bug") < 0


def test_rows_are_found_by_their_bucket(oss: Oss) -> None:
    rows = oss.lab.world.store.table(ObjectRow).find("bucket", "state")
    assert [row.key for row in rows] == ["env/dev"]
    assert len(OPERATIONS) == 16
