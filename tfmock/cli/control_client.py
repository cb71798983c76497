"""Asking a tfmock about itself, over its plain port: is it ready, what happened."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from urllib.parse import urlencode

from pydantic import BaseModel, ValidationError

_SECONDS = 5.0
_PAUSE = 0.05


class ControlError(Exception):
    """tfmock did not answer, or not in the way this version understands."""


class Call(BaseModel):
    """How often one operation was called, which error codes it answered, and which rule was broken last by code."""

    product: str
    action: str
    count: int
    errors: Mapping[str, int] = {}
    reasons: Mapping[str, str] = {}


class Left(BaseModel):
    """One resource that is in the world now. ``seeded``: it was there before the first call."""

    kind: str
    id: str
    region: str
    account: str
    name: str = ""
    detail: str = ""
    seeded: bool = False


class Party(BaseModel):
    """One end of a connection."""

    vpc: str
    region: str
    account: str


class Reach(BaseModel):
    """Whether routes lead from one end to the other, and why not. ``guarded``: access rules were not asked."""

    reachable: bool
    why: str = ""
    guarded: bool = False


class Connection(BaseModel):
    """One peering connection with both directions walked."""

    id: str
    status: str
    requester: Party
    accepter: Party
    forward: Reach
    reverse: Reach


class Proxy(BaseModel):
    """Connections that the gateway counted, by host."""

    served: Mapping[str, int] = {}
    tunnelled: Mapping[str, int] = {}
    refused: Mapping[str, int] = {}


class Problem(BaseModel):
    """A world that could not be looked at."""

    world: str
    problem: str


class Report(BaseModel):
    """``GET /_tfmock/report``."""

    calls: tuple[Call, ...] = ()
    left: tuple[Left, ...] = ()
    problems: tuple[Problem, ...] = ()
    connections: tuple[Connection, ...] = ()
    proxy: Proxy = Proxy()


class Ports(BaseModel):
    """The ports that a tfmock listens on, as it says itself; 0 where it does not say (an older one)."""

    port: int = 0
    gateway_port: int = 0


def ports(host: str, port: int) -> Ports | None:
    """What the tfmock behind a port says of its ports; a gateway's port will do, too. None where no tfmock answers."""
    try:
        status, body = _get(host, port, "/_tfmock/ready")
        return Ports.model_validate_json(body) if status == 200 else None
    except (ControlError, ValidationError):
        return None


def is_ready(host: str, port: int) -> bool:
    """Whether a tfmock answers there and is ready."""
    try:
        status, _ = _get(host, port, "/_tfmock/ready")
    except ControlError:
        return False
    return status == 200


def wait_ready(host: str, port: int, seconds: float) -> bool:
    """Whether a tfmock is ready there, now or within so many seconds."""
    deadline = time.monotonic() + seconds
    while not is_ready(host, port):
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)
    return True


def report(host: str, port: int, token: str = "") -> Report:
    """What was called and what is there now; ``token`` is the control token of a server that has one.

    Raises:
        ControlError: no answer, or one that is no report.
    """
    status, body = _get(host, port, "/_tfmock/report", token)
    if status != 200:
        raise ControlError(f"/_tfmock/report answered {status}")
    try:
        return Report.model_validate_json(body)
    except ValidationError:
        raise ControlError("/_tfmock/report is not understood; is it a tfmock of this version?") from None


class Way(BaseModel):
    """One direction of a reachability answer."""

    reachable: bool
    why: str = ""


class Reached(BaseModel):
    """``GET /_tfmock/reach``."""

    reachable: bool
    there: Way
    back: Way | None = None

    @property
    def decisive(self) -> Way:
        """The direction that failed; the way there when both work."""
        return self.back if self.back is not None and self.there.reachable and not self.back.reachable else self.there


class Refused(BaseModel):
    """An error of the control API."""

    error: str


def reach(host: str, port: int, source: str, target: str, packet_port: int | None, token: str = "") -> Reached:
    """Whether one end reaches another.

    Raises:
        ControlError: no answer, or there is no such end.
    """
    asked = {"source": source, "target": target, **({"port": str(packet_port)} if packet_port else {})}
    status, body = _get(host, port, f"/_tfmock/reach?{urlencode(asked)}", token)
    try:
        if status != 200:
            raise ControlError(Refused.model_validate_json(body).error)
        return Reached.model_validate_json(body)
    except ValidationError:
        raise ControlError("/_tfmock/reach is not understood; is it a tfmock of this version?") from None


def _get(host: str, port: int, path: str, token: str = "") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(host.strip("[]"), port, timeout=_SECONDS)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise ControlError(f"no answer from {host}:{port}: {error}") from None
    finally:
        connection.close()
