"""Elastic IP addresses: operations and errors."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.lab import Json, Net
from tests.support.services import resources
from tests.support.services.cases import Case, Params, no_region, only
from tests.support.services.provoke import Provoked, Request, act, after, quota, slowly
from tfmock.rulebook import eips, quotas
from tfmock.services.ecs import errors as ecs_errors
from tfmock.services.resourcemanager import errors as group_errors
from tfmock.services.vpc import eip_errors as errors

UNKNOWN = {"AllocationId": "eip-none"}


def eip(net: Net, **more: object) -> str:
    return str(net.lab.call("AllocateEipAddress", {"Name": "web", **more})["AllocationId"])


def named(net: Net) -> Params:
    return {"AllocationId": eip(net)}


def shown(net: Net, id: str = "") -> Json:
    """The EIP of this id, or the only one."""
    address: Json = only(net.lab.call("DescribeEipAddresses", AllocationId=id), "EipAddresses", "EipAddress")
    return address


def to_instance(net: Net, **instance: object) -> Params:
    return {"AllocationId": eip(net), "InstanceId": resources.instance(net, **instance)}


def to_interface(net: Net, **more: object) -> Params:
    return {
        "AllocationId": eip(net),
        "InstanceId": resources.interface(net),
        "InstanceType": "NetworkInterface",
        **more,
    }


def associated(net: Net) -> Params:
    """An EIP in use, and the instance that has it."""
    pair = to_instance(net)
    net.lab.call("AssociateEipAddress", pair)
    return pair


def associate(net: Net, **changed: object) -> Request:
    return "AssociateEipAddress", {**to_instance(net), **changed}


def associating(**changed: object) -> Callable[[Net], Request]:
    return lambda net: associate(net, **changed)


def twice(net: Net) -> Request:
    """A second EIP for an instance."""
    return "AssociateEipAddress", {**associated(net), "AllocationId": eip(net)}


def moving(net: Net) -> Params:
    return {"ResourceId": eip(net), "ResourceType": "EIP", "NewResourceGroupId": net.group}


EIP_CASES = (
    Case(
        "Vpc.AllocateEipAddress", lambda net: {"Bandwidth": "10", "InternetChargeType": "PayByTraffic", "ISP": "BGP"},
        lambda net, reply: (
            [shown(net, reply["AllocationId"])[name] for name in ("Bandwidth", "InternetChargeType", "Status")],
            ["10", "PayByTraffic", "Available"],
        ),
        lambda net: {"Bandwidth": "ten"}, "InvalidBandwidth.Malformed",
    ),
    Case(
        "Vpc.AssociateEipAddress", to_instance,
        lambda net, reply: ((shown(net)["Status"], shown(net)["InstanceType"]), ("InUse", "EcsInstance")),
        lambda net: {**UNKNOWN, "InstanceId": "i-none"}, "InvalidAllocationId.NotFound", status=404,
    ),
    Case(
        "Vpc.DeletionProtection", lambda net: {"InstanceId": eip(net), "Type": "EIP", "ProtectionEnable": True},
        lambda net, reply: (shown(net)["DeletionProtection"], True),
        lambda net: {"InstanceId": "eip-none", "Type": "EIP"}, "InvalidAllocationId.NotFound", status=404,
    ),
    Case(
        "Vpc.DescribeEipAddresses", lambda net: (eip(net, Name="other"), eip(net), {"EipName": "web"})[2],
        lambda net, reply: (only(reply, "EipAddresses", "EipAddress")["Name"], "web"),
        no_region, "InvalidRegionId.NotFound", status=404,
    ),
    Case(
        "Vpc.ModifyEipAddressAttribute", lambda net: {**named(net), "Name": "new", "Bandwidth": "20"},
        lambda net, reply: ((shown(net)["Name"], shown(net)["EipBandwidth"]), ("new", "20")),
        lambda net: {**UNKNOWN, "Name": "new"}, "InvalidAllocationId.NotFound", status=404,
    ),
    Case(
        "Vpc.ModifyEipForwardMode", lambda net: {"InstanceId": eip(net), "Mode": "BINDED"},
        lambda net, reply: (shown(net)["Mode"], "BINDED"),
        lambda net: {"InstanceId": eip(net), "Mode": "BOUND"}, "IllegalParam.Mode",
    ),
    Case(
        "Vpc.ReleaseEipAddress", named,
        lambda net, reply: (net.lab.call("DescribeEipAddresses")["TotalCount"], 0),
        lambda net: UNKNOWN, "InvalidAllocationId.NotFound", status=404,
    ),
    Case(
        "Vpc.UnassociateEipAddress", associated,
        lambda net, reply: ((shown(net)["Status"], shown(net)["InstanceId"]), ("Available", "")),
        lambda net: {**UNKNOWN, "InstanceId": "i-none"}, "InvalidAllocationId.NotFound", status=404,
    ),
)  # fmt: skip


def shared(net: Net) -> Params:
    """The second of two EIPs of an interface."""
    first = to_interface(net, Mode="MULTI_BINDED")
    second = {**first, "AllocationId": eip(net, Name="second")}
    net.lab.call("AssociateEipAddress", first)
    net.lab.call("AssociateEipAddress", second)
    return second


def beside(net: Net, mode: str) -> Request:
    """An EIP for an interface that has one in another mode."""
    ids = to_interface(net)
    net.lab.call("AssociateEipAddress", ids)
    return "AssociateEipAddress", {**ids, "AllocationId": eip(net, Name="second"), "Mode": mode}


def deleted_interface(net: Net) -> Request:
    ids = to_interface(net)
    net.lab.slow(NetworkInterface_Deleting=60)
    net.lab.call("Ecs.DeleteNetworkInterface", NetworkInterfaceId=ids["InstanceId"])
    return "AssociateEipAddress", ids


def public(action: str, **more: object) -> Callable[[Net], Request]:
    """A public address of its own for an instance that has an EIP."""
    return lambda net: (f"Ecs.{action}", {"InstanceId": associated(net)["InstanceId"], **more})


def releasing(action: str, name: str, **more: object) -> Provoked:
    """A change of an EIP that is being released."""
    return Provoked(
        errors.STATUS,
        slowly("Eip_Releasing", lambda net: ("ReleaseEipAddress", named(net)), lambda net: (
            action, {name: shown(net)["AllocationId"], **more})),
        id=f"releasing {action}",
    )  # fmt: skip


EIP_ERRORS = (
    releasing("ModifyEipAddressAttribute", "AllocationId", Name="late"),
    releasing("ModifyEipForwardMode", "InstanceId", Mode="BINDED"),
    releasing("DeletionProtection", "InstanceId", Type="EIP", ProtectionEnable=True),
    Provoked(errors.INTERFACE_STATUS, deleted_interface),
    Provoked(errors.CHARGE_TYPE, act("AllocateEipAddress", InstanceChargeType="PayLater")),
    Provoked(errors.RESERVE, act("AllocateEipAddress", IpAddress="10.0.0.1"), id="private"),
    Provoked(
        eips.ASSOCIATED_TWICE,
        lambda net: ("ModifyEipForwardMode", {"InstanceId": shared(net)["AllocationId"], "Mode": "NAT"}), id="mode",
    ),
    Provoked(eips.ASSOCIATED_TWICE, lambda net: beside(net, "MULTI_BINDED"), id="beside NAT"),
    Provoked(ecs_errors.PUBLIC_ADDRESS_TWICE, public("AllocatePublicIpAddress"), id="beside an EIP"),
    Provoked(
        ecs_errors.PUBLIC_ADDRESS_TWICE,
        public("ModifyInstanceNetworkSpec", InternetMaxBandwidthOut=5, AllocatePublicIp=True), id="bandwidth",
    ),
    Provoked(
        group_errors.NOT_EMPTY,
        after(
            lambda net: eip(net, ResourceGroupId=net.group),
            act("ResourceManager.DeleteResourceGroup", ResourceGroupId=lambda net: net.group),
        ),
        id="an EIP",
    ),
    Provoked(errors.NOT_FOUND, act("ReleaseEipAddress", **UNKNOWN)),
    Provoked(errors.STATUS, lambda net: ("ReleaseEipAddress", {"AllocationId": associated(net)["AllocationId"]})),
    Provoked(errors.STATUS, act("UnassociateEipAddress", AllocationId=eip), id="available"),
    Provoked(
        errors.STATUS,
        slowly("Eip_Associating", lambda net: ("AssociateEipAddress", to_instance(net)), lambda net: (
            "UnassociateEipAddress", {"AllocationId": shown(net)["AllocationId"]})),
        id="associating",
    ),
    Provoked(errors.INSTANCE_NOT_FOUND, associating(InstanceId="i-none")),
    *(
        Provoked(errors.INSTANCE_NOT_FOUND, associating(InstanceType=kind), id=kind)
        for kind in ("Nat", "SlbInstance", "HaVip", "IpAddress", "NetworkInterface")
    ),
    Provoked(
        errors.INSTANCE_NOT_FOUND, lambda net: ("AssociateEipAddress", to_interface(net, PrivateIpAddress="10.0.1.77")),
        id="address",
    ),
    Provoked(
        errors.INSTANCE_NOT_FOUND, lambda net: ("UnassociateEipAddress", {**associated(net), "InstanceId": "i-other"}),
        id="of another",
    ),
    Provoked(
        errors.INSTANCE_STATUS,
        slowly("Instance_Starting", lambda net: ("Ecs.RunInstances", resources.run(net)), lambda net: (
            "AssociateEipAddress", {"AllocationId": eip(net), "InstanceId": resources.last(net, "{instance}")})),
    ),
    Provoked(errors.RESERVE, act("AllocateEipAddress", InstanceId="eip-released")),
    Provoked(errors.RESERVE, act("AllocateEipAddress", IpAddress="198.18.0.256"), id="no address"),
    Provoked(
        errors.RESERVE,
        lambda net: ("AllocateEipAddress", {"IpAddress": shown(net, eip(net))["IpAddress"]}), id="taken",
    ),
    Provoked(
        errors.PREPAID, lambda net: ("ReleaseEipAddress", {"AllocationId": eip(net, InstanceChargeType="PrePaid")})
    ),
    Provoked(
        errors.PROTECTED,
        lambda net: (
            net.lab.call("DeletionProtection", InstanceId=eip(net), Type="EIP", ProtectionEnable=True),
            ("ReleaseEipAddress", {"AllocationId": shown(net)["AllocationId"]}),
        )[1],
    ),
    Provoked(errors.PROTECTION_TYPE, lambda net: ("DeletionProtection", {"InstanceId": eip(net), "Type": "NATGW"})),
    Provoked(errors.MODE, associating(Mode="BOUND")),
    Provoked(eips.BANDWIDTH, act("AllocateEipAddress", Bandwidth="501")),
    Provoked(eips.BANDWIDTH, act("ModifyEipAddressAttribute", AllocationId=eip, Bandwidth="0"), id="modify"),
    Provoked(eips.CHARGE, act("AllocateEipAddress", InstanceChargeType="PrePaid", InternetChargeType="PayByTraffic")),
    Provoked(eips.CHARGE, act("AllocateEipAddress", InternetChargeType="PayByHour"), id="unknown"),
    Provoked(eips.INSTANCE_TYPE, associating(InstanceType="Instance")),
    Provoked(eips.ASSOCIATED_TWICE, twice),
    Provoked(
        eips.PUBLIC_ADDRESS, lambda net: ("AssociateEipAddress", to_instance(net, InternetMaxBandwidthOut=5)),
    ),
    Provoked(quotas.EIPS, quota(act("AllocateEipAddress"), eip_quota_instances_num=0)),
)  # fmt: skip
