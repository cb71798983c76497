"""What the terms of an account forbid for its instances: unpaid bills, VPCs that others share with it."""

from __future__ import annotations

from tfmock.core.call import Call
from tfmock.protocol.errors import ErrorTemplate
from tfmock.services.ecs import errors


def check_paid(call: Call, error: ErrorTemplate) -> None:
    """The caller's account is not locked for unpaid bills.

    Raises:
        ApiError: ``error``, when it is.
    """
    if call.world.settings.account(call.account).locked:
        raise error()


def check_own_vpc(call: Call, vpc: str) -> None:
    """An instance does not move into a VPC that is shared with its account (ModifyInstanceVpcAttribute error codes).

    Raises:
        ApiError: the VPC is shared.
    """
    if vpc in call.world.settings.account(call.account).shared_vpcs:
        raise errors.VPC_SHARED()
