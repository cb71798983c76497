"""A server for Terraform's http backend: it keeps a state, knows locks, and remembers every request."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class HttpBackend:
    """``requests`` holds "METHOD PATH"; ``state`` the bytes of the one state."""

    port: int = 0
    state: bytes = b""
    requests: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/state"

    @property
    def writes(self) -> list[str]:
        return [request for request in self.requests if request.split()[0] in ("POST", "PUT", "DELETE")]

    @property
    def block(self) -> str:
        """As a team would write it."""
        return (
            f'terraform {{\n  backend "http" {{\n    address        = "{self.url}"\n    lock_address   = "{self.url}"\n'
            f'    unlock_address = "{self.url}"\n  }}\n}}\n'
        )


@contextlib.contextmanager
def http_backend() -> Iterator[HttpBackend]:
    """A running one that holds a state of one resource, serial 14."""
    backend = HttpBackend()
    backend.state = json.dumps(
        {
            "version": 4,
            "terraform_version": "1.5.0",
            "serial": 14,
            "lineage": "6f5b9c0e-0000-4000-8000-000000000001",
            "outputs": {"precious": {"value": "real", "type": "string"}},
            "resources": [],
            "check_results": None,
        }
    ).encode()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            backend.requests.append(f"{self.command} {self.path}")
            if self.command in ("POST", "PUT"):
                backend.state = body
            data = backend.state if self.command == "GET" else b""
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = do_LOCK = do_UNLOCK = _answer

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    backend.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield backend
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
