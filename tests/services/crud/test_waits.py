"""What the provider waits for: words are there at once, jobs are done, and a wait that cannot end is ended."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from threading import Thread

import pytest

from tests.support.crud import Client
from tests.support.lab import RefusedError
from tfmock.services.crud.waits import MOST_EQUAL_ANSWERS, WaitWatcher


@pytest.mark.parametrize(
    ("create", "read", "path"),
    [
        ("slb.CreateLoadBalancer", "slb.DescribeLoadBalancerAttribute", "LoadBalancerStatus=active"),
        ("alb.CreateLoadBalancer", "alb.GetLoadBalancerAttribute", "LoadBalancerStatus=Active"),
    ],
)
def test_the_word_that_is_waited_for_is_there(client: Client, create: str, read: str, path: str) -> None:
    address_type = "intranet" if create.startswith("slb") else "Intranet"
    required = {"AddressType": address_type, "LoadBalancerEdition": "Standard", "VpcId": client.vpc()}
    id = client.call(create, required, RegionId="cn-hangzhou")["LoadBalancerId"]
    name, _, word = path.partition("=")
    assert client.call(read, RegionId="cn-hangzhou", LoadBalancerId=id)[name] == word


@pytest.fixture
def pause(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds pass for whoever watches waits."""
    now = [1000.0]
    monkeypatch.setattr("tfmock.services.crud.waits.monotonic", lambda: now[0])

    def pass_seconds(seconds: float) -> None:
        now[0] += seconds

    return pass_seconds


def describe(client: Client, id: str, times: int, pause: Callable[[float], None], seconds: float) -> None:
    for _ in range(times):
        pause(seconds)
        client.call("kms.DescribeKey", KeyId=id)


def test_an_endless_wait_is_ended(client: Client, pause: Callable[[float], None]) -> None:
    id = client.call("kms.CreateKey")["KeyMetadata"]["KeyId"]
    describe(client, id, MOST_EQUAL_ANSWERS, pause, 10.0)
    with pytest.raises(RefusedError) as ended:
        describe(client, id, 1, pause, 10.0)
    assert (ended.value.status, ended.value.code) == (400, "Tfmock.EndlessWait")
    assert "2016-01-20 DescribeKey" in ended.value.message
    assert "NotFound" not in ended.value.message


def test_a_write_between_begins_a_wait_anew(client: Client, pause: Callable[[float], None]) -> None:
    id = client.call("kms.CreateKey")["KeyMetadata"]["KeyId"]
    describe(client, id, MOST_EQUAL_ANSWERS - 5, pause, 10.0)
    client.call("kms.CreateKey")
    describe(client, id, MOST_EQUAL_ANSWERS - 5, pause, 10.0)


@pytest.mark.parametrize("seconds", [0.01, 60.0])
def test_many_readers_are_no_wait(client: Client, pause: Callable[[float], None], seconds: float) -> None:
    """A plan reads one data source for each module that has it; a pipeline reads it again each minute."""
    id = client.call("kms.CreateKey")["KeyMetadata"]["KeyId"]
    describe(client, id, 3 * MOST_EQUAL_ANSWERS, pause, seconds)


class _InterruptedKeys(OrderedDict[tuple[str, str], object]):
    """While its keys are read, another thread gets its turn."""

    def __init__(self, turn: Callable[[], None]) -> None:
        super().__init__()
        self.turn = turn

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for key in super().__iter__():
            self.turn()
            yield key


def test_worlds_that_answer_at_once_share_the_watcher() -> None:
    """A write in one world, while another world is read: it must wait, not fail."""
    watcher = WaitWatcher()
    others: list[Thread] = []

    def read_elsewhere() -> None:
        if not others:
            others.append(Thread(target=watcher._count, args=(("other", "key"), b"answer"), daemon=True))
            others[0].start()
            others[0].join(0.2)  # it ends before, unless it waits for the lock

    watcher._watched = _InterruptedKeys(read_elsewhere)  # type: ignore[assignment]
    for key in ("a", "b"):
        watcher._count(("own", key), b"answer")
    watcher.forget("own")
    others[0].join(10.0)
    assert list(watcher._watched) == [("other", "key")]
