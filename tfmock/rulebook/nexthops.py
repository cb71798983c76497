"""Next-hop types of a route entry, the ids that each takes, and common misspellings.

Source: CreateRouteEntry page; route table page for IPv6; provider docs for the spellings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class NextHopType:
    """A type of next hop: the prefix of its ids, and the IP versions of the destinations that it serves."""

    name: str
    prefix: str
    ipv4: bool
    ipv6: bool
    #: The Terraform resource type whose id it takes.
    resource: str

    def accepts(self, id: str) -> bool:
        """Whether ``id`` has the form of this type. Published samples vary in length, so any length is accepted."""
        return id.startswith(self.prefix) and re.fullmatch(r"[a-z0-9]{1,40}", id[len(self.prefix) :]) is not None


DEFAULT_TYPE: Final = "Instance"
PEERING_TYPE: Final = "VpcPeer"

TYPES: Final = MappingProxyType(
    {
        hop.name: hop
        for hop in (
            NextHopType(name="Instance", prefix="i-", ipv4=True, ipv6=True, resource="alicloud_instance"),
            NextHopType(name="HaVip", prefix="havip-", ipv4=True, ipv6=False, resource="alicloud_havip"),
            NextHopType(
                name="RouterInterface", prefix="ri-", ipv4=True, ipv6=True, resource="alicloud_router_interface"
            ),
            NextHopType(
                name="NetworkInterface", prefix="eni-", ipv4=True, ipv6=True, resource="alicloud_network_interface"
            ),
            NextHopType(name="VpnGateway", prefix="vpn-", ipv4=True, ipv6=False, resource="alicloud_vpn_gateway"),
            NextHopType(
                name="IPv6Gateway", prefix="ipv6gw-", ipv4=False, ipv6=True, resource="alicloud_vpc_ipv6_gateway"
            ),
            NextHopType(name="NatGateway", prefix="ngw-", ipv4=True, ipv6=False, resource="alicloud_nat_gateway"),
            NextHopType(
                name="Attachment",
                prefix="tr-attach-",
                ipv4=True,
                ipv6=True,
                resource="alicloud_cen_transit_router_vpc_attachment",
            ),
            NextHopType(name="VpcPeer", prefix="pcc-", ipv4=True, ipv6=True, resource="alicloud_vpc_peer_connection"),
            NextHopType(
                name="Ipv4Gateway", prefix="ipv4gw-", ipv4=True, ipv6=False, resource="alicloud_vpc_ipv4_gateway"
            ),
            NextHopType(
                name="GatewayEndpoint", prefix="vpce-", ipv4=True, ipv6=False, resource="alicloud_vpc_gateway_endpoint"
            ),
            NextHopType(
                name="Ecr",
                prefix="ecr-assoc-",
                ipv4=True,
                ipv6=True,
                resource="alicloud_express_connect_router_vpc_association",
            ),
            NextHopType(
                name="GatewayLoadBalancerEndpoint",
                prefix="ep-",
                ipv4=True,
                ipv6=True,
                resource="alicloud_privatelink_vpc_endpoint",
            ),
        )
    }
)

_SPELLINGS: Final = MappingProxyType(
    {
        "vpcpeering": "VpcPeer", "vpcpeerconnection": "VpcPeer", "peerconnection": "VpcPeer", "peering": "VpcPeer",
        "eni": "NetworkInterface", "ecs": "Instance", "transitrouter": "Attachment", "trattachment": "Attachment",
        "nat": "NatGateway", "vpn": "VpnGateway", "pcc": "VpcPeer",
    }
)  # fmt: skip


def suggest_type(spelling: str) -> str | None:
    """The type meant by ``vpc_peer`` or ``Network interface``; None when that is not clear."""
    letters = re.sub(r"[\s_-]", "", spelling).lower()
    exact = next((name for name in TYPES if name.lower() == letters), None)
    return exact or _SPELLINGS.get(letters)


def type_of_id(id: str) -> NextHopType | None:
    """The type whose prefix begins ``id``; the longest prefix wins."""
    fitting = [hop for hop in TYPES.values() if id.startswith(hop.prefix)]
    return max(fitting, key=lambda hop: len(hop.prefix), default=None)
