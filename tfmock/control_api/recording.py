"""Changes made through the control API, recorded among the calls: what is answered afterwards follows from them.

A recorded change is a call of the product ``tfmock`` whose action is method and path: ``POST /traffic``. Its
parameters are the world and the body. Fault rules are not recorded: a replay leaves out what they did.
"""

from __future__ import annotations

import time
from typing import Final

from flask import Flask, Response, g, request

from tfmock.control_api.paths import PREFIX
from tfmock.core.accounts import DEFAULT_WORLD
from tfmock.core.errors import EngineError, NoSuchWorldError
from tfmock.core.universe import Universe
from tfmock.protocol.redaction import MASK
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest
from tfmock.recording.record import CONTROL
from tfmock.recording.recorder import Recorder
from tfmock.services.outcome import Outcome

_RECORDED: Final = frozenset(
    {
        ("POST", "/traffic"), ("PUT", "/quotas"), ("PUT", "/accounts/<account>"), ("POST", "/clock/freeze"),
        ("POST", "/clock/advance"), ("POST", "/clock/scale"), ("DELETE", "/clock"), ("PUT", "/clock/profile"),
        ("POST", "/snapshots"), ("POST", "/snapshots/<name>/load"), ("PUT", "/snapshot"), ("POST", "/rewind"),
        ("POST", "/worlds/<name>/reset"), ("POST", "/worlds/<name>/fork"),
    }
)  # fmt: skip
#: Its body is a whole world, secrets included.
_UNSEEN: Final = "/snapshot"
_RESET: Final = "/worlds/<name>/reset"


def record_changes(app: Flask, recorder: Recorder, universe: Universe) -> None:
    """Tell the recorder about every change of a world that the control API made."""

    @app.before_request
    def start() -> None:
        g.tfmock_started = time.perf_counter()

    @app.after_request
    def record(response: Response) -> Response:
        rule = request.url_rule.rule.removeprefix(PREFIX) if request.url_rule is not None else ""
        if response.status_code < 400 and (request.method, rule) in _RECORDED:
            _record(recorder, universe, rule, response)
        return response


def _record(recorder: Recorder, universe: Universe, rule: str, response: Response) -> None:
    action = f"{request.method} {request.path.removeprefix(PREFIX)}"
    named = (request.view_args or {}).get("name") if rule.startswith("/worlds/") else None
    world = named or request.args.get("world", DEFAULT_WORLD)
    params = {"world": world, "body": MASK if rule == _UNSEEN else request.get_data(as_text=True)}
    call = ApiRequest(
        method=request.method,
        host="",
        action=action,
        version="",
        params=params,
        access_key_id="",
        security_token="",
        wants_xml=False,
    )
    reply = HttpReply(status=response.status_code, content_type="application/json", body=response.get_data())
    moment = (response.get_json(silent=True) or {}).get("start_seconds") or _now(universe, world)
    outcome = Outcome(reply=reply, world=world, product=CONTROL, action=action, now=moment)
    recorder.record(call, outcome, time.perf_counter() - g.tfmock_started)
    if rule == _RESET:
        recorder.drop(world)  # in memory the world begins anew; the file goes on


def _now(universe: Universe, world: str) -> float:
    """The world's time; 0 where it is gone, or its store is away."""
    try:
        with universe.inspect(world) as inspected:
            return inspected.clock.now()
    except (NoSuchWorldError, EngineError):
        return 0.0
