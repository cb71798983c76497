"""Who may use the control API: this machine, and clients with the token.

Without a token three ways in are closed: other machines (peer address), web pages under a name of their own that leads
to 127.0.0.1 (DNS rebinding: their Host is not ours), and web pages that post to us blindly (CSRF: their Origin).

With a token programs send it as a bearer, and browsers as the password of HTTP Basic, which they ask their user for.
They then send it by themselves with whatever a page makes them request, so it opens what changes nothing, only.
"""

from __future__ import annotations

import base64
import hmac
from typing import Final

from flask import Flask, Response, request

from tfmock.control_api.browsers import cross_site, host_name
from tfmock.control_api.endpoints import refusal
from tfmock.control_api.paths import HEALTH, PREFIX, READY
from tfmock.protocol.peers import is_loopback_host

#: They tell nothing but that tfmock answers, and on which ports.
_OPEN: Final = frozenset({HEALTH, READY})
_READING: Final = frozenset({"GET", "HEAD"})
#: A header each: Chromium takes a header as one challenge, and asks for no password where another follows.
_CHALLENGES: Final = ('Basic realm="tfmock control token as password", charset="UTF-8"', "Bearer")


def guard(app: Flask, token: str) -> None:
    """Put the guard before every view of an app. ``token`` empty: loopback only."""

    def judge() -> Response | None:
        if not request.path.startswith(PREFIX) or (request.path in _OPEN and request.method == "GET"):
            return None
        why = cross_site(request.environ)
        if why:
            return refusal(f"control API: {why}", 403)
        if token:
            return _judge_token(token)
        if not is_loopback_host(request.remote_addr or ""):
            return refusal("control is for this machine only. Start tfmock with --control-token to open it.", 403)
        name = host_name(request.host)
        if not is_loopback_host(name):
            return refusal(f"control under the name {name!r} is refused. Use 127.0.0.1.", 403)
        return None

    app.before_request(judge)


def _judge_token(token: str) -> Response | None:
    scheme, given = _credentials()
    if hmac.compare_digest(given, token.encode()):
        if scheme == "bearer" or request.method in _READING:
            return None
        return refusal("a browser may look only. Send changes with 'Authorization: Bearer <token>'.", 403)
    answer = refusal(
        "control token: send it as 'Authorization: Bearer <token>' (TFMOCK_CONTROL_TOKEN), or as the password of "
        "HTTP Basic.", 401,
    )  # fmt: skip
    for challenge in _CHALLENGES:
        answer.headers.add("WWW-Authenticate", challenge)
    return answer


def _credentials() -> tuple[str, bytes]:
    """How a token was sent, and the token; empty where none was. As bytes: to compare other texts would raise."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    scheme, given = scheme.lower(), given.strip()
    if scheme == "bearer":
        return scheme, given.encode("utf-8", "replace")
    if scheme != "basic":
        return scheme, b""
    try:
        return scheme, base64.b64decode(given, validate=True).partition(b":")[2]  # with any user name
    except ValueError:
        return scheme, b""
