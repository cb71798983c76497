"""Instances and interfaces through several changes."""

from __future__ import annotations

import json

from tests.support.lab import Json, Net
from tests.support.services.operations_nodes import OTHER_IMAGE, attached
from tests.support.services.resources import group, instance, interface, run, stopped


def shown(net: Net, id: str) -> Json:
    instances = net.lab.call("Ecs.DescribeInstances", InstanceIds=json.dumps([id]))["Instances"]["Instance"]
    assert len(instances) == 1
    only: Json = instances[0]
    return only


def interfaces(net: Net, **filters: object) -> list[Json]:
    sets: list[Json] = net.lab.call("Ecs.DescribeNetworkInterfaces", filters)["NetworkInterfaceSets"][
        "NetworkInterfaceSet"
    ]
    return sets


def disk_of(net: Net, id: str) -> Json:
    disk: Json = net.lab.call("Ecs.DescribeDisks", InstanceId=id)["Disks"]["Disk"][0]
    return disk


def addresses(interface: Json) -> list[str]:
    return [address["PrivateIpAddress"] for address in interface["PrivateIpSets"]["PrivateIpSet"]]


def test_public_address_comes_and_goes_with_the_bandwidth(net: Net) -> None:
    id = instance(net)
    public = [shown(net, id)["PublicIpAddress"]["IpAddress"]]
    for bandwidth in (5, 0, 7):
        net.lab.call("Ecs.ModifyInstanceNetworkSpec", InstanceId=id, InternetMaxBandwidthOut=bandwidth)
        if bandwidth:
            net.lab.call("Ecs.AllocatePublicIpAddress", InstanceId=id)
        public.append(shown(net, id)["PublicIpAddress"]["IpAddress"])
    assert [len(addresses_of) for addresses_of in public] == [0, 1, 0, 1]


def test_prepaid_instance_gets_its_public_address_by_itself(net: Net) -> None:
    id = instance(net, InstanceChargeType="PrePaid", Period=1)
    net.lab.call("Ecs.ModifyInstanceNetworkSpec", InstanceId=id, InternetMaxBandwidthOut=5)
    assert len(shown(net, id)["PublicIpAddress"]["IpAddress"]) == 1


def test_charge_type_changes_back_under_the_same_token(net: Net) -> None:
    id = instance(net)
    for charge in ("PrePaid", "PostPaid"):
        net.lab.call(
            "Ecs.ModifyInstanceChargeType",
            InstanceIds=json.dumps([id]), InstanceChargeType=charge, ClientToken=f"terraform-{id}",
        )  # fmt: skip
        assert shown(net, id)["InstanceChargeType"] == charge


def test_replaced_disk_keeps_tags_and_not_its_id(net: Net) -> None:
    id = stopped(net)
    before = disk_of(net, id)
    tag = {"Key": "k", "Value": "v"}
    net.lab.call("Ecs.TagResources", ResourceType="disk", ResourceId=[before["DiskId"]], Tag=[tag])
    net.lab.call("Ecs.ReplaceSystemDisk", {"InstanceId": id, "ImageId": OTHER_IMAGE, "SystemDisk": {"Size": 80}})
    after = disk_of(net, id)
    assert after["DiskId"] != before["DiskId"]
    assert (after["Size"], after["ImageId"]) == (80, OTHER_IMAGE)
    assert after["Tags"]["Tag"] == [{"TagKey": "k", "TagValue": "v"}]
    listed = net.lab.call("Ecs.ListTagResources", ResourceType="disk", ResourceId=[after["DiskId"]])
    assert [resource["ResourceId"] for resource in listed["TagResources"]["TagResource"]] == [after["DiskId"]]


def test_moved_to_another_vpc(net: Net) -> None:
    id = stopped(net)
    vswitch, own = net.lab.vswitch(net.vpc2, "10.1.8.0/24"), group(net, VpcId=net.vpc2)
    net.lab.call(
        "Ecs.ModifyInstanceVpcAttribute", InstanceId=id, VSwitchId=vswitch, VpcId=net.vpc2, SecurityGroupId=[own]
    )
    moved = shown(net, id)
    assert (moved["VpcAttributes"]["VpcId"], moved["VpcAttributes"]["VSwitchId"]) == (net.vpc2, vswitch)
    assert moved["SecurityGroupIds"]["SecurityGroupId"] == [own]
    assert net.lab.call("Ecs.DescribeNetworkInterfaces", VSwitchId=net.vsw)["TotalCount"] == 0


def test_run_with_a_list_of_interfaces(net: Net) -> None:
    free, own = interface(net), group(net)
    parameters = {
        **run(net, groups=[own]),
        "NetworkInterface": [
            {"InstanceType": "Primary", "VSwitchId": net.vsw, "SecurityGroupIds": [own],
             "PrimaryIpAddress": "10.0.1.40", "QueuePairNumber": 2},
            {"InstanceType": "Secondary", "SecondaryPrivateIpAddressCount": 2},
            {"NetworkInterfaceId": free},
        ],
    }  # fmt: skip
    del parameters["VSwitchId"], parameters["SecurityGroupIds"]
    (id,) = net.lab.call("Ecs.RunInstances", parameters)["InstanceIdSets"]["InstanceIdSet"]
    primary, created = [
        interface for interface in interfaces(net, InstanceId=id) if interface["NetworkInterfaceId"] != free
    ]
    assert (primary["Type"], primary["PrivateIpAddress"], primary["QueuePairNumber"]) == ("Primary", "10.0.1.40", 2)
    assert (created["Type"], len(addresses(created)), created["VSwitchId"]) == ("Secondary", 3, net.vsw)
    assert len(interfaces(net, InstanceId=id)) == 3

    net.lab.call("Ecs.DeleteInstance", InstanceId=id, Force=True)
    (left,) = interfaces(net)  # what was made with the instance went with it
    assert (left["NetworkInterfaceId"], left["Status"], left["InstanceId"]) == (free, "Available", "")


def test_secondary_addresses_are_taken_and_counted(net: Net) -> None:
    free = net.lab.call("DescribeVSwitchAttributes", VSwitchId=net.vsw)["AvailableIpAddressCount"]
    parameters = {"VSwitchId": net.vsw, "SecurityGroupIds": [group(net)], "PrivateIpAddress": ["10.0.1.1", "10.0.1.2"]}
    id = net.lab.call("Ecs.CreateNetworkInterface", parameters)["NetworkInterfaceId"]
    assert addresses(interfaces(net)[0]) == ["10.0.1.3", "10.0.1.1", "10.0.1.2"]
    assert net.lab.call("DescribeVSwitchAttributes", VSwitchId=net.vsw)["AvailableIpAddressCount"] == free - 3
    assert interfaces(net, PrivateIpAddress=["10.0.1.2"])[0]["NetworkInterfaceId"] == id
    assert (
        net.lab.code("Ecs.RunInstances", run(net, PrivateIpAddress="10.0.1.2")) == "InvalidPrivateIpAddress.Duplicated"
    )


def test_group_that_is_full_takes_no_more_addresses(net: Net) -> None:
    id = interface(net)
    net.lab.quota(ecs_quota_security_group_address_num=2)
    net.lab.call("Ecs.AssignPrivateIpAddresses", NetworkInterfaceId=id, SecondaryPrivateIpAddressCount=1)
    refused = net.lab.refusal("Ecs.AssignPrivateIpAddresses", NetworkInterfaceId=id, SecondaryPrivateIpAddressCount=1)
    assert refused.status == 403


def test_detached_interface_can_be_deleted(net: Net) -> None:
    both = attached(net)
    id = str(both["NetworkInterfaceId"])
    assert net.lab.code("Ecs.DeleteNetworkInterface", NetworkInterfaceId=id) == "InvalidOperation.InvalidEniState"
    net.lab.call("Ecs.DetachNetworkInterface", both)
    net.lab.call("Ecs.DeleteNetworkInterface", NetworkInterfaceId=id)
    assert interfaces(net, NetworkInterfaceId=[id]) == []


def test_stopped_mode_is_shown_while_the_instance_is_stopped(net: Net) -> None:
    id = instance(net)
    modes = [shown(net, id)["StoppedMode"]]
    net.lab.call("Ecs.StopInstance", InstanceId=id, StoppedMode="StopCharging")
    modes.append(shown(net, id)["StoppedMode"])
    net.lab.call("Ecs.StartInstance", InstanceId=id)
    modes.append(shown(net, id)["StoppedMode"])
    assert modes == ["Not-applicable", "StopCharging", "Not-applicable"]


def test_run_with_a_primary_interface_that_is_there_already(net: Net) -> None:
    free = interface(net)
    parameters = {
        **run(net, VSwitchId=""),
        "NetworkInterface": [{"InstanceType": "Primary", "NetworkInterfaceId": free}],
    }
    del parameters["SecurityGroupIds"]
    (id,) = net.lab.call("Ecs.RunInstances", parameters)["InstanceIdSets"]["InstanceIdSet"]
    before = interfaces(net)
    assert [(interface["NetworkInterfaceId"], interface["Type"], interface["InstanceId"]) for interface in before] == [
        (free, "Primary", id)
    ]
    assert shown(net, id)["VpcAttributes"]["VSwitchId"] == net.vsw
    assert shown(net, id)["SecurityGroupIds"] == before[0]["SecurityGroupIds"]

    net.lab.call("Ecs.DeleteInstance", InstanceId=id, Force=True)
    (left,) = interfaces(net)  # it was there before the instance, and is after it
    assert (left["Type"], left["Status"], left["InstanceId"]) == ("Secondary", "Available", "")
    net.lab.call("Ecs.DeleteNetworkInterface", NetworkInterfaceId=free)
    assert interfaces(net) == []


def test_source_check_of_interfaces(net: Net) -> None:
    id = instance(
        net,
        NetworkInterface=[
            {
                "InstanceType": "Primary",
                "VSwitchId": net.vsw,
                "SecurityGroupIds": [group(net)],
                "SourceDestCheck": True,
            },
            {"SourceDestCheck": True},
            {"InstanceType": "Secondary"},
        ],
    )
    assert sorted(interface["SourceDestCheck"] for interface in interfaces(net, InstanceId=id)) == [False, True, True]
    parameters = {"VSwitchId": net.vsw, "SecurityGroupIds": [group(net)], "SourceDestCheck": True}
    interface = net.lab.call("Ecs.CreateNetworkInterface", parameters)["NetworkInterfaceId"]
    assert interfaces(net, NetworkInterfaceId=[interface])[0]["SourceDestCheck"]
    net.lab.call("Ecs.ModifyNetworkInterfaceAttribute", NetworkInterfaceId=interface, SourceDestCheck=False)
    assert not interfaces(net, NetworkInterfaceId=[interface])[0]["SourceDestCheck"]


def test_cpu_and_density_are_kept_and_changed(net: Net) -> None:
    id = instance(
        net, CpuOptions={"ThreadsPerCore": 1, "TopologyType": "DiscreteCoreToHTMapping"},
        AdditionalInfo={"EnableHighDensityMode": True}, SpotStrategy="SpotAsPriceGo", SpotInterruptionBehavior="Stop",
    )  # fmt: skip
    options = shown(net, id)
    assert options["CpuOptions"] == {
        "CoreCount": 1, "ThreadsPerCore": 1, "Numa": "", "TopologyType": "DiscreteCoreToHTMapping"
    }  # fmt: skip
    assert (options["AdditionalInfo"], options["SpotInterruptionBehavior"]) == ({"EnableHighDensityMode": True}, "Stop")
    net.lab.call(
        "Ecs.ModifyInstanceAttribute", InstanceId=id, CpuOptions={"ThreadsPerCore": 2},
        AdditionalInfo={"EnableHighDensityMode": False},
    )  # fmt: skip
    options = shown(net, id)
    assert (options["CpuOptions"]["ThreadsPerCore"], options["AdditionalInfo"]) == (2, {"EnableHighDensityMode": False})
    assert shown(net, instance(net))["SpotInterruptionBehavior"] == ""


def test_instances_of_a_role(net: Net) -> None:
    with_role, other = instance(net, RamRoleName="reader"), instance(net)
    sets = net.lab.call("Ecs.DescribeInstanceRamRole", RamRoleName="reader")["InstanceRamRoleSets"]
    assert sets == {"InstanceRamRoleSet": [{"InstanceId": with_role, "RamRoleName": "reader"}]}
    both = {"InstanceIds": json.dumps([with_role, other]), "RamRoleName": "writer"}
    assert net.lab.code("Ecs.AttachInstanceRamRole", both) == "InvalidOperation.RamRoleAttached"
    assert net.lab.call("Ecs.DescribeInstanceRamRole", RamRoleName="writer")["TotalCount"] == 0  # all or none
