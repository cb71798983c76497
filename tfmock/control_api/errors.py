"""Errors of the control API that no view raises: unknown paths and methods, and bugs. JSON, like all its errors."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response as BaseResponse

from tfmock.control_api.endpoints import refusal
from tfmock.control_api.paths import PREFIX
from tfmock.text.printable import printable
from tfmock.text.suggest import closest

log = logging.getLogger("tfmock")

_BUG = "tfmock failed on this request. This is a bug of tfmock; its log has the details."


def answer_errors_as_json(app: Flask) -> None:
    """Answer every error under ``/_tfmock/`` with ``{"error": ...}``; browsers elsewhere get Flask's pages."""
    app.register_error_handler(HTTPException, lambda error: _http(app, error))
    app.register_error_handler(Exception, _bug)


def _http(app: Flask, error: HTTPException) -> BaseResponse | HTTPException:
    if error.code is None or error.code < 400 or not request.path.startswith(PREFIX):
        return error
    if isinstance(error, NotFound):
        answer = refusal(_nothing_there(app, request.path), 404)
    elif isinstance(error, MethodNotAllowed):
        valid = sorted(set(error.valid_methods or ()) - {"HEAD", "OPTIONS"})
        answer = refusal(f"{request.path} takes {' or '.join(valid) or 'other methods'}, not {request.method}.", 405)
        answer.headers["Allow"] = ", ".join(valid)
    else:
        answer = refusal(error.description or error.name, error.code)
    return answer


def _nothing_there(app: Flask, path: str) -> str:
    rules = (rule.rule for rule in app.url_map.iter_rules() if "<" not in rule.rule)
    known = {rule.removeprefix(PREFIX) for rule in rules if rule.startswith(f"{PREFIX}/")}
    meant = closest(path.removeprefix(PREFIX), known)
    hint = f"Did you mean {PREFIX}{meant}?" if meant else f"{PREFIX}/openapi.json lists what there is."
    return f"there is no {path}. {hint}"


def _bug(error: Exception) -> Response:
    log.error("bug: %s %s", printable(request.method), printable(request.path), exc_info=error)
    return refusal(_BUG, 500)
