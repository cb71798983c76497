"""Operations of access rules, nodes, analysis, monitoring and quotas: one good and one bad call of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from tests.support.lab import Json, Net
from tests.support.services.cases import Case, Params
from tests.support.services.resources import (
    ANY_ENTRY,
    IMAGE,
    acl,
    alarm,
    alarming,
    analysis,
    bound_acl,
    contact,
    contacts,
    gateway,
    group,
    instance,
    interface,
    kept_path,
    last,
    metric,
    out,
    path,
    primary,
    rule,
    ruled,
    ruling,
    run,
    stopped,
    tagged,
    tagging,
    targeted,
)

Then = Callable[[Net, Json], tuple[object, object]]


def find(reply: Json, path: str) -> object:
    """``A.B.0.C`` in a reply."""
    value: object = reply
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]  # type: ignore[index]
    return value


def says(path: str, expected: object) -> Then:
    return lambda net, reply: (find(reply, path), expected)


def afterwards(action: str, path: str, expected: object, **params: str) -> Then:
    """What a read shows once the call is done; ``{acl}`` in parameters is what ``things`` made under that name."""

    def look(net: Net, reply: Json) -> tuple[object, object]:
        shown = net.lab.call(action, {name: last(net, value) for name, value in params.items()})
        return find(shown, path), expected

    return look


def by_id(make: Callable[[Net], str], name: str, **more: object) -> Callable[[Net], Params]:
    """Parameters with the id of the resource that ``make`` creates."""
    return lambda net: {name: make(net), **more}


def nothing(net: Net) -> Params:
    return {}


def fixed(**params: object) -> Callable[[Net], Params]:
    return lambda net: params


def case(
    name: str, good: Callable[[Net], Params], then: Then, code: str, bad: Callable[[Net], Params] = nothing,
    status: int = 400,
) -> Case:  # fmt: skip
    return Case(name, good, then, bad, code, status=status)


def done(net: Net, reply: Json) -> tuple[object, object]:
    return set(reply), {"RequestId"}


NUMBER = fixed(PageNumber="x")
NOBODY = "InvalidInstanceId.NotFound"


def acl_binding(make: Callable[[Net], str]) -> Callable[[Net], Params]:
    return lambda net: {
        "NetworkAclId": make(net), "Resource": [{"ResourceType": "VSwitch", "ResourceId": net.vsw}]
    }  # fmt: skip


VPC_CASES = [
    case("Vpc.CreateNetworkAcl", lambda net: {"VpcId": net.vpc, "NetworkAclName": "x"},
         says("NetworkAclAttribute.IngressAclEntries.IngressAclEntry.0.Policy", "accept"), "MissingVpcId"),
    case("Vpc.DescribeNetworkAclAttributes", by_id(bound_acl, "NetworkAclId"),
         says("NetworkAclAttribute.Resources.Resource.0.Status", "BINDED"), "InvalidNetworkAcl.NotFound",
         fixed(NetworkAclId="nacl-x")),
    case("Vpc.DescribeNetworkAcls", by_id(acl, "NetworkAclId"), says("NetworkAcls.NetworkAcl.0.NetworkAclName", "acl"),
         "InvalidParameter", NUMBER),
    case("Vpc.ModifyNetworkAclAttributes", by_id(acl, "NetworkAclId", NetworkAclName="new"),
         afterwards("DescribeNetworkAcls", "NetworkAcls.NetworkAcl.0.NetworkAclName", "new"),
         "InvalidNetworkAcl.NotFound", fixed(NetworkAclId="nacl-x")),
    case("Vpc.DeleteNetworkAcl", by_id(acl, "NetworkAclId"), afterwards("DescribeNetworkAcls", "TotalCount", 0),
         "NetworkAclExistBinding", by_id(bound_acl, "NetworkAclId")),
    case("Vpc.UpdateNetworkAclEntries",
         by_id(acl, "NetworkAclId", UpdateIngressAclEntries=True,
             IngressAclEntries=[{**ANY_ENTRY, "SourceCidrIp": "10.0.0.0/8", "NetworkAclEntryName": "n"}]),
         afterwards("DescribeNetworkAcls", "NetworkAcls.NetworkAcl.0.IngressAclEntries.IngressAclEntry.0.SourceCidrIp",
                    "10.0.0.0/8"),
         "ParameterIllegal.Policy",
         by_id(acl, "NetworkAclId", UpdateIngressAclEntries=True,
             IngressAclEntries=[{**ANY_ENTRY, "SourceCidrIp": "10.0.0.0/8", "Policy": "maybe"}])),
    case("Vpc.CopyNetworkAclEntries", lambda net: {"NetworkAclId": acl(net), "SourceNetworkAclId": acl(net)}, done,
         "InvalidSourceNetworkAcl.NotFound", by_id(acl, "NetworkAclId", SourceNetworkAclId="nacl-x")),
    case("Vpc.AssociateNetworkAcl", acl_binding(acl),
         afterwards("DescribeNetworkAcls", "NetworkAcls.NetworkAcl.0.Resources.Resource.0.ResourceType", "VSwitch"),
         "InvalidResource.BindingExist", acl_binding(bound_acl)),
    case("Vpc.UnassociateNetworkAcl", acl_binding(bound_acl),
         afterwards("DescribeNetworkAcls", "NetworkAcls.NetworkAcl.0.Resources.Resource", []),
         "InvalidResource.NotBinding", acl_binding(acl)),
    case("Vpc.CreateIpv4Gateway", lambda net: {"VpcId": net.vpc},
         afterwards("GetIpv4GatewayAttribute", "Enabled", False, Ipv4GatewayId="{gateway}"),
         "OperationDenied.VpcExistIpv4Gateway", lambda net: {"VpcId": net.vpc if gateway(net) else ""}),
    case("Vpc.EnableVpcIpv4Gateway", by_id(gateway, "Ipv4GatewayId"),
         afterwards("GetIpv4GatewayAttribute", "Enabled", True, Ipv4GatewayId="{gateway}"),
         "ResourceNotFound.Ipv4Gateway", fixed(Ipv4GatewayId="ipv4gw-x")),
    case("Vpc.GetIpv4GatewayAttribute", by_id(gateway, "Ipv4GatewayId"), says("Ipv4GatewayName", "gw"),
         "ResourceNotFound.Ipv4Gateway", fixed(Ipv4GatewayId="ipv4gw-x")),
    case("Vpc.ListIpv4Gateways", by_id(gateway, "Ipv4GatewayId"), says("Ipv4GatewayModels.0.Ipv4GatewayName", "gw"),
         "IllegalParam.NextToken", fixed(NextToken="x")),
    case("Vpc.UpdateIpv4GatewayAttribute", by_id(gateway, "Ipv4GatewayId", Ipv4GatewayName="new"),
         afterwards("GetIpv4GatewayAttribute", "Ipv4GatewayName", "new", Ipv4GatewayId="{gateway}"),
         "ResourceNotFound.Ipv4Gateway", fixed(Ipv4GatewayId="ipv4gw-x")),
    case("Vpc.DeleteIpv4Gateway", by_id(gateway, "Ipv4GatewayId"),
         afterwards("ListIpv4Gateways", "TotalCount", "0"), "ResourceNotFound.Ipv4Gateway",
         fixed(Ipv4GatewayId="ipv4gw-x")),
]  # fmt: skip

GROUPS = "Ecs.DescribeSecurityGroupAttribute"
FIRST = "Permissions.Permission.0"
ECS_CASES = [
    case("Ecs.CreateSecurityGroup", lambda net: {"VpcId": net.vpc},
         afterwards(GROUPS, "InnerAccessPolicy", "Accept", SecurityGroupId="{group}"), "InvalidParams.GroupType",
         lambda net: {"VpcId": net.vpc, "SecurityGroupType": "x"}),
    case("Ecs.DescribeSecurityGroups", by_id(group, "SecurityGroupId"),
         says("SecurityGroups.SecurityGroup.0.SecurityGroupName", "group"), "InvalidParameter", NUMBER),
    case(GROUPS, by_id(ruled, "SecurityGroupId"), says(f"{FIRST}.IpProtocol", "TCP"), "InvalidSecurityGroupId.NotFound",
         fixed(SecurityGroupId="sg-x"), 404),
    case("Ecs.ModifySecurityGroupAttribute", by_id(group, "SecurityGroupId", SecurityGroupName="new"),
         afterwards(GROUPS, "SecurityGroupName", "new", SecurityGroupId="{group}"),
         "InvalidSecurityGroupName.Malformed", by_id(group, "SecurityGroupId", SecurityGroupName="x")),
    case("Ecs.ModifySecurityGroupPolicy", by_id(group, "SecurityGroupId", InnerAccessPolicy="drop"),
         afterwards(GROUPS, "InnerAccessPolicy", "Drop", SecurityGroupId="{group}"), "InvalidPolicy.Malformed",
         by_id(group, "SecurityGroupId", InnerAccessPolicy="maybe")),
    case("Ecs.DeleteSecurityGroup", by_id(group, "SecurityGroupId"),
         afterwards("Ecs.DescribeSecurityGroups", "TotalCount", 0), "InvalidSecurityGroupId.NotFound",
         fixed(SecurityGroupId="sg-x"), 404),
    case("Ecs.AuthorizeSecurityGroup", by_id(group, "SecurityGroupId", Permissions=[rule()]),
         afterwards(GROUPS, f"{FIRST}.SourceCidrIp", "10.0.0.0/8", SecurityGroupId="{group}"),
         "MissingParameter.Source", by_id(group, "SecurityGroupId", Permissions=[rule(SourceCidrIp="")])),
    case("Ecs.AuthorizeSecurityGroupEgress", by_id(group, "SecurityGroupId", Permissions=[out()]),
         afterwards(GROUPS, f"{FIRST}.Direction", "egress", SecurityGroupId="{group}"),
         "MissingParameter.Dest", by_id(group, "SecurityGroupId", Permissions=[out(DestCidrIp="")])),
    case("Ecs.RevokeSecurityGroup", by_id(ruled, "SecurityGroupId", **rule()),
         afterwards(GROUPS, "Permissions.Permission", [], SecurityGroupId="{group}"),
         "InvalidSecurityGroupRuleId.NotFound", by_id(group, "SecurityGroupId", SecurityGroupRuleId=["sgr-x"]), 404),
    case("Ecs.RevokeSecurityGroupEgress",
         by_id(partial(ruled, action="Ecs.AuthorizeSecurityGroupEgress", given=out()), "SecurityGroupId", **out()),
         afterwards(GROUPS, "Permissions.Permission", [], SecurityGroupId="{group}"),
         "InvalidSecurityGroupRuleId.NotFound", by_id(group, "SecurityGroupId", SecurityGroupRuleId=["sgr-x"]), 404),
    case("Ecs.ModifySecurityGroupRule", by_id(ruled, "SecurityGroupId", **rule(Description="new")),
         afterwards(GROUPS, f"{FIRST}.Description", "new", SecurityGroupId="{group}"),
         "InvalidSecurityGroupRule.RuleNotExist", by_id(group, "SecurityGroupId", **rule())),
    case("Ecs.ModifySecurityGroupEgressRule",
         by_id(partial(ruled, action="Ecs.AuthorizeSecurityGroupEgress", given=out()), "SecurityGroupId",
             **out(Description="new")),
         afterwards(GROUPS, f"{FIRST}.Description", "new", SecurityGroupId="{group}"),
         "InvalidSecurityGroupRule.RuleNotExist", by_id(group, "SecurityGroupId", **out())),
    case("Ecs.RunInstances", run, afterwards("Ecs.DescribeInstances", "Instances.Instance.0.Status", "Running"),
         "InvalidImageId.NotFound", lambda net: run(net, ImageId="x"), 404),
    case("Ecs.DescribeInstances", lambda net: {"InstanceIds": json.dumps([instance(net)])},
         says("Instances.Instance.0.InstanceName", "server"), "InvalidParameter", fixed(InstanceIds="[")),
    case("Ecs.DescribeInstanceStatus", lambda net: {"InstanceId": [instance(net)]},
         says("InstanceStatuses.InstanceStatus.0.Status", "Running"), "InvalidParameter", NUMBER),
    case("Ecs.DescribeInstanceAttribute", by_id(instance, "InstanceId"), says("InstanceName", "server"), NOBODY,
         fixed(InstanceId="i-x"), 404),
    case("Ecs.DescribeUserData", lambda net: {"InstanceId": instance(net, UserData="eA==")}, says("UserData", "eA=="),
         NOBODY, fixed(InstanceId="i-x"), 404),
    case("Ecs.DescribeInstanceRamRole", lambda net: {"InstanceIds": json.dumps([instance(net)])},
         says("InstanceRamRoleSets.InstanceRamRoleSet.0.RamRoleName", ""), "InvalidParameter", fixed(InstanceIds="{}")),
    case("Ecs.DescribeInstanceMaintenanceAttributes", lambda net: {"InstanceId": [instance(net)]},
         says("TotalCount", 1), "InvalidParameter", NUMBER),
    case("Ecs.StopInstance", by_id(instance, "InstanceId"),
         afterwards("Ecs.DescribeInstances", "Instances.Instance.0.Status", "Stopped"), NOBODY,
         fixed(InstanceId="i-x"), 404),
    case("Ecs.StartInstance", by_id(stopped, "InstanceId"),
         afterwards("Ecs.DescribeInstances", "Instances.Instance.0.Status", "Running"), "IncorrectInstanceStatus",
         by_id(instance, "InstanceId"), 403),
    case("Ecs.StopInstances", lambda net: {"InstanceId": [instance(net)]},
         says("InstanceResponses.InstanceResponse.0.CurrentStatus", "Stopping"), NOBODY,
         fixed(InstanceId=["i-x"]), 404),
    case("Ecs.StartInstances", lambda net: {"InstanceId": [stopped(net)]},
         says("InstanceResponses.InstanceResponse.0.CurrentStatus", "Starting"), NOBODY,
         fixed(InstanceId=["i-x"]), 404),
    case("Ecs.ModifyInstanceAttribute", by_id(instance, "InstanceId", InstanceName="new"),
         afterwards("Ecs.DescribeInstances", "Instances.Instance.0.InstanceName", "new"),
         "InvalidInstanceName.Malformed", by_id(instance, "InstanceId", InstanceName="x")),
    case("Ecs.ModifyInstanceVpcAttribute",
         lambda net: {"InstanceId": stopped(net), "VSwitchId": net.vsw, "PrivateIpAddress": "10.0.1.77"},
         afterwards("Ecs.DescribeInstances",
                    "Instances.Instance.0.VpcAttributes.PrivateIpAddress.IpAddress.0", "10.0.1.77"),
         "IncorrectInstanceStatus", lambda net: {"InstanceId": instance(net), "VSwitchId": net.vsw}),
    case("Ecs.JoinSecurityGroup", lambda net: {"InstanceId": instance(net), "SecurityGroupId": group(net)},
         done, "InvalidSecurityGroupId.NotFound", by_id(instance, "InstanceId", SecurityGroupId="sg-x"), 404),
    case("Ecs.LeaveSecurityGroup",
         lambda net: {"NetworkInterfaceId": None, "SecurityGroupId": (g := group(net)),
                      "InstanceId": instance(net, groups=[g, group(net)])},
         done, "InvalidSecurityGroupId.NotFound", by_id(instance, "InstanceId", SecurityGroupId="sg-x"), 404),
    case("Ecs.DeleteInstance", by_id(instance, "InstanceId", Force=True),
         afterwards("Ecs.DescribeNetworkInterfaces", "TotalCount", 0), "IncorrectInstanceStatus",
         by_id(instance, "InstanceId"), 403),
    case("Ecs.CreateNetworkInterface",
         lambda net: {"VSwitchId": net.vsw, "SecurityGroupIds": [group(net)], "PrimaryIpAddress": "10.0.1.9"},
         says("PrivateIpAddress", "10.0.1.9"), "InvalidVSwitchId.NotFound", fixed(VSwitchId="vsw-x"), 404),
    case("Ecs.DescribeNetworkInterfaces", lambda net: {"NetworkInterfaceId": [primary(net)]},
         says("NetworkInterfaceSets.NetworkInterfaceSet.0.Type", "Primary"), "InvalidParameter", NUMBER),
    case("Ecs.DeleteNetworkInterface", by_id(interface, "NetworkInterfaceId"),
         afterwards("Ecs.DescribeNetworkInterfaces", "TotalCount", 0), "InvalidOperation.InvalidEniState",
         by_id(primary, "NetworkInterfaceId")),
    case("Ecs.DescribeDisks", by_id(instance, "InstanceId"), says("Disks.Disk.0.Type", "system"), "InvalidParameter",
         fixed(DiskIds="[")),
    case("Ecs.DescribeImages", fixed(ImageId=IMAGE), says("TotalCount", 1), "InvalidParameter", NUMBER),
    case("Ecs.DescribeTags", nothing, says("TotalCount", 0), "InvalidParameter", fixed(DryRun="x")),
    case("Ecs.DescribeInstanceTypes", fixed(InstanceTypes=["ecs.g7.large"]),
         says("InstanceTypes.InstanceType.0.CpuCoreCount", 2), "InvalidParameter", fixed(MinimumCpuCoreCount="x")),
    case("Ecs.DescribeImageSupportInstanceTypes", fixed(ImageId=IMAGE), says("ImageId", IMAGE), "InvalidParameter",
         fixed(DryRun="x")),
    case("Ecs.TagResources", tagging,
         afterwards("Ecs.DescribeSecurityGroups", "SecurityGroups.SecurityGroup.0.Tags.Tag.0.TagKey", "k"),
         "InvalidResourceId.NotFound",
         fixed(ResourceType="instance", ResourceId=["i-x"], Tag=[{"Key": "k", "Value": "v"}]), 404),
    case("Ecs.UntagResources", lambda net: {**tagged(net), "TagKey": ["k"]},
         afterwards("Ecs.DescribeSecurityGroups", "SecurityGroups.SecurityGroup.0.Tags.Tag", []),
         "InvalidResourceType.NotFound", fixed(ResourceType="x", ResourceId=["i-x"], All=True), 404),
    case("Ecs.ListTagResources", tagged, says("TagResources.TagResource.0.TagValue", "v"),
         "InvalidResourceType.NotFound", fixed(ResourceType="x", ResourceId=["i-x"]), 404),
    case("Ecs.JoinResourceGroup",
         lambda net: {"ResourceType": "securitygroup", "ResourceId": group(net), "ResourceGroupId": net.group},
         done, "InvalidResourceId.NotFound", fixed(ResourceType="securitygroup", ResourceId="sg-x"), 404),
]  # fmt: skip

NIS_CASES = [
    case("nis.CreateNetworkPath", path, lambda net, reply: (reply["NetworkPathId"][:3], "np-"),
         "IllegalParam.SourceType", lambda net: {**path(net), "SourceType": "x"}),
    case("nis.DeleteNetworkPath", lambda net: {"NetworkPathIds": [kept_path(net)]}, says("Data", True),
         "ResourceNotFound.NetworkPath", fixed(NetworkPathIds=["np-x"]), 404),
    case("nis.CreateNetworkReachableAnalysis", by_id(kept_path, "NetworkPathId"),
         afterwards("nis.GetNetworkReachableAnalysis", "NetworkReachableAnalysisStatus", "finish",
                    NetworkReachableAnalysisId="{analysis}"),
         "ResourceNotFound.NetworkPath", fixed(NetworkPathId="np-x"), 404),
    case("nis.GetNetworkReachableAnalysis", by_id(analysis, "NetworkReachableAnalysisId"), says("Reachable", False),
         "ResourceNotFound.NetworkReachableAnalysis", fixed(NetworkReachableAnalysisId="nra-x"), 404),
    case("nis.DeleteNetworkReachableAnalysis",
         lambda net: {"NetworkReachableAnalysisIds": [analysis(net)]}, says("Data", True),
         "ResourceNotFound.NetworkReachableAnalysis", fixed(NetworkReachableAnalysisIds=["nra-x"]), 404),
    case("nis.CreateAndAnalyzeNetworkPath",
         lambda net: {name: value for name, value in path(net).items() if name != "NetworkPathName"},
         says("TargetPort", "80"), "IllegalParam.Protocol",
         lambda net: {**{n: v for n, v in path(net).items() if n != "NetworkPathName"}, "Protocol": "x"}),
]  # fmt: skip

LIST = "Cms.DescribeMetricRuleList"
CMS_CASES = [
    case("Cms.PutContact", fixed(ContactName="a", Describe="b", Channels={"Mail": "a@b.c"}),
         afterwards("Cms.DescribeContactList", "Contacts.Contact.0.Channels.Mail", "a@b.c"), "MissingContactName"),
    case("Cms.DescribeContactList", by_id(lambda net: contact(net.lab), "ContactName"),
         says("Contacts.Contact.0.Name", "alice"),
         "InvalidParameter", NUMBER),
    case("Cms.DeleteContact", by_id(lambda net: contact(net.lab), "ContactName"),
         afterwards("Cms.DescribeContactList", "Total", 0),
         "ContactNotExists", fixed(ContactName="x"), 404),
    case("Cms.PutContactGroup", lambda net: {"ContactGroupName": "g", "ContactNames": [contact(net.lab)]},
         afterwards("Cms.DescribeContactGroupList", "ContactGroupList.ContactGroup.0.Contacts.Contact", ["alice"]),
         "InvalidParameterValue", fixed(ContactGroupName="g", ContactNames=["x"])),
    case("Cms.DescribeContactGroupList", lambda net: {"PageSize": 10 if contacts(net.lab) else 0},
         says("ContactGroups.ContactGroup", ["ops"]), "InvalidParameter", NUMBER),
    case("Cms.DeleteContactGroup", by_id(lambda net: contacts(net.lab), "ContactGroupName"),
         afterwards("Cms.DescribeContactGroupList", "Total", 0), "ContactNotExists", fixed(ContactGroupName="x"), 404),
    case("Cms.PutResourceMetricRule", alarm, afterwards(LIST, "Alarms.Alarm.0.Period", 60), "ParameterInvalid",
         lambda net: alarm(net, Escalations={"Critical": {"Statistics": "Sum"}})),
    case("Cms.PutResourceMetricRules", lambda net: {"Rules": [alarm(net), alarm(net, RuleId="r2", Period="7")]},
         says("FailedListResult.Target.0.RuleId", "r2"), "MissingRules.1.RuleId", fixed(Rules=[{"RuleName": "x"}])),
    case(LIST, by_id(ruling, "RuleIds"), says("Alarms.Alarm.0.AlertState", "OK"), "InvalidParameter",
         fixed(PageSize="x")),
    case("Cms.EnableMetricRules", lambda net: {"RuleId": [ruling(net)]},
         afterwards(LIST, "Alarms.Alarm.0.EnableState", True), "ResourceNotFound", fixed(RuleId=["x"]), 404),
    case("Cms.DisableMetricRules", lambda net: {"RuleId": [ruling(net)]},
         afterwards(LIST, "Alarms.Alarm.0.EnableState", False), "ResourceNotFound", fixed(RuleId=["x"]), 404),
    case("Cms.DeleteMetricRules", lambda net: {"Id": [ruling(net)]}, afterwards(LIST, "Total", "0"),
         "ResourceNotFound", fixed(Id=["x"]), 404),
    case("Cms.PutMetricRuleTargets", lambda net: {"RuleId": ruling(net), "Targets": [{"Id": "1", "Arn": "a"}]},
         afterwards("Cms.DescribeMetricRuleTargets", "Targets.Target.0.Arn", "a", RuleId="rule-1"),
         "ResourceNotFound", fixed(RuleId="x", Targets=[{"Id": "1", "Arn": "a"}]), 404),
    case("Cms.DescribeMetricRuleTargets", by_id(targeted, "RuleId"), says("Targets.Target.0.Id", "1"), "MissingRuleId"),
    case("Cms.DeleteMetricRuleTargets", lambda net: {"RuleId": targeted(net), "TargetIds": ["1", "9"]},
         lambda net, reply: (
             (reply["FailIds"], net.lab.call("Cms.DescribeMetricRuleTargets", RuleId="rule-1")["Targets"]["Target"]),
             ({"TargetIds": {"TargetId": ["9"]}}, [])), "ResourceNotFound",
         fixed(RuleId="x", TargetIds=["1"]), 404),
    case("Cms.DescribeMetricList", metric,
         lambda net, reply: (json.loads(reply["Datapoints"])[0]["Sum"], 0.0), "ParameterInvalid",
         fixed(Namespace="a", MetricName="b", Period="7")),
    case("Cms.DescribeMetricLast", metric, lambda net, reply: (len(json.loads(reply["Datapoints"])), 1),
         "ParameterInvalid", fixed(Namespace="a", MetricName="b", Period="7")),
    case("Cms.DescribeMetricData", metric,
         lambda net, reply: (json.loads(reply["Datapoints"])[0]["Sum"], 0.0), "ParameterInvalid",
         fixed(Namespace="a", MetricName="b", Express="x")),
    case("Cms.DescribeMetricTop", lambda net: {**metric(net), "Orderby": "Average"},
         lambda net, reply: (json.loads(reply["Datapoints"])[0]["order"], 1), "ParameterInvalid",
         fixed(Namespace="acs_vpcpeer", MetricName="IntranetRX", Orderby="P99")),
    case("Cms.DescribeProjectMeta", nothing, says("Resources.Resource.0.Namespace", "acs_vpcpeer"),
         "InvalidParameter", NUMBER),
    case("Cms.DescribeMetricMetaList", fixed(Namespace="acs_vpcpeer", MetricName="IntranetRX"),
         says("Resources.Resource.0.Unit", "Byte"), "InvalidParameter", NUMBER),
    case("Cms.DescribeAlertLogList", nothing, says("AlertLogList", []), "ParameterInvalid", fixed(StartTime="x")),
    case("Cms.DescribeAlertLogCount", lambda net: {"GroupBy": "level"} if alarming(net) else {},
         says("AlertLogCount.0.Logs.0.Value", "P3"), "ParameterInvalid", fixed(GroupBy="x")),
    case("Cms.DescribeAlertingMetricRuleResources", alarming, says("Resources.Resource.0.Level", 3),
         "ParameterInvalid", fixed(Dimensions="x")),
    case("Cms.DescribeAlertHistoryList", nothing, says("Total", "0"), "ParameterInvalid", fixed(StartTime="x")),
]  # fmt: skip

QUOTA_CASES = [
    case("quotas.ListProductQuotas", lambda net: {"ProductCode": "vpc", "QuotaActionCode": "vpc_quota_peer_num"},
         says("Quotas.0.TotalUsage", 2.0), "INVALID.MAX.RESULTS", fixed(ProductCode="vpc", MaxResults=101)),
    case("quotas.GetProductQuota", fixed(ProductCode="vpc", QuotaActionCode="vpc_quota_instances_num"),
         says("Quota.TotalQuota", 10.0), "QUOTA.NOT.FOUND", fixed(ProductCode="vpc", QuotaActionCode="x"), 404),
]  # fmt: skip

ACCESS_CASES = [*VPC_CASES, *ECS_CASES, *NIS_CASES, *CMS_CASES, *QUOTA_CASES]
