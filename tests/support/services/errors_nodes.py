"""How to provoke every error of instances' options, moves, disks and interfaces."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.lab import Net
from tests.support.services import operations_nodes as nodes
from tests.support.services import resources
from tests.support.services.errors_access import on_instance, running
from tests.support.services.provoke import Provoked, Request
from tfmock.rulebook import placement
from tfmock.services.ecs import errors

Make = Callable[[Net], Request]


def move(home: Callable[[Net], str], **more: object) -> Make:
    """A stopped instance, to another vSwitch."""

    def prepare(net: Net) -> Request:
        id = resources.instance(net, **more)
        net.lab.call("Ecs.StopInstance", InstanceId=id)
        return "Ecs.ModifyInstanceVpcAttribute", {"InstanceId": id, "VSwitchId": home(net)}

    return prepare


def beside(net: Net) -> str:
    return net.lab.vswitch(net.vpc, "10.0.8.0/24")


def beside_in_other_zone(net: Net) -> str:
    return net.lab.vswitch(net.vpc, "10.0.8.0/24", ZoneId="cn-hangzhou-h")


def with_secondary(net: Net) -> Request:
    action, params = move(beside)(net)
    interface = net.lab.call("Ecs.DescribeNetworkInterfaces")["NetworkInterfaceSets"]["NetworkInterfaceSet"][0]
    net.lab.call(
        "Ecs.AssignPrivateIpAddresses",
        NetworkInterfaceId=interface["NetworkInterfaceId"],
        SecondaryPrivateIpAddressCount=1,
    )
    return action, params


def ipv6_home(net: Net) -> str:
    net.lab.call("ModifyVpcAttribute", VpcId=net.vpc, EnableIPv6=True)
    return net.lab.vswitch(net.vpc, "10.0.9.0/24", Ipv6CidrBlock=9)


def with_ipv6(net: Net) -> Request:
    home = ipv6_home(net)
    return move(beside, VSwitchId=home, Ipv6AddressCount=1)(net)


def to_other_vpc(net: Net) -> Request:
    both = nodes.attached(net)
    net.lab.call("Ecs.StopInstance", InstanceId=both["InstanceId"])
    home = net.lab.vswitch(net.vpc2, "10.1.8.0/24")
    return "Ecs.ModifyInstanceVpcAttribute", {
        "InstanceId": both["InstanceId"], "VSwitchId": home, "VpcId": net.vpc2, "SecurityGroupId": ["sg-x"]
    }  # fmt: skip


def attach(interface: Callable[[Net], str]) -> Make:
    return lambda net: (
        "Ecs.AttachNetworkInterface", {"NetworkInterfaceId": interface(net), "InstanceId": resources.instance(net)}
    )  # fmt: skip


def elsewhere(net: Net) -> str:
    """An interface in another VPC."""
    parameters = {
        "VSwitchId": net.lab.vswitch(net.vpc2, "10.1.8.0/24"),
        "SecurityGroupIds": [resources.group(net, VpcId=net.vpc2)],
    }
    return str(net.lab.call("Ecs.CreateNetworkInterface", parameters)["NetworkInterfaceId"])


def other_zone(net: Net) -> str:
    parameters = {"VSwitchId": beside_in_other_zone(net), "SecurityGroupIds": [resources.group(net)]}
    return str(net.lab.call("Ecs.CreateNetworkInterface", parameters)["NetworkInterfaceId"])


def one_too_many(net: Net) -> Request:
    both = dict(nodes.attached(net))
    both["NetworkInterfaceId"] = resources.interface(net)
    net.lab.call("Ecs.AttachNetworkInterface", both)
    return "Ecs.AttachNetworkInterface", {**both, "NetworkInterfaceId": resources.interface(net)}


def same_ipv6(net: Net) -> Request:
    home = ipv6_home(net)
    parameters = {"VSwitchId": home, "SecurityGroupIds": [resources.group(net)]}
    interface = net.lab.call("Ecs.CreateNetworkInterface", {**parameters, "Ipv6AddressCount": 1})
    address = interface["Ipv6Sets"]["Ipv6Set"][0]["Ipv6Address"]
    return "Ecs.CreateNetworkInterface", {**parameters, "Ipv6Address": [address]}


def disk(action: str, **more: object) -> Make:
    return lambda net: (f"Ecs.{action}", {"DiskId": nodes.disk(net), **more})


NODE_ERRORS = (
    Provoked(placement.IPV6_OFF, running(Ipv6AddressCount=1)),
    Provoked(errors.IPV6_OUTSIDE, lambda net: (
        "Ecs.RunInstances", resources.run(net, VSwitchId=ipv6_home(net), Ipv6Address=["2001:db8::1"]))),
    Provoked(errors.IPV6_TAKEN, same_ipv6),
    Provoked(errors.INTERFACE_KIND, attach(resources.primary)),
    Provoked(placement.ATTACHMENT_VPC, attach(elsewhere)),
    Provoked(placement.ATTACHMENT_ZONE, attach(other_zone)),
    Provoked(errors.INTERFACE_LIMIT, one_too_many),
    Provoked(errors.INTERFACE_ELSEWHERE, lambda net: ("Ecs.DetachNetworkInterface", nodes.free(net))),
    Provoked(errors.INTERFACE_INSTANCE, lambda net: (
        "Ecs.AttachNetworkInterface", {"NetworkInterfaceId": resources.interface(net), "InstanceId": "i-x"})),
    Provoked(errors.INTERFACE_PREFIXES, lambda net: (
        "Ecs.AssignPrivateIpAddresses", {"NetworkInterfaceId": resources.interface(net), "Ipv4PrefixCount": 1})),
    Provoked(errors.TRUNK, lambda net: (
        "Ecs.CreateNetworkInterface",
        {"VSwitchId": net.vsw, "SecurityGroupIds": [resources.group(net)], "InstanceType": "Trunk"})),
    Provoked(errors.NETWORK_CARD, lambda net: (
        "Ecs.AttachNetworkInterface", {**nodes.free(net), "NetworkCardIndex": 1})),
    Provoked(errors.ADDRESS_NOT_ASSIGNED, lambda net: (
        "Ecs.UnassignPrivateIpAddresses",
        {"NetworkInterfaceId": resources.interface(net), "PrivateIpAddress": ["10.0.1.1"]})),
    Provoked(errors.INSTANCE_CHARGE, lambda net: (
        "Ecs.DeleteInstance", {"InstanceId": nodes.prepaid(net), "Force": True})),
    Provoked(errors.CHARGE_TYPE, running(InstanceChargeType="x")),
    Provoked(errors.PROTECTION_CHARGE, running(InstanceChargeType="PrePaid", DeletionProtection=True)),
    Provoked(errors.INTERNET_CHARGE, on_instance("ModifyInstanceNetworkSpec", NetworkChargeType="x")),
    Provoked(errors.BANDWIDTH_OUT, on_instance("ModifyInstanceNetworkSpec", InternetMaxBandwidthOut=101)),
    Provoked(errors.PUBLIC_ADDRESS_TWICE, lambda net: (
        "Ecs.AllocatePublicIpAddress", {"InstanceId": resources.instance(net, InternetMaxBandwidthOut=1)})),
    Provoked(errors.HTTP_TOKENS, running(HttpTokens="x")),
    Provoked(errors.LAUNCH_TEMPLATE, running(LaunchTemplateId="lt-x")),
    Provoked(errors.DEPLOYMENT_SET, running(DeploymentSetId="ds-x")),
    Provoked(errors.DEDICATED_HOST, running(DedicatedHostId="dh-x")),
    Provoked(errors.HPC_CLUSTER, running(HpcClusterId="hpc-x")),
    Provoked(errors.SNAPSHOT_POLICY, running(SystemDisk={"AutoSnapshotPolicyId": "sp-x"})),
    Provoked(errors.SPOT_INTERRUPTION, running(SpotInterruptionBehavior="x")),
    Provoked(errors.CPU_TOPOLOGY, running(CpuOptions={"TopologyType": "x"}), lambda net: {"topology": "x"}),
    Provoked(errors.POOL_CRITERIA, running(PrivatePoolOptions={"MatchCriteria": "x"})),
    Provoked(
        errors.POOL_SPOT,
        running(PrivatePoolOptions={"MatchCriteria": "Open"}, SpotStrategy="SpotAsPriceGo")),
    Provoked(errors.POOL_ID_MISSING, running(PrivatePoolOptions={"MatchCriteria": "Target"})),
    Provoked(errors.POOL, running(PrivatePoolOptions={"MatchCriteria": "Target", "Id": "eap-x"})),
    Provoked(errors.INTERFACE_SHARED, lambda net: ("Ecs.RunInstances", {
        **resources.run(net, VSwitchId=""), "Amount": 2,
        "NetworkInterface": [{"InstanceType": "Primary", "NetworkInterfaceId": resources.interface(net)}]})),
    Provoked(errors.KEY_PAIR, lambda net: (
        "Ecs.DetachKeyPair", {"InstanceIds": nodes.ids(resources.instance(net)), "KeyPairName": "key"})),
    Provoked(errors.ROLE_ATTACHED, lambda net: ("Ecs.AttachInstanceRamRole", nodes.with_role(net))),
    Provoked(errors.ROLE_NOT_ATTACHED, lambda net: ("Ecs.DetachInstanceRamRole", nodes.without_role(net))),
    Provoked(errors.ROLE_FILTER, lambda net: ("Ecs.DescribeInstanceRamRole", {})),
    Provoked(errors.PROVISIONED_IOPS, running(SystemDisk={"Category": "cloud_essd", "ProvisionedIops": 1})),
    Provoked(errors.BURSTING, disk("ModifyDiskAttribute", BurstingEnabled=True)),
    Provoked(errors.PERFORMANCE_LEVEL, disk("ModifyDiskSpec", PerformanceLevel="PL1")),
    Provoked(errors.STORAGE_CLUSTER, running(SystemDisk={"StorageClusterId": "dbsc-x"})),
    Provoked(errors.DISK_NOT_FOUND, lambda net: ("Ecs.ResizeDisk", {"DiskId": "d-x", "NewSize": 60})),
    Provoked(errors.DISK_SIZE, disk("ResizeDisk", NewSize=20)),
    Provoked(errors.DISK_SMALLER_THAN_IMAGE, lambda net: (
        "Ecs.ReplaceSystemDisk",
        {"InstanceId": resources.stopped(net), "ImageId": resources.IMAGE, "SystemDisk": {"Size": 10}})),
    Provoked(errors.VSWITCH_OTHER_ZONE, move(beside_in_other_zone)),
    Provoked(errors.SECONDARY_ADDRESSES, with_secondary),
    Provoked(errors.IPV6_ASSIGNED, with_ipv6),
    Provoked(errors.INTERFACES_ATTACHED, to_other_vpc),
)  # fmt: skip
