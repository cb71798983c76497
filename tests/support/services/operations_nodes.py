"""Operations that change instances, disks and interfaces: one good and one bad call of each."""

from __future__ import annotations

import json

from tests.support.lab import Json, Net
from tests.support.services.cases import Params
from tests.support.services.operations_access import NOBODY, Then, afterwards, by_id, case, fixed, says
from tests.support.services.resources import IMAGE, group, instance, interface, stopped

OTHER_IMAGE = "ubuntu_22_04_x64_20G_alibase_20250113.vhd"


def shown(path: str, expected: object) -> Then:
    """What DescribeInstances says of the only instance afterwards."""
    return afterwards("Ecs.DescribeInstances", f"Instances.Instance.0.{path}", expected)


def own(path: str, expected: object) -> Then:
    """What DescribeNetworkInterfaces says of the newest interface afterwards."""
    return afterwards(
        "Ecs.DescribeNetworkInterfaces", f"NetworkInterfaceSets.NetworkInterfaceSet.0.{path}", expected,
        **{"NetworkInterfaceId.1": "{interface}"},
    )  # fmt: skip


def prepaid(net: Net) -> str:
    return instance(net, InstanceChargeType="PrePaid", Period=1)


def stopped_prepaid(net: Net) -> str:
    id = prepaid(net)
    net.lab.call("Ecs.StopInstance", InstanceId=id)
    return id


def disk(net: Net) -> str:
    reply = net.lab.call("Ecs.DescribeDisks", InstanceId=instance(net))
    return str(reply["Disks"]["Disk"][0]["DiskId"])


def free(net: Net) -> Params:
    """A running instance and a free interface next to it."""
    return {"InstanceId": instance(net), "NetworkInterfaceId": interface(net)}


def attached(net: Net) -> Params:
    both = free(net)
    net.lab.call("Ecs.AttachNetworkInterface", both)
    return both


def addressed(net: Net) -> str:
    """An interface with a secondary address."""
    id = interface(net)
    net.lab.call("Ecs.AssignPrivateIpAddresses", NetworkInterfaceId=id, PrivateIpAddress=["10.0.1.70"])
    return id


def with_ipv6(net: Net) -> str:
    """An interface in a vSwitch with IPv6, and an IPv6 address that it has."""
    net.lab.call("ModifyVpcAttribute", VpcId=net.vpc, EnableIPv6=True)
    home = net.lab.vswitch(net.vpc, "10.0.9.0/24", Ipv6CidrBlock=9)
    parameters = {"VSwitchId": home, "SecurityGroupIds": [group(net)], "Ipv6AddressCount": 1}
    return str(net.lab.call("Ecs.CreateNetworkInterface", parameters)["NetworkInterfaceId"])


def ipv6_of(net: Net, id: str) -> list[str]:
    shown = net.lab.call("Ecs.DescribeNetworkInterfaces", {"NetworkInterfaceId": [id]})
    sets = shown["NetworkInterfaceSets"]["NetworkInterfaceSet"][0]["Ipv6Sets"]["Ipv6Set"]
    return [str(address["Ipv6Address"]) for address in sets]


def to_give_back(net: Net) -> Params:
    id = with_ipv6(net)
    return {"NetworkInterfaceId": id, "Ipv6Address": ipv6_of(net, id)}


def new_disk(net: Net, reply: Json) -> tuple[object, object]:
    disk = net.lab.call("Ecs.DescribeDisks", DiskIds=json.dumps([reply["DiskId"]]))["Disks"]["Disk"][0]
    return disk["ImageId"], OTHER_IMAGE


def ids(*instances: str) -> str:
    return json.dumps(instances)


def keyed(net: Net) -> Params:
    """An instance with a key pair."""
    return {"InstanceIds": ids(instance(net, KeyPairName="key")), "KeyPairName": "key"}


def with_role(net: Net) -> Params:
    """An instance with a role."""
    return {"InstanceIds": ids(instance(net, RamRoleName="reader")), "RamRoleName": "reader"}


def without_role(net: Net) -> Params:
    return {"InstanceIds": ids(instance(net)), "RamRoleName": "reader"}


def autopl(net: Net) -> str:
    """A disk that takes provisioned IOPS."""
    id = instance(net, SystemDisk={"Category": "cloud_auto", "ProvisionedIops": 100, "BurstingEnabled": True})
    return str(net.lab.call("Ecs.DescribeDisks", InstanceId=id)["Disks"]["Disk"][0]["DiskId"])


NO_INTERFACE = "InvalidEniId.NotFound"

NODE_CASES = [
    case("Ecs.ModifyInstanceSpec", by_id(stopped, "InstanceId", InstanceType="ecs.g7.xlarge"),
         shown("InstanceType", "ecs.g7.xlarge"), "IncorrectInstanceStatus",
         by_id(instance, "InstanceId", InstanceType="ecs.g7.xlarge"), 403),
    case("Ecs.ModifyPrepayInstanceSpec", by_id(stopped_prepaid, "InstanceId", InstanceType="ecs.g7.xlarge"),
         shown("Cpu", 4), "ChargeTypeViolation", by_id(stopped, "InstanceId", InstanceType="ecs.g7.xlarge"), 403),
    case("Ecs.ModifyInstanceNetworkSpec",
         by_id(instance, "InstanceId", InternetMaxBandwidthOut=5, AllocatePublicIp=True),
         shown("InternetMaxBandwidthOut", 5), "InvalidInternetChargeType.ValueNotSupported",
         by_id(instance, "InstanceId", NetworkChargeType="x")),
    case("Ecs.AllocatePublicIpAddress", by_id(instance, "InstanceId"),
         lambda net, reply: (reply["IpAddress"], net.lab.call("Ecs.DescribeInstances")["Instances"]["Instance"][0]
                             ["PublicIpAddress"]["IpAddress"][0]),
         "AllocatedAlready", lambda net: {"InstanceId": instance(net, InternetMaxBandwidthOut=5)}, 403),
    case("Ecs.ModifyInstanceChargeType",
         lambda net: {"InstanceIds": json.dumps([instance(net)]), "InstanceChargeType": "PrePaid", "Period": 1},
         shown("InstanceChargeType", "PrePaid"), "InvalidInstanceChargeType.NotFound",
         lambda net: {"InstanceIds": json.dumps([instance(net)]), "InstanceChargeType": "x"}, 404),
    case("Ecs.DescribeInstanceAutoRenewAttribute", by_id(prepaid, "InstanceId"),
         says("InstanceRenewAttributes.InstanceRenewAttribute.0.RenewalStatus", "Normal"), "InvalidParameter",
         fixed(DryRun="x")),
    case("Ecs.ModifyInstanceAutoRenewAttribute",
         by_id(prepaid, "InstanceId", RenewalStatus="AutoRenewal", Duration=2, PeriodUnit="Month"),
         afterwards("Ecs.DescribeInstanceAutoRenewAttribute",
                    "InstanceRenewAttributes.InstanceRenewAttribute.0.Duration", 2),
         "ChargeTypeViolation", by_id(instance, "InstanceId", RenewalStatus="AutoRenewal"), 403),
    case("Ecs.ModifyInstanceAutoReleaseTime", by_id(instance, "InstanceId", AutoReleaseTime="2030-01-01T10:00:00Z"),
         shown("AutoReleaseTime", "2030-01-01T10:00:00Z"), "ChargeTypeViolation",
         by_id(prepaid, "InstanceId", AutoReleaseTime="2030-01-01T10:00:00Z"), 403),
    case("Ecs.ModifyInstanceMaintenanceAttributes",
         lambda net: {"InstanceId": [instance(net)], "ActionOnMaintenance": "Stop", "NotifyOnMaintenance": True,
                      "MaintenanceWindow": [{"StartTime": "02:00:00", "EndTime": "03:00:00"}]},
         afterwards("Ecs.DescribeInstanceMaintenanceAttributes",
                    "MaintenanceAttributes.MaintenanceAttribute.0.MaintenanceWindows.MaintenanceWindow.0.EndTime",
                    "03:00:00", **{"InstanceId.1": "{instance}"}),
         NOBODY, fixed(InstanceId=["i-x"]), 404),
    case("Ecs.ModifyInstanceMetadataOptions",
         by_id(instance, "InstanceId", HttpEndpoint="enabled", HttpTokens="required"),
         shown("MetadataOptions.HttpTokens", "required"), "InvalidHttpTokens.NotSupported",
         by_id(instance, "InstanceId", HttpEndpoint="enabled", HttpTokens="x")),
    case("Ecs.RebootInstance", by_id(instance, "InstanceId", ForceStop=True), shown("Status", "Running"),
         "IncorrectInstanceStatus", by_id(stopped, "InstanceId"), 403),
    case("Ecs.AttachKeyPair", lambda net: {"InstanceIds": ids(instance(net)), "KeyPairName": "key"},
         shown("KeyPairName", "key"), NOBODY, fixed(InstanceIds='["i-x"]', KeyPairName="key"), 404),
    case("Ecs.DetachKeyPair", keyed, shown("KeyPairName", ""), "InvalidKeyPairName.NotFound",
         lambda net: {**keyed(net), "KeyPairName": "other"}, 404),
    case("Ecs.AttachInstanceRamRole", without_role,
         lambda net, reply: ((reply["RamRoleName"], reply["FailCount"]), ("reader", 0)),
         "InvalidOperation.RamRoleAttached", with_role, 403),
    case("Ecs.DetachInstanceRamRole", with_role,
         afterwards("Ecs.DescribeInstanceRamRole", "InstanceRamRoleSets.InstanceRamRoleSet", [], RamRoleName="reader"),
         "InvalidRamRole.NotFound", without_role, 404),
    case("Ecs.DescribeInstanceAttachmentAttributes", lambda net: {"InstanceIds": ids(instance(net))},
         says("Instances.Instance.0.PrivatePoolOptionsMatchCriteria", "None"), "InvalidParameter",
         fixed(InstanceIds="{}")),
    case("Ecs.ModifyInstanceAttachmentAttributes",
         by_id(instance, "InstanceId", PrivatePoolOptions={"MatchCriteria": "Open"}),
         lambda net, reply: (net.lab.call("Ecs.DescribeInstanceAttachmentAttributes", InstanceIds=ids(
             net.lab.call("Ecs.DescribeInstances")["Instances"]["Instance"][0]["InstanceId"]))
             ["Instances"]["Instance"][0]["PrivatePoolOptionsMatchCriteria"], "Open"),
         "Invalid.PrivatePoolOptions.Id",
         by_id(instance, "InstanceId", PrivatePoolOptions={"MatchCriteria": "Target", "Id": "eap-x"})),
    case("Ecs.ModifyDiskSpec", by_id(autopl, "DiskId", ProvisionedIops=300),
         afterwards("Ecs.DescribeDisks", "Disks.Disk.0.ProvisionedIops", 300),
         "ProvisionedIopsForDiskCategoryUnsupported", by_id(disk, "DiskId", ProvisionedIops=300)),
    case("Ecs.ResizeDisk", by_id(disk, "DiskId", NewSize=60, Type="online"),
         afterwards("Ecs.DescribeDisks", "Disks.Disk.0.Size", 60), "InvalidDiskSize.TooSmall",
         by_id(disk, "DiskId", NewSize=39), 403),
    case("Ecs.ModifyDiskAttribute", by_id(disk, "DiskId", DiskName="new"),
         afterwards("Ecs.DescribeDisks", "Disks.Disk.0.DiskName", "new"), "InvalidDiskId.NotFound",
         fixed(DiskId="d-x", DiskName="new"), 404),
    case("Ecs.ReplaceSystemDisk", by_id(stopped, "InstanceId", ImageId=OTHER_IMAGE), new_disk,
         "IncorrectInstanceStatus", by_id(instance, "InstanceId", ImageId=IMAGE), 403),
    case("Ecs.ModifyNetworkInterfaceAttribute", by_id(interface, "NetworkInterfaceId", NetworkInterfaceName="new"),
         own("NetworkInterfaceName", "new"), NO_INTERFACE, fixed(NetworkInterfaceId="eni-x"), 404),
    case("Ecs.AttachNetworkInterface", free, own("Status", "InUse"), "InvalidOperation.InvalidEniState", attached),
    case("Ecs.DetachNetworkInterface", attached, own("Status", "Available"), "InvalidParameter.EniNotBelongEcs", free,
         403),
    case("Ecs.AssignPrivateIpAddresses", by_id(interface, "NetworkInterfaceId", PrivateIpAddress=["10.0.1.70"]),
         own("PrivateIpSets.PrivateIpSet.1.PrivateIpAddress", "10.0.1.70"), "InvalidPrivateIpAddress.Duplicated",
         by_id(addressed, "NetworkInterfaceId", PrivateIpAddress=["10.0.1.70"])),
    case("Ecs.UnassignPrivateIpAddresses", by_id(addressed, "NetworkInterfaceId", PrivateIpAddress=["10.0.1.70"]),
         own("PrivateIpSets.PrivateIpSet", [{"PrivateIpAddress": "10.0.1.1", "Primary": True}]),
         "InvalidIp.IpUnassigned", by_id(interface, "NetworkInterfaceId", PrivateIpAddress=["10.0.1.70"]), 403),
    case("Ecs.AssignIpv6Addresses", by_id(with_ipv6, "NetworkInterfaceId", Ipv6AddressCount=2),
         lambda net, reply: (len(ipv6_of(net, reply["NetworkInterfaceId"])), 3),
         "InvalidOperation.VSwitchIpv6Disabled", by_id(interface, "NetworkInterfaceId", Ipv6AddressCount=1), 404),
    case("Ecs.UnassignIpv6Addresses", to_give_back, own("Ipv6Sets.Ipv6Set", []), "InvalidIp.IpUnassigned",
         by_id(with_ipv6, "NetworkInterfaceId", Ipv6Address=["2408::1"]), 403),
]  # fmt: skip
