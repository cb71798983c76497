"""Every reply field that the Terraform provider reads is there, and of the JSON type it wants.

``tests/data/provider_reads.json`` lists paths and types: ``str+`` is a string that is not empty, ``time`` one of the
cloud's form, ``absent`` must not be there, ``x[]`` has at least one member. A wrong type is dropped silently by the
provider, a missing object makes it panic (provider-contract: Reply types).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.lab import BEIJING, Json, Net
from tests.support.services.operations import CASES

READS: Final[dict[str, dict[str, str]]] = json.loads(
    (Path(__file__).parents[1] / "data" / "provider_reads.json").read_text(encoding="utf-8")
)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ABSENT: Final = object()


def values(reply: Any, path: str) -> Iterator[Any]:
    """Everything at a path; at least one thing, or ``_ABSENT``."""
    step, _, rest = path.partition(".")
    name = step.removesuffix("[]")
    value = reply.get(name, _ABSENT) if isinstance(reply, dict) else _ABSENT
    members = [value]
    if step.endswith("[]"):
        members = value if isinstance(value, list) and value else [_ABSENT]
    for member in members:
        if rest and member is not _ABSENT:
            yield from values(member, rest)
        else:
            yield member


def fits(value: Any, kind: str) -> bool:
    if kind == "absent" or value is _ABSENT:
        return kind == "absent" and value is _ABSENT
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind in ("bool", "list"):
        return isinstance(value, bool if kind == "bool" else list)
    if not isinstance(value, str):
        return False
    return bool(value) if kind == "str+" else kind != "time" or _TIME.fullmatch(value) is not None


def rich(net: Net) -> dict[str, Json]:
    """Parameters for reads of resources that have everything."""
    lab = net.lab
    tag = [{"Key": "k", "Value": "v"}]
    vpc = lab.vpc("10.5.0.0/16", EnableIpv6=True, UserCidr="1.0.0.0/8", Tag=tag)["VpcId"]
    lab.call("AssociateVpcCidrBlock", VpcId=vpc, SecondaryCidrBlock="172.16.0.0/16")
    vsw = lab.vswitch(vpc, "10.5.1.0/24", Tag=tag, Ipv6CidrBlock=1)
    far = lab.vpc("10.7.0.0/16", region=BEIJING)["VpcId"]
    pcc = lab.peer(vpc, far, AcceptingRegionId=BEIJING, Tag=tag)
    return {
        "Vpc.DescribeVpcAttribute": {"VpcId": vpc},
        "Vpc.DescribeVSwitchAttributes": {"VSwitchId": vsw},
        "VpcPeer.GetVpcPeerConnectionAttribute": {"InstanceId": pcc},
        "Vpc.DescribeVpcs": {},
        "Vpc.DescribeRouteTableList": {},
        "Vpc.DescribeRouteTables": {},
        "Vpc.DescribeRouteEntryList": {"RouteTableId": net.table},
        "VpcPeer.ListVpcPeerConnections": {},
    }


@pytest.mark.parametrize("name", READS)
def test_fields_that_the_provider_reads(net: Net, name: str) -> None:
    case = next(case for case in CASES if case.name == name)
    params = rich(net).get(name) if name in RICH else None
    reply = net.lab.call(name, case.good(net) if params is None else params)
    wrong = {
        path: list(values(reply, path))
        for path, kind in READS[name].items()
        if not all(fits(v, kind) for v in values(reply, path))
    }
    assert wrong == {}


RICH: Final = frozenset(
    {
        "Vpc.DescribeVpcAttribute", "Vpc.DescribeVSwitchAttributes", "VpcPeer.GetVpcPeerConnectionAttribute",
        "Vpc.DescribeVpcs", "Vpc.DescribeRouteTableList", "Vpc.DescribeRouteTables", "Vpc.DescribeRouteEntryList",
        "VpcPeer.ListVpcPeerConnections",
    }
)  # fmt: skip


def test_lists_of_vpc_are_wrapped_and_lists_of_vpcpeer_bare(net: Net) -> None:
    """A bare list is fatal to the older SDK, a wrapped one becomes a tag "Tag" (provider-contract: Reply types)."""
    shown = net.lab.call("DescribeVpcAttribute", VpcId=net.vpc)
    lists = [name for name, value in shown.items() if isinstance(value, list)]
    assert lists == []
    wrapped = {name: list(value) for name, value in shown.items() if isinstance(value, dict)}
    assert wrapped["Tags"] == ["Tag"]
    assert wrapped["SecondaryCidrBlocks"] == ["SecondaryCidrBlock"]
    peering = net.lab.peering(net.pcc)
    assert isinstance(peering["Tags"], list)
    assert isinstance(peering["Vpc"]["Ipv4Cidrs"], list)
    assert isinstance(net.lab.call("VpcPeer.ListVpcPeerConnections")["VpcPeerConnects"], list)


def test_unset_texts_are_empty_strings(net: Net) -> None:
    """A default name or description makes Terraform replace or update for ever.

    (provider-contract: Values that must not be invented)
    """
    lab = net.lab
    vpc = lab.call("DescribeVpcAttribute", VpcId=lab.vpc("10.6.0.0/16")["VpcId"])
    assert [vpc[name] for name in ("VpcName", "Description", "Ipv6CidrBlock")] == ["", "", ""]
    assert (vpc["EnabledIpv6"], vpc["ClassicLinkEnabled"], vpc["DnsHostnameStatus"]) == (False, False, "DISABLED")
    listed = lab.call("DescribeRouteTableList", VpcId=vpc["VpcId"])["RouterTableList"]["RouterTableListType"]
    assert [(table["RouteTableName"], table["Description"]) for table in listed] == [("", "")]
    [route] = lab.call("DescribeRouteEntryList", RouteTableId=net.table, RouteEntryType="Custom")["RouteEntrys"][
        "RouteEntry"
    ]
    assert (route["RouteEntryName"], route["Description"]) == ("", "")


def test_success_bodies_carry_no_stray_code(net: Net) -> None:
    """The provider's SDK turns a 200 with another Code into an error (provider-contract: Codes in replies)."""
    for case in CASES:
        if case.name.partition(".")[2].startswith(("Describe", "Get", "List", "Query")):
            reply = net.lab.call(case.name, case.good(net))
            assert str(reply.get("Code", "Success")) in ("Success", "200")
            assert reply.get("Success", True) is True
