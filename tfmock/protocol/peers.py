"""Who is at the other end of a connection."""

from __future__ import annotations

import ipaddress


def is_local_peer(text: str) -> bool:
    """Whether the other end of a connection, by its address as text, is of this machine; unknown ones are not."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback
