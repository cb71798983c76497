"""The table that both judges share, sent to the mock: what the linter calls an error, the API refuses with its code.

``tests/hcl_lint/test_rulebook_cases.py`` puts the same cases to the linter as HCL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.lab import BEIJING, HANGZHOU, Lab, Refused
from tests.rulebook_cases import CASES, Case, Fact


def connection(lab: Lab, facts: Mapping[str, Fact]) -> None:
    accepting_region = facts.get("accepting_region", HANGZHOU)
    one = lab.vpc("10.0.0.0/16")["VpcId"]
    there = BEIJING if accepting_region == BEIJING else HANGZHOU  # the others are refused before the VPC is looked for
    other = one if facts.get("same_vpc") else lab.vpc("10.1.0.0/16", region=there)["VpcId"]
    tags = facts.get("tags")
    wanted: dict[str, Any] = {
        "Bandwidth": facts.get("bandwidth"),
        "LinkType": facts.get("link_type"),
        "Name": facts.get("name"),
        "Description": facts.get("description"),
        "DryRun": facts.get("dry_run"),
        "Tag": [{"Key": key, "Value": value} for key, value in tags.items()] if isinstance(tags, dict) else None,
    }
    if facts.get("twice"):
        lab.peer(one, other)
    lab.peer(one, other, AcceptingRegionId=accepting_region, **wanted)


def route(lab: Lab, facts: Mapping[str, Fact]) -> None:
    made = lab.vpc("10.0.0.0/8")
    if "vswitch" in facts:
        lab.vswitch(made["VpcId"], str(facts["vswitch"]))
    pcc = lab.peer(made["VpcId"], lab.vpc("192.168.0.0/16")["VpcId"])
    wanted = {
        "RouteTableId": made["RouteTableId"],
        "DestinationCidrBlock": facts.get("destination", "192.168.0.0/16"),
        "NextHopType": facts.get("nexthop_type", "VpcPeer"),
        "NextHopId": facts.get("nexthop_id", pcc),
    }
    for _ in range(2 if facts.get("twice") else 1):
        lab.call("CreateRouteEntry", wanted)


def vpc(lab: Lab, facts: Mapping[str, Fact]) -> None:
    cidrs = facts.get("user_cidrs")
    users = ",".join(cidrs) if isinstance(cidrs, list) else None
    made = lab.vpc(str(facts.get("cidr", "10.0.0.0/8")), VpcName=facts.get("name"), UserCidr=users)
    if "secondary" in facts:
        lab.call("AssociateVpcCidrBlock", {"VpcId": made["VpcId"], "SecondaryCidrBlock": facts["secondary"]})


def vswitch(lab: Lab, facts: Mapping[str, Fact]) -> None:
    made = lab.vpc(str(facts.get("vpc_cidr", "10.0.0.0/16")))["VpcId"]
    if "other" in facts:
        lab.vswitch(made, str(facts["other"]))
    lab.vswitch(made, str(facts.get("cidr", "10.0.1.0/24")), VSwitchName=facts.get("name"))


SENDERS: Mapping[str, Callable[[Lab, Mapping[str, Fact]], None]] = {
    "connection": connection,
    "route": route,
    "vpc": vpc,
    "vswitch": vswitch,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_mock_agrees(case: Case, lab: Lab) -> None:
    if case.rule is None:
        SENDERS[case.kind](lab, case.facts)
        return
    with pytest.raises(Refused) as refused:
        SENDERS[case.kind](lab, case.facts)
    assert refused.value.code == case.code
