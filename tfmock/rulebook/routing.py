"""What the cloud asks of a custom route: destination, next hop, and the table it stands in.

Each function takes plain facts, any of which may be UNKNOWN, and yields what they break.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tfmock.rulebook import nexthops
from tfmock.rulebook.cidr import CLOUD_SERVICES, DEFAULT_IPV6, Cidr, parse
from tfmock.rulebook.quotas import HAVIP_ROUTES_PER_TABLE, ROUTES_PER_TABLE, VPN_ROUTES_PER_VPC, Quotas, check_count
from tfmock.rulebook.rule import UNKNOWN, ApiFault, Maybe, Rule, Violations

_SOURCE: Final = "CreateRouteEntry page and error codes"

NEXT_HOP_TYPE: Final = Rule(
    "ALI301", "nexthop-type", "error",
    ApiFault(400, "InvalidNextHopType", 'Specified parameter "NextHopType" is not valid.'),
    "{value!r} is not a next-hop type{hint}", _SOURCE,
)  # fmt: skip
NEXT_HOP_ID: Final = Rule(
    "ALI302", "nexthop-id", "error",
    ApiFault(404, "InvalidNextHopId.NotFound", "Specified next hop does not exist."),
    "{value!r} is no id of a next hop of type {type}, which begins with {prefix}{hint}", _SOURCE,
)  # fmt: skip
NEXT_HOP_MISSING: Final = Rule(
    "ALI316", "nexthop-missing", "error",
    ApiFault(400, "InvalidNexthopTypeAndList.BothNull", "both nexthopType and nextHopList are null."),
    "the route has neither a next hop nor a list of them", _SOURCE,
)  # fmt: skip
NEXT_HOP_TWICE: Final = Rule(
    "ALI318", "nexthop-and-list", "error",
    ApiFault(400, "InvalidNexthopTypeAndList.BothNotNull", "both nexthopType and nextHopList are not null."),
    "the route has both a next hop and a list of them; give one", _SOURCE,
)  # fmt: skip
NEXT_HOP_LIST_SIZE: Final = Rule(
    "ALI319", "nexthop-list-size", "error",
    ApiFault(400, "InvalidNexthopListSize", "nexthop size is illegal. Must be between 2 and 16."),
    "a list of next hops has 2 to 16 members, not {count}",
    "CreateRouteEntry error codes say 2 to 4, DeleteRouteEntry and the guide 2 to 16; the wider is taken",
)  # fmt: skip
NEXT_HOP_LIST_TYPE: Final = Rule(
    "ALI320", "nexthop-list-type", "error",
    ApiFault(400, "InvalidOppositeRouterType",
             "nexthop list cannot only contain router interface whose opposite router interface is on vbr."),
    "only router interfaces share a destination, and {value!r} is none", _SOURCE,
)  # fmt: skip
NEXT_HOP_WEIGHT: Final = Rule(
    "ALI321", "nexthop-weight", "error",
    ApiFault(400, "INVALID_WEIGHT_PARAM", "Specified value of weight invalid"),
    "the weight of a next hop is 0 to 255, not {value}", _SOURCE,
)  # fmt: skip
NEXT_HOP_NO_IPV6: Final = Rule(
    "ALI315", "nexthop-ip-version", "error",
    ApiFault(400, "OperationFailed.NotSupportIPV6", "The specified next hop does not support IPv6."),
    "a next hop of type {type} does not carry IPv6, and {destination} is IPv6", _SOURCE + "; route table page",
)  # fmt: skip
NEXT_HOP_NO_IPV4: Final = Rule(
    "ALI322", "nexthop-ipv6-only", "error",
    ApiFault(400, "OperationDenied.NextHopTypeNotPermitted",
             "The operation is not allowed because the nextHop type is invalid."),
    "a next hop of type {type} carries IPv6 only, and {destination} is IPv4", _SOURCE + "; route table page",
)  # fmt: skip
IPV6_GATEWAY_DESTINATION: Final = Rule(
    "ALI310", "ipv6-gateway-destination", "error",
    ApiFault(400, "OperationUnsupported.Ipv6CidrBlock", "The specified IPv6 CIDR block is unsupported."),
    "a route to an IPv6 gateway has the destination ::/0, not {destination}", "route table page; guess: the code",
)  # fmt: skip
DESTINATION_MALFORMED: Final = Rule(
    "ALI304", "destination-malformed", "error",
    ApiFault(400, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid."),
    "{value!r} is not a CIDR block without host bits{hint}", _SOURCE,
)  # fmt: skip
DESTINATION_RESERVED: Final = Rule(
    "ALI305", "destination-reserved", "error",
    ApiFault(400, "InvalidCidrBlock", "Specified CIDR block is not valid."),
    "{destination} is the block of cloud services, which has a system route; a narrower one can have a route",
    _SOURCE + "; the route table guide allows narrower blocks, as use cases of transit routers apply them",
)  # fmt: skip
DESTINATION_IN_VSWITCH: Final = Rule(
    "ALI306", "destination-in-vswitch", "error",
    ApiFault(400, "InvalidCidrBlock", "Specified CIDR block is not valid."),
    "{destination} lies in the VPC's own vSwitch {vswitch}: a custom route may not be as specific as a system route",
    _SOURCE,
)  # fmt: skip
DESTINATION_OVERLAPS_VSWITCH_IPV6: Final = Rule(
    "ALI323", "ipv6-destination-in-vswitch", "error",
    ApiFault(400, "OperationUnsupported.DestinationCidrBlockOverlapWithVSwitch",
             "The destination IPv6 network segment specified in the route entry overlaps with the vSwitch network "
             "segment."),
    "{destination} lies in the VPC's own vSwitch {vswitch}", _SOURCE,
)  # fmt: skip
DESTINATION_DUPLICATE: Final = Rule(
    "ALI307", "duplicate-destination", "error",
    ApiFault(400, "InvalidCIDRBlock.Duplicate", "Specified CIDR block is already exists."),
    "the route table has a route to {destination} already", _SOURCE,
)  # fmt: skip
CONNECTION_ELSEWHERE: Final = Rule(
    "ALI308", "connection-elsewhere", "error",
    ApiFault(400, "ResourceNotFound.VpcPeer", "The specified resource of VpcPeer is not found."),
    "the connection does not join the VPC of this route table",
    "CreateRouteEntry error codes; guess: that a connection of other VPCs counts as not found",
)  # fmt: skip
CONNECTION_INACTIVE: Final = Rule(
    "ALI309", "connection-inactive", "error",
    ApiFault(400, "IncorrectStatus.VpcPeer", "The status of VpcPeer [{connection}] is incorrect."),
    "the connection is {status}; a route may point to it only when it is Activated", _SOURCE,
)  # fmt: skip
VPC_WITHOUT_IPV6: Final = Rule(
    "ALI314", "vpc-without-ipv6", "error",
    ApiFault(400, "OperationDenied.VpcIpv6NotEnabled", "IPv6 has not been enabled for the VPC."),
    "{destination} is IPv6, but the VPC of this route table has no IPv6", _SOURCE,
)  # fmt: skip


def effective_type(type: Maybe[str | None]) -> Maybe[str]:
    """The next-hop type in force: the API takes ``Instance`` where none is given."""
    return type if type is UNKNOWN or type else nexthops.DEFAULT_TYPE


def check_destination(destination: Maybe[str]) -> Violations:
    """A destination on its own: form and reserved ranges. A prefix list id (``pl-``) is not judged."""
    if destination is UNKNOWN or destination.startswith("pl-"):
        return
    block = parse(destination)
    if block is None:
        clean = parse(destination, strict=False)
        hint = f"; did you mean {clean}?" if clean else ""
        yield DESTINATION_MALFORMED.broken("destination_cidrblock", value=destination, hint=hint)
    elif block == CLOUD_SERVICES:
        yield DESTINATION_RESERVED.broken("destination_cidrblock", destination=block)


def check_next_hop(type: Maybe[str | None], id: Maybe[str | None]) -> Violations:
    """A next hop on its own: a type that exists, an id of that type."""
    if (type is None or type == "") and (id is None or id == ""):
        yield NEXT_HOP_MISSING.broken("nexthop_id")
        return
    in_force = effective_type(type)
    if in_force is UNKNOWN:
        return
    hop = nexthops.TYPES.get(in_force)
    if hop is None:
        meant = nexthops.canonical(in_force)
        yield NEXT_HOP_TYPE.broken("nexthop_type", value=in_force, hint=f"; did you mean {meant}?" if meant else "")
    elif id is not UNKNOWN and not (id and hop.accepts(id)):
        other = nexthops.type_of_id(id) if id else None
        hint = f"; ids beginning with {other.prefix} are of type {other.name}" if other and other is not hop else ""
        yield NEXT_HOP_ID.broken("nexthop_id", value=id or "", type=hop.name, prefix=hop.prefix, hint=hint)


def check_next_hop_list(
    hops: Iterable[tuple[Maybe[str | None], Maybe[int | None]]], *, also_single: bool
) -> Violations:
    """A list of next hops ``(type, weight)`` that share a destination."""
    members = list(hops)
    if also_single:
        yield NEXT_HOP_TWICE.broken("next_hops")
    if not 2 <= len(members) <= 16:
        yield NEXT_HOP_LIST_SIZE.broken("next_hops", count=len(members))
    for type, weight in members:
        in_force = effective_type(type)
        if in_force is not UNKNOWN and in_force != "RouterInterface":
            yield NEXT_HOP_LIST_TYPE.broken("next_hops", value=in_force)
        if weight is not UNKNOWN and weight is not None and not 0 <= weight <= 255:
            yield NEXT_HOP_WEIGHT.broken("next_hops", value=weight)


def check_ip_version(destination: Maybe[Cidr], type: Maybe[str | None], vpc_has_ipv6: Maybe[bool]) -> Violations:
    """The next hop, and the VPC, carry the destination's IP version."""
    in_force = effective_type(type)
    hop = None if in_force is UNKNOWN else nexthops.TYPES.get(in_force)
    if destination is UNKNOWN:
        return
    if destination.version == 6 and vpc_has_ipv6 is False:
        yield VPC_WITHOUT_IPV6.broken("destination_cidrblock", destination=destination)
    if hop is None:
        return
    if destination.version == 6 and not hop.ipv6:
        yield NEXT_HOP_NO_IPV6.broken("nexthop_type", type=hop.name, destination=destination)
    elif destination.version == 4 and not hop.ipv4:
        yield NEXT_HOP_NO_IPV4.broken("nexthop_type", type=hop.name, destination=destination)
    elif hop.name == "IPv6Gateway" and destination != DEFAULT_IPV6:
        yield IPV6_GATEWAY_DESTINATION.broken("destination_cidrblock", destination=destination)


def check_against_vswitches(destination: Cidr, vswitches: Iterable[Cidr]) -> Violations:
    """A destination is not equal to a vSwitch of the VPC nor inside one; it may contain one."""
    for vswitch in vswitches:
        if vswitch.contains(destination):
            rule = DESTINATION_IN_VSWITCH if destination.version == 4 else DESTINATION_OVERLAPS_VSWITCH_IPV6
            yield rule.broken("destination_cidrblock", destination=destination, vswitch=vswitch)
            return


def check_duplicate(destination: Cidr, present: Iterable[Cidr]) -> Violations:
    """A table has one route to each destination."""
    if destination in set(present):
        yield DESTINATION_DUPLICATE.broken("destination_cidrblock", destination=destination)


def check_connection(table_vpc: str, connection: str, status: str | None, ends: Iterable[str]) -> Violations:
    """A peering as next hop: it exists (``status`` is not None), joins the table's VPC, and is Activated."""
    if status is None or table_vpc not in ends:
        yield CONNECTION_ELSEWHERE.broken("nexthop_id", connection=connection)
    elif status != "Activated":
        yield CONNECTION_INACTIVE.broken("nexthop_id", connection=connection, status=status)


def check_quota(*, used: int, havips: int, vpns: int = 0, type: str, quotas: Quotas, adding: int = 1) -> Violations:
    """``adding`` more custom routes in a table that has ``used``, of which ``havips`` lead to HaVips, in a VPC that has
    ``vpns`` to VPN gateways."""
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
