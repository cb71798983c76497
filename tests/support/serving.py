"""``tfmock serve`` in a process of its own, a Redis of one's own, and clients that keep their connections."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.support.ports import free_ports
from tfmock.core.journal import Journal
from tfmock.storage.sqlite_journal import SqliteJournal

ROOT = Path(__file__).parents[2]
VERSIONS = {"Vpc": "2016-04-28", "VpcPeer": "2022-01-01", "quotas": "2020-05-10"}
HANGZHOU, BEIJING = "cn-hangzhou", "cn-beijing"


class RefusedError(Exception):
    """An error envelope."""


@dataclass
class Server:
    """A running ``tfmock serve``."""

    port: int
    process: subprocess.Popen[str]


@contextmanager
def serve(*arguments: str, quota: int = 100_000, home: Path | None = None) -> Iterator[Server]:
    """A server on free ports; killed at the end.

    Args:
        home: where its certificates are kept for the next one; making them takes a second.
    """
    with tempfile.TemporaryDirectory() if home is None else nullcontext(str(home)) as folder:
        names = ("vpc_quota_instances_num", "vpc_quota_peer_num", "vpc_quota_cross_region_peer_num_per_vpc")
        config = Path(folder, "tfmock.toml")
        config.write_text("[quotas]\n" + "".join(f"{name} = {quota}\n" for name in names))
        line = [sys.executable, "-m", "tfmock.cli.main", "serve", "--port", "0", "--gateway-port", "0"]
        process = subprocess.Popen(
            [*line, "--config", str(config), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(ROOT), "TFMOCK_DATA_DIR": folder, "PATH": "/usr/bin:/bin"},
        )
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            match = re.search(r"http://127.0.0.1:(\d+)/", said)
            if match is None:
                raise RuntimeError(f"tfmock did not start: {said}{process.communicate()[1]}")
            yield Server(int(match[1]), process)
        finally:
            process.kill()
            process.communicate()


@contextmanager
def redis() -> Iterator[str]:
    """The address of an empty Redis; skips where there is none to start."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed (apt-get install redis-server)")
    pytest.importorskip(
        "redis", reason="the Python package redis is not installed (pip install 'tfmock-alicloud[redis]')"
    )
    (port,) = free_ports(1)
    quiet = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"]
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen([program, *quiet], stdout=subprocess.DEVNULL, cwd=home)
        try:
            for _ in range(500):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.01)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.kill()
            process.wait()


@contextmanager
def journal_in(request: pytest.FixtureRequest, folder: Path) -> Iterator[Journal]:
    """A journal in the home that ``request.param`` names, ``sqlite`` or ``redis`` (by the fixture ``store``)."""
    if request.param == "sqlite":
        sqlite: Journal = SqliteJournal(folder / "worlds.db")
    else:
        from tfmock.storage.redis_journal import RedisJournal

        sqlite = RedisJournal(request.getfixturevalue("store"))
    try:
        yield sqlite
    finally:
        for world in sqlite.worlds():
            sqlite.delete_world(world)
        sqlite.close()


@dataclass
class Client:
    """Calls as one account of one world; one connection for each server, one after the other (a load balancer)."""

    ports: tuple[int, ...]
    world: str
    account: str = "1000000000000001"
    region: str = HANGZHOU
    _turn: int = 0
    _connections: dict[int, http.client.HTTPConnection] = field(default_factory=dict)

    def call(self, action: str, **params: str) -> dict[str, object]:
        """``Product.Action``; the product may be left out for Vpc.

        Raises:
            RefusedError: with the error's code.
        """
        product, _, name = action.rpartition(".")
        query = {"Version": VERSIONS[product or "Vpc"], "Action": name, "Format": "JSON"}
        query |= {"AccessKeyId": f"{self.world}.{self.account}", "RegionId": self.region}
        port = self.ports[self._turn % len(self.ports)]
        self._turn += 1
        connection = self._connections.get(port)
        if connection is None:
            connection = self._connections[port] = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", f"/?{urlencode({**query, **params})}")
        answer = connection.getresponse()
        body: dict[str, object] = json.loads(answer.read())
        if answer.status != 200:
            raise RefusedError(f"{body.get('Code')}: {body.get('Message')}")
        return body

    def id(self, action: str, field: str, **params: str) -> str:
        """One text of the reply."""
        return str(self.call(action, **params)[field])

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()


def control(port: int, method: str, path: str, body: object = None) -> dict[str, object]:
    """One request to the control API."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, f"/_tfmock{path}", None if body is None else json.dumps(body))
        answer = connection.getresponse()
        reply: dict[str, object] = json.loads(answer.read())
        assert answer.status == 200, reply
        return reply
    finally:
        connection.close()
