"""vSwitches, changed: name, description, IPv6."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, OptionalBool, OptionalInt, Request, Required, operation
from tfmock.protocol.errors import enforce
from tfmock.rulebook import names
from tfmock.services.common.rows import patched
from tfmock.services.vpc import find, ipv6_errors
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.vswitches import numbered_ipv6_block
from tfmock.simulation.resources import interfaces_in_vswitch


class ModifyVSwitchAttribute(Request):
    v_switch_id: Required
    v_switch_name: str | None = None
    description: str | None = None
    ipv6_cidr_block: OptionalInt = None
    vpc_ipv6_cidr_block: str = ""
    enable_ipv6: OptionalBool = Field(None, alias="EnableIPv6")


@operation(PRODUCT, VERSION, "ModifyVSwitchAttribute")
def modify_v_switch_attribute(call: Call, request: ModifyVSwitchAttribute) -> EmptyReply:
    """Name, description, IPv6."""
    row = find.get_vswitch(call, request.v_switch_id)
    enforce(names.check_texts("vswitch", request.v_switch_name, request.description))
    if row.state != "Available":
        raise ipv6_errors.VSWITCH_STATUS_ON_MODIFY()
    row = patched(
        row,
        v_switch_name=request.v_switch_name,
        description=request.description,
    )
    others = [other for other in call.transaction.find(VSwitchRow, "vpc", row.vpc_id) if other.id != row.id]
    vpc = find.get_vpc(call, row.vpc_id)
    ipv6_block = numbered_ipv6_block(vpc, request.ipv6_cidr_block, request.vpc_ipv6_cidr_block, others)
    if request.enable_ipv6 is False:
        row = _without_ipv6(call, row, request.ipv6_cidr_block)
    elif request.enable_ipv6 or request.ipv6_cidr_block is not None:
        row = _with_ipv6(row, ipv6_block)
    call.transaction.put(row)
    return EmptyReply()


def _with_ipv6(row: VSwitchRow, block: str) -> VSwitchRow:
    if not block:
        # provider: its tests know that the API never falls back to block 0
        raise ipv6_errors.VSWITCH_BLOCK_MISSING()
    if row.ipv6_cidr_block:
        # provider: turns IPv6 off before it asks for another block, which cannot be assigned in place
        raise ipv6_errors.VSWITCH_HAS_IPV6()
    return replace(row, ipv6_cidr_block=block)


def _without_ipv6(call: Call, row: VSwitchRow, number: int | None) -> VSwitchRow:
    if number is not None:
        raise ipv6_errors.VSWITCH_BLOCK_WHEN_OFF()
    if not row.ipv6_cidr_block:
        raise ipv6_errors.VSWITCH_WITHOUT_IPV6()
    if any(interface.ipv6_addresses for interface in interfaces_in_vswitch(call.transaction, row.id)):
        raise ipv6_errors.VSWITCH_IPV6_IN_USE()
    return replace(row, ipv6_cidr_block="")
