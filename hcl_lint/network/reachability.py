"""Who reaches whom, as far as a configuration tells: the twin of ``tfmock reach``, with a third answer."""

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
from hcl_lint.network.facts import Facts, NotKnownError, Piece
from hcl_lint.network.topology import Topology
from tfmock.rulebook.access import Packet
from tfmock.rulebook.cidr import PRIVATE, Cidr, split_at, usable_range
from tfmock.rulebook.reachability import Cause, PacketPath
from tfmock.rulebook.rule import UNKNOWN, Maybe
from tfmock.rulebook.tracing import PacketTrace, TraceEndpoint, endpoint_in_vswitch, trace_packet


@dataclass(frozen=True, slots=True)
class Answer:
    """What a configuration says about one question.

    Attributes:
        reaches: whether the packet arrives and is answered; None where that is not known.
        why: one sentence: what decided, or what is not known.
        piece: where that is written.
        cause: the rulebook's word for it; None where nothing is known.
        routes: the routes that the packets took, as far as they came.
    """

    reaches: bool | None
    why: str
    piece: Piece
    cause: Cause | None = None
    routes: tuple[Route, ...] = ()


class Reach:
    """The questions that can be asked about one configuration."""

    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self.access = Access(topology.root)
        self.net = packets.network_of(topology, self.access)
        self._by_address = {one.address: one for one in topology.root.resources}

    def ask(self, source: ResourceInstance, target: ResourceInstance, packet: Packet) -> Answer:
        """Whether ``source`` reaches ``target``: a vSwitch, an instance, or a VPC, which is all of its vSwitches."""
        try:
            if not self.topology.complete:
                raise NotKnownError("a part of the configuration is not read", Piece(source))
            pairs = list(product(list(self._members(source)), list(self._members(target))))
        except NotKnownError as error:
            return Answer(None, str(error), error.piece)
        answers = [self._between(one, other, packet) for one, other in pairs]
        worst: tuple[Literal[False] | None, ...] = (False, None)
        found = (one for reaches in worst for one in answers if one.reaches is reaches)
        return next(found, answers[0])

    def _members(self, one: ResourceInstance) -> Iterator[ResourceInstance]:
        if one.type != "alicloud_vpc":
            yield one
            return
        members = self.net.by_vpc.get(one.address, ())
        if not members:
            raise NotKnownError(f"{one.address} has no vSwitch, so nobody in it can send or receive", Piece(one))
        yield from (self._by_address[vswitch.id] for vswitch in members)

    def _between(self, source: ResourceInstance, target: ResourceInstance, packet: Packet) -> Answer:
        try:
            ends = self._ends(source), self._ends(target)
            try:
                found = [trace_packet(self.net, one, other, packet) for one, other in product(*ends)]
            except NotKnownError:
                found = self._unfiltered(ends, packet)
                if any(one.reachable for one in found):
                    raise
        except NotKnownError as error:
            return Answer(None, str(error), error.piece)
        if len({one.reachable for one in found}) > 1:
            return _depends(source, target, ends, next(one for one in found if not one.reachable))
        return self._answer(source, found[0])

    def _unfiltered(self, ends: tuple[list[TraceEndpoint], list[TraceEndpoint]], packet: Packet) -> list[PacketTrace]:
        """The same without access rules, which only ever stop packets: where they fail, nothing more need be known."""
        net = packets.network_of(self.topology)
        sources, targets = ([replace(end, groups=()) for end in each] for each in ends)
        return [trace_packet(net, one, other, packet) for one, other in product(sources, targets)]

    def _ends(self, one: ResourceInstance) -> list[TraceEndpoint]:
        """All that an end may be: more than one where the cloud chooses its address, or a fact about it is open."""
        if one.type == "alicloud_vswitch":
            vswitch = self.net.vswitches[one.address]
            return [end for end in (endpoint_in_vswitch(vswitch.id, vswitch.blocks),) if end is not None]
        place = Facts(one).id(self.topology.root, "vswitch_id")
        home = self.net.vswitches.get(place)
        if home is None:
            raise Facts(one).missing("vswitch_id")
        made = self.access.instance(one, home.blocks[0])
        return [
            TraceEndpoint(
                vswitch=made.vswitch,
                address=address,
                groups=made.groups,
                name=made.id,
                internet=internet,
                running=running,
            )
            for address in self._addresses(made)
            for internet, running in product(_either(made.internet), _either(made.running))
        ]

    def _addresses(self, made: Instance) -> Iterator[Cidr]:
        """One address of each kind: those that every route, rule and vSwitch treats alike count once."""
        if made.address.mask == made.address.bits:
            yield made.address
            return
        first, last = usable_range(made.address)
        cuts = set(self._blocks())
        seen: set[frozenset[Cidr]] = set()
        for part in split_at(made.address, cuts):
            address = Cidr(part.version, max(part.first, first), part.bits)
            consume_budget(len(cuts))
            kind = frozenset(cut for cut in cuts if cut.contains(part))
            if address.first <= min(part.last, last) and kind not in seen:
                seen.add(kind)
                yield address

    def _blocks(self) -> Iterable[Cidr]:
        yield from PRIVATE
        yield from (one.destination for one in self.topology.routes if one.destination is not UNKNOWN)
        yield from (one.block for one in self.topology.vswitches if one.block is not UNKNOWN)
        yield from self.access.blocks()

    def _answer(self, source: ResourceInstance, verdict: PacketTrace) -> Answer:
        walk = verdict.decisive
        routes = tuple(route for hop in walk.hops for route in self._routes(hop.table, hop.destination))
        back = "the answer does not come back: " if verdict.forward.reachable and not walk.reachable else ""
        piece = self._piece(walk, routes) or Piece(source)
        return Answer(verdict.reachable, back + walk.why, piece, walk.cause, routes)

    def _routes(self, table: str, destination: Cidr | None) -> Iterator[Route]:
        for one in self.topology.routes_in(table):
            listed = self.topology.lists.find(one.prefix_list)
            blocks = (one.destination,) if listed is None else tuple(prefix_lists.known_blocks(listed))
            if one.table == table and destination in blocks:
                yield one

    def _piece(self, walk: PacketPath, routes: tuple[Route, ...]) -> Piece | None:
        """Where the piece that decided is written."""
        if walk.rule and walk.cause in ("source-network-acl", "target-network-acl"):
            direction: Literal["egress", "ingress"] = "egress" if walk.cause == "source-network-acl" else "ingress"
            found = self.access.entry(walk.owner, direction, walk.rule)
            if found is not None:
                return found
        if walk.cause in ("wrong-next-hop", "connection-missing") and routes:
            return Piece(routes[0].resource, ("nexthop_id",))
        if walk.cause in ("source-not-running", "target-not-running"):
            return Piece(self._by_address[walk.owner], ("status",))
        decided = (walk.rule, walk.owner.removesuffix(".route_table_id"), walk.hops[0].next_hop if walk.hops else "")
        resource = next((self._by_address[id] for id in decided if id in self._by_address), None)
        return Piece(resource) if resource is not None else None


def _either(fact: Maybe[bool]) -> tuple[bool, ...]:
    return (True, False) if fact is UNKNOWN else (fact,)


def _depends(
    source: ResourceInstance,
    target: ResourceInstance,
    ends: tuple[list[TraceEndpoint], list[TraceEndpoint]],
    failed: PacketTrace,
) -> Answer:
    """It depends on something about an end that only the cloud, or somebody else, will know."""
    open, each = (source, ends[0]) if len(ends[0]) > 1 else (target, ends[1])
    what = "status"
    if len({end.internet for end in each}) > 1:
        what = "internet_max_bandwidth_out"
    if len({end.address for end in each}) > 1:
        what = "private_ip"
    return Answer(None, f"it depends on {what} of {open.address}: {failed.decisive.why}", Piece(open, (what,)))
