"""Instances made bigger or smaller: type, Internet bandwidth, public address."""

from __future__ import annotations

from dataclasses import replace

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, OptionalBool, OptionalInt, Reply, Request, Required, coalesce, operation
from tfmock.services.ecs import catalogue, errors, find, instance_errors
from tfmock.services.ecs.addresses import public_address
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.run_options import check_bandwidth


class ModifyInstanceSpec(Request):
    instance_id: Required
    instance_type: str = ""
    internet_max_bandwidth_in: OptionalInt = None
    internet_max_bandwidth_out: OptionalInt = None


@operation(PRODUCT, VERSION, "ModifyInstanceSpec")
def modify_instance_spec(call: Call, request: ModifyInstanceSpec) -> EmptyReply:
    """Another type, or another bandwidth, of a PostPaid instance; the type only while it is stopped."""
    row = _charged(call, request.instance_id, "PostPaid")
    if request.instance_type:
        _set_type(call, row, request.instance_type)
    else:
        call.tx.put(_with_bandwidth(row, request.internet_max_bandwidth_in, request.internet_max_bandwidth_out))
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
    _set_type(call, _charged(call, request.instance_id, "PrePaid"), request.instance_type)
    return OrderReply(order_id=f"2{call.tx.next_serial():014d}")


def _charged(call: Call, id: str, charge: str) -> InstanceRow:
    """Each charge type has an action of its own. provider: picks by the old one."""
    row = find.instance(call, id)
    if row.charge != charge:
        raise instance_errors.INSTANCE_CHARGE()
    return row


def _set_type(call: Call, row: InstanceRow, type: str) -> None:
    if catalogue.instance_type(type) is None:
        raise errors.INSTANCE_TYPE()
    if row.state != "Stopped":  # ModifyInstanceSpec page
        raise errors.INSTANCE_STATUS()
    call.tx.put(replace(row, type=type))


class ModifyInstanceNetworkSpec(Request):
    instance_id: Required
    internet_max_bandwidth_in: OptionalInt = None
    internet_max_bandwidth_out: OptionalInt = None
    network_charge_type: str = ""
    allocate_public_ip: OptionalBool = None


@operation(PRODUCT, VERSION, "ModifyInstanceNetworkSpec")
def modify_instance_network_spec(call: Call, request: ModifyInstanceNetworkSpec) -> OrderReply:
    """Internet bandwidth and how it is paid; a PrePaid instance gets its public address by itself (its page)."""
    row = find.instance(call, request.instance_id)
    if request.network_charge_type not in ("", "PayByTraffic", "PayByBandwidth"):
        raise instance_errors.INTERNET_CHARGE()
    changed = _with_bandwidth(row, request.internet_max_bandwidth_in, request.internet_max_bandwidth_out)
    if changed.internet_out and (request.allocate_public_ip or row.charge == "PrePaid"):
        changed = replace(changed, public_address=row.public_address or public_address(row.id))
    if not changed.internet_out:
        changed = replace(changed, public_address="")  # guess: the address goes with the bandwidth
    call.tx.put(replace(changed, internet_charge=request.network_charge_type or row.internet_charge))
    return OrderReply()


def _with_bandwidth(row: InstanceRow, into: int | None, out: int | None) -> InstanceRow:
    if row.state not in ("Running", "Stopped"):  # ModifyInstanceSpec page
        raise errors.INSTANCE_STATUS()
    check_bandwidth(out)
    return replace(
        row,
        internet_in=coalesce(into, row.internet_in),
        internet_out=coalesce(out, row.internet_out),
    )


class AllocatePublicIpAddress(Request):
    instance_id: Required


class AllocatePublicIpAddressReply(Reply):
    ip_address: str


@operation(PRODUCT, VERSION, "AllocatePublicIpAddress")
def allocate_public_ip_address(call: Call, request: AllocatePublicIpAddress) -> AllocatePublicIpAddressReply:
    """A public address for an instance that has none. provider: asks for it after the bandwidth was 0."""
    row = find.instance(call, request.instance_id)
    if row.public_address:
        raise instance_errors.PUBLIC_ADDRESS_TWICE()
    if row.state not in ("Running", "Stopped"):
        raise errors.INSTANCE_STATUS()
    found = public_address(row.id)
    call.tx.put(replace(row, public_address=found))
    return AllocatePublicIpAddressReply(ip_address=found)
