"""What single actions answer otherwise than the rest of their product, by the API metadata of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.lab import Net
from tests.support.services import resources
from tests.support.services.provoke import TAGS_21, Request, pending_vswitch, vswitch
from tfmock.services.common.action_errors import action_errors
from tfmock.services.registry import all_operations

Make = Callable[[Net], Request]
OPERATIONS = {f"{op.product}.{op.action}": op for op in all_operations()}


def interface(net: Net, home: str, **more: object) -> Request:
    return "Ecs.CreateNetworkInterface", {"VSwitchId": home, "SecurityGroupIds": [resources.group(net)], **more}


def full(net: Net) -> Request:
    home = net.lab.vswitch(net.vpc, "10.0.9.0/29")
    for _ in range(4):
        net.lab.call(*interface(net, home))
    return interface(net, home)


def taken(net: Net) -> Request:
    net.lab.call(*interface(net, net.vsw, PrimaryIpAddress="10.0.1.20"))
    return "Ecs.RunInstances", resources.run(net, PrivateIpAddress="10.0.1.20")


def card(net: Net) -> Request:
    parameters = resources.run(net)
    return "Ecs.RunInstances", {
        **parameters,
        "NetworkInterface": [{"InstanceType": "Secondary", "NetworkCardIndex": 1}],
    }


def changed(suffix: str, **more: object) -> Make:
    """A rule of a security group, changed."""

    def prepare(net: Net) -> Request:
        rule = resources.out() if suffix == "Egress" else resources.rule()
        id = resources.ruled(net, f"Ecs.AuthorizeSecurityGroup{suffix}", rule)
        listed = net.lab.call("Ecs.DescribeSecurityGroupAttribute", SecurityGroupId=id)["Permissions"]["Permission"]
        parameters = {**rule, "SecurityGroupId": id, "SecurityGroupRuleId": listed[0]["SecurityGroupRuleId"], **more}
        return f"Ecs.ModifySecurityGroup{suffix}Rule", parameters

    return prepare


def other_family(net: Net) -> Request:
    action, params = changed("")(net)
    listed = {"PrefixListName": "list", "AddressFamily": "IPv4", "MaxEntries": 1}
    named = net.lab.call("Ecs.CreatePrefixList", listed)["PrefixListId"]
    return action, {**params, "SourceCidrIp": "", "Ipv6DestCidrIp": "2408::/32", "SourcePrefixListId": named}


def busy(request: Make) -> Make:
    """A change of the VPC, right after another one, where the cloud allows one at a time."""

    def prepare(net: Net) -> Request:
        parameters = request(net)
        net.lab.change(task_conflict=True).freeze()
        net.lab.vswitch(net.vpc, "10.0.99.0/24")
        return parameters

    return prepare


ERRORS: dict[str, tuple[Make, int, str]] = {
    "Vpc.CreateVSwitch TaskConflict": (
        busy(lambda net: vswitch(net, "10.0.98.0/24")), 400, "The operation is too frequent, TaskConflict."),
    "Vpc.DeleteRouteEntry TaskConflict": (
        busy(lambda net: ("DeleteRouteEntry", {"RouteEntryId": net.route})),
        400, "The operation is too frequent, TaskConflict."),
    "Vpc.DeleteVSwitch TaskConflict": (
        busy(lambda net: ("DeleteVSwitch", {"VSwitchId": net.vsw})),
        400, "The operation is too frequent, TaskConflict."),
    "Vpc.DeleteVSwitch IncorrectVSwitchStatus": (
        lambda net: ("DeleteVSwitch", {"VSwitchId": pending_vswitch(net)}), 400, "vpc subnet is in middle status."),
    "Vpc.ModifyVSwitchAttribute InvalidVSwitchId.NotFound": (
        lambda net: ("ModifyVSwitchAttribute", {"VSwitchId": "vsw-x"}),
        404, "The specified virtual switch does not exists."),
    "Ecs.CreateNetworkInterface IncorrectVSwitchStatus": (
        lambda net: interface(net, pending_vswitch(net)),
        400, "The current status of vSwitch does not support this operation."),
    "Ecs.CreateNetworkInterface QuotaExceeded.PrivateIpAddress": (
        full, 400, "There is no enough private ip in the specified VSwitch."),
    "Ecs.DescribeAvailableResource InvalidRegionId.NotFound": (
        lambda net: ("Ecs.DescribeAvailableResource", {"RegionId": "cn-x", "DestinationResource": "Zone"}),
        404, "The RegionId provided does not exist in our records."),
    "Ecs.ModifyInstanceVpcAttribute IncorrectInstanceStatus": (
        lambda net: ("Ecs.ModifyInstanceVpcAttribute", {"InstanceId": resources.instance(net), "VSwitchId": net.vsw}),
        400, "The current status of instance does not support this operation."),
    "Ecs.RunInstances InvalidEniId.NotFound": (
        lambda net: ("Ecs.RunInstances", {
            **resources.run(net, VSwitchId=""),
            "NetworkInterface": [{"InstanceType": "Primary", "NetworkInterfaceId": "eni-x"}]}),
        403, "The specified NetworkInterfaceId does not exist."),
    "Ecs.RunInstances InvalidPrivateIpAddress.Duplicated": (
        taken, 400, "The specified private IP address is already in use."),
    "Ecs.RunInstances InvalidParameter.NetworkCardIndexInvalid": (
        card, 400, "Invalid network card index, please check your instance type."),
    "Ecs.RunInstances NumberExceed.Tags": (
        lambda net: ("Ecs.RunInstances", resources.run(net, Tag=TAGS_21)),
        400, "The Tags parameter's number is exceed , Valid : 20."),
    "Ecs.TagResources NumberExceed.Tags": (
        lambda net: ("Ecs.TagResources", {"ResourceType": "eni", "ResourceId": ["eni-x"], "Tag": TAGS_21}),
        400, "The Tags parameter's number is exceed , Valid : 20."),
    "Ecs.UntagResources NumberExceed.Tags": (
        lambda net: ("Ecs.UntagResources", {
            "ResourceType": "eni", "ResourceId": ["eni-x"], "TagKey": [f"k{n}" for n in range(21)]}),
        400, "The Tags parameter's number is exceed , Valid : 20"),
    "Ecs.UntagResources NumberExceed.ResourceIds": (
        lambda net: ("Ecs.UntagResources", {"ResourceType": "eni", "ResourceId": ["eni-x"] * 51, "TagKey": ["k"]}),
        400, "The ResourceIds parameter's number is exceed , Valid : 50"),
    "Ecs.ModifySecurityGroupRule MissingParameter.Source": (
        changed("", SourceCidrIp=""), 400,
        "One of the parameters SourceCidrIp, SourceGroupId or SourcePrefixListId must be specified."),
    "Ecs.ModifySecurityGroupEgressRule MissingParameter.Dest": (
        changed("Egress", DestCidrIp=""), 400,
        "One of the parameters DestCidrIp, DestGroupId or DestPrefixListId must be specified."),
    "Ecs.ModifySecurityGroupRule InvalidPriority.ValueNotSupported": (
        changed("", Priority="101"), 400, "The parameter Priority is invalid."),
    "Ecs.ModifySecurityGroupEgressRule InvalidPriority.ValueNotSupported": (
        changed("Egress", Priority="101"), 400, "The specified Priority is invalid."),
    "Ecs.ModifySecurityGroupEgressRule InvalidIpProtocol.ValueNotSupported": (
        changed("Egress", IpProtocol="x"), 400,
        "The specified parameter IpProtocol should not be null and only tcp, udp, icmp, gre or all is supported. "
        "Ignore case."),
    "Ecs.ModifySecurityGroupRule InvalidParam.PrefixListAddressFamilyMismatch": (
        other_family, 400,
        "The address family of the prefix list does not match the rule."),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_an_action_has_its_own_error_text(name: str, net: Net) -> None:
    request, status, message = ERRORS[name]
    action, params = request(net)
    refused = net.lab.refusal(action, params)
    assert (f"{action if '.' in action else f'Vpc.{action}'} {refused.code}", refused.status) == (name, status)
    assert refused.message == message


def test_each_row_is_of_an_action_that_is_served() -> None:
    assert set(action_errors()) <= set(OPERATIONS)
