"""Signatures of OSS and Tablestore, as the Go SDKs made them; whatever they cover may not be changed."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from flask import Flask

from tests.support.lab import Answered, ask
from tfmock.app import create_app
from tfmock.middleware import auth_storage
from tfmock.middleware.auth_storage import check_storage
from tfmock.protocol import common_errors, protobuf
from tfmock.protocol.decode import decode
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.protocol.request import ApiRequest
from tfmock.settings import Settings

NOW: Final = 1795896488.0  # 2026-11-28T20:08:08Z
KEY, SECRET = "AK.example", "a secret"


@dataclass(frozen=True)
class Sent:
    """A request as it was on the wire."""

    method: str
    uri: str
    headers: Mapping[str, str]
    body: bytes = b""

    def environ(self) -> dict[str, object]:
        path, _, query = self.uri.partition("?")
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        return {
            "REQUEST_METHOD": self.method, "PATH_INFO": unquote(path, "latin-1"), "QUERY_STRING": query,
            "HTTP_HOST": "127.0.0.1:4180", "CONTENT_LENGTH": str(len(self.body)), "wsgi.input": io.BytesIO(self.body),
            "CONTENT_TYPE": headers.pop("HTTP_CONTENT_TYPE", ""), **headers,
        }  # fmt: skip

    def request(self) -> ApiRequest:
        return decode(self.environ())


_DATE: Final = {"date": "Sat, 28 Nov 2026 20:08:08 GMT", "x-oss-security-token": "token"}
_V4: Final = "OSS4-HMAC-SHA256 Credential=AK.example/20261128/cn-hangzhou/oss/aliyun_v4_request,Signature="
_V4_DATE: Final = {**_DATE, "x-oss-content-sha256": "UNSIGNED-PAYLOAD"}
_UPLOAD: Final = {
    "content-type": "application/json", "content-md5": "mZFLkyvTelC5g8XnyQrpOw==", "x-oss-meta-team": "net",
}  # fmt: skip
_KEY: Final = "/team-state/dir%2F%E4%B8%AD%20a%2Bb.json"
_LIST: Final = "/team-state/?delimiter&encoding-type=url&max-keys=10&prefix=dir%2F"

#: Recorded from aliyun-oss-go-sdk 2.2.9 and aliyun-tablestore-go-sdk 4.1.2.
SENT: Final = {
    "V1 put": Sent("PUT", _KEY, {**_DATE, **_UPLOAD, "authorization": "OSS AK.example:EWNhaJplBcRG+7mYS27GP0YHuhs="}),
    "V1 list": Sent("GET", _LIST, {**_DATE, "authorization": "OSS AK.example:bKsU7t61nCPHuQEFNUG95r7ysWA="}),
    "V1 meta": Sent(
        "HEAD", "/team-state/k?objectMeta", {**_DATE, "authorization": "OSS AK.example:cy3luvNuUm+8gpl2pAA56BSdFsA="}
    ),
    "V1 buckets": Sent("GET", "/", {**_DATE, "authorization": "OSS AK.example:WJOOsBSq075nXfpDVtHklkPUD+E="}),
    "V1 acl": Sent(
        "GET", "/team-state/?acl", {**_DATE, "authorization": "OSS AK.example:69onLqO+Awz/vIl30T0mg9jLdPs="}
    ),
    "V4 put": Sent(
        "PUT", _KEY,
        {**_V4_DATE, **_UPLOAD,
         "authorization": f"{_V4}892522e7eded124e99c1375a3b2e0617126e9b99ac707fd2c12bb1a9029e12f1"},
    ),
    "V4 list": Sent(
        "GET", _LIST,
        {**_V4_DATE, "authorization": f"{_V4}1f06bd7fd15d6b8798a0b3d759fe244be6f56fb40aac6e2edd1f0e0221eeb148"},
    ),
    "V4 meta": Sent(
        "HEAD", "/team-state/k?objectMeta",
        {**_V4_DATE, "authorization": f"{_V4}59386efe40258cb04fb1ea76a15cdf377b65e6d90c6284f0985c53c0d06f5850"},
    ),
    "V4 buckets": Sent(
        "GET", "/",
        {**_V4_DATE, "authorization": f"{_V4}b0292d15f085ad18a327e2825aab5931d1812949a8066c2e83c7fda9e43b0d21"},
    ),
    "V4 acl": Sent(
        "GET", "/team-state/?acl",
        {**_V4_DATE, "authorization": f"{_V4}db3d58e76dd47dc8b01f18de747d8a4ea2edafeb034a0bbc5d6f8d4739911e63"},
    ),
    "V1 URL": Sent(
        "GET",
        "/team-state/k%2Fl%20m?Expires=1795897088&OSSAccessKeyId=AK.example&Signature=G%2FJ16qqDzfxc5pE8ofF4ojdtnKk%3D",
        {},
    ),
    "Tablestore": Sent(
        "POST", "/DescribeTable",
        {
            "x-ots-apiversion": "2015-12-31", "x-ots-contentmd5": "G5tvh3oy/JoRP2uOiJjeqw==",
            "x-ots-instancename": "lock", "x-ots-ststoken": "token", "x-ots-date": "2026-11-28T20:08:08.11288Z",
            "x-ots-signature": "32RVOnxkE2OBbsF1VjLvW0BYVNY=", "x-ots-accesskeyid": KEY,
        },
        protobuf.write((1, "locks")),
    ),
}  # fmt: skip


def _secret_of(key: str, token: str) -> str:
    if key != KEY:
        raise common_errors.ACCESS_KEY_UNKNOWN()
    return SECRET


@pytest.mark.parametrize("name", SENT)
def test_signatures_of_the_sdks_are_accepted(name: str) -> None:
    check_storage(SENT[name].request(), _secret_of, NOW)


def _changed(name: str, header: str, value: str) -> Sent:
    return replace(SENT[name], headers={**SENT[name].headers, header: value})


#: What was changed after signing -> the fault.
TAMPERED: Final[dict[str, tuple[ErrorTemplate, Sent]]] = {
    "V1 method": (auth_storage.OSS_SIGNATURE_WRONG, replace(SENT["V1 put"], method="DELETE")),
    "V1 key": (auth_storage.OSS_SIGNATURE_WRONG, replace(SENT["V1 put"], uri="/team-state/other")),
    "V1 bucket": (auth_storage.OSS_SIGNATURE_WRONG, replace(SENT["V1 meta"], uri="/other/k?objectMeta")),
    "V1 operation": (auth_storage.OSS_SIGNATURE_WRONG, replace(SENT["V1 list"], uri="/team-state/?acl")),
    "V1 header": (auth_storage.OSS_SIGNATURE_WRONG, _changed("V1 put", "x-oss-object-acl", "public-read")),
    "V1 md5": (auth_storage.OSS_SIGNATURE_WRONG, _changed("V1 put", "content-md5", "")),
    "V1 token": (auth_storage.OSS_SIGNATURE_WRONG, _changed("V1 put", "x-oss-security-token", "other")),
    "V1 date": (auth_storage.OSS_SIGNATURE_WRONG, _changed("V1 list", "date", "Sat, 28 Nov 2026 20:08:09 GMT")),
    "V1 no date": (auth_storage.OSS_DATE, _changed("V1 list", "date", "today")),
    "V1 old": (auth_storage.OSS_SKEWED, _changed("V1 list", "date", "Sat, 28 Nov 2026 19:08:08 GMT")),
    "V1 signer": (auth_storage.OSS_KEY_UNKNOWN, _changed("V1 list", "authorization", "OSS other:x")),
    "V2": (auth_storage.OSS_SIGNATURE_FORM, _changed("V1 list", "authorization", "OSS2 AccessKeyId:other,Signature:x")),
    "V4 method": (auth_storage.OSS_SIGNATURE_WRONG, replace(SENT["V4 put"], method="DELETE")),
    "V4 key": (auth_storage.OSS_SIGNATURE_WRONG, replace(SENT["V4 put"], uri="/team-state/other")),
    "V4 query": (auth_storage.OSS_SIGNATURE_WRONG, replace(SENT["V4 list"], uri="/team-state/?prefix=x")),
    "V4 header": (auth_storage.OSS_SIGNATURE_WRONG, _changed("V4 put", "x-oss-object-acl", "public-read")),
    "V4 date": (auth_storage.OSS_SIGNATURE_WRONG, _changed("V4 list", "date", "Sat, 28 Nov 2026 20:08:09 GMT")),
    "V4 old": (auth_storage.OSS_SKEWED, _changed("V4 list", "date", "Sat, 28 Nov 2026 19:08:08 GMT")),
    "V4 day": (auth_storage.OSS_DATE, _changed("V4 list", "date", "Sun, 29 Nov 2026 20:08:08 GMT")),
    "V4 scope": (
        auth_storage.OSS_SIGNATURE_FORM,
        _changed("V4 list", "authorization", "OSS4-HMAC-SHA256 Credential=AK.example/20261128/x,Signature=0"),
    ),
    "URL key": (
        auth_storage.OSS_SIGNATURE_WRONG,
        replace(SENT["V1 URL"], uri=SENT["V1 URL"].uri.replace("%20m", "")),
    ),
    "URL method": (auth_storage.OSS_SIGNATURE_WRONG, replace(SENT["V1 URL"], method="PUT")),
    "URL expiry": (
        auth_storage.OSS_SIGNATURE_WRONG, replace(SENT["V1 URL"], uri=SENT["V1 URL"].uri.replace("7088", "9088")),
    ),
    "URL expired": (
        auth_storage.OSS_EXPIRED, replace(SENT["V1 URL"], uri=SENT["V1 URL"].uri.replace("=1795", "=1794")),
    ),
    "table": (auth_storage.OTS_FAILED, replace(SENT["Tablestore"], body=protobuf.write((1, "other")))),
    "operation": (auth_storage.OTS_FAILED, replace(SENT["Tablestore"], uri="/DeleteTable")),
    "instance": (auth_storage.OTS_FAILED, _changed("Tablestore", "x-ots-instancename", "other")),
    "token": (auth_storage.OTS_FAILED, _changed("Tablestore", "x-ots-ststoken", "other")),
    "another header": (auth_storage.OTS_FAILED, _changed("Tablestore", "x-ots-other", "x")),
    "no instance": (auth_storage.OTS_FAILED, _changed("Tablestore", "x-ots-instancename", "")),
    "old": (auth_storage.OTS_FAILED, _changed("Tablestore", "x-ots-date", "2026-11-28T19:08:08.0Z")),
    "no date": (auth_storage.OTS_FAILED, _changed("Tablestore", "x-ots-date", "today")),
    "signer": (auth_storage.OTS_FAILED, _changed("Tablestore", "x-ots-accesskeyid", "other")),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_a_changed_request_is_refused(name: str) -> None:
    fault, sent = TAMPERED[name]
    with pytest.raises(ApiError) as refused:
        check_storage(sent.request(), _secret_of, NOW)
    assert (refused.value.code, refused.value.status) == (fault.code, fault.status)
    if "{" not in fault.message:
        assert refused.value.message == fault.message


def test_every_fault_is_provoked() -> None:
    provoked = {id(fault) for fault, _ in TAMPERED.values()}
    assert [
        n
        for n, template in vars(auth_storage).items()
        if isinstance(template, ErrorTemplate) and id(template) not in provoked
    ] == []


@pytest.fixture(scope="module")
def strict() -> Flask:
    accounts = {KEY: {"uid": "1000000000000001", "secret": SECRET}}
    return create_app(Settings(auth="strict", accounts=accounts))


def _xml(answered: Answered) -> str:
    return ElementTree.fromstring(answered.body).findtext("Code") or ""


STRICT: Final[dict[str, tuple[Sent, str, Callable[[Answered], str]]]] = {
    "OSS": (_changed("V1 list", "date", "Sat, 28 Nov 2020 20:08:08 GMT"), "RequestTimeTooSkewed", _xml),
    "Tablestore": (
        _changed("Tablestore", "x-ots-date", "2020-11-28T19:08:08.0Z"), "OTSAuthFailed",
        lambda answered: protobuf.parse(answered.body).text(1),
    ),
    "MNS": (Sent("GET", "/queues", {"authorization": "MNS k:s"}), "Tfmock.NotImplemented", _xml),
    "SLS": (
        Sent("GET", "/logstores", {"authorization": "LOG k:s"}), "Tfmock.NotImplemented",
        lambda answered: str(answered.json()["errorCode"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STRICT)
def test_strict_mode_refuses_in_the_protocol_and_creates_no_world(strict: Flask, name: str) -> None:
    sent, code, read = STRICT[name]
    worlds = strict.extensions["tfmock.universe"].names()
    path, _, query = sent.uri.partition("?")
    answered = ask(
        strict, method=sent.method, path=path, query=query, body=sent.body, headers=sent.headers,
        environ={"HTTP_HOST": "127.0.0.1:4180"},
    )  # fmt: skip
    assert read(answered) == code
    assert strict.extensions["tfmock.universe"].names() == worlds
