"""Recorded calls, made again: in process in a fresh tfmock, or against a running one."""

from __future__ import annotations

import http.client
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from tfmock.protocol.redaction import MASK
from tfmock.recording.record import CONTROL, Record, parse

if TYPE_CHECKING:
    from flask import Flask

    from tfmock.settings import Settings

#: Makes a call: (record, parameters) -> status, body.
Send = Callable[[Record, dict[str, str]], tuple[int, bytes]]

_ID: Final = re.compile(r"[a-z]{2,6}-[a-z0-9]{8,}|STS\.[a-z0-9-]+\.[a-z0-9]{8,}")
_KIND: Final = re.compile(r"[-.]")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z")
#: Follow from how many calls a world has seen.
_VOLATILE: Final = frozenset({"RequestId", "Recommend"})


def verify(lines: Iterable[str], settings: Settings | None = None) -> list[str]:
    """Replay JSON lines in a fresh tfmock; what is different, one text for each difference.

    Raises:
        NotARecording: a line is not a recorded call.
    """
    return list(differences(parse(lines), in_process(settings)))


def differences(records: Sequence[Record], send: Send) -> Iterator[str]:
    """Make every call again and compare its answer with the recorded one.

    Ids may differ: where the recorded answer introduced one, the new one stands for it from then on. Calls that a
    fault rule or a signature check kept from happening are left out, and so are those of other protocols than RPC:
    what an object or a row held is not recorded. Changes made through the control API are made again.
    """
    replay = _Replay(send)
    for record in records:
        yield from replay.call(record)


@dataclass
class _Replay:
    send: Send
    ids: dict[str, str] = field(default_factory=dict)
    sessions: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)

    def call(self, record: Record) -> Iterator[str]:
        if record["product"] == CONTROL:
            yield from self._change(record)
            return
        fault = record.get("fault")
        if not record["world"] or (fault and not fault["after"]) or "protocol" in record:
            return
        params = {name: self._translated(text) for name, text in record["params"].items() if text != MASK}
        params |= {"Action": record["action"], "Version": record["version"], **self._identity(record)}
        as_json = not isinstance(record["reply"], str)
        params["Format"] = "JSON" if as_json else "XML"
        status, body = self.send(record, params)
        reply: Any = json.loads(body) if as_json else body.decode()
        name = f"call {record['n']} {record['product']} {record['action']}"
        if fault:
            return  # it was done, but what the client heard was the fault
        if status != record["status"]:
            code = f" {reply.get('Code')}" if isinstance(reply, dict) and status >= 400 else ""
            yield f"{name}: status {record['status']} -> {status}{code}"
            return
        for where, old, new in self._compare("", record["reply"], reply) if as_json else ():
            yield f"{name}: {where}: {_short(old)} -> {_short(new)}"
        self._remember_session(record, reply)

    def _change(self, record: Record) -> Iterator[str]:
        """One change through the control API. Its answer is not compared: it tells of what is compared elsewhere."""
        name = f"call {record['n']} {record['product']} {record['action']}"
        body = record["params"].get("body", "")
        if body == MASK:
            yield f"{name}: was loaded from a file, which a recording does not hold: what follows may differ"
            return
        status, answer = self.send(record, {"body": self._translated(body)})
        if status != record["status"]:
            yield f"{name}: status {record['status']} -> {status}"
            return
        for _ in self._compare("", record["reply"], json.loads(answer)):
            pass  # for the ids that it introduced

    def _identity(self, record: Record) -> dict[str, str]:
        role = record.get("role", "")
        session = self.sessions.get((record["world"], record["account"], role)) if role else None
        return session or {"AccessKeyId": f"{record['world']}.{record['account']}"}

    def _remember_session(self, record: Record, reply: Any) -> None:
        if record["action"] == "AssumeRole" and isinstance(reply, dict) and "Credentials" in reply:
            made = reply["Credentials"]
            account, _, role = reply["AssumedRoleUser"]["Arn"].removeprefix("acs:ram::").partition(":assumed-role/")
            keys = {"AccessKeyId": made["AccessKeyId"], "SecurityToken": made["SecurityToken"]}
            self.sessions[record["world"], account, role] = keys

    def _compare(self, where: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
        if isinstance(old, dict) and isinstance(new, dict):
            for name in {**old, **new}:
                if name not in _VOLATILE:
                    yield from self._compare(f"{where}.{name}" if where else name, old.get(name), new.get(name))
        elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            for number, (one, other) in enumerate(zip(old, new, strict=True)):
                yield from self._compare(f"{where}[{number}]", one, other)
        elif isinstance(old, str) and isinstance(new, str):
            if not self._same(old, new):
                yield where, old, new
        elif old != new:
            yield where, old, new

    def _same(self, old: str, new: str) -> bool:
        if old in (new, MASK) or (_TIME.fullmatch(old) and _TIME.fullmatch(new)):
            return True
        for one, other in zip(_ID.findall(old), _ID.findall(new), strict=False):
            if _KIND.split(one)[0] == _KIND.split(other)[0]:
                self.ids.setdefault(one, other)
        return self._translated(old) == new

    def _translated(self, text: str) -> str:
        return _ID.sub(lambda found: self.ids.get(found.group(), found.group()), text) if self.ids else text


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."


def in_process(settings: Settings | None = None) -> Send:
    """A fresh tfmock, called without a socket. Each call comes at the world's time at which it was recorded."""
    from tfmock.app import create_app
    from tfmock.core.clock import Clock
    from tfmock.settings import load

    quiet = {"auth": "off", "fault_profile": "", "record": None, "calls": 0, "state": None, "store": None,
             "control_token": None}  # fmt: skip
    app = create_app((settings or load()).model_copy(update=quiet))
    universe = app.extensions["tfmock.universe"]

    def send(record: Record, params: dict[str, str]) -> tuple[int, bytes]:
        if record["product"] == CONTROL and _moves_the_clock(record):  # each call has its own time
            return record["status"], json.dumps(record["reply"]).encode()
        if record["now"]:
            with universe.use(record["world"]) as world:
                world.clock = Clock().frozen(record["now"])
        if record["product"] == CONTROL:
            method, path = _control(record)
            with universe.use(record["world"]):  # it was there, perhaps by a call that was not recorded
                pass
            done = app.test_client().open(path, method=method, data=params["body"])
            return done.status_code, done.data
        return _wsgi(app, record["host"], params)

    return send


def _control(record: Record) -> tuple[str, str]:
    """Method and path of a change made through the control API."""
    method, _, path = record["action"].partition(" ")
    return method, f"/_tfmock{quote(path)}?{urlencode({'world': record['world']})}"


def _moves_the_clock(record: Record) -> bool:
    path = record["action"].partition(" ")[2]
    return path == "/clock" or (path.startswith("/clock/") and path != "/clock/profile")


def _wsgi(app: Flask, host: str, params: dict[str, str]) -> tuple[int, bytes]:
    body = urlencode(params).encode()
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "QUERY_STRING": "", "HTTP_HOST": host,
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
    }  # fmt: skip
    statuses: list[int] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], None]:
        statuses.append(int(status.split()[0]))
        return lambda _: None

    content = b"".join(app.wsgi_app(environ, start_response))
    return statuses[0], content


def over_http(host: str, port: int, token: str = "") -> Send:
    """A running tfmock, with its control token where it has one."""
    proof = {"Authorization": f"Bearer {token}"} if token else {}

    def send(record: Record, params: dict[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(host, port, timeout=60)
        headers = {"Host": record["host"], "Content-Type": "application/x-www-form-urlencoded"}
        try:
            if record["product"] == CONTROL:
                connection.request("PUT", f"/_tfmock/worlds/{record['world']}", headers=proof)
                connection.getresponse().read()
                connection.request(*_control(record), params["body"], {"Content-Type": "application/json", **proof})
            else:
                connection.request("POST", "/", urlencode(params), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    return send
