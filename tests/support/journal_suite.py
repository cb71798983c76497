"""The concurrency suite: many clients in many worlds, through one server or several that share a store."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from tests.support.serving import BEIJING, HANGZHOU, Client, RefusedError

_THREADS = 6
ALICE, BOB = "1000000000000001", "2000000000000002"


def peering_cycle(ports: tuple[int, ...], world: str, resources: int) -> set[str]:
    """Fill a world with so many resources, peer two of its VPCs across accounts, route, tear the peering down.

    Returns the ids that are left, as the world itself lists them; asserts that they are what was made.
    """
    alice, bob = Client(ports, world, ALICE, HANGZHOU), Client(ports, world, BOB, BEIJING)
    try:
        ids = _fill(alice, "10.0.0.0/8", resources // 2) | _fill(bob, "172.16.0.0/12", resources - resources // 2)
        requester, accepter = _vpcs(alice)[0], _vpcs(bob)[0]
        ends = {"VpcId": requester, "AcceptingVpcId": accepter, "AcceptingRegionId": BEIJING, "AcceptingAliUid": BOB}
        connection = alice.id("VpcPeer.CreateVpcPeerConnection", "InstanceId", **ends)
        assert _status(bob, connection) == "Accepting"
        bob.call("VpcPeer.AcceptVpcPeerConnection", InstanceId=connection)
        assert _status(alice, connection) == "Activated"
        for client, vpc, destination in ((alice, requester, "172.16.0.0/12"), (bob, accepter, "10.0.0.0/8")):
            table = cast("dict[str, list[str]]", client.call("DescribeVpcAttribute", VpcId=vpc)["RouterTableIds"])
            route = {"RouteTableId": table["RouterTableIds"][0], "DestinationCidrBlock": destination}
            client.call("CreateRouteEntry", NextHopType="VpcPeer", NextHopId=connection, **route)
        assert _refusal(alice, "VpcPeer.DeleteVpcPeerConnection", connection).startswith("OperationDenied")
        alice.call("VpcPeer.DeleteVpcPeerConnection", InstanceId=connection, Force="true")
        assert _refusal(alice, "VpcPeer.GetVpcPeerConnectionAttribute", connection).startswith("ResourceNotFound")
        left = {id for client in (alice, bob) for vpc in _vpcs(client) for id in (vpc, *_vswitches(client, vpc))}
        assert left == ids
        return left
    finally:
        alice.close()
        bob.close()


def in_parallel(worlds: int, work: Callable[[str], set[str]]) -> dict[str, set[str]]:
    """The same work in so many worlds at once; the ids that each of them has at the end."""
    names = [f"job-{number}" for number in range(worlds)]
    with ThreadPoolExecutor(_THREADS) as pool:
        return dict(zip(names, pool.map(work, names), strict=True))


def contend(ports: tuple[int, ...], world: str, per_thread: int) -> None:
    """Many clients change one world at once: nothing is lost, nothing is there twice."""

    def work(number: int) -> list[str]:
        client = Client(ports, world)
        client._turn = number
        try:
            return [
                client.id("CreateVpc", "VpcId", CidrBlock="10.0.0.0/8", VpcName=f"vpc-{number}-{turn}")
                for turn in range(per_thread)
            ]
        finally:
            client.close()

    with ThreadPoolExecutor(_THREADS) as pool:
        created = [id for ids in pool.map(work, range(_THREADS)) for id in ids]
    assert len(set(created)) == len(created) == _THREADS * per_thread
    for port in ports:  # and each server sees all of it
        client = Client((port,), world)
        assert set(_vpcs(client)) == set(created)
        client.close()


def _fill(client: Client, cidr: str, resources: int) -> set[str]:
    """VPCs with four vSwitches each."""
    ids: set[str] = set()
    first, _, rest = cidr.partition(".")
    second = int(rest.split(".")[0])
    vpc = ""
    for number in range(resources):
        if number % 5 == 0:
            vpc = client.id("CreateVpc", "VpcId", CidrBlock=cidr)
            ids.add(vpc)
        else:
            block = f"{first}.{second}.{number}.0/24"
            zone = f"{client.region}-b"
            ids.add(client.id("CreateVSwitch", "VSwitchId", VpcId=vpc, ZoneId=zone, CidrBlock=block))
    return ids


def _vpcs(client: Client) -> list[str]:
    ids: list[str] = []
    page = 1
    while True:
        reply = client.call("DescribeVpcs", PageSize="50", PageNumber=str(page))
        listed = cast("dict[str, list[dict[str, str]]]", reply["Vpcs"])["Vpc"]
        ids += [vpc["VpcId"] for vpc in listed]
        if len(ids) >= cast("int", reply["TotalCount"]) or not listed:
            return ids
        page += 1


def _vswitches(client: Client, vpc: str) -> list[str]:
    reply = client.call("DescribeVSwitches", VpcId=vpc, PageSize="50")
    return [vswitch["VSwitchId"] for vswitch in cast("dict[str, list[dict[str, str]]]", reply["VSwitches"])["VSwitch"]]


def _status(client: Client, connection: str) -> str:
    return client.id("VpcPeer.GetVpcPeerConnectionAttribute", "Status", InstanceId=connection)


def _refusal(client: Client, action: str, connection: str) -> str:
    try:
        client.call(action, InstanceId=connection)
    except RefusedError as refused:
        return str(refused)
    return "not refused"
