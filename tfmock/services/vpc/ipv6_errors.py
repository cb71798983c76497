"""What the Vpc API answers about IPv6 of vSwitches, reserved blocks and IPv6 gateways.

Source: error codes of API metadata 2016-04-28 unless a comment says otherwise; ``%s`` there is a text of ours.
"""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

VSWITCH_STATUS_ON_MODIFY: Final = ErrorTemplate(
    400, "IncorrectStatus.VSwitch", "The status of the specified VSwitch is invalid."
)
# provider: the refusal that its acceptance test quotes, doubled words and all
VSWITCH_BLOCK_MISSING: Final = ErrorTemplate(
    400, "MissingParam.Ipv6CidrBlock", "The parameter The parameter Ipv6CidrBlock is mandatory. is mandatory."
)
VSWITCH_HAS_IPV6: Final = ErrorTemplate(
    400, "OperationFailed.Ipv6AlreadyEnabled", "Operation failed because IPv6 is already enabled for the vSwitch."
)  # guess: the wording
VSWITCH_BLOCK_WHEN_OFF: Final = ErrorTemplate(
    400, "ParamExclusive.DisableIpv6AndIpv6CidrBlock", "DisableIpv6 and Ipv6Cidr are mutually exclusive."
)
VSWITCH_WITHOUT_IPV6: Final = ErrorTemplate(
    400, "OperationFailed.IPv6Disabled", "Operation failed because IPv6 is not enabled for the vSwitch."
)
VSWITCH_IPV6_IN_USE: Final = ErrorTemplate(
    400, "OperationFailed.Ipv6InstanceExist", "Operation failed because vswitch has ipv6 instance."
)

IPAM_POOL: Final = ErrorTemplate(400, "IllegalParam.IpamPool", "The specified IPAM pool cannot be empty.")
RESERVED_ISP: Final = ErrorTemplate(400, "UnsupportedFeature.Ipv6Isp", "The Ipv6Isp feature is not supported.")
RESERVED_POOL_TYPE: Final = ErrorTemplate(
    400, "IllegalParam.AddressPoolType", "The specified addressPoolType is invalid."
)
RESERVED_BLOCK: Final = ErrorTemplate(400, "IllegalParam.Ipv6Cidr", "The specified Ipv6CidrBlock is invalid.")
RESERVED_TAKEN: Final = ErrorTemplate(400, "Unavailable.Ipv6Cidr", "The specified resource ipv6 cidr is not available.")
# guess: the code; the metadata's text says that one of each type can be reserved at a time
RESERVED_TWICE: Final = ErrorTemplate(
    400, "ResourceNotEnough.Ipv6Cidr", "The specified resource ipv6 cidr is not enough."
)

GATEWAY_REGION: Final = ErrorTemplate(
    404, "InvalidRegionId.NotFound", "The specified RegionId does not exist in our records."
)
GATEWAY_VPC_WITHOUT_IPV6: Final = ErrorTemplate(
    400, "OperationFailed.VpcIpv6Disabled", "The operation failed because the VPC has no IPv6."
)
GATEWAY_UNPAID: Final = ErrorTemplate(
    400,
    "OperationFailed.UnpaidBillsExist",
    "The account has unpaid bills. Please pay your overdue bill first.",
)
# guess: no code is documented for a gateway that does not exist; as of IPv4 gateways
GATEWAY_NOT_FOUND: Final = ErrorTemplate(
    400, "ResourceNotFound.Ipv6Gateway", "The specified resource of Ipv6Gateway is not found."
)
GATEWAY_STATUS: Final = ErrorTemplate(
    400, "IncorrectStatus.Ipv6Gateway", "The status of Ipv6Gateway [{id}] is incorrect."
)
VPC_HAS_IPV6_GATEWAY: Final = ErrorTemplate(
    400, "DependencyViolation.Ipv6Gateway", "The VPC cannot be deleted when it has an IPv6 gateway."
)
IPV6_GATEWAY_IN_USE: Final = ErrorTemplate(400, "OperationFailed.Ipv6GatewayInUse", "The IPv6 gateway is in use.")
