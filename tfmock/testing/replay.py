"""Replays recorded calls, in process in a fresh tfmock or against a running one, and compares the replies."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from tfmock.control_api.client import ControlClient
from tfmock.control_api.paths import PREFIX
from tfmock.protocol.redaction import MASK
from tfmock.recording.record import CONTROL, Record, parse
from tfmock.text.shortened import shortened

if TYPE_CHECKING:
    from tfmock.settings import Settings

#: Makes a call: (record, parameters) -> status, body.
Send = Callable[[Record, dict[str, str]], tuple[int, bytes]]

_ID: Final = re.compile(r"[a-z]{2,6}-[a-z0-9]{8,}|STS\.[a-z0-9-]+\.[a-z0-9]{8,}")
_TIMEOUT: Final = 60.0  # seconds
_PREFIX_END: Final = re.compile(r"[-.]")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z")
#: They depend on how many calls a world has had.
_VOLATILE: Final = frozenset({"RequestId", "Recommend"})


def verify(lines: Iterable[str], settings: Settings | None = None) -> list[str]:
    """Replay JSON lines in a fresh tfmock; one text for each difference.

    Raises:
        RecordingError: a line is not a recorded call.
    """
    return list(differences(parse(lines), in_process(settings)))


def differences(records: Sequence[Record], send: Send) -> Iterator[str]:
    """Make every call again and compare its reply with the recorded one.

    Ids may differ: a new id replaces the recorded one in all later calls. Calls that a fault rule or a signature check
    prevented are left out, and so are those of other protocols than RPC, whose objects and rows are not recorded.
    Changes made through the control API are made again.
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
            yield from self._call_control_api(record)
            return
        fault = record.get("fault")
        if not record["world"] or (fault and not fault["after"]) or "protocol" in record:
            return
        params = {name: self._with_new_ids(text) for name, text in record["params"].items() if text != MASK}
        params |= {"Action": record["action"], "Version": record["version"], **self._identity(record)}
        as_json = not isinstance(record["reply"], str)
        params["Format"] = "JSON" if as_json else "XML"
        status, body = self.send(record, params)
        reply: Any = json.loads(body) if as_json else body.decode()
        name = f"call {record['n']} {record['product']} {record['action']}"
        if fault:
            return  # the recorded reply is the fault's
        if status != record["status"]:
            code = f" {reply.get('Code')}" if isinstance(reply, dict) and status >= 400 else ""
            yield f"{name}: status {record['status']} -> {status}{code}"
            return
        for where, old, new in self._compare("", record["reply"], reply) if as_json else ():
            yield f"{name}: {where}: {_in_short(old)} -> {_in_short(new)}"
        self._remember_session(record, reply)

    def _call_control_api(self, record: Record) -> Iterator[str]:
        """A change through the control API. Its reply is not compared: it reports what is compared elsewhere."""
        name = f"call {record['n']} {record['product']} {record['action']}"
        body = record["params"].get("body", "")
        if body == MASK:
            yield f"{name}: was loaded from a file, which a recording does not hold: what follows may differ"
            return
        status, answer = self.send(record, {"body": self._with_new_ids(body)})
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
            credentials = reply["Credentials"]
            account, _, role = reply["AssumedRoleUser"]["Arn"].removeprefix("acs:ram::").partition(":assumed-role/")
            keys = {"AccessKeyId": credentials["AccessKeyId"], "SecurityToken": credentials["SecurityToken"]}
            self.sessions[record["world"], account, role] = keys

    def _compare(self, where: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
        if isinstance(old, dict) and isinstance(new, dict):
            for name in {**old, **new}:
                if name not in _VOLATILE:
                    yield from self._compare(f"{where}.{name}" if where else name, old.get(name), new.get(name))
        elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            for index, (old_item, new_item) in enumerate(zip(old, new, strict=True)):
                yield from self._compare(f"{where}[{index}]", old_item, new_item)
        elif isinstance(old, str) and isinstance(new, str):
            if not self._is_equal(old, new):
                yield where, old, new
        elif old != new:
            yield where, old, new

    def _is_equal(self, old: str, new: str) -> bool:
        if old in (new, MASK) or (_TIME.fullmatch(old) and _TIME.fullmatch(new)):
            return True
        for old_id, new_id in zip(_ID.findall(old), _ID.findall(new), strict=False):
            if _PREFIX_END.split(old_id)[0] == _PREFIX_END.split(new_id)[0]:
                self.ids.setdefault(old_id, new_id)
        return self._with_new_ids(old) == new

    def _with_new_ids(self, text: str) -> str:
        return _ID.sub(lambda match: self.ids.get(match.group(), match.group()), text) if self.ids else text


def _in_short(value: Any) -> str:
    return shortened(json.dumps(value, ensure_ascii=False), 80)


def in_process(settings: Settings | None = None) -> Send:
    """Sends to a fresh tfmock in this process. Each call is made at the world's time at which it was recorded."""
    from tfmock.app import create_app
    from tfmock.core.clock import Clock
    from tfmock.settings import load
    from tfmock.testing.wsgi import handle_request

    isolated = {"auth": "off", "fault_profile": "", "record": None, "calls": 0, "state": None, "store": None,
             "control_token": None}  # fmt: skip
    app = create_app((settings or load()).model_copy(update=isolated))
    universe = app.extensions["tfmock.universe"]

    def send(record: Record, params: dict[str, str]) -> tuple[int, bytes]:
        if record["product"] == CONTROL and _moves_the_clock(record):  # each call has its own time
            return record["status"], json.dumps(record["reply"]).encode()
        if record["now"]:
            with universe.use(record["world"]) as world:
                world.clock = Clock().frozen(record["now"])
        if record["product"] == CONTROL:
            method, path = _control_request(record)
            with universe.use(record["world"]):  # it existed, perhaps by a call that was not recorded
                pass
            reply = app.test_client().open(path, method=method, data=params["body"])
            return reply.status_code, reply.data
        response = handle_request(app.wsgi_app, "POST", f"http://{record['host']}/", (), urlencode(params).encode())
        return response.status, response.body

    return send


def _control_request(record: Record) -> tuple[str, str]:
    """Method and path of a change made through the control API."""
    method, _, path = record["action"].partition(" ")
    return method, f"{PREFIX}{quote(path)}?{urlencode({'world': record['world']})}"


def _moves_the_clock(record: Record) -> bool:
    path = record["action"].partition(" ")[2]
    return path == "/clock" or (path.startswith("/clock/") and path != "/clock/profile")


def over_http(host: str, port: int, token: str = "") -> Send:
    """Sends to a running tfmock, with its control token if it has one."""
    client = ControlClient(host, port, token, timeout=_TIMEOUT)

    def send(record: Record, params: dict[str, str]) -> tuple[int, bytes]:
        if record["product"] == CONTROL:
            client.create_world(record["world"])
            return client.send(*_control_request(record), json.loads(params["body"]) if params["body"] else None)
        connection = http.client.HTTPConnection(*client.address, timeout=_TIMEOUT)
        headers = {"Host": record["host"], "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", "/", urlencode(params), headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    return send
