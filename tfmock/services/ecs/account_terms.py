"""What an account's contract keeps from its instances: unpaid bills, VPCs of others."""

from __future__ import annotations

from tfmock.core.call import Call
from tfmock.protocol.errors import ErrorTemplate
from tfmock.services.ecs import errors


def check_paid(call: Call, fault: ErrorTemplate) -> None:
    """Raise ``fault`` where the caller's account is locked for unpaid bills."""
    if call.world.terms.account(call.caller.account).locked:
        raise fault()


def check_own_vpc(call: Call, vpc: str) -> None:
    """An instance does not move into a VPC that its account merely uses (error codes of Modify...VpcAttribute)."""
    if vpc in call.world.terms.account(call.caller.account).shared_vpcs:
        raise errors.VPC_SHARED()
