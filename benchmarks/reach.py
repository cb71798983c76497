"""How long one answer of ``tfmock reach`` takes on a large world.

    python -m benchmarks.reach

1,000 VPCs, 3,000 connections, 60 routes in each of 1,000 tables, two ends that are three look-ups apart.
"""

from __future__ import annotations

import random
import time

from tfmock.core.lifecycle import Status
from tfmock.core.store import Store, Transaction
from tfmock.core.world_settings import WorldSettings
from tfmock.rulebook.access import Packet
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.tracing import TraceEndpoint, trace_packet
from tfmock.services.vpc.models.route_entry import NextHop, RouteEntryRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import Party, PeeringRow
from tfmock.simulation.network_view import network

VPCS, CONNECTIONS, ROUTES = 1000, 3000, 60
ACCOUNT, REGION, READY = "1000000000000001", "cn-hangzhou", Status("Available", 0.0)


def block(number: int) -> Cidr:
    """The block of a VPC's vSwitch: 10.x.y.0/24."""
    return Cidr(4, (10 << 24) | (number << 8), 24)


def world() -> Store:
    """The rows, written straight into a store."""
    store = Store()
    tx = Transaction(store, 0.0, WorldSettings().profile)
    chance = random.Random(1)
    pairs = [(n % VPCS, (n % VPCS + 1 + n // VPCS) % VPCS) for n in range(CONNECTIONS)]
    peers: dict[int, list[tuple[str, int]]] = {}
    for number, (first, second) in enumerate(pairs):
        id = f"pcc-{number}"
        sides = [Party(ACCOUNT, REGION, f"vpc-{vpc}", "") for vpc in (first, second)]
        tx.put(
            PeeringRow(
                id=id, serial=tx.next_serial(), requester=sides[0], accepter=sides[1], name="", description="",
                bandwidth=-1, link_type="", gmt_create=0.0, gmt_modified=0.0, status=Status("Activated", 0.0),
            )
        )  # fmt: skip
        peers.setdefault(first, []).append((id, second))
        peers.setdefault(second, []).append((id, first))
    for number in range(VPCS):
        _vpc(tx, number, peers[number], chance)
    return store


def _vpc(tx: Transaction, number: int, peers: list[tuple[str, int]], chance: random.Random) -> None:
    vpc, table, own = f"vpc-{number}", f"vtb-{number}", block(number)
    tx.put(
        VpcRow(id=vpc, serial=tx.next_serial(), account=ACCOUNT, region_id=REGION, cidr_block="10.0.0.0/8", vpc_name="",
               description="", creation_time=0.0, v_router_id="", resource_group_id="", status=READY)
    )  # fmt: skip
    tx.put(
        RouteTableRow(
            id=table,
            serial=tx.next_serial(),
            account=ACCOUNT,
            region_id=REGION,
            vpc_id=vpc,
            router_id="",
            route_table_type="System",
            associate_type="VSwitch",
            route_table_name="",
            description="",
            creation_time=0.0,
            resource_group_id="",
            status=READY,
        )
    )
    tx.put(
        VSwitchRow(
            id=f"vsw-{number}",
            serial=tx.next_serial(),
            account=ACCOUNT,
            region_id=REGION,
            vpc_id=vpc,
            zone_id="",
            cidr_block=str(own),
            route_table_id=table,
            v_switch_name="",
            description="",
            creation_time=0.0,
            resource_group_id="",
            status=READY,
        )
    )
    routes = [(block(far), id) for id, far in peers]
    while len(routes) < ROUTES:
        id, _ = chance.choice(peers)
        routes.append((Cidr(4, (172 << 24) | chance.randrange(1 << 20) << 4, 28), id))
    for destination, id in routes:
        tx.put(
            RouteEntryRow(
                id=f"rte-{tx.next_serial()}",
                serial=tx.next_serial(),
                route_table_id=table,
                vpc_id=vpc,
                destination_cidr_block=str(destination),
                destination_block=destination,
                next_hops=(NextHop("VpcPeer", id),),
                route_entry_name="",
                description="",
                gmt_modified=0.0,
                status=READY,
            )
        )


def main() -> None:
    """Print the time of one answer, network built anew each time as the command does."""
    store = world()
    times = []
    for number in range(200):
        far = (number + 1) % VPCS
        ends = [
            TraceEndpoint(vswitch=f"vsw-{n}", address=Cidr(4, block(n).first + 9, 32), name=f"vsw-{n}")
            for n in (number, far)
        ]
        start = time.perf_counter()
        verdict = trace_packet(network(Transaction(store, 0.0, WorldSettings().profile)), ends[0], ends[1], Packet())
        times.append(time.perf_counter() - start)
        assert verdict.reachable, verdict.decisive
    times.sort()
    routes = len(store.table(RouteEntryRow))
    print(
        f"{VPCS} VPCs, {CONNECTIONS} connections, {routes} routes: "
        f"median {times[100] * 1000:.2f} ms, worst {times[-1] * 1000:.2f} ms an answer"
    )


if __name__ == "__main__":
    main()
