"""Encoding: JSON and XML, answers and error envelopes."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfmock.protocol.errors import ApiError
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import failure, refusal, success
from tfmock.protocol.request import ApiRequest

ID = "0A1B2C3D-0000-0000-0000-000000000000"

_names = st.from_regex(r"[A-Z][A-Za-z0-9]{0,8}", fullmatch=True).filter(lambda name: name != "RequestId")
_scalars = st.text(max_size=20) | st.booleans() | st.integers(-(10**18), 10**18)
_bodies = st.dictionaries(
    _names,
    st.recursive(
        _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3), max_leaves=8
    ),
    max_size=5,
)


@given(_bodies)
def test_json_answer(body: dict[str, Any]) -> None:
    reply = success("Act", ID, json.dumps(body, separators=(",", ":")).encode(), xml=False)
    assert (reply.status, reply.content_type) == (200, "application/json;charset=utf-8")
    assert json.loads(reply.body) == {"RequestId": ID, **body}


@given(_bodies)
def test_xml_answer_parses_and_keeps_the_text(body: dict[str, Any]) -> None:
    reply = success("Act", ID, json.dumps(body, separators=(",", ":")).encode(), xml=True)
    root = ElementTree.fromstring(reply.body)
    assert (root.tag, root.findtext("RequestId")) == ("ActResponse", ID)
    for name, value in body.items():
        if isinstance(value, str):
            printable = "".join(c for c in value if c >= " " or c in "\t\n\r")
            lines = printable.replace("\r\n", "\n").replace("\r", "\n")  # as every XML parser does
            assert (root.findtext(name) or "") == lines


def test_xml_repeats_elements_for_lists() -> None:
    reply = success("DescribeVpcs", ID, b'{"Vpcs":{"Vpc":[{"A":true},{"A":null}]}}', xml=True)
    assert reply.content_type == "text/xml;charset=utf-8"
    assert reply.body.decode() == (
        "<?xml version='1.0' encoding='UTF-8'?><DescribeVpcsResponse>"
        f"<RequestId>{ID}</RequestId><Vpcs><Vpc><A>true</A></Vpc><Vpc><A/></Vpc></Vpcs></DescribeVpcsResponse>"
    )


FIELDS = {"RequestId", "HostId", "Code", "Message", "Recommend"}


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_envelope_is_five_strings(code: str, message: str, host: str) -> None:
    """The older SDK panics on anything else (provider-contract: Errors)."""
    error = ApiError(400, code, message)
    body = json.loads(failure(error, ID, host, "Vpc", xml=False).body)
    assert set(body) == FIELDS
    assert all(isinstance(value, str) for value in body.values())
    assert (body["Code"], body["Message"], body["RequestId"]) == (code, message, ID)
    assert body["HostId"] == (host or "tfmock")
    root = ElementTree.fromstring(failure(error, ID, host, "Vpc", xml=True).body)
    assert root.tag == "Error"
    assert {child.tag for child in root} == FIELDS


@pytest.mark.parametrize(
    ("code", "product", "link"),
    [
        ("A.B", "Vpc", f"https://api.aliyun.com/troubleshoot?q=A.B&product=Vpc&requestId={ID}"),
        ("A b&c/d", "Vpc", f"https://api.aliyun.com/troubleshoot?q=A%20b%26c%2Fd&product=Vpc&requestId={ID}"),
        ("A.B", "", f"https://api.aliyun.com/troubleshoot?q=A.B&requestId={ID}"),  # no product is known
        ("Tfmock.NotImplemented", "Vpc", "tfmock actions"),
    ],
)
def test_recommend_leads_to_the_clouds_own_help(code: str, product: str, link: str) -> None:
    error = ApiError(400, code, "m")
    assert json.loads(failure(error, ID, "h", product, xml=False).body)["Recommend"] == link
    recommend = ElementTree.fromstring(failure(error, ID, "h", product, xml=True).body).find("Recommend")
    assert recommend is not None
    assert recommend.text == link
    roa = ApiRequest(
        method="GET",
        host="h",
        action="a",
        version="v",
        params={},
        access_key_id="",
        security_token="",
        wants_xml=False,
        protocol=Protocol.ROA,
    )
    assert json.loads(refusal(roa, error, ID, product).body)["Recommend"] == link


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413])
def test_status_lines_have_a_reason(status: int) -> None:
    line = failure(ApiError(status, "c", "m"), ID, "h", "", xml=False).status_line
    assert line.startswith(f"{status} ")
    assert line != f"{status} Error"
