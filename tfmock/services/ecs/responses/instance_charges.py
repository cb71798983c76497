"""How instances are paid, renewed and released. Kept to be shown: no time passes over them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import BeforeValidator

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, EmptyReply, OptionalInt, Reply, Request, Required, operation, wrapped
from tfmock.services.ecs import find, instance_errors
from tfmock.services.ecs.models.instance import InstanceRow, Renewal
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.instance_specs import OrderReply
from tfmock.services.ecs.responses.run_options import check_charge, check_protection


class ModifyInstanceChargeType(Request):
    instance_ids: Required
    instance_charge_type: str = ""
    period_unit: str = ""
    # provider: sends one token per instance for ever, whatever it asks for, so the cloud cannot heed it
    client_token: Annotated[str, BeforeValidator(lambda _: "")] = ""


@operation(PRODUCT, VERSION, "ModifyInstanceChargeType")
def modify_instance_charge_type(call: Call, request: ModifyInstanceChargeType) -> OrderReply:
    """PostPaid to PrePaid and back; all or none."""
    charge = request.instance_charge_type or "PrePaid"
    check_charge(charge)
    rows = [find.instance(call, id) for id in find.id_list(request.instance_ids, "InstanceIds")]
    for row in rows:
        check_protection(row.protected, charge, row.spot)
        renewal = replace(row.renewal, unit=request.period_unit or row.renewal.unit)
        call.tx.put(replace(row, charge=charge, renewal=renewal))
    return OrderReply(order_id=f"2{call.tx.next_serial():014d}")


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
    found = [
        RenewAttribute(
            instance_id=row.id,
            auto_renew_enabled=row.renewal.status == "AutoRenewal",
            renewal_status=row.renewal.status,
            period_unit=row.renewal.unit,
            duration=row.renewal.period,
        )
        for row in call.tx.find(InstanceRow, "home", (call.caller.account, call.region))
        if row.charge == "PrePaid"
        and (not ids or row.id in ids)
        and (not request.renewal_status or row.renewal.status == request.renewal_status)
    ]
    return RenewReply(total_count=len(found), instance_renew_attributes=found)


class ModifyInstanceAutoRenewAttribute(Request):
    instance_id: Required
    renewal_status: str = ""
    period_unit: str = ""
    duration: OptionalInt = None


@operation(PRODUCT, VERSION, "ModifyInstanceAutoRenewAttribute")
def modify_instance_auto_renew_attribute(call: Call, request: ModifyInstanceAutoRenewAttribute) -> EmptyReply:
    """How PrePaid instances (``i-1,i-2``) are renewed; all or none."""
    rows = [find.instance(call, id) for id in request.instance_id.split(",")]
    if any(row.charge != "PrePaid" for row in rows):
        raise instance_errors.INSTANCE_CHARGE()
    for row in rows:
        status = request.renewal_status or row.renewal.status
        period = (request.duration or row.renewal.period or 1) if status == "AutoRenewal" else 0
        call.tx.put(replace(row, renewal=Renewal(status, period, request.period_unit or row.renewal.unit)))
    return EmptyReply()


class ModifyInstanceAutoReleaseTime(Request):
    instance_id: Required
    auto_release_time: str = ""


@operation(PRODUCT, VERSION, "ModifyInstanceAutoReleaseTime")
def modify_instance_auto_release_time(call: Call, request: ModifyInstanceAutoReleaseTime) -> EmptyReply:
    """When a PostPaid instance is to be released; empty for never."""
    row = find.instance(call, request.instance_id)
    if row.charge != "PostPaid":
        raise instance_errors.INSTANCE_CHARGE()
    call.tx.put(replace(row, released=request.auto_release_time))
    return EmptyReply()
