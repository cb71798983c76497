"""One good and one bad call of every operation. A test fails when an operation is missing here."""

from __future__ import annotations

from tests.support.lab import ALICE, BEIJING, BOB, HANGZHOU, Net
from tests.support.services.cases import Case, Params, no_region, only, tagged, untagged
from tests.support.services.cdt_cases import CDT_CASES
from tests.support.services.eip_cases import EIP_CASES
from tests.support.services.gateway_tables import GATEWAY_TABLE_CASES
from tests.support.services.ipv6_cases import IPV6_CASES
from tests.support.services.operations_access import ACCESS_CASES
from tests.support.services.operations_groups import MONITOR_GROUP_CASES, SETTING_CASES
from tests.support.services.operations_lists import LIST_CASES
from tests.support.services.operations_nodes import NODE_CASES
from tests.support.services.operations_vpc import VPC_CASES
from tests.support.services.operations_vpcpeer import VPCPEER_CASES
from tests.support.services.quota_applications import QUOTA_CASES
from tests.support.services.vpc_prefix_lists import PREFIX_LIST_CASES


def _tag_group(net: Net) -> Params:
    return {"ResourceType": "resourcegroup", "ResourceId": [net.group], "Tag": [{"Key": "k", "Value": "v"}]}


def _group_tags(net: Net) -> dict[str, str]:
    listed = net.lab.call("ResourceManager.ListTagResources", ResourceType="ResourceGroup", ResourceId=[net.group])
    return {tag["TagKey"]: tag["TagValue"] for tag in listed["TagResources"]}


_ROLE = {"RoleArn": f"acs:ram::{BOB}:role/peer", "RoleSessionName": "me"}

CASES = (
    *ACCESS_CASES,
    *CDT_CASES,
    *EIP_CASES,
    *GATEWAY_TABLE_CASES,
    *IPV6_CASES,
    *LIST_CASES,
    *MONITOR_GROUP_CASES,
    *NODE_CASES,
    *QUOTA_CASES,
    *PREFIX_LIST_CASES,
    Case(
        "BssOpenApi.QueryAvailableInstances",
        lambda net: {"ProductCode": "vipcloudfw", "PageNum": 1, "PageSize": 50},
        lambda net, reply: ((reply["Code"], reply["Data"]["InstanceList"]), ("Success", [])),
        lambda net: {"PageNum": "one"}, "InvalidParameter",
    ),
    Case(
        "Ecs.DescribeAvailableResource", lambda net: {"DestinationResource": "InstanceType"},
        lambda net, reply: (reply["AvailableZones"]["AvailableZone"][0]["ZoneId"], "cn-hangzhou-b"),
        no_region, "InvalidRegionId.NotFound", status=404,
    ),
    Case(
        "Ecs.DescribeRegions", lambda net: {},
        lambda net, reply: (reply["Regions"]["Region"][0]["RegionId"], "cn-qingdao"),
        lambda net: {"DryRun": "perhaps"}, "InvalidParameter",
    ),
    Case(
        "Ecs.DescribeZones", lambda net: {"RegionId": BEIJING},
        lambda net, reply: (reply["Zones"]["Zone"][0]["ZoneId"], "cn-beijing-a"),
        no_region, "InvalidRegionId.NotFound", status=404,
    ),
    Case(
        "Location.DescribeEndpoints", lambda net: {"Id": HANGZHOU, "ServiceCode": "vpc"},
        lambda net, reply: (only(reply, "Endpoints", "Endpoint")["Type"], "openAPI"),
        lambda net: {"Id": HANGZHOU}, "MissingServiceCode",
    ),
    *SETTING_CASES,
    Case(
        "ResourceManager.CreateResourceGroup", lambda net: {"Name": "ops", "DisplayName": "Operations"},
        lambda net, reply: (reply["ResourceGroup"]["DisplayName"], "Operations"),
        lambda net: {"Name": "team", "DisplayName": "again"}, "EntityAlreadyExists.ResourceGroup", status=409,
    ),
    Case(
        "ResourceManager.DeleteResourceGroup", lambda net: {"ResourceGroupId": net.group},
        lambda net, reply: (
            net.lab.code("ResourceManager.GetResourceGroup", ResourceGroupId=net.group), "EntityNotExists.ResourceGroup"
        ),
        lambda net: {"ResourceGroupId": "rg-none"}, "EntityNotExists.ResourceGroup", status=404,
    ),
    Case(
        "ResourceManager.GetResourceGroup", lambda net: {"ResourceGroupId": net.group},
        lambda net, reply: (reply["ResourceGroup"]["Name"], "team"),
        lambda net: {"ResourceGroupId": "rg-none"}, "EntityNotExists.ResourceGroup", status=404,
    ),
    Case(
        "ResourceManager.ListResourceGroups", lambda net: {"Name": "team"},
        lambda net, reply: (only(reply, "ResourceGroups", "ResourceGroup")["Id"], net.group),
        lambda net: {"PageSize": "many"}, "InvalidParameter",
    ),
    Case(
        "ResourceManager.ListTagResources", tagged(_tag_group, "ResourceManager.TagResources"),
        lambda net, reply: (only(reply, "TagResources")["TagKey"], "k"),
        lambda net: {"ResourceType": "Account"}, "InvalidParameter.ResourceType",
    ),
    Case(
        "ResourceManager.TagResources", _tag_group, lambda net, reply: (_group_tags(net), {"k": "v"}),
        lambda net: {**_tag_group(net), "ResourceId": ["rg-none"]}, "EntityNotExists.ResourceGroup", status=404,
    ),
    Case(
        "ResourceManager.UnTagResources", untagged(_tag_group, "ResourceManager.TagResources"),
        lambda net, reply: (_group_tags(net), {}),
        lambda net: {"ResourceType": "ResourceGroup"}, "MissingResourceId",
    ),
    Case(
        "ResourceManager.UntagResources", untagged(_tag_group, "ResourceManager.TagResources"),
        lambda net, reply: (_group_tags(net), {}),
        lambda net: {"ResourceType": "ResourceGroup"}, "MissingResourceId",
    ),
    Case(
        "ResourceManager.UpdateResourceGroup", lambda net: {"ResourceGroupId": net.group, "NewDisplayName": "T"},
        lambda net, reply: (reply["ResourceGroup"]["DisplayName"], "T"),
        lambda net: {"ResourceGroupId": net.group, "NewDisplayName": "x" * 51}, "InvalidParameter.DisplayName.Length",
    ),
    Case(
        "Sts.AssumeRole", lambda net: _ROLE,
        lambda net, reply: (reply["AssumedRoleUser"]["Arn"], f"acs:ram::{BOB}:assumed-role/peer/me"),
        lambda net: {**_ROLE, "RoleArn": "peer"}, "InvalidParameter.RoleArn",
    ),
    Case(
        "Sts.GetCallerIdentity", lambda net: {}, lambda net, reply: (reply["AccountId"], ALICE),
        lambda net: {"DryRun": "perhaps"}, "InvalidParameter",
    ),
    *VPC_CASES,
    *VPCPEER_CASES,
)  # fmt: skip
