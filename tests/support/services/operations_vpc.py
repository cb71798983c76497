"""Good and bad calls of the operations of Vpc."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.lab import BEIJING, HANGZHOU, Json, Net
from tests.support.services.cases import Case, Params, destinations, no_region, only, tagged, untagged


def _vpc(net: Net, id: str = "") -> Json:
    return net.lab.call("DescribeVpcAttribute", VpcId=id or net.vpc)


def _table(net: Net, id: str) -> Json:
    table: Json = only(
        net.lab.call("DescribeRouteTableList", RouteTableId=id), "RouterTableList", "RouterTableListType"
    )
    return table


def _vpc_tags(net: Net) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in _vpc(net)["Tags"]["Tag"]}


def _tag_vpc(net: Net) -> Params:
    return {"ResourceType": "VPC", "ResourceId": [net.vpc], "Tag": [{"Key": "k", "Value": "v"}]}


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


_NO_VPC: Callable[[Net], Params] = lambda net: {"VpcId": "vpc-nowhere"}  # noqa: E731

VPC_CASES = (
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
        lambda net, reply: (_vpc(net, reply["VpcId"])["IsDefault"], True), no_region, "InvalidRegionId.NotFound",
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
        lambda net, reply: (destinations(net, net.custom), {"10.1.0.0/16"}),
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
        lambda net, reply: (destinations(net, net.table), set()),
        lambda net: {"RouteEntries": [{"RouteEntryId": net.route}]}, "MissingRouteEntries.1.RouteTableId",
    ),
    Case(
        "Vpc.DeleteRouteEntry",
        lambda net: {"RouteTableId": net.table, "DestinationCidrBlock": "192.168.0.0/24", "NextHopId": net.pcc},
        lambda net, reply: (destinations(net, net.table), set()),
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
        lambda net, reply: (only(reply, "RouteEntrys", "RouteEntry")["RouteEntryId"], net.route),
        lambda net: {"RouteTableId": net.bobs_table}, "InvalidRouteTable.NotFound",
    ),
    Case(
        "Vpc.DescribeRouteTableList", lambda net: {"VpcId": net.vpc, "RouteTableType": "System"},
        lambda net, reply: (only(reply, "RouterTableList", "RouterTableListType")["RouteTableId"], net.table),
        lambda net: {"PageSize": "many"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeRouteTables", lambda net: {"RouteTableId": net.table},
        lambda net, reply: (only(reply, "RouteTables", "RouteTable")["VRouterId"], net.router),
        lambda net: {"VRouterId": "vrt-nowhere"}, "InvalidVRouterId.NotFound",
    ),
    Case(
        "Vpc.DescribeVRouters", lambda net: {"VRouterId": net.router},
        lambda net, reply: (only(reply, "VRouters", "VRouter")["VpcId"], net.vpc),
        lambda net: {"PageNumber": "first"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeVSwitchAttributes", lambda net: {"VSwitchId": net.vsw},
        lambda net, reply: (reply["CidrBlock"], "10.0.1.0/24"),
        lambda net: {"VSwitchId": "vsw-nowhere"}, "InvalidVSwitchId.NotFound", status=404,
    ),
    Case(
        "Vpc.DescribeVSwitches", lambda net: {"VpcId": net.vpc},
        lambda net, reply: (only(reply, "VSwitches", "VSwitch")["VSwitchId"], net.vsw),
        lambda net: {"IsDefault": "perhaps"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeVpcAttribute", lambda net: {"VpcId": net.vpc},
        lambda net, reply: (reply["VSwitchIds"]["VSwitchId"], [net.vsw]),
        lambda net: {"VpcId": net.bobs}, "InvalidVpcId.NotFound", status=404,
    ),
    Case(
        "Vpc.DescribeVpcs", lambda net: {"VpcName": "two"},
        lambda net, reply: (only(reply, "Vpcs", "Vpc")["VpcId"], net.vpc2),
        lambda net: {"IsDefault": "perhaps"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeZones", lambda net: {"RegionId": BEIJING},
        lambda net, reply: (reply["Zones"]["Zone"][0]["ZoneId"], "cn-beijing-a"), no_region,
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
        "Vpc.ListTagResources", tagged(_tag_vpc, "Vpc.TagResources"),
        lambda net, reply: (only(reply, "TagResources", "TagResource")["ResourceId"], net.vpc),
        lambda net: {"ResourceType": "HAVIP"}, "InvalidInstanceType.NotFound",
    ),
    Case(
        "Vpc.ListVpcPublishedRouteEntries",
        lambda net: {"RouteTableId": net.table, "TargetType": "ECR", "DestinationCidrBlock": "10.0.0.0/8"},
        lambda net, reply: (reply["RouteEntries"], []), lambda net: {"RouteTableId": net.table}, "MissingTargetType",
    ),
    Case(
        "Vpc.ModifyRouteEntry", lambda net: {"RouteEntryId": net.route, "RouteEntryName": "back"},
        lambda net, reply: (
            only(
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
        "Vpc.UnTagResources", untagged(_tag_vpc, "Vpc.TagResources"), lambda net, reply: (_vpc_tags(net), {}),
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

#: Operations that tfmock always refuses: it has no resource that they could act on.
ALWAYS_REFUSED = frozenset({"Vpc.PublishVpcRouteEntries", "Vpc.WithdrawVpcPublishedRouteEntries"})
