"""kill -9 at a random moment of 1,000 writes: what was acknowledged is there afterwards, and nothing is half there.

TFMOCK_KILL_ROUNDS=50 for a thorough run; a few rounds otherwise.
"""

from __future__ import annotations

import http.client
import os
import random
import threading
from pathlib import Path
from typing import cast

import pytest

from tests.support.serving import Client, RefusedError, Server, control, serve

ROUNDS = int(os.environ.get("TFMOCK_KILL_ROUNDS", "4"))
WRITES, WRITERS = 1000, 4
#: A write is a VPC: two rows, of which neither may be there without the other, and a remembered answer.
_BROKEN = (OSError, http.client.HTTPException)

pytestmark = pytest.mark.xdist_group("state")


class Writer(threading.Thread):
    """Makes VPCs, names them in order, and remembers those that were acknowledged."""

    def __init__(self, server: Server, number: int) -> None:
        super().__init__()
        self.client = Client((server.port,), "killed")
        self.number = number
        self.acknowledged: dict[str, str] = {}
        self.in_flight = ""

    def run(self) -> None:
        try:
            for turn in range(WRITES // WRITERS):
                self.in_flight = f"vpc-{self.number}-{turn}"
                token = {"ClientToken": self.in_flight, "VpcName": self.in_flight}
                id = self.client.id("CreateVpc", "VpcId", CidrBlock="10.0.0.0/8", **token)
                self.acknowledged[self.in_flight] = id
                self.in_flight = ""
        except _BROKEN:
            pass
        finally:
            self.client.close()


@pytest.mark.parametrize("round", range(ROUNDS))
def test_acknowledged_writes_survive_a_kill(round: int, tmp_path: Path) -> None:
    chance = random.Random(round)
    state = str(tmp_path / "worlds.db")
    with serve("--state", state) as server:
        writers = [Writer(server, number) for number in range(WRITERS)]
        done = chance.randrange(1, WRITES)
        for writer in writers:
            writer.start()
        while sum(len(writer.acknowledged) for writer in writers) < done and any(w.is_alive() for w in writers):
            pass  # no sleep: the kill comes at any point of a write
        server.process.kill()
        server.process.wait()
        for writer in writers:
            writer.join()
    acknowledged = {name: id for writer in writers for name, id in writer.acknowledged.items()}
    assert len(acknowledged) >= done
    with serve("--state", state) as server:
        tables = cast(
            "dict[str, list[dict[str, str]]]", control(server.port, "GET", "/snapshot?world=killed")["tables"]
        )
        vpcs = {row["vpc_name"]: row["id"] for row in tables["vpcs"]}
        assert acknowledged.items() <= vpcs.items()
        assert set(vpcs) - set(acknowledged) <= {writer.in_flight for writer in writers}
        systems = {row["vpc_id"] for row in tables["route_tables"] if row["route_table_type"] == "System"}
        assert systems == set(vpcs.values())
        assert len(tables["route_tables"]) == len(tables["client_tokens"]) == len(vpcs)
        # Afterwards a repeated request gets its first answer, and a new one a new id.
        client = Client((server.port,), "killed")
        name, id = next(iter(acknowledged.items()))
        again = {"ClientToken": name, "VpcName": name, "CidrBlock": "10.0.0.0/8"}
        assert client.id("CreateVpc", "VpcId", **again) == id
        assert client.id("CreateVpc", "VpcId", CidrBlock="10.0.0.0/8") not in set(vpcs.values())
        client.close()


def test_quotas_and_accounts_outlive_a_kill(tmp_path: Path) -> None:
    state = str(tmp_path / "worlds.db")
    with serve("--state", state) as server:
        control(server.port, "PUT", "/quotas?world=killed", {"name": "vpc_quota_instances_num", "value": 1})
        control(server.port, "PUT", "/accounts/2000000000000002?world=killed", {"locked": True})
        server.process.kill()
        server.process.wait()
    with serve("--state", state) as server:
        client = Client((server.port,), "killed")
        client.call("CreateVpc", CidrBlock="10.0.0.0/8")
        with pytest.raises(RefusedError, match=r"QuotaExceeded\.Vpc"):
            client.call("CreateVpc", CidrBlock="10.0.0.0/8")
        client.close()
        account = control(server.port, "PUT", "/accounts/2000000000000002?world=killed", {"cdt": False})
        assert (account["locked"], account["cdt"]) == (True, False)
        control(server.port, "POST", "/worlds/killed/reset")
        quotas = control(server.port, "GET", "/quotas?world=killed")["quotas"]
        assert isinstance(quotas, dict)
        assert quotas["vpc_quota_instances_num"] == 100_000  # the settings file's


def test_an_application_for_a_quota_outlives_a_kill(tmp_path: Path) -> None:
    """Its row and the limit are one record."""
    state = str(tmp_path / "worlds.db")
    with serve("--state", state, quota=1) as server:
        client = Client((server.port,), "killed")
        client.call("CreateVpc", CidrBlock="10.0.0.0/8")
        parameters = {"ProductCode": "vpc", "QuotaActionCode": "vpc_quota_instances_num", "Reason": "more"}
        client.call("quotas.CreateQuotaApplication", **parameters, DesireValue="2")
        server.process.kill()
        server.process.wait()
        client.close()
    with serve("--state", state, quota=1) as server:
        client = Client((server.port,), "killed")
        client.call("CreateVpc", CidrBlock="10.0.0.0/8")
        with pytest.raises(RefusedError, match=r"QuotaExceeded\.Vpc"):
            client.call("CreateVpc", CidrBlock="10.0.0.0/8")
        assert client.call("quotas.ListQuotaApplications")["TotalCount"] == 1
        client.close()
