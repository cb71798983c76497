"""The table of limits says what the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tfmock.control_api import snapshots, terms
from tfmock.core import idempotency, store, universe
from tfmock.middleware import auth, metrics
from tfmock.middleware.fault_injection import registry
from tfmock.protocol import oss, ots, request
from tfmock.recording import recorder
from tfmock.server import gateway, http_parser, outbound, proxy, resolver, server, splice, tunnels
from tfmock.server.http_server import Limits
from tfmock.services.cms import evaluation, limits
from tfmock.services.sts import responses as sts

PAGE = (Path(__file__).parents[2] / "docs" / "connecting.md").read_text(encoding="utf-8")
HTTP = Limits()
#: The beginning of a row's first cell, and the numbers of its second one, in order.
LIMITS: dict[str, list[float]] = {
    "connections to tfmock": [HTTP.connections],
    "calls under way": [HTTP.threads[1], HTTP.threads[0]],
    "an unfinished head or body": [HTTP.head_seconds],
    "between two requests": [HTTP.idle_seconds],
    "the head of a request": [http_parser.HEAD_BYTES, http_parser.HEAD_LINES],
    "a body": [http_parser.BODY_BYTES],
    "the body of a call": [request.MAX_BODY, oss.MAX_OBJECT, ots.MAX_BODY],
    "parameters of a call": [request._MAX_FIELDS, request._MAX_DEPTH],
    "unfinished requests": [HTTP.buffered],
    "stopping": [server._STOP_SECONDS, server._LEAST_SECONDS],
    "connections whose destination": [tunnels._UNDECIDED],
    "tunnels to other hosts": [tunnels._TUNNELS],
    "the head of a proxy": [proxy.HEAD_SECONDS, proxy.HEAD_BYTES],
    "a name's address": [resolver._SECONDS, resolver._THREADS],
    "a connection to another": [outbound.CONNECT_SECONDS],
    "after one side": [splice.HALF_OPEN_SECONDS],
    "hosts that are counted": [gateway._COUNTED_HOSTS],
    "worlds": [universe.MAX_WORLDS],
    "rows of one type": [store.MAX_ROWS],
    "answers by ClientToken": [idempotency.MAX_TOKENS, sts._MAX_SESSIONS, evaluation.MAX_HISTORY],
    "snapshots of a world": [snapshots._MAX_SNAPSHOTS, terms._MAX_ACCOUNTS, registry._MAX_RULES],
    "contacts, contact groups": [limits.MOST_OF_A_KIND],
    "alarm rules of an account": [limits.MOST_OF_A_KIND],
    "calls for `tfmock calls`": [recorder._BUDGET],
    "actions, unknown": [metrics._MAX_ACTIONS, metrics._MAX_PARAMETERS, metrics._MAX_CODES],
    "nonces of signatures": [auth._MAX_NONCES],
}


def rows() -> dict[str, str]:
    section = PAGE.split("## Limits")[1].split("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return {first: second for first, second, *_ in cells if first != "what"}


@pytest.mark.parametrize("what", LIMITS)
def test_the_page_says_what_the_code_has(what: str) -> None:
    (cell,) = [
        cell
        for first, cell in rows().items()
        if first == what or first.startswith((f"{what} ", f"{what},", f"{what};"))
    ]
    numbers = [float(number.replace(",", "")) for number in re.findall(r"[0-9][0-9,]*", cell)]
    assert numbers[: len(LIMITS[what])] == LIMITS[what]


def test_each_row_is_compared() -> None:
    assert len(rows()) == len(LIMITS)
