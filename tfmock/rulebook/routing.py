"""Constraints on a custom route: its destination, its next hop and its route table.

Each function takes plain facts, any of which may be UNKNOWN, and yields the violations.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tfmock.rulebook import nexthops
from tfmock.rulebook.cidr import CLOUD_SERVICES, DEFAULT_IPV6, Cidr, parse_cidr
from tfmock.rulebook.quotas import HAVIP_ROUTES_PER_TABLE, ROUTES_PER_TABLE, VPN_ROUTES_PER_VPC, Quotas, check_count
from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

_SOURCE: Final = "CreateRouteEntry page and error codes"

NEXT_HOP_TYPE: Final = Rule(
    id="ALI301",
    name="nexthop-type",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidNextHopType", 'Specified parameter "NextHopType" is not valid.'),
    message="{value!r} is not a next-hop type{hint}",
    source=_SOURCE,
)
NEXT_HOP_ID: Final = Rule(
    id="ALI302",
    name="nexthop-id",
    severity="error",
    api_error=ApiErrorTemplate(404, "InvalidNextHopId.NotFound", "Specified next hop does not exist."),
    message="{value!r} is no id of a next hop of type {type}, which begins with {prefix}{hint}",
    source=_SOURCE,
)
NEXT_HOP_MISSING: Final = Rule(
    id="ALI316",
    name="nexthop-missing",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidNexthopTypeAndList.BothNull", "both nexthopType and nextHopList are null."),
    message="the route has neither a next hop nor a list of them",
    source=_SOURCE,
)
NEXT_HOP_TWICE: Final = Rule(
    id="ALI318",
    name="nexthop-and-list",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidNexthopTypeAndList.BothNotNull", "both nexthopType and nextHopList are not null."
    ),
    message="the route has both a next hop and a list of them; give one",
    source=_SOURCE,
)
NEXT_HOP_LIST_SIZE: Final = Rule(
    id="ALI319",
    name="nexthop-list-size",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidNexthopListSize", "nexthop size is illegal. Must be between 2 and 16."),
    message="a list of next hops has 2 to 16 members, not {count}",
    source="CreateRouteEntry error codes say 2 to 4, DeleteRouteEntry and the guide 2 to 16; the wider is taken",
)
NEXT_HOP_LIST_TYPE: Final = Rule(
    id="ALI320",
    name="nexthop-list-type",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InvalidOppositeRouterType",
        "nexthop list cannot only contain router interface whose opposite router interface is on vbr.",
    ),
    message="only router interfaces share a destination, and {value!r} is none",
    source=_SOURCE,
)
NEXT_HOP_WEIGHT: Final = Rule(
    id="ALI321",
    name="nexthop-weight",
    severity="error",
    api_error=ApiErrorTemplate(400, "INVALID_WEIGHT_PARAM", "Specified value of weight invalid"),
    message="the weight of a next hop is 0 to 255, not {value}",
    source=_SOURCE,
)
NEXT_HOP_NO_IPV6: Final = Rule(
    id="ALI315",
    name="nexthop-ip-version",
    severity="error",
    api_error=ApiErrorTemplate(400, "OperationFailed.NotSupportIPV6", "The specified next hop does not support IPv6."),
    message="a next hop of type {type} does not carry IPv6, and {destination} is IPv6",
    source=_SOURCE + "; route table page",
)
NEXT_HOP_NO_IPV4: Final = Rule(
    id="ALI322",
    name="nexthop-ipv6-only",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationDenied.NextHopTypeNotPermitted",
        "The operation is not allowed because the nextHop type is invalid.",
    ),
    message="a next hop of type {type} carries IPv6 only, and {destination} is IPv4",
    source=_SOURCE + "; route table page",
)
IPV6_GATEWAY_DESTINATION: Final = Rule(
    id="ALI310",
    name="ipv6-gateway-destination",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "OperationUnsupported.Ipv6CidrBlock", "The specified IPv6 CIDR block is unsupported."
    ),
    message="a route to an IPv6 gateway has the destination ::/0, not {destination}",
    source="route table page; guess: the code",
)
DESTINATION_MALFORMED: Final = Rule(
    id="ALI304",
    name="destination-malformed",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid."),
    message="{value!r} is not a CIDR block without host bits{hint}",
    source=_SOURCE,
)
DESTINATION_RESERVED: Final = Rule(
    id="ALI305",
    name="destination-reserved",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidCidrBlock", "Specified CIDR block is not valid."),
    message="{destination} is the block of cloud services, which has a system route; a narrower one can have a route",
    source=_SOURCE + "; the route table guide allows narrower blocks, as use cases of transit routers apply them",
)
DESTINATION_IN_VSWITCH: Final = Rule(
    id="ALI306",
    name="destination-in-vswitch",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidCidrBlock", "Specified CIDR block is not valid."),
    message="{destination} lies in the VPC's own vSwitch {vswitch}: a custom route may not be as specific as "
    "a system route",
    source=_SOURCE,
)
DESTINATION_OVERLAPS_VSWITCH_IPV6: Final = Rule(
    id="ALI323",
    name="ipv6-destination-in-vswitch",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationUnsupported.DestinationCidrBlockOverlapWithVSwitch",
        "The destination IPv6 network segment specified in the route entry overlaps with the vSwitch network segment.",
    ),
    message="{destination} lies in the VPC's own vSwitch {vswitch}",
    source=_SOURCE,
)
DESTINATION_DUPLICATE: Final = Rule(
    id="ALI307",
    name="duplicate-destination",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidCIDRBlock.Duplicate", "Specified CIDR block is already exists."),
    message="the route table has a route to {destination} already",
    source=_SOURCE,
)
CONNECTION_ELSEWHERE: Final = Rule(
    id="ALI308",
    name="connection-elsewhere",
    severity="error",
    api_error=ApiErrorTemplate(400, "ResourceNotFound.VpcPeer", "The specified resource of VpcPeer is not found."),
    message="the connection does not join the VPC of this route table",
    source="CreateRouteEntry error codes; guess: that a connection of other VPCs counts as not found",
)
CONNECTION_INACTIVE: Final = Rule(
    id="ALI309",
    name="connection-inactive",
    severity="error",
    api_error=ApiErrorTemplate(400, "IncorrectStatus.VpcPeer", "The status of VpcPeer [{connection}] is incorrect."),
    message="the connection is {status}; a route may point to it only when it is Activated",
    source=_SOURCE,
)
VPC_WITHOUT_IPV6: Final = Rule(
    id="ALI314",
    name="vpc-without-ipv6",
    severity="error",
    api_error=ApiErrorTemplate(400, "OperationDenied.VpcIpv6NotEnabled", "IPv6 has not been enabled for the VPC."),
    message="{destination} is IPv6, but the VPC of this route table has no IPv6",
    source=_SOURCE,
)


def effective_type(type: Maybe[str | None]) -> Maybe[str]:
    """The next-hop type in force: the API takes ``Instance`` where none is given."""
    return type if type is UNKNOWN or type else nexthops.DEFAULT_TYPE


def check_destination(destination: Maybe[str]) -> Violations:
    """Check a destination on its own: form and reserved ranges. The id of a prefix list (``pl-``) is accepted."""
    if destination is UNKNOWN or destination.startswith("pl-"):
        return
    block = parse_cidr(destination)
    if block is None:
        clean = parse_cidr(destination, strict=False)
        hint = f"; did you mean {clean}?" if clean else ""
        yield DESTINATION_MALFORMED.violation("destination_cidrblock", value=destination, hint=hint)
    elif block == CLOUD_SERVICES:
        yield DESTINATION_RESERVED.violation("destination_cidrblock", destination=block)


def check_next_hop(type: Maybe[str | None], id: Maybe[str | None]) -> Violations:
    """Check a next hop on its own: a type that exists, an id of that type."""
    if (type is None or type == "") and (id is None or id == ""):
        yield NEXT_HOP_MISSING.violation("nexthop_id")
        return
    in_force = effective_type(type)
    if in_force is UNKNOWN:
        return
    hop = nexthops.TYPES.get(in_force)
    if hop is None:
        suggestion = nexthops.suggest_type(in_force)
        yield NEXT_HOP_TYPE.violation(
            "nexthop_type", value=in_force, hint=f"; did you mean {suggestion}?" if suggestion else ""
        )
    elif id is not UNKNOWN and not (id and hop.accepts(id)):
        other = nexthops.type_of_id(id) if id else None
        hint = f"; ids beginning with {other.prefix} are of type {other.name}" if other and other is not hop else ""
        yield NEXT_HOP_ID.violation("nexthop_id", value=id or "", type=hop.name, prefix=hop.prefix, hint=hint)


def check_next_hop_list(
    hops: Iterable[tuple[Maybe[str | None], Maybe[int | None]]], *, also_single: bool
) -> Violations:
    """Check a list of next hops ``(type, weight)`` that share a destination."""
    members = list(hops)
    if also_single:
        yield NEXT_HOP_TWICE.violation("next_hops")
    if not 2 <= len(members) <= 16:
        yield NEXT_HOP_LIST_SIZE.violation("next_hops", count=len(members))
    for type, weight in members:
        in_force = effective_type(type)
        if in_force is not UNKNOWN and in_force != "RouterInterface":
            yield NEXT_HOP_LIST_TYPE.violation("next_hops", value=in_force)
        if weight is not UNKNOWN and weight is not None and not 0 <= weight <= 255:
            yield NEXT_HOP_WEIGHT.violation("next_hops", value=weight)


def check_ip_version(destination: Maybe[Cidr], type: Maybe[str | None], vpc_has_ipv6: Maybe[bool]) -> Violations:
    """Check that the next hop and the VPC carry the IP version of the destination."""
    in_force = effective_type(type)
    hop = None if in_force is UNKNOWN else nexthops.TYPES.get(in_force)
    if destination is UNKNOWN:
        return
    if destination.version == 6 and vpc_has_ipv6 is False:
        yield VPC_WITHOUT_IPV6.violation("destination_cidrblock", destination=destination)
    if hop is None:
        return
    if destination.version == 6 and not hop.ipv6:
        yield NEXT_HOP_NO_IPV6.violation("nexthop_type", type=hop.name, destination=destination)
    elif destination.version == 4 and not hop.ipv4:
        yield NEXT_HOP_NO_IPV4.violation("nexthop_type", type=hop.name, destination=destination)
    elif hop.name == "IPv6Gateway" and destination != DEFAULT_IPV6:
        yield IPV6_GATEWAY_DESTINATION.violation("destination_cidrblock", destination=destination)


def check_against_vswitches(destination: Cidr, vswitches: Iterable[Cidr]) -> Violations:
    """Check that a destination neither equals a vSwitch of the VPC nor lies inside one; it can contain one."""
    for vswitch in vswitches:
        if vswitch.contains(destination):
            rule = DESTINATION_IN_VSWITCH if destination.version == 4 else DESTINATION_OVERLAPS_VSWITCH_IPV6
            yield rule.violation("destination_cidrblock", destination=destination, vswitch=vswitch)
            return


def check_duplicate(destination: Cidr, existing: Iterable[Cidr]) -> Violations:
    """Check that a route table has no route to the destination yet."""
    if destination in set(existing):
        yield DESTINATION_DUPLICATE.violation("destination_cidrblock", destination=destination)


def check_connection(table_vpc: str, connection: str, status: str | None, vpcs: Iterable[str]) -> Violations:
    """Check a connection of ``vpcs`` as next hop: it exists (has a status), joins the table's VPC, and is Activated."""
    if status is None or table_vpc not in vpcs:
        yield CONNECTION_ELSEWHERE.violation("nexthop_id", connection=connection)
    elif status != "Activated":
        yield CONNECTION_INACTIVE.violation("nexthop_id", connection=connection, status=status)


def check_quota(*, used: int, havips: int, vpns: int = 0, type: str, quotas: Quotas, adding: int = 1) -> Violations:
    """Check ``adding`` more custom routes of a route table against the quotas.

    Args:
        used: how many custom routes the table has.
        havips: how many of these lead to HaVips.
        vpns: how many routes of the VPC lead to VPN gateways.
        type: the type of the new next hop.
        quotas: the limits in force.
        adding: how many routes are new.
    """
    yield from check_count(
        ROUTES_PER_TABLE,
        used=used,
        adding=adding,
        limit=quotas.vpc_quota_route_entrys_num,
        quota="vpc_quota_route_entrys_num",
    )
    if type == "HaVip":
        limit = quotas.vpc_quota_havip_custom_route_entry
        yield from check_count(
            HAVIP_ROUTES_PER_TABLE, used=havips, limit=limit, quota="vpc_quota_havip_custom_route_entry"
        )
    if type == "VpnGateway":
        limit = quotas.vpc_quota_vpn_custom_route_entry
        yield from check_count(VPN_ROUTES_PER_VPC, used=vpns, limit=limit, quota="vpc_quota_vpn_custom_route_entry")
