"""Decoding: where parameters come from, how names nest, who signed."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lab import flatten
from tfmock.protocol.errors import ApiError
from tfmock.protocol.request import COMMON, MAX_BODY, ApiRequest, decode, nest


def request(query: str = "", body: bytes = b"", method: str = "POST", **environ: Any) -> ApiRequest:
    return decode(
        {
            "REQUEST_METHOD": method, "QUERY_STRING": query, "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body), "HTTP_HOST": "vpc.aliyuncs.com", **environ,
        }
    )  # fmt: skip


NESTED = {
    "plain": ({"A": "1"}, {"A": "1"}),
    "list": ({"A.1": "x", "A.2": "y"}, {"A": ["x", "y"]}),
    "order by number": ({"A.10": "j", "A.9": "i", "A.1": "a"}, {"A": ["a", "i", "j"]}),
    "gaps close": ({"A.7": "y", "A.3": "x"}, {"A": ["x", "y"]}),
    "objects": ({"Tag.1.Key": "k", "Tag.1.Value": "v"}, {"Tag": [{"Key": "k", "Value": "v"}]}),
    "object of objects": ({"E.Critical.Times": "3"}, {"E": {"Critical": {"Times": "3"}}}),
    "list and plain: nested wins": ({"A": "1", "A.1": "x"}, {"A": ["x"]}),
    "plain after list: nested wins": ({"A.1": "x", "A": "1"}, {"A": ["x"]}),
    "mixed keys are an object": ({"A.1": "x", "A.b": "y"}, {"A": {"1": "x", "b": "y"}}),
    "digits of other scripts are names": ({"A.\u0661": "x"}, {"A": {"\u0661": "x"}}),
    "empty part": ({"A.": "x"}, {"A": {"": "x"}}),
    "nothing": ({}, {}),
}


@pytest.mark.parametrize("case", NESTED)
def test_nest(case: str) -> None:
    flat, expected = NESTED[case]
    assert nest(flat) == expected


_names = st.from_regex(r"[A-Z][A-Za-z]{0,8}", fullmatch=True)
_values = st.recursive(
    st.text(max_size=8),
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(_names, inner, min_size=1, max_size=4),
    max_leaves=12,
)


def _depth(value: object) -> int:
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, members), default=-1)


@given(st.dictionaries(_names, _values.filter(lambda value: _depth(value) < 6), max_size=4))
def test_nest_undoes_flatten(params: dict[str, Any]) -> None:
    assert nest(flatten(params)) == params


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=5), max_size=30))
def test_nest_never_fails(flat: dict[str, str]) -> None:
    assert set(nest(flat)) == {name.split(".", 1)[0] for name in flat}


def test_query_and_form_are_merged_and_the_form_wins() -> None:
    parsed = request("Action=A&Version=V&X=query&Y=1", b"X=form&Z=2")
    assert (parsed.action, parsed.version) == ("A", "V")
    assert parsed.arguments() == {"X": "form", "Y": "1", "Z": "2"}


def test_action_and_version_are_read_from_where_the_signature_covers_them() -> None:
    headers = {"HTTP_X_ACS_ACTION": "B", "HTTP_X_ACS_VERSION": "W", "HTTP_X_ACS_SECURITY_TOKEN": "U"}
    parsed = request("Action=A&Version=V&SecurityToken=T", b"", **headers)
    assert (parsed.action, parsed.version, parsed.security_token) == ("A", "V", "T")
    parsed = request("Action=A&Version=V&SecurityToken=T", b"", **headers, HTTP_AUTHORIZATION=V3)
    assert (parsed.action, parsed.version, parsed.security_token) == ("B", "W", "U")
    parsed = request("", b"", **headers)
    assert (parsed.action, parsed.version, parsed.security_token) == ("B", "W", "U")


@pytest.mark.parametrize(
    ("query", "headers", "conflicts"),
    [
        ("A=1&B=2", {}, ()),
        ("A=1&A=1", {}, ()),
        ("A=1&%41=1&B=2", {}, ()),
        ("A=1&A=2&B=1", {}, ("A",)),
        ("A=1&B=1&%41=2&B=2", {}, ("A", "B")),
        ("A=1&&=x", {}, ()),
        ("Action=A", {"HTTP_X_ACS_ACTION": "A"}, ()),
        ("Action=A&Version=V", {"HTTP_X_ACS_ACTION": "B", "HTTP_X_ACS_VERSION": "V"}, ("Action",)),
        ("SecurityToken=t", {"HTTP_X_ACS_SECURITY_TOKEN": "u"}, ("SecurityToken",)),
    ],
)
def test_contradictory_parameters_are_found(query: str, headers: dict[str, str], conflicts: tuple[str, ...]) -> None:
    assert request(query, b"", **headers).conflicts == conflicts


def test_protocol_parameters_are_not_passed_to_operations() -> None:
    parsed = request(urlencode(dict.fromkeys(COMMON, "x")) + "&VpcId=v")
    assert parsed.arguments() == {"VpcId": "v"}


V3 = "ACS3-HMAC-SHA256 Credential=key3,SignedHeaders=host;x-acs-action,Signature=abc"


@pytest.mark.parametrize(
    ("query", "environ", "key", "token"),
    [
        ("AccessKeyId=key1", {}, "key1", ""),
        ("AccessKeyId=key1&SecurityToken=t1", {}, "key1", "t1"),
        ("", {"HTTP_AUTHORIZATION": V3}, "key3", ""),
        ("", {"HTTP_AUTHORIZATION": V3, "HTTP_X_ACS_SECURITY_TOKEN": "t3"}, "key3", "t3"),
        ("AccessKeyId=key1", {"HTTP_AUTHORIZATION": "Basic eDp5"}, "key1", ""),
        ("", {"HTTP_AUTHORIZATION": "ACS3-HMAC-SHA256 nonsense"}, "", ""),
        ("", {}, "", ""),
    ],
)  # fmt: skip
def test_signer(query: str, environ: dict[str, Any], key: str, token: str) -> None:
    parsed = request(query, **environ)
    assert (parsed.access_key_id, parsed.security_token) == (key, token)


@pytest.mark.parametrize(
    ("query", "environ", "xml"),
    [
        ("", {}, True),
        ("Format=XML", {}, True),
        ("Format=JSON", {}, False),
        ("Format=json", {}, False),
        ("", {"HTTP_X_ACS_ACTION": "A"}, False),
        ("Format=XML", {"HTTP_X_ACS_ACTION": "A"}, True),
    ],
)
def test_format(query: str, environ: dict[str, Any], xml: bool) -> None:
    assert request(query, **environ).wants_xml is xml


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", ""])
def test_other_methods_are_refused(method: str) -> None:
    with pytest.raises(ApiError) as refused:
        request(method=method)
    assert (refused.value.status, refused.value.code) == (403, "UnsupportedHTTPMethod")


def test_body_of_a_get_is_not_read() -> None:
    assert request("A=1", b"B=2", method="GET").arguments() == {"A": "1"}


@pytest.mark.parametrize(
    ("length", "code"), [(str(MAX_BODY + 1), "RequestBodyTooLarge"), ("many", "InvalidRequestBody")]
)
def test_unusable_length(length: str, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        request(CONTENT_LENGTH=length)
    assert refused.value.code == code


def test_too_many_parameters() -> None:
    with pytest.raises(ApiError) as refused:
        request(body=b"&".join(b"P%d=1" % n for n in range(2001)))
    assert (refused.value.status, refused.value.code) == (400, "InvalidRequestBody")


def test_chunked_body_is_read_and_bounded() -> None:
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    assert request(body=b"A=1", **chunked).arguments() == {"A": "1"}
    with pytest.raises(ApiError) as refused:
        request(body=b"x" * (MAX_BODY + 1), **chunked)
    assert refused.value.status == 413


@given(st.binary(max_size=200), st.text(alphabet=st.characters(max_codepoint=255), max_size=100))
def test_any_bytes_decode_or_are_refused(body: bytes, query: str) -> None:
    parsed = request(query, body)
    assert isinstance(parsed.arguments(), dict)
    assert all(isinstance(value, str) for value in parsed.params.values())
