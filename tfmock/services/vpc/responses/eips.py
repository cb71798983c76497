"""Elastic IP addresses: allocate, read, change, associate, release."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.ids import token
from tfmock.core.operation import (
    ApiObject,
    CommaList,
    EmptyReply,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.protocol.errors import enforce
from tfmock.rulebook import eips, names, quotas
from tfmock.rulebook.cidr import cidr_block, parse_address
from tfmock.rulebook.values import whole_number
from tfmock.services.common.messages import PageReply, Tag, TagFilters, Tags, matches_tags, tag_pairs, tags
from tfmock.services.common.pages import page
from tfmock.services.common.rows import Timestamp, matches, patched, reply_of
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.vpc import eip_errors as errors
from tfmock.services.vpc import find
from tfmock.services.vpc.models.eip import LIFECYCLE, EipRow, eip_of
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.simulation.resources import find_instance, find_network_interface, is_stored

#: Addresses come from the block for benchmarks (RFC 2544), which leads nowhere on the Internet.
_ADDRESSES: Final = cidr_block("198.18.0.0/15")
#: Association modes (AssociateEipAddress page); all but the first are of interfaces.
_MODES: Final = ("NAT", "MULTI_BINDED", "BINDED")
#: The only mode in which an interface has several EIPs.
_SHARED_MODE: Final = "MULTI_BINDED"
#: What else an EIP can be associated with, by the Terraform types of the CRUD tier that make it.
_STORED_TYPES: Final = {
    "Nat": "alicloud_nat_gateway",
    "SlbInstance": "alicloud_slb_load_balancer",
    "HaVip": "alicloud_havip",
}
#: States in which an EIP can be changed. In the others it can only be queried (AssociateEipAddress page).
_SETTLED: Final = ("Available", "InUse")


class AllocateEipAddress(Request):
    """AllocateEipAddress parameters. Bandwidth is Mbit/s; InstanceId the id of an EIP that was released."""

    bandwidth: str = ""
    isp: str = Field("", alias="ISP")
    internet_charge_type: str = ""
    instance_charge_type: str = ""
    name: str = ""
    description: str = ""
    netmode: str = ""
    zone: str = ""
    ip_address: str = ""
    instance_id: str = ""
    resource_group_id: str = ""
    security_protection_types: ManyStrings = []
    tag: list[Tag] = []


class AllocateEipAddressReply(Reply):
    allocation_id: str
    eip_address: str
    resource_group_id: str


@operation(PRODUCT, VERSION, "AllocateEipAddress")
def allocate_eip_address(call: Call, request: AllocateEipAddress) -> AllocateEipAddressReply:
    """A new EIP, Available at once."""
    find.check_region(call)
    charge_type = request.instance_charge_type or eips.POSTPAID
    internet_charge_type = request.internet_charge_type or eips.PAY_BY_BANDWIDTH
    if charge_type not in (eips.POSTPAID, eips.PREPAID):
        raise errors.CHARGE_TYPE()
    enforce(eips.check_charge_types(charge_type, internet_charge_type))
    _check_bandwidth(request.bandwidth, charge_type, internet_charge_type)
    enforce(names.check_tags(tag_pairs(request.tag)))
    used = len(call.transaction.find(EipRow, "account", call.account))
    enforce(quotas.check_count(quotas.EIPS, used=used, limit=call.quotas.eip_quota_instances_num))
    if request.instance_id:
        raise errors.RESERVE()
    id, serial = call.new_id_of(EipRow, call.region)
    row = call.transaction.put(
        EipRow(
            id=id,
            serial=serial,
            account=call.account,
            region_id=call.region,
            ip_address=_allocated_address(call, id, request.ip_address),
            name=request.name,
            description=request.description,
            bandwidth=int(request.bandwidth or eips.DEFAULT_BANDWIDTH),
            internet_charge_type=internet_charge_type,
            charge_type=charge_type,
            isp=request.isp or "BGP",
            netmode=request.netmode or "public",
            zone=request.zone,
            allocation_time=call.now,
            resource_group_id=find.get_resource_group_id(call, request.resource_group_id),
            security_protection_types=tuple(request.security_protection_types),
            status=LIFECYCLE.start("Available", at=call.now),
        )
    )
    put_tags(call.transaction, *call.scope, EipRow.resource.tag_type, id, tag_pairs(request.tag))
    return AllocateEipAddressReply(
        allocation_id=id, eip_address=row.ip_address, resource_group_id=row.resource_group_id
    )


def _check_bandwidth(bandwidth: str, charge_type: str, internet_charge_type: str) -> None:
    enforce(
        eips.check_bandwidth(bandwidth, instance_charge_type=charge_type, internet_charge_type=internet_charge_type)
    )


def _allocated_address(call: Call, id: str, requested: str) -> str:
    """The requested address, else one that follows from the id; no two EIPs of a world have the same.

    Raises:
        ApiError: the requested address is none that tfmock allocates, or is an EIP already.
    """
    if requested:
        address = parse_address(requested)
        if (
            address is None
            or not _ADDRESSES.contains(address)
            or call.transaction.find(EipRow, "ip_address", requested)
        ):
            raise errors.RESERVE()
        return requested
    offset = int(token(f"eip:{id}", 6), 36)
    while True:
        text = str(IPv4Address(_ADDRESSES.first + offset % _ADDRESSES.size))
        if not call.transaction.find(EipRow, "ip_address", text):
            return text
        offset += 1


class LockReasons(ApiObject):
    """provider: the data source panics where it is missing (provider-contract: alicloud_eip_address)."""

    lock_reason: list[str] = []


class EipItem(ApiObject):
    """An EIP as lists show it. Bandwidths are texts: the provider takes no numbers there."""

    allocation_id: str
    allocation_time: Timestamp
    available_regions: Annotated[list[str], wrapped("AvailableRegion")]
    bandwidth: str
    business_status: str
    charge_type: str
    deletion_protection: bool
    description: str
    eip_bandwidth: str
    expired_time: str = ""
    hd_monitor_status: str = Field("OFF", alias="HDMonitorStatus")
    has_reservation_data: str = "false"
    isp: str = Field(alias="ISP")
    instance_id: str
    instance_region_id: str
    instance_type: str
    internet_charge_type: str
    ip_address: str
    mode: str
    name: str
    netmode: str
    operation_locks: LockReasons = LockReasons()
    private_ip_address: str
    region_id: str
    resource_group_id: str
    second_limited: bool = False
    security_protection_types: Annotated[list[str], wrapped("SecurityProtectionType")]
    service_managed: int = 0
    status: str
    tags: Tags
    vpc_id: str = ""
    zone: str


class DescribeEipAddresses(Request):
    allocation_id: CommaList = []
    eip_address: CommaList = []
    eip_name: str = ""
    associated_instance_id: str = ""
    associated_instance_type: str = ""
    charge_type: str = ""
    isp: str = Field("", alias="ISP")
    resource_group_id: str = ""
    status: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None
    tag: TagFilters


class DescribeEipAddressesReply(PageReply):
    eip_addresses: Annotated[list[EipItem], wrapped("EipAddress")]


@operation(PRODUCT, VERSION, "DescribeEipAddresses")
def describe_eip_addresses(call: Call, request: DescribeEipAddresses) -> DescribeEipAddressesReply:
    """The caller's EIPs in a region, by any of the filters."""
    find.check_region(call)
    rows = [
        row
        for row in call.transaction.find(EipRow, "home", call.scope)
        if _fits(request, row) and matches_tags(call, row.id, request.tag)
    ]
    cut = page(rows, request.page_number, request.page_size, limit=100)
    return DescribeEipAddressesReply.of(cut, eip_addresses=[_item(call, row) for row in cut.items])


def _fits(request: DescribeEipAddresses, row: EipRow) -> bool:
    return matches(
        (request.allocation_id, row.id),
        (request.eip_address, row.ip_address),
        (request.eip_name, row.name),
        (request.associated_instance_id, row.instance_id),
        (request.associated_instance_type, row.instance_type),
        (request.charge_type, row.charge_type),
        (request.isp, row.isp),
        (request.resource_group_id, row.resource_group_id),
        (request.status, row.state),
    )


def _item(call: Call, row: EipRow) -> EipItem:
    locked = call.world.settings.account(row.account).locked
    return reply_of(
        EipItem,
        row,
        allocation_id=row.id,
        available_regions=[row.region_id],
        bandwidth=str(row.bandwidth),
        eip_bandwidth=str(row.bandwidth),
        business_status="FinancialLocked" if locked else "Normal",
        instance_region_id=row.region_id if row.instance_id else "",
        tags=tags(call, row.id),
    )


class NamedEip(Request):
    allocation_id: Required


class ModifyEipAddressAttribute(NamedEip):
    bandwidth: str = ""
    name: str | None = None
    description: str | None = None


@operation(PRODUCT, VERSION, "ModifyEipAddressAttribute")
def modify_eip_address_attribute(call: Call, request: ModifyEipAddressAttribute) -> EmptyReply:
    """Name, description and bandwidth."""
    row = _get(call, request.allocation_id, *_SETTLED)
    _check_bandwidth(request.bandwidth, row.charge_type, row.internet_charge_type)
    bandwidth = whole_number(request.bandwidth) if request.bandwidth else None
    call.transaction.put(patched(row, name=request.name, description=request.description, bandwidth=bandwidth))
    return EmptyReply()


def _get(call: Call, id: str, *states: str) -> EipRow:
    """The caller's EIP.

    Raises:
        ApiError: there is none of this id in the region, or it is in none of the ``states``.
    """
    row = find.find_own(call, EipRow, id)
    if row is None:
        raise errors.NOT_FOUND()
    if states and row.state not in states:
        raise errors.STATUS()
    return row


class AssociateEipAddress(NamedEip):
    """AssociateEipAddress parameters. Mode and PrivateIpAddress are for interfaces."""

    instance_id: Required
    instance_type: str = ""
    private_ip_address: str = ""
    mode: str = ""


@operation(PRODUCT, VERSION, "AssociateEipAddress")
def associate_eip_address(call: Call, request: AssociateEipAddress) -> EmptyReply:
    """Give an Available EIP to an instance, or to a secondary interface."""
    row = _get(call, request.allocation_id, "Available")
    enforce(eips.check_instance_type(request.instance_type or "EcsInstance"))
    instance_type = eips.known_instance_type(request.instance_type) or "EcsInstance"
    mode = request.mode or "NAT"
    if mode not in _MODES:
        raise errors.MODE()
    address = ""
    if instance_type == "NetworkInterface":
        address = _check_interface(call, request, row, mode)
    elif instance_type == "EcsInstance":
        _check_instance(call, request)
    else:
        _check_stored(call, request, instance_type)
    call.transaction.put(
        replace(
            row,
            instance_id=request.instance_id,
            instance_type=instance_type,
            private_ip_address=address,
            mode=mode,
            status=LIFECYCLE.start("Associating", at=call.now),
        )
    )
    return EmptyReply()


def _check_stored(call: Call, request: AssociateEipAddress, instance_type: str) -> None:
    """Check that there is a NAT gateway, load balancer or virtual address, which only the CRUD tier has.

    Raises:
        ApiError: there is none of this id.
    """
    terraform_type = _STORED_TYPES.get(instance_type)
    if terraform_type is None or not is_stored(call, terraform_type, request.instance_id):
        raise errors.INSTANCE_NOT_FOUND()


def _check_instance(call: Call, request: AssociateEipAddress) -> None:
    """Check that an instance can get an EIP.

    Raises:
        ApiError: it is not there, or in a state or has an address that does not allow it.
    """
    instance = find_instance(call, request.instance_id)
    if instance is None:
        raise errors.INSTANCE_NOT_FOUND()
    if instance.state not in ("Running", "Stopped"):
        raise errors.INSTANCE_STATUS()
    enforce(
        eips.check_instance_is_free(
            instance.id,
            has_eip=eip_of(call.transaction, instance.id) is not None,
            has_public_address=bool(instance.public_ip_address),
        )
    )


def _check_interface(call: Call, request: AssociateEipAddress, row: EipRow, mode: str) -> str:
    """A secondary interface that can get an EIP; returns the private address that gets it."""
    interface = find_network_interface(call, request.instance_id)
    address = request.private_ip_address
    if interface is None or interface.type != "Secondary" or (address and address not in interface.addresses):
        raise errors.INSTANCE_NOT_FOUND()
    if interface.state not in ("Available", "InUse"):
        raise errors.INTERFACE_STATUS()
    _check_shared(call, row, interface.id, mode)
    return address or interface.private_ip_address


def _check_shared(call: Call, row: EipRow, interface_id: str, mode: str) -> None:
    """Check the mode of an EIP beside the others of its interface: there can be several if all have MULTI_BINDED.

    Raises:
        ApiError: there is another EIP, and one of them has another mode.
    """
    others = [other for other in call.transaction.find(EipRow, "instance", interface_id) if other.id != row.id]
    modes = {mode, *(other.mode for other in others)}
    enforce(
        eips.check_instance_is_free(
            interface_id, has_eip=bool(others) and modes != {_SHARED_MODE}, has_public_address=False
        )
    )


class UnassociateEipAddress(NamedEip):
    """UnassociateEipAddress parameters. Force is for the NAT gateways, which do not exist here."""

    instance_id: str = ""
    instance_type: str = ""
    private_ip_address: str = ""
    force: OptionalBool = None


@operation(PRODUCT, VERSION, "UnassociateEipAddress")
def unassociate_eip_address(call: Call, request: UnassociateEipAddress) -> EmptyReply:
    """Take an EIP off what it is associated with."""
    row = _get(call, request.allocation_id, "InUse")
    if request.instance_id not in ("", row.instance_id):
        raise errors.INSTANCE_NOT_FOUND()
    call.transaction.put(row.unassociated(call.now))
    return EmptyReply()


@operation(PRODUCT, VERSION, "ReleaseEipAddress")
def release_eip_address(call: Call, request: NamedEip) -> EmptyReply:
    """Give an Available EIP back."""
    row = _get(call, request.allocation_id, "Available")
    if row.charge_type == eips.PREPAID:
        raise errors.PREPAID()
    if row.deletion_protection:
        raise errors.PROTECTED()
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.put(replace(row, status=LIFECYCLE.start("Releasing", at=call.now)))
    return EmptyReply()


class DeletionProtection(Request):
    """DeletionProtection parameters; of the types, only EIP has it here."""

    instance_id: Required
    type: Required
    protection_enable: OptionalBool = None


@operation(PRODUCT, VERSION, "DeletionProtection")
def deletion_protection(call: Call, request: DeletionProtection) -> EmptyReply:
    """Switch the deletion protection of an EIP."""
    if request.type.upper() != "EIP":
        raise errors.PROTECTION_TYPE()
    row = _get(call, request.instance_id, *_SETTLED)
    call.transaction.put(replace(row, deletion_protection=bool(request.protection_enable)))
    return EmptyReply()


class ModifyEipForwardMode(Request):
    """ModifyEipForwardMode parameters; InstanceId is the EIP's."""

    instance_id: Required
    mode: Required


@operation(PRODUCT, VERSION, "ModifyEipForwardMode")
def modify_eip_forward_mode(call: Call, request: ModifyEipForwardMode) -> EmptyReply:
    """Change the association mode."""
    row = _get(call, request.instance_id, *_SETTLED)
    if request.mode not in _MODES:
        raise errors.MODE()
    _check_shared(call, row, row.instance_id, request.mode)
    call.transaction.put(replace(row, mode=request.mode))
    return EmptyReply()
