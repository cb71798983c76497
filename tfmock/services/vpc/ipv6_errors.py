"""What the Vpc API answers about IPv6 of vSwitches, reserved blocks and IPv6 gateways.

Source: error codes of API metadata 2016-04-28 unless a comment says otherwise; ``%s`` there is a text of ours.
"""

from __future__ import annotations

from typing import Final

from tfmock.wire.faults import Fault

VSWITCH_STATUS_ON_MODIFY: Final = Fault(
    400, "IncorrectStatus.VSwitch", "The status of the specified VSwitch is invalid."
)
# provider: the refusal that its acceptance test quotes, doubled words and all
VSWITCH_BLOCK_MISSING: Final = Fault(
    400, "MissingParam.Ipv6CidrBlock", "The parameter The parameter Ipv6CidrBlock is mandatory. is mandatory."
)
VSWITCH_HAS_IPV6: Final = Fault(
    400, "OperationFailed.Ipv6AlreadyEnabled", "Operation failed because IPv6 is already enabled for the vSwitch."
)  # guess: the wording
VSWITCH_BLOCK_WHEN_OFF: Final = Fault(
    400, "ParamExclusive.DisableIpv6AndIpv6CidrBlock", "DisableIpv6 and Ipv6Cidr are mutually exclusive."
)
VSWITCH_WITHOUT_IPV6: Final = Fault(
    400, "OperationFailed.IPv6Disabled", "Operation failed because IPv6 is not enabled for the vSwitch."
)
VSWITCH_IPV6_IN_USE: Final = Fault(
    400, "OperationFailed.Ipv6InstanceExist", "Operation failed because vswitch has ipv6 instance."
)
