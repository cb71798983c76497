"""A load of our own: eight connections in one process, one request after the other on each, every latency kept.

One epoll loop and prepared bytes cost the client a few microseconds a request, so that what is measured is the
server. A server that closes its connections is reconnected to, and pays for that.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Result:
    """What a run gave: latencies in seconds, and how long it took."""

    seconds: float
    latencies: list[float] = field(repr=False)
    refused: int = 0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Latency in milliseconds that ``share`` of the requests did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


class _Connection:
    def __init__(self, address: tuple[str, int], next_request: Callable[[bytes | None], bytes]) -> None:
        self._address = address
        self._next_request = next_request
        self._body: bytes | None = None
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(self._address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        self._wanted = -1

    def send(self) -> None:
        self.sent = time.perf_counter()
        self.socket.sendall(self._next_request(self._body))

    def receive(self) -> tuple[int, bool] | None:
        """Status and whether the server closes, once the answer is whole."""
        data = self.socket.recv(1 << 16)
        self._buffer += data
        if self._wanted < 0 and b"\r\n\r\n" in self._buffer:
            head, _, _ = self._buffer.partition(b"\r\n\r\n")
            lower = head.lower()
            at = lower.find(b"content-length:")
            self._wanted = len(head) + 4 + int(lower[at + 15 :].split(b"\r\n", 1)[0])
            self._closes = b"connection: close" in lower
            self._head = len(head) + 4
        if self._wanted < 0 or len(self._buffer) < self._wanted:
            if not data:
                raise ConnectionError("closed in the middle of an answer")
            return None
        status = int(self._buffer[9:12])
        self._body = self._buffer[self._head : self._wanted]
        self._buffer, self._wanted = b"", -1
        return status, self._closes


def run(
    address: tuple[str, int],
    make: Callable[[int], Callable[[bytes | None], bytes]],
    *,
    connections: int = 8,
    seconds: float = 5.0,
) -> Result:
    """Keep ``connections`` busy for ``seconds``.

    Args:
        make: called per connection; gives a function from the last reply's body to the next request's bytes.
    """
    selector = selectors.DefaultSelector()
    clients = [_Connection(address, make(n)) for n in range(connections)]
    for client in clients:
        selector.register(client.socket, selectors.EVENT_READ, client)
        client.send()
    result = Result(0.0, [])
    start = time.perf_counter()
    while (now := time.perf_counter()) - start < seconds:
        for key, _ in selector.select(0.5):
            client = key.data
            answer = client.receive()
            if answer is None:
                continue
            result.latencies.append(time.perf_counter() - client.sent)
            status, closes = answer
            result.refused += status >= 400
            if closes:
                selector.unregister(client.socket)
                client.socket.close()
                client.open()
                selector.register(client.socket, selectors.EVENT_READ, client)
            client.send()
    result.seconds = now - start
    for client in clients:
        client.socket.close()
    selector.close()
    return result
