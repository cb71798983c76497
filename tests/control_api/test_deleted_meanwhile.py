"""A world that is deleted between a request's look-up and its turn: what is acknowledged is in the world that is there
then, also after a restart, and nothing of the old one is."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from flask import Flask

from tests.support.lab import Answered, Lab, ask
from tfmock.app import create_app, create_universe
from tfmock.core.universe import Universe
from tfmock.core.world import World
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.settings import Settings

QUOTA = {"name": "vpc_quota_peer_num", "value": 77}
FAULT = {"action": "DescribeVpcs", "error": "Throttling"}
ACCOUNT = "2000000000000002"


def names(world: World) -> list[str]:
    with world.reading() as tx:
        return [row.vpc_name for row in tx.rows(VpcRow)]


@dataclass(frozen=True)
class Case:
    """A request that changes something, and what must be so in the world that is there afterwards.

    Attributes:
        status: of the answer.
        holds: looks at the new world; the default says that it has what was made in it, and nothing else.
    """

    rule: str
    path: str
    body: object = None
    status: int = 200
    holds: Callable[[Lab, World], bool] = lambda lab, world: True
    keeps: bool = True


def _forked(lab: Lab, world: World) -> bool:
    return names(lab.universe.world("fork")) == ["after"]


CASES = [
    Case("POST /clock/freeze", "/clock/freeze", {"at": 1e9}, holds=lambda _, w: w.clock.now() == 1e9),
    Case("POST /clock/advance", "/clock/advance", {"by": "7d"}, holds=lambda _, w: w.clock.base_world == 604800),
    Case("POST /clock/scale", "/clock/scale", {"speed": 2}, holds=lambda _, w: w.clock.speed == 2),
    Case("DELETE /clock", "/clock", holds=lambda _, w: w.clock.base_world == 0),
    Case(
        "PUT /clock/profile",
        "/clock/profile",
        {"profile": "realistic"},
        holds=lambda _, w: w.settings.profile.name == "realistic",
    ),
    Case("POST /faults", "/faults", FAULT, holds=lambda lab, w: _faults(lab) == 1),
    Case("POST /faults/profile", "/faults/profile", {"profile": "slow"}, holds=lambda lab, w: _faults(lab) > 0),
    Case("DELETE /faults", "/faults", holds=lambda lab, w: _faults(lab) == 0),
    Case("POST /worlds/<name>/reset", "/worlds/w/reset", keeps=False, holds=lambda _, w: names(w) == []),
    Case("PUT /worlds/<name>", "/worlds/w"),
    Case("DELETE /worlds/<name>", "/worlds/w", keeps=False, holds=lambda _, w: names(w) in ([], ["after"])),
    Case("POST /worlds/<name>/fork", "/worlds/w/fork", {"to": "fork"}, holds=_forked),
    Case(
        "PUT /snapshot",
        "/snapshot",
        {"format": "tfmock-snapshot", "version": 1, "requests": 12},
        keeps=False,
        holds=lambda _, w: w.requests == 12,
    ),
    Case(
        "POST /snapshots",
        "/snapshots",
        {"name": "new"},
        holds=lambda lab, w: list(lab.universe.list_snapshots("w")) == ["new"],
    ),
    Case("POST /snapshots/<name>/load", "/snapshots/kept/load", status=404),
    Case("POST /rewind", "/rewind", status=400),
    Case("DELETE /snapshots/<name>", "/snapshots/kept", status=404),
    Case("DELETE /calls", "/calls"),
    Case(
        "POST /traffic",
        "/traffic",
        {"source": "10.0.0.1", "target": "10.0.0.2", "rate": 1000, "seconds": 60},
        status=404,
    ),
    Case("PUT /quotas", "/quotas", QUOTA, holds=lambda _, w: w.settings.quotas.vpc_quota_peer_num == 77),
    Case(
        "PUT /accounts/<account>",
        f"/accounts/{ACCOUNT}",
        {"locked": True},
        holds=lambda _, w: w.settings.account(ACCOUNT).locked,
    ),
]


def control(lab: Lab, method: str, path: str, body: object = None) -> Answered:
    sent = b"" if body is None else json.dumps(body).encode()
    return ask(lab.app, method=method, path=f"/_tfmock{path}", query="world=w", body=sent)


def _faults(lab: Lab) -> int:
    return len(control(lab, "GET", "/faults").json()["faults"])


class DeletingLock:
    """A world's lock. The first to acquire it finds that the world was deleted just before."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._lock = threading.RLock()
        self._meanwhile: Callable[[], None] | None = meanwhile

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def acquire(self, blocking: bool = True) -> bool:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            other = threading.Thread(target=meanwhile)
            other.start()
            other.join(10)
            assert not other.is_alive()
        return self._lock.acquire(blocking)

    def release(self) -> None:
        self._lock.release()


@pytest.fixture(params=["memory", "file"])
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lab]:
    state = tmp_path / "worlds.db" if request.param == "file" else None
    deleted_lab = Lab(create_app(Settings(state=state)), "w")
    yield deleted_lab
    if deleted_lab.universe.journal is not None:
        deleted_lab.universe.journal.close()


def deleted_meanwhile(lab: Lab) -> tuple[World, list[str]]:
    """The lab's world, which is deleted by somebody else as soon as it is wanted, and made again with one VPC; and what
    went wrong with that."""
    wrong: list[str] = []

    def meanwhile() -> None:
        if not lab.universe.delete("w"):
            wrong.append("not deleted")
        lab.call("CreateVpc", CidrBlock="10.0.0.0/8", VpcName="after")

    world = lab.universe.world("w")
    world.lock = DeletingLock(meanwhile)  # type: ignore[assignment]
    return world, wrong


def restarted(universe: Universe, state: Path) -> dict[str, Any]:
    """Every world as it is after a restart."""
    before = {name: universe.world(name).snapshot() for name in universe.names()}
    assert universe.journal is not None
    universe.journal.close()
    again = create_universe(Settings(state=state))
    assert {name: again.world(name).snapshot() for name in again.names()} == before
    assert again.journal is not None
    again.journal.close()
    return dict(before)


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_acknowledged_changes_are_in_the_present_world(case: Case, lab: Lab, tmp_path: Path) -> None:
    for name in ("before-1", "before-2"):
        lab.call("CreateVpc", CidrBlock="10.0.0.0/8", VpcName=name)
    assert control(lab, "POST", "/snapshots", {"name": "kept"}).status == 200
    assert control(lab, "POST", "/faults", FAULT).status == 200
    old, wrong = deleted_meanwhile(lab)
    answered = control(lab, case.rule.split()[0], case.path, case.body)
    assert (answered.status, wrong) == (case.status, []), answered.body
    assert old.gone
    new = lab.universe.world("w")
    assert not case.keeps or names(new) == ["after"]
    assert case.holds(lab, new)
    if lab.universe.journal is not None:
        restarted(lab.universe, tmp_path / "worlds.db")


def test_a_call_continues_in_the_present_world(lab: Lab, tmp_path: Path) -> None:
    lab.call("CreateVpc", CidrBlock="10.0.0.0/8", VpcName="before")
    _, wrong = deleted_meanwhile(lab)
    lab.call("CreateVpc", CidrBlock="10.0.0.0/8", VpcName="mine")
    assert (names(lab.universe.world("w")), wrong) == (["after", "mine"], [])
    if lab.universe.journal is not None:
        restarted(lab.universe, tmp_path / "worlds.db")


def test_a_world_forked_twice_is_created_once(lab: Lab) -> None:
    lab.call("CreateVpc", CidrBlock="10.0.0.0/8", VpcName="before")
    assert control(lab, "POST", "/worlds/w/fork", {"to": "copy"}).status == 200
    before = lab.universe.world("copy").snapshot()
    lab.call("CreateVpc", CidrBlock="10.0.0.0/8")
    assert control(lab, "POST", "/worlds/w/fork", {"to": "copy"}).status == 400
    assert lab.universe.world("copy").snapshot() == before


def test_every_changing_request_is_covered(lab: Lab) -> None:
    """A new control area must be in the table above."""
    assert {case.rule for case in CASES} == set(_writing(lab.app))


def _writing(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & {"POST", "PUT", "DELETE", "PATCH"}:
            if rule.rule.startswith("/_tfmock"):
                yield f"{method} {rule.rule.removeprefix('/_tfmock')}"
