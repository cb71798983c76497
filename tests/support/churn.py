"""Writers and controllers on worlds that are made, deleted, reset, loaded and restarted; and what must be so then.

Every request is an event with the moment before it was sent and the moment after it was answered; whatever happened in
between, a state is right if some order of the events explains it that respects those moments. Two kinds of facts are
kept apart: VPCs, which are in the world if they were created after it was last emptied, and the clock, a register that
holds what was last set.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from urllib.parse import urlencode

WORLDS = ("one", "two", "three")
WRITERS, CONTROLLERS = 8, 3
_BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Event:
    """One request.

    Attributes:
        vpcs: what it makes, id by name; the id is empty while it is not known.
        empties: whether it begins the world anew, before it makes anything.
        clock: the moment at which it freezes the world's clock; None where it leaves the clock alone.
        start, end: on the tester's clock; an event that was not answered ends never.
    """

    vpcs: Mapping[str, str]
    empties: bool = False
    clock: float | None = None
    start: float = -inf
    end: float = -inf

    @property
    def sets_clock(self) -> bool:
        return self.empties or self.clock is not None


#: What a clock that is not frozen counts as.
RUNNING = 0.0


@dataclass
class History:
    """All events of one world since it was last looked at."""

    events: list[Event] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, event: Event) -> None:
        with self.lock:
            self.events.append(event)

    def wrong(self, vpcs: Mapping[str, str], clock: float) -> list[str]:
        """What no order of the events explains in a world that holds these VPCs, and has this clock."""
        problems = [f"{name} is nobody's" for name in vpcs if not any(name in event.vpcs for event in self.events)]
        for event in self.events:
            later = [other for other in self.events if other.empties and other is not event]
            may_be_gone = any(other.end > event.start for other in later)
            must_be_gone = any(other.start > event.end and other.end < inf for other in later)
            for name, id in event.vpcs.items():
                if name not in vpcs and event.end < inf and not may_be_gone:
                    problems.append(f"{name} was acknowledged and is lost")
                if name in vpcs and must_be_gone and not self._made_again(name, event):
                    problems.append(f"{name} is there though the world was emptied after it")
                if name in vpcs and id and vpcs[name] != id and not self._made_again(name, event):
                    problems.append(f"{name} was {id} and is {vpcs[name]}")
        if clock not in set(self._clocks()):
            problems.append(f"the clock is {clock}, and was last set to one of {sorted(set(self._clocks()))}")
        return problems

    def _made_again(self, name: str, event: Event) -> bool:
        return any(name in other.vpcs for other in self.events if other is not event)

    def _clocks(self) -> Iterable[float]:
        setting = [event for event in self.events if event.sets_clock]
        for event in setting:
            if not any(other.start > event.end and other.end < inf for other in setting):
                yield RUNNING if event.clock is None else event.clock


class Churn:
    """One round: threads that write until they are told to stop or the server is gone."""

    def __init__(self, ports: tuple[int, ...], histories: Mapping[str, History], base: object, seed: int) -> None:
        """
        Args:
            ports: of the servers, used in turns.
            base: a snapshot with one VPC ``base``, to be loaded.
            seed: of the random choices.
        """
        self.ports = ports
        self.histories = histories
        self.base = base
        self.failures: list[str] = []
        self.acknowledged = 0
        self.stop = threading.Event()
        self._serial = seed * 1_000_000
        self._lock = threading.Lock()
        chance = random.Random(seed)
        work: Sequence[Callable[[Requests, random.Random], None]] = (
            *[self._write] * WRITERS,
            *[self._control] * CONTROLLERS,
        )
        self.threads = [
            threading.Thread(target=self._run, args=(task, random.Random(chance.random()), ports[number % len(ports)]))
            for number, task in enumerate(work)
        ]

    def run(self, until: Callable[[], None]) -> None:
        """Starts all threads, waits as long as asked, and joins them."""
        for thread in self.threads:
            thread.start()
        try:
            until()
        finally:
            self.stop.set()
            for thread in self.threads:
                thread.join()

    def _run(self, work: Callable[[Requests, random.Random], None], chance: random.Random, port: int) -> None:
        requests = Requests(port)
        try:
            while not self.stop.is_set():
                work(requests, chance)
        except _BROKEN:
            pass  # the server is gone
        finally:
            requests.close()

    def _next(self) -> int:
        with self._lock:
            self._serial += 1
            return self._serial

    def _write(self, requests: Requests, chance: random.Random) -> None:
        world = chance.choice(WORLDS)
        name = f"{world}-{self._next()}"
        query = {"Action": "CreateVpc", "Version": "2016-04-28", "RegionId": "cn-hangzhou", "Format": "JSON"}
        query |= {"AccessKeyId": f"{world}.1000000000000001", "CidrBlock": "10.0.0.0/8", "VpcName": name}
        self._send(requests, world, Event({name: ""}), "POST", f"/?{urlencode(query)}")

    def _control(self, requests: Requests, chance: random.Random) -> None:
        world = chance.choice(WORLDS)
        kind = chance.choices(("delete", "reset", "load", "freeze", "run"), (3, 2, 1, 6, 2))[0]
        if kind == "delete":
            self._send(requests, world, Event({}, empties=True), "DELETE", f"/_tfmock/worlds/{world}")
        elif kind == "reset":
            self._send(requests, world, Event({}, empties=True), "POST", f"/_tfmock/worlds/{world}/reset")
        elif kind == "load":
            event = Event({"base": ""}, empties=True)
            self._send(requests, world, event, "PUT", f"/_tfmock/snapshot?world={world}", self.base)
        elif kind == "freeze":
            moment = float(self._next())
            path = f"/_tfmock/clock/freeze?world={world}"
            self._send(requests, world, Event({}, clock=moment), "POST", path, {"at": moment})
        else:
            self._send(requests, world, Event({}, clock=RUNNING), "DELETE", f"/_tfmock/clock?world={world}")

    def _send(self, requests: Requests, world: str, event: Event, method: str, path: str, body: object = None) -> None:
        start = time.monotonic()
        history = self.histories[world]
        try:
            status, reply = requests.send(method, path, body)
        except _BROKEN:
            history.add(Event(event.vpcs, event.empties, event.clock, start, inf))
            raise
        end = time.monotonic()
        if status == 404 and path.startswith("/_tfmock/worlds"):
            return  # there was no such world
        if status != 200:
            self.failures.append(f"{method} {path}: {status} {reply}")
            return
        vpcs = {name: str(reply.get("VpcId", "")) for name in event.vpcs}
        history.add(Event(vpcs, event.empties, event.clock, start, end))
        with self._lock:
            self.acknowledged += 1


class Requests:
    """One connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, object]]:
        """Status and reply. Raises OSError or HTTPException when the server has gone."""
        self._connection.request(method, path, None if body is None else json.dumps(body))
        answer = self._connection.getresponse()
        reply: dict[str, object] = json.loads(answer.read())
        return answer.status, reply

    def close(self) -> None:
        self._connection.close()


def look(port: int, world: str) -> tuple[dict[str, str], float]:
    """The VPCs of a world, id by name, and its clock; an empty one where there is none."""
    requests = Requests(port)
    status, reply = requests.send("GET", f"/_tfmock/snapshot?world={world}")
    requests.close()
    if status == 404:
        return {}, RUNNING
    assert status == 200, reply
    tables, clock = reply["tables"], reply["clock"]
    assert isinstance(tables, dict)
    assert isinstance(clock, dict)
    vpcs = {row["vpc_name"]: row["id"] for row in tables.get("vpcs", [])}
    systems = {row["vpc_id"] for row in tables.get("route_tables", [])}
    assert systems == set(vpcs.values()), "a VPC and its route table are written together"
    return vpcs, RUNNING if clock["speed"] else float(clock["base_world"])
