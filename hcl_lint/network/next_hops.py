"""Next hops of routes: in another VPC than the route table, or interfaces with several IPv6 addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import ResourceInstance, RootModule, may_coexist
from hcl_lint.network.arguments import number
from hcl_lint.network.entities import Route, VSwitch
from hcl_lint.network.identity import Id, certainly_different, identity
from tfmock.rulebook import nexthop_place
from tfmock.rulebook.rule import UNKNOWN, Maybe

#: Resource types that a route can lead to, and the argument that names their VPC, itself or through a vSwitch.
_PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alicloud_instance": "vswitch_id",
        "alicloud_network_interface": "vswitch_id",
        "alicloud_ecs_network_interface": "vswitch_id",
        "alicloud_vpc_ipv4_gateway": "vpc_id",
        "alicloud_nat_gateway": "vpc_id",
        "alicloud_havip": "vswitch_id",
        "alicloud_vpn_gateway": "vpc_id",
        "alicloud_vpc_ipv6_gateway": "vpc_id",
    }
)
RESOURCE_TYPES: Final = frozenset(_PLACES)


def in_other_vpc(
    root: RootModule, routes: tuple[Route, ...], vswitches: Mapping[str, VSwitch]
) -> Iterator[tuple[Route, ResourceInstance, str]]:
    """Routes whose next hop is certainly in another VPC, with the next hop and its VPC."""
    hops = {resource.address: resource for resource in root.of_type(*_PLACES)}
    for route in routes:
        hop = hops.get(route.hop) if isinstance(route.hop, str) else None
        vpc = _vpc_of(root, hop, vswitches) if hop is not None and may_coexist(route.resource, hop) else UNKNOWN
        if hop is not None and isinstance(vpc, str) and certainly_different(route.vpc, vpc):
            yield route, hop, vpc


def _vpc_of(root: RootModule, hop: ResourceInstance, vswitches: Mapping[str, VSwitch]) -> Id:
    name = _PLACES[hop.type]
    id = identity(root, hop.get(name))
    if name == "vpc_id":
        return id
    vswitch = vswitches.get(id) if isinstance(id, str) else None
    return UNKNOWN if vswitch is None else vswitch.vpc


def check_ipv6_interfaces(root: RootModule, routes: tuple[Route, ...]) -> Iterator[Diagnostic]:
    """IPv6 routes to network interfaces."""
    interfaces = {
        interface.address: interface
        for interface in root.of_type("alicloud_network_interface", "alicloud_ecs_network_interface")
    }
    for route in routes:
        hop = interfaces.get(route.hop) if isinstance(route.hop, str) else None
        if hop is None or route.destination is UNKNOWN or route.destination.version != 6:
            continue
        if route.hop_type == "NetworkInterface" and may_coexist(route.resource, hop):
            for violation in nexthop_place.check_interface_ipv6(_ipv6_addresses(hop)):
                notes = (("the network interface", hop),)
                yield diagnostic_at(route.resource, violation, ("nexthop_id",), others=notes, used=True)


def _ipv6_addresses(interface: ResourceInstance) -> Maybe[int | None]:
    """How many IPv6 addresses an interface requests; None where other resources may assign them."""
    listed = interface.get("ipv6_addresses")
    if listed is None or listed.null:
        return number(interface, "ipv6_address_count")
    many = None if listed.sensitive else listed.sequence()
    return UNKNOWN if many is None else len(many)
