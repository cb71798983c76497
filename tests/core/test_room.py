"""No client fills the memory with what no quota of the cloud counts."""

from __future__ import annotations

import pytest

from tests.support.lab import ALICE, Lab, RefusedError
from tfmock.control_api import snapshots, terms
from tfmock.core import idempotency, store
from tfmock.core.idempotency import TokenRow
from tfmock.core.store import MAX_ROWS, Row
from tfmock.services.sts import responses as sts
from tfmock.services.sts.models import SessionRow

ROLE = {"RoleArn": f"acs:ram::{ALICE}:role/r", "RoleSessionName": "me"}


def rows(lab: Lab, kind: type[Row]) -> list[str]:
    return lab.world.run(lambda tx: [row.id for row in tx.rows(kind)])


def test_the_rows_of_a_table_are_bounded(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    vpcs = [lab.vpc()["VpcId"], lab.vpc()["VpcId"]]
    monkeypatch.setattr(store, "MAX_ROWS", 2)
    before = lab.snapshot()
    with pytest.raises(RefusedError, match="has 2 rows of vpcs"):
        lab.vpc()
    assert lab.snapshot() == before
    lab.call("ModifyVpcAttribute", VpcId=vpcs[0], VpcName="changed")  # no more than there were
    monkeypatch.setattr(store, "MAX_ROWS", MAX_ROWS)
    lab.vpc()


def test_tokens_where_the_clock_stands_still(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest are forgotten."""
    monkeypatch.setattr(idempotency, "MAX_TOKENS", 2)
    lab.freeze(1.7e9)
    vpcs = [lab.vpc(ClientToken=f"t{number}")["VpcId"] for number in range(4)]
    assert len(rows(lab, TokenRow)) == 2
    assert lab.vpc(ClientToken="t3")["VpcId"] == vpcs[3]


def test_sessions_that_ended_are_forgotten(lab: Lab) -> None:
    lab.freeze(1.7e9)
    lab.call("Sts.AssumeRole", ROLE, DurationSeconds=900)
    (first,) = rows(lab, SessionRow)
    lab.later(3600)
    lab.call("Sts.AssumeRole", ROLE)
    assert first in rows(lab, SessionRow)
    lab.later(2 * 86400)
    lab.call("Sts.AssumeRole", ROLE)
    assert len(rows(lab, SessionRow)) == 1


def test_the_sessions_of_a_world_are_bounded(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sts, "_MAX_SESSIONS", 2)
    lab.freeze(1.7e9)
    for _ in range(4):
        lab.call("Sts.AssumeRole", ROLE)
    assert len(rows(lab, SessionRow)) == 2


def test_what_the_control_api_adds_is_bounded(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "_MAX_SNAPSHOTS", 1)
    monkeypatch.setattr(terms, "_MAX_ACCOUNTS", 1)
    lab.vpc()
    client = lab.app.test_client()

    def send(path: str, method: str, body: dict[str, object]) -> tuple[int, str]:
        answer = client.open(f"/_tfmock{path}?world={lab.world.id}", method=method, json=body)
        return answer.status_code, answer.get_data(as_text=True)

    for _ in range(2):
        assert send("/snapshots", "POST", {"name": "one"})[0] == 200
        assert send(f"/accounts/{ALICE}", "PUT", {"locked": True})[0] == 200
    status, why = send("/snapshots", "POST", {"name": "two"})
    assert (status, "at most 1 snapshots" in why) == (400, True), why
    status, why = send("/accounts/1000000000000009", "PUT", {"locked": True})
    assert (status, "at most 1 accounts" in why) == (400, True), why
