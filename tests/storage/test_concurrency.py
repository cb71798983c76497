"""Worlds do not see each other, however many there are; several processes on one Redis are as one."""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.journal_suite import contend, in_parallel, peering_cycle
from tests.support.serving import Client, RefusedError, control, redis, serve

pytestmark = pytest.mark.xdist_group("state")


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with redis() as address:
        yield address


def assert_apart(worlds: dict[str, set[str]], ports: tuple[int, ...]) -> None:
    """No id of one world is known in another."""
    for world, other in itertools.pairwise(worlds):
        assert not worlds[world] & worlds[other]
    everything = [id for ids in worlds.values() for id in ids]
    assert len(everything) == len(set(everything))
    listed = control(ports[0], "GET", "/worlds")["worlds"]
    assert isinstance(listed, list)
    assert {world["name"] for world in listed} >= set(worlds)


def test_two_hundred_worlds_through_one_server() -> None:
    with serve() as server:
        ports = (server.port,)
        worlds = in_parallel(200, lambda world: peering_cycle(ports, world, 50))
        assert all(len(ids) == 50 for ids in worlds.values())
        assert_apart(worlds, ports)
        contend(ports, "one", 20)


def test_two_processes_on_one_redis_share_worlds(store: str) -> None:
    with serve("--store", store) as server, serve("--store", store) as other:
        ports = (server.port, other.port)
        worlds = in_parallel(20, lambda world: peering_cycle(ports, world, 20))
        assert_apart(worlds, ports)
        contend(ports, "shared", 25)


def test_workers_share_worlds(store: str) -> None:
    with serve("--store", store, "--workers", "2") as server:
        ports = (server.port,)
        worlds = in_parallel(8, lambda world: peering_cycle(ports, f"w{world}", 20))
        assert_apart({f"w{name}": ids for name, ids in worlds.items()}, ports)
        contend(ports, "worked", 20)


def test_a_worker_that_dies_is_started_again(store: str) -> None:
    with serve("--store", store, "--workers", "2") as server:
        (worker,) = children(server.process.pid)
        os.kill(worker, signal.SIGKILL)
        assert server.process.stderr is not None
        assert server.process.stderr.readline() == f"tfmock: worker {worker} was killed by signal 9\n"
        said = server.process.stderr.readline()
        (other,) = children(server.process.pid)
        assert (said, other != worker) == (f"tfmock: worker {other} replaces it\n", True)
        contend((server.port,), "again", 20)
        server.process.terminate()
        assert server.process.wait(10) == 0
        assert not Path(f"/proc/{other}").exists()


@pytest.mark.parametrize("name", ["sick", "default"])
def test_an_unreadable_world_does_not_prevent_the_start(store: str, name: str) -> None:
    from redis import Redis

    from tfmock.storage.redis_journal import keys_of

    direct = Redis.from_url(store)
    direct.delete(keys_of(name)[0])
    direct.xadd(keys_of(name)[0], {"r": "notjson"})
    with serve("--store", store) as server:
        Client((server.port,), "well").call("CreateVpc", CidrBlock="10.0.0.0/8")
        problems = _problems(server.port)
        assert (problems["well"], "cannot read" in problems[name]) == ("", True)
        control(server.port, "DELETE", f"/worlds/{name}")
        assert not _problems(server.port).get(name)
        Client((server.port,), name).call("CreateVpc", CidrBlock="10.0.0.0/8")


def _problems(port: int) -> dict[str, str]:
    listed = control(port, "GET", "/worlds")["worlds"]
    assert isinstance(listed, list)
    return {world["name"]: world["problem"] for world in listed}


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sorted(int(child) for task in tasks for child in (task / "children").read_text().split())


def test_time_and_reset_are_shared(store: str) -> None:
    with serve("--store", store) as server, serve("--store", store) as other:
        first, second = (Client((running.port,), "timed") for running in (server, other))
        vpc = first.id("CreateVpc", "VpcId", CidrBlock="10.0.0.0/8")
        control(server.port, "POST", "/clock/advance?world=timed", {"by": "30d"})
        assert float(str(control(other.port, "GET", "/clock?world=timed")["ahead"])) > 29 * 86400
        control(other.port, "POST", "/snapshots?world=timed", {"name": "base"})
        second.call("DeleteVpc", VpcId=vpc)
        assert first.call("DescribeVpcs")["TotalCount"] == 0
        control(server.port, "POST", "/rewind?world=timed")
        assert second.call("DescribeVpcs")["TotalCount"] == 1
        control(server.port, "POST", "/worlds/timed/reset")
        assert second.call("DescribeVpcs")["TotalCount"] == 0
        assert float(str(control(other.port, "GET", "/clock?world=timed")["ahead"])) == pytest.approx(0, abs=1)
        first.id("CreateVpc", "VpcId", CidrBlock="10.0.0.0/8")
        control(other.port, "DELETE", "/worlds/timed")
        for client in (first, second):
            assert client.call("DescribeVpcs")["TotalCount"] == 0


def test_an_idle_world_expires_in_redis(store: str) -> None:
    with serve("--store", store, "--world-ttl", "1") as server:
        client = Client((server.port,), "brief")
        client.call("CreateVpc", CidrBlock="10.0.0.0/8")
        time.sleep(0.6)
        assert client.call("DescribeVpcs")["TotalCount"] == 1  # and used again
        time.sleep(0.6)
        assert client.call("DescribeVpcs")["TotalCount"] == 1
        time.sleep(1.3)
        assert client.call("DescribeVpcs")["TotalCount"] == 0


def test_a_reset_forgets_faults_and_recordings() -> None:
    with serve() as server:
        client = Client((server.port,), "noted")
        client.call("DescribeVpcs")
        rule = {"action": "DescribeVpcs", "error": "Throttling"}
        control(server.port, "POST", "/faults?world=noted", rule)
        assert control(server.port, "GET", "/faults?world=noted")["faults"]
        control(server.port, "POST", "/worlds/noted/reset")
        assert control(server.port, "GET", "/faults?world=noted")["faults"] == []
        assert control(server.port, "GET", "/calls?world=noted")["calls"] == []
        client.call("DescribeVpcs")
        client.close()


def test_quotas_and_accounts_are_shared(store: str) -> None:
    with serve("--store", store) as server, serve("--store", store) as other:
        second = Client((other.port,), "told")
        second.id("CreateVpc", "VpcId", CidrBlock="10.0.0.0/8")
        control(server.port, "PUT", "/quotas?world=told", {"name": "vpc_quota_instances_num", "value": 1})
        with pytest.raises(RefusedError, match=r"QuotaExceeded\.Vpc"):
            second.id("CreateVpc", "VpcId", CidrBlock="10.0.0.0/8")
        # each builds on what the other left
        control(other.port, "PUT", "/accounts/2000000000000002?world=told", {"cdt": False})
        account = control(server.port, "PUT", "/accounts/2000000000000002?world=told", {"locked": True})
        assert (account["locked"], account["cdt"]) == (True, False)
        control(other.port, "PUT", "/quotas?world=told", {"name": "vpc_quota_peer_num", "value": 7})
        quotas = control(server.port, "GET", "/quotas?world=told")["quotas"]
        assert isinstance(quotas, dict)
        assert (quotas["vpc_quota_instances_num"], quotas["vpc_quota_peer_num"]) == (1, 7)
        second.close()
