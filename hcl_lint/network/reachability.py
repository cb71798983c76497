"""Who reaches whom, as far as a configuration says: as ``tfmock reach``, with a third answer for what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from hcl_lint.common.work import consume_budget
from hcl_lint.evaluate.model import ResourceInstance
from hcl_lint.network import packets, prefix_lists
from hcl_lint.network.access import Access, Instance
from hcl_lint.network.entities import Route
from hcl_lint.network.facts import Facts, Location, NotKnownError
from hcl_lint.network.identity import vpc_of_system_table
from hcl_lint.network.topology import Topology
from tfmock.rulebook.access import Packet
from tfmock.rulebook.cidr import PRIVATE, Cidr, split_at, usable_range
from tfmock.rulebook.reachability import Cause, PacketPath
from tfmock.rulebook.rule import UNKNOWN, Maybe
from tfmock.rulebook.tracing import PacketTrace, TraceEndpoint, endpoint_in_vswitch, trace_packet


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether one endpoint reaches another.

    Attributes:
        reaches: whether the packet arrives and is answered; None where that is not known.
        why: one sentence: what decided, or what is not known.
        location: where that is written.
        cause: the rulebook's word for it; None where nothing is known.
        routes: the routes that the packets took, as far as they came.
    """

    reaches: bool | None
    why: str
    location: Location
    cause: Cause | None = None
    routes: tuple[Route, ...] = ()


class Reachability:
    """Who reaches whom in one configuration."""

    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self.access = Access(topology.root)
        self.network = packets.network_of(topology, self.access)
        self._by_address = {resource.address: resource for resource in topology.root.resources}

    def between(self, source: ResourceInstance, target: ResourceInstance, packet: Packet) -> Answer:
        """Whether ``source`` reaches ``target``: a vSwitch, an instance, or a VPC, which is all of its vSwitches."""
        try:
            if not self.topology.complete:
                raise NotKnownError("a part of the configuration is not read", Location(source))
            pairs = list(product(list(self._members(source)), list(self._members(target))))
        except NotKnownError as error:
            return _unknown(error)
        answers = [self._between_members(member, other, packet) for member, other in pairs]
        worst: tuple[Literal[False] | None, ...] = (False, None)
        failed = (answer for reaches in worst for answer in answers if answer.reaches is reaches)
        return next(failed, answers[0])

    def _members(self, resource: ResourceInstance) -> Iterator[ResourceInstance]:
        if resource.type != "alicloud_vpc":
            yield resource
            return
        members = self.network.by_vpc.get(resource.address, ())
        if not members:
            what = f"{resource.address} has no vSwitch, so nothing in it can send or receive"
            raise NotKnownError(what, Location(resource))
        yield from (self._by_address[vswitch.id] for vswitch in members)

    def _between_members(self, source: ResourceInstance, target: ResourceInstance, packet: Packet) -> Answer:
        try:
            sources, targets = self._endpoints(source), self._endpoints(target)
            traces = self._trace(sources, targets, packet)
        except NotKnownError as error:
            return _unknown(error)
        if len({trace.reachable for trace in traces}) <= 1:
            return self._answer(source, traces[0])
        failed = next(trace for trace in traces if not trace.reachable)
        return _depends_on(source, sources, failed) if len(sources) > 1 else _depends_on(target, targets, failed)

    def _trace(self, sources: list[TraceEndpoint], targets: list[TraceEndpoint], packet: Packet) -> list[PacketTrace]:
        """The packet between each pair of endpoints.

        Access rules only ever stop packets: where the packet fails without them, they need not be known.

        Raises:
            NotKnownError: something that decides is not known.
        """
        try:
            return [trace_packet(self.network, *pair, packet) for pair in product(sources, targets)]
        except NotKnownError:
            unfiltered = packets.network_of(self.topology)
            pairs = product(*([replace(e, groups=()) for e in endpoints] for endpoints in (sources, targets)))
            traces = [trace_packet(unfiltered, source, target, packet) for source, target in pairs]
            if any(trace.reachable for trace in traces):
                raise
            return traces

    def _endpoints(self, resource: ResourceInstance) -> list[TraceEndpoint]:
        """All that it may be: several where the cloud chooses its address, or something about it is not known."""
        if resource.type == "alicloud_vswitch":
            vswitch = self.network.vswitches[resource.address]
            endpoint = endpoint_in_vswitch(vswitch.id, vswitch.blocks)
            return [] if endpoint is None else [endpoint]
        vswitch_of_instance = self.network.vswitches.get(Facts(resource).id(self.topology.root, "vswitch_id"))
        if vswitch_of_instance is None:
            raise Facts(resource).missing("vswitch_id")
        instance = self.access.instance(resource, vswitch_of_instance.blocks[0])
        return [
            TraceEndpoint(
                vswitch=instance.vswitch,
                address=address,
                groups=instance.groups,
                name=instance.id,
                internet=internet,
                running=running,
            )
            for address in self._addresses(instance)
            for internet, running in product(_either(instance.internet), _either(instance.running))
        ]

    def _addresses(self, instance: Instance) -> Iterator[Cidr]:
        """One address of each kind: those that every route, rule and vSwitch treats alike count once."""
        if instance.address.mask == instance.address.bits:
            yield instance.address
            return
        first, last = usable_range(instance.address)
        blocks = set(self._blocks())
        seen: set[frozenset[Cidr]] = set()
        for part in split_at(instance.address, blocks):
            address = Cidr(part.version, max(part.first, first), part.bits)
            consume_budget(len(blocks))
            kind = frozenset(block for block in blocks if block.contains(part))
            if address.first <= min(part.last, last) and kind not in seen:
                seen.add(kind)
                yield address

    def _blocks(self) -> Iterable[Cidr]:
        yield from PRIVATE
        yield from (route.destination for route in self.topology.routes if route.destination is not UNKNOWN)
        yield from (vswitch.block for vswitch in self.topology.vswitches if vswitch.block is not UNKNOWN)
        yield from self.access.blocks()

    def _answer(self, source: ResourceInstance, trace: PacketTrace) -> Answer:
        path = trace.decisive
        routes = tuple(route for hop in path.hops for route in self._routes(hop.table, hop.destination))
        way_back = "the answer does not come back: " if trace.forward.reachable and not path.reachable else ""
        return Answer(
            reaches=trace.reachable,
            why=way_back + path.why,
            location=self._location(path, routes) or Location(source),
            cause=path.cause,
            routes=routes,
        )

    def _routes(self, table: str, destination: Cidr | None) -> Iterator[Route]:
        for route in self.topology.routes_in(table):
            prefix_list = self.topology.lists.find(route.prefix_list)
            blocks = (route.destination,) if prefix_list is None else tuple(prefix_lists.known_blocks(prefix_list))
            if route.table == table and destination in blocks:
                yield route

    def _location(self, path: PacketPath, routes: tuple[Route, ...]) -> Location | None:
        """Where that is written which decided."""
        if path.rule and path.cause in ("source-network-acl", "target-network-acl"):
            direction: Literal["egress", "ingress"] = "egress" if path.cause == "source-network-acl" else "ingress"
            location = self.access.entry(path.owner, direction, path.rule)
            if location is not None:
                return location
        if path.cause in ("wrong-next-hop", "connection-missing") and routes:
            return Location(routes[0].resource, ("nexthop_id",))
        if path.cause in ("source-not-running", "target-not-running"):
            return Location(self._by_address[path.owner], ("status",))
        vpc = vpc_of_system_table(path.owner)
        owner = vpc if isinstance(vpc, str) else path.owner
        decisive = (path.rule, owner, path.hops[0].next_hop if path.hops else "")
        resource = next((self._by_address[id] for id in decisive if id in self._by_address), None)
        return Location(resource) if resource is not None else None


def _unknown(error: NotKnownError) -> Answer:
    return Answer(reaches=None, why=str(error), location=error.location)


def _either(fact: Maybe[bool]) -> tuple[bool, ...]:
    return (True, False) if fact is UNKNOWN else (fact,)


def _depends_on(resource: ResourceInstance, endpoints: list[TraceEndpoint], failed: PacketTrace) -> Answer:
    """It depends on something about an endpoint that is known only once the configuration is applied."""
    argument = "status"
    if len({endpoint.internet for endpoint in endpoints}) > 1:
        argument = "internet_max_bandwidth_out"
    if len({endpoint.address for endpoint in endpoints}) > 1:
        argument = "private_ip"
    why = f"it depends on {argument} of {resource.address}: {failed.decisive.why}"
    return Answer(reaches=None, why=why, location=Location(resource, (argument,)))
