"""The question of ``tfmock reach``: does a packet get from one end to the other, and the answer back?"""

from __future__ import annotations

from dataclasses import dataclass

from tfmock.core.store import Transaction
from tfmock.rulebook.access import Packet
from tfmock.rulebook.tracing import PacketTrace, TraceEndpoint, trace_packet
from tfmock.simulation.endpoints import resolve
from tfmock.simulation.network_view import network


@dataclass(frozen=True, slots=True)
class Reaching:
    """Between whom, and with which packet.

    Attributes:
        source: id or name of an instance, interface, vSwitch or VPC, ``vsw-1=10.0.0.5``, or an address.
        target: the same.
        protocol: tcp, udp or icmp; empty is tcp where a port is given, else icmp.
        port: the destination's.
        source_port: the sender's; None is any that a client may get.
        one_way: the packet there only, not the answer to it.
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
        """What is sent."""
        ported = self.port is not None or self.source_port is not None
        return Packet(self.protocol or ("tcp" if ported else "icmp"), self.port, self.source_port)

    @property
    def version(self) -> int:
        """Of the Internet Protocol: 4 or 6."""
        return 6 if self.ipv6 or self.source.count(":") > 1 or self.target.count(":") > 1 else 4


@dataclass(frozen=True, slots=True)
class Reached:
    """The answer, for the two ends that decided."""

    source: TraceEndpoint
    target: TraceEndpoint
    trace: PacketTrace


def reach(tx: Transaction, question: Reaching) -> Reached:
    """The first failure of all ends that the two names stand for, else the last success.

    Raises:
        UnknownEnd: a name stands for nothing, or for too much.
        EmptyEnd: it stands for a VPC without vSwitches.
    """
    sources = resolve(tx, question.source, question.version)
    targets = resolve(tx, question.target, question.version)
    net = network(tx)
    found: Reached | None = None
    for source in sources:
        for target in targets:
            trace = trace_packet(net, source, target, question.packet)
            found = Reached(source, target, PacketTrace(trace.forward, None if question.one_way else trace.reverse))
            if not found.trace.reachable:
                return found
    assert found is not None  # resolve gives at least one end
    return found
