"""Eight writers and three controllers per round, then kill -9 or an orderly stop, and a look at what is there: nothing
that was acknowledged is lost, and nothing is there that is another world's or was deleted.

``make churn`` runs 200 rounds (``make churn ROUNDS=20``); the suite runs a few.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.support.churn import RUNNING, WORLDS, Churn, Event, History, Requests, look
from tests.support.serving import Server, redis, serve

ROUNDS = int(os.environ.get("TFMOCK_CHURN_ROUNDS", "0"))
_SECONDS = 0.5

pytestmark = pytest.mark.xdist_group("state")


def churn(rounds: int, arguments: Sequence[str], servers: int, home: Path) -> dict[str, int]:
    """So many rounds on one home; the figures. Fails at the first round after which something is wrong."""
    histories = {world: History([Event({}, empties=True)]) for world in WORLDS}
    figures = {"rounds": 0, "killed": 0, "acknowledged": 0}
    base: object = None
    for number in range(rounds + 1):
        chance = random.Random(number)
        with ExitStack() as running:
            started = [running.enter_context(serve(*arguments, home=home)) for _ in range(servers)]
            ports = tuple(server.port for server in started)
            for world, history in histories.items():
                vpcs, clock = look(chance.choice(ports), world)
                assert history.wrong(vpcs, clock) == [], f"round {number}, world {world}"
                history.events = [Event(vpcs, empties=True, clock=None if clock == RUNNING else clock)]
            if number == rounds:
                return figures
            base = base or _base(ports[0])
            round = Churn(ports, histories, base, number + 1)
            kill = chance.random() < 0.5

            seconds = _SECONDS * chance.uniform(0.5, 1.5)
            round.run(partial(_end, started, seconds, signal.SIGKILL if kill else signal.SIGTERM))
            assert round.failures == []
            figures["rounds"] += 1
            figures["killed"] += kill
            figures["acknowledged"] += round.acknowledged
    return figures


def _end(servers: Sequence[Server], seconds: float, number: signal.Signals) -> None:
    time.sleep(seconds)
    for server in servers:
        server.process.send_signal(number)
    for server in servers:
        server.process.wait(30)


def _base(port: int) -> object:
    """A snapshot that holds one VPC."""
    requests = Requests(port)
    query = "Action=CreateVpc&Version=2016-04-28&RegionId=cn-hangzhou&Format=JSON&CidrBlock=10.0.0.0/8&VpcName=base"
    assert requests.send("POST", f"/?{query}&AccessKeyId=base.1000000000000001")[0] == 200
    status, document = requests.send("GET", "/_tfmock/snapshot?world=base")
    requests.close()
    assert status == 200
    return document


@pytest.mark.parametrize("home", ["file", "redis"])
def test_a_few_rounds_lose_nothing(home: str, tmp_path: Path) -> None:
    _rounds(3, home, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not ROUNDS, reason="make churn")
@pytest.mark.parametrize("home", ["file", "redis"])
def test_many_rounds_lose_nothing(home: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = _rounds(ROUNDS, home, tmp_path)
    with capsys.disabled():
        print(f"\n{home}: {figures}")


def _rounds(rounds: int, home: str, folder: Path) -> dict[str, int]:
    if home == "file":
        return churn(rounds, ("--state", str(folder / "worlds.db")), 1, folder)
    with redis() as address:
        return churn(rounds, ("--store", address), 2, folder)


def test_the_checker_detects_lost_and_stray_resources() -> None:
    event = Event({"a": "vpc-1"}, start=1, end=2)
    emptied = Event({}, empties=True, start=3, end=4)
    assert History([event]).wrong({}, RUNNING)[0] == "a was acknowledged and is lost"
    assert History([Event({}, empties=True), event]).wrong({"a": "vpc-1"}, RUNNING) == []
    assert History([event, emptied]).wrong({}, RUNNING) == []
    assert History([event, emptied]).wrong({"a": "vpc-1"}, RUNNING) == [
        "a is there though the world was emptied after it"
    ]
    assert History([emptied]).wrong({"b": "vpc-1"}, RUNNING) == ["b is nobody's"]
    assert History([emptied, Event({"a": "vpc-1"}, start=5, end=6)]).wrong({"a": "vpc-2"}, RUNNING) == [
        "a was vpc-1 and is vpc-2"
    ]
    frozen = Event({}, clock=7.0, start=5, end=6)
    assert History([emptied, frozen]).wrong({}, 7.0) == []
    assert "the clock is 0.0" in History([emptied, frozen]).wrong({}, RUNNING)[0]
