"""The question of ``tfmock reach``: does a packet get from one endpoint to another, and the answer back?"""

from __future__ import annotations

from dataclasses import dataclass

from tfmock.core.store import Transaction
from tfmock.rulebook.access import Packet
from tfmock.rulebook.tracing import PacketTrace, TraceEndpoint, trace_packet
from tfmock.simulation.endpoints import resolve
from tfmock.simulation.network_view import network


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachabilityQuery:
    """Two endpoints and a packet.

    Attributes:
        source: id or name of an instance, interface, vSwitch or VPC, ``vsw-1=10.0.0.5``, or an address.
        target: the same.
        protocol: tcp, udp or icmp; empty is tcp where a port is given, else icmp.
        port: the destination's.
        source_port: the sender's; None is any that a client may get.
        one_way: only the packet itself, not the answer to it.
        ipv6: between the IPv6 addresses of the two, even where they are not written.
    """

    source: str
    target: str
    protocol: str = ""
    port: int | None = None
    source_port: int | None = None
    one_way: bool = False
    ipv6: bool = False

    @property
    def packet(self) -> Packet:
        """The packet that is sent."""
        has_port = self.port is not None or self.source_port is not None
        return Packet(self.protocol or ("tcp" if has_port else "icmp"), self.port, self.source_port)

    @property
    def version(self) -> int:
        """The IP version: 4 or 6."""
        return 6 if self.ipv6 or self.source.count(":") > 1 or self.target.count(":") > 1 else 4


@dataclass(frozen=True, slots=True)
class ReachabilityResult:
    """The answer, with the two endpoints that decided it."""

    source: TraceEndpoint
    target: TraceEndpoint
    trace: PacketTrace


def check_reachability(tx: Transaction, query: ReachabilityQuery) -> ReachabilityResult:
    """The first failure among all endpoints that the two names stand for, else the last success.

    Raises:
        UnknownEndpointError: a name stands for nothing, or for several things.
        EmptyEndpointError: it stands for a VPC without vSwitches.
    """
    sources = resolve(tx, query.source, query.version)
    targets = resolve(tx, query.target, query.version)
    net = network(tx)
    result: ReachabilityResult | None = None
    for source in sources:
        for target in targets:
            trace = trace_packet(net, source, target, query.packet)
            result = ReachabilityResult(
                source, target, PacketTrace(trace.forward, None if query.one_way else trace.reverse)
            )
            if not result.trace.reachable:
                return result
    assert result is not None  # resolve returns at least one endpoint
    return result
