"""Constraints on the next hop itself: it is in the VPC of the route table, and an interface has few IPv6 addresses.

"The next hop must be in the same VPC as the route table" (CreateRouteEntry page); each type has a code of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

_SOURCE: Final = "CreateRouteEntry page and error codes"

INSTANCE_OTHER_VPC: Final = Rule(
    id="ALI325",
    name="nexthop-instance-other-vpc",
    severity="error",
    api_error=ApiErrorTemplate(
        404, "OperationFailed.InstanceDismatchCurrentVpc", "The specified instance does not exist in current vpc."
    ),
    message="the instance is in another VPC than the route table, and a next hop must be in the same",
    source=_SOURCE,
)
INTERFACE_OTHER_VPC: Final = Rule(
    id="ALI326",
    name="nexthop-interface-other-vpc",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "Mismatch.EniIdAndRouteTableId",
        "The operation is not allowed because eni and route table not in same vpc.",
    ),
    message="the network interface is in another VPC than the route table, and a next hop must be in the same",
    source=_SOURCE,
)
IPV4_GATEWAY_OTHER_VPC: Final = Rule(
    id="ALI327",
    name="nexthop-ipv4-gateway-other-vpc",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "Mismatch.Ipv4GatewayIdAndRouteTableId", "The specified IPv4Gateway and RouteTable are not matched."
    ),
    message="the IPv4 gateway is that of another VPC than the route table's, and a next hop must be in the same",
    source=_SOURCE,
)

INTERFACE_MANY_IPV6: Final = Rule(
    id="ALI333",
    name="nexthop-interface-many-ipv6",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationUnsupported.MutipleIpv6Address",
        "You cannot specify a next hop that has bound multiple IPv6 addresses.",
    ),
    message="the network interface has {count} IPv6 addresses, and the next hop of an IPv6 route has at most one",
    source=_SOURCE,
)

#: The rule for a next hop in another VPC, by type of next hop.
OTHER_VPC: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "Instance": INSTANCE_OTHER_VPC,
        "NetworkInterface": INTERFACE_OTHER_VPC,
        "Ipv4Gateway": IPV4_GATEWAY_OTHER_VPC,
    }
)


def check_same_vpc(type: str, *, same_vpc: Maybe[bool]) -> Violations:
    """Check a next hop of this type; ``same_vpc`` says whether it is in the VPC of the route table."""
    if same_vpc is False and type in OTHER_VPC:
        yield OTHER_VPC[type].violation("nexthop_id")


def check_interface_ipv6(count: Maybe[int | None]) -> Violations:
    """Check the network interface that an IPv6 route leads to, which has ``count`` IPv6 addresses."""
    if count is not UNKNOWN and count is not None and count > 1:
        yield INTERFACE_MANY_IPV6.violation("nexthop_id", count=count)
