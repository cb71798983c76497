"""How the commands get at a server's control API."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from tfmock.cli import main
from tfmock.commands.client import client_at


class Stranger(BaseHTTPRequestHandler):
    """Another program: it answers everything, with something else."""

    def do_GET(self) -> None:
        content = b"<h1>hello</h1>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def stranger() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize("command", [["clock", "show"], ["calls"], ["bill"], ["world", "list"]])
def test_another_program_is_no_tfmock(stranger: int, command: list[str]) -> None:
    done = CliRunner().invoke(main, [*command, "--port", str(stranger)])
    assert done.exit_code == 2
    assert done.stderr.startswith("tfmock: /")


def test_a_server_may_listen_where_gateways_do_by_default() -> None:
    assert client_at(None, None, 4181).where == "127.0.0.1:4181"
