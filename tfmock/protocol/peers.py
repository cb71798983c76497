"""Host names and addresses as texts: which of them are this machine, and where a listener is reached."""

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


def is_loopback_host(host: str) -> bool:
    """Whether a host leads to this machine and nowhere else: ``localhost``, a name below it, or a loopback address.

    Names are not resolved: ``127.example.com`` is a name like any other.
    """
    name = host.strip("[]").rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost") or is_local_peer(name)


def connect_host(listen_host: str) -> str:
    """The host by which this machine connects to a listener, fit for a URL: a listener on all addresses has none."""
    if listen_host in ("0.0.0.0", ""):
        return "127.0.0.1"
    if listen_host == "::":
        return "[::1]"
    return f"[{listen_host}]" if ":" in listen_host else listen_host
