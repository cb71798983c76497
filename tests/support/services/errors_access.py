"""How to provoke every error of access rules, nodes, analysis, monitoring, quotas and contracts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.support.lab import Net
from tests.support.services import resources
from tests.support.services.provoke import TAGS_21, Provoked, Request, act, after, pending_vswitch, slowly
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook import groups, placement
from tfmock.services.cms import errors as cms
from tfmock.services.common import vpc_in_use_errors as in_use
from tfmock.services.ecs import errors as ecs
from tfmock.services.nis import errors as nis
from tfmock.services.quotas import errors as quotas
from tfmock.services.vpc import errors as vpc

Make = Callable[[Net], Request]
NO_ACL = "nacl-x"


def entry(**changed: object) -> Make:
    """One ingress rule for a new ACL."""
    good = {"Policy": "accept", "Protocol": "tcp", "Port": "80/80", "SourceCidrIp": "10.0.0.0/8"}
    listed = [{name: value for name, value in {**good, **changed}.items() if value is not None}]
    return lambda net: (
        "UpdateNetworkAclEntries",
        {"NetworkAclId": resources.acl(net), "UpdateIngressAclEntries": True, "IngressAclEntries": listed},
    )


def bind(resource: Callable[[Net], object], action: str = "AssociateNetworkAcl") -> Make:
    return lambda net: (action, {"NetworkAclId": resources.acl(net), "Resource": resource(net)})


def switch(id: Callable[[Net], str], kind: str = "VSwitch") -> Callable[[Net], object]:
    return lambda net: [{"ResourceType": kind, "ResourceId": id(net)}]


def other_vswitch(net: Net) -> str:
    return net.lab.vswitch(net.vpc2, "10.1.3.0/24")


def empty_vpc(step: Callable[[Net, str], object], error: ErrorTemplate) -> Provoked:
    """A VPC with nothing in it but what ``step`` puts there, about to be deleted."""

    def prepare(net: Net) -> Request:
        id = net.lab.vpc("10.8.0.0/16")["VpcId"]
        step(net, id)
        return "DeleteVpc", {"VpcId": id}

    return Provoked(error, prepare)


def authorize(given: Callable[[Net], list[Mapping[str, object]]], egress: str = "") -> Make:
    return lambda net: (
        f"Ecs.AuthorizeSecurityGroup{egress}",
        {"SecurityGroupId": resources.group(net), "Permissions": given(net)},
    )


def ruling(**changed: object) -> Make:
    return authorize(lambda net: [resources.rule(**changed)])


def to_group(id: Callable[[Net], str], **own: object) -> Make:
    return lambda net: (
        "Ecs.AuthorizeSecurityGroup",
        {
            "SecurityGroupId": resources.group(net, **own),
            "Permissions": [resources.rule(SourceCidrIp="", SourceGroupId=id(net))],
        },
    )


def many_groups(net: Net) -> Request:
    listed = [resources.rule(SourceCidrIp="", SourceGroupId=resources.group(net)) for _ in range(21)]
    return "Ecs.AuthorizeSecurityGroup", {"SecurityGroupId": resources.group(net), "Permissions": listed}


def running(**changed: object) -> Make:
    return lambda net: ("Ecs.RunInstances", resources.run(net, **changed))


def run_with(groups: Callable[[Net], list[str]]) -> Make:
    return lambda net: ("Ecs.RunInstances", {**resources.run(net), "SecurityGroupIds": groups(net)})


def on_instance(action: str, **more: object) -> Make:
    return lambda net: (f"Ecs.{action}", {"InstanceId": resources.instance(net), **more})


def full_vswitch(net: Net) -> Request:
    small = net.lab.vswitch(net.vpc, "10.0.9.0/29")
    for _ in range(4):
        net.lab.call("Ecs.RunInstances", resources.run(net, VSwitchId=small))
    return "Ecs.RunInstances", resources.run(net, VSwitchId=small)


def in_a_route(net: Net) -> Request:
    id = resources.instance(net)
    net.lab.route(net.table, "172.20.0.0/16", id)
    return "Ecs.DeleteInstance", {"InstanceId": id, "Force": True}


def authorized(net: Net) -> Request:
    named = resources.group(net)
    permission = resources.rule(SourceCidrIp="", SourceGroupId=named)
    net.lab.call("Ecs.AuthorizeSecurityGroup", SecurityGroupId=resources.group(net), Permissions=[permission])
    return "Ecs.DeleteSecurityGroup", {"SecurityGroupId": named}


def membership(action: str, group: Callable[[Net, str], str]) -> Make:
    def prepare(net: Net) -> Request:
        own = resources.group(net)
        id = resources.instance(net, groups=[own])
        return f"Ecs.{action}", {"InstanceId": id, "SecurityGroupId": group(net, own)}

    return prepare


def taken(net: Net) -> Request:
    net.lab.call("Ecs.RunInstances", resources.run(net, PrivateIpAddress="10.0.1.20"))
    return "Ecs.RunInstances", resources.run(net, PrivateIpAddress="10.0.1.20")


def path(**changed: object) -> Make:
    return lambda net: ("nis.CreateNetworkPath", {**resources.path(net), **changed})


def analyse(**changed: object) -> Make:
    return lambda net: (
        "nis.CreateAndAnalyzeNetworkPath",
        {name: value for name, value in {**resources.path(net), **changed}.items() if name != "NetworkPathName"},
    )


def same_path(net: Net) -> Request:
    parameters = resources.path(net)
    net.lab.call("nis.CreateNetworkPath", parameters)
    return "nis.CreateNetworkPath", parameters


def still_running(net: Net) -> Request:
    id = resources.kept_path(net)
    net.lab.slow(NetworkReachableAnalysis_init=60)
    net.lab.call("nis.CreateNetworkReachableAnalysis", NetworkPathId=id)
    return "nis.CreateNetworkReachableAnalysis", {"NetworkPathId": id}


def first_path(net: Net) -> str:
    return resources.last(net, "{path}")


ACL_ERRORS = (
    Provoked(vpc.ACL_NOT_FOUND, act("DeleteNetworkAcl", NetworkAclId=NO_ACL)),
    Provoked(vpc.ACL_SOURCE_NOT_FOUND,
             act("CopyNetworkAclEntries", NetworkAclId=resources.acl, SourceNetworkAclId=NO_ACL)),
    Provoked(vpc.ACL_VPC, act("CreateNetworkAcl", VpcId="vpc-x")),
    Provoked(vpc.ACL_BUSY, slowly("NetworkAcl_Modifying", act("CreateNetworkAcl", VpcId=lambda net: net.vpc),
                                  act("DeleteNetworkAcl", NetworkAclId=lambda net: resources.last(net, "{acl}")))),
    Provoked(vpc.ACL_BOUND, act("DeleteNetworkAcl", NetworkAclId=resources.bound_acl)),
    Provoked(vpc.ACL_RESOURCES, bind(lambda net: None)),
    Provoked(vpc.ACL_RESOURCE_TYPE, bind(switch(lambda net: net.vsw, "Vpc"))),
    Provoked(vpc.ACL_RESOURCE_NOT_FOUND, bind(switch(lambda net: "vsw-x"))),
    Provoked(vpc.ACL_RESOURCE_FREE, bind(switch(lambda net: net.vsw), "UnassociateNetworkAcl")),
    empty_vpc(lambda net, id: net.lab.call("CreateNetworkAcl", VpcId=id), vpc.VPC_HAS_NETWORK_ACL),
    empty_vpc(lambda net, id: net.lab.call("CreateIpv4Gateway", VpcId=id), vpc.VPC_HAS_IPV4_GATEWAY),
    empty_vpc(lambda net, id: net.lab.call("Ecs.CreateSecurityGroup", VpcId=id), in_use.VPC_HAS_SECURITY_GROUP),
    Provoked(vpc.VSWITCH_HAS_RESOURCES, after(resources.instance, act("DeleteVSwitch", VSwitchId=lambda net: net.vsw))),
    Provoked(vpc.VSWITCH_HAS_NETWORK_ACL,
             after(resources.bound_acl, act("DeleteVSwitch", VSwitchId=lambda net: net.vsw))),
    Provoked(vpc.IPV4_GATEWAY_NOT_FOUND, act("DeleteIpv4Gateway", Ipv4GatewayId="ipv4gw-x")),
    Provoked(vpc.IPV4_GATEWAY_VPC, act("CreateIpv4Gateway", VpcId="vpc-x")),
    Provoked(vpc.IPV4_GATEWAY_GROUP,
             act("CreateIpv4Gateway", VpcId=lambda net: net.vpc, ResourceGroupId="rg-x")),
    Provoked(vpc.IPV4_GATEWAY_ACTIVE, after(
        lambda net: net.lab.call("EnableVpcIpv4Gateway", Ipv4GatewayId=resources.gateway(net)),
        act("EnableVpcIpv4Gateway", Ipv4GatewayId=lambda net: resources.last(net, "{gateway}")))),
    Provoked(vpc.IPV4_GATEWAY_ZERO_ROUTE, after(
        lambda net: net.lab.route(net.table, "0.0.0.0/0", resources.instance(net)),
        act("EnableVpcIpv4Gateway", Ipv4GatewayId=resources.gateway, RouteTableList=lambda net: [net.table])),
        lambda net: {"id": net.table}),
    Provoked(vpc.IPV4_GATEWAY_HAS_ROUTES, after(
        lambda net: net.lab.call("EnableVpcIpv4Gateway", Ipv4GatewayId=resources.gateway(net),
                                 RouteTableList=[net.table]),
        act("DeleteIpv4Gateway", Ipv4GatewayId=lambda net: resources.last(net, "{gateway}")))),
)  # fmt: skip

GROUP_ERRORS = (
    Provoked(ecs.GROUP_NOT_FOUND, act("Ecs.DeleteSecurityGroup", SecurityGroupId="sg-x")),
    Provoked(ecs.GROUP_TYPE, act("Ecs.CreateSecurityGroup", VpcId=lambda net: net.vpc, SecurityGroupType="x")),
    Provoked(groups.WITHOUT_VPC, act("Ecs.CreateSecurityGroup")),
    Provoked(ecs.GROUP_VPC, act("Ecs.CreateSecurityGroup", VpcId="vpc-x")),
    Provoked(ecs.GROUP_IN_USE, after(resources.instance, act("Ecs.DeleteSecurityGroup",
                                                        SecurityGroupId=lambda net: resources.last(net, "{group}")))),
    Provoked(ecs.GROUP_AUTHORIZED, authorized),
    Provoked(ecs.POLICY, act("Ecs.ModifySecurityGroupPolicy", SecurityGroupId=resources.group, InnerAccessPolicy="x")),
    Provoked(groups.INNER_ACCESS,
             act("Ecs.ModifySecurityGroupPolicy", InnerAccessPolicy="Drop",
                 SecurityGroupId=lambda net: resources.group(net, SecurityGroupType="enterprise"))),
    Provoked(ecs.RULE_GROUP, to_group(lambda net: "sg-x"), lambda net: {"side": "Source"}),
    Provoked(ecs.RULE_GROUP,
             authorize(lambda net: [resources.out(DestCidrIp="", DestGroupId="sg-x")], "Egress"),
             lambda net: {"side": "Dest"}, id="egress"),
    Provoked(ecs.RULE_UNKNOWN, act("Ecs.ModifySecurityGroupRule", SecurityGroupId=resources.group, **resources.rule())),
    Provoked(ecs.RULE_ID_UNKNOWN,
             act("Ecs.RevokeSecurityGroup", SecurityGroupId=resources.group, SecurityGroupRuleId=["sgr-x"])),
    Provoked(ecs.RULE_TWICE, authorize(lambda net: [resources.rule(), resources.rule()])),
)  # fmt: skip

NODE_ERRORS = (
    Provoked(ecs.NEXT_TOKEN, act("Ecs.DescribeInstances", NextToken="x"), lambda net: {"name": "NextToken"}),
    Provoked(
        ecs.NEXT_TOKEN, act("Ecs.DescribeNetworkInterfaces", NextToken="x"), lambda net: {"name": "NextToken"},
        id="interfaces",
    ),
    Provoked(ecs.GROUP_TOKEN, act("Ecs.DescribeSecurityGroups", NextToken="x")),
    Provoked(
        ecs.TAG_TOKEN, act("Ecs.ListTagResources", ResourceType="instance", ResourceId=["i-x"], NextToken="x")
    ),
    Provoked(ecs.ID_LIST, act("Ecs.DescribeInstances", InstanceIds="["), lambda net: {"name": "InstanceIds"}),
    Provoked(ecs.RESOURCE_GROUP, act("Ecs.CreateSecurityGroup", VpcId=lambda net: net.vpc, ResourceGroupId="rg-x")),
    Provoked(ecs.RESOURCE_TYPE, act("Ecs.JoinResourceGroup", ResourceType="x", ResourceId="i-x")),
    Provoked(ecs.RESOURCE_ID, act("Ecs.JoinResourceGroup", ResourceType="instance", ResourceId="i-x")),
    Provoked(ecs.TAGGED_NOT_FOUND, act("Ecs.UntagResources", ResourceType="instance", ResourceId=["i-x"])),
    Provoked(ecs.TAGGED_RESOURCES, act("Ecs.UntagResources", ResourceType="instance", ResourceId=["i-x"] * 51)),
    Provoked(ecs.TAG_COUNT, act("Ecs.TagResources", ResourceType="eni", ResourceId=["eni-x"], Tag=TAGS_21)),
    Provoked(ecs.TAG_QUOTA, lambda net: (
        "Ecs.TagResources",
        {**resources.tagged(net), "Tag": [{**tag, "Key": f"x{tag['Key']}"} for tag in TAGS_21[:20]]})),
    Provoked(ecs.TAG_KEYS_AND_ALL, lambda net: ("Ecs.UntagResources", {**resources.tagged(net), "All": True,
                                                                      "TagKey": ["k"]})),
    *(
        Provoked(ecs.TOO_MANY_INSTANCES, act(f"Ecs.{verb}", InstanceId=["i-x"] * 101), id=verb)
        for verb in ("StartInstances", "StopInstances", "DescribeInstanceStatus")
    ),
    Provoked(ecs.INSTANCE_NOT_FOUND, act("Ecs.StopInstance", InstanceId="i-x")),
    Provoked(ecs.INSTANCE_STATUS, on_instance("StartInstance")),
    Provoked(ecs.INSTANCE_PROTECTED, lambda net: (
        "Ecs.DeleteInstance", {"InstanceId": resources.instance(net, DeletionProtection=True), "Force": True})),
    Provoked(ecs.INSTANCE_IN_ROUTE, in_a_route),
    Provoked(ecs.IMAGE_NOT_FOUND, running(ImageId="x")),
    Provoked(ecs.INSTANCE_TYPE, running(InstanceType="x")),
    Provoked(placement.VSWITCH_MISSING, running(VSwitchId="")),
    Provoked(ecs.VSWITCH_NOT_FOUND, running(VSwitchId="vsw-x")),
    Provoked(ecs.VSWITCH_STATUS, lambda net: ("Ecs.RunInstances", resources.run(net, VSwitchId=pending_vswitch(net)))),
    Provoked(placement.INSTANCE_ZONE, running(ZoneId="cn-hangzhou-h")),
    Provoked(groups.INTERFACE_WITHOUT_GROUP, run_with(lambda net: [])),
    Provoked(ecs.GROUP_JOINED, membership("JoinSecurityGroup", lambda net, own: own)),
    Provoked(ecs.GROUP_NOT_JOINED, membership("LeaveSecurityGroup", lambda net, own: resources.group(net))),
    Provoked(ecs.GROUP_LAST, membership("LeaveSecurityGroup", lambda net, own: own)),
    Provoked(placement.ADDRESS_MALFORMED, running(PrivateIpAddress="x")),
    Provoked(placement.ADDRESS_OUTSIDE, running(PrivateIpAddress="10.0.2.9")),
    Provoked(placement.ADDRESS_OUTSIDE, running(PrivateIpAddress="10.0.1.255"), id="reserved"),
    Provoked(placement.ADDRESS_TAKEN, taken),
    Provoked(ecs.ADDRESS_NONE_LEFT, full_vswitch),
    Provoked(ecs.INTERFACE_NOT_FOUND, act("Ecs.DeleteNetworkInterface", NetworkInterfaceId="eni-x")),
    Provoked(ecs.INTERFACE_STATE, act("Ecs.DeleteNetworkInterface", NetworkInterfaceId=resources.primary)),
)  # fmt: skip

VALUE = "value"
NIS_ERRORS = (
    Provoked(nis.PATH_NOT_FOUND, act("nis.CreateNetworkReachableAnalysis", NetworkPathId="np-x"),
             lambda net: {"id": "np-x"}),
    Provoked(nis.ANALYSIS_NOT_FOUND, act("nis.GetNetworkReachableAnalysis", NetworkReachableAnalysisId="nra-x"),
             lambda net: {"id": "nra-x"}),
    Provoked(nis.PATH_EXISTS, same_path, lambda net: {"id": first_path(net)}),
    Provoked(nis.ANALYSIS_RUNNING, still_running, lambda net: {"id": first_path(net), "status": "init"}),
    Provoked(nis.SOURCE_TYPE, path(SourceType="x"), lambda net: {VALUE: "x"}),
    Provoked(nis.TARGET_TYPE, path(TargetType="x"), lambda net: {VALUE: "x"}),
    Provoked(nis.SOURCE_ID, analyse(SourceId="vsw-x"), lambda net: {VALUE: "vsw-x"}),
    Provoked(nis.TARGET_ID, analyse(TargetId="vsw-x"), lambda net: {VALUE: "vsw-x"}),
    Provoked(nis.TYPE_AND_ID, path(TargetId="i-x"), lambda net: {VALUE: "i-x"}),
    Provoked(nis.SOURCE_IP, path(SourceIpAddress="x")),
    Provoked(nis.TARGET_IP, path(TargetIpAddress="x"), lambda net: {VALUE: "x"}),
    Provoked(nis.SOURCE_PORT, path(SourcePort=0), lambda net: {VALUE: 0}),
    Provoked(nis.TARGET_PORT, path(TargetPort=65536), lambda net: {VALUE: 65536}),
    Provoked(nis.PROTOCOL, path(Protocol="x"), lambda net: {VALUE: "x"}),
    Provoked(nis.SAME_ENDS, lambda net: ("nis.CreateNetworkPath", {**resources.path(net), "TargetId": net.vsw})),
    Provoked(nis.BOTH_INTERNET, path(SourceType="internetIp", SourceId="10.0.0.1", TargetType="internetIp",
                                     TargetId="8.8.8.8")),
    Provoked(nis.INTERNET_IP, path(TargetType="internetIp", TargetId="10.0.0.1"), lambda net: {VALUE: "10.0.0.1"}),
    Provoked(nis.TAGS, path(Tag=TAGS_21)),
    Provoked(nis.TAG_KEY, path(Tag=[{"Key": "aliyun", "Value": ""}])),
    Provoked(nis.TAG_TWICE, path(Tag=[{"Key": "a", "Value": ""}, {"Key": "a", "Value": "b"}])),
    Provoked(nis.UNSUPPORTED, path(TargetType="vbr"), lambda net: {VALUE: "vbr"}),
)  # fmt: skip

OTHER_ERRORS = (
    Provoked(cms.CONTACT_NOT_FOUND, act("Cms.DeleteContact", ContactName="x")),
    Provoked(cms.GROUP_NOT_FOUND, act("Cms.DeleteContactGroup", ContactGroupName="x")),
    Provoked(cms.CONTACT_UNKNOWN, act("Cms.PutContactGroup", ContactGroupName="g", ContactNames=["x"])),
    Provoked(cms.CONTACT_MALFORMED, act("Cms.PutContact", ContactName="a", Describe="b", Channels={"Mail": "x"}),
             lambda net: {"name": "a"}),
    Provoked(cms.RULE_NOT_FOUND, act("Cms.DeleteMetricRules", Id=["x"])),
    Provoked(cms.PARAMETER, lambda net: ("Cms.PutResourceMetricRule", resources.alarm(net, CompositeExpression="x")),
             lambda net: {"name": "CompositeExpression"}),
    Provoked(cms.PARAMETER_OF_LIST, act("Cms.DescribeMetricRuleList", RuleIds=",".join("abcdefghijklmnopqrstu"))),
    Provoked(cms.OVER_LIMIT, lambda net: ("Cms.PutMetricRuleTargets", {
                 "RuleId": resources.ruling(net), "Targets": [{"Id": id, "Arn": "a"} for id in "123456"]}),
             lambda net: {"what": "A rule has push targets, at most 5."}),
    Provoked(cms.FUNCTION,
             lambda net: ("Cms.PutResourceMetricRule",
                          resources.alarm(net, Escalations={}, CompositeExpression=resources.RAW)),
             lambda net: {"name": "median"}),
    Provoked(cms.LOG_TIME, act("Cms.DescribeAlertLogList", StartTime="x"), lambda net: {VALUE: "x"}),
    Provoked(quotas.MAX_RESULTS, act("quotas.ListProductQuotas", ProductCode="vpc", MaxResults=0)),
    Provoked(quotas.SORT_ORDER, act("quotas.ListProductQuotas", ProductCode="vpc", SortOrder="x")),
    Provoked(quotas.QUOTA_NOT_FOUND, act("quotas.GetProductQuota", ProductCode="vpc", QuotaActionCode="x")),
)  # fmt: skip

ACCESS_ERRORS = (*ACL_ERRORS, *GROUP_ERRORS, *NODE_ERRORS, *NIS_ERRORS, *OTHER_ERRORS)
