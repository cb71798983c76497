"""What the Vpc actions answer about next hops and about routes to prefix lists."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

# CreateRouteEntry page (2025-12-12): next hops
INSTANCE_NOT_FOUND: Final = ErrorTemplate(404, "InvalidInstanId.NotFound", "Specified instance does not exist.")
# guess: in which states; the provider waits for IncorrectInstanceStatus
INSTANCE_STATUS: Final = ErrorTemplate(
    403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation."
)
INTERFACE_NOT_FOUND: Final = ErrorTemplate(
    404, "InvalidNetworkInterface.NotFound", "The specified networkInterface does not exist."
)
INTERFACE_PRIMARY_IPV6: Final = ErrorTemplate(
    400,
    "OperationUnsupported.Ipv6EntryOnPrimaryNetworkInterface",
    "You cannot create IPv6 route entries on a primary network interface.",
)
GATEWAY_NOT_FOUND: Final = ErrorTemplate(400, "ResourceNotFound.Ipv4Gateway", "Specified Ipv4Gateway does not exist.")
GATEWAY_STATUS: Final = ErrorTemplate(400, "IncorrectStatus.Ipv4Gateway", "The status of Ipv4Gateway is incorrect.")
# guess: also of another VPC, for which there is no code
IPV6_GATEWAY_NOT_FOUND: Final = ErrorTemplate(
    404, "InvalidIpv6Gateway.NotFound", "Specified Ipv6Gateway does not exist."
)

# ModifyRouteEntry metadata
MODIFY_TYPE: Final = ErrorTemplate(400, "IllegealParam.NextHopType", "The parameter NewNextHopType is illegal.")
MODIFY_INTERFACE: Final = ErrorTemplate(
    400, "InvalidNetworkInterface.NotFound", "The specified network interface does not exist."
)

# CreateRouteEntry and ModifyVpcPrefixList pages; guess: that UpdateNetworkAclEntries says so, too
PREFIX_LIST_NOT_FOUND: Final = ErrorTemplate(
    400, "ResourceNotFound.PrefixList", "The specified resource of prefixList is not found."
)
