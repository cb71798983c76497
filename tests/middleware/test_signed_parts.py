"""Whatever a signature covers cannot be changed by who does not know the secret (attack.md fault 7)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.lab import ALICE, ask
from tfmock.app import create_app
from tfmock.core.accounts import Accounts
from tfmock.core.lifecycle import Profile
from tfmock.core.universe import Universe
from tfmock.core.world_settings import WorldSettings
from tfmock.middleware.auth import Auth
from tfmock.protocol.errors import ApiError
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest, decode
from tfmock.services.outcome import Outcome, RequestContext
from tfmock.services.registry import row_types
from tfmock.settings import Settings

KEY: Final = "LTAI5tRealLooking"
SECRET: Final = "s3cr3t/+=~ x"
DONE: Final = Outcome(reply=HttpReply(status=200, content_type="application/json", body=b"{}"))


@dataclass(frozen=True)
class Http:
    """A request as it travels."""

    method: str = "POST"
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def environ(self) -> dict[str, object]:
        named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        return {
            "REQUEST_METHOD": self.method, "QUERY_STRING": self.query, "CONTENT_LENGTH": str(len(self.body)),
            "CONTENT_TYPE": self.headers.get("content-type", ""), "wsgi.input": io.BytesIO(self.body), **named,
        }  # fmt: skip

    def with_header(self, name: str, value: str) -> Http:
        return replace(self, headers={**self.headers, name: value})


#: The moment at which all is signed and judged.
MOMENT: Final = 1767225600.0


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(MOMENT))


def v1() -> Http:
    query = {
        "Action": "DescribeVpcs", "Version": "2016-04-28", "Format": "JSON", "AccessKeyId": KEY,
        "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureNonce": "n1", "Timestamp": now(),
    }  # fmt: skip
    form = {"RegionId": "cn-hangzhou", "CidrBlock": "10.0.0.0/8"}
    text = "&".join(f"{quote(k, safe='~')}={quote(v, safe='~')}" for k, v in sorted({**query, **form}.items()))
    digest = hmac.new(f"{SECRET}&".encode(), f"POST&%2F&{quote(text, safe='~')}".encode(), hashlib.sha1).digest()
    query["Signature"] = base64.b64encode(digest).decode()
    return Http("POST", urlencode(query), {"host": "vpc.aliyuncs.com"}, urlencode(form).encode())


def v3(*, unsigned: str = "", body_hash: str = "", **more: str) -> Http:
    body = b"RegionId=cn-hangzhou&CidrBlock=10.0.0.0%2F8"
    digest = hashlib.sha256(body).hexdigest()
    headers = {
        "host": "vpc.aliyuncs.com", "content-type": "application/x-www-form-urlencoded", "x-acs-action": "DescribeVpcs",
        "x-acs-version": "2016-04-28", "x-acs-date": now(), "x-acs-signature-nonce": "n1",
        "x-acs-content-sha256": body_hash or digest, **more,
    }  # fmt: skip
    signed = sorted(set(headers) - {unsigned})
    lines = "".join(f"{name}:{headers[name]}\n" for name in signed)
    canonical = f"POST\n/\nVpcName=a\n{lines}\n{';'.join(signed)}\n{digest}"
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = (
        f"ACS3-HMAC-SHA256 Credential={KEY},SignedHeaders={';'.join(signed)},Signature={signature}"
    )
    return Http("POST", "VpcName=a", headers, body)


def universe() -> Universe:
    return Universe(Accounts({KEY: ALICE}), WorldSettings(profile=Profile("instant", {})), row_types())


def verdict(http: Http) -> tuple[str, ApiRequest | None]:
    """The code that a request is refused with, or "ok"; and the request as it would be answered."""
    seen: list[ApiRequest] = []

    def answer(context: RequestContext) -> Outcome:
        seen.append(context.request)
        return DONE

    auth = Auth("strict", {KEY: SECRET}, universe(), lambda: MOMENT)
    try:
        auth(context_of(http), answer)
    except ApiError as error:
        return error.code, None
    return "ok", seen[0]


def context_of(http: Http) -> RequestContext:
    return RequestContext(request=decode(http.environ()), product="Vpc")


def meaning(request: ApiRequest) -> tuple[object, ...]:
    params = {name: value for name, value in request.params.items() if name != "Signature"}
    return request.action, request.version, params, request.access_key_id, request.security_token


@pytest.mark.parametrize("signed", [v1, v3])
def test_an_unchanged_request_is_answered(signed: object) -> None:
    code, request = verdict(v1() if signed is v1 else v3())
    assert code == "ok"
    assert request is not None
    assert (request.action, request.version) == ("DescribeVpcs", "2016-04-28")


@pytest.mark.parametrize(
    "changed",
    [
        v1().with_header("x-acs-action", "CreateVpc"),
        v1().with_header("x-acs-version", "2014-05-26"),
        v1().with_header("x-acs-security-token", "t"),
        replace(v1(), method="GET"),
        replace(v1(), query=v1().query.replace("DescribeVpcs", "CreateVpc")),
        replace(v1(), query=v1().query.replace("2016-04-28", "2014-05-26")),
        replace(v1(), query=v1().query + "&Action=CreateVpc"),
        replace(v1(), query="Action=CreateVpc&" + v1().query),
        replace(v1(), query=v1().query + "&CidrBlock=192.168.0.0%2F16"),
        replace(v1(), query=v1().query + "&DryRun=false"),
        replace(v1(), body=v1().body + b"&VpcName=x"),
        replace(v1(), body=v1().body.replace(b"10.0", b"11.0")),
        replace(v1(), body=b""),
        v3().with_header("x-acs-action", "CreateVpc"),
        v3().with_header("x-acs-version", "2014-05-26"),
        v3().with_header("x-acs-date", "2026-01-01T00:00:01Z"),
        v3().with_header("x-acs-signature-nonce", "n2"),
        v3().with_header("x-acs-security-token", "t"),
        v3().with_header("host", "ecs.aliyuncs.com"),
        v3().with_header("content-type", "application/json"),
        replace(v3(), method="GET", body=b""),
        replace(v3(), query="VpcName=b"),
        replace(v3(), query="VpcName=a&Action=CreateVpc"),
        replace(v3(), query=""),
        replace(v3(), body=v3().body.replace(b"10.0", b"11.0")),
        replace(v3(), body=v3().body + b"&DryRun=false"),
    ],
)
def test_a_part_changed_after_signing_is_refused(changed: Http) -> None:
    code, _ = verdict(changed)
    assert code in ("SignatureDoesNotMatch", "IncompleteSignature", "InvalidTimeStamp.Expired")


@pytest.mark.parametrize(
    "name",
    [
        "host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256",
        "content-type", "x-acs-other",
    ],
)  # fmt: skip
def test_v3_must_sign(name: str) -> None:
    assert verdict(v3(unsigned=name, **{"x-acs-other": "1"}))[0] == "IncompleteSignature"
    assert verdict(v3(**{"x-acs-other": "1"}))[0] == "ok"


def test_v3_signs_the_hash_of_the_body() -> None:
    assert verdict(v3(body_hash=hashlib.sha256(b"other").hexdigest()))[0] == "IncompleteSignature"


_SIGNED: Final = (
    "host",
    "x-acs-action",
    "x-acs-version",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-content-sha256",
)


@st.composite
def mutations(draw: st.DrawFn, style: str) -> Http:
    """One change to a signed request: a byte of query or body, something added, a header, the method."""
    original = v1() if style == "V1" else v3()
    where = draw(st.sampled_from(["query", "body", "header", "method", "more query", "more body"]))
    if where == "method":
        return replace(original, method="GET")
    if where == "header":
        name = draw(st.sampled_from(_SIGNED[1:] if style == "V1" else _SIGNED))
        return original.with_header(name, draw(st.text("abcDescribeVpcsCreate-0123456789", max_size=12)))
    text = original.query if "query" in where else original.body.decode()
    if where.startswith("more"):
        name = draw(st.sampled_from(["Action", "Version", "AccessKeyId", "CidrBlock", "DryRun", "%41ction", ""]))
        text += f"&{name}={draw(st.sampled_from(['CreateVpc', 'x', '', '%00']))}"
    else:
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + draw(st.sampled_from("aZ0&=%+.")) + text[at + 1 :]
    return replace(original, query=text) if "query" in where else replace(original, body=text.encode())


@pytest.mark.parametrize("style", ["V1", "V3"])
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_any_one_change_is_refused_or_changes_nothing(style: str, data: st.DataObject) -> None:
    code, answered = verdict(data.draw(mutations(style)))
    assert code != "Tfmock.Bug"
    if answered is not None:
        changed = verdict(v1() if style == "V1" else v3())[1]
        assert changed is not None
        assert meaning(answered) == meaning(changed)


def test_an_unsigned_request_creates_nothing() -> None:
    """300 requests of ghosts made 300 worlds; and a refused nonce is not remembered."""
    app = create_app(Settings(accounts={KEY: {"uid": ALICE, "secret": SECRET}}, auth="strict"))
    client = app.test_client()
    for number in range(20):
        for key in (f"STS.ghost{number}.aaaaaaaaaa", f"ghost{number}.{ALICE}", f"LTAI{number}", KEY):
            query = v1().query.replace(KEY, key)
            assert client.post(f"/?{query}", data=v1().body).status_code == 400
    worlds = client.get("/_tfmock/worlds").json
    assert worlds is not None
    assert {world["name"] for world in worlds["worlds"]} <= {"default"}


def test_refused_requests_leave_no_nonce_behind() -> None:
    auth = Auth("strict", {KEY: SECRET}, universe(), lambda: MOMENT)
    bad = v1().with_header("x-acs-action", "CreateVpc")
    worse = replace(v1(), query=v1().query.replace("DescribeVpcs", "CreateVpc"))
    for http in (bad, worse):
        with pytest.raises(ApiError):
            auth(context_of(http), lambda _: DONE)
    assert auth._nonces == {}
    assert auth(context_of(v1()), lambda _: DONE) is DONE
    assert [len(digest) for digest in auth._nonces] == [16]


@pytest.mark.parametrize("action", ["DescribeVpcs", "CreateVpc", "Nonsense"])
def test_a_temporary_key_of_no_world_creates_none(action: str) -> None:
    app = create_app(Settings())
    key = "STS.ghost.aaaaaaaaaa"
    answered = ask(app, query=f"Action={action}&Version=2016-04-28&Format=JSON&RegionId=cn-hangzhou&AccessKeyId={key}")
    assert (answered.status, answered.json()["Code"]) == (400, "InvalidAccessKeyId.NotFound")
    assert "ghost" not in app.test_client().get("/_tfmock/worlds").text
