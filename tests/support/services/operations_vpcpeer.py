"""Good and bad calls of the operations of VpcPeer."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.lab import ALICE, BOB, HANGZHOU, Net
from tests.support.services.cases import Case, Params, destinations, only, tagged, untagged


def _pcc_tags(net: Net) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in net.lab.peering(net.pcc)["Tags"]}


def _tag_pcc(net: Net) -> Params:
    return {"ResourceType": "PeerConnection", "ResourceId": [net.pcc], "Tag": [{"Key": "k", "Value": "v"}]}


def _new_peering(net: Net) -> Params:
    return {
        "VpcId": net.lab.vpc("10.8.0.0/16")["VpcId"], "AcceptingVpcId": net.vpc2, "AcceptingRegionId": HANGZHOU,
        "AcceptingAliUid": int(ALICE), "Name": "third",
    }  # fmt: skip


_NO_PCC: Callable[[Net], Params] = lambda net: {"InstanceId": "pcc-nowhere"}  # noqa: E731

VPCPEER_CASES = (
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
            (destinations(net, net.table), net.lab.code("VpcPeer.GetVpcPeerConnectionAttribute", InstanceId=net.pcc)),
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
        "VpcPeer.ListTagResources", tagged(_tag_pcc, "VpcPeer.TagResources"),
        lambda net, reply: (only(reply, "TagResources")["ResourceId"], net.pcc),
        lambda net: {"ResourceType": "PeerConnection"}, "BothEmpty.TagsAndResources",
    ),
    Case(
        "VpcPeer.ListVpcPeerConnections", lambda net: {"VpcId": [net.vpc2, net.vpc]},
        lambda net, reply: (only(reply, "VpcPeerConnects")["InstanceId"], net.pcc),
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
        "VpcPeer.UnTagResources", untagged(_tag_pcc, "VpcPeer.TagResources"), lambda net, reply: (_pcc_tags(net), {}),
        lambda net: {"ResourceType": "PeerConnection", "ResourceId": [net.pcc]}, "InvalidTagKey",
    ),
)  # fmt: skip
