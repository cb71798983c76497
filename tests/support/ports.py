"""Ports for programs that need a port number before they start.

A port found by binding to 0 may be given to somebody else before the program opens it. These lie below the range from
which the system gives ports by itself, and each xdist worker of a run has its own.
"""

from __future__ import annotations

import os
import random
import socket
from typing import Final

_FIRST: Final = 20_000
_EACH: Final = 1_000


def free_ports(count: int) -> list[int]:
    """Ports of this worker on which nothing listens."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = _FIRST + worker % 12 * _EACH
    ports: list[int] = []
    for port in random.sample(range(first, first + _EACH), _EACH):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        ports.append(port)
        if len(ports) == count:
            break
    return ports
