"""Another machine, really: two network namespaces, tfmock listening on all addresses of the one (attack.md fault 3)."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator

import pytest

SERVE = ("serve", "--host", "0.0.0.0", "--port", "0", "--gateway-port", "0")
SERVER, CLIENT = "10.213.77.1", "10.213.77.2"

#: Asked in the client's namespace: reads [port, request] pairs, prints the status of each; 0 where nothing came.
ASK = """
import json, socket, sys
def status(port, *requests):
    with socket.create_connection((sys.argv[1], port), timeout=10) as sock:
        answer = b""
        for request in requests:
            sock.sendall(request.encode())
            answer = sock.recv(65536)
            if not answer.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")):
                break
        return int(answer.split(b" ", 2)[1]) if answer else 0
print(json.dumps([status(*arguments) for arguments in json.load(sys.stdin)]))
"""


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@pytest.fixture
def namespaces() -> Iterator[tuple[str, str]]:
    """Two namespaces joined by a cable; nothing of the machine's own network is touched."""
    mark = uuid.uuid4().hex[:6]
    names = f"tfmock-s-{mark}", f"tfmock-c-{mark}"
    with contextlib.ExitStack() as undo:
        try:
            for name in names:
                ip("netns", "add", name)
                undo.callback(ip, "netns", "del", name)
            ip("-n", names[0], "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", names[1])
            for name, address in zip(names, (SERVER, CLIENT), strict=True):
                ip("-n", name, "address", "add", f"{address}/24", "dev", "cable")
                for link in ("lo", "cable"):
                    ip("-n", name, "link", "set", link, "up")
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"network namespaces are not permitted here: {error}")
        yield names


@contextlib.contextmanager
def started(namespace: str, *line: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        ["ip", "netns", "exec", namespace, sys.executable, *line], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def first_match(process: subprocess.Popen[str], pattern: str) -> tuple[int, ...]:
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        match = re.search(pattern, seen, re.DOTALL)
        if match:
            return tuple(map(int, match.groups()))
    raise AssertionError(f"{seen}{process.stderr.read() if process.stderr else ''}")


def ask(namespace: str, requests: list[tuple[object, ...]]) -> list[int]:
    """The status of each exchange with the server, made in a namespace."""
    line = ["ip", "netns", "exec", namespace, sys.executable, "-c", ASK, SERVER]
    done = subprocess.run(line, input=json.dumps(requests), capture_output=True, text=True, check=True, timeout=60)
    return [int(status) for status in json.loads(done.stdout)]


def test_another_machine_reaches_nothing_of_this_one(namespaces: tuple[str, str]) -> None:
    inner, outer = namespaces
    with (
        started(inner, "-c", "from tfmock.cli.main import main; main()", *SERVE) as tfmock,
        started(inner, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1") as neighbour,
    ):
        plain, gateway = first_match(tfmock, r"tfmock env.*--port (\d+) --gateway-port (\d+)")
        (other,) = first_match(neighbour, r"port (\d+)")
        inside = f"GET /_tfmock/worlds HTTP/1.1\r\nHost: 127.0.0.1:{plain}\r\n\r\n"
        requests: list[tuple[object, ...]] = [(plain, inside), (gateway, inside)]
        for host in ("127.0.0.1", SERVER, "0.0.0.0", "2130706433", "localhost", "[::ffff:127.0.0.1]", "[::1]"):
            for port in (plain, gateway, other):
                target = f"{host}:{port}"
                requests.append((gateway, f"GET http://{target}/_tfmock/worlds HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                requests.append((gateway, f"CONNECT {target} HTTP/1.1\r\n\r\n", inside))
        statuses = ask(outer, requests)
        statuses_by_request = dict(zip(map(repr, requests), statuses, strict=True))
        # 403 of the guard or of the gateway; 502 where the server's namespace has no such address (no IPv6).
        assert {request: status for request, status in statuses_by_request.items() if status not in (403, 502)} == {}
        assert list(statuses_by_request.values()).count(403) > 30

        api = "GET /?Action=DescribeRegions&Version=2016-04-28&Format=JSON HTTP/1.1\r\nHost: vpc.aliyuncs.com\r\n\r\n"
        requests = [(plain, api), (gateway, api), (gateway, "CONNECT vpc.aliyuncs.com:80 HTTP/1.1\r\n\r\n", api)]
        served = ask(outer, requests)
        assert served == [200, 200, 200]
