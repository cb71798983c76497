"""Eight threads on one world under a tiny switch interval: nothing lost, nothing mixed up, every id once."""

from __future__ import annotations

import http.client
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.conftest import Served, world_of
from tests.support.lab import ALICE, BOB, VERSIONS, Json, Lab, RefusedError, flatten
from tfmock.core.store import Transaction
from tfmock.services.vpc.models.vpc import VpcRow

THREADS = 8


@pytest.fixture(autouse=True)
def _eager_switches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Threads take turns as often as they can, and at every read and write of a store, so that the tests of one
    world fail as soon as its lock is taken away (tried)."""

    def yielding(name: str) -> None:
        real = getattr(Transaction, name)

        def method(self: Transaction, *args: Any) -> Any:
            time.sleep(0)
            return real(self, *args)

        monkeypatch.setattr(Transaction, name, method)

    for name in ("put", "find", "get", "next_serial"):
        yielding(name)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def together(work: Callable[[int], list[str]]) -> list[list[str]]:
    """Run ``work(0..7)`` at the same time."""
    barrier = Barrier(THREADS)

    def run(number: int) -> list[str]:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_concurrent_calls_lose_and_mix_up_nothing(lab: Lab) -> None:
    lab.quota(vpc_quota_instances_num=1000)
    per_thread = 25

    def work(thread: int) -> list[str]:
        ids = []
        for number in range(per_thread):
            name = f"t{thread}-{number}"
            reply = lab.call("CreateVpc", VpcName=name, CidrBlock="10.0.0.0/16", ClientToken=name)
            shown = lab.call("DescribeVpcAttribute", VpcId=reply["VpcId"])
            assert (shown["VpcName"], shown["VRouterId"]) == (name, reply["VRouterId"])
            lab.call("TagResources", ResourceType="VPC", ResourceId=[reply["VpcId"]], Tag=[{"Key": "t", "Value": name}])
            ids += [reply["VpcId"], reply["RouteTableId"], reply["VRouterId"]]
            with pytest.raises(RefusedError, match="ParamExclusive"):  # a failure among successes undoes only its own
                lab.call("ModifyVpcAttribute", VpcId=reply["VpcId"], CidrBlock="10.0.0.0/8", EnableIPv6=True)
        return ids

    ids_by_thread = together(work)
    ids = [id for thread in ids_by_thread for id in thread]
    assert len(set(ids)) == len(ids) == THREADS * per_thread * 3
    rows = lab.world.store.table(VpcRow).rows()
    assert len(rows) == THREADS * per_thread
    assert len({row.serial for row in rows}) == len(rows)
    for row in rows:
        tags = lab.call("DescribeVpcAttribute", VpcId=row.id)["Tags"]["Tag"]
        assert tags == [{"Key": "t", "Value": row.vpc_name}]
    lab.snapshot()  # the indexes fit the rows


def test_only_one_of_eight_threads_connects_the_pair(lab: Lab) -> None:
    vpc, other = lab.vpc("10.0.0.0/16")["VpcId"], lab.vpc("10.1.0.0/16", by=BOB)["VpcId"]

    codes = set()

    def work(thread: int) -> list[str]:
        try:
            return [lab.peer(vpc, other, to=BOB) if thread % 2 else lab.peer(other, vpc, by=BOB, to=ALICE)]
        except RefusedError as refused:
            codes.add(refused.code)
            return []

    assert sum(map(len, together(work))) == 1
    assert codes == {"ResourceAlreadyExist.VpcPeer"}


def test_a_quota_holds(lab: Lab) -> None:
    vpc = lab.vpc("10.0.0.0/16")["VpcId"]
    codes = set()

    def work(thread: int) -> list[str]:
        ids = []
        for number in range(3):
            try:
                ids.append(
                    lab.call("CreateRouteTable", VpcId=vpc, RouteTableName=f"t{thread}-{number}")["RouteTableId"]
                )
            except RefusedError as refused:
                codes.add(refused.code)
        return ids

    assert sum(map(len, together(work))) == lab.world.settings.quotas.vpc_quota_route_tables_num
    assert codes == {"QuotaExceeded.RouteTable"}


def test_eight_threads_with_one_client_token_create_one_resource(lab: Lab) -> None:
    ids = together(lambda thread: [str(lab.vpc(ClientToken="same")["VpcId"])])
    assert len({id for thread in ids for id in thread}) == 1
    assert lab.call("DescribeVpcs")["TotalCount"] == 1


def test_worlds_are_created_once(lab: Lab) -> None:
    worlds = together(lambda thread: [str(id(lab.universe.world(f"{lab.name}-{n}"))) for n in range(20)])
    assert worlds == [worlds[0]] * THREADS


def test_through_the_real_server(served: Served, request: pytest.FixtureRequest) -> None:
    lab = Lab(served.app, world_of(request)).quota(vpc_quota_instances_num=1000)
    host, _, port = served.running.url.removeprefix("http://").partition(":")

    def work(thread: int) -> list[str]:
        connection = http.client.HTTPConnection(host, int(port), timeout=10)
        ids: list[str] = []

        def ask(action: str, **params: object) -> Json:
            from json import loads

            common = {"Version": VERSIONS["Vpc"], "Action": action, "Format": "JSON", "AccessKeyId": lab.key()}
            connection.request("POST", "/?" + urlencode(common), urlencode(flatten(params)))
            answer = connection.getresponse()
            reply: Json = loads(answer.read())
            assert answer.status == 200, reply
            return reply

        for number in range(15):
            name = f"t{thread}-{number}"
            vpc = ask("CreateVpc", VpcName=name, CidrBlock="10.0.0.0/16")["VpcId"]
            assert ask("DescribeVpcAttribute", VpcId=vpc)["VpcName"] == name
            ask("ModifyVpcAttribute", VpcId=vpc, Description=name)
            ids.append(vpc)
        connection.close()
        return ids

    ids_by_thread = together(work)
    ids = {id for thread in ids_by_thread for id in thread}
    assert len(ids) == THREADS * 15
    shown = {row.id: (row.vpc_name, row.description) for row in lab.world.store.table(VpcRow).rows()}
    assert shown.keys() == ids
    assert all(name == description for name, description in shown.values())
