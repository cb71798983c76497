"""Which addresses the proxy connects to, judged by the address itself and never by how it is written.

A client of another machine must not reach through tfmock what it cannot reach without it: services of this machine's
loopback, its other addresses, its link, the metadata service of the cloud it runs in, and its private networks. So a
name is resolved first, every address that it has is judged here, and the connection goes to a judged address.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

#: Where clouds hand out credentials and settings of the machine; tfmock never connects there.
#: Link-local ones (169.254.169.254 of most clouds, 169.254.170.2 of ECS, 169.254.0.23 of Tencent) are refused as such.
METADATA: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.100.100.200/32",  # Alibaba Cloud
        "168.63.129.16/32",  # Azure WireServer: a public address
        "192.0.0.192/32",  # Oracle Cloud, classic
        "fd00:ec2::/32",  # AWS over IPv6: ::254 metadata, ::23 EKS pod identity
        "fd20:ce::254/128",  # Google Cloud over IPv6
    )
)

#: Names of metadata services, for requests that an upstream proxy resolves.
METADATA_NAMES: Final = (
    "metadata.google.internal",
    "metadata.goog",
    "metadata.tencentyun.com",
    "instance-data",
    "instance-data.ec2.internal",
)

#: NAT64 (RFC 6052, 8215) and translated addresses (RFC 2765): the last 32 bits are an IPv4 address.
_WITH_IPV4: Final = tuple(
    ipaddress.IPv6Network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96")
)
_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")  # RFC 4291, 2.5.5.1: deprecated, and still routed by some


def parse_address(host: str) -> Address | None:
    """An address in any spelling that a resolver accepts; None for a name.

    Resolvers read IPv4 as ``inet_aton`` does: ``1684301000``, ``0x64.100.25800``, ``0144.0144.0144.0310``.
    """
    name = host.strip("[]").rstrip(".").partition("%")[0]
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        pass
    try:
        # glibc's inet_aton takes whatever follows a blank; such a host is no host.
        return None if not name or " " in name else ipaddress.IPv4Address(socket.inet_aton(name))
    except (OSError, UnicodeError):
        return None


def embedded_addresses(address: Address) -> list[Address]:
    """An address, and the IPv4 addresses that it may lead to: mapped, compatible, translated, NAT64, 6to4, Teredo."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    addresses: list[Address] = [address]
    last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    compatible = address in _COMPATIBLE and int(address) > 1  # :: and ::1 are addresses of their own
    if compatible or address.ipv4_mapped is not None or any(address in network for network in _WITH_IPV4):
        addresses.append(last)
    if address.sixtofour is not None:
        addresses.append(address.sixtofour)
    if address.teredo is not None:
        addresses.extend(address.teredo)
    return addresses


def is_loopback(address: Address) -> bool:
    """Whether it leads to this machine's loopback; on Linux the unspecified address does, too."""
    return any(candidate.is_loopback or candidate.is_unspecified for candidate in embedded_addresses(address))


def is_own_address(address: Address) -> bool:
    """Whether this machine has the address, loopback or not."""
    return is_loopback(address) or any(
        _source_address(candidate) in (candidate, "loopback") for candidate in embedded_addresses(address)
    )


def _source_address(address: Address) -> Address | Literal["loopback"] | None:
    """The address that packets to another one would come from; None where no route leads there. Nothing is sent.

    To an own address they come from that same one or, where a whole network is delivered locally, from the loopback.
    Binding to it would answer the question as well, but not where ``ip_nonlocal_bind`` is set, as on failover pairs.
    """
    family = socket.AF_INET if isinstance(address, ipaddress.IPv4Address) else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.connect((str(address), 9))
            source = ipaddress.ip_address(sock.getsockname()[0].partition("%")[0])
    except OSError:
        return None
    return "loopback" if source.is_loopback else source


def is_metadata(host: str) -> bool:
    """Whether a host is a metadata service's address, in any spelling, or the known name of one."""
    if host.rstrip(".").lower() in METADATA_NAMES:
        return True
    address = parse_address(host)
    return address is not None and any(_is_metadata(candidate) for candidate in embedded_addresses(address))


def _is_metadata(address: Address) -> bool:
    return any(address in network for network in METADATA if network.version == address.version)


class Policy:
    """Which clients may connect to which addresses."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        """A policy.

        Args:
            allowed: private networks that clients of other machines may reach, besides the public internet.
        """
        self._allowed = allowed

    def refusal(self, address: Address, *, client_is_local: bool) -> str:
        """Why the proxy does not connect there; empty if it does.

        Args:
            address: as resolved.
            client_is_local: whether the client is of this machine. It reaches this machine's loopback and private
                networks without tfmock as well, so that nothing is gained by refusing them.
        """
        refusals = (self._refusal(candidate, client_is_local) for candidate in embedded_addresses(address))
        return next(filter(None, refusals), "")

    def _refusal(self, address: Address, client_is_local: bool) -> str:
        if _is_metadata(address):
            return "it is a metadata service"
        if address.is_link_local:
            return "it is a link-local address, where metadata services are"
        if address.is_multicast or (isinstance(address, ipaddress.IPv4Address) and address.is_reserved):
            return "it is not the address of a host"
        if client_is_local:
            return ""
        if is_own_address(address):
            return "it is an address of the machine that tfmock runs on, and you are on another"
        if _is_public(address) or any(address in network for network in self._allowed):
            return ""
        return "it is not a public address; start tfmock with --proxy-allow to let other machines reach it"


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    # Forms that carry an IPv4 address are as public as that one is, which is judged as well.
    return address.is_global or len(embedded_addresses(address)) > 1


def parse_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """``("10.0.0.0/8", "fd00::/8", "192.168.7.7")`` as networks.

    Raises:
        ValueError: a text is not a network.
    """
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)
