"""The table that both judges share, sent to the mock: what the linter calls an error, the API refuses with its code.

``tests/hcl_lint/test_rulebook_cases.py`` puts the same cases to the linter as HCL.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.support.lab import BEIJING, HANGZHOU, Lab, RefusedError
from tests.support.rulebook_cases import CASES, Case, Fact
from tests.support.services.resources import IMAGE, contacts


def connection(lab: Lab, facts: Mapping[str, Fact]) -> None:
    accepting_region = facts.get("accepting_region", HANGZHOU)
    vpc_id = lab.vpc("10.0.0.0/16")["VpcId"]
    region = BEIJING if accepting_region == BEIJING else HANGZHOU  # the others are refused before the VPC is looked for
    other = vpc_id if facts.get("same_vpc") else lab.vpc("10.1.0.0/16", region=region)["VpcId"]
    tags = facts.get("tags")
    parameters: dict[str, Any] = {
        "Bandwidth": facts.get("bandwidth"),
        "LinkType": facts.get("link_type"),
        "Name": facts.get("name"),
        "Description": facts.get("description"),
        "DryRun": facts.get("dry_run"),
        "Tag": [{"Key": key, "Value": value} for key, value in tags.items()] if isinstance(tags, dict) else None,
    }
    if facts.get("twice"):
        lab.peer(vpc_id, other)
    lab.peer(vpc_id, other, AcceptingRegionId=accepting_region, **parameters)


def route(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc_reply = lab.vpc("10.0.0.0/8")
    if "vswitch" in facts:
        lab.vswitch(vpc_reply["VpcId"], str(facts["vswitch"]))
    pcc = lab.peer(vpc_reply["VpcId"], lab.vpc("192.168.0.0/16")["VpcId"])
    parameters = {
        "RouteTableId": vpc_reply["RouteTableId"],
        "DestinationCidrBlock": facts.get("destination", "192.168.0.0/16"),
        "NextHopType": facts.get("nexthop_type", "VpcPeer"),
        "NextHopId": facts.get("nexthop_id", pcc),
    }
    for _ in range(2 if facts.get("twice") else 1):
        lab.call("CreateRouteEntry", parameters)


def next_hop(lab: Lab, facts: Mapping[str, Fact]) -> None:
    table, other = lab.vpc("10.0.0.0/16"), lab.vpc("10.1.0.0/16")
    home, block = (other, "10.1.1.0/24") if facts.get("other_vpc") else (table, "10.0.1.0/24")
    vpc = home["VpcId"]
    place = {"VSwitchId": lab.vswitch(vpc, block), "SecurityGroupIds": [_group(lab, vpc)]}
    makers: dict[Fact, Callable[[], object]] = {
        "Instance": lambda: lab.call("Ecs.RunInstances", {"ImageId": IMAGE, "InstanceType": "ecs.g7.large", **place})[
            "InstanceIdSets"
        ]["InstanceIdSet"][0],
        "NetworkInterface": lambda: lab.call("Ecs.CreateNetworkInterface", place)["NetworkInterfaceId"],
        "Ipv4Gateway": lambda: lab.call("CreateIpv4Gateway", VpcId=vpc)["Ipv4GatewayId"],
    }
    lab.route(table["RouteTableId"], "192.168.0.0/16", str(makers[facts["type"]]()), NextHopType=facts["type"])


def listed_route(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc_reply = lab.vpc("10.0.0.0/8")
    if "vswitch" in facts:
        lab.vswitch(vpc_reply["VpcId"], str(facts["vswitch"]))
    table, listed = vpc_reply["RouteTableId"], _prefix_list(lab, facts["entries"])
    if facts.get("shared"):
        hops = [{"NextHopType": "RouterInterface", "NextHopId": f"ri-{n}", "Weight": 100} for n in (1, 2)]
        lab.call("CreateRouteEntry", RouteTableId=table, DestinationCidrBlock=listed, NextHopList=hops)
        return
    destinations = [listed] * (2 if facts.get("twice") else 1)
    destinations += [_prefix_list(lab, facts["others"])] if "others" in facts else []
    destinations += [str(facts["block"])] if "block" in facts else []
    for destination in destinations:
        lab.route(table, destination, "ngw-1", NextHopType="NatGateway")


def _prefix_list(lab: Lab, entries: Fact) -> str:
    assert isinstance(entries, list)
    listed = [{"Cidr": entry} for entry in entries]
    return str(lab.call("CreateVpcPrefixList", IpVersion="IPV4", PrefixListEntries=listed)["PrefixListId"])


def vpc(lab: Lab, facts: Mapping[str, Fact]) -> None:
    cidrs = facts.get("user_cidrs")
    users = ",".join(cidrs) if isinstance(cidrs, list) else None
    named: dict[str, Any] = {"VpcName": facts.get("name"), "Description": facts.get("description")}
    if "ipv6" in facts:
        named |= {"Ipv6CidrBlock": facts["ipv6"], "EnableIpv6": facts.get("enabled", True)}
    vpc_reply = lab.vpc(str(facts.get("cidr", "10.0.0.0/8")), UserCidr=users, **named)
    if "ipv6_more" in facts:
        more = {"VpcId": vpc_reply["VpcId"], "IpVersion": "IPv6", "IPv6CidrBlock": facts["ipv6_more"]}
        lab.call("AssociateVpcCidrBlock", more)
    if "secondary" in facts:
        lab.call("AssociateVpcCidrBlock", {"VpcId": vpc_reply["VpcId"], "SecondaryCidrBlock": facts["secondary"]})


def vswitch(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc_id = lab.vpc(str(facts.get("vpc_cidr", "10.0.0.0/16")), EnableIpv6=facts.get("vpc_ipv6"))["VpcId"]
    if "other" in facts:
        lab.vswitch(vpc_id, str(facts["other"]), Ipv6CidrBlock=facts.get("other_ipv6"))
    parameters: dict[str, Any] = {
        "VSwitchName": facts.get("name"), "Description": facts.get("description"),
        "Ipv6CidrBlock": facts.get("ipv6"), "ZoneId": facts.get("zone", "cn-hangzhou-b"),
    }  # fmt: skip
    lab.vswitch(vpc_id, str(facts.get("cidr", "10.0.1.0/24")), **parameters)


def binding(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc_reply = lab.vpc("10.0.0.0/16")
    vswitch = lab.vswitch(vpc_reply["VpcId"], "10.0.1.0/24")
    vswitch_vpc = lab.vpc("10.1.0.0/16")["VpcId"] if facts.get("other_vpc") else vpc_reply["VpcId"]
    kind = "Gateway" if facts.get("gateway") else None
    table = lab.call("CreateRouteTable", VpcId=vswitch_vpc, AssociateType=kind)["RouteTableId"]
    if facts.get("system"):
        table = vpc_reply["RouteTableId"]
    tables = [table]
    if facts.get("bound"):
        other = lab.call("CreateRouteTable", VpcId=vpc_reply["VpcId"])["RouteTableId"]
        tables.insert(0, table if facts["bound"] == "same" else other)
    for row in tables:
        lab.call("AssociateRouteTable", RouteTableId=row, VSwitchId=vswitch)


def group(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc = lab.vpc("10.0.0.0/16")["VpcId"] if facts.get("vpc", True) else None
    named: dict[str, Any] = {"SecurityGroupName": facts.get("name"), "Description": facts.get("description")}
    id = lab.call("Ecs.CreateSecurityGroup", VpcId=vpc, SecurityGroupType=facts.get("kind"), **named)["SecurityGroupId"]
    if facts.get("inner_access"):
        lab.call("Ecs.ModifySecurityGroupPolicy", SecurityGroupId=id, InnerAccessPolicy="Accept")


def group_rule(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc = lab.vpc("10.0.0.0/16")["VpcId"]
    side, action = ("Dest", "Egress") if facts.get("egress") else ("Source", "")
    kind = facts.get("far_group")
    parameters: dict[str, object] = {
        "IpProtocol": facts.get("protocol", "tcp"),
        "PortRange": facts.get("ports", "22/22") or "-1/-1",  # the provider's default
        "Policy": facts.get("policy"),
        "Priority": facts.get("priority"),
    }
    if kind:
        other = lab.vpc("10.1.0.0/16")["VpcId"] if kind == "vpc" else vpc
        parameters[f"{side}GroupId"] = _group(lab, other, "enterprise" if kind == "enterprise" else "normal")
    else:
        parameters[f"{side}CidrIp"] = facts.get("cidr", "10.0.0.0/8")
        parameters[f"Ipv6{side}CidrIp"] = facts.get("ipv6")
    lab.call(f"Ecs.AuthorizeSecurityGroup{action}", SecurityGroupId=_group(lab, vpc), Permissions=[parameters])


def _group(lab: Lab, vpc: str, kind: str = "normal") -> str:
    return str(lab.call("Ecs.CreateSecurityGroup", VpcId=vpc, SecurityGroupType=kind)["SecurityGroupId"])


def acl_entry(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc = lab.vpc("10.0.0.0/16", EnableIpv6=facts.get("vpc_ipv6"))["VpcId"]
    acl = lab.call("CreateNetworkAcl", VpcId=vpc)["NetworkAclId"]
    direction, far = ("Egress", "DestinationCidrIp") if facts.get("egress") else ("Ingress", "SourceCidrIp")
    entry = {
        "Policy": facts.get("policy", "accept"),
        "Protocol": facts.get("protocol", "tcp"),
        "Port": facts.get("port", "443/443"),
        far: facts.get("cidr", "10.0.0.0/8"),
        "NetworkAclEntryName": facts.get("name"),
    }
    parameters = {f"Update{direction}AclEntries": True, f"{direction}AclEntries": [entry]}
    lab.call("UpdateNetworkAclEntries", {"NetworkAclId": acl, **parameters})
    vswitch_vpc = lab.vpc("10.1.0.0/16")["VpcId"] if facts.get("other_vpc") else vpc
    vswitch = lab.vswitch(vswitch_vpc, "10.1.1.0/24" if facts.get("other_vpc") else "10.0.1.0/24")
    for _ in range(2 if facts.get("bound") else 1):
        lab.call("AssociateNetworkAcl", NetworkAclId=acl, Resource=[{"ResourceType": "VSwitch", "ResourceId": vswitch}])


def gateway(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc_id = lab.vpc("10.0.0.0/16")["VpcId"]
    for _ in range(2 if facts.get("twice") else 1):
        lab.call("CreateIpv4Gateway", VpcId=vpc_id, Ipv4GatewayName=facts.get("name"))


def ipv6_gateway(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc_id = lab.vpc("10.0.0.0/16", EnableIpv6=facts.get("vpc_ipv6", True))["VpcId"]
    for _ in range(2 if facts.get("twice") else 1):
        lab.call("CreateIpv6Gateway", VpcId=vpc_id, Name=facts.get("name"), Description=facts.get("description"))


def gateway_table(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc_id = lab.vpc("10.0.0.0/16")["VpcId"]
    table = lab.call("CreateRouteTable", VpcId=vpc_id, AssociateType="Gateway")["RouteTableId"]
    gateway = lab.call("CreateIpv4Gateway", VpcId=vpc_id)["Ipv4GatewayId"]
    if not facts.get("inactive"):
        lab.call("EnableVpcIpv4Gateway", Ipv4GatewayId=gateway)
    if facts.get("route"):
        lab.route(table, "172.16.0.0/16", "vpn-1", NextHopType="VpnGateway")
    for _ in range(2 if facts.get("bound") else 1):
        lab.call("AssociateRouteTableWithGateway", RouteTableId=table, GatewayId=gateway)


def instance(lab: Lab, facts: Mapping[str, Fact]) -> None:
    vpc = lab.vpc("10.0.0.0/16")["VpcId"]
    vswitch_vpc = lab.vpc("10.1.0.0/16")["VpcId"] if facts.get("other_vpc") else vpc
    kinds = ["normal"] * int(str(facts.get("groups", 1))) + (["enterprise"] if facts.get("kinds") else [])
    vswitch = lab.vswitch(vpc, "10.0.1.0/24")
    parameters = {
        "ImageId": IMAGE, "InstanceType": "ecs.g7.large", "VSwitchId": vswitch if facts.get("vswitch", True) else None,
        "SecurityGroupIds": [_group(lab, vswitch_vpc, kind) for kind in kinds], "ZoneId": facts.get("zone"),
        "PrivateIpAddress": facts.get("address"), "Ipv6AddressCount": facts.get("ipv6"),
        "InstanceName": facts.get("name"), "Description": facts.get("description"),
        "InternetMaxBandwidthOut": facts.get("bandwidth_out"),
    }  # fmt: skip
    for _ in range(2 if facts.get("same_address") else 1):
        lab.call("Ecs.RunInstances", parameters)


def eip(lab: Lab, facts: Mapping[str, Fact]) -> None:
    charge = "PrePaid" if facts.get("subscription") else None
    requested = {"Bandwidth": facts.get("bandwidth"), "InternetChargeType": facts.get("charge")}
    lab.call("AllocateEipAddress", {**requested, "InstanceChargeType": charge})


def eip_use(lab: Lab, facts: Mapping[str, Fact]) -> None:
    instance(lab, {"bandwidth_out": 5 if facts.get("public") else 0})
    (id,) = (item["InstanceId"] for item in lab.call("Ecs.DescribeInstances")["Instances"]["Instance"])
    for _ in range(2 if facts.get("twice") else 1):
        eip_id = lab.call("AllocateEipAddress")["AllocationId"]
        lab.call("AssociateEipAddress", AllocationId=eip_id, InstanceId=id, InstanceType=facts.get("type"))


def alarm(lab: Lab, facts: Mapping[str, Fact]) -> None:
    level = {
        "Statistics": facts.get("statistics", "Sum"),
        "ComparisonOperator": facts.get("comparison", "GreaterThanThreshold"),
        "Threshold": facts.get("threshold", "5"),
        "Times": facts.get("times", 3),
    }
    composite = {"ExpressionRaw": facts.get("composite"), "Level": "WARN", "Times": 3}
    query = {"PromQL": facts.get("prometheus"), "Level": "Warn", "Times": 3}
    parameters = {
        "RuleId": "rule", "RuleName": "rule", "Namespace": facts.get("namespace", "acs_vpcpeer"),
        "MetricName": facts.get("metric", "IntranetRX"), "ContactGroups": contacts(lab),
        "Period": facts.get("period", 60), "SilenceTime": facts.get("silence"),
        "EffectiveInterval": facts.get("hours"), "Resources": facts.get("resources"), "Webhook": facts.get("webhook"),
        "Escalations": {"Critical": level} if facts.get("level", True) else None,
        "CompositeExpression": json.dumps(composite) if "composite" in facts else None,
        "Prometheus": json.dumps(query) if "prometheus" in facts else None,
    }  # fmt: skip
    lab.call("Cms.PutResourceMetricRule", parameters)


SENDERS: Mapping[str, Callable[[Lab, Mapping[str, Fact]], None]] = {
    "connection": connection,
    "route": route,
    "next_hop": next_hop,
    "listed_route": listed_route,
    "vpc": vpc,
    "vswitch": vswitch,
    "binding": binding,
    "group": group,
    "group_rule": group_rule,
    "acl_entry": acl_entry,
    "gateway": gateway,
    "ipv6_gateway": ipv6_gateway,
    "gateway_table": gateway_table,
    "instance": instance,
    "alarm": alarm,
    "eip": eip,
    "eip_use": eip_use,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_mock_agrees(case: Case, lab: Lab) -> None:
    if case.rule is None:
        SENDERS[case.kind](lab, case.facts)
        return
    with pytest.raises(RefusedError) as refused:
        SENDERS[case.kind](lab, case.facts)
    assert refused.value.code == case.code
