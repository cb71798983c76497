"""What an instance costs: its type, its bandwidth, how it is paid, renewed and released."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import BeforeValidator

from tfmock.core.call import Call
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    OptionalBool,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.services.common.rows import matches, patched
from tfmock.services.ecs import catalogue, errors, find
from tfmock.services.ecs.addresses import public_address
from tfmock.services.ecs.models.instance import InstanceRow, Renewal
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.instance_parameters import check_bandwidth, check_charge, check_protection
from tfmock.simulation.resources import eip_of


class ModifyInstanceSpec(Request):
    instance_id: Required
    instance_type: str = ""
    internet_max_bandwidth_in: OptionalInt = None
    internet_max_bandwidth_out: OptionalInt = None


@operation(PRODUCT, VERSION, "ModifyInstanceSpec")
def modify_instance_spec(call: Call, request: ModifyInstanceSpec) -> EmptyReply:
    """Another type, or another bandwidth, of a PostPaid instance; the type only while it is stopped."""
    row = _get_charged(call, request.instance_id, "PostPaid")
    if request.instance_type:
        _set_type(call, row, request.instance_type)
    else:
        call.transaction.put(
            _with_bandwidth(row, request.internet_max_bandwidth_in, request.internet_max_bandwidth_out)
        )
    return EmptyReply()


class ModifyPrepayInstanceSpec(Request):
    instance_id: Required
    instance_type: Required


class OrderReply(Reply):
    """An order that is paid at once."""

    order_id: str = ""


@operation(PRODUCT, VERSION, "ModifyPrepayInstanceSpec")
def modify_prepay_instance_spec(call: Call, request: ModifyPrepayInstanceSpec) -> OrderReply:
    """Another type of a PrePaid instance while it is stopped."""
    _set_type(call, _get_charged(call, request.instance_id, "PrePaid"), request.instance_type)
    return OrderReply(order_id=f"2{call.transaction.next_serial():014d}")


def _get_charged(call: Call, id: str, charge: str) -> InstanceRow:
    """The caller's instance, which is charged so. Each charge type has an action of its own.

    Raises:
        ApiError: there is none, or it is charged otherwise.
    """
    row = find.get_instance(call, id)
    if row.instance_charge_type != charge:
        raise errors.INSTANCE_CHARGE()
    return row


def _set_type(call: Call, row: InstanceRow, instance_type: str) -> None:
    if catalogue.instance_type(instance_type) is None:
        raise errors.INSTANCE_TYPE()
    if row.state != "Stopped":  # ModifyInstanceSpec page
        raise errors.INSTANCE_STATUS()
    call.transaction.put(replace(row, instance_type=instance_type))


class ModifyInstanceNetworkSpec(Request):
    instance_id: Required
    internet_max_bandwidth_in: OptionalInt = None
    internet_max_bandwidth_out: OptionalInt = None
    network_charge_type: str = ""
    allocate_public_ip: OptionalBool = None


@operation(PRODUCT, VERSION, "ModifyInstanceNetworkSpec")
def modify_instance_network_spec(call: Call, request: ModifyInstanceNetworkSpec) -> OrderReply:
    """Internet bandwidth and how it is paid; a PrePaid instance gets its public address by itself (its page)."""
    row = find.get_instance(call, request.instance_id)
    if request.network_charge_type not in ("", "PayByTraffic", "PayByBandwidth"):
        raise errors.INTERNET_CHARGE()
    changed = _with_bandwidth(row, request.internet_max_bandwidth_in, request.internet_max_bandwidth_out)
    if changed.internet_max_bandwidth_out and (request.allocate_public_ip or row.instance_charge_type == "PrePaid"):
        _check_no_eip(call, row)
        changed = replace(changed, public_ip_address=row.public_ip_address or public_address(row.id))
    if not changed.internet_max_bandwidth_out:
        changed = replace(changed, public_ip_address="")  # guess: the address goes with the bandwidth
    call.transaction.put(replace(changed, internet_charge_type=request.network_charge_type or row.internet_charge_type))
    return OrderReply()


def _with_bandwidth(row: InstanceRow, into: int | None, out: int | None) -> InstanceRow:
    if row.state not in ("Running", "Stopped"):  # ModifyInstanceSpec page
        raise errors.INSTANCE_STATUS()
    check_bandwidth(out)
    return patched(row, internet_max_bandwidth_in=into, internet_max_bandwidth_out=out)


def _check_no_eip(call: Call, row: InstanceRow) -> None:
    """Check that no EIP is associated: an instance has one public address (ALI483 says it the other way round).

    Raises:
        ApiError: one is.
    """
    if eip_of(call.transaction, row.id) is not None:
        raise errors.PUBLIC_ADDRESS_TWICE()  # guess: the code, its page has none for it


class AllocatePublicIpAddress(Request):
    instance_id: Required


class AllocatePublicIpAddressReply(Reply):
    ip_address: str


@operation(PRODUCT, VERSION, "AllocatePublicIpAddress")
def allocate_public_ip_address(call: Call, request: AllocatePublicIpAddress) -> AllocatePublicIpAddressReply:
    """A public address for an instance that has none. provider: asks for it after the bandwidth was 0."""
    row = find.get_instance(call, request.instance_id)
    if row.public_ip_address:
        raise errors.PUBLIC_ADDRESS_TWICE()
    _check_no_eip(call, row)
    if row.state not in ("Running", "Stopped"):
        raise errors.INSTANCE_STATUS()
    address = public_address(row.id)
    call.transaction.put(replace(row, public_ip_address=address))
    return AllocatePublicIpAddressReply(ip_address=address)


class ModifyInstanceChargeType(Request):
    instance_ids: Required
    instance_charge_type: str = ""
    period_unit: str = ""
    # provider: sends the same token for every change of an instance, so the cloud cannot heed it
    client_token: Annotated[str, BeforeValidator(lambda _: "")] = ""


@operation(PRODUCT, VERSION, "ModifyInstanceChargeType")
def modify_instance_charge_type(call: Call, request: ModifyInstanceChargeType) -> OrderReply:
    """Change from PostPaid to PrePaid or back: all instances or none."""
    charge = request.instance_charge_type or "PrePaid"
    check_charge(charge)
    rows = [find.get_instance(call, id) for id in find.parse_ids(request.instance_ids, "InstanceIds")]
    for row in rows:
        check_protection(row.deletion_protection, charge, row.spot_strategy)
        renewal = replace(row.renewal, period_unit=request.period_unit or row.renewal.period_unit)
        call.transaction.put(replace(row, instance_charge_type=charge, renewal=renewal))
    return OrderReply(order_id=f"2{call.transaction.next_serial():014d}")


class RenewAttribute(ApiObject):
    instance_id: str
    auto_renew_enabled: bool
    renewal_status: str
    period_unit: str
    duration: int


class DescribeInstanceAutoRenewAttribute(Request):
    instance_id: str = ""
    renewal_status: str = ""


class RenewReply(Reply):
    page_number: int = 1
    page_size: int = 50
    total_count: int
    instance_renew_attributes: Annotated[list[RenewAttribute], wrapped("InstanceRenewAttribute")]


@operation(PRODUCT, VERSION, "DescribeInstanceAutoRenewAttribute")
def describe_instance_auto_renew_attribute(call: Call, request: DescribeInstanceAutoRenewAttribute) -> RenewReply:
    """PrePaid instances, by id (``i-1,i-2``) or renewal status."""
    ids = request.instance_id.split(",") if request.instance_id else []
    rows = [
        row
        for row in call.transaction.find(InstanceRow, "home", call.scope)
        if row.instance_charge_type == "PrePaid"
        and matches((ids, row.id), (request.renewal_status, row.renewal.renewal_status))
    ]
    items = [_renew_item(row) for row in rows]
    return RenewReply(total_count=len(items), instance_renew_attributes=items)


def _renew_item(row: InstanceRow) -> RenewAttribute:
    return RenewAttribute(
        instance_id=row.id,
        auto_renew_enabled=row.renewal.renewal_status == "AutoRenewal",
        renewal_status=row.renewal.renewal_status,
        period_unit=row.renewal.period_unit,
        duration=row.renewal.duration,
    )


class ModifyInstanceAutoRenewAttribute(Request):
    instance_id: Required
    renewal_status: str = ""
    period_unit: str = ""
    duration: OptionalInt = None


@operation(PRODUCT, VERSION, "ModifyInstanceAutoRenewAttribute")
def modify_instance_auto_renew_attribute(call: Call, request: ModifyInstanceAutoRenewAttribute) -> EmptyReply:
    """Change how PrePaid instances (``i-1,i-2``) are renewed: all of them or none."""
    rows = [find.get_instance(call, id) for id in request.instance_id.split(",")]
    if any(row.instance_charge_type != "PrePaid" for row in rows):
        raise errors.INSTANCE_CHARGE()
    for row in rows:
        status = request.renewal_status or row.renewal.renewal_status
        period = (request.duration or row.renewal.duration or 1) if status == "AutoRenewal" else 0
        call.transaction.put(
            replace(row, renewal=Renewal(status, period, request.period_unit or row.renewal.period_unit))
        )
    return EmptyReply()


class ModifyInstanceAutoReleaseTime(Request):
    instance_id: Required
    auto_release_time: str = ""


@operation(PRODUCT, VERSION, "ModifyInstanceAutoReleaseTime")
def modify_instance_auto_release_time(call: Call, request: ModifyInstanceAutoReleaseTime) -> EmptyReply:
    """Set when a PostPaid instance is to be released; empty for never."""
    row = find.get_instance(call, request.instance_id)
    if row.instance_charge_type != "PostPaid":
        raise errors.INSTANCE_CHARGE()
    call.transaction.put(replace(row, auto_release_time=request.auto_release_time))
    return EmptyReply()
