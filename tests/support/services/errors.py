"""How to provoke every error of the other catalogues."""

from __future__ import annotations

from tests.support.lab import BEIJING, BOB, HANGZHOU
from tests.support.services.provoke import (
    ROLE,
    TAG,
    TAGS_21,
    Provoked,
    act,
    after,
    connect,
    connecting,
    last_vpc,
    of_pcc,
    pcc,
    pending_vpc,
    slowly,
)
from tfmock.rulebook import names
from tfmock.services.cms import errors as cms
from tfmock.services.ecs import errors as ecs
from tfmock.services.resourcemanager import errors as groups
from tfmock.services.sts import errors as sts
from tfmock.services.vpcpeer import errors as peer

ERRORS = (
    # Ecs
    Provoked(ecs.REGION_NOT_FOUND, act("Ecs.DescribeZones", RegionId="cn-atlantis")),
    # ResourceManager
    Provoked(groups.NOT_FOUND, act("ResourceManager.GetResourceGroup", ResourceGroupId="rg-none")),
    Provoked(groups.EXISTS, act("ResourceManager.CreateResourceGroup", Name="team", DisplayName="x")),
    Provoked(groups.EXISTS, act("ResourceManager.CreateResourceGroup", Name="default", DisplayName="x"), id="default"),
    Provoked(
        names.TAG_KEY,
        act("ResourceManager.CreateResourceGroup", Name="team", DisplayName="x", Tag=[{"Key": "acs:x", "Value": ""}]),
        id="before the name of another",
    ),
    Provoked(groups.NAME_CHARACTERS, act("ResourceManager.CreateResourceGroup", Name="9x", DisplayName="x")),
    Provoked(groups.NAME_LENGTH, act("ResourceManager.CreateResourceGroup", Name="x" * 51, DisplayName="x")),
    Provoked(groups.DISPLAY_NAME_LENGTH, act("ResourceManager.CreateResourceGroup", Name="ops", DisplayName="x" * 51)),
    Provoked(
        groups.DISPLAY_NAME_MISSING,
        act("ResourceManager.UpdateResourceGroup", ResourceGroupId=lambda net: net.group, NewDisplayName=""),
    ),
    Provoked(
        groups.NOT_EMPTY,
        after(
            lambda net: net.lab.vpc("10.6.0.0/16", ResourceGroupId=net.group),
            act("ResourceManager.DeleteResourceGroup", ResourceGroupId=lambda net: net.group),
        ),
    ),
    Provoked(
        groups.DEFAULT_GROUP,
        act(
            "ResourceManager.DeleteResourceGroup",
            ResourceGroupId=lambda net: net.lab.call("DescribeVpcAttribute", VpcId=net.vpc)["ResourceGroupId"],
        ),
    ),
    Provoked(groups.RESOURCE_TYPE, act("ResourceManager.ListTagResources", ResourceType="account")),
    Provoked(
        groups.NEXT_TOKEN, act("ResourceManager.ListTagResources", ResourceType="ResourceGroup", NextToken="nonsense")
    ),
    Provoked(
        groups.TOO_MANY_RESOURCES,
        act("ResourceManager.TagResources", ResourceType="ResourceGroup", ResourceId=["rg-x"] * 51, Tag=[TAG]),
    ),
    Provoked(
        groups.TOO_MANY_TAGS,
        act("ResourceManager.TagResources", ResourceType="ResourceGroup", ResourceId=["rg-x"], Tag=TAGS_21),
    ),
    # Cms
    Provoked(cms.MONITOR_GROUP_NOT_FOUND, act("Cms.DeleteMonitorGroup", GroupId="1")),
    Provoked(
        cms.RESOURCE_GROUP,
        act("Cms.CreateMonitorGroupByResourceGroupId", ResourceGroupId="rg-none", ResourceGroupName="x"),
    ),
    *(
        Provoked(
            cms.METRIC_NOT_FOUND, act(f"Cms.{action}", Namespace="acs_vpcpeer", MetricName="IntranetRx", Orderby="Sum"),
            id=action,
        )
        for action in ("DescribeMetricList", "DescribeMetricLast", "DescribeMetricData", "DescribeMetricTop")
    ),
    # Sts
    Provoked(sts.ROLE_ARN, act("Sts.AssumeRole", **{**ROLE, "RoleArn": "acs:ram::x:role/y"})),
    Provoked(sts.SESSION_NAME, act("Sts.AssumeRole", **{**ROLE, "RoleSessionName": "a b"})),
    Provoked(sts.DURATION, act("Sts.AssumeRole", **ROLE, DurationSeconds=899)),
    Provoked(sts.POLICY_SIZE, act("Sts.AssumeRole", **ROLE, Policy="{" + " " * 2048)),
    Provoked(sts.POLICY_GRAMMAR, act("Sts.AssumeRole", **ROLE, Policy="[" * 2000), id="nested deep"),
    Provoked(sts.POLICY_GRAMMAR, act("Sts.AssumeRole", **ROLE, Policy="{}")),
    # VpcPeer
    Provoked(peer.NOT_FOUND, act("VpcPeer.GetVpcPeerConnectionAttribute", InstanceId=pcc), by=BOB),
    Provoked(
        peer.NOT_FOUND_ON_MOVE,
        act(
            "VpcPeer.MoveResourceGroup", ResourceType="PeerConnection", ResourceId="pcc-x",
            NewResourceGroupId=lambda net: net.group,
        ),
    ),
    Provoked(peer.VPC_NOT_FOUND, connecting(VpcId="vpc-nowhere"), lambda net: {"id": "vpc-nowhere"}),
    Provoked(
        peer.ACCEPTING_VPC_NOT_FOUND, connecting(AcceptingVpcId="vpc-nowhere"), lambda net: {"id": "vpc-nowhere"}
    ),
    Provoked(
        peer.VPC_STATUS,
        pending_vpc(lambda net, id: ("VpcPeer.CreateVpcPeerConnection", {**connect(net)[1], "VpcId": id})),
        lambda net: {"id": last_vpc(net, HANGZHOU)},
    ),
    Provoked(
        peer.ACCEPTING_VPC_STATUS, after(lambda net: net.lab.slow(Vpc_Pending=60), connect),
        lambda net: {"id": last_vpc(net, BEIJING)},
    ),
    Provoked(peer.RESOURCE_GROUP, connecting(ResourceGroupId="rg-none")),
    Provoked(
        peer.RESOURCE_GROUP_ON_MOVE,
        act(
            "VpcPeer.MoveResourceGroup", ResourceType="PeerConnection", ResourceId=pcc, NewResourceGroupId="rg-none"
        ),
    ),
    Provoked(
        peer.STATUS,
        slowly(
            "VpcPeer_Updating", act("VpcPeer.ModifyVpcPeerConnection", InstanceId=pcc, Name="x"),
            act("VpcPeer.DeleteVpcPeerConnection", InstanceId=pcc),
        ),
        of_pcc,
    ),
    Provoked(peer.NEXT_TOKEN, act("VpcPeer.ListVpcPeerConnections", NextToken="nonsense")),
    Provoked(peer.MAX_RESULTS, act("VpcPeer.ListVpcPeerConnections", MaxResults=0)),
    Provoked(peer.TOO_MANY_VPCS, act("VpcPeer.ListVpcPeerConnections", VpcId="vpc-1,vpc-2,vpc-3")),
    Provoked(peer.ACCOUNT, connecting(AcceptingAliUid="-5")),
    Provoked(
        peer.TAGGED_NOT_FOUND,
        act("VpcPeer.TagResources", ResourceType="PeerConnection", ResourceId=["pcc-x"], Tag=[TAG]),
    ),
    Provoked(
        peer.RESOURCE_TYPE, act("VpcPeer.TagResources", ResourceType="VPC", ResourceId=lambda n: [n.pcc], Tag=[TAG])
    ),
    Provoked(
        peer.TOO_MANY_RESOURCES,
        act("VpcPeer.TagResources", ResourceType="PeerConnection", ResourceId=lambda n: [n.pcc] * 51, Tag=[TAG]),
    ),
    Provoked(
        peer.TOO_MANY_TAGS,
        act("VpcPeer.TagResources", ResourceType="PeerConnection", ResourceId=lambda n: [n.pcc], Tag=TAGS_21),
    ),
    *(
        Provoked(
            peer.RESERVED_TAG_KEYS,
            act(
                f"VpcPeer.{action}", ResourceType="PeerConnection", ResourceId=lambda n: [n.pcc],
                Tag=[{"Key": "acs:k"}], TagKey=["aliyun"],
            ),
            id=action,
        )
        for action in ("TagResources", "UnTagResources")
    ),
    Provoked(peer.NEITHER_TAGS_NOR_RESOURCES, act("VpcPeer.ListTagResources", ResourceType="PeerConnection")),
    Provoked(
        peer.NO_TAG_KEYS, act("VpcPeer.UnTagResources", ResourceType="PeerConnection", ResourceId=lambda n: [n.pcc])
    ),
)  # fmt: skip
