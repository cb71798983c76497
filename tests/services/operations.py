"""One good and one bad call of every operation. A test fails when an operation is missing here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.lab import ALICE, BEIJING, BOB, HANGZHOU, Json, Net
from tests.services.cases import Case, Params
from tests.services.operations_access import ACCESS_CASES
from tests.services.operations_lists import LIST_CASES


def _only(reply: Json, *path: str) -> Any:
    """The single member at the end of a path of names."""
    found: Any = reply
    for name in path:
        found = found[name]
    assert isinstance(found, list)
    assert len(found) == 1, found
    return found[0]


def _vpc(net: Net, id: str = "") -> Json:
    return net.lab.call("DescribeVpcAttribute", VpcId=id or net.vpc)


def _table(net: Net, id: str) -> Json:
    found: Json = _only(
        net.lab.call("DescribeRouteTableList", RouteTableId=id), "RouterTableList", "RouterTableListType"
    )
    return found


def _destinations(net: Net, table: str) -> set[str]:
    listed = net.lab.call("DescribeRouteEntryList", RouteTableId=table, RouteEntryType="Custom")
    return {route["DestinationCidrBlock"] for route in listed["RouteEntrys"]["RouteEntry"]}


def _vpc_tags(net: Net) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in _vpc(net)["Tags"]["Tag"]}


def _pcc_tags(net: Net) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in net.lab.peering(net.pcc)["Tags"]}


def _tag_vpc(net: Net) -> Params:
    return {"ResourceType": "VPC", "ResourceId": [net.vpc], "Tag": [{"Key": "k", "Value": "v"}]}


def _tag_pcc(net: Net) -> Params:
    return {"ResourceType": "PeerConnection", "ResourceId": [net.pcc], "Tag": [{"Key": "k", "Value": "v"}]}


def _tag_group(net: Net) -> Params:
    return {"ResourceType": "resourcegroup", "ResourceId": [net.group], "Tag": [{"Key": "k", "Value": "v"}]}


def _group_tags(net: Net) -> dict[str, str]:
    listed = net.lab.call("ResourceManager.ListTagResources", ResourceType="ResourceGroup", ResourceId=[net.group])
    return {tag["TagKey"]: tag["TagValue"] for tag in listed["TagResources"]}


def _tagged(tag: Callable[[Net], Params], action: str) -> Callable[[Net], Params]:
    """Put the tag on first; give the parameters that name the resource."""

    def prepare(net: Net) -> Params:
        params = tag(net)
        net.lab.call(f"{action}", params)
        return {name: value for name, value in params.items() if name != "Tag"}

    return prepare


def _untagged(tag: Callable[[Net], Params], action: str) -> Callable[[Net], Params]:
    return lambda net: {**_tagged(tag, action)(net), "TagKey": ["k"]}


def _bound(net: Net) -> Params:
    binding = {"RouteTableId": net.custom, "VSwitchId": net.vsw}
    net.lab.call("AssociateRouteTable", binding)
    return binding


def _secondary(net: Net) -> Params:
    block = {"VpcId": net.vpc, "SecondaryCidrBlock": "172.16.0.0/16"}
    net.lab.call("AssociateVpcCidrBlock", block)
    return block


def _default_vpc(net: Net) -> Params:
    net.lab.call("CreateDefaultVpc")
    return {"ZoneId": "cn-hangzhou-b"}


def _with_classic_link(net: Net) -> Params:
    net.lab.call("EnableVpcClassicLink", VpcId=net.vpc2)
    return {"VpcId": net.vpc2}


def _lone_vpc(net: Net) -> Params:
    return {"VpcId": net.lab.vpc("10.9.0.0/16")["VpcId"]}


def _new_peering(net: Net) -> Params:
    return {
        "VpcId": net.lab.vpc("10.8.0.0/16")["VpcId"], "AcceptingVpcId": net.vpc2, "AcceptingRegionId": HANGZHOU,
        "AcceptingAliUid": int(ALICE), "Name": "third",
    }  # fmt: skip


def _batch(net: Net) -> Params:
    return {
        "RouteEntries": [
            {
                "RouteTableId": net.table, "DstCidrBlock": f"192.168.{n}.0/24", "NextHop": net.pcc,
                "NextHopType": "VpcPeer",
            }
            for n in (1, 2)
        ]
    }  # fmt: skip


_ROLE = {"RoleArn": f"acs:ram::{BOB}:role/peer", "RoleSessionName": "me"}
_NO_REGION: Callable[[Net], Params] = lambda net: {"RegionId": "cn-atlantis"}  # noqa: E731
_NO_VPC: Callable[[Net], Params] = lambda net: {"VpcId": "vpc-nowhere"}  # noqa: E731
_NO_PCC: Callable[[Net], Params] = lambda net: {"InstanceId": "pcc-nowhere"}  # noqa: E731

CASES = (
    *ACCESS_CASES,
    *LIST_CASES,
    Case(
        "BssOpenApi.QueryAvailableInstances",
        lambda net: {"ProductCode": "vipcloudfw", "PageNum": 1, "PageSize": 50},
        lambda net, reply: ((reply["Code"], reply["Data"]["InstanceList"]), ("Success", [])),
        lambda net: {"PageNum": "one"}, "InvalidParameter",
    ),
    Case(
        "Ecs.DescribeAvailableResource", lambda net: {"DestinationResource": "InstanceType"},
        lambda net, reply: (reply["AvailableZones"]["AvailableZone"][0]["ZoneId"], "cn-hangzhou-b"),
        _NO_REGION, "InvalidRegionId.NotFound", status=404,
    ),
    Case(
        "Ecs.DescribeRegions", lambda net: {},
        lambda net, reply: (reply["Regions"]["Region"][0]["RegionId"], "cn-qingdao"),
        lambda net: {"DryRun": "perhaps"}, "InvalidParameter",
    ),
    Case(
        "Ecs.DescribeZones", lambda net: {"RegionId": BEIJING},
        lambda net, reply: (reply["Zones"]["Zone"][0]["ZoneId"], "cn-beijing-a"),
        _NO_REGION, "InvalidRegionId.NotFound", status=404,
    ),
    Case(
        "Location.DescribeEndpoints", lambda net: {"Id": HANGZHOU, "ServiceCode": "vpc"},
        lambda net, reply: (_only(reply, "Endpoints", "Endpoint")["Type"], "openAPI"),
        lambda net: {"Id": HANGZHOU}, "MissingServiceCode",
    ),
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
        lambda net, reply: (_only(reply, "ResourceGroups", "ResourceGroup")["Id"], net.group),
        lambda net: {"PageSize": "many"}, "InvalidParameter",
    ),
    Case(
        "ResourceManager.ListTagResources", _tagged(_tag_group, "ResourceManager.TagResources"),
        lambda net, reply: (_only(reply, "TagResources")["TagKey"], "k"),
        lambda net: {"ResourceType": "Account"}, "InvalidParameter.ResourceType",
    ),
    Case(
        "ResourceManager.TagResources", _tag_group, lambda net, reply: (_group_tags(net), {"k": "v"}),
        lambda net: {**_tag_group(net), "ResourceId": ["rg-none"]}, "EntityNotExists.ResourceGroup", status=404,
    ),
    Case(
        "ResourceManager.UnTagResources", _untagged(_tag_group, "ResourceManager.TagResources"),
        lambda net, reply: (_group_tags(net), {}),
        lambda net: {"ResourceType": "ResourceGroup"}, "MissingResourceId",
    ),
    Case(
        "ResourceManager.UntagResources", _untagged(_tag_group, "ResourceManager.TagResources"),
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
    Case(
        "Vpc.AssociateRouteTable", lambda net: {"RouteTableId": net.custom, "VSwitchId": net.vsw},
        lambda net, reply: (_table(net, net.custom)["VSwitchIds"]["VSwitchId"], [net.vsw]),
        lambda net: {"RouteTableId": net.table2, "VSwitchId": net.vsw}, "Forbidden.NotInSameVpc", status=404,
    ),
    Case(
        "Vpc.AssociateVpcCidrBlock", lambda net: {"VpcId": net.vpc, "SecondaryCidrBlock": "172.16.0.0/16"},
        lambda net, reply: (_vpc(net)["SecondaryCidrBlocks"]["SecondaryCidrBlock"], ["172.16.0.0/16"]),
        lambda net: {"VpcId": net.vpc}, "MissingParam.SecondaryCidrBlockOrIpv6CidrBlock",
    ),
    Case(
        "Vpc.CreateDefaultVSwitch", _default_vpc,
        lambda net, reply: (
            net.lab.call("DescribeVSwitchAttributes", VSwitchId=reply["VSwitchId"])["IsDefault"], True
        ),
        lambda net: {"ZoneId": "cn-hangzhou-b"}, "OperationFailed.DefaultVpcNotExist",
    ),
    Case(
        "Vpc.CreateDefaultVpc", lambda net: {},
        lambda net, reply: (_vpc(net, reply["VpcId"])["IsDefault"], True), _NO_REGION, "InvalidRegionId.NotFound",
        status=404,
    ),
    Case(
        "Vpc.CreateRouteEntries", _batch, lambda net, reply: (reply["SuccessCount"], 2),
        lambda net: {"RouteEntries": []}, "MissingRouteEntries",
    ),
    Case(
        "Vpc.CreateRouteEntry",
        lambda net: {
            "RouteTableId": net.custom, "DestinationCidrBlock": "10.1.0.0/16", "NextHopType": "VpcPeer",
            "NextHopId": net.pcc,
        },
        lambda net, reply: (_destinations(net, net.custom), {"10.1.0.0/16"}),
        lambda net: {
            "RouteTableId": net.custom, "DestinationCidrBlock": "10.1.0.1/16", "NextHopType": "VpcPeer",
            "NextHopId": net.pcc,
        },
        "InvalidCidrBlock.Malformed",
    ),
    Case(
        "Vpc.CreateRouteTable", lambda net: {"VpcId": net.vpc, "RouteTableName": "mine"},
        lambda net, reply: (_table(net, reply["RouteTableId"])["RouteTableName"], "mine"),
        _NO_VPC, "InvalidVpcId.NotFound", status=404,
    ),
    Case(
        "Vpc.CreateVSwitch",
        lambda net: {"VpcId": net.vpc, "CidrBlock": "10.0.2.0/24", "ZoneId": "cn-hangzhou-b", "VSwitchName": "b"},
        lambda net, reply: (
            net.lab.call("DescribeVSwitchAttributes", VSwitchId=reply["VSwitchId"])["VSwitchName"], "b"
        ),
        lambda net: {"VpcId": net.vpc, "CidrBlock": "10.0.1.0/25", "ZoneId": "cn-hangzhou-b"},
        "InvalidCidrBlock.Overlapped",
    ),
    Case(
        "Vpc.CreateVpc", lambda net: {"CidrBlock": "192.168.0.0/16", "Tag": [{"Key": "k", "Value": "v"}]},
        lambda net, reply: (_vpc(net, reply["VpcId"])["Tags"]["Tag"], [{"Key": "k", "Value": "v"}]),
        lambda net: {"CidrBlock": "100.64.0.0/10"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DeleteRouteEntries",
        lambda net: {"RouteEntries": [{"RouteTableId": net.table, "RouteEntryId": net.route}]},
        lambda net, reply: (_destinations(net, net.table), set()),
        lambda net: {"RouteEntries": [{"RouteEntryId": net.route}]}, "MissingRouteEntries.1.RouteTableId",
    ),
    Case(
        "Vpc.DeleteRouteEntry",
        lambda net: {"RouteTableId": net.table, "DestinationCidrBlock": "192.168.0.0/24", "NextHopId": net.pcc},
        lambda net, reply: (_destinations(net, net.table), set()),
        lambda net: {"RouteTableId": net.table, "DestinationCidrBlock": "10.0.1.0/24"}, "OperationDenied",
    ),
    Case(
        "Vpc.DeleteRouteTable", lambda net: {"RouteTableId": net.custom},
        lambda net, reply: (net.lab.code("DeleteRouteTable", RouteTableId=net.custom), "InvalidRouteTableId.NotFound"),
        lambda net: {"RouteTableId": net.table}, "IncorrectRouteTableType",
    ),
    Case(
        "Vpc.DeleteVSwitch", lambda net: {"VSwitchId": net.vsw},
        lambda net, reply: (
            net.lab.refusal("DescribeVSwitchAttributes", VSwitchId=net.vsw).status, 404
        ),
        lambda net: {"VSwitchId": "vsw-nowhere"}, "InvalidVSwitchId.NotFound",
    ),
    Case(
        "Vpc.DeleteVpc", _lone_vpc, lambda net, reply: (net.lab.call("DescribeVpcs")["TotalCount"], 2),
        lambda net: {"VpcId": net.vpc}, "DependencyViolation.VSwitch",
    ),
    Case(
        "Vpc.DescribeRegions", lambda net: {},
        lambda net, reply: (HANGZHOU in {r["RegionId"] for r in reply["Regions"]["Region"]}, True),
        lambda net: {"DryRun": "perhaps"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeRouteEntryList", lambda net: {"RouteTableId": net.table, "RouteEntryType": "Custom"},
        lambda net, reply: (_only(reply, "RouteEntrys", "RouteEntry")["RouteEntryId"], net.route),
        lambda net: {"RouteTableId": net.bobs_table}, "InvalidRouteTable.NotFound",
    ),
    Case(
        "Vpc.DescribeRouteTableList", lambda net: {"VpcId": net.vpc, "RouteTableType": "System"},
        lambda net, reply: (_only(reply, "RouterTableList", "RouterTableListType")["RouteTableId"], net.table),
        lambda net: {"PageSize": "many"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeRouteTables", lambda net: {"RouteTableId": net.table},
        lambda net, reply: (_only(reply, "RouteTables", "RouteTable")["VRouterId"], net.router),
        lambda net: {"VRouterId": "vrt-nowhere"}, "InvalidVRouterId.NotFound",
    ),
    Case(
        "Vpc.DescribeVRouters", lambda net: {"VRouterId": net.router},
        lambda net, reply: (_only(reply, "VRouters", "VRouter")["VpcId"], net.vpc),
        lambda net: {"PageNumber": "first"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeVSwitchAttributes", lambda net: {"VSwitchId": net.vsw},
        lambda net, reply: (reply["CidrBlock"], "10.0.1.0/24"),
        lambda net: {"VSwitchId": "vsw-nowhere"}, "InvalidVSwitchId.NotFound", status=404,
    ),
    Case(
        "Vpc.DescribeVSwitches", lambda net: {"VpcId": net.vpc},
        lambda net, reply: (_only(reply, "VSwitches", "VSwitch")["VSwitchId"], net.vsw),
        lambda net: {"IsDefault": "perhaps"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeVpcAttribute", lambda net: {"VpcId": net.vpc},
        lambda net, reply: (reply["VSwitchIds"]["VSwitchId"], [net.vsw]),
        lambda net: {"VpcId": net.bobs}, "InvalidVpcId.NotFound", status=404,
    ),
    Case(
        "Vpc.DescribeVpcs", lambda net: {"VpcName": "two"},
        lambda net, reply: (_only(reply, "Vpcs", "Vpc")["VpcId"], net.vpc2),
        lambda net: {"IsDefault": "perhaps"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeZones", lambda net: {"RegionId": BEIJING},
        lambda net, reply: (reply["Zones"]["Zone"][0]["ZoneId"], "cn-beijing-a"), _NO_REGION,
        "InvalidRegionId.NotFound", status=404,
    ),
    Case(
        "Vpc.DisableVpcClassicLink", _with_classic_link,
        lambda net, reply: (_vpc(net, net.vpc2)["ClassicLinkEnabled"], False), _NO_VPC, "InvalidVpcId.NotFound",
        status=404,
    ),
    Case(
        "Vpc.EnableVpcClassicLink", lambda net: {"VpcId": net.vpc},
        lambda net, reply: (_vpc(net)["ClassicLinkEnabled"], True), _NO_VPC, "InvalidVpcId.NotFound", status=404,
    ),
    Case(
        "Vpc.ListTagResources", _tagged(_tag_vpc, "Vpc.TagResources"),
        lambda net, reply: (_only(reply, "TagResources", "TagResource")["ResourceId"], net.vpc),
        lambda net: {"ResourceType": "EIP"}, "InvalidInstanceType.NotFound",
    ),
    Case(
        "Vpc.ListVpcPublishedRouteEntries",
        lambda net: {"RouteTableId": net.table, "TargetType": "ECR", "DestinationCidrBlock": "10.0.0.0/8"},
        lambda net, reply: (reply["RouteEntries"], []), lambda net: {"RouteTableId": net.table}, "MissingTargetType",
    ),
    Case(
        "Vpc.ModifyRouteEntry", lambda net: {"RouteEntryId": net.route, "RouteEntryName": "back"},
        lambda net, reply: (
            _only(
                net.lab.call("DescribeRouteEntryList", RouteTableId=net.table, RouteEntryName="back"),
                "RouteEntrys", "RouteEntry",
            )["RouteEntryId"],
            net.route,
        ),
        lambda net: {"RouteEntryId": "rte-nowhere"}, "InvalidRouteEntryId.NotFound",
    ),
    Case(
        "Vpc.ModifyRouteTableAttributes", lambda net: {"RouteTableId": net.custom, "RouteTableName": "new"},
        lambda net, reply: (_table(net, net.custom)["RouteTableName"], "new"),
        lambda net: {"RouteTableId": "vtb-nowhere"}, "Abs.InvalidRouteTableId.NotExist",
    ),
    Case(
        "Vpc.ModifyVSwitchAttribute", lambda net: {"VSwitchId": net.vsw, "VSwitchName": "new"},
        lambda net, reply: (net.lab.call("DescribeVSwitchAttributes", VSwitchId=net.vsw)["VSwitchName"], "new"),
        lambda net: {"VSwitchId": net.vsw, "VSwitchName": "http://x"}, "InvalidVSwitchName.Malformed",
    ),
    Case(
        "Vpc.ModifyVpcAttribute", lambda net: {"VpcId": net.vpc, "VpcName": "new"},
        lambda net, reply: (_vpc(net)["VpcName"], "new"),
        lambda net: {"VpcId": net.vpc, "CidrBlock": "10.0.0.0/24"}, "IllegalCidrBlock",
    ),
    Case(
        "Vpc.MoveResourceGroup",
        lambda net: {"ResourceType": "vpc", "ResourceId": net.vpc, "NewResourceGroupId": net.group},
        lambda net, reply: (_vpc(net)["ResourceGroupId"], net.group),
        lambda net: {"ResourceType": "vpc", "ResourceId": net.vpc, "NewResourceGroupId": "rg-none"},
        "InvalidResourceGroupId",
    ),
    Case(
        "Vpc.TagResources", _tag_vpc, lambda net, reply: (_vpc_tags(net), {"k": "v"}),
        lambda net: {**_tag_vpc(net), "ResourceId": ["vpc-nowhere"]}, "InvalidInstanceIds.NotFound",
    ),
    Case(
        "Vpc.UnTagResources", _untagged(_tag_vpc, "Vpc.TagResources"), lambda net, reply: (_vpc_tags(net), {}),
        lambda net: {"ResourceType": "VPC", "ResourceId": [net.vpc]}, "InvalidTagKey",
    ),
    Case(
        "Vpc.UnassociateRouteTable", _bound,
        lambda net, reply: (_table(net, net.custom)["VSwitchIds"]["VSwitchId"], []),
        lambda net: {"RouteTableId": net.custom, "VSwitchId": net.vsw}, "InvalidBindingStatus.RouteTable", status=404,
    ),
    Case(
        "Vpc.UnassociateVpcCidrBlock", _secondary,
        lambda net, reply: (_vpc(net)["SecondaryCidrBlocks"]["SecondaryCidrBlock"], []),
        lambda net: {"VpcId": net.vpc, "SecondaryCidrBlock": "172.16.0.0/16"}, "InvalidSecondaryCidrBlock.NotFound",
    ),
    Case(
        "VpcPeer.AcceptVpcPeerConnection", lambda net: {"InstanceId": net.waiting},
        lambda net, reply: (net.lab.peering(net.waiting)["Status"], "Activated"), _NO_PCC,
        "ResourceNotFound.InstanceId", by=BOB,
    ),
    Case(
        "VpcPeer.CreateVpcPeerConnection", _new_peering,
        lambda net, reply: (net.lab.peering(reply["InstanceId"])["Name"], "third"),
        lambda net: {
            "VpcId": net.vpc2, "AcceptingVpcId": net.vpc, "AcceptingRegionId": HANGZHOU, "AcceptingAliUid": int(ALICE)
        },
        "ResourceAlreadyExist.VpcPeer",
    ),
    Case(
        "VpcPeer.DeleteVpcPeerConnection", lambda net: {"InstanceId": net.pcc, "Force": True},
        lambda net, reply: (
            (_destinations(net, net.table), net.lab.code("VpcPeer.GetVpcPeerConnectionAttribute", InstanceId=net.pcc)),
            (set(), "ResourceNotFound.InstanceId"),
        ),
        lambda net: {"InstanceId": net.pcc}, "OperationDenied.RouteEntryExist",
    ),
    Case(
        "VpcPeer.GetVpcPeerConnectionAttribute", lambda net: {"InstanceId": net.pcc},
        lambda net, reply: (
            (reply["Vpc"]["VpcId"], reply["AcceptingVpc"]["Ipv4Cidrs"], reply["Bandwidth"]),
            (net.vpc, ["10.1.0.0/16"], -1),
        ),
        _NO_PCC, "ResourceNotFound.InstanceId",
    ),
    Case(
        "VpcPeer.ListTagResources", _tagged(_tag_pcc, "VpcPeer.TagResources"),
        lambda net, reply: (_only(reply, "TagResources")["ResourceId"], net.pcc),
        lambda net: {"ResourceType": "PeerConnection"}, "BothEmpty.TagsAndResources",
    ),
    Case(
        "VpcPeer.ListVpcPeerConnections", lambda net: {"VpcId": [net.vpc2, net.vpc]},
        lambda net, reply: (_only(reply, "VpcPeerConnects")["InstanceId"], net.pcc),
        lambda net: {"MaxResults": 101}, "IllegalParam.MaxResults",
    ),
    Case(
        "VpcPeer.ModifyVpcPeerConnection", lambda net: {"InstanceId": net.pcc, "Name": "new"},
        lambda net, reply: (net.lab.peering(net.pcc)["Name"], "new"),
        lambda net: {"InstanceId": net.pcc, "Bandwidth": 5}, "OperationFailed.BandwidthCannotBeChangedInSameRegion",
    ),
    Case(
        "VpcPeer.MoveResourceGroup",
        lambda net: {"ResourceType": "PeerConnection", "ResourceId": net.pcc, "NewResourceGroupId": net.group},
        lambda net, reply: (net.lab.peering(net.pcc)["ResourceGroupId"], net.group),
        lambda net: {"ResourceType": "PeerConnection", "ResourceId": "pcc-x", "NewResourceGroupId": net.group},
        "ResourceNotFound.VpcPeer",
    ),
    Case(
        "VpcPeer.RejectVpcPeerConnection", lambda net: {"InstanceId": net.waiting},
        lambda net, reply: (net.lab.peering(net.waiting)["Status"], "Rejected"), _NO_PCC,
        "ResourceNotFound.InstanceId", by=BOB,
    ),
    Case(
        "VpcPeer.TagResources", _tag_pcc, lambda net, reply: (_pcc_tags(net), {"k": "v"}),
        lambda net: {**_tag_pcc(net), "ResourceId": ["pcc-nowhere"]}, "InvalidInstanceIds.NotFound",
    ),
    Case(
        "VpcPeer.UnTagResources", _untagged(_tag_pcc, "VpcPeer.TagResources"), lambda net, reply: (_pcc_tags(net), {}),
        lambda net: {"ResourceType": "PeerConnection", "ResourceId": [net.pcc]}, "InvalidTagKey",
    ),
    *(
        Case(
            f"Vpc.{verb}",
            lambda net: {"TargetType": "ECR", "TargetInstanceId": "ecr-1"},
            lambda net, reply: (None, None),
            lambda net: {"TargetType": "ECR", "TargetInstanceId": "ecr-1"},
            "ResourceNotAssociated.TargetInstance",
        )
        for verb in ("PublishVpcRouteEntries", "WithdrawVpcPublishedRouteEntries")
    ),
)  # fmt: skip

#: Operations that tfmock refuses whatever they are asked: it has nothing that they could work on.
ALWAYS_REFUSED = frozenset({"Vpc.PublishVpcRouteEntries", "Vpc.WithdrawVpcPublishedRouteEntries"})
