"""What cases and tests make first, and with which parameters: rules, groups, gateways, instances, paths, alarms."""

from __future__ import annotations

import json

from tests.support.lab import BEIJING, Lab, Net
from tests.support.services.cases import Params

IMAGE = "aliyun_3_x64_20G_alibase_20250117.vhd"
RAW = json.dumps({"ExpressionRaw": "median($Sum) > 1", "Times": 1})
ANY_ENTRY = {"Policy": "accept", "Protocol": "all", "Port": "-1/-1"}


def last(net: Net, text: str) -> str:
    """``{acl}``: the newest row of that table."""
    tables = {
        "{acl}": "network_acls", "{gateway}": "ipv4_gateways", "{group}": "security_groups", "{instance}": "instances",
        "{interface}": "network_interfaces", "{path}": "network_paths", "{analysis}": "network_analyses",
        "{list}": "prefix_lists", "{vpc list}": "vpc_prefix_lists",
    }  # fmt: skip
    if text not in tables:
        return text
    rows = net.lab.snapshot()[0].get(tables[text], {})
    return list(rows)[-1]


def acl(net: Net, **more: object) -> str:
    reply = net.lab.call("CreateNetworkAcl", {"VpcId": net.vpc, "NetworkAclName": "acl", **more})
    return str(reply["NetworkAclId"])


def bound_acl(net: Net) -> str:
    id = acl(net)
    net.lab.call("AssociateNetworkAcl", NetworkAclId=id, Resource=[{"ResourceType": "VSwitch", "ResourceId": net.vsw}])
    return id


def gateway(net: Net) -> str:
    """The VPC's gateway; it has one at most."""
    for model in net.lab.call("ListIpv4Gateways", VpcId=net.vpc)["Ipv4GatewayModels"]:
        return str(model["Ipv4GatewayId"])
    return str(net.lab.call("CreateIpv4Gateway", VpcId=net.vpc, Ipv4GatewayName="gw")["Ipv4GatewayId"])


def group(net: Net, **more: object) -> str:
    parameters = {"VpcId": net.vpc, "SecurityGroupName": "group", **more}
    return str(net.lab.call("Ecs.CreateSecurityGroup", parameters)["SecurityGroupId"])


def rule(**more: object) -> Params:
    return {"IpProtocol": "tcp", "PortRange": "80/80", "SourceCidrIp": "10.0.0.0/8", "Priority": "1", **more}


def out(**more: object) -> Params:
    return {"IpProtocol": "tcp", "PortRange": "80/80", "DestCidrIp": "10.0.0.0/8", "Priority": "1", **more}


def ruled(net: Net, action: str = "Ecs.AuthorizeSecurityGroup", given: Params | None = None) -> str:
    id = group(net)
    net.lab.call(action, SecurityGroupId=id, Permissions=[given or rule()])
    return id


def run(net: Net, **more: object) -> Params:
    """Parameters of RunInstances."""
    return {
        "ImageId": IMAGE, "InstanceType": "ecs.g7.large", "VSwitchId": net.vsw, "InstanceName": "server",
        "SecurityGroupIds": more.pop("groups", None) or [group(net)], **more,
    }  # fmt: skip


def instance(net: Net, **more: object) -> str:
    return str(net.lab.call("Ecs.RunInstances", run(net, **more))["InstanceIdSets"]["InstanceIdSet"][0])


def stopped(net: Net) -> str:
    id = instance(net)
    net.lab.call("Ecs.StopInstance", InstanceId=id)
    return id


def interface(net: Net) -> str:
    parameters = {"VSwitchId": net.vsw, "SecurityGroupIds": [group(net)]}
    return str(net.lab.call("Ecs.CreateNetworkInterface", parameters)["NetworkInterfaceId"])


def primary(net: Net) -> str:
    shown = net.lab.call("Ecs.DescribeNetworkInterfaces", InstanceId=instance(net))
    return str(shown["NetworkInterfaceSets"]["NetworkInterfaceSet"][0]["NetworkInterfaceId"])


def path(net: Net) -> Params:
    return {
        "NetworkPathName": "path", "SourceId": net.vsw, "SourceType": "vsw", "TargetId": far(net),
        "TargetType": "vsw", "Protocol": "tcp", "TargetPort": 80,
    }  # fmt: skip


def far(net: Net) -> str:
    return net.lab.vswitch(net.vpc2, "10.1.1.0/24")


def kept_path(net: Net) -> str:
    return str(net.lab.call("nis.CreateNetworkPath", path(net))["NetworkPathId"])


def analysis(net: Net) -> str:
    reply = net.lab.call("nis.CreateNetworkReachableAnalysis", NetworkPathId=kept_path(net))
    return str(reply["NetworkReachableAnalysisId"])


def contact(lab: Lab) -> str:
    lab.call("Cms.PutContact", {"ContactName": "alice", "Describe": "x", "Channels": {"Mail": "a@example.com"}})
    return "alice"


def contacts(lab: Lab) -> str:
    lab.call("Cms.PutContactGroup", ContactGroupName="ops", ContactNames=[contact(lab)])
    return "ops"


def alarm(net: Net, **more: object) -> Params:
    level = {"Statistics": "Sum", "ComparisonOperator": "GreaterThanThreshold", "Threshold": "5", "Times": 1}
    return {
        "RuleId": "rule-1", "RuleName": "rule", "Namespace": "acs_vpcpeer", "MetricName": "IntranetRX",
        "ContactGroups": contacts(net.lab), "Period": "60", "Resources": json.dumps([{"instanceId": net.pcc}]),
        "Escalations": {"Critical": level}, **more,
    }  # fmt: skip


def ruling(net: Net) -> str:
    net.lab.call("Cms.PutResourceMetricRule", alarm(net))
    return "rule-1"


def alarming(net: Net) -> Params:
    """A rule that no traffic puts into ALARM."""
    level = {"Statistics": "Sum", "ComparisonOperator": "LessThanThreshold", "Threshold": "5", "Times": 2}
    resources = json.dumps([{"instanceId": inter_region(net)}])
    net.lab.call("Cms.PutResourceMetricRule", alarm(net, Resources=resources, Escalations={"Warn": level}))
    net.lab.later(600)
    return {"RuleId": "rule-1"}


def targeted(net: Net) -> str:
    id = ruling(net)
    net.lab.call("Cms.PutMetricRuleTargets", RuleId=id, Targets=[{"Id": "1", "Arn": "acs:mns:::x"}])
    return id


def inter_region(net: Net) -> str:
    remote = net.lab.vpc("10.9.0.0/16", region=BEIJING)["VpcId"]
    return net.lab.peer(net.vpc, remote, AcceptingRegionId=BEIJING)


def metric(net: Net) -> Params:
    pcc = inter_region(net)
    net.lab.later(600)
    return {"Namespace": "acs_vpcpeer", "MetricName": "IntranetRX", "Dimensions": json.dumps([{"instanceId": pcc}])}


def tagging(net: Net) -> Params:
    return {"ResourceType": "securitygroup", "ResourceId": [group(net)], "Tag": [{"Key": "k", "Value": "v"}]}


def tagged(net: Net) -> Params:
    parameters = tagging(net)
    net.lab.call("Ecs.TagResources", parameters)
    return {name: value for name, value in parameters.items() if name != "Tag"}
